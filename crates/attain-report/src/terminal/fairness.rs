//! Fairness among peer seats: the range of books, workloads and quotas, the seats
//! outside the tolerance, and whether they trigger a review.

use comfy_table::Cell;

use super::layout::{AmountScale, MIDDLE, clean, hyphened, paragraph, percent, ratio, table};
use crate::explanations::deviation;
use attain_core::number_format::{NumberFormat, plural};
use attain_core::plan::Plan;
use attain_data::Book;
use attain_design::territory::fairness::{SeatGroup, seat_groups};
use attain_design::territory::measures::{MeasuredBooks, measured_books};

/// Maximum number of seats named that are outside the tolerance.
const NAMED: usize = 12;

/// Renders tables and sentences; empty for a plan without two peer seats.
pub(super) fn fairness(book: &Book, plan: &Plan, width: usize, colour: bool) -> Vec<String> {
    let all: Vec<SeatGroup> = seat_groups(book, plan).into_iter().filter(|group| group.seats.len() > 1).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    if width >= MIDDLE {
        parts.push(potential(plan, &all, width, colour));
        parts.push(work(plan, &all, width, colour));
    }
    let measured = measured_books(book, plan);
    let outside = measured.iter().map(|books| outside(plan, books, &all));
    let sentences = outside.chain([reviews(plan, &all)]).chain(concentrated(plan, &all));
    parts.push(sentences.map(|line| paragraph(&clean(&line), width)).collect::<Vec<_>>().join("\n"));
    parts
}

fn span(scale: &AmountScale, low: f64, high: f64) -> String {
    format!("{}–{}", scale.plain(low), scale.plain(high))
}

fn potential(plan: &Plan, all: &[SeatGroup], width: usize, colour: bool) -> String {
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let scale = AmountScale::for_amounts(all.iter().map(|group| group.potential.high));
    let row = |group: &SeatGroup| {
        let p = &group.potential;
        vec![
            Cell::new(hyphened(&group.name, 20)),
            Cell::new(group.seats.len()),
            Cell::new(span(&scale, p.low, p.high)),
            Cell::new(if p.low > 0.0 { ratio(p.high / p.low) } else { "–".to_owned() }),
            Cell::new(percent(p.largest_deviation)),
            Cell::new(ratio(p.cv)),
            Cell::new(ratio(p.gini)),
            Cell::new(group.outside.len()),
            Cell::new(if group.triggered { "yes" } else { "no" }),
        ]
    };
    let head =
        ["peer group", "seats", &scale.heading("potential,\n", n), "high/\nlow", "devia-\ntion", "CV", "Gini", "out", "review"];
    table(&head.map(str::to_owned), all.iter().map(row).collect(), width, colour)
}

fn work(plan: &Plan, all: &[SeatGroup], width: usize, colour: bool) -> String {
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let scale = AmountScale::for_amounts(all.iter().map(|group| group.quota.high));
    let row = |group: &SeatGroup| {
        let (load, quota) = (&group.workload, &group.quota);
        vec![
            Cell::new(hyphened(&group.name, 20)),
            Cell::new(format!("{:.0}–{:.0} %", 100.0 * load.low, 100.0 * load.high)),
            Cell::new(percent(load.largest_deviation)),
            Cell::new(span(&scale, quota.low, quota.high)),
            Cell::new(percent(quota.largest_deviation)),
        ]
    };
    let head = ["peer group", "workload", "devia-\ntion", &scale.heading("quota, ", n), "devia-\ntion"];
    table(&head.map(str::to_owned), all.iter().map(row).collect(), width, colour)
}

/// The seats outside the tolerance of a measure, in descending order of deviation.
fn outside(plan: &Plan, books: &MeasuredBooks, all: &[SeatGroup]) -> String {
    let (tolerance, measure) = (percent(books.rule.tolerance), books.rule.measure.words());
    let seats = all.iter().flat_map(|group| &group.seats).copied();
    let mut out: Vec<(f64, usize)> =
        seats.filter(|&seat| books.is_outside(seat)).map(|seat| (books.deviation(seat), seat)).collect();
    out.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
    if out.is_empty() {
        return format!("Every book is within {tolerance} of the mean {measure} of peer seats.");
    }
    let named: Vec<String> =
        out.iter().take(NAMED).map(|(apart, seat)| format!("{} ({})", plan.seats[*seat].name, deviation(*apart))).collect();
    let more = if out.len() > NAMED { format!(" and {} more", out.len() - NAMED) } else { String::new() };
    format!("Outside the tolerance of {tolerance} around the mean {measure} of peer seats: {}{more}.", named.join(", "))
}

/// Whether the books would trigger a review on the first day.
fn reviews(plan: &Plan, all: &[SeatGroup]) -> String {
    let trigger = &plan.scenario.rebalance.trigger;
    let rule = format!(
        "highest more than {} above lowest, or a seat under {} of the mean",
        percent(trigger.high_over_low.get()),
        percent(trigger.under_share.get())
    );
    match all.iter().filter(|group| group.triggered).count() {
        0 => format!("No group of peer seats triggers a review ({rule})."),
        reached => format!("{reached} of {} of peer seats would trigger a review ({rule}).", plural(all.len(), "group")),
    }
}

/// Seats that own many of the largest accounts.
fn concentrated(plan: &Plan, all: &[SeatGroup]) -> Vec<String> {
    let sentence = |group: &SeatGroup| {
        let (seat, has, of) = group.concentrated?;
        Some(format!("{} has {has} of the {of} largest accounts of {}", plan.seats[seat].name, group.name))
    };
    let found: Vec<String> = all.iter().filter_map(sentence).collect();
    if found.is_empty() {
        return vec!["The largest accounts are not concentrated in any seat.".to_owned()];
    }
    vec![format!("Large accounts are concentrated: {}.", found.join("; "))]
}
