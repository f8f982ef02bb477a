//! Tests of decisions on constructed results.

use super::{Decision, DecisionRule, decide};
use crate::forecast_basis::ForecastBasis;
use attain_fixtures::decisions::results;
use attain_sim::summarise::results::DroppedPlan;

fn by(results: &attain_sim::summarise::results::Results, rule: DecisionRule) -> Decision {
    decide(results, rule, ForecastBasis::default())
}

/// Chances of the target of three plans.
const CHANCES: [f64; 3] = [0.71, 0.70, 0.60];

#[test]
fn a_clear_lead_decides_in_one_step() {
    let found = by(&results(&["a", "b", "c"], &[("p_target", &[0.8, 0.7, 0.6], 0.05)]), DecisionRule::Target);
    assert_eq!(found.chosen.as_deref(), Some("a"));
    assert_eq!((found.steps.len(), found.tied(), found.left()), (1, &["a".to_owned()][..], &["a".to_owned()][..]));
    assert_eq!(found.steps[0].worse, ["b", "c"]);
}

#[test]
fn ties_on_the_target_are_decided_by_contribution() {
    // The plan with less contribution has the better chance by a hair, and the third is out of the running.
    let found = by(
        &results(&["a", "b", "c"], &[("p_target", &CHANCES, 0.05), ("contribution", &[10.0, 10.6, 20.0], 0.1)]),
        DecisionRule::Target,
    );
    assert_eq!(found.tied(), ["a", "b"]);
    assert_eq!(found.chosen.as_deref(), Some("b"), "the contribution of a plan that is out does not count");
    assert_eq!((found.steps.len(), found.steps[1].metric), (2, "contribution"));
}

#[test]
fn fairness_and_disruption_decide_where_contribution_does_not() {
    let columns = |disruption: &'static [f64]| {
        results(
            &["a", "b", "c"],
            &[
                ("p_target", &[0.71, 0.70, 0.69], 0.05),
                ("contribution", &[10.0, 10.1, 9.0], 0.5),
                ("equity_range", &[0.3, 0.3, 0.1], 0.05),
                ("disruption", disruption, 0.01),
            ],
        )
    };
    let found = by(&columns(&[0.2, 0.1, 0.0]), DecisionRule::Target);
    let left: Vec<&[String]> = found.steps.iter().map(|step| step.tied.as_slice()).collect();
    assert_eq!(left[0], ["a", "b", "c"]);
    assert_eq!(left[1], ["b", "a"], "best first");
    assert_eq!(left[3], ["b"]);
    assert_eq!(found.chosen.as_deref(), Some("b"), "fewer changes of owner are better");

    let open = by(&columns(&[0.1, 0.1, 0.0]), DecisionRule::Target);
    assert_eq!((open.chosen.as_deref(), open.left().len(), open.leading()), (None, 2, Some("a")));
}

#[test]
fn books_that_hardly_differ_are_equally_fair() {
    let equity = |other: f64| {
        let chances = ("p_target", &[0.71, 0.70][..], 0.05);
        by(&results(&["a", "b"], &[chances, ("equity_range", &[5.88, other], 0.0)]), DecisionRule::Target).chosen
    };
    assert_eq!((equity(5.875), equity(5.8)), (None, Some("b".to_owned())));
}

#[test]
fn every_rule_has_its_own_choice() {
    let found = results(
        &["a", "b", "c", "d", "e"],
        &[
            ("p_target", &[0.9, 0.5, 0.5, 0.5, 0.5], 0.01),
            ("contribution", &[1.0, 2.0, 1.0, 1.0, 1.0], 0.01),
            ("bookings", &[1.0, 1.0, 2.0, 1.0, 1.0], 0.01),
            ("equity_range", &[1.0, 1.0, 1.0, 0.5, 1.0], 0.01),
            ("cost", &[1.0, 1.0, 1.0, 1.0, 0.5], 0.01),
        ],
    );
    for (rule, plan) in DecisionRule::ALL.into_iter().zip(["a", "b", "c", "d", "e"]) {
        assert_eq!(by(&found, rule).chosen.as_deref(), Some(plan), "{}", rule.name());
        assert_eq!(serde_json::to_value(rule).unwrap(), rule.name());
    }
}

#[test]
fn one_plan_is_chosen_and_none_is_not() {
    assert_eq!(by(&results(&["a"], &[]), DecisionRule::Target).chosen.as_deref(), Some("a"));
    let none = by(&results(&[], &[]), DecisionRule::Target);
    assert_eq!((none.chosen.as_deref(), none.leading(), none.steps.len()), (None, None, 0));
}

#[test]
fn one_year_and_missing_figures_do_not_separate_plans() {
    let mut found = results(&["a", "b"], &[("p_target", &[1.0, 0.0], 0.0)]);
    found.years = 1;
    assert_eq!(by(&found, DecisionRule::Target).chosen, None);
    assert_eq!(by(&results(&["a", "b"], &[]), DecisionRule::Cost).chosen, None);
}

#[test]
fn dropped_plans_are_no_candidates() {
    let mut found = results(&["a", "b", "c"], &[("p_target", &[0.9, 0.7, 0.5], 0.05)]);
    let (plan, best) = ("a".to_owned(), "b".to_owned());
    found.dropped = vec![DroppedPlan { plan, years: 10, metric: "bookings", best, difference: -1.0, low: -2.0, high: -0.5 }];
    assert_eq!(by(&found, DecisionRule::Target).chosen.as_deref(), Some("b"));
}
