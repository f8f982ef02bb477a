//! The headline: the answer in one sentence, shared by the terminal and the report.

use super::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{self, NumberFormat};
use attain_sim::summarise::results::{PlanResult, Results};

/// A span of the headline's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadlineSpan {
    pub text: String,
    /// Whether it is emphasised.
    pub strong: bool,
}

/// The plans sorted by the chance of reaching their target, best first. Ties are broken by mean
/// bookings, then by input order.
#[must_use]
pub fn ranked(results: &Results) -> Vec<&PlanResult> {
    let mut plans: Vec<&PlanResult> = results.plans.iter().collect();
    let bookings = |plan: &PlanResult| stat::company(plan, "bookings").mean;
    plans.sort_by(|a, b| b.p_target.total_cmp(&a.p_target).then(bookings(b).total_cmp(&bookings(a))));
    plans
}

/// The target of a plan over the whole horizon.
#[must_use]
pub fn goal(results: &Results, plan: &PlanResult) -> f64 {
    plan.target * f64::from(results.horizon_months) / 12.0
}

/// The horizon as a phrase, such as "a year" or "in 24 months".
#[must_use]
pub fn time(results: &Results) -> String {
    match results.horizon_months {
        12 => "a year".to_owned(),
        1 => "in a month".to_owned(),
        months => format!("in {months} months"),
    }
}

/// The headline: the plan with the best chance of reaching its target, and the next best.
#[must_use]
pub fn sentence(results: &Results) -> Vec<HeadlineSpan> {
    let ranked = ranked(results);
    let Some((best, others)) = ranked.split_first() else { return vec![plain("No plan was simulated.")] };
    let n = NumberFormat::in_currency(&results.currency);
    let goal_of = |plan: &PlanResult| {
        let amount = n.plain(MetricUnit::Money, goal(results, plan));
        if results.horizon_months == 12 { amount } else { format!("{amount} {}", time(results)) }
    };
    if best.p_target <= 0.0 {
        return vec![plain(missed(results, best, others, &goal_of(best)))];
    }
    let mut pieces = vec![strong(&best.name), plain(" reaches "), strong(goal_of(best))];
    match crate::chance::end_of_interval(best) {
        Some(_) if results.years == 1 => {
            pieces.push(plain(" in the only simulated year; simulate more years for a probability."));
            return pieces;
        }
        Some(end) => pieces.extend([
            plain(" in all "),
            plain(number_format::whole_number(results.years as f64)),
            plain(" simulated years, probability "),
            strong(end),
        ]),
        None => pieces.extend([plain(" with probability "), strong(crate::chance::chance(best))]),
    }
    if let Some(next) = others.first() {
        pieces.push(plain(format!("; next best {}, {}", next.name, crate::chance::chance(next))));
        if next.target != best.target {
            pieces.push(plain(format!(", for a target of {}", goal_of(next))));
        }
    }
    pieces.push(plain("."));
    pieces
}

fn missed(results: &Results, best: &PlanResult, others: &[&PlanResult], goal: &str) -> String {
    let who = if others.is_empty() { best.name.clone() } else { "No plan".to_owned() };
    let verb = if others.is_empty() { "did not reach" } else { "reached" };
    let what = if others.iter().all(|plan| plan.target == best.target) { goal.to_owned() } else { "its target".to_owned() };
    match (results.years, crate::chance::end_of_interval(best)) {
        (1, _) => format!("{who} {verb} {what} in the only simulated year; simulate more years for a probability."),
        (years, Some(end)) => {
            format!(
                "{who} {verb} {what} in any of {} simulated years: probability {end}.",
                number_format::whole_number(years as f64)
            )
        }
        (years, None) => format!("{who} {verb} {what} in any of {} simulated years.", number_format::whole_number(years as f64)),
    }
}

/// Whether the chances of two plans may be equal, judged by the paired interval if there is one,
/// otherwise by the overlap of the plans' intervals.
#[must_use]
pub fn close(results: &Results, best: &PlanResult, other: &PlanResult) -> bool {
    match stat::pair(results, &best.name, &other.name, "p_target") {
        Some(pair) => pair.low <= 0.0,
        None => other.p_target_high >= best.p_target_low,
    }
}

fn plain(text: impl Into<String>) -> HeadlineSpan {
    HeadlineSpan { text: text.into(), strong: false }
}

fn strong(text: impl Into<String>) -> HeadlineSpan {
    HeadlineSpan { text: text.into(), strong: true }
}
