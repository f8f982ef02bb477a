//! Terminal output of `attain capacity`: the bridge as a waterfall, people and work by
//! team, the value of a seat, the hiring calendar and warnings.

use comfy_table::{Cell, Color};

use super::layout::{AmountScale, MIDDLE, clean, hyphened, paragraph, percent, plain_spaces, table};
use super::waterfall::{NAME, WIDE, waterfall};
use crate::headline::not_calibrated;
use attain_analysis::capacity::{Capacity, MonthlyStaffing, SeatGroupKind, SeatValue, StaffingFigure, TargetChance};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::{MISSING, NumberFormat};

/// Renders the output of `attain capacity`, `width` columns wide; `page` is the path of the report.
#[must_use]
pub fn capacity_page(capacity: &Capacity, page: &str, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let mut parts = vec![
        paragraph(&answer(capacity), width),
        waterfall(&capacity.bridges[0], capacity.target, &capacity.currency, width, colour),
    ];
    parts.push(crews(capacity, width, colour));
    parts.push(marginals(capacity, width, colour));
    parts.push(paragraph(&to_target(capacity), width));
    parts.push(calendar(capacity, width, colour));
    if !capacity.warnings.is_empty() {
        let lines: Vec<String> =
            capacity.warnings.iter().map(|warning| paragraph(&format!("Warning: {}", clean(warning)), width)).collect();
        parts.push(lines.join("\n"));
    }
    parts.push(paragraph(&closing(capacity), width));
    parts.push(format!("Report: {}", clean(page)));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

/// The answer, top-down and then bottom-up.
#[must_use]
pub fn answer(capacity: &Capacity) -> String {
    let n = NumberFormat::in_currency(&capacity.currency);
    let bridge = &capacity.bridges[0];
    let quotas = bridge.quota_capacity.amount();
    let quota = quotas / bridge.seats.max(1) as f64;
    let top_down = if quota > 0.0 {
        format!(
            "the target of {} equals {:.1} quotas of {}; the {} carry {} in total",
            n.plain(MetricUnit::Money, capacity.target),
            capacity.target / quota,
            n.plain(MetricUnit::Money, quota),
            number_format::plural(bridge.seats, "seat"),
            n.plain(MetricUnit::Money, quotas),
        )
    } else {
        format!("the target is {}, and the seats have no quota", n.plain(MetricUnit::Money, capacity.target))
    };
    let basis = not_calibrated(&capacity.default_market).map_or_else(String::new, |text| format!(" {text}"));
    format!(
        "{}: {top_down}. Median bookings are {}; the probability of reaching the target is {}.{basis}",
        clean(&capacity.plan),
        n.plain(MetricUnit::Money, bridge.p50.amount()),
        chance(&capacity.gap.chance),
    )
}

/// Formats a chance with its 95 % interval.
#[must_use]
pub fn chance(chance: &TargetChance) -> String {
    format!("{:.2} ({:.2}–{:.2})", chance.p, chance.low, chance.high)
}

/// People and work by team and segment, averaged over the months.
fn crews(capacity: &Capacity, width: usize, colour: bool) -> String {
    let mean = |crew: &MonthlyStaffing, figure: StaffingFigure| {
        let months = crew.months_of(figure);
        months.iter().map(|month| month.mean).sum::<f64>() / months.len().max(1) as f64
    };
    // The range is shown for the last month, when all mechanisms have taken effect.
    let end = |crew: &MonthlyStaffing, figure: StaffingFigure| {
        crew.months_of(figure).last().map_or(MISSING.to_owned(), |month| format!("{:.1}–{:.1}", month.p10, month.p90))
    };
    let row = |crew: &MonthlyStaffing| {
        let (has, asks) = (mean(crew, StaffingFigure::Capacity), mean(crew, StaffingFigure::Workload));
        let load = Cell::new(percent(asks / has.max(1e-9)));
        let load = if asks > has { load.fg(Color::Red) } else { load };
        let name = if crew.kind == SeatGroupKind::Segment { format!("segment {}", crew.name) } else { crew.name.clone() };
        vec![
            Cell::new(hyphened(&name, NAME)),
            Cell::new(crew.seats),
            Cell::new(format!("{:.1}", mean(crew, StaffingFigure::RampedReps))),
            Cell::new(end(crew, StaffingFigure::RampedReps)),
            Cell::new(format!("{:.1}", mean(crew, StaffingFigure::Vacancies))),
            Cell::new(format!("{has:.1}")),
            Cell::new(format!("{asks:.1}")),
            load,
        ]
    };
    let header = ["mean over months", "seats", "ramped\nreps", "last month\nP10–P90", "vacant", "capacity", "workload", "load"];
    if width >= MIDDLE {
        return table(&header.map(str::to_owned), capacity.staffing.iter().map(row).collect(), width, colour);
    }
    let sentence = |crew: &MonthlyStaffing| {
        format!(
            "- {}: {:.1} ramped reps in {} seats; workload {:.1} for a capacity of {:.1}",
            clean(&crew.name),
            mean(crew, StaffingFigure::RampedReps),
            crew.seats,
            mean(crew, StaffingFigure::Workload),
            mean(crew, StaffingFigure::Capacity)
        )
    };
    capacity.staffing.iter().map(|crew| paragraph(&sentence(crew), width)).collect::<Vec<_>>().join("\n")
}

/// The value of one more seat.
fn marginals(capacity: &Capacity, width: usize, colour: bool) -> String {
    let n = NumberFormat::in_currency(&capacity.currency);
    let amounts = |m: &SeatValue| [m.bookings.mean, m.cost.mean, m.contribution.mean];
    let scale = AmountScale::for_amounts(capacity.marginals.iter().flat_map(amounts));
    let starts = [1, 4, 7, 10].map(|start| (start <= capacity.months).then_some(start));
    let seats = |m: &SeatValue, start: u32| {
        let needed = m.needed_by_start.get(start as usize - 1).copied().flatten();
        needed.map_or(MISSING.to_owned(), |seats| if seats > 999 { ">999".to_owned() } else { seats.to_string() })
    };
    let row = |m: &SeatValue| {
        let mut cells = vec![
            Cell::new(hyphened(&m.team, NAME)),
            Cell::new(format!("{} ±{}", scale.signed(m.bookings.mean), scale.plain(m.bookings.se))),
            Cell::new(scale.signed(m.cost.mean)),
            Cell::new(scale.signed(m.contribution.mean)),
        ];
        if width >= WIDE {
            cells.extend(starts.iter().flatten().map(|&start| Cell::new(seats(m, start))));
        }
        cells
    };
    let mut header =
        vec!["one more seat".to_owned(), scale.heading("bookings\n", n), "cost".to_owned(), "contri-\nbution".to_owned()];
    if width >= WIDE {
        let head = |(i, start): (usize, &u32)| {
            if i == 0 { format!("seats to close the\ngap, from month {start}") } else { format!("\n{start}") }
        };
        header.extend(starts.iter().flatten().enumerate().map(head));
    }
    table(&header, capacity.marginals.iter().map(row).collect(), width, colour)
}

/// The hires required to reach the target.
#[must_use]
pub fn to_target(capacity: &Capacity) -> String {
    let n = NumberFormat::in_currency(&capacity.currency);
    let gap = &capacity.gap;
    let wanted = percent(gap.wanted);
    if gap.gap <= 0.0 {
        return format!(
            "The target of {} is reached in {} of years; {wanted} are required, so no additional seats are needed.",
            n.plain(MetricUnit::Money, capacity.target),
            percent(gap.chance.p)
        );
    }
    let shortfall = format!(
        "In {wanted} of years, bookings are {} or more: {} short of the target.",
        n.plain(MetricUnit::Money, gap.assured),
        n.plain(MetricUnit::Money, gap.gap)
    );
    let Some(reached) = &capacity.reached else {
        return format!(
            "{shortfall} Even if requisitions open on the first day, hiring does not help within {}: one more seat does not bring bookings in time.",
            number_format::plural(capacity.months as usize, "month")
        );
    };
    let tried: Vec<String> = reached.tried.iter().map(|tried| format!("{} seats: {:.2}", tried.seats, tried.chance.p)).collect();
    let tried = tried.join(", ");
    let team = clean(&reached.team);
    match reached.seats {
        Some(seats) => format!(
            "{shortfall} With {} more in {team}, where additional bookings cost least, from month {}, the target is reached in {} of years, and median bookings are {}. Simulated: {tried}.",
            number_format::plural(seats as usize, "seat"),
            reached.start,
            percent(reached.tried.iter().find(|tried| tried.seats == seats).map_or(f64::NAN, |tried| tried.chance.p)),
            n.plain(MetricUnit::Money, reached.p50),
        ),
        None => format!(
            "{shortfall} Hiring in {team}, where additional bookings cost least, does not reach it, even with twice its seats from month {}. Simulated: {tried}.",
            reached.start
        ),
    }
}

/// The hiring calendar.
fn calendar(capacity: &Capacity, width: usize, colour: bool) -> String {
    let n = NumberFormat::in_currency(&capacity.currency);
    let leavers: Vec<String> = capacity
        .staffing
        .iter()
        .filter(|crew| crew.kind == SeatGroupKind::Team && crew.leavers.mean > 0.0)
        .map(|crew| format!("{} {:.1} ({:.0}–{:.0})", clean(&crew.name), crew.leavers.mean, crew.leavers.p10, crew.leavers.p90))
        .collect();
    let replacements = if leavers.is_empty() {
        String::new()
    } else {
        format!("\n{}", paragraph(&format!("Additional replacements to expect, mean (P10–P90): {}.", leavers.join(", ")), width))
    };
    let calendar = &capacity.calendar;
    if calendar.requisitions.is_empty() {
        return format!(
            "{}{replacements}",
            paragraph("Hiring calendar: the plan adds no seats, and no team needs more seats for its workload.", width)
        );
    }
    if width < MIDDLE {
        let line = |r: &attain_analysis::capacity::Requisition| {
            let what = format!("{} {}", r.seats, clean(&r.team));
            let late = if r.late { ", ramped after the horizon" } else { "" };
            format!("- open {what} by {} ({}), start by {}, ramped {}{late}", r.open_by, r.cause.name(), r.start, r.ramped)
        };
        let lines: Vec<String> = calendar.requisitions.iter().map(|r| paragraph(&line(r), width)).collect();
        return format!("Hiring calendar\n{}{replacements}", lines.join("\n"));
    }
    let row = |r: &attain_analysis::capacity::Requisition| {
        let ramped = if r.late { format!("{} (late)", r.ramped) } else { r.ramped.to_string() };
        vec![
            Cell::new(r.open_by),
            Cell::new(hyphened(&r.team, NAME)),
            Cell::new(r.seats),
            Cell::new(r.cause.name()),
            Cell::new(r.start),
            Cell::new(ramped),
            Cell::new(n.plain(MetricUnit::Money, r.cost)),
        ]
    };
    let header = ["open by", "team", "seats", "for", "start by", "ramped", "cost"].map(str::to_owned);
    let rows = calendar.requisitions.iter().map(row).collect();
    format!("{}{replacements}", table(&header, rows, width, colour))
}

fn closing(capacity: &Capacity) -> String {
    format!(
        "{} of {} from {}, seed {}; every step is simulated in the same worlds. s.e. and ± are one standard error. Capacity and workload are in ramped reps. \
         Mechanisms are enabled in the order shown; another order gives different steps with the same sum.",
        number_format::plural(capacity.years as usize, "year"),
        number_format::plural(capacity.months as usize, "month"),
        capacity.start,
        capacity.seed
    )
}
