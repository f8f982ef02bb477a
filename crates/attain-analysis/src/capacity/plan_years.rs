//! Selected metrics of plans simulated in the same worlds.

use super::work_progress::WorkProgress;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::simulate::rollup::{RollupLevel, rollup_groups};
use attain_sim::simulate::{Markets, Simulator};

/// Number of years simulated at once, before all other metrics are dropped.
const CHUNK_YEARS: u32 = 256;

/// The selected metrics of a plan, one value per year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanYears {
    /// Bookings of the company.
    pub bookings: Vec<f64>,
    /// Cost of the company.
    pub cost: Vec<f64>,
    /// Contribution of the company.
    pub contribution: Vec<f64>,
    /// 1 for years that reach the target, otherwise 0.
    pub target_reached: Vec<f64>,
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
        let until = years.min(from + CHUNK_YEARS);
        let simulated = simulator.simulate_span(from..until, &active, &|_| work.done(plans.len() as u64));
        for ((kept, output), teams) in kept.iter_mut().zip(&simulated.plans).zip(&teams) {
            let company = |id: MetricId| output.company[id as usize].iter().copied();
            kept.bookings.extend(company(MetricId::Bookings));
            kept.cost.extend(company(MetricId::Cost));
            kept.contribution.extend(company(MetricId::Contribution));
            kept.target_reached.extend(company(MetricId::TargetHit));
            for (column, &group) in kept.teams.iter_mut().zip(teams) {
                column.extend(output.groups[group][MetricId::Bookings as usize].iter().map(|&value| f64::from(value)));
            }
            for (column, seat) in kept.seats.iter_mut().zip(&output.seats) {
                column.extend(&seat[MetricId::Bookings as usize]);
            }
        }
        from = until;
    }
    kept
}

/// Indices of the teams among the groups of a plan.
fn team_groups(book: &Book, plan: &Plan) -> Vec<usize> {
    let all = rollup_groups(book, plan);
    (0..all.len()).filter(|&g| all[g].level == RollupLevel::Team).collect()
}

/// Returns the teams of a plan that have seats, as names and seat indices.
#[must_use]
pub fn teams(book: &Book, plan: &Plan) -> Vec<(String, Vec<usize>)> {
    let teams = rollup_groups(book, plan).into_iter().filter(|group| group.level == RollupLevel::Team);
    teams.map(|group| (group.name, group.seats)).collect()
}
