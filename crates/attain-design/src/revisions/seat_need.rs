//! How many seats the work of a team needs, and where.

use std::collections::BTreeMap;

use attain_core::number_format::decimal;
use attain_core::plan::Plan;
use attain_data::Book;

/// Most seats named in one remark.
const NAMED: usize = 6;

/// The regions in which a team's seats have the most work, for a number of new seats: each goes to
/// the region with the highest load per seat, those already added included. Without any load, the
/// region is left open.
pub(super) fn neediest_regions(book: &Book, plan: &Plan, team: &str, seats: u32) -> Vec<(Option<String>, u32)> {
    let Some(team) = book.teams.iter().position(|name| name == team) else { return vec![(None, seats)] };
    let mut regions: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for seat in plan.seats.iter().filter(|seat| seat.team == team && seat.end_month.is_none()) {
        if let Some(region) = seat.region {
            let sum = regions.entry(region).or_default();
            *sum = (sum.0 + seat.load(), sum.1 + 1.0);
        }
    }
    let mut chosen: BTreeMap<usize, u32> = BTreeMap::new();
    for _ in 0..seats {
        let need = |(_, (load, count)): &(&usize, &(f64, f64))| load / (count + 1.0);
        let best = regions.iter().filter(|(_, (load, _))| *load > 0.0).rev().max_by(|a, b| need(a).total_cmp(&need(b)));
        let Some(region) = best.map(|(region, _)| *region) else { return vec![(None, seats)] };
        *chosen.entry(region).or_default() += 1;
        regions.entry(region).and_modify(|(_, count)| *count += 1.0);
    }
    chosen.into_iter().map(|(region, seats)| (Some(book.regions[region].clone()), seats)).collect()
}

/// The work of a team in seats at planned capacity, and the seats that it has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeatNeed {
    /// Index into `Book::teams`.
    pub team: usize,
    pub needed: f64,
    pub seats: usize,
}

/// What each team of a plan needs.
#[must_use]
pub fn seat_needs(plan: &Plan) -> Vec<SeatNeed> {
    let need = |load: &attain_core::plan::TeamLoad| {
        (load.planned > 0.0).then(|| SeatNeed { team: load.team, needed: load.workload / load.planned, seats: load.seats })
    };
    plan.teams.iter().filter_map(need).collect()
}

/// Remarks on teams that need fewer seats than they have, with the seats that are loaded least, and
/// on teams that grow without need.
pub(super) fn need_remarks(book: &Book, before: &Plan, grows: &BTreeMap<String, u32>) -> Vec<String> {
    let mut remarks = Vec::new();
    for need in seat_needs(before) {
        let name = &book.teams[need.team];
        let spare = need.seats.saturating_sub(need.needed.ceil() as usize);
        let added = grows.get(name).copied().unwrap_or(0);
        if spare == 0 && added > 0 {
            let wanted = (need.needed.ceil() as usize).saturating_sub(need.seats);
            let calls = match added as usize {
                more if more > wanted => format!("; its work calls for {wanted} of them"),
                _ => String::new(),
            };
            remarks.push(format!(
                "At planned capacity, the work of team {name} needs {} seats; it has {} and gets {added} more{calls}.",
                decimal(need.needed, 1),
                need.seats
            ));
        }
        if spare == 0 {
            continue;
        }
        let mut seats: Vec<&attain_core::plan::Seat> = before.seats.iter().filter(|seat| seat.team == need.team).collect();
        seats.sort_by(|a, b| a.load().total_cmp(&b.load()).then(a.id.cmp(&b.id)));
        let named: Vec<String> = seats
            .iter()
            .take(spare.min(NAMED))
            .map(|seat| format!("{} {:.0} %", if seat.name.is_empty() { &seat.id } else { &seat.name }, 100.0 * seat.load()))
            .collect();
        let grown = if added > 0 { "; its work calls for no new seat" } else { "" };
        remarks.push(format!(
            "At planned capacity, the work of team {name} needs {} of its {} seats{grown}. Loaded least: {}.",
            decimal(need.needed, 1),
            need.seats,
            named.join(", ")
        ));
    }
    remarks
}
