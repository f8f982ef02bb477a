//! Tests of the sentences on constructed results.

use super::{not_calibrated, rule, text};
use attain_analysis::compare::{DecisionRule, decide};
use attain_analysis::forecast_basis::ForecastBasis;
use attain_fixtures::decisions::{DecisionColumn, results};
use attain_sim::summarise::results::Results;

fn with_target() -> ForecastBasis {
    ForecastBasis { has_target: true, default_market: vec![] }
}

fn said(results: &Results, rule: DecisionRule) -> String {
    text(results, &decide(results, rule, with_target())).replace('\u{a0}', " ")
}

const TWO: [&str; 2] = ["add-mid-market", "no-geography"];

fn tied_pair() -> Vec<DecisionColumn<'static>> {
    vec![
        ("p_target", &[0.71, 0.70], 0.05),
        ("contribution", &[12.0e6, 12.566e6], 64_500.0),
        ("equity_range", &[2.35, 0.32], 0.1),
        ("bookings", &[44.8e6, 44.605e6], 100_000.0),
        ("disruption", &[0.16, 0.17], 0.05),
    ]
}

#[test]
fn a_tie_on_the_target_names_what_separates_the_plans() {
    assert_eq!(
        said(&results(&TWO, &tied_pair()), DecisionRule::Target),
        "Tied on the target of $42.0M (chance 0.71 and 0.70): add-mid-market and no-geography. no-geography contributes $566k \
         more ($502k to $630k) and is fairer; add-mid-market books $195k more."
    );
}

#[test]
fn of_several_tied_plans_the_chosen_one_is_compared_with_the_next() {
    let columns: Vec<DecisionColumn<'_>> =
        vec![("p_target", &[0.71, 0.70, 0.69, 0.40], 0.05), ("contribution", &[12.0e6, 12.5e6, 11.0e6, 13.0e6], 100_000.0)];
    assert_eq!(
        said(&results(&["a", "b", "c", "d"], &columns), DecisionRule::Target),
        "Tied on the target of $42.0M (chance 0.71, 0.70 and 0.69): a, b and c. Of these, b contributes $500k more than a \
         ($400k to $600k)."
    );
}

#[test]
fn all_plans_may_be_tied() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let chances = [0.71, 0.70, 0.69, 0.68, 0.67, 0.66];
    let columns: Vec<DecisionColumn<'_>> = vec![("p_target", &chances, 0.1)];
    assert_eq!(
        said(&results(&names, &columns), DecisionRule::Target),
        "All 6 plans are tied on the target of $42.0M (chance 0.71 to 0.66). Contribution, fairness and disruption do not \
         separate them either: simulate more years."
    );
}

#[test]
fn a_later_criterion_says_what_did_not_decide() {
    let columns: Vec<DecisionColumn<'_>> = vec![
        ("p_target", &[0.71, 0.70], 0.05),
        ("contribution", &[12.0e6, 12.1e6], 200_000.0),
        ("equity_range", &[2.35, 0.32], 0.1),
    ];
    assert_eq!(
        said(&results(&TWO, &columns), DecisionRule::Target),
        "Tied on the target of $42.0M (chance 0.71 and 0.70): add-mid-market and no-geography. Contribution does not separate \
         them; no-geography is fairer (equity range 0.32 against 2.35)."
    );
}

#[test]
fn criteria_that_narrow_the_choice_are_named() {
    let columns: Vec<DecisionColumn<'_>> = vec![
        ("p_target", &[0.72, 0.70, 0.68], 0.05),
        ("contribution", &[11.0e6, 12.0e6, 12.1e6], 200_000.0),
        ("equity_range", &[2.4, 0.32, 2.56], 0.1),
        ("disruption", &[0.16, 0.17, 0.12], 0.01),
    ];
    assert_eq!(
        said(&results(&["a", "b", "c"], &columns), DecisionRule::Target),
        "Tied on the target of $42.0M (chance 0.72, 0.70 and 0.68): a, b and c. Of these, contribution leaves c and b; b is \
         fairer (equity range 0.32 against 2.56); c moves fewer accounts."
    );
}

#[test]
fn some_plans_remain_tied() {
    let columns: Vec<DecisionColumn<'_>> =
        vec![("p_target", &[0.71, 0.70, 0.69], 0.05), ("contribution", &[12.0e6, 12.1e6, 11.0e6], 200_000.0)];
    assert_eq!(
        said(&results(&["a", "b", "c"], &columns), DecisionRule::Target),
        "Tied on the target of $42.0M (chance 0.71, 0.70 and 0.69): a, b and c. Of these, contribution leaves b and a, which no \
         criterion separates: simulate more years."
    );
}

