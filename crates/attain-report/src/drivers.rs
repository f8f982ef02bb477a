//! Sentences about the sources of variance in results, for the terminal and the page.

use crate::headline::not_calibrated;
use attain_analysis::experiment::axis_kind::{AxisEffect, AxisUnit};
use attain_analysis::experiment::interval_estimate::IntervalEstimate;
use attain_analysis::experiment::spread::worlds::{ALL, group_name};
use attain_analysis::experiment::spread::{
    CrossedEffects, Drivers, SplitVerdict, SpreadFigure, SpreadScope, TerritoryRepSplit, Tornado, TornadoAxis,
};
use attain_core::metric;

/// Formats a share with its standard error, such as "41 % ± 1".
#[must_use]
pub fn share(estimate: &IntervalEstimate) -> String {
    if !estimate.value.is_finite() {
        return attain_core::number_format::MISSING.to_owned();
    }
    let decimals = usize::from(estimate.se < 0.0095);
    format!("{} % ± {}", rounded(100.0 * estimate.value, decimals), rounded(100.0 * estimate.se, decimals.max(1)))
}

/// Formats a number, avoiding a negative zero.
pub(super) fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.trim_start_matches('-').bytes().all(|b| b == b'0' || b == b'.') { text.replace('-', "") } else { text };
    text.replace('-', "−")
}

/// Formats points of attainment, such as "3.1 points".
#[must_use]
pub fn points(value: f64) -> String {
    let text = rounded(100.0 * value, 1);
    format!("{text} {}", if text == "1.0" { "point" } else { "points" })
}

/// Describes the variance of the company's results in a few sentences.
#[must_use]
pub fn spread(drivers: &Drivers) -> Vec<String> {
    let mut lines = Vec::new();
    let metric = drivers.spread.metric.name.replace('_', " ");
    let at = metric::index(drivers.spread.metric.name);
    let of_company = at.map_or_else(|| metric.clone(), |at| metric::of_company(at).name.replace('_', " "));
    let Some(company) = drivers.spread.figures_of(SpreadScope::Company).next() else {
        return vec![format!("The company's {of_company} does not vary.")];
    };
    lines.push(variance_of(company, &of_company));
    if let Some((first, _)) = company.shares.plan {
        lines.push(format!("The choice among the {} plans accounts for {}.", drivers.spread.plans.len(), share(&first)));
    }
    lines.push(format!(
        "Main effects account for {} in total, interactions for {}.",
        share(&company.shares.sum),
        share(&company.shares.interactions)
    ));
    if let Some(seats) = drivers.spread.figures_of(SpreadScope::Seats).next() {
        lines.push(variance_of(seats, &metric));
    }
    lines.extend(not_calibrated(&drivers.default_market));
    lines
}

fn variance_of(figure: &SpreadFigure, metric: &str) -> String {
    let shares = &figure.shares;
    let mut order: Vec<usize> = (0..ALL.len()).collect();
    order.sort_by(|&a, &b| shares.first[b].value.total_cmp(&shares.first[a].value));
    let largest: Vec<String> =
        order.iter().take(3).map(|&g| format!("{} {}", group_name(ALL[g]), share(&shares.first[g]))).collect();
    let of = match figure.scope {
        SpreadScope::Company => "The company".to_owned(),
        SpreadScope::Seats => "A single seat".to_owned(),
        _ => figure.name.clone(),
    };
    let sd = if shares.sd < 10.0 { points(shares.sd) } else { rounded(shares.sd, 0) };
    format!("{of}: {metric} varies by {sd} (one standard deviation); largest shares of the variance: {}.", largest.join(", "))
}

/// Id and name of a seat or region, or the id alone if both are the same.
#[must_use]
pub fn named(split: &TerritoryRepSplit) -> String {
    if split.subject.id == split.subject.name {
        split.subject.id.clone()
    } else {
        format!("{} {}", split.subject.id, split.subject.name)
    }
}

