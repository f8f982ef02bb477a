//! The lever of a search: its candidates, most ambitious first.

use std::collections::BTreeMap;

use super::axis;
use super::axis_value::AxisValue;
use super::cell::{AlteredScenario, CellError, alter};
use super::error::AxisValueError;
use super::fault::LeverFault;
use super::grid::{MOST_CELLS, count, range};
use crate::added_seats::add_seats;
use attain_core::diagnostics::nearest;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Scenario, SeatAddition, SeatCut};
use attain_data::Book;

/// The number that a search varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lever {
    /// Added seats; the search looks for the fewest.
    Reps,
    /// Start month of the scenario's added seats; the search looks for the latest.
    StartMonth,
    /// Attrition; the search looks for the largest.
    Attrition,
    /// Quota; the search looks for the largest.
    Quota,
    /// Over-assignment; the search looks for the largest.
    OverAssignment,
    /// Growth buffer; the search looks for the largest.
    GrowthBuffer,
}

impl Lever {
    /// Returns the axis along which the lever moves.
    #[must_use]
    pub fn axis(self) -> &'static str {
        match self {
            Self::Reps => "adds",
            Self::StartMonth => "start-month",
            Self::Attrition => "attrition",
            Self::Quota => "quota",
            Self::OverAssignment => "over-assignment",
            Self::GrowthBuffer => "growth-buffer",
        }
    }

    /// Default first value, last value and step of the search.
    fn default_range(self, horizon: u32) -> [f64; 3] {
        match self {
            Self::Reps => [0.0, 20.0, 1.0],
            Self::StartMonth => [1.0, f64::from(horizon), 1.0],
            Self::Attrition => [0.0, 3.0, 0.05],
            Self::Quota => [0.5, 2.0, 0.02],
            Self::OverAssignment | Self::GrowthBuffer => [0.0, 0.5, 0.01],
        }
    }
}

/// Limits on what a search may change.
#[derive(Debug, Clone)]
pub struct SolveOptions {
    pub lever: Lever,
    /// The teams that may grow, or whose seats may start later.
    pub teams: Vec<String>,
    /// Largest total number of added seats, beyond those of the scenario.
    pub max_adds: u32,
    /// Largest total number of seats cut.
    pub max_cuts: u32,
    /// Largest number of added seats for individual teams.
    pub limits: BTreeMap<String, u32>,
    /// Largest number of seats that can be hired in a month; `None` for no limit.
    pub hiring_per_month: Option<u32>,
    /// First value, last value and step of the search; `None` for the lever's default.
    pub range: [Option<f64>; 3],
}

/// A scenario that a search evaluates.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Value of the lever.
    pub value: f64,
    /// Description of the change; empty if the value is self-explanatory.
    pub description: String,
    pub altered: AlteredScenario,
}

/// Lists the candidates of a search that varies one number or adds seats to one team.
///
/// # Errors
/// Returns an error for unknown teams, an empty range, or a range without a valid value.
pub fn candidates(book: &Book, base: &ResolvedScenario, options: &SolveOptions) -> Result<Vec<Candidate>, Faults> {
    check(book, base, options)?;
    if options.lever == Lever::Reps {
        let team = options.teams.first().cloned().unwrap_or_default();
        let most = options.limits.get(&team).map_or(options.max_adds, |limit| options.max_adds.min(*limit));
        let added =
            (0..=most).map_while(|more| add_reps(base, &BTreeMap::from([(team.clone(), more)]), options.hiring_per_month));
        return Ok(added.collect());
    }
    let [from, to, step] = options.lever.default_range(base.scenario.horizon.months);
    let [from, to, step] = [options.range[0].unwrap_or(from), options.range[1].unwrap_or(to), options.range[2].unwrap_or(step)];
    if !(step > 0.0 && from <= to) {
        return Err(fault("--from", LeverFault::NoRange { from, to, step }));
    }
    let values = count(from, to, step);
    if values > MOST_CELLS as f64 {
        return Err(fault("--step", LeverFault::TooMany { values }));
    }
    let Some(axis) = axis::find(options.lever.axis()) else { return Ok(Vec::new()) };
    let narrowed_to = if options.lever == Lever::StartMonth || options.lever == Lever::Attrition {
        options.teams.first().cloned()
    } else {
        None
    };
    let mut found = Vec::new();
    let mut unfit: Option<AxisValueError> = None;
    // The largest value is the most ambitious one.
    for value in range(from, to, step).into_iter().rev() {
        match alter(base, &[AxisValue { axis, narrowed_to: narrowed_to.clone(), value }]) {
            Ok(altered) => found.push(Candidate { value, description: String::new(), altered }),
            Err(CellError::Unfit { unfit: why, .. }) => unfit = Some(why),
            Err(CellError::Design(faults)) => return Err(faults),
        }
    }
    match unfit.filter(|_| found.is_empty()) {
        Some(unfit) => Err(fault("--by", LeverFault::NeverFits { axis: axis.name, unfit })),
        None => Ok(found),
    }
}

