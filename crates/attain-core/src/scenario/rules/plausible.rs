//! Warnings about figures whose size suggests another unit.

use super::checker::RuleChecker;
use crate::metric::MetricUnit;
use crate::number_format::NumberFormat;

/// Most hours a rep can sell in a month: 12 hours on each of 22 working days.
const MOST_HOURS: f64 = 264.0;
/// Smallest plausible base or variable pay per year.
const SMALLEST_PAY: f64 = 1_000.0;

/// Warns about a target below one deal, hours that no month has and pay in thousands.
pub(super) fn units(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    let n = NumberFormat::in_currency(&scenario.money.currency);
    let money = |amount: f64| n.plain(MetricUnit::Money, amount);
    let smallest_deal = scenario.market.segments.values().map(|segment| segment.size.median()).fold(f64::INFINITY, f64::min);
    let mut found = Vec::new();
    if let Some(target) = scenario.target.bookings.map(crate::units::Money::get)
        && target > 0.0
        && target < smallest_deal
        && smallest_deal.is_finite()
    {
        let unit = if target < 1e4 { "millions" } else { "thousands" };
        found.push(format!("`target.bookings` is {}, less than a single deal of {}: it looks like an amount in {unit}; write it in full, such as `42_000_000`", money(target), money(smallest_deal)));
    }
    for (name, team) in &scenario.teams {
        let hours = team.hours_per_month.get();
        if hours > MOST_HOURS {
            found.push(format!("`teams.{name}.hours-per-month` is {hours:.0}, more than the {MOST_HOURS:.0} hours a rep can sell in a month: it looks like hours a year, which are {:.0} a month", hours / 12.0));
        }
        for (what, pay) in [("base", team.pay.base.get()), ("variable", team.pay.variable.get())] {
            if pay > 0.0 && pay < SMALLEST_PAY {
                found.push(format!("`teams.{name}.pay.{what}` is {} a year: it looks like an amount in thousands", money(pay)));
            }
        }
    }
    rules.warnings.extend(found);
}
