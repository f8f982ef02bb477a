//! What a further seat of a team brings, and how many of them reach the target.

use rayon::prelude::*;
use serde::Serialize;

use super::bridge::CapacityBridge;
use super::hiring_lead::HiringLead;
use super::plan_years::{PlanYears, WorkProgress, simulate_plans, teams};
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, SeatAddition};
use attain_data::Book;
use attain_design::design::design;
use attain_sim::summarise::{mean_and_sd, quantile, wilson};

/// A mean and its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanEstimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
}

impl MeanEstimate {
    /// The mean of a difference in the same worlds, for each of `parts`.
    fn of_difference(now: &[f64], then: &[f64], parts: f64) -> Self {
        let change: Vec<f64> = now.iter().zip(then).map(|(now, then)| (now - then) / parts).collect();
        let (mean, sd) = mean_and_sd(&change);
        Self { mean, se: sd / (change.len().max(1) as f64).sqrt() }
    }
}

/// The chance to reach the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TargetChance {
    /// Share of the years.
    pub p: f64,
    /// Low end of its 95 % interval.
    pub low: f64,
    /// High end.
    pub high: f64,
}

impl TargetChance {
    /// The chance that years show, by Wilson's interval.
    #[must_use]
    pub fn of(hits: &[f64]) -> Self {
        let p = if hits.is_empty() { 0.0 } else { hits.iter().sum::<f64>() / hits.len() as f64 };
        let (low, high) = wilson(p, hits.len());
        Self { p, low, high }
    }
}

/// What one seat more in a team is worth, planned to start in the first month
/// of the horizon. The team was given `seats` more, its books were carved by
/// the scenario's own rules, and both were simulated in the same worlds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatValue {
    /// The team.
    pub team: String,
    /// Seats it has.
    pub present: usize,
    /// Seats that were added together; the figures are for each of them.
    pub seats: u32,
    /// Bookings over the horizon.
    pub bookings: MeanEstimate,
    /// Cost.
    pub cost: MeanEstimate,
    /// Contribution: margin on all business less cost.
    pub contribution: MeanEstimate,
    /// Seats needed to close the gap to the target by this team alone, by planned
    /// start month; `None` where no hire of that month books anything in time, or
    /// where a further seat was not seen to bring anything.
    pub needed_by_start: Vec<Option<u32>>,
}

/// A number of seats that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SeatTrial {
    /// Seats added.
    pub seats: u32,
    /// Chance of the target.
    pub chance: TargetChance,
}

/// The seats that reach the target with the chance that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatsToTarget {
    /// The team that gets them: where a booking more costs least.
    pub team: String,
    /// Month in which they are planned to start.
    pub start: u32,
    /// The fewest that reach it; `None` when doubling the team does not.
    pub seats: Option<u32>,
    /// The numbers that were simulated, ascending.
    pub tried: Vec<SeatTrial>,
    /// The bridge's end with these seats: median of bookings.
    pub p50: f64,
}

/// What stands between a plan and its target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetGap {
    /// Chance that is asked for.
    pub wanted: f64,
    /// Chance of the plan.
    pub chance: TargetChance,
    /// Bookings that the plan reaches with the chance that is asked for.
    pub assured: f64,
    /// The target over the horizon less these; 0 when there is no gap.
    pub gap: f64,
}

impl TargetGap {
    /// The gap of a plan's years to a target over the horizon.
    #[must_use]
    pub fn of(kept: &PlanYears, target: f64, wanted: f64) -> Self {
        let mut sorted = kept.bookings.clone();
        sorted.sort_by(f64::total_cmp);
        let assured = quantile(&sorted, 1.0 - wanted);
        let chance = TargetChance::of(&kept.hit);
        let gap = if chance.p >= wanted { 0.0 } else { (target - assured).max(0.0) };
        Self { wanted, chance, assured, gap }
    }
}

/// The scenario with more seats in a team, whose books come from the carve, or
/// from present ones where the scenario keeps those.
fn with_seats(resolved: &ResolvedScenario, team: &str, seats: u32, start: u32) -> ResolvedScenario {
    resolved.with_choices(|scenario| {
        scenario.headcount.adds.push(SeatAddition { team: team.to_owned(), seats, start_month: start, region: None });
        if scenario.territory.carve.keeps() {
            scenario.territory.carve = Carve::Peel;
        }
    })
}

/// A plan with more seats; its target is the plan's.
fn grown(book: &Book, resolved: &ResolvedScenario, plan: &Plan, team: &str, seats: u32, start: u32) -> Result<Plan, Faults> {
    let mut grown = design(book, &with_seats(resolved, team, seats, start))?;
    grown.target = plan.target;
    Ok(grown)
}

/// What one seat more is worth in every team.
///
/// # Errors
/// A contradiction between a team's further seats and the scenario's rules.
pub fn marginals(
    book: &Book,
    resolved: &ResolvedScenario,
    plan: &Plan,
    now: &PlanYears,
    gap: &TargetGap,
    (seed, years): (u64, u32),
    work: &WorkProgress,
) -> Result<Vec<SeatValue>, Faults> {
    let teams = teams(book, plan);
    // An eighth more: enough to be seen, few enough to be marginal.
    let seats: Vec<u32> = teams.iter().map(|(_, seats)| (seats.len() as u32 / 8).max(1)).collect();
    work.expect(u64::from(years) * teams.len() as u64);
    let plans = teams
        .par_iter()
        .zip(&seats)
        .map(|((team, _), &seats)| grown(book, resolved, plan, team, seats, 1))
        .collect::<Vec<Result<Plan, Faults>>>()
        .into_iter()
        .collect::<Result<Vec<Plan>, Faults>>()?;
    let simulated = simulate_plans(book, &plans, seed, years, work);
    let months = plan.scenario.horizon.months;
    let marginal = |(((team, present), &seats), then): (((&String, usize), &u32), &PlanYears)| {
        let parts = f64::from(seats);
        let bookings = MeanEstimate::of_difference(&then.bookings, &now.bookings, parts);
        SeatValue {
            team: team.clone(),
            present,
            seats,
            bookings,
            cost: MeanEstimate::of_difference(&then.cost, &now.cost, parts),
            contribution: MeanEstimate::of_difference(&then.contribution, &now.contribution, parts),
            needed_by_start: needed_by_start(&HiringLead::of(&plan.scenario, team), months, bookings, gap.gap),
        }
    };
    let all = teams.iter().map(|(team, present)| (team, present.len())).zip(&seats).zip(&simulated);
    Ok(all.map(marginal).collect())
}

