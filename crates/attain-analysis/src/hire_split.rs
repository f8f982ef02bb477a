//! Splits new seats among teams: each goes to the team where it earns most, in simulated years of the
//! same worlds.

use std::collections::BTreeMap;

use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::revisions::{HireRequest, propose_hires};
use attain_sim::simulate::simulate_years;

use crate::experiment::figures::CellDifference;

/// Most steps of a search. Where more seats are split, each step adds several.
const MOST_STEPS: u32 = 10;

/// The seats to split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HireSplitOptions {
    /// Number of seats.
    pub seats: u32,
    /// Month of the horizon in which they start; 1 is the first month.
    pub month: u32,
    /// Name of the seats' region; `None` selects regions by the load of the seats there.
    pub region: Option<String>,
    pub seed: u64,
    /// Number of simulated years.
    pub years: u32,
}

/// What the next seats earn in one team.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamGain {
    pub team: String,
    /// Contribution with the seats of this step in the team, minus that of the step before.
    pub gain: CellDifference,
}

/// A step of the search.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitStep {
    /// Number of seats that the step adds.
    pub seats: u32,
    /// All teams, the best first.
    pub teams: Vec<TeamGain>,
    /// What the second team would have contributed more than the best; negative.
    pub second: Option<CellDifference>,
}

/// A split of new seats among teams.
#[derive(Debug, Clone, PartialEq)]
pub struct HireSplit {
    /// Number of seats by team.
    pub teams: BTreeMap<String, u32>,
    pub steps: Vec<SplitStep>,
    /// Contribution with all seats, minus that without any.
    pub total: CellDifference,
    /// Contribution with all seats in one team, minus that of the split; the best first. Teams that
    /// the split equals are left out.
    pub single: Vec<TeamGain>,
}

impl HireSplit {
    /// The number of seats, of the first ones, with the highest contribution.
    #[must_use]
    pub fn best_number(&self) -> u32 {
        let (mut best, mut highest, mut seats, mut sum) = (0, 0.0, 0, 0.0);
        for step in &self.steps {
            seats += step.seats;
            sum += step.teams.first().map_or(0.0, |team| team.gain.difference);
            if sum > highest {
                (best, highest) = (seats, sum);
            }
        }
        best
    }
}

