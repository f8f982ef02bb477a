//! What the carve came to.

use super::contribution::Returns;
use super::cuts::potential_by_rep;
use super::equity::{self, EquityScratch};
use super::notes::{Facts, notes};
use super::reasons::Evidence;
use super::rules::teams;
use super::{binding, holds::Why, seats, travel, usable};
use crate::coverage::CoverageNeeds;
use crate::score::{AccountScores, AccountTiers};
use attain_core::plan::CarveCertificate;
use attain_core::plan::{Alternative, Assignment, Disruption, Equity, EquityChange, ExpectedYear, TeamLoad};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Scenario;
use attain_data::{Book, Outcome};

/// What the carve came to.
#[derive(Debug, Clone)]
pub struct Carved {
    /// For each account of the book.
    pub accounts: Vec<Assignment>,
    /// Potential of each seat's book.
    pub potential: Vec<f64>,
    /// Potential of the book each seat's rep holds today.
    pub potential_before: Vec<f64>,
    /// Workload of each seat's book, travel and open opportunities included.
    pub workload: Vec<f64>,
    /// Fairness, before and after.
    pub equity: EquityChange,
    /// What changes hands.
    pub disruption: Disruption,
    /// What the books can be expected to bring.
    pub expected: ExpectedYear,
    /// What the carve costs, and what none can cost less than; `None` where it goes on to what earns most.
    pub certificate: Option<CarveCertificate>,
    /// What each team serves.
    pub teams: Vec<TeamLoad>,
    /// What planners should know.
    pub notes: Vec<String>,
}

/// Sums up a carve and explains it.
pub(crate) fn carved(
    resolved: &ResolvedScenario,
    scores: &AccountScores,
    tiers: &AccountTiers,
    needs: &CoverageNeeds,
    evidence: &Evidence<'_>,
    returns: &Returns<'_>,
    parted: usize,
) -> Carved {
    let Evidence { book, roster, eligible, prices, .. } = *evidence;
    let scenario = &resolved.scenario;
    let accounts = assignments(scenario, scores, tiers, needs, evidence);
    let mut potential = vec![0.0; roster.seats.len()];
    let mut workload = vec![0.0; roster.seats.len()];
    for (i, assignment) in accounts.iter().enumerate() {
        if let Some(seat) = assignment.seat {
            potential[seat] += book.accounts[i].potential;
            workload[seat] += prices.load(i, seat);
        }
    }
    let usable = usable(book, scenario, roster);
    let by_rep = potential_by_rep(book);
    let team: Vec<usize> = roster.seats.iter().map(|seat| seat.team).collect();
    let load: Vec<f64> = workload.iter().zip(&usable).map(|(load, room)| load / room.max(1.0)).collect();
    let after = equity::measure_equity(&potential, &team, &load, &mut EquityScratch::default());
    let binding = binding::binding(scenario, evidence, &potential);
    let facts = Facts {
        book,
        resolved,
        roster,
        eligible,
        accounts: &accounts,
        potential: &potential,
        workload: &workload,
        usable: &usable,
        parted,
        binding: &binding,
    };
    Carved {
        certificate: None,
        teams: loads(scenario, evidence, &workload, &usable),
        notes: notes(&facts),
        disruption: disruption(book, &accounts),
        expected: returns.expected(|account| accounts[account].seat),
        equity: EquityChange { before: today(book, scenario, needs, &by_rep), after },
        potential_before: roster.seats.iter().map(|seat| seat.incumbent.map_or(0.0, |rep| by_rep[rep])).collect(),
        accounts,
        potential,
        workload,
    }
}

/// The team level: what each team with seats serves, and what a seat of it is planned for.
fn loads(scenario: &Scenario, evidence: &Evidence<'_>, workload: &[f64], usable: &[f64]) -> Vec<TeamLoad> {
    let Evidence { book, roster, ledger, .. } = *evidence;
    let room = 1.0 - scenario.territory.growth_buffer.get();
    (0..book.teams.len())
        .filter_map(|team| {
            let seats: Vec<usize> = (0..roster.seats.len()).filter(|&seat| roster.seats[seat].team == team).collect();
            let sum = |of: &dyn Fn(usize) -> f64| seats.iter().map(|&seat| of(seat)).sum::<f64>();
            (!seats.is_empty()).then(|| TeamLoad {
                team,
                seats: seats.len(),
                accounts: seats.iter().map(|&seat| ledger.sums[seat].accounts as usize).sum(),
                workload: sum(&|seat| workload[seat]),
                planned: sum(&|seat| usable[seat] * room) / seats.len() as f64,
            })
        })
        .collect()
}

