//! Separates the effects of territory and rep. The plan is simulated in the same worlds with its
//! current reps, with an average rep in every seat, and with the skills of two reps exchanged.
//!
//! The gap to quota of a seat (or a region) is the sum of three parts over the same years: the
//! shortfall of a comparable seat with an average rep, the shortfall of this territory against
//! comparable ones, and the effect of this rep. The territory's part is again the sum of two: how
//! the quota is set relative to the potential, and how much of that potential the territory yields
//! (workload, mix of accounts, vacancy).

mod result;
mod simulated_runs;
mod verdict;

pub use result::{
    ExpectedAttainment, GapPart, GapParts, RepSwap, SkillBelief, SplitSubject, SplitVerdict, TerritoryComparison,
    TerritoryRepSplit,
};

use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::simulate::rollup::{RollupLevel, rollup_groups};
use attain_sim::simulate::{Markets, Simulator};
use attain_sim::world::skills::SkillPosterior;
use simulated_runs::SplitRuns;

/// Inputs of a territory-or-rep split.
#[derive(Debug, Clone, Copy)]
pub struct SplitOptions<'a> {
    pub book: &'a Book,
    pub plan: &'a Plan,
    /// Seed of all random draws.
    pub seed: u64,
    /// Number of years to simulate.
    pub years: u32,
    /// Two seats whose reps exchange skills; the effect is reported for the first one.
    pub swap: Option<(usize, usize)>,
}

/// Splits the gap to quota of every seat and region that has comparable seats elsewhere. `progress`
/// is called once per year of each run.
#[must_use]
pub fn split_territory_and_rep(options: &SplitOptions, progress: &(dyn Fn(u32) + Sync)) -> Vec<TerritoryRepSplit> {
    let SplitOptions { book, plan, seed, years, swap } = *options;
    let plans = std::slice::from_ref(plan);
    let simulate = |change: &dyn Fn(&mut [SkillPosterior])| {
        let markets = Markets::from_plans(book, plans).with_skills(change);
        let simulator = Simulator::new(book, plans, &markets, seed);
        simulator.simulate_span(0..years, &[true], progress)
    };
    let present = simulate(&|_| ());
    let average = simulate(&|skills| skills.fill(SkillPosterior { mean: 0.0, sd: 0.0 }));
    let exchanged = swap.map(|(a, b)| {
        let reps = plan.seats[a].incumbent.zip(plan.seats[b].incumbent);
        (
            b,
            simulate(&|skills| {
                if let Some((a, b)) = reps {
                    skills.swap(a, b);
                }
            }),
        )
    });
    let beliefs = Markets::from_plans(book, plans).market_of(0).map(|odds| odds.skills.clone()).unwrap_or_default();
    let runs = SplitRuns { book, plan, seed, present: &present, average: &average, beliefs: &beliefs };
    subjects(book, plan)
        .filter_map(|(subject, members)| {
            let mut found = runs.split(subject, &members)?;
            if let (Some((other, exchanged)), [seat]) = (&exchanged, members.as_slice())
                && swap.is_some_and(|(wanted, _)| wanted == *seat)
            {
                found.swap = Some(runs.swap(*seat, *other, exchanged));
            }
            Some(found)
        })
        .collect()
}

/// Returns all seats and then all regions, each with its seats.
fn subjects(book: &Book, plan: &Plan) -> impl Iterator<Item = (SplitSubject, Vec<usize>)> {
    let seats = plan
        .seats
        .iter()
        .enumerate()
        .map(|(s, seat)| (SplitSubject { id: seat.id.clone(), name: seat.name.clone(), region: false, seats: 1 }, vec![s]));
    let regions = rollup_groups(book, plan).into_iter().filter(|group| group.level == RollupLevel::Region).map(|group| {
        let subject = SplitSubject { id: group.name.clone(), name: group.name, region: true, seats: group.seats.len() };
        (subject, group.seats)
    });
    seats.chain(regions)
}

/// Returns the comparable seat whose rep differs most in skill from a seat's rep.
#[must_use]
pub fn swap_partner(book: &Book, plan: &Plan, seat: usize) -> Option<usize> {
    let markets = Markets::from_plans(book, std::slice::from_ref(plan));
    let skills = &markets.market_of(0)?.skills;
    let skill = |s: usize| plan.seats[s].incumbent.map(|rep| skills[rep].mean);
    let own = skill(seat)?;
    let like = (0..plan.seats.len()).filter(|&s| s != seat && plan.seats[s].team == plan.seats[seat].team);
    like.filter_map(|s| Some((s, (skill(s)? - own).abs()))).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(s, _)| s)
}
