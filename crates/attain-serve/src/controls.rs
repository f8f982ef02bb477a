//! The sliders of the page: axes with their ranges for a plan.

use serde::Serialize;

use crate::choices;
use crate::study::LiveStudy;
use attain_analysis::experiment::axis::{self, Axis};
use attain_analysis::experiment::axis_kind::{AxisEffect, AxisScope, AxisUnit, DecidedBy};
use attain_analysis::experiment::axis_ranges;
use attain_analysis::experiment::axis_value::axis_name;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Protection, Scenario};

/// Axes of the first sliders that a planner decides, with their labels.
const PLAN: [(&str, &str); 7] = [
    ("adds", "Seats added"),
    ("start-month", "Start month of added seats"),
    ("cuts", "Seats cut"),
    ("target", "Target"),
    ("quota", "Quota of every seat"),
    ("balance-weight", "Weight of balance"),
    ("disruption-weight", "Weight of keeping owners"),
];

/// Axes of the first sliders that the market or chance decides, with their labels.
const WORLD: [(&str, &str); 8] = [
    ("attrition", "Attrition"),
    ("ramp", "Length of the ramp"),
    ("time-to-fill", "Time to fill a vacancy"),
    ("win-rate", "Win rate"),
    ("opportunity-rate", "New opportunities"),
    ("deal-size", "Deal size"),
    ("cycle", "Sales cycle"),
    ("churn", "Churn"),
];

/// What can be changed in a plan.
#[derive(Debug, Serialize)]
pub struct PlanControls {
    pub plan: String,
    pub sliders: Vec<LiveSlider>,
    /// Stable name of the plan's way to draw territories.
    pub carve: &'static str,
    pub carves: Vec<(&'static str, &'static str)>,
    /// Stable name of the plan's quota policy.
    pub quota: &'static str,
    pub quotas: Vec<(&'static str, &'static str)>,
    /// Stable name of the plan's protection.
    pub protection: &'static str,
    pub protections: Vec<(&'static str, &'static str)>,
}

/// An axis as a slider.
#[derive(Debug, Serialize)]
pub struct LiveSlider {
    /// Name of the axis as in files, such as `adds.mid-market`.
    pub name: String,
    pub label: String,
    /// What the axis changes, in one sentence.
    pub meaning: &'static str,
    pub unit: AxisUnit,
    pub effect: AxisEffect,
    pub decided_by: DecidedBy,
    /// The value that changes nothing.
    pub base: f64,
    pub low: f64,
    pub high: f64,
    pub step: f64,
    /// Whether the slider is shown from the start.
    pub first: bool,
    /// The slider without which this one changes nothing.
    pub needs: Option<String>,
}

/// Lists what can be changed in a plan.
#[must_use]
pub fn controls(study: &LiveStudy, resolved: &ResolvedScenario) -> PlanControls {
    let scenario = &resolved.scenario;
    let named = matches!(scenario.protection, Protection::Named { .. });
    let has_table = matches!(scenario.territory.carve, Carve::Table { .. });
    PlanControls {
        plan: scenario.name.clone(),
        sliders: axis::ALL.iter().flat_map(|axis| sliders(study, scenario, axis)).collect(),
        carve: choices::carve_name(&scenario.territory.carve),
        carves: choices::CARVES.into_iter().filter(|(name, _)| has_table || *name != "table").collect(),
        quota: choices::quota_name(&scenario.quota.policy),
        quotas: choices::QUOTA_POLICIES.to_vec(),
        protection: choices::protection_name(&scenario.protection),
        protections: choices::PROTECTIONS.into_iter().filter(|(name, _)| named || *name != "named").collect(),
    }
}

/// The sliders of an axis: one for every team where teams differ, otherwise one.
fn sliders(study: &LiveStudy, scenario: &Scenario, axis: &'static Axis) -> Vec<LiveSlider> {
    let by_team = axis.scope == AxisScope::OneTeam || axis.name == "start-month";
    let parts: Vec<Option<&str>> =
        if by_team { study.book.teams.iter().map(|team| Some(team.as_str())).collect() } else { vec![None] };
    parts.into_iter().filter_map(|part| slider(study, scenario, axis, part)).collect()
}

fn slider(study: &LiveStudy, scenario: &Scenario, axis: &'static Axis, part: Option<&str>) -> Option<LiveSlider> {
    let months = f64::from(scenario.horizon.months);
    let added = if axis.name == "start-month" {
        // Seats that the page adds have a start month too.
        let adds = axis::find("adds")?;
        let mut with = scenario.clone();
        adds.set(&mut with, part, adds.base(scenario, part)?.max(1.0)).ok()?;
        with
    } else {
        scenario.clone()
    };
    let base = axis.base(&added, part)?;
    let seats = || {
        let plan = &study.reference_plan;
        plan.seats.iter().filter(|seat| study.book.teams.get(seat.team).map(String::as_str) == part).count() as f64
    };
    let (low, high) = match axis.name {
        "adds" => (0.0, base + 10.0),
        "cuts" => (0.0, (base + 5.0).min((seats() - 1.0).max(base))),
        "start-month" => (1.0, months),
        "target" => (0.7 * base, 1.3 * base),
        "quota" => (0.7, 1.3),
        _ => {
            let usual = axis_ranges::range(axis, part.map(str::to_owned), scenario)?;
            // Half as far again as the plausible range, on each side.
            let wider = |end: f64| base + 1.5 * (end - base);
            let fits = |value: f64| axis.set(&mut scenario.clone(), part, value).is_ok();
            let pick = |end: f64| {
                let far = wider(end).clamp(axis.low, axis.high);
                let far = if axis.is_whole() { far.round() } else { far };
                if fits(far) { far } else { end }
            };
            (pick(usual.low), pick(usual.high))
        }
    };
    if low >= high {
        return None;
    }
    let step = if axis.is_whole() { 1.0 } else { tidy((high - low) / 60.0) };
    // The ends are steps from the base, so that the slider can return to it.
    let steps = |end: f64, toward: fn(f64) -> f64| base + step * toward((end - base) / step);
    let first = PLAN.iter().chain(&WORLD).find(|(name, _)| *name == axis.name);
    let label = first.map_or_else(|| axis.name.replace('-', " "), |(_, label)| (*label).to_owned());
    let label = part.map_or_else(|| label.clone(), |part| format!("{label}: {part}"));
    Some(LiveSlider {
        name: axis_name(axis, part),
        label,
        meaning: axis.meaning,
        unit: axis.unit,
        effect: axis.effect,
        decided_by: axis.decided_by,
        base,
        low: steps(low, f64::ceil),
        high: steps(high, f64::floor),
        step,
        // Cuts are rare, and one for every team is long.
        first: first.is_some() && axis.name != "cuts",
        needs: (axis.name == "start-month").then(|| part.map_or_else(|| "adds".to_owned(), |part| format!("adds.{part}"))),
    })
}

/// Rounds a step down to 1, 2 or 5 times a power of ten.
fn tidy(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    let factor = step / power;
    power
        * if factor >= 5.0 {
            5.0
        } else if factor >= 2.0 {
            2.0
        } else {
            1.0
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_tidy() {
        assert_eq!([tidy(0.034), tidy(7.1), tidy(1.0)].map(|step| (step * 1e6).round()), [20_000.0, 5e6, 1e6]);
    }
}
