//! The result of a carve: books, fairness, disruption and notes.

use super::bound_seat::BindingReason;
use super::capacity::usable_capacities;
use super::contribution::ContributionModel;
use super::cuts::potential_by_rep;
use super::equity::{self, EquityScratch};
use super::inputs::CarveInputs;
use super::limiting::limiting_notes;
use super::measures::{self, MeasuredBooks};
use super::notes::{NoteInputs, write_notes};
use super::reasons::Evidence;
use super::seat_layout::{present_capacity, seat_of_rep};
use super::tier_matrix::teams_of_book;
use super::travel::{in_person_share, travel_hours};
use crate::account_figures::AccountFigures;
use crate::coverage::CoverageNeeds;
use attain_core::plan::CarveCertificate;
use attain_core::plan::{Alternative, Assignment, Disruption, Equity, EquityChange, ExpectedYear, Seat, TeamLoad};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Scenario;
use attain_data::{Book, Outcome};

/// The result of a carve.
#[derive(Debug, Clone)]
pub(crate) struct TerritoryDesign {
    /// The assignment of each account of the book.
    pub(crate) accounts: Vec<Assignment>,
    /// Potential of each seat's book.
    pub(crate) potential: Vec<f64>,
    /// Potential of each seat's current book.
    pub(crate) potential_before: Vec<f64>,
    /// Workload of each seat's book, including travel and open opportunities.
    pub(crate) workload: Vec<f64>,
    /// Fairness before and after the carve.
    pub(crate) equity: EquityChange,
    /// Shares of accounts, revenue and pipeline that change owner.
    pub(crate) disruption: Disruption,
    /// Expected business of the books in a year.
    pub(crate) expected: ExpectedYear,
    /// Cost of the carve and its proven lower bound; `None` if the objective is contribution.
    pub(crate) certificate: Option<CarveCertificate>,
    /// The accounts and workload of each team.
    pub(crate) teams: Vec<TeamLoad>,
    /// Notes for planners, in short sentences.
    pub(crate) notes: Vec<String>,
}

/// Summarises a carve and explains it.
pub(crate) fn summarize(
    resolved: &ResolvedScenario,
    evidence: &Evidence<'_>,
    contribution: &ContributionModel<'_>,
    split_families: usize,
) -> TerritoryDesign {
    let Evidence { inputs, eligible, pair_costs, .. } = *evidence;
    let CarveInputs { book, scenario, figures, roster, .. } = inputs;
    let accounts = assign_accounts(evidence);
    let mut potential = vec![0.0; roster.seats.len()];
    let mut workload = vec![0.0; roster.seats.len()];
    for (i, assignment) in accounts.iter().enumerate() {
        if let Some(seat) = assignment.seat {
            potential[seat] += book.accounts[i].potential;
            workload[seat] += pair_costs.load(i, seat);
        }
    }
    let usable = usable_capacities(book, scenario, roster);
    let by_rep = potential_by_rep(book);
    let group = equity::like_seats(scenario, &roster.seats);
    let load: Vec<f64> = workload.iter().zip(&usable).map(|(load, room)| load / room.max(1.0)).collect();
    let after = equity::measure_equity(&potential, &group, &load, &mut EquityScratch::default());
    let measured: Vec<MeasuredBooks> = scenario
        .territory
        .balanced()
        .into_iter()
        .map(|rule| {
            let of_account = measures::by_account(book, &figures.needs, rule.measure);
            MeasuredBooks::new(rule, measures::by_seat(roster.seats.len(), &of_account, |a| accounts[a].seat), &group)
        })
        .collect();
    let limiting = limiting_notes(evidence, &measured[0], &group);
    let facts = NoteInputs {
        book,
        resolved,
        roster,
        eligible,
        accounts: &accounts,
        potential: &potential,
        workload: &workload,
        measured: &measured,
        usable: &usable,
        split_families,
        limiting: &limiting,
    };
    TerritoryDesign {
        certificate: None,
        teams: team_loads(evidence, &workload, &usable),
        notes: write_notes(&facts),
        disruption: measure_disruption(book, &accounts),
        expected: contribution.expected(|account| accounts[account].seat),
        equity: EquityChange { before: current_equity(book, scenario, &figures.needs, &by_rep), after },
        potential_before: roster.seats.iter().map(|seat| seat.incumbent.map_or(0.0, |rep| by_rep[rep])).collect(),
        accounts,
        potential,
        workload,
    }
}

