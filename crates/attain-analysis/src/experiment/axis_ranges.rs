//! The plausible range of each axis around the scenario's value, with its source.
//!
//! A range covers 90 % of the scenario's own uncertainty and is widened to published figures where
//! these differ more. Source marks are those of scenario files: P primary source, S second-hand,
//! A assumption.

use serde::Serialize;

use super::axis::{ALL, Axis};
use super::axis_kind::AxisScope;
use super::axis_value::{AxisValue, axis_name};
use attain_core::scenario::choices::Scenario;

/// The 95 % quantile of the normal distribution: 90 % of its probability lies within this many
/// standard deviations of the mean.
const Z90: f64 = 1.644_853_626_951_472_2;

/// The plausible range of an axis in a scenario.
#[derive(Debug, Clone, Serialize)]
pub struct AxisRange {
    #[serde(skip)]
    pub axis: &'static Axis,
    /// The team or segment to which the axis is narrowed.
    #[serde(skip)]
    pub narrowed_to: Option<String>,
    /// The value that changes nothing.
    pub base: f64,
    pub low: f64,
    pub high: f64,
    /// Source of the range.
    pub reason: String,
}

impl AxisRange {
    /// Returns the axis name as written in files.
    #[must_use]
    pub fn name(&self) -> String {
        axis_name(self.axis, self.narrowed_to.as_deref())
    }

    /// Returns the axis at a value.
    #[must_use]
    pub fn at(&self, value: f64) -> AxisValue {
        AxisValue { axis: self.axis, narrowed_to: self.narrowed_to.clone(), value }
    }
}

/// Axes that affect only costs and margin, but neither bookings nor the target.
const MONEY_AXES: [&str; 3] = ["margin", "pay", "cost-per-hire"];

/// Returns the ranges of all axes that apply to a scenario, in the order of the axes. Axes that
/// require a team have one range for each of `teams`.
#[must_use]
pub fn all_ranges(scenario: &Scenario, teams: &[String]) -> Vec<AxisRange> {
    let axes = ALL.iter().filter(|axis| !MONEY_AXES.contains(&axis.name));
    axes.flat_map(|axis| {
        let parts: Vec<Option<String>> = match axis.scope {
            AxisScope::OneTeam => teams.iter().cloned().map(Some).collect(),
            _ => vec![None],
        };
        parts.into_iter().filter_map(move |part| range(axis, part, scenario))
    })
    .collect()
}

/// Returns the range of an axis. Returns `None` if the scenario has nothing that the axis changes,
/// or if no other value is valid.
#[must_use]
pub fn range(axis: &'static Axis, narrowed_to: Option<String>, scenario: &Scenario) -> Option<AxisRange> {
    let base = axis.base(scenario, narrowed_to.as_deref())?;
    let (low, high, reason) = ends(axis, base, scenario);
    let round = |value: f64| if axis.is_whole() { value.round() } else { value };
    let [low, high] = [low, high].map(|value| round(value).clamp(axis.low, axis.high));
    // Each end must be valid for the scenario's own number.
    let fits = |value: f64| axis.set(&mut scenario.clone(), narrowed_to.as_deref(), value).is_ok();
    let nearest =
        |end: f64| [1.0, 0.75, 0.5, 0.25].into_iter().map(|part| round(base + part * (end - base))).find(|&value| fits(value));
    let (low, high) = (nearest(low).unwrap_or(base), nearest(high).unwrap_or(base));
    (low < high).then_some(AxisRange { axis, narrowed_to, base, low, high, reason })
}

