//! A rep's page says what is the rep's, and nobody else's quota.

use super::*;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_fixtures::studies::{LONG, SMALL, plans};

#[test]
fn everyone_has_a_page() {
    let (study, plans) = plans(&[SMALL]);
    let readers = everyone(&plans[0].seats);
    let managers: std::collections::BTreeSet<&str> = plans[0].seats.iter().map(|seat| seat.manager.as_str()).collect();
    assert_eq!(readers.len(), plans[0].seats.len() + managers.iter().filter(|name| !name.is_empty()).count());
    let export = PlanExport { book: &study.book, plan: &plans[0], resolved: &study.scenarios[0], today: None, simulated: None };
    for reader in &readers {
        assert!(handout(&export, reader).contains("</html>"));
    }
}

#[test]
fn a_rep_sees_no_other_quota() {
    let (study, mut plans) = plans(&[LONG]);
    // Quotas that occur nowhere else.
    for (at, seat) in plans[0].seats.iter_mut().enumerate() {
        seat.quota = 7_110_000.0 + 10_000.0 * at as f64;
    }
    let plan = &plans[0];
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let export = PlanExport { book: &study.book, plan, resolved: &study.scenarios[0], today: None, simulated: None };
    for (at, seat) in plan.seats.iter().enumerate() {
        let page = handout(&export, &HandoutReader::Rep(at));
        for other in &plan.seats {
            let written = page.contains(&n.plain(MetricUnit::Money, other.quota));
            assert_eq!(written, other.id == seat.id, "quota of {} on the page of {}", other.id, seat.id);
        }
        for (account, made) in study.book.accounts.iter().zip(&plan.accounts) {
            let mine = made.seat == Some(at) || made.before == Some(at);
            // An id may be the start of a longer one.
            let shown = page.contains(&format!("<td>{}</td>", crate::plan_export::label(&account.name, &account.id)));
            assert_eq!(shown, mine, "{} on the page of {}", account.id, seat.id);
        }
    }
}