/// The accounts, workload and planned capacity of each team with seats.
fn team_loads(evidence: &Evidence<'_>, workload: &[f64], usable: &[f64]) -> Vec<TeamLoad> {
    let Evidence { inputs, ledger, .. } = *evidence;
    let CarveInputs { book, scenario, roster, .. } = inputs;
    let room = 1.0 - scenario.territory.growth_buffer.get();
    (0..book.teams.len())
        .filter_map(|team| {
            let seats: Vec<usize> = (0..roster.seats.len()).filter(|&seat| roster.seats[seat].team == team).collect();
            let sum = |of: &dyn Fn(usize) -> f64| seats.iter().map(|&seat| of(seat)).sum::<f64>();
            (!seats.is_empty()).then(|| TeamLoad {
                team,
                seats: seats.len(),
                accounts: seats.iter().map(|&seat| ledger.totals[seat].count as usize).sum(),
                workload: sum(&|seat| workload[seat]),
                planned: sum(&|seat| usable[seat] * room) / seats.len() as f64,
            })
        })
        .collect()
}

/// The assignment of every account, with the figures and reasons behind it.
fn assign_accounts(evidence: &Evidence<'_>) -> Vec<Assignment> {
    let Evidence { inputs, bound, carve, ledger, .. } = *evidence;
    let CarveInputs { book, scenario, figures, roster, owners } = inputs;
    let AccountFigures { scores, tiers, needs } = figures;
    let mut unit_of = vec![0; book.accounts.len()];
    for (u, accounts) in carve.members.iter().enumerate() {
        for &account in accounts {
            unit_of[account] = u;
        }
    }
    let next: Vec<Option<Alternative>> = (0..carve.members.len()).map(|unit| evidence.next_best(unit)).collect();
    let in_person: Vec<f64> = teams_of_book(book, scenario).iter().map(in_person_share).collect();
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
                before: owners.seats[i],
                seat,
                from_month: 0,
                is_protected: bound[i]
                    .is_some_and(|binding| matches!(binding.reason, BindingReason::Locked | BindingReason::Protected)),
                reason: evidence.reason(unit, i),
                next_best: next[unit],
                return_to_owner: evidence.back(unit, i),
            }
        })
        .collect()
}

/// Equity of the present reps' current books.
fn current_equity(book: &Book, scenario: &Scenario, needs: &CoverageNeeds, by_rep: &[f64]) -> Equity {
    let teams = teams_of_book(book, scenario);
    let mut load = vec![0.0; book.reps.len()];
    for (i, account) in book.accounts.iter().enumerate() {
        if let Some(owner) = account.owner {
            let (rep, team) = (&book.reps[owner], &teams[book.reps[owner].team]);
            let touches = in_person_share(team) * needs.touches[i];
            let travel = travel_hours(touches, rep.place, account.place, scenario.territory.travel_hours_per_100_km.get());
            load[owner] += if team.accounts.is_some() { 1.0 } else { needs.hours[i] + needs.open[i] + travel };
        }
    }
    let present: Vec<usize> = (0..book.reps.len()).filter(|&rep| book.reps[rep].left.is_none()).collect();
    let potential: Vec<f64> = present.iter().map(|&rep| by_rep[rep]).collect();
    let seats: Vec<Seat> = present.iter().map(|&rep| seat_of_rep(book, scenario, rep)).collect();
    let group = equity::like_seats(scenario, &seats);
    let load: Vec<f64> = present.iter().map(|&rep| load[rep] / present_capacity(book, scenario, rep).max(1.0)).collect();
    equity::measure_equity(&potential, &group, &load, &mut EquityScratch::default())
}

/// Measures disruption. An account whose owner has left counts, because it gets a new
/// owner; an account without an owner does not.
fn measure_disruption(book: &Book, accounts: &[Assignment]) -> Disruption {
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
