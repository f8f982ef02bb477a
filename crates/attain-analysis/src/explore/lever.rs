//! What a search may change: its candidates, the most ambitious one first.

use std::collections::BTreeMap;

use super::axis::{self, Unfit};
use super::cell::{Point, alter};
use super::fault::LeverFault;
use super::grid::{MOST_CELLS, count, range};
use attain_core::diagnostics::nearest;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::SeatAddition;
use attain_data::Book;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The fewest seats that must be added.
    Reps,
    /// The latest month in which the scenario's added seats may start.
    StartMonth,
    /// The largest attrition that can be borne.
    Attrition,
    /// The largest quota.
    Quota,
    /// The largest over-assignment.
    OverAssignment,
    /// The largest growth buffer.
    GrowthBuffer,
}

impl By {
    /// The axis that is searched along.
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

    /// First and last value and the step, where nothing else is asked for.
    fn usual(self, horizon: u32) -> [f64; 3] {
        match self {
            Self::Reps => [0.0, 20.0, 1.0],
            Self::StartMonth => [1.0, f64::from(horizon), 1.0],
            Self::Attrition => [0.0, 3.0, 0.05],
            Self::Quota => [0.5, 2.0, 0.02],
            Self::OverAssignment | Self::GrowthBuffer => [0.0, 0.5, 0.01],
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is changed.
    pub by: By,
    /// The teams that may grow, or whose seats start later.
    pub teams: Vec<String>,
    /// Most seats added in all, beyond the scenario's own.
    pub max_adds: u32,
    /// Most seats added to single teams.
    pub limits: BTreeMap<String, u32>,
    /// Most seats that can be hired in a month.
    pub hiring_per_month: Option<u32>,
    /// Other limits of the search: first value, last value, step.
    pub range: [Option<f64>; 3],
}

/// A candidate: its value, what it is, what is planned and what comes true.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its value.
    pub value: f64,
    /// What it is, where the value does not say all.
    pub what: String,
    /// What is planned, and what comes true.
    pub altered: (ResolvedScenario, ResolvedScenario),
}

/// Candidates of a search that changes one number, or adds to one team.
///
/// # Errors
/// Teams that are not there, a range without values, values that never fit.
pub fn candidates(book: &Book, base: &ResolvedScenario, ask: &Ask) -> Result<Vec<Candidate>, Faults> {
    check(book, base, ask)?;
    if ask.by == By::Reps {
        let team = ask.teams.first().cloned().unwrap_or_default();
        let most = ask.limits.get(&team).map_or(ask.max_adds, |limit| ask.max_adds.min(*limit));
        let grown = (0..=most).map_while(|more| grown(base, &BTreeMap::from([(team.clone(), more)]), ask.hiring_per_month));
        return Ok(grown.collect());
    }
    let [from, to, step] = ask.by.usual(base.scenario.horizon.months);
    let [from, to, step] = [ask.range[0].unwrap_or(from), ask.range[1].unwrap_or(to), ask.range[2].unwrap_or(step)];
    if !(step > 0.0 && from <= to) {
        return Err(one("--from", LeverFault::NoRange { from, to, step }));
    }
    let values = count(from, to, step);
    if values > MOST_CELLS as f64 {
        return Err(one("--step", LeverFault::TooMany { values }));
    }
    let Some(axis) = axis::find(ask.by.axis()) else { return Ok(Vec::new()) };
    let of = if ask.by == By::StartMonth || ask.by == By::Attrition { ask.teams.first().cloned() } else { None };
    let mut found = Vec::new();
    let mut unfit: Option<Unfit> = None;
    // The most ambitious one first: the largest.
    for value in range(from, to, step).into_iter().rev() {
        match alter(base, &[Point { axis, of: of.clone(), value }]) {
            Ok(altered) => found.push(Candidate { value, what: String::new(), altered }),
            Err(super::cell::CellError::Unfit { unfit: why, .. }) => unfit = Some(why),
            Err(super::cell::CellError::Design(faults)) => return Err(faults),
        }
    }
    match unfit.filter(|_| found.is_empty()) {
        Some(unfit) => Err(one("--by", LeverFault::NeverFits { axis: axis.name, unfit })),
        None => Ok(found),
    }
}

fn one(option: &'static str, problem: LeverFault) -> Faults {
    Faults(vec![Fault::new(Place::Option(option), problem)])
}

/// Faults of what is asked that need the book.
fn check(book: &Book, base: &ResolvedScenario, ask: &Ask) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let known: Vec<&str> = book.teams.iter().map(String::as_str).collect();
    let mut team = |option: &'static str, name: &String| {
        if !known.contains(&name.as_str()) {
            let near = nearest(name, known.iter().copied());
            faults.push(Place::Option(option), LeverFault::UnknownTeam { name: name.clone(), known: known.join(", "), near });
        }
    };
    ask.teams.iter().for_each(|name| team("--team", name));
    ask.limits.keys().for_each(|name| team("--limit", name));
    let adds = base.scenario.headcount.adds.iter().any(|add| ask.teams.first().is_none_or(|team| *team == add.team));
    if ask.by == By::StartMonth && !adds {
        faults.push(Place::Option("--by"), LeverFault::NoAdds);
    }
    faults.into_result(())
}

