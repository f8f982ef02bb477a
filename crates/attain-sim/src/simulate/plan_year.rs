//! The rows that one simulated year of one plan leaves behind.

use super::company_totals::company_metrics;
use super::compiled_plan::CompiledPlan;
use super::rollup::RollupLevel;
use super::tally::Tally;
use super::year_state::YearState;
use attain_core::metric::{ALL, SHARED};

/// The results of one year of one plan.
#[derive(Debug, Clone, Default)]
pub struct PlanYear {
    /// By metric of `metric::ALL`.
    pub company: Vec<f64>,
    /// By group of [`rollup_groups`](super::rollup::rollup_groups), then by the shared metrics.
    pub groups: Vec<[f32; SHARED]>,
    /// By seat of the plan, then by the shared metrics.
    pub seats: Vec<[f32; SHARED]>,
    /// By series of `metric::SERIES`, then by step.
    pub series: Vec<Vec<f32>>,
    /// By year of the horizon (only when it is longer than 12 months), then by metric of `metric::ALL`.
    pub periods: Vec<Vec<f64>>,
}

impl PlanYear {
    /// Reads the rows from the state in which a simulated year ended.
    #[must_use]
    pub fn from_state(plan: &CompiledPlan, state: &YearState) -> Self {
        let finance = &plan.policies.money;
        let months = plan.market.calendar.months as f64;
        let sum = |seats: &mut dyn Iterator<Item = usize>| {
            let mut tally = Tally::default();
            seats.for_each(|s| tally.add(&state.totals[s]));
            tally
        };
        let narrow = |tally: &Tally| tally.metrics(finance, months).map(|value| value as f32);
        let periods = if plan.market.calendar.months > 12 { state.periods.as_slice() } else { &[] };
        Self {
            company: company_row(plan, state).to_vec(),
            groups: plan
                .groups
                .iter()
                .map(|group| {
                    let seats = sum(&mut group.seats.iter().copied());
                    let segment =
                        plan.book.segments.iter().position(|name| group.level == RollupLevel::Segment && *name == group.name);
                    narrow(&segment.map_or(seats, |segment| segment_tally(&state.segment_totals[segment], &seats)))
                })
                .collect(),
            seats: state.totals[..plan.seats.len()].iter().map(narrow).collect(),
            series: state.series.clone(),
            periods: periods
                .iter()
                .enumerate()
                .map(|(y, (tally, totals))| {
                    company_metrics(tally, totals, finance, 12.0_f64.min(months - 12.0 * y as f64)).to_vec()
                })
                .collect(),
        }
    }
}

/// The company's metrics of a simulated year, by metric of `metric::ALL`.
#[must_use]
pub fn company_row(plan: &CompiledPlan, state: &YearState) -> [f64; ALL.len()] {
    let mut tally = Tally::default();
    state.totals.iter().for_each(|seat| tally.add(seat));
    company_metrics(&tally, &state.company_totals, &plan.policies.money, plan.market.calendar.months as f64)
}

/// A segment's own accounts, whoever owns them, and the people at home in it.
fn segment_tally(accounts: &Tally, seats: &Tally) -> Tally {
    let mut tally = *accounts;
    tally.add(&seats.people());
    // Travel is in both.
    tally.cost = seats.cost;
    tally
}
