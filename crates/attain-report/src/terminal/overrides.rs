//! Owners changed by hand, with what each change is worth.

use comfy_table::Cell;

use super::layout::{paragraph, percent, plain_spaces, table};
use attain_analysis::overrides::{MOST_PRICED, OverrideReport, PricedOverride};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};
use attain_core::plan::Plan;
use attain_data::Book;

/// Renders the changes of a plan edited by hand, `width` columns wide.
#[must_use]
pub fn overrides_page(book: &Book, edited: &Plan, report: &OverrideReport, width: usize, colour: bool) -> String {
    let n = NumberFormat::in_currency(&edited.scenario.money.currency);
    let accounts: usize = report.overrides.iter().map(|one| one.accounts.len()).sum();
    if accounts == 0 {
        return paragraph(&format!("{}: no owner was changed by hand.", edited.name), width) + "\n";
    }
    let seat = |seat: Option<usize>| seat.map_or_else(|| "house account".to_owned(), |seat| edited.seats[seat].name.clone());
    let account = |one: &PricedOverride| {
        let first = &book.accounts[one.accounts[0]];
        let more = if one.accounts.len() > 1 { format!(" and {} of its family", one.accounts.len() - 1) } else { String::new() };
        format!("{} ({}){more}", first.name, first.id)
    };
    let off =
        |off: Option<f64>| off.map_or_else(|| MISSING.to_owned(), |off| n.signed(MetricUnit::Share, off).replace("pts", "%"));
    let rows = report.overrides.iter().map(|one| {
        let effect = |of: &dyn Fn(&attain_analysis::overrides::OverrideEffect) -> String| {
            Cell::new(one.effect.as_ref().map_or_else(|| MISSING.to_owned(), of))
        };
        vec![
            Cell::new(account(one)),
            Cell::new(seat(one.from)),
            Cell::new(seat(one.to)),
            effect(&|effect| n.signed(MetricUnit::Money, effect.contribution)),
            effect(&|effect| n.signed(MetricUnit::Money, effect.lost)),
            effect(&|effect| off(effect.from_off_mean)),
            effect(&|effect| off(effect.to_off_mean)),
        ]
    });
    let header = ["changed by hand", "plan", "now", "contribution", "lost in moves", "book of the plan", "book now"];
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let together = format!(
        "{}: {} changed by hand. Together, expected contribution changes by {} a year, business lost because of changes of owner by {}; \
         the largest deviation of a book from its peers is {}. Amounts are expected values without chance; simulate the plan \
         beside its scenario for the chances.",
        edited.name,
        plural(accounts, "account"),
        n.signed(MetricUnit::Money, report.together.contribution),
        n.signed(MetricUnit::Money, report.together.lost),
        percent(edited.equity.after.largest_deviation),
    );
    let limit = if report.overrides.len() > MOST_PRICED {
        format!(" More than {MOST_PRICED} changes are priced together only.")
    } else {
        String::new()
    };
    let table = table(&header, rows.collect(), width, colour);
    plain_spaces(&format!("{}\n\n{}\n", paragraph(&format!("{together}{limit}"), width), table))
}