/// The verdict on territory and rep, in one sentence.
#[must_use]
pub fn verdict(split: &TerritoryRepSplit) -> String {
    let subject = if split.subject.region {
        format!("Region {}", split.subject.name)
    } else if split.subject.id == split.subject.name {
        split.subject.id.clone()
    } else {
        format!("{} ({})", split.subject.name, split.subject.id)
    };
    let share_of = |share: f64| {
        if (0.0..=1.0).contains(&share) { format!(", {:.0} % of the shortfall", 100.0 * share) } else { String::new() }
    };
    let (book, rep) = (split.parts.book.points.value, split.parts.rep.points.value);
    let people = if split.subject.region { "the reps" } else { "the rep" };
    let main = match split.verdict {
        SplitVerdict::Neither => {
            format!(
                "neither the book nor the skill of {people} differs from peer seats by more than chance and by more than two points"
            )
        }
        SplitVerdict::Territory if book > 0.0 => {
            format!("the territory is the cause: the book accounts for {}{}", points(book), share_of(split.parts.book.share))
        }
        SplitVerdict::Territory => {
            format!("the territory is the strength: the book adds {} compared with peer seats", points(-book))
        }
        SplitVerdict::Rep if rep > 0.0 => {
            format!("the skill of {people} is the cause: it accounts for {}{}", points(rep), share_of(split.parts.rep.share))
        }
        SplitVerdict::Rep => format!("the skill of {people} is the strength: it adds {}", points(-rep)),
        SplitVerdict::Both => {
            format!("both contribute: the book accounts for {}, the skill of {people} for {}", points(book), points(rep))
        }
        SplitVerdict::RepMakesUp => {
            format!("the book costs {}, and the skill of {people} makes up for {}", points(book), points(-rep))
        }
        SplitVerdict::BookMakesUp => {
            format!("the skill of {people} costs {}, and the book makes up for {}", points(rep), points(-book))
        }
    };
    format!("{subject}: {main}.")
}

/// The reason why a seat or region has no verdict.
#[must_use]
pub fn missing(id: &str) -> String {
    format!("{id}: there are no other seats of the same team to compare with.")
}

/// The components of the attainment of a seat or region, in sentences.
#[must_use]
pub fn parts(split: &TerritoryRepSplit) -> Vec<String> {
    let one = !split.subject.region;
    let interval = |low: f64, high: f64| format!("95 %: {} to {}", rounded(100.0 * low, 1), rounded(100.0 * high, 1));
    let mut lines = vec![format!(
        "Expected attainment is {}; with an average rep in {} seat{}, it would be {}; other seats of the team with average reps have {}.",
        share(&split.attainment.present),
        if one { "this" } else { "each of its" },
        if one { "" } else { "s" },
        share(&split.attainment.average_rep),
        share(&split.attainment.like_seats),
    )];
    lines.push(format!(
        "Compared with 100 %: {} points = {} common to the team, {} from the book ({}), {} from {} ({}).",
        plus(-split.parts.gap.value),
        plus(-split.parts.common.points.value),
        plus(-split.parts.book.points.value),
        interval(-split.parts.book.points.high, -split.parts.book.points.low),
        plus(-split.parts.rep.points.value),
        if one { "the rep" } else { "the reps" },
        interval(-split.parts.rep_high, -split.parts.rep_low),
    ));
    let tightness = split.territory.tightness - 1.0;
    let quota = if tightness.abs() < 0.005 {
        "the same as at peer seats".to_owned()
    } else {
        format!("{:.0} % {} than at peer seats", 100.0 * tightness.abs(), if tightness > 0.0 { "higher" } else { "lower" })
    };
    lines.push(format!(
        "The book has {:.0} % of the potential of a peer seat. Relative to potential, its quota is {quota} ({} points). Its workload is {:.0} % of capacity, compared with {:.0} %. The yield on its potential accounts for {} points.",
        100.0 * split.territory.potential,
        plus(-split.parts.quota.points.value),
        100.0 * split.territory.load,
        100.0 * split.territory.load_like,
        plus(-split.parts.yielded.points.value),
    ));
    lines.push(format!(
        "Estimated {}: {} ± {} log odds of winning.",
        if one { "skill of the rep" } else { "mean skill of its reps" },
        rounded(split.skill.mean, 2),
        rounded(split.skill.sd, 2)
    ));
    if let Some(swap) = &split.swap {
        lines.push(format!(
            "Swap: with the skill of {} ({}), attainment of this seat would be {} ({} points); with the skill of this rep, that seat would have {} instead of {} ({} points).",
            swap.name,
            swap.with,
            share(&swap.here),
            signed(&swap.change_here),
            share(&swap.there),
            share(&swap.there_before),
            signed(&swap.change_there),
        ));
    }
    lines
}