/// Seats needed by planned start month: what a seat brings falls with the months
/// that are left for it to be productive in.
fn needed_by_start(lead: &HiringLead, months: u32, bookings: MeanEstimate, gap: f64) -> Vec<Option<u32>> {
    let whole = lead.counting_months(1, months);
    let seen = bookings.mean > 2.0 * bookings.se && whole > 0.0;
    let needed = |start: u32| {
        let part = if whole > 0.0 { lead.counting_months(start, months) / whole } else { 0.0 };
        // A hundredth of a seat's year is no seat.
        (gap <= 0.0 || seen && part > 0.01).then(|| (gap / (bookings.mean * part).max(1e-9)).ceil().min(1e6))
    };
    (1..=months).map(|start| needed(start).map(|seats| if gap <= 0.0 { 0 } else { seats as u32 })).collect()
}

/// The fewest seats, started as early as a requisition of the first day allows,
/// that reach the target with the chance that is asked for: a bisection over
/// numbers of seats, all simulated in the same worlds.
///
/// # Errors
/// A contradiction between the further seats and the scenario's rules.
pub fn reach(
    book: &Book,
    resolved: &ResolvedScenario,
    plan: &Plan,
    marginals: &[SeatValue],
    gap: &TargetGap,
    (seed, years): (u64, u32),
    work: &WorkProgress,
) -> Result<Option<SeatsToTarget>, Faults> {
    let months = plan.scenario.horizon.months;
    let start = |marginal: &SeatValue| HiringLead::of(&plan.scenario, &marginal.team).earliest_start;
    let useful = |marginal: &&SeatValue| {
        let at = start(marginal);
        at <= months && marginal.needed_by_start.get(at as usize - 1).is_some_and(Option::is_some)
    };
    let dear = |marginal: &SeatValue| marginal.cost.mean / marginal.bookings.mean;
    let best = marginals.iter().filter(useful).min_by(|a, b| dear(a).total_cmp(&dear(b)));
    let Some(best) = best.filter(|_| gap.gap > 0.0) else { return Ok(None) };
    let start = start(best);
    let cap = (best.present as u32).max(1);
    let mut tried: Vec<(SeatTrial, f64)> = Vec::new();
    let mut chance = |seats: u32| -> Result<f64, Faults> {
        work.expect(years.into());
        let plan = grown(book, resolved, plan, &best.team, seats, start)?;
        let kept = simulate_plans(book, std::slice::from_ref(&plan), seed, years, work).swap_remove(0);
        let found = TargetChance::of(&kept.hit);
        tried.push((SeatTrial { seats, chance: found }, CapacityBridge::of("", 0, 0.0, &[kept.bookings]).p50.amount()));
        Ok(found.p)
    };
    let guess = best.needed_by_start[start as usize - 1].unwrap_or(1);
    let found = fewest(guess, cap, |seats| Ok(chance(seats)? >= gap.wanted))?;
    tried.sort_by_key(|(tried, _)| tried.seats);
    let shown = found.unwrap_or(cap);
    let p50 = tried.iter().find(|(tried, _)| tried.seats == shown).map_or(0.0, |(_, p50)| *p50);
    let tried = tried.into_iter().map(|(tried, _)| tried).collect();
    Ok(Some(SeatsToTarget { team: best.team.clone(), start, seats: found, tried, p50 }))
}

/// The fewest of 1 to `cap` that are enough, where more are enough when fewer
/// are: from a guess outward, then by halving. `None` when `cap` are not enough.
///
/// # Errors
/// What `enough` fails with.
pub fn fewest<E>(guess: u32, cap: u32, mut enough: impl FnMut(u32) -> Result<bool, E>) -> Result<Option<u32>, E> {
    // Known not to be enough, and known to be.
    let (mut under, mut over) = (0, None);
    let mut next = guess.clamp(1, cap.max(1));
    let mut stride = (next / 4).max(1);
    loop {
        if enough(next)? {
            over = Some(next);
        } else {
            under = next;
        }
        match over {
            None if under >= cap => return Ok(None),
            None => next = (under + stride).min(cap),
            Some(over) if over == under + 1 => return Ok(Some(over)),
            // The guess was more than enough: step down before halving.
            Some(over) if under == 0 && over > stride => next = over - stride,
            Some(over) => next = under + (over - under) / 2,
        }
        stride *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fewest_is_found_from_any_guess(wanted in 1_u32..400, guess in 0_u32..500, cap in 1_u32..300) {
            let mut asked = 0;
            let found = fewest(guess, cap, |n| {
                asked += 1;
                Ok::<bool, ()>(n >= wanted)
            });
            prop_assert_eq!(found, Ok((wanted <= cap).then_some(wanted)));
            prop_assert!(asked <= 24, "{}", asked);
        }
    }
}