fn assignments(
    scenario: &Scenario,
    scores: &AccountScores,
    tiers: &AccountTiers,
    needs: &CoverageNeeds,
    evidence: &Evidence<'_>,
) -> Vec<Assignment> {
    let Evidence { book, roster, holds, before, problem, ledger, .. } = *evidence;
    let mut unit_of = vec![0; book.accounts.len()];
    for (u, accounts) in problem.members.iter().enumerate() {
        for &account in accounts {
            unit_of[account] = u;
        }
    }
    let next: Vec<Option<Alternative>> = (0..problem.members.len()).map(|unit| evidence.next_best(unit)).collect();
    let in_person: Vec<f64> = teams(book, scenario).iter().map(travel::in_person).collect();
    unit_of
        .iter()
        .enumerate()
        .map(|(i, &unit)| {
            let seat = ledger.seat(unit).map(|seat| seat as usize);
            Assignment {
                score: scores.total[i],
                score_parts: scores.parts[i],
                tier: tiers.0[i],
                hours: needs.hours[i],
                touches: needs.touches[i],
                field_touches: seat.map_or(0.0, |s| in_person[roster.seats[s].team]) * needs.touches[i],
                before: before[i],
                seat,
                held: holds[i].is_some_and(|hold| matches!(hold.why, Why::Locked | Why::Protected)),
                reason: evidence.reason(unit, i),
                next_best: next[unit],
                back: evidence.back(unit, i),
            }
        })
        .collect()
}

/// Equity of the books that the present reps hold today.
fn today(book: &Book, scenario: &Scenario, needs: &CoverageNeeds, by_rep: &[f64]) -> Equity {
    let teams = teams(book, scenario);
    let mut load = vec![0.0; book.reps.len()];
    for (i, account) in book.accounts.iter().enumerate() {
        if let Some(owner) = account.owner {
            let (rep, team) = (&book.reps[owner], &teams[book.reps[owner].team]);
            let touches = travel::in_person(team) * needs.touches[i];
            let travel = travel::hours(touches, rep.place, account.place, scenario.territory.travel_hours_per_100_km.get());
            load[owner] += if team.accounts.is_some() { 1.0 } else { needs.hours[i] + needs.open[i] + travel };
        }
    }
    let present: Vec<usize> = (0..book.reps.len()).filter(|&rep| book.reps[rep].left.is_none()).collect();
    let potential: Vec<f64> = present.iter().map(|&rep| by_rep[rep]).collect();
    let team: Vec<usize> = present.iter().map(|&rep| book.reps[rep].team).collect();
    let load: Vec<f64> = present.iter().map(|&rep| load[rep] / seats::room(book, scenario, rep).max(1.0)).collect();
    equity::measure_equity(&potential, &team, &load, &mut EquityScratch::default())
}

/// What changes hands against today. An account whose owner has left counts:
/// it will have another owner; one that nobody owned does not.
fn disruption(book: &Book, accounts: &[Assignment]) -> Disruption {
    let mut pipeline = vec![0.0; accounts.len()];
    for opportunity in &book.opportunities {
        if matches!(opportunity.outcome, Outcome::Open(_)) {
            pipeline[opportunity.account] += opportunity.amount;
        }
    }
    let (mut moved, mut owned) = ([0.0; 3], [0.0; 3]);
    for (i, assignment) in accounts.iter().enumerate().filter(|(i, _)| book.accounts[*i].owner.is_some()) {
        let row = [1.0, book.accounts[i].revenue, pipeline[i]];
        let moves = assignment.before.is_none() || assignment.before != assignment.seat;
        for part in 0..3 {
            owned[part] += row[part];
            moved[part] += if moves { row[part] } else { 0.0 };
        }
    }
    let share = |part: usize| if owned[part] > 0.0 { moved[part] / owned[part] } else { 0.0 };
    Disruption { moved: moved[0] as usize, accounts: share(0), revenue: share(1), pipeline: share(2) }
}
