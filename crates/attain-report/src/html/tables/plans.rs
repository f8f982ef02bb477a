//! Tables of plans at the top of the report.

use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::html::figure::swatch;
use crate::html::html_table::{HtmlTable, boxed};
use crate::html::metric_label;
use crate::{headline, stat};
use attain_analysis::compare::find_pair;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results};

/// Table of results: probability of the target, bookings, quota attainment of seats, and the
/// differences from the reference in bookings and contribution.
#[must_use]
pub fn reach(results: &Results) -> Markup {
    let body = html! {
        thead { tr {
            th scope="col" { "Plan" } th scope="col" { "Probability of target" } th scope="col" { "Bookings, median and P10–P90" }
            th scope="col" { "Bookings over target" } th scope="col" { "Attainment, mean of seats" } th scope="col" { "Seats at quota" }
            @if results.plans.len() > 1 { th scope="col" { "Bookings vs " (results.reference) } th scope="col" { "Contribution vs " (results.reference) } }
        } }
        tbody { @for (i, plan) in results.plans.iter().enumerate() { (reach_row(results, i, plan)) } }
    };
    let difference = if results.plans.len() > 1 { "; intervals of differences are simultaneous 95 % intervals" } else { "" };
    boxed(&format!("Reaching the target. ± is one standard error{difference}."), &body)
}

fn reach_row(results: &Results, i: usize, plan: &PlanResult) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let (bookings, of_target) = (stat::company(plan, "bookings"), stat::company(plan, "bookings_over_target"));
    let participation = stat::company(plan, "participation");
    let percent = 100.0 * plan.p_target.clamp(0.0, 1.0);
    html! {
        tr .ref[plan.name == results.reference && results.plans.len() > 1] {
            (name(results, i))
            td .chance style={ "--v:" (number_format::decimal(percent, 1)) "%;--c:var(--plan-" (i) ")" } {
                (crate::chance::chance(plan))
            }
            td { (n.plain(MetricUnit::Money, bookings.p50)) span .sub { (n.span(MetricUnit::Money, bookings.p10, bookings.p90)) } }
            td { (n.with_error(MetricUnit::Share, of_target.mean, of_target.se)) span .sub { "of " (n.plain(MetricUnit::Money, headline::goal(results, plan))) } }
            td { (n.plain(MetricUnit::Share, stat::seat_attainment(plan))) }
            td { (n.with_error(MetricUnit::Share, participation.mean, participation.se)) }
            @if results.plans.len() > 1 { td { (against(results, plan, "bookings")) } td { (against(results, plan, "contribution")) } }
        }
    }
}

/// Table of each plan's costs: fairness, disruption and money.
#[must_use]
pub fn cost(results: &Results) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let columns = ["equity_range", "disruption", "vacancy_months", "cost", "contribution"];
    let has_bound = results.plans.iter().any(|plan| plan.carve.is_some());
    let body = html! {
        thead { tr {
            th scope="col" { "Plan" } th scope="col" { "Accounts moved at the start" }
            @if has_bound { th scope="col" { "Assignment, gap to optimum" } }
            @for metric in columns { th scope="col" { (metric_label::label(metric)) } }
        } }
        tbody { @for (i, plan) in results.plans.iter().enumerate() {
            tr .ref[plan.name == results.reference && results.plans.len() > 1] {
                (name(results, i))
                td { (number_format::whole_number(plan.disruption.moved as f64)) " (" (n.plain(MetricUnit::Share, plan.disruption.accounts)) ")" }
                @if has_bound { td { @if let Some(carve) = plan.carve { (within(carve.gap)) } } }
                @for metric in columns { td { (mean(n, plan, metric)) } }
            }
        } }
    };
    boxed(
        "Costs of each plan: mean over the simulated years ± one standard error. Disruption counts planned changes of owner and those during the year; an account can change more than once. “Within 0.7 %” means that, according to a lower bound, at most 0.7 % of the possible improvement in the assignment's score (travel, disruption, misfit, imbalance, overload) on today's owners remains.",
        &body,
    )
}

/// The maximum gap of an assignment to the optimum.
fn within(gap: f64) -> String {
    if gap > 0.0 { format!("within {}\u{a0}%", number_format::significant(100.0 * gap, 2)) } else { "optimal".to_owned() }
}

/// Table of the regret of each plan.
#[must_use]
pub fn choice(results: &Results) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let body = html! {
        thead { tr {
            th scope="col" { "Plan" } th scope="col" { "Best in" } th scope="col" { "Expected regret" } th scope="col" { "Regret, P95" }
            th scope="col" { "Pareto-efficient" }
        } }
        tbody { @for choice in &results.choice {
            tr .ref[choice.plan == results.reference] {
                @match results.plans.iter().position(|p| p.name == choice.plan) {
                    Some(i) => (name(results, i)),
                    None => th scope="row" { (choice.plan) },
                }
                td { (n.plain(MetricUnit::Share, choice.p_best)) " of worlds" }
                td { (n.with_error(MetricUnit::Money, choice.expected_regret, choice.expected_regret_se)) }
                td { (n.plain(MetricUnit::Money, choice.regret_p95)) }
                td { @if results.pareto.contains(&choice.plan) { "yes" } @else { "no" } }
            }
        } }
    };
    boxed("Regret: how much less the plan books than the best plan in the same world.", &body)
}

/// Table of results by year; empty for horizons of one year or less.
#[must_use]
pub fn periods(results: &Results) -> Option<Markup> {
    let n = NumberFormat::in_currency(&results.currency);
    let shown = ["bookings", "bookings_over_target", "participation", "target_hit", "contribution"];
    let labels: Vec<String> = shown.iter().map(|m| metric_label::label(m)).collect();
    let head: Vec<&str> = ["Plan", "Year"].into_iter().chain(labels.iter().map(String::as_str)).collect();
    let mut table = HtmlTable::new("Each year of the horizon: mean ± one standard error", &head);
    for plan in &results.plans {
        for (year, metrics) in plan.periods.iter().enumerate() {
            table.row(&plan.name, &[number_format::whole_number((year + 1) as f64)]);
            table.extend(shown.iter().map(|metric| mean_of(n, metrics, metric)));
        }
    }
    results.plans.iter().any(|p| !p.periods.is_empty()).then(|| table.markup())
}

fn name(results: &Results, i: usize) -> Markup {
    let plan = &results.plans[i];
    html! { th scope="row" { (swatch(i)) (plan.name) @if plan.name == results.reference && results.plans.len() > 1 { span .tag { "reference" } } } }
}

fn mean(n: NumberFormat, plan: &PlanResult, metric: &str) -> String {
    mean_of(n, &plan.company, metric)
}

fn mean_of(n: NumberFormat, metrics: &Map<String, Value>, metric: &str) -> String {
    let s = stat::stat(metrics, metric);
    n.with_error(metric_label::unit(metric), s.mean, s.se)
}

/// The difference from the reference with its interval.
fn against(results: &Results, plan: &PlanResult, metric: &str) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let unit = metric_label::unit(metric);
    let pair = find_pair(results, &plan.name, &results.reference, metric);
    html! {
        @if let Some(pair) = pair {
            (n.signed(unit, pair.difference))
            span .sub { (n.signed_span(unit, pair.low, pair.high)) }
        } @else {
            (number_format::MISSING)
        }
    }
}
