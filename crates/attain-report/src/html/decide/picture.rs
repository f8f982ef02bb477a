//! The plans side by side: chance of the target, bookings, contribution, seats at quota and moves.

use maud::{Markup, html};

use crate::html::figure::swatch;
use crate::html::inputs::ReportInputs;
use crate::html::scale::{self, AxisScale};
use crate::{chance, headline, stat};
use attain_analysis::compare::{find_lead, find_pair};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, decimal, whole_number};
use attain_sim::summarise::results::{Pair, PlanResult, Results};

/// Axes that all rows of the picture share.
struct PictureScales {
    bookings: AxisScale,
    contribution: AxisScale,
}

/// Renders one row per plan.
#[must_use]
pub fn picture(input: &ReportInputs) -> Markup {
    let results = input.results;
    let scales = PictureScales { bookings: bookings_scale(results), contribution: contribution_scale(results) };
    let several = results.plans.len() > 1;
    let caption = if several {
        "Band: P10 to P90 of the years; bar: median; dashed: target. Filled marks are certain differences, hollow ones are not \
         (simultaneous 95 % intervals)."
    } else {
        "Band: P10 to P90 of the simulated years; bar: median; dashed: target."
    };
    html! {
        div .box tabindex="0" role="region" aria-label="The plans side by side" {
            table .picture aria-label="The plans side by side" {
                thead { tr {
                    th scope="col" { "Plan" }
                    th scope="col" { "Chance of target" }
                    th scope="col" { "Bookings " (headline::time(results)) }
                    @if several { th scope="col" { "Contribution vs " (results.reference) } }
                    th scope="col" { "Seats at quota" }
                    th scope="col" { "Accounts moved" }
                } }
                tbody { @for (i, plan) in results.plans.iter().enumerate() { (row(input, &scales, i, plan)) } }
            }
        }
        p .small .key { (caption) }
    }
}

fn row(input: &ReportInputs, scales: &PictureScales, i: usize, plan: &PlanResult) -> Markup {
    let results = input.results;
    let n = NumberFormat::in_currency(&results.currency);
    let participation = stat::company(plan, "participation");
    let leading = input.decision.leading() == Some(plan.name.as_str()) && results.plans.len() > 1;
    html! {
        tr data-row=(i) .lead-row[leading] {
            th scope="row" {
                (swatch(i)) (plan.name)
                @if plan.name == results.reference && results.plans.len() > 1 { span .tag { "reference" } }
            }
            td { (chance_cell(input, i, plan)) }
            td { (bookings_cell(results, scales.bookings, i, plan)) }
            @if results.plans.len() > 1 { td { (contribution_cell(results, scales.contribution, i, plan)) } }
            td { (n.plain(MetricUnit::Share, participation.mean)) }
            td { (whole_number(plan.disruption.moved as f64)) }
        }
    }
}

/// The chance, its bar and whether it is tied with the best.
fn chance_cell(input: &ReportInputs, i: usize, plan: &PlanResult) -> Markup {
    let results = input.results;
    let best = results.plans.iter().max_by(|a, b| a.p_target.total_cmp(&b.p_target));
    let tied = best.filter(|best| {
        results.years > 1 && results.plans.len() > 1 && find_lead(results, &best.name, &plan.name, "p_target").is_none()
    });
    let others = results.plans.len() > 1 && best.is_some_and(|best| best.name != plan.name || ties_with_best(results, best));
    html! {
        span .value { @if tied.is_some() && others { span .range { "tied for best " } } (chance::chance(plan)) }
        span .track { span .bar style={ (at("width", plan.p_target)) (colour(i)) } {} }
    }
}

/// Whether another plan is tied with the best.
fn ties_with_best(results: &Results, best: &PlanResult) -> bool {
    results.plans.iter().any(|plan| plan.name != best.name && find_lead(results, &best.name, &plan.name, "p_target").is_none())
}

fn bookings_cell(results: &Results, scale: AxisScale, i: usize, plan: &PlanResult) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let s = stat::company(plan, "bookings");
    html! {
        span .value { (n.plain(MetricUnit::Money, s.p50)) " " span .range { (n.span(MetricUnit::Money, s.p10, s.p90)) } }
        span .track .plain {
            span .band style={ (at("left", share(scale, s.p10))) (at("width", share(scale, s.p90) - share(scale, s.p10))) (colour(i)) } {}
            span .tick style={ (at("left", share(scale, s.p50))) (colour(i)) } {}
            span .goal style=(at("left", share(scale, headline::goal(results, plan)))) {}
        }
    }
}

fn contribution_cell(results: &Results, scale: AxisScale, i: usize, plan: &PlanResult) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let Some(pair) = find_pair(results, &plan.name, &results.reference, "contribution") else {
        return html! { span .value { "–" } };
    };
    let certain = is_certain(&pair);
    html! {
        span .value .unsure[!certain] { (n.signed(MetricUnit::Money, pair.difference)) @if !certain { " " span .range { "not certain" } } }
        span .track .plain {
            span .zero style=(at("left", share(scale, 0.0))) {}
            span .band .thin style={ (at("left", share(scale, pair.low))) (at("width", share(scale, pair.high) - share(scale, pair.low))) (colour(i)) } {}
            span .dot .hollow[!certain] style={ (at("left", share(scale, pair.difference))) (colour(i)) } {}
        }
    }
}

/// Whether the interval of a difference excludes zero.
fn is_certain(pair: &Pair) -> bool {
    pair.low > 0.0 || pair.high < 0.0
}

fn bookings_scale(results: &Results) -> AxisScale {
    let ends = results.plans.iter().flat_map(|plan| {
        let s = stat::company(plan, "bookings");
        [s.p10, s.p90, headline::goal(results, plan)]
    });
    scale::round(ends, 6.0)
}

fn contribution_scale(results: &Results) -> AxisScale {
    let pairs = results.plans.iter().filter_map(|plan| find_pair(results, &plan.name, &results.reference, "contribution"));
    scale::round(pairs.flat_map(|pair| [pair.low, pair.high]).chain([0.0]), 6.0)
}

/// The place of a value on a scale, from 0 to 1.
fn share(scale: AxisScale, value: f64) -> f64 {
    ((value - scale.low) / (scale.high - scale.low)).clamp(0.0, 1.0)
}

/// A CSS property in per cent; 0 for values that do not exist.
fn at(property: &str, share: f64) -> String {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    format!("{property}:{}%;", decimal(100.0 * share, 2))
}

fn colour(plan: usize) -> String {
    format!("--c:var(--plan-{plan})")
}