/// Formats points with a sign.
#[must_use]
pub fn plus(value: f64) -> String {
    let text = rounded(100.0 * value, 1);
    if text.starts_with('−') || text == "0.0" { text } else { format!("+{text}") }
}

fn signed(estimate: &IntervalEstimate) -> String {
    let text = rounded(100.0 * estimate.value, 1);
    format!("{}{text} ± {}", if text.starts_with('−') { "" } else { "+" }, rounded(100.0 * estimate.se, 1))
}

/// Correlation below which history cannot separate rep and territory.
const CONFOUNDED: f64 = -0.8;

/// Evidence from history about the rep and territory of a seat.
#[must_use]
pub fn history(found: Option<&CrossedEffects>) -> String {
    let Some(found) = found else {
        return "History: this rep closed no opportunity in these accounts.".to_owned();
    };
    let apart = if found.correlation < CONFOUNDED {
        " The same rep handled nearly all of them, so history cannot separate rep and territory."
    } else if found.by_others == 0 {
        " No other rep has sold there; only the rep's deals elsewhere separate rep and territory."
    } else {
        ""
    };
    format!(
        "History: {:.0} % of {} closed opportunities were won (average of their segments: {:.0} %); {} of them were closed by other reps, and the rep closed {} elsewhere. Effects in log odds: rep {} ± {}, territory {} ± {}.{apart}",
        100.0 * found.win_rate,
        found.deals,
        100.0 * found.expected,
        found.by_others,
        found.elsewhere,
        rounded(found.rep, 2),
        rounded(found.rep_sd, 2),
        rounded(found.territory, 2),
        rounded(found.territory_sd, 2),
    )
}

/// Formats a value of an axis in its unit, such as "×1.39", "+2.1 pts" or "24.5 %".
#[must_use]
pub fn value(unit: AxisUnit, act: AxisEffect, currency: &str, value: f64) -> String {
    let plain = |value: f64| {
        let decimals = if value.abs() >= 10.0 || value == value.round() { 0 } else { 2 };
        rounded(value, decimals)
    };
    let sign = if act == AxisEffect::Shift && value > 0.0 { "+" } else { "" };
    match (act, unit) {
        (AxisEffect::Times, _) => format!("×{}", rounded(value, 2)),
        (AxisEffect::Shift, AxisUnit::Share) => format!("{sign}{} pts", rounded(100.0 * value, 1)),
        (_, AxisUnit::Share) => format!("{} %", rounded(100.0 * value, usize::from((100.0 * value).fract().abs() > 0.05))),
        (_, AxisUnit::Money) => {
            attain_core::number_format::NumberFormat::in_currency(currency).plain(metric::MetricUnit::Money, value)
        }
        (_, AxisUnit::Days) => format!("{} days", plain(value)),
        (_, AxisUnit::Months) => format!("{} months", plain(value)),
        (_, AxisUnit::Weeks) => format!("{} weeks", plain(value)),
        (_, AxisUnit::Hours) => format!("{} h", plain(value)),
        (_, AxisUnit::Month) => format!("month {}", plain(value)),
        (_, AxisUnit::Count | AxisUnit::Factor | AxisUnit::LogOdds | AxisUnit::Number) => format!("{sign}{}", plain(value)),
    }
}

/// Formats the range of an axis.
#[must_use]
pub fn span(bar: &TornadoAxis, currency: &str) -> String {
    let shown = |at: f64| value(bar.unit, bar.effect, currency, at);
    let ends = [bar.low.as_ref(), bar.high.as_ref()].map(|end| shown(end.map_or(bar.base, |end| end.value)));
    format!("{} … {}", ends[0], ends[1])
}

/// One sentence on the axes to which median bookings are most sensitive.
#[must_use]
pub fn median_sensitivity(tornado: &Tornado, currency: &str) -> String {
    let n = attain_core::number_format::NumberFormat::in_currency(currency);
    let most: Vec<String> = tornado
        .bars
        .iter()
        .take(3)
        .map(|bar| {
            let ends: Vec<String> = bar.ends().map(|end| n.signed(metric::MetricUnit::Money, end.median.value)).collect();
            format!("{} ({}: {})", bar.axis, span(bar, currency), ends.join(" and "))
        })
        .collect();
    format!(
        "Median bookings, {}, are most sensitive to {}.",
        n.plain(metric::MetricUnit::Money, tornado.median.value),
        most.join(", ")
    )
}
