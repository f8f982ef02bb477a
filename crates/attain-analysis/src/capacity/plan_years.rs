//! Years of some plans in the same worlds, of which only what is asked for is kept.

use std::sync::atomic::{AtomicU64, Ordering};

use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::simulate::rollup::{RollupLevel, rollup_groups};
use attain_sim::simulate::{Markets, Simulator};

/// Years that are simulated before they are thinned out.
const AT_ONCE: u32 = 256;

/// Counts simulated years of plans and reports them.
pub struct WorkProgress<'a> {
    done: AtomicU64,
    expected: AtomicU64,
    tell: &'a (dyn Fn(u64, u64) + Sync),
}

impl<'a> WorkProgress<'a> {
    /// Work that reports to `tell` how many years of plans are simulated, and how many are expected.
    #[must_use]
    pub fn new(tell: &'a (dyn Fn(u64, u64) + Sync)) -> Self {
        Self { done: AtomicU64::new(0), expected: AtomicU64::new(0), tell }
    }

    /// More years of plans are to be simulated.
    pub fn expect(&self, years: u64) {
        self.expected.fetch_add(years, Ordering::Relaxed);
    }

    /// Years of plans were simulated.
    pub fn done(&self, years: u64) {
        let done = self.done.fetch_add(years, Ordering::Relaxed) + years;
        (self.tell)(done, self.expected.load(Ordering::Relaxed));
    }
}

/// What is kept of a plan's years: one value a year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanYears {
    /// Bookings of the company.
    pub bookings: Vec<f64>,
    /// Its cost.
    pub cost: Vec<f64>,
    /// Its contribution.
    pub contribution: Vec<f64>,
    /// 1 when the target was reached.
    pub hit: Vec<f64>,
    /// Bookings by team, in the order of [`teams`].
    pub teams: Vec<Vec<f64>>,
    /// Bookings by seat.
    pub seats: Vec<Vec<f32>>,
}

/// Simulates the first `years` years of every plan.
#[must_use]
pub fn simulate_plans(book: &Book, plans: &[Plan], seed: u64, years: u32, work: &WorkProgress) -> Vec<PlanYears> {
    let markets = Markets::from_plans(book, plans);
    let simulator = Simulator::new(book, plans, &markets, seed);
    let teams: Vec<Vec<usize>> = plans.iter().map(|plan| team_groups(book, plan)).collect();
    let mut kept: Vec<PlanYears> = plans
        .iter()
        .zip(&teams)
        .map(|(plan, teams)| PlanYears {
            teams: vec![Vec::new(); teams.len()],
            seats: vec![Vec::new(); plan.seats.len()],
            ..PlanYears::default()
        })
        .collect();
    let active = vec![true; plans.len()];
    let mut from = 0;
    while from < years {
        let until = years.min(from + AT_ONCE);
        let simulated = simulator.simulate_span(from..until, &active, &|_| work.done(plans.len() as u64));
        for ((kept, simulated), teams) in kept.iter_mut().zip(&simulated.plans).zip(&teams) {
            let company = |id: MetricId| simulated.company[id as usize].iter().copied();
            kept.bookings.extend(company(MetricId::Bookings));
            kept.cost.extend(company(MetricId::Cost));
            kept.contribution.extend(company(MetricId::Contribution));
            kept.hit.extend(company(MetricId::TargetHit));
            for (column, &group) in kept.teams.iter_mut().zip(teams) {
                column.extend(simulated.groups[group][MetricId::Bookings as usize].iter().map(|&value| f64::from(value)));
            }
            for (column, seat) in kept.seats.iter_mut().zip(&simulated.seats) {
                column.extend(&seat[MetricId::Bookings as usize]);
            }
        }
        from = until;
    }
    kept
}

/// Places of the teams among a plan's groups.
fn team_groups(book: &Book, plan: &Plan) -> Vec<usize> {
    let all = rollup_groups(book, plan);
    (0..all.len()).filter(|&g| all[g].level == RollupLevel::Team).collect()
}

/// The teams of a plan that have seats, by name, with their seats.
#[must_use]
pub fn teams(book: &Book, plan: &Plan) -> Vec<(String, Vec<usize>)> {
    let teams = rollup_groups(book, plan).into_iter().filter(|group| group.level == RollupLevel::Team);
    teams.map(|group| (group.name, group.seats)).collect()
}
