//! Counts that exist only for the company, and the company's metrics.

use super::tally::Tally;
use attain_core::metric::{ALL, MetricId, SHARED};
use attain_core::plan::Equity;
use attain_core::scenario::choices::Finance;

/// Counts that exist only for the company.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CompanyTotals {
    /// Yearly target times the length of the period in years.
    pub target: f64,
    /// Number of accounts with an owner at the start.
    pub owned: f64,
    /// Number of accounts moved by reviews.
    pub moves: f64,
    /// Number of quarter ends at which equity was measured.
    pub quarters: f64,
    /// Sum of equity over quarter ends.
    pub equity: Equity,
    /// Months until the trigger was first reached.
    pub months_to_trigger: f64,
    /// Number of accounts that were orphaned at any time.
    pub orphaned: f64,
    /// Account-months in which the creation rate reached the cap.
    pub capped: f64,
    /// Total number of account-months.
    pub rated: f64,
}

/// Computes all metrics of the company.
#[must_use]
pub fn company_metrics(tally: &Tally, totals: &CompanyTotals, finance: &Finance, months: f64) -> [f64; ALL.len()] {
    let mut at = [f64::NAN; ALL.len()];
    at[..SHARED].copy_from_slice(&tally.metrics(finance, months));
    let over = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
    let mut set = |id: MetricId, value: f64| at[id as usize] = value;
    set(MetricId::Attainment, over(tally.bookings.credited, totals.target));
    set(MetricId::TargetHit, f64::from(u8::from(tally.bookings.credited >= totals.target)));
    set(MetricId::Disruption, if totals.owned > 0.0 { tally.relationships.hand_overs / totals.owned } else { 0.0 });
    set(MetricId::Moves, totals.moves);
    set(MetricId::EquityRange, over(totals.equity.range, totals.quarters));
    set(MetricId::EquityLargestDeviation, over(totals.equity.largest_deviation, totals.quarters));
    set(MetricId::EquityCv, over(totals.equity.cv, totals.quarters));
    set(MetricId::EquityGini, over(totals.equity.gini, totals.quarters));
    set(MetricId::MonthsToTrigger, totals.months_to_trigger);
    set(MetricId::AccountsOrphaned, totals.orphaned);
    set(MetricId::CycleDays, over(tally.deals.cycle_days, tally.deals.wins));
    set(MetricId::Slipped, over(tally.deals.slipped, tally.deals.wins + tally.deals.losses));
    set(MetricId::CapTouched, if totals.rated > 0.0 { totals.capped / totals.rated } else { 0.0 });
    at
}
