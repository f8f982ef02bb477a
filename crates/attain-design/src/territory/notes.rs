//! Notes for planners about a carve, in short sentences.

use std::collections::BTreeMap;

use super::capacity::{ramp_months, ramp_of_team};
use super::eligibility::EligibleSeats;
use super::equity::{group_means, is_outside};
use super::roster::Roster;
use super::tier_matrix::teams_of_book;
use crate::score::segments_of_book;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_core::plan::Assignment;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Cadence, Geography, Scenario};
use attain_data::Book;

/// The facts behind the notes.
pub(crate) struct NoteInputs<'a> {
    pub(crate) book: &'a Book,
    pub(crate) resolved: &'a ResolvedScenario,
    pub(crate) roster: &'a Roster,
    pub(crate) eligible: &'a EligibleSeats,
    pub(crate) accounts: &'a [Assignment],
    /// Potential, workload and usable capacity, indexed by seat.
    pub(crate) potential: &'a [f64],
    pub(crate) workload: &'a [f64],
    pub(crate) usable: &'a [f64],
    /// The group of like seats of each seat.
    pub(crate) group: &'a [usize],
    /// Number of families that could not stay together.
    pub(crate) split_families: usize,
    /// Sentences on the constraints that keep books outside the tolerance.
    pub(crate) limiting: &'a [String],
}

impl NoteInputs<'_> {
    /// An amount in the currency of the scenario.
    fn money(&self, amount: f64) -> String {
        NumberFormat::in_currency(&self.resolved.scenario.money.currency).plain(MetricUnit::Money, amount)
    }
}

/// Writes all notes, most important first.
pub(crate) fn write_notes(facts: &NoteInputs<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    unserved(facts, &mut notes);
    overloaded_teams(facts, &mut notes);
    out_of_balance(facts, &mut notes);
    notes.extend(facts.limiting.iter().cloned());
    new_seats(facts, &mut notes);
    dedicated(facts, &mut notes);
    relaxed_requirements(facts, &mut notes);
    short_ramps(facts.book, &facts.resolved.scenario, &mut notes);
    trigger_inside_tolerance(&facts.resolved.scenario, &mut notes);
    notes
}

fn unserved(facts: &NoteInputs<'_>, notes: &mut Vec<String>) {
    let left: Vec<usize> = (0..facts.accounts.len()).filter(|&i| facts.accounts[i].seat.is_none()).collect();
    if !left.is_empty() {
        let potential: f64 = left.iter().map(|&i| facts.book.accounts[i].potential).sum();
        notes.push(format!(
            "{} with a potential of {} go to the house account, because no seat may own them.",
            many(left.len(), "account"),
            facts.money(potential)
        ));
    }
}

fn overloaded_teams(facts: &NoteInputs<'_>, notes: &mut Vec<String>) {
    let buffer = facts.resolved.scenario.territory.growth_buffer.get();
    for (t, team) in teams_of_book(facts.book, &facts.resolved.scenario).iter().enumerate() {
        let seats = of_team(facts, t);
        let load: f64 = seats.iter().map(|&s| facts.workload[s]).sum();
        let room: f64 = seats.iter().map(|&s| facts.usable[s] * (1.0 - buffer)).sum();
        if load > room && room > 0.0 {
            let more = ((load / room - 1.0) * seats.len() as f64).ceil();
            let unit = if team.accounts.is_some() { "accounts" } else { "hours a month" };
            notes.push(format!(
                "Team {} has a workload of {load:.0} {unit} but a planned capacity of only {room:.0} after the growth buffer: about {} short.",
                facts.book.teams[t],
                many(more as usize, "rep"),
            ));
        }
    }
}

fn out_of_balance(facts: &NoteInputs<'_>, notes: &mut Vec<String>) {
    let tolerance = facts.resolved.scenario.territory.balance_tolerance.get();
    let means = group_means(facts.potential, facts.group);
    for (t, name) in facts.book.teams.iter().enumerate() {
        let seats = of_team(facts, t);
        let outside = seats.iter().filter(|&&s| is_outside(facts.potential[s], means[s], tolerance)).count();
        if outside > 0 {
            notes.push(format!(
                "Team {name}: potential deviates by more than {1:.0} % from the mean of like seats in {outside} of {0}.",
                many(seats.len(), "seat"),
                100.0 * tolerance,
            ));
        }
        notes.extend(region_gap(facts, name, &seats));
    }
}

/// How far regions keep the seats of a team apart, where that is more than the tolerance.
fn region_gap(facts: &NoteInputs<'_>, team: &str, seats: &[usize]) -> Option<String> {
    let territory = &facts.resolved.scenario.territory;
    if territory.geography != Geography::Regions {
        return None;
    }
    let mut regions: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for &seat in seats {
        if let Some(region) = facts.roster.seats[seat].region {
            let sum = regions.entry(region).or_default();
            *sum = (sum.0 + facts.potential[seat], sum.1 + 1.0);
        }
    }
    let means = || regions.iter().map(|(&region, (potential, seats))| (potential / seats, region));
    let by_mean = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0);
    match (means().min_by(by_mean), means().max_by(by_mean)) {
        (Some((low, poor)), Some((high, rich))) if high > (1.0 + territory.balance_tolerance.get()) * low => Some(format!(
            "Team {team}: because accounts stay in their region, potential per seat ranges from {} in {} to {} in {}.",
            facts.money(low),
            facts.book.regions[poor],
            facts.money(high),
            facts.book.regions[rich]
        )),
        _ => None,
    }
}