fn fault(option: &'static str, problem: LeverFault) -> Faults {
    Faults(vec![Fault::new(Place::Option(option), problem)])
}

/// Checks the options against the book.
fn check(book: &Book, base: &ResolvedScenario, options: &SolveOptions) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let known: Vec<&str> = book.teams.iter().map(String::as_str).collect();
    let mut team = |option: &'static str, name: &String| {
        if !known.contains(&name.as_str()) {
            let near = nearest(name, known.iter().copied());
            faults.push(Place::Option(option), LeverFault::UnknownTeam { name: name.clone(), known: known.join(", "), near });
        }
    };
    options.teams.iter().for_each(|name| team("--team", name));
    options.limits.keys().for_each(|name| team("--limit", name));
    let adds = base.scenario.headcount.adds.iter().any(|add| options.teams.first().is_none_or(|team| *team == add.team));
    if options.lever == Lever::StartMonth && !adds {
        faults.push(Place::Option("--by"), LeverFault::NoAdds);
    }
    faults.into_result(())
}

/// Adds reps to some teams of a scenario and cuts seats of others: `changes` has a positive or a
/// negative number for each. Cuts first take back what the scenario itself adds. Returns `None` if
/// the reps cannot all be hired within the horizon, or if a team would be left without a seat.
#[must_use]
pub fn change_reps(
    book: &Book,
    base: &ResolvedScenario,
    changes: &BTreeMap<String, i64>,
    per_month: Option<u32>,
) -> Option<Candidate> {
    let more: BTreeMap<String, u32> =
        changes.iter().filter(|(_, change)| **change > 0).map(|(team, &change)| (team.clone(), change as u32)).collect();
    let mut found = add_reps(base, &more, per_month)?;
    let mut cuts: Vec<String> = Vec::new();
    let mut planned = found.altered.planned.clone();
    for (team, change) in changes.iter().filter(|(_, change)| **change < 0) {
        let fewer = change.unsigned_abs() as u32;
        if fewer >= seats_of(book, base, team) {
            return None;
        }
        planned = planned.with_choices(|scenario| cut_seats(scenario, team, fewer));
        cuts.push(format!("{fewer} × {team} cut"));
    }
    if !cuts.is_empty() {
        let added = Some(found.description).filter(|text| !text.is_empty());
        found.description = added.into_iter().chain(cuts).collect::<Vec<String>>().join(", ");
        found.altered = AlteredScenario { realised: planned.clone(), planned };
    }
    found.value = changes.values().map(|change| change.unsigned_abs() as f64).sum();
    Some(found)
}

/// Seats that a team has in a scenario, added ones included.
fn seats_of(book: &Book, base: &ResolvedScenario, team: &str) -> u32 {
    let headcount = &base.scenario.headcount;
    let present = book.reps.iter().filter(|rep| rep.left.is_none() && book.teams[rep.team] == team).count() as u32;
    let added: u32 = headcount.adds.iter().filter(|add| add.team == team).map(|add| add.seats).sum();
    let cut = |cut: &SeatCut| match (&cut.team, &cut.rep) {
        (Some(of), _) if of == team => cut.seats,
        (_, Some(id)) => u32::from(book.reps.iter().any(|rep| rep.id == *id && book.teams[rep.team] == team)),
        _ => 0,
    };
    (present + added).saturating_sub(headcount.cuts.iter().map(cut).sum())
}

/// Removes seats of a team: those that the scenario adds, the last ones first, and then present ones.
fn cut_seats(scenario: &mut Scenario, team: &str, seats: u32) {
    let mut left = seats;
    for add in scenario.headcount.adds.iter_mut().rev().filter(|add| add.team == team) {
        let fewer = left.min(add.seats);
        (add.seats, left) = (add.seats - fewer, left - fewer);
    }
    scenario.headcount.adds.retain(|add| add.seats > 0);
    if left > 0 {
        scenario.headcount.cuts.push(SeatCut { team: Some(team.to_owned()), seats: left, ..SeatCut::default() });
    }
}