#[test]
fn a_clear_winner_and_its_price() {
    let columns: Vec<DecisionColumn<'_>> =
        vec![("p_target", &[0.84, 0.75], 0.05), ("contribution", &[12.0e6, 12.566e6], 64_500.0)];
    assert_eq!(
        said(&results(&TWO, &columns), DecisionRule::Target),
        "add-mid-market reaches $42.0M with probability 0.84 ± 0.01; next best no-geography, 0.75 ± 0.01. no-geography \
         contributes $566k more ($502k to $630k)."
    );
}

#[test]
fn every_rule_leads_with_its_own_figure() {
    let found = results(
        &TWO,
        &[
            ("p_target", &[0.84, 0.75], 0.05),
            ("contribution", &[12.0e6, 12.566e6], 64_500.0),
            ("bookings", &[44.8e6, 44.605e6], 100_000.0),
            ("equity_range", &[2.35, 0.32], 0.1),
            ("cost", &[18.0e6, 17.5e6], 64_500.0),
        ],
    );
    assert_eq!(
        said(&found, DecisionRule::Contribution),
        "no-geography contributes most: $12.57M ± 0.02 a year; next best add-mid-market, $566k less ($502k to $630k). \
         add-mid-market has the better chance of reaching the target (0.84 against 0.75). no-geography reaches $42.0M with probability \
         0.75 ± 0.01."
    );
    for (rule, start) in [
        (DecisionRule::Bookings, "add-mid-market books most: $44.80M ± 0.03 a year; next best no-geography, $195k less"),
        (DecisionRule::Fairness, "no-geography is fairest: equity range 0.32; next best add-mid-market, equity range 2.35."),
        (DecisionRule::Cost, "no-geography costs least: $17.50M ± 0.02 a year; next best add-mid-market, $500k more"),
    ] {
        let text = said(&found, rule);
        assert!(text.starts_with(start), "{text}");
    }
}

#[test]
fn ties_by_other_rules_name_their_figures() {
    let mut columns = tied_pair();
    columns[1] = ("contribution", &[12.0e6, 12.1e6], 200_000.0);
    let text = said(&results(&TWO, &columns), DecisionRule::Contribution);
    assert!(text.starts_with("Tied on contribution ($12.1M and $12.0M): no-geography and add-mid-market."), "{text}");
}

#[test]
fn one_plan_no_plan_and_no_success() {
    let one = results(&["only"], &[("p_target", &[0.7], 0.0)]);
    assert_eq!(said(&one, DecisionRule::Target), "only reaches $42.0M with probability 0.70 ± 0.01.");
    assert_eq!(said(&one, DecisionRule::Contribution), "only reaches $42.0M with probability 0.70 ± 0.01.");
    assert_eq!(said(&results(&[], &[]), DecisionRule::Target), "No plan was simulated.");
    let never = results(&TWO, &[("p_target", &[0.0, 0.0], 0.01), ("contribution", &[1.0e6, 2.0e6], 1e5)]);
    assert_eq!(
        said(&never, DecisionRule::Target),
        "No plan reached the target of $42.0M in any of 1,000 simulated years: probability under 0.020. no-geography contributes \
         $1.00M more ($900k to $1.10M)."
    );
}

#[test]
fn one_year_separates_nothing() {
    let mut found = results(&TWO, &tied_pair());
    found.years = 1;
    assert_eq!(
        said(&found, DecisionRule::Target),
        "One simulated year cannot distinguish add-mid-market and no-geography; simulate more years."
    );
}

#[test]
fn a_missing_target_and_default_figures_are_named() {
    let found = results(&TWO, &tied_pair());
    let basis = ForecastBasis { has_target: false, default_market: vec!["win rates", "deal sizes"] };
    let text = text(&found, &decide(&found, DecisionRule::Target, basis));
    assert!(text.starts_with("Tied on the street quota of $42.0M, since no target is set (chance 0.71"), "{text}");
    assert!(text.ends_with("Not calibrated: win rates and deal sizes are default figures."), "{text}");
    assert_eq!(not_calibrated(&[]), None);
}

#[test]
fn the_rule_is_named() {
    let decision = decide(&results(&TWO, &tied_pair()), DecisionRule::Target, with_target());
    assert_eq!(
        rule(&decision),
        "Decided by the chance of reaching the target; ties broken by contribution, then fairness, then disruption (--decide target)."
    );
}