fn new_seats(facts: &NoteInputs<'_>, notes: &mut Vec<String>) {
    let mut accounts = vec![0_usize; facts.roster.seats.len()];
    for seat in facts.accounts.iter().filter_map(|assignment| assignment.seat) {
        accounts[seat] += 1;
    }
    for (s, seat) in facts.roster.seats.iter().enumerate().filter(|(_, seat)| seat.incumbent.is_none()) {
        if accounts[s] == 0 && facts.resolved.scenario.territory.carve.keeps() {
            notes.push(format!("{} gets no book, because current owners keep their accounts.", seat.name));
        } else {
            let ramped = f64::from(seat.start_month) + ramp_months(&seat.ramp);
            notes.push(format!(
                "{} starts in month {} with {} and a potential of {}; fully ramped after month {:.0}.",
                seat.name,
                seat.start_month + 1,
                many(accounts[s], "account"),
                facts.money(facts.potential[s]),
                ramped.ceil(),
            ));
        }
    }
}

fn dedicated(facts: &NoteInputs<'_>, notes: &mut Vec<String>) {
    let (Some(team), Some(choice)) = (&facts.roster.dedicated, &facts.resolved.scenario.territory.dedicated) else { return };
    let name = &facts.book.teams[team.team];
    let chosen: Vec<usize> = (0..team.accounts.len()).filter(|&i| team.accounts[i]).collect();
    if chosen.len() < choice.top as usize {
        notes.push(format!("Only {} are strategic; team {name} is meant to have {}.", many(chosen.len(), "account"), choice.top));
    }
    let elsewhere = |&&i: &&usize| facts.accounts[i].seat.is_some_and(|seat| facts.roster.seats[seat].team != team.team);
    let protected = chosen.iter().filter(elsewhere).count();
    if protected > 0 {
        notes.push(format!("{} of team {name} are protected and stay with their owners.", many(protected, "account")));
    }
}

fn relaxed_requirements(facts: &NoteInputs<'_>, notes: &mut Vec<String>) {
    if facts.split_families > 0 {
        let families =
            if facts.split_families == 1 { "1 family is".to_owned() } else { format!("{} families are", facts.split_families) };
        notes.push(format!("{families} split, because members are bound to different seats or no seat may own them all."));
    }
    if facts.eligible.skill_unmet > 0 {
        notes.push(format!("{} need a skill that no rep of their team has.", many(facts.eligible.skill_unmet, "account")));
    }
    if facts.eligible.out_of_region > 0 {
        notes.push(format!(
            "{} leave their region, because no seat there may own them.",
            many(facts.eligible.out_of_region, "account")
        ));
    }
}

/// Notes ramps shorter than the sales cycle, within which a rep cannot have closed a deal yet.
fn short_ramps(book: &Book, scenario: &Scenario, notes: &mut Vec<String>) {
    let markets = segments_of_book(book, scenario);
    for (t, team) in teams_of_book(book, scenario).iter().enumerate() {
        let ramp = ramp_months(&ramp_of_team(book, scenario, t));
        let serves = |name: &String| team.segments.is_empty() || team.segments.contains(name);
        let cycles =
            book.segments.iter().zip(&markets).filter(|(name, _)| serves(name)).map(|(_, m)| m.days_to_win.median_days.get());
        let cycle = cycles.fold(f64::INFINITY, f64::min) / 30.4375;
        if cycle.is_finite() && ramp < cycle {
            notes.push(format!(
                "Team {}: a ramp of {ramp:.1} months is shorter than its sales cycle of {cycle:.1}.",
                book.teams[t]
            ));
        }
    }
}

/// Notes a tolerance that allows books to differ by more than the review trigger.
fn trigger_inside_tolerance(scenario: &Scenario, notes: &mut Vec<String>) {
    let tolerance = scenario.territory.balance_tolerance.get();
    let (apart, trigger) = (2.0 * tolerance / (1.0 - tolerance).max(0.01), scenario.rebalance.trigger.high_over_low.get());
    if scenario.rebalance.cadence != Cadence::Never && apart > trigger {
        notes.push(format!(
            "Books within the tolerance may differ by {:.0} %, but a difference of {:.0} % triggers a review.",
            100.0 * apart,
            100.0 * trigger,
        ));
    }
}

fn of_team(facts: &NoteInputs<'_>, team: usize) -> Vec<usize> {
    (0..facts.roster.seats.len()).filter(|&seat| facts.roster.seats[seat].team == team).collect()
}

fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
