//! Tests of summaries at different widths.

use super::layout::AmountScale;
use super::*;
use attain_analysis::compare;
use attain_analysis::compare::DecisionRule;
use attain_analysis::forecast_basis::ForecastBasis;
use attain_fixtures::years::study;
use attain_sim::summarise::results::Results;

const PLANS: [&str; 4] = ["status-quo", "add-mid-market", "protect-active-pipeline", "no-geography"];

fn shown(results: &Results, report: Option<&str>, width: usize, colour: bool) -> String {
    let basis = ForecastBasis { has_target: true, default_market: vec![] };
    summary(results, &compare::decide(results, DecisionRule::Target, basis), report, width, colour)
}

fn results() -> Results {
    let (book, plans, simulated) = study(&PLANS, 800);
    compare::assemble_results(&book, &plans, &[], &simulated, 0).unwrap()
}

#[test]
fn fits_eighty_columns() {
    insta::assert_snapshot!(shown(&results(), Some("reports/demo/report.html"), 80, false));
}

#[test]
fn fits_sixty_and_forty_columns() {
    let results = results();
    insta::assert_snapshot!(format!("{}\n{}", shown(&results, None, 60, false), shown(&results, None, 40, false)));
}

#[test]
fn shows_a_plan() {
    let (book, plans, _) = study(&PLANS, 1);
    insta::assert_snapshot!(format!("{}\n{}", plan_table(&book, &plans[1], 80, false), plan_table(&book, &plans[1], 40, false)));
}

#[test]
fn tells_how_good_a_carve_is_and_what_teams_need() {
    let (book, mut plans, _) = study(&PLANS, 1);
    let plan = &mut plans[1];
    plan.teams = vec![attain_core::plan::TeamLoad { team: 0, seats: 2, accounts: 2, workload: 312.0, planned: 100.0 }];
    let mut quality = |value: f64, bound: f64| {
        plan.certificate = Some(attain_core::plan::CarveCertificate { value, bound, ..Default::default() });
        plan_table(&book, plan, 200, false)
    };
    let within = quality(1_000_000.0, 993_000.0);
    assert!(
        within.contains("scores 333,333 points for travel")
            && within.contains(
                "No assignment scores less than 331,000 points, so at most 2,333 points, or 0.70 % of its score, remain."
            ),
        "{within}"
    );
    assert!(within.lines().any(|line| line.split_whitespace().eq(["field", "2", "312", "100", "3.1", "2"])), "{within}");
    assert!(quality(1_000_000.0, 1_000_000.0).contains("proven optimal"));
    assert!(quality(0.0, 0.0).contains("scores no points"));
    plan.certificate = Some(attain_core::plan::CarveCertificate {
        value: 1_000_000.0,
        bound: 993_000.0,
        today: 1_693_000.0,
        revenue_moved: 500_000.0,
        revenue_bound: 400_000.0,
        deviation: 0.12,
        deviation_bound: 0.03,
    });
    let text = plan_table(&book, plan, 200, false).replace('\n', " ");
    for part in ["or 1.0 % of the possible improvement on today's owners", "moves $500k of revenue", "moves at least $400k"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn never_wider_than_asked() {
    let mut results = results();
    results.plans[1].name = "a-name-that-goes-on-and-on-withoutanyplacetobreakitinto".into();
    results.pairs.iter_mut().for_each(|pair| pair.low = -1.234_567e9);
    let (book, plans, _) = study(&PLANS, 1);
    for width in [40, 47, 55, 56, 60, 78, 79, 80, 120, 200] {
        for line in shown(&results, None, width, false).lines().chain(plan_table(&book, &plans[0], width, false).lines()) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
    for width in [0, 1, 20, usize::MAX] {
        assert!(!shown(&results, None, width, true).is_empty());
    }
}

#[test]
fn colour_only_when_asked() {
    let results = results();
    assert!(shown(&results, None, 80, true).contains('\u{1b}'));
    assert!(!shown(&results, None, 80, false).contains('\u{1b}'));
}

#[test]
fn names_cannot_steer_the_terminal() {
    let mut results = results();
    results.plans[0].name = "x\u{1b}[2Jy".into();
    assert!(!shown(&results, Some("a\u{7}b"), 80, false).contains(['\u{1b}', '\u{7}']));
}

#[test]
fn one_plan_or_none_is_no_trouble() {
    let (book, plans, simulated) = study(&["only"], 3);
    let one = shown(&compare::assemble_results(&book, &plans, &[], &simulated, 0).unwrap(), None, 80, false);
    assert!(one.contains("only did not reach $42.0M in any of 3 simulated years"), "{one}");
    let none =
        compare::assemble_results(&book, &[], &[], &attain_sim::simulate::SimulationOutput { plans: vec![], ..simulated }, 0)
            .unwrap();
    assert!(shown(&none, None, 80, false).contains("No plan was simulated."));
}

#[test]
fn amounts_read_in_their_unit() {
    assert_eq!(AmountScale::for_amounts([42.04e6]).plain(42.04e6), "42.0");
    assert_eq!(AmountScale::for_amounts([1_234.0]).plain(1_234.0), "1.23");
    assert_eq!(AmountScale::for_amounts([0.0]).plain(0.0), "0.00");
    assert_eq!(AmountScale::for_amounts([250e9]).plain(250e9), "250");
    assert_eq!(AmountScale::for_amounts([5e6]).signed(-2.5e6), "-2.50");
}

#[test]
fn amounts_are_in_the_currency_of_the_study() {
    let (book, mut plans, simulated) = study(&PLANS, 20);
    for plan in &mut plans {
        plan.scenario.money.currency = "EUR".into();
    }
    let text = shown(&compare::assemble_results(&book, &plans, &[], &simulated, 0).unwrap(), None, 80, false);
    assert!(text.contains("EUR 42.0M") && text.contains("EUR M") && !text.contains('$'), "{text}");
}

#[test]
fn what_does_not_exist_is_a_dash() {
    let mut results = results();
    results.plans[0].company.remove("participation");
    let text = shown(&results, None, 80, false);
    assert!(text.lines().any(|line| line.starts_with("status-quo") && line.contains('–')), "{text}");
    let (book, mut plans, _) = study(&PLANS, 1);
    for seat in &mut plans[0].seats {
        seat.potential_before = 0.0;
    }
    let text = plan_table(&book, &plans[0], 80, false);
    assert!(text.lines().any(|line| line.starts_with("Gini") && line.contains('–')), "{text}");
}
