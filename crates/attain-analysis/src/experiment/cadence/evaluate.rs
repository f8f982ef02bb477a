//! Computation of cadence results from simulated years.

use statrs::distribution::{ContinuousCDF, Normal};

use super::result::{CadenceCell, FreezeCost};
use crate::experiment::interval_estimate::IntervalEstimate;
use attain_core::metric::MetricId;
use attain_core::scenario::choices::Cadence;

/// The cadences, in the order of results.
pub(super) const CADENCES: [(Cadence, &str); 5] = [
    (Cadence::Never, "never"),
    (Cadence::Yearly, "yearly"),
    (Cadence::HalfYearly, "half-yearly"),
    (Cadence::Quarterly, "quarterly"),
    (Cadence::OnTrigger, "on trigger"),
];

/// The metrics of a cell.
pub(super) const METRICS: [MetricId; 11] = [
    MetricId::TargetHit,
    MetricId::Attainment,
    MetricId::Bookings,
    MetricId::Contribution,
    MetricId::Participation,
    MetricId::EquityRange,
    MetricId::EquityCv,
    MetricId::Disruption,
    MetricId::HandOverCost,
    MetricId::Moves,
    MetricId::MonthsToTrigger,
];

/// Metrics of the simulated years, indexed by year, plan and metric.
pub(super) type CadenceRows = [Vec<[f64; METRICS.len()]>];

fn column(rows: &CadenceRows, plan: usize, id: MetricId) -> Vec<f64> {
    let at = METRICS.iter().position(|metric| *metric == id).unwrap_or(0);
    rows.iter().map(|row| row[plan][at]).collect()
}

/// The plans of one protection and horizon, one plan per cadence.
#[derive(Clone, Copy)]
pub(super) struct ProtectionPlans {
    /// Length of the horizon in months.
    pub(super) months: u32,
    /// Name of the protection.
    pub(super) protection: &'static str,
    /// Position of the first plan in the rows, which has the cadence "never".
    pub(super) first: usize,
}

/// Computes the results of a cadence, given by its position in [`CADENCES`].
pub(super) fn cell(rows: &CadenceRows, plans: ProtectionPlans, cadence: usize) -> CadenceCell {
    let ProtectionPlans { months, protection, first: never } = plans;
    let plan = never + cadence;
    let mean = |id| IntervalEstimate::mean(column(rows, plan, id).into_iter().filter(|value| value.is_finite()));
    let triggers = column(rows, plan, MetricId::MonthsToTrigger);
    let untriggered = triggers.iter().filter(|&&at| at > f64::from(months)).count();
    CadenceCell {
        months,
        protection,
        cadence: CADENCES[cadence].1,
        p_target: mean(MetricId::TargetHit),
        bookings_over_target: mean(MetricId::Attainment),
        bookings: mean(MetricId::Bookings),
        contribution: mean(MetricId::Contribution),
        participation: mean(MetricId::Participation),
        equity_range: mean(MetricId::EquityRange),
        equity_cv: mean(MetricId::EquityCv),
        disruption: mean(MetricId::Disruption),
        hand_over_cost: mean(MetricId::HandOverCost),
        moves: mean(MetricId::Moves),
        months_to_trigger: mean(MetricId::MonthsToTrigger),
        never_triggered: untriggered as f64 / triggers.len().max(1) as f64,
        against_never: difference(rows, plan, never, MetricId::Bookings),
        contribution_against_never: difference(rows, plan, never, MetricId::Contribution),
    }
}

/// Metric of plan `a` minus that of plan `b`, in the same worlds.
fn difference(rows: &CadenceRows, a: usize, b: usize, id: MetricId) -> IntervalEstimate {
    let (a, b) = (column(rows, a, id), column(rows, b, id));
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).filter(|value| value.is_finite()).collect();
    IntervalEstimate::mean(differences.into_iter())
}

/// Computes the cost of a freeze: the cadence with the most bookings among those that move any
/// account, compared with "never". Returns `None` if no cadence moves an account.
pub(super) fn freeze_cost(rows: &CadenceRows, plans: ProtectionPlans) -> Option<FreezeCost> {
    let ProtectionPlans { months, protection, first: never } = plans;
    let others = never + 1..never + CADENCES.len();
    let count = others.len() as f64;
    let moves_accounts = |&plan: &usize| column(rows, plan, MetricId::Moves).iter().any(|moves| *moves > 0.0);
    let best = others.filter(moves_accounts).rev().max_by(|&a, &b| {
        difference(rows, a, never, MetricId::Bookings).value.total_cmp(&difference(rows, b, never, MetricId::Bookings).value)
    })?;
    let critical = Normal::standard().inverse_cdf(1.0 - 0.025 / count);
    let simultaneous = |id| {
        let found = difference(rows, best, never, id);
        IntervalEstimate { low: found.value - critical * found.se, high: found.value + critical * found.se, ..found }
    };
    Some(FreezeCost {
        months,
        protection,
        best: CADENCES[best - never].1,
        bookings: simultaneous(MetricId::Bookings),
        contribution: simultaneous(MetricId::Contribution),
        p_target: simultaneous(MetricId::TargetHit),
    })
}
