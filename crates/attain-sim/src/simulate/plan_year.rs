//! Result rows of one simulated year of one plan.

use super::company_totals::company_metrics;
use super::compiled_plan::CompiledPlan;
use super::rollup::RollupLevel;
use super::tally::Tally;
use super::year_state::YearState;
use attain_core::metric::{ALL, SHARED};

/// Results of one year of one plan.
#[derive(Debug, Clone, Default)]
pub struct PlanYear {
    /// Values indexed by metric of `metric::ALL`.
    pub company: Vec<f64>,
    /// Values indexed by group of [`rollup_groups`](super::rollup::rollup_groups) and shared
    /// metric.
    pub groups: Vec<[f32; SHARED]>,
    /// Values indexed by seat of the plan and shared metric.
    pub seats: Vec<[f32; SHARED]>,
    /// Values indexed by series of `metric::SERIES` and step.
    pub series: Vec<Vec<f32>>,
    /// Values indexed by year of the horizon and metric of `metric::ALL`. Empty unless the horizon
    /// is longer than 12 months.
    pub periods: Vec<Vec<f64>>,
}

impl PlanYear {
    /// Collects the rows from the final state of a simulated year.
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

/// Computes the company's metrics of a simulated year, indexed by metric of `metric::ALL`.
#[must_use]
pub fn company_row(plan: &CompiledPlan, state: &YearState) -> [f64; ALL.len()] {
    let mut tally = Tally::default();
    state.totals.iter().for_each(|seat| tally.add(seat));
    company_metrics(&tally, &state.company_totals, &plan.policies.money, plan.market.calendar.months as f64)
}

/// Combines the counts of a segment's accounts, regardless of owner, with the counts of its seats.
fn segment_tally(accounts: &Tally, seats: &Tally) -> Tally {
    let mut tally = *accounts;
    tally.add(&seats.people());
    // Both tallies include travel.
    tally.cost = seats.cost;
    tally
}
