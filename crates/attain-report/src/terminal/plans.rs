//! Terminal output of `attain plan`: books, equity, workload and disruption.

use comfy_table::{Cell, Color};

use super::fairness;
use super::layout::{AmountScale, clean, highest_to_lowest, hyphened, paragraph, percent, plain_spaces, ratio, table};
use crate::explanations::points;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural, significant};
use attain_core::plan::{CarveCertificate, Equity, Plan, PointScale, TeamLoad};
use attain_core::scenario::choices::Objective;
use attain_data::Book;
use attain_design::quota::USUAL_SHARE;
use attain_solver::EXACT_TOLERANCE;

/// A difference that no figure shows, in money per year.
const CENT: f64 = 0.005;

/// Minimum width at which the table of seats shows all columns.
const WIDE: usize = 70;

/// Renders the output of `attain plan` for one plan, `width` columns wide. Colour marks
/// overloaded seats.
#[must_use]
pub fn plan_table(book: &Book, plan: &Plan, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let mut parts = vec![
        paragraph(&format!("{}. {}", clean(&plan.name), clean(&plan.scenario.description)), width),
        paragraph(&overview(book, plan), width),
    ];
    parts.extend(quality(book, plan).map(|text| paragraph(&text, width)));
    parts.push(equity(plan, width, colour));
    parts.extend(fairness::fairness(book, plan, width, colour));
    if !plan.teams.is_empty() {
        parts.push(teams(book, plan, width, colour));
    }
    parts.push(seats(book, plan, width, colour));
    if !plan.notes.is_empty() {
        parts.push(
            plan.notes.iter().map(|note| paragraph(&format!("Note: {}", clean(note)), width)).collect::<Vec<_>>().join("\n"),
        );
    }
    plain_spaces(&parts.join("\n\n")) + "\n"
}

/// The street quota as a share of what ramped reps can be expected to book.
fn share_of_realistic(plan: &Plan, n: NumberFormat<'_>) -> String {
    let realistic: f64 = plan.seats.iter().map(|seat| seat.realistic).sum();
    if realistic.is_nan() || realistic <= 0.0 {
        return String::new();
    }
    format!(
        ", {:.0} % of the {} that ramped reps in all seats can be expected to book ({:.0}–{:.0} % is usual)",
        100.0 * plan.street_quota / realistic,
        n.plain(MetricUnit::Money, realistic),
        100.0 * USUAL_SHARE.0,
        100.0 * USUAL_SHARE.1
    )
}

fn overview(book: &Book, plan: &Plan) -> String {
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let house = plan.accounts.iter().filter(|account| account.seat.is_none()).count();
    let over = if plan.target > 0.0 {
        format!(", over-assignment {:+.0} %", 100.0 * (plan.street_quota / plan.target - 1.0))
    } else {
        String::new()
    };
    format!(
        "{} seats, {} accounts ({}). Street quota {} for a target of {}{over}{}. \
         Changes of owner: {}, {} of accounts, {} of revenue, {} of open pipeline.{}",
        plan.seats.len(),
        book.accounts.len(),
        plural(house, "house account"),
        n.plain(MetricUnit::Money, plan.street_quota),
        n.plain(MetricUnit::Money, plan.target),
        share_of_realistic(plan, n),
        plural(plan.disruption.moved, "account"),
        percent(plan.disruption.accounts),
        percent(plan.disruption.revenue),
        percent(plan.disruption.pipeline),
        cut_seats(book, plan, n),
    )
}

/// The accounts whose present owner has no seat in the plan, which change owner in any case.
fn cut_seats(book: &Book, plan: &Plan, n: NumberFormat<'_>) -> String {
    let has_seat = |rep: usize| plan.seats.iter().any(|seat| seat.incumbent == Some(rep));
    let is_cut = |rep: usize| book.reps[rep].left.is_none() && !has_seat(rep);
    let of_cut: Vec<usize> = (0..book.accounts.len()).filter(|&a| book.accounts[a].owner.is_some_and(is_cut)).collect();
    if of_cut.is_empty() {
        return String::new();
    }
    format!(
        " Of these, {} of cut seats with a revenue of {} {} in any case.",
        plural(of_cut.len(), "account"),
        n.plain(MetricUnit::Money, of_cut.iter().map(|&a| book.accounts[a].revenue).sum::<f64>()),
        if of_cut.len() == 1 { "changes owner" } else { "change owner" }
    )
}

/// Revenue moved and the largest deviation, each beside the least that is possible.
fn moved_and_off(plan: &Plan, made: CarveCertificate) -> String {
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let moved = match made.revenue_moved {
        moved if moved > 0.0 => format!(
            " It moves {} of revenue; an equally balanced assignment moves at least {}.",
            n.plain(MetricUnit::Money, moved),
            n.plain(MetricUnit::Money, made.revenue_bound)
        ),
        _ => String::new(),
    };
    let off = match made.deviation {
        off if off > 0.0 => format!(
            " The largest deviation of {} from the mean used for balancing is {}; bound or oversized accounts make at least {} unavoidable.",
            plan.scenario.territory.balanced()[0].measure.words(),
            percent(off),
            percent(made.deviation_bound)
        ),
        _ => String::new(),
    };
    moved + &off
}