/// The scenario with more seats of teams; `None` when they cannot all be hired
/// within the horizon.
#[must_use]
pub fn grown(base: &ResolvedScenario, more: &BTreeMap<String, u32>, per_month: Option<u32>) -> Option<Candidate> {
    let total: u32 = more.values().sum();
    let months = base.scenario.horizon.months;
    let mut adds: Vec<SeatAddition> = Vec::new();
    let mut hired = 0;
    for (team, &seats) in more {
        // Added seats of the scenario's own say from when on seats are added.
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
    let grown = base.with_choices(|scenario| scenario.headcount.adds.extend(adds));
    Some(Candidate { value: f64::from(total), what: words.join(", "), altered: (grown.clone(), grown) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::books as fixture;

    fn ask(by: By) -> Ask {
        let teams = if by == By::Reps { vec!["smb".to_owned()] } else { Vec::new() };
        Ask { by, teams, max_adds: 5, limits: BTreeMap::new(), hiring_per_month: None, range: [None; 3] }
    }

    #[test]
    fn seats_are_hired_as_fast_as_it_goes() {
        let (book, base) = (fixture::book(1, 40, 4), fixture::resolved(fixture::scenario()));
        let months = |candidate: &Candidate| {
            let adds = &candidate.altered.0.scenario.headcount.adds;
            adds.iter().map(|add| (add.seats, add.start_month)).collect::<Vec<_>>()
        };
        let slow = Ask { hiring_per_month: Some(2), ..ask(By::Reps) };
        let found = candidates(&book, &base, &slow).unwrap();
        assert_eq!(found.len(), 6);
        assert_eq!(months(&found[0]), []);
        assert_eq!(months(&found[5]), [(2, 1), (2, 2), (1, 3)]);
        let slow = Ask { hiring_per_month: Some(1), max_adds: 20, ..ask(By::Reps) };
        assert_eq!(candidates(&book, &base, &slow).unwrap().len(), 13, "no more than one a month");
        let limited = Ask { limits: BTreeMap::from([("smb".to_owned(), 3)]), ..ask(By::Reps) };
        assert_eq!(candidates(&book, &base, &limited).unwrap().len(), 4);
    }

    #[test]
    fn the_most_ambitious_candidate_comes_first_and_unfit_ones_are_left_out() {
        let (book, base) = (fixture::book(1, 40, 4), fixture::resolved(fixture::scenario()));
        let found = candidates(&book, &base, &ask(By::Attrition)).unwrap();
        // A third a year: three times that is all.
        assert!(found[0].value > 2.9 && found[0].value * base.scenario.attrition.annual.get() <= 1.0);
        assert_eq!(found.last().unwrap().value, 0.0);
        let code = |ask: &Ask| candidates(&book, &base, ask).unwrap_err().0[0].code().to_owned();
        assert_eq!(code(&ask(By::StartMonth)), "solve::no-adds");
        assert_eq!(code(&ask(By::OverAssignment)), "solve::never-fits");
        assert_eq!(code(&Ask { range: [Some(2.0), Some(1.0), None], ..ask(By::Attrition) }), "solve::no-range");
        assert_eq!(code(&Ask { teams: vec!["smbs".to_owned()], ..ask(By::Reps) }), "solve::unknown-team");
    }
}