/// Returns the ends in the unit of the axis, and their source.
fn ends(axis: &Axis, base: f64, scenario: &Scenario) -> (f64, f64, String) {
    let uncertainty = &scenario.market.uncertainty;
    // A factor from the scenario's own uncertainty, widened to published bounds.
    let posterior = |sigma: f64, low: f64, high: f64, source: &str| {
        let half = libm::exp(Z90 * sigma);
        let own = format!("90 % of the scenario's own uncertainty ({:.0} %)", 100.0 * sigma);
        let reason = if source.is_empty() { own } else { format!("{own}, widened to {source}") };
        (low.min(1.0 / half), high.max(half), reason)
    };
    let given = |low: f64, high: f64, reason: &str| (low.min(base), high.max(base), reason.to_owned());
    match axis.name {
        "adds" => given(base, base + 1.0, "one more seat"),
        "cuts" => given(base, base + 1.0, "one seat fewer"),
        "start-month" => given(base, base + 3.0, "three months later"),
        "target" => given(0.95 * base, 1.05 * base, "A: 5 % either way"),
        "quota" | "hours" => given(0.9, 1.1, "A: 10 % either way"),
        "over-assignment" => given(0.05, 0.2, "P: 10-15 % SaaS, about 20 % enterprise, range 0-50 %"),
        "balance-tolerance" => given(0.1, 0.2, "P: practitioner guides (10-15 %)"),
        "growth-buffer" => given(0.1, 0.15, "P: practitioner guide (plan 85-90 % of capacity)"),
        "balance-weight" | "disruption-weight" => given(0.5, 2.0, "A: half to double; no published weights"),
        "touches" => given(0.85, 1.15, "P: two guides with different figures (6-8, 4-6, 2-3 touches a year)"),
        "opportunity-hours" | "inbound" => given(0.67 * base, 1.33 * base, "A: one third either way"),
        "max-moves" => given(0.0, 2.0 * base, "A: none to twice as many"),
        "transition-weeks" => given(2.0, 4.0, "P: practitioner guide (two to four weeks)"),
        "absence" => given(base - 0.04, base + 0.04, "A: ten working days a year either way"),
        "hire-slip" | "hand-over-delay" => given(0.0, 2.0 * base, "A: none to twice as long"),
        "ramp" => posterior(uncertainty.ramp.get(), 1.0, 1.0, ""),
        "attrition" => {
            let annual = scenario.attrition.annual.get().max(1e-9);
            posterior(
                uncertainty.attrition.get(),
                0.22 / annual,
                0.36 / annual,
                "22 % (2022) and 36 % (2023) a year, S: Ebsta; Bridge Group",
            )
        }
        "time-to-fill" => {
            let days = scenario.attrition.time_to_fill.median_days.get().max(1e-9);
            posterior(uncertainty.time_to_fill.get(), 47.0 / days, 62.0 / days, "47 days (Workable) and 62 days (SBI), S")
        }
        "attainment-hazard" | "relationship-odds" => given(0.0, 2.0 * base, "A: none to twice as much"),
        "peer-factor" => given(1.0, 1.0 + 2.0 * (base - 1.0).max(0.05), "A: none to twice as much"),
        "cover-efficiency" => given(0.5 * base, (1.5 * base).min(1.0), "A: 50 % either way"),
        "skill-spread" => given(0.5 * base, 1.5 * base, "A: 50 % either way"),
        "hire-skill" => {
            let half = 0.5 * scenario.market.skill.sd.get();
            given(base - half, base + half, "A: half the spread between reps, either way")
        }
        "opportunity-rate" => posterior(uncertainty.opportunity_rate.get(), 1.0, 1.0, ""),
        "deal-size" => posterior(uncertainty.size.get(), 0.79, 1.0, "decline of 21 % in 2023, S: Ebsta"),
        "win-rate" => {
            let half = Z90 * win_rate_sd(scenario);
            given(-half, half, "90 % of the posterior, by `win-rate-evidence`")
        }
        "win-odds" => given(-0.24, 0.24, "an 18 % change in the win rate either way, as in 2023, S: Ebsta"),
        "win-trend" => given(base - 0.24, base + 0.24, "an 18 % yearly change in the win rate either way, as in 2023, S: Ebsta"),
        "cycle" => given(0.8, 1.25, "A: one fifth either way; sources differ (S)"),
        "churn" => posterior(uncertainty.churn.get(), 1.0, 1.0, ""),
        "expansion" => given(0.75, 1.25, "A: one quarter either way"),
        "potential-trend" => given(base - 0.05, base + 0.05, "A: five points a year either way"),
        "market-shock" | "segment-shock" | "potential-spread" => given(0.5, 2.0, "A: half to double"),
        "elasticity" => given(0.245, 0.34, "P: 0.245 pharma to 0.34 mean over industries (Albers, Mantrala & Sridhar 2010)"),
        "size-odds" => given(2.0 * base, 0.0, "none to twice as steep; one real CRM is steeper (P)"),
        "unramped-odds" => given(2.0 * base, 0.0, "A: none to twice as much"),
        "hand-over" => {
            let (low, high) = (scenario.market.hand_over.loss_low.get(), scenario.market.hand_over.loss_high.get());
            let middle = (0.5 * (low + high)).max(1e-9);
            given(low / middle, high / middle, "from its lowest to its highest mean, P: 13.2-17.6 % (Shi et al. 2017)")
        }
        "slippage" => given(0.7 * base, (1.44 * base).min(1.0), "S: slippage +44 % in 2023 (Ebsta); A below"),
        "recurring" => given(base - 0.15, (base + 0.15).min(1.0), "A: 15 points either way"),
        "uncertainty" => given(0.0, 2.0, "none to twice as uncertain"),
        _ => given(base - axis.step, base + axis.step, "A: one step either way"),
    }
}

/// Mean over the segments of the standard deviation of the win rate's posterior.
fn win_rate_sd(scenario: &Scenario) -> f64 {
    let segments = &scenario.market.segments;
    let sds = segments.values().map(|segment| {
        let p = segment.win_rate.get();
        (p * (1.0 - p) / (segment.win_rate_evidence.get() + 1.0)).sqrt()
    });
    sds.sum::<f64>() / segments.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::studies::{LONG, SMALL, plans};

    /// Every axis has its own range with a reason, and the scenario accepts both ends.
    #[test]
    fn ends_fit_the_scenario() {
        for text in [SMALL, LONG] {
            let (study, _) = plans(&[text]);
            let scenario = &study.scenarios[0].scenario;
            let found = all_ranges(scenario, &study.book.teams);
            assert!(found.len() > 35, "{}", found.len());
            for range in &found {
                assert!(range.low <= range.base && range.base <= range.high && range.low < range.high, "{range:?}");
                assert!(range.reason.len() > 8 && !range.reason.contains("one step"), "{range:?}");
                for value in [range.low, range.high] {
                    let mut changed = scenario.clone();
                    range
                        .axis
                        .set(&mut changed, range.narrowed_to.as_deref(), value)
                        .unwrap_or_else(|error| panic!("{range:?}: {error}"));
                }
            }
        }
    }

    #[test]
    fn published_bounds_widen_the_range() {
        let (study, _) = plans(&[SMALL]);
        let found = all_ranges(&study.scenarios[0].scenario, &study.book.teams);
        let attrition = found.iter().find(|range| range.axis.name == "attrition").unwrap();
        // Its 60 % a year is above both sources.
        assert!(
            (attrition.low - 0.22 / 0.6).abs() < 1e-12 && (attrition.high - libm::exp(Z90 * 0.2)).abs() < 1e-12,
            "{attrition:?}"
        );
    }
}