/// The assignment's gap to the optimum, if it is known.
fn quality(book: &Book, plan: &Plan) -> Option<String> {
    let scale = PointScale::from_potentials(book.accounts.iter().map(|account| account.potential));
    let Some(made) = plan.certificate else {
        let without_bound = plan.scenario.territory.objective == Objective::Contribution;
        return without_bound
            .then(|| "Accounts are assigned where they contribute most; the gap to the optimum is unknown.".to_owned());
    };
    let cost = format!(
        "The assignment scores {} for travel, disruption, misfit, imbalance and overload",
        points(scale.points(made.value))
    );
    let quality = if made.value <= 0.0 {
        "The assignment scores no points, so none is better.".to_owned()
    } else if made.value - made.bound <= (EXACT_TOLERANCE * made.value).max(CENT) {
        format!("{cost}: proven optimal. {}", PointScale::MEANING)
    } else {
        let saved = if made.today > made.value { "the possible improvement on today's owners" } else { "its score" };
        format!(
            "{cost}. No assignment scores less than {}, so at most {}, or {} % of {saved}, remain. {}",
            points(scale.points(made.bound)),
            points(scale.points(made.value - made.bound)),
            significant(100.0 * made.gap(), 2),
            PointScale::MEANING,
        )
    };
    Some(quality + &moved_and_off(plan, made))
}

/// Workload by team, and the seats that it requires.
fn teams(book: &Book, plan: &Plan, width: usize, colour: bool) -> String {
    let row = |team: &TeamLoad| {
        let needed = if team.planned > 0.0 { team.workload / team.planned } else { 0.0 };
        let shown = Cell::new(format!("{needed:.1}"));
        vec![
            Cell::new(hyphened(book.teams.get(team.team).map_or("", String::as_str), 18)),
            Cell::new(team.accounts),
            Cell::new(format!("{:.0}", team.workload)),
            Cell::new(format!("{:.0}", team.planned)),
            if needed > team.seats as f64 { shown.fg(Color::Red) } else { shown },
            Cell::new(team.seats),
        ]
    };
    let head = ["team", "accounts", "work-\nload", "planned\nper seat", "seats\nneeded", "seats"];
    table(&head.map(str::to_owned), plan.teams.iter().map(row).collect(), width, colour)
}

pub(super) fn equity(plan: &Plan, width: usize, colour: bool) -> String {
    type Line = (&'static str, fn(&Equity) -> String);
    let lines: [Line; 5] = [
        ("highest over lowest potential", |equity| highest_to_lowest(equity.range)),
        ("largest deviation from the mean", |equity| percent(equity.largest_deviation)),
        ("coefficient of variation", |equity| ratio(equity.cv)),
        ("Gini coefficient", |equity| ratio(equity.gini)),
        ("largest workload over capacity", |equity| percent(equity.peak_load)),
    ];
    // If no account has an owner today, there is no equity to compare with.
    let owned = plan.seats.iter().any(|seat| seat.potential_before > 0.0);
    let today = |of: fn(&Equity) -> String| if owned { of(&plan.equity.before) } else { MISSING.to_owned() };
    let rows = lines.iter().map(|(name, of)| vec![Cell::new(name), Cell::new(today(*of)), Cell::new(of(&plan.equity.after))]);
    table(&["equity".into(), "today".into(), "plan".into()], rows.collect(), width, colour)
}

fn seats(book: &Book, plan: &Plan, width: usize, colour: bool) -> String {
    let wide = width >= WIDE;
    let mut accounts = vec![0_usize; plan.seats.len()];
    for seat in plan.accounts.iter().filter_map(|account| account.seat) {
        if let Some(count) = accounts.get_mut(seat) {
            *count += 1;
        }
    }
    let potential = AmountScale::for_amounts(plan.seats.iter().flat_map(|seat| [seat.potential, seat.potential_before]));
    let quota = AmountScale::for_amounts(plan.seats.iter().map(|seat| seat.quota));
    let row = |(seat, accounts): (&attain_core::plan::Seat, &usize)| {
        let load = seat.load();
        let shown = if load > 1.0 { Cell::new(percent(load)).fg(Color::Red) } else { Cell::new(percent(load)) };
        let name = if seat.name.is_empty() { &seat.id } else { &seat.name };
        let mut cells = vec![Cell::new(hyphened(name, if wide { 22 } else { 14 }))];
        if wide {
            cells.push(Cell::new(hyphened(book.teams.get(seat.team).map_or("", String::as_str), 14)));
        }
        cells.push(Cell::new(accounts));
        if wide {
            cells.push(Cell::new(potential.plain(seat.potential_before)));
        }
        cells.extend([Cell::new(potential.plain(seat.potential)), shown, Cell::new(quota.plain(seat.quota))]);
        cells
    };
    let rows: Vec<Vec<Cell>> = plan.seats.iter().zip(&accounts).map(row).collect();
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let quota_head = quota.heading("quota, ", n);
    let header: Vec<String> = if wide {
        ["seat", "team", "accounts", &(potential.heading("potential, ", n) + "\ntoday"), "\nplan", "work-\nload", &quota_head]
            .map(str::to_owned)
            .to_vec()
    } else {
        ["seat", "acc.", &potential.heading("poten-\ntial, ", n), "work-\nload", &quota_head].map(str::to_owned).to_vec()
    };
    table(&header, rows, width, colour)
}