/// Splits seats among the teams that have seats.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book.
pub fn split_hires(book: &Book, resolved: &ResolvedScenario, options: &HireSplitOptions) -> Result<HireSplit, Faults> {
    let design = |teams: &BTreeMap<String, u32>| -> Result<Plan, Faults> {
        let request = HireRequest { teams: teams.clone(), month: options.month, region: options.region.clone() };
        propose_hires(book, resolved, &request).map(|proposal| proposal.plan)
    };
    let simulate = |plans: &[Plan]| -> Vec<Vec<f64>> {
        let output = simulate_years(book, plans, options.seed, options.years, &|_| ());
        output.plans.into_iter().map(|mut plan| std::mem::take(&mut plan.company[MetricId::Contribution as usize])).collect()
    };
    let nothing = BTreeMap::new();
    let base = design(&nothing)?;
    let grows = |team: usize| base.seats.iter().any(|seat| seat.team == team);
    let names: Vec<&String> = (0..book.teams.len()).filter(|&team| grows(team)).map(|team| &book.teams[team]).collect();
    let without = simulate(std::slice::from_ref(&base)).remove(0);
    let (mut teams, mut now, mut steps) = (nothing, without.clone(), Vec::new());
    let (mut left, most) = (options.seats, options.seats.div_ceil(MOST_STEPS).max(1));
    while left > 0 {
        let seats = left.min(most);
        left -= seats;
        let with = |team: &&String| {
            let mut more = teams.clone();
            *more.entry((*team).clone()).or_default() += seats;
            more
        };
        let candidates: Vec<BTreeMap<String, u32>> = names.iter().map(with).collect();
        let plans = candidates.iter().map(design).collect::<Result<Vec<Plan>, Faults>>()?;
        let contributions = simulate(&plans);
        let mut order: Vec<usize> = (0..names.len()).collect();
        let mean = |at: usize| contributions[at].iter().sum::<f64>();
        order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
        let gain = |&at: &usize| {
            let gain = CellDifference::between(&contributions[at], &now, 1.0)?;
            Some(TeamGain { team: names[at].clone(), gain })
        };
        let second = order.get(1).and_then(|&at| CellDifference::between(&contributions[at], &contributions[order[0]], 1.0));
        steps.push(SplitStep { seats, teams: order.iter().filter_map(gain).collect(), second });
        let Some(&best) = order.first() else { break };
        teams.clone_from(&candidates[best]);
        now.clone_from(&contributions[best]);
    }
    let total =
        CellDifference::between(&now, &without, 1.0).unwrap_or(CellDifference { difference: 0.0, se: 0.0, low: 0.0, high: 0.0 });
    let singles: Vec<&String> = names.into_iter().filter(|team| teams.get(*team) != Some(&options.seats)).collect();
    let plans: Vec<Plan> =
        singles.iter().map(|team| design(&BTreeMap::from([((*team).clone(), options.seats)]))).collect::<Result<_, Faults>>()?;
    let contributions = if options.seats > 0 { simulate(&plans) } else { Vec::new() };
    let against = |(team, contribution): (&&String, Vec<f64>)| {
        Some(TeamGain { team: (*team).clone(), gain: CellDifference::between(&contribution, &now, 1.0)? })
    };
    let mut single: Vec<TeamGain> = singles.iter().zip(contributions).filter_map(against).collect();
    single.sort_by(|a, b| b.gain.difference.total_cmp(&a.gain.difference).then(a.team.cmp(&b.team)));
    Ok(HireSplit { teams, steps, total, single })
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::scenario::choices::Geography;
    use attain_core::units::{Hours, Money};
    use attain_fixtures::books as fixture;

    fn options(seats: u32) -> HireSplitOptions {
        HireSplitOptions { seats, month: 1, region: None, seed: 3, years: 100 }
    }

    #[test]
    fn seats_go_where_work_is_left_undone() {
        let book = fixture::book(3, 300, 12);
        let mut scenario = fixture::scenario();
        scenario.territory.geography = Geography::Cost;
        // Mid-market reps have a tenth of their hours and cost little; the others have plenty.
        let busy = scenario.teams.get_mut("mid-market").unwrap();
        busy.hours_per_month = Hours::literal(10.0);
        busy.pay.base = Money::literal(2_000.0);
        busy.pay.variable = Money::literal(0.0);
        scenario.money.cost_per_hire = Money::literal(0.0);
        let resolved = fixture::resolved(scenario);
        let found = split_hires(&book, &resolved, &options(3)).unwrap();
        assert_eq!(found.teams, BTreeMap::from([("mid-market".to_owned(), 3)]));
        assert_eq!(found.steps.len(), 3);
        assert!(found.total.difference > 0.0, "{found:?}");
        assert_eq!(found.best_number(), 3, "{found:?}");
        assert!(found.single.iter().all(|other| other.gain.difference < 0.0));
        for step in &found.steps {
            assert!(step.second.is_some_and(|second| second.difference <= 0.0));
            assert_eq!(step.teams[0].team, "mid-market");
        }
        // The same seed gives the same split.
        assert_eq!(split_hires(&book, &resolved, &options(3)).unwrap(), found);
    }

    #[test]
    fn no_seat_is_no_split_and_many_are_split_in_few_steps() {
        let book = fixture::book(3, 120, 9);
        let mut scenario = fixture::scenario();
        scenario.territory.geography = Geography::Cost;
        let resolved = fixture::resolved(scenario);
        let none = split_hires(&book, &resolved, &options(0)).unwrap();
        assert!(none.teams.is_empty() && none.steps.is_empty() && none.total.difference == 0.0);
        let few = HireSplitOptions { years: 4, ..options(23) };
        let many = split_hires(&book, &resolved, &few).unwrap();
        assert_eq!(many.teams.values().sum::<u32>(), 23);
        assert!(many.steps.len() <= 10);
    }
}
