//! Added seats: their regions, locations and managers.

use std::collections::{BTreeMap, BTreeSet};

use super::capacity::{ramp_of_team, ramped_capacity};
use super::fault::TerritoryFault;
use super::lookup::find_team;
use super::roster::Roster;
use super::tier_matrix::{TierMatrix, teams_of_book};
use crate::score::AccountTiers;
use attain_core::diagnostics::Faults;
use attain_core::diagnostics::nearest;
use attain_core::geography::GeoPoint;
use attain_core::plan::Seat;
use attain_core::random::key_of;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Adds the seats of the scenario's `headcount.adds`.
pub(crate) fn add_seats(
    book: &Book,
    resolved: &ResolvedScenario,
    matrix: &TierMatrix,
    tiers: &AccountTiers,
    roster: &mut Roster,
    faults: &mut Faults,
) {
    let teams = teams_of_book(book, &resolved.scenario);
    for (i, entry) in resolved.scenario.headcount.adds.iter().enumerate() {
        let pointer = format!("headcount.adds[{i}]");
        let region = entry.region.as_ref().map(|name| {
            book.regions.iter().position(|region| region == name).ok_or_else(|| TerritoryFault::UnknownRegion {
                name: name.clone(),
                near: nearest(name, book.regions.iter().map(String::as_str)),
            })
        });
        let region = region.transpose().unwrap_or_else(|problem| {
            faults.push(resolved.place(&format!("{pointer}.region")), problem);
            None
        });
        let team = match find_team(book, &entry.team) {
            Ok(team) => team,
            Err(problem) => {
                faults.push(resolved.place(&format!("{pointer}.team")), problem);
                continue;
            }
        };
        let market = served_accounts(book, matrix, tiers, roster, team);
        for _ in 0..entry.seats {
            let region = region.or_else(|| richest_region(book, &market, roster, team));
            let (id, number) = free_id(book, roster, team);
            roster.seats.push(Seat {
                key: key_of(&id),
                id,
                name: format!("New {} rep {number}", book.teams[team]),
                team,
                region,
                manager: manager(roster, team, region, teams[team].span as usize),
                incumbent: None,
                tenure_months: 0.0,
                start_month: entry.start_month.saturating_sub(1),
                end_month: None,
                skills: Vec::new(),
                place: centre_of(
                    market
                        .iter()
                        .map(|&i| &book.accounts[i])
                        .filter(|a| region.is_none() || a.region == region)
                        .filter_map(|a| a.place),
                ),
                quota: 0.0,
                ramp: ramp_of_team(book, &resolved.scenario, team),
                capacity: ramped_capacity(&teams[team], 0.0),
                usable_capacity: 0.0,
                realistic: 0.0,
                workload: 0.0,
                potential: 0.0,
                potential_before: 0.0,
            });
        }
    }
}

/// The first unused id among `team+1`, `team+2` …, with its number.
fn free_id(book: &Book, roster: &Roster, team: usize) -> (String, usize) {
    let taken = |id: &str| book.reps.iter().any(|rep| rep.id == id) || roster.seats.iter().any(|seat| seat.id == id);
    let mut number = 1;
    loop {
        let id = format!("{}+{number}", book.teams[team]);
        if !taken(&id) {
            return (id, number);
        }
        number += 1;
    }
}

/// The accounts that a team may serve.
fn served_accounts(book: &Book, matrix: &TierMatrix, tiers: &AccountTiers, roster: &Roster, team: usize) -> Vec<usize> {
    let may =
        |i: &usize| roster.may_serve(team, roster.is_dedicated(*i), || matrix.serves(team, &book.accounts[*i], tiers.0[*i]));
    (0..book.accounts.len()).filter(may).collect()
}

/// The region with the most potential per seat after adding one more seat of the team.
fn richest_region(book: &Book, market: &[usize], roster: &Roster, team: usize) -> Option<usize> {
    let mut potential: BTreeMap<usize, f64> = BTreeMap::new();
    for &account in market {
        if let Some(region) = book.accounts[account].region {
            *potential.entry(region).or_default() += book.accounts[account].potential;
        }
    }
    let seats = |region| roster.seats.iter().filter(|seat| seat.team == team && seat.region == Some(region)).count();
    let per_seat = |&(region, potential): &(usize, f64)| potential / (seats(region) + 1) as f64;
    potential.into_iter().rev().max_by(|a, b| per_seat(a).total_cmp(&per_seat(b))).map(|(region, _)| region)
}

/// The team's manager with room for one more seat, preferably in the region; the first by
/// name if none has room; empty if the team has no manager.
fn manager(roster: &Roster, team: usize, region: Option<usize>, span: usize) -> String {
    let of_team = roster.seats.iter().filter(|seat| seat.team == team && !seat.manager.is_empty());
    let managers: BTreeSet<(bool, &str)> = of_team.map(|seat| (seat.region != region, seat.manager.as_str())).collect();
    let reports = |name: &str| roster.seats.iter().filter(|seat| seat.manager == name).count();
    let free = managers.iter().find(|(_, name)| reports(name) < span);
    free.or_else(|| managers.first()).map(|(_, name)| (*name).to_owned()).unwrap_or_default()
}

/// The centre of locations: the direction of the mean of their unit vectors.
fn centre_of(places: impl Iterator<Item = GeoPoint>) -> Option<GeoPoint> {
    let (mut x, mut y, mut z) = (0.0, 0.0, 0.0);
    for place in places {
        let (latitude, longitude) = (place.latitude.to_radians(), place.longitude.to_radians());
        x += libm::cos(latitude) * libm::cos(longitude);
        y += libm::cos(latitude) * libm::sin(longitude);
        z += libm::sin(latitude);
    }
    let flat = (x * x + y * y).sqrt();
    let known = flat > 0.0 || z != 0.0;
    known.then(|| GeoPoint { latitude: libm::atan2(z, flat).to_degrees(), longitude: libm::atan2(y, x).to_degrees() })
}
