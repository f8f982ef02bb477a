//! The sections on equity and on reviews.

use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::plan_export::PlanExport;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, plural};
use attain_core::scenario::choices::Cadence;
use attain_design::territory::fairness::seat_groups;

/// Equity among like seats: averages, ranges, variation, best and worst, rebalancing needed.
pub(super) fn equity(export: &PlanExport<'_>) -> Markup {
    let plan = export.plan;
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let money = |value: f64| n.plain(MetricUnit::Money, value);
    let share = |value: f64| n.plain(MetricUnit::Share, value);
    let groups = seat_groups(export.book, plan);
    let names = |seats: &[usize]| seats.iter().map(|&seat| plan.seats[seat].name.as_str()).collect::<Vec<_>>().join(", ");
    let end = |group: &[usize], most: bool| {
        let by = |a: &&usize, b: &&usize| plan.seats[**a].potential.total_cmp(&plan.seats[**b].potential).then(b.cmp(a));
        let found = if most { group.iter().max_by(by) } else { group.iter().min_by(by) };
        found.map_or_else(String::new, |&seat| plan.seats[seat].name.clone())
    };
    let review: Vec<&_> = groups.iter().filter(|group| group.triggered || !group.outside.is_empty()).collect();
    html! {
        h2 { "Equity" }
        p.note { "Potential of the books of like seats: same team, and same region where accounts stay in their region." }
        table {
            thead { tr { th { "Group" } th.n { "Seats" } th.n { "Mean" } th.n { "Lowest" } th.n { "Highest" } th.n { "Largest deviation" } th.n { "Coefficient of variation" } th { "Smallest book" } th { "Largest book" } } }
            tbody { @for group in &groups {
                tr {
                    td { (group.name) } td.n { (group.seats.len()) }
                    td.n { (money(group.potential.mean)) } td.n { (money(group.potential.low)) } td.n { (money(group.potential.high)) }
                    td.n { (share(group.potential.largest_deviation)) } td.n { (share(group.potential.cv)) }
                    td { (end(&group.seats, false)) } td { (end(&group.seats, true)) }
                }
            } }
        }
        @if review.is_empty() { p { "No group needs rebalancing on the first day." } } @else {
            p { "Rebalancing needed in " (plural(review.len(), "group")) ":" }
            ul { @for group in review {
                li { (group.name) @if !group.outside.is_empty() { ": outside the tolerance " (names(&group.outside)) } @if group.triggered { " (trigger reached)" } }
            } }
        }
    }
}

/// Reviews by quarter.
pub(super) fn schedule(export: &PlanExport<'_>) -> Markup {
    let scenario = &export.plan.scenario;
    let rebalance = &scenario.rebalance;
    let quarters = scenario.horizon.months / 3;
    let trigger = &rebalance.trigger;
    let on_trigger = format!(
        "Review if the highest book exceeds the lowest by {:.0} % or a book is below {:.0} % of the mean; at most {} accounts move",
        100.0 * trigger.high_over_low.get(),
        100.0 * trigger.under_share.get(),
        rebalance.max_moves
    );
    let what = |quarter: u32| {
        let review = match rebalance.cadence {
            Cadence::Never => false,
            Cadence::Quarterly => true,
            Cadence::HalfYearly => quarter.is_multiple_of(2),
            Cadence::Yearly => quarter.is_multiple_of(4),
            Cadence::OnTrigger => return on_trigger.clone(),
        };
        if review {
            format!("Review; at most {} accounts move", rebalance.max_moves)
        } else {
            "Measure equity; no account moves".to_owned()
        }
    };
    let end = |quarter: u32| {
        let months = i64::from(3 * quarter);
        scenario
            .horizon
            .start
            .checked_add(months.months())
            .and_then(Date::yesterday)
            .map_or_else(|_| String::new(), |day| day.to_string())
    };
    html! {
        h2 { "Rebalancing schedule" }
        table {
            thead { tr { th { "Quarter" } th { "Last day" } th { "What happens" } } }
            tbody { @for quarter in 1..=quarters { tr { td { (quarter) } td { (end(quarter)) } td { (what(quarter)) } } } }
        }
        p { "Planned moves take effect on " (scenario.horizon.start) ", with both owners on an account for " (scenario.transition.weeks) " weeks." }
    }
}