/// Adds reps to the teams of a scenario; where it keeps present owners, new seats take accounts
/// from them. Returns `None` if they cannot all be hired within the horizon.
#[must_use]
pub fn add_reps(base: &ResolvedScenario, more: &BTreeMap<String, u32>, per_month: Option<u32>) -> Option<Candidate> {
    let total: u32 = more.values().sum();
    let months = base.scenario.horizon.months;
    let mut adds: Vec<SeatAddition> = Vec::new();
    let mut hired = 0;
    for (team, &seats) in more {
        // Seats start no earlier than those that the scenario itself adds to the team.
        let own = base.scenario.headcount.adds.iter().rev().find(|add| add.team == *team);
        let first = own.map_or(1, |add| add.start_month);
        for _ in 0..seats {
            let start_month = per_month.map_or(first, |most| first + hired / most.max(1));
            hired += 1;
            match adds.last_mut().filter(|add| add.team == *team && add.start_month == start_month) {
                Some(add) => add.seats += 1,
                None => {
                    adds.push(SeatAddition {
                        team: team.clone(),
                        seats: 1,
                        start_month,
                        region: own.and_then(|own| own.region.clone()),
                    });
                }
            }
        }
    }
    if adds.iter().any(|add| add.start_month > months) {
        return None;
    }
    let words: Vec<String> =
        adds.iter().map(|add| format!("{} × {} from month {}", add.seats, add.team, add.start_month)).collect();
    let planned = base.with_choices(|scenario| add_seats(scenario, adds));
    let altered = AlteredScenario { realised: planned.clone(), planned };
    Some(Candidate { value: f64::from(total), description: words.join(", "), altered })
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::scenario::choices::Carve;
    use attain_fixtures::books as fixture;

    fn options(lever: Lever) -> SolveOptions {
        let teams = if lever == Lever::Reps { vec!["smb".to_owned()] } else { Vec::new() };
        SolveOptions { lever, teams, max_adds: 5, max_cuts: 0, limits: BTreeMap::new(), hiring_per_month: None, range: [None; 3] }
    }

    #[test]
    fn seats_are_hired_as_early_as_the_limit_allows() {
        let (book, base) = (fixture::book(1, 40, 4), fixture::resolved(fixture::scenario()));
        let months = |candidate: &Candidate| {
            let adds = &candidate.altered.planned.scenario.headcount.adds;
            adds.iter().map(|add| (add.seats, add.start_month)).collect::<Vec<_>>()
        };
        let slow = SolveOptions { hiring_per_month: Some(2), ..options(Lever::Reps) };
        let found = candidates(&book, &base, &slow).unwrap();
        assert_eq!(found.len(), 6);
        assert_eq!(months(&found[0]), []);
        assert_eq!(months(&found[5]), [(2, 1), (2, 2), (1, 3)]);
        let slow = SolveOptions { hiring_per_month: Some(1), max_adds: 20, ..options(Lever::Reps) };
        assert_eq!(candidates(&book, &base, &slow).unwrap().len(), 13, "no more than one a month");
        let limited = SolveOptions { limits: BTreeMap::from([("smb".to_owned(), 3)]), ..options(Lever::Reps) };
        assert_eq!(candidates(&book, &base, &limited).unwrap().len(), 4);
    }

    #[test]
    fn the_most_ambitious_candidate_comes_first_and_unfit_ones_are_left_out() {
        let (book, base) = (fixture::book(1, 40, 4), fixture::resolved(fixture::scenario()));
        let found = candidates(&book, &base, &options(Lever::Attrition)).unwrap();
        // Attrition is a third a year, so three times that is everyone.
        assert!(found[0].value > 2.9 && found[0].value * base.scenario.attrition.annual.get() <= 1.0);
        assert_eq!(found.last().unwrap().value, 0.0);
        let code = |options: &SolveOptions| candidates(&book, &base, options).unwrap_err().0[0].code().to_owned();
        assert_eq!(code(&options(Lever::StartMonth)), "solve::no-adds");
        assert_eq!(code(&options(Lever::OverAssignment)), "solve::never-fits");
        assert_eq!(code(&SolveOptions { range: [Some(2.0), Some(1.0), None], ..options(Lever::Attrition) }), "solve::no-range");
        assert_eq!(code(&SolveOptions { teams: vec!["smbs".to_owned()], ..options(Lever::Reps) }), "solve::unknown-team");
    }

    #[test]
    fn seats_are_added_and_cut_by_team() {
        let book = fixture::book(1, 40, 9);
        let mut scenario = fixture::scenario();
        scenario.headcount.adds.push(SeatAddition { team: "smb".into(), seats: 2, ..SeatAddition::default() });
        scenario.territory.carve = Carve::Keep;
        let base = fixture::resolved(scenario);
        let change = |smb: i64, enterprise: i64| {
            let changes = BTreeMap::from([("smb".to_owned(), smb), ("enterprise".to_owned(), enterprise)]);
            change_reps(&book, &base, &changes, None)
        };
        let present = |team: usize| book.reps.iter().filter(|rep| rep.left.is_none() && rep.team == team).count() as i64;
        let found = change(-3, 2).unwrap();
        let headcount = &found.altered.planned.scenario.headcount;
        // Two of the three were to be added; the third is cut.
        assert_eq!(headcount.adds.iter().map(|add| (add.team.as_str(), add.seats)).collect::<Vec<_>>(), [("enterprise", 2)]);
        assert_eq!(headcount.cuts.iter().map(|cut| (cut.team.as_deref(), cut.seats)).collect::<Vec<_>>(), [(Some("smb"), 1)]);
        assert_eq!((found.value, found.description.as_str()), (5.0, "2 × enterprise from month 1, 3 × smb cut"));
        assert_eq!(found.altered.planned.scenario.territory.carve, Carve::Peel, "new seats have books");
        assert!(change(-(present(2) + 1), 0).is_some() && change(-(present(2) + 2), 0).is_none(), "one seat stays");
        let none = change(0, 0).unwrap();
        assert_eq!((none.value, none.description.as_str()), (0.0, ""));
        assert_eq!(none.altered.planned.hash, base.hash);
    }
}
