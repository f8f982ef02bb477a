//! A state of the page: a plan of the study with axes and choices changed.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::choices;
use crate::error::LiveError;
use crate::study::LiveStudy;
use attain_analysis::experiment::axis;
use attain_analysis::experiment::axis_kind::AxisScope;
use attain_analysis::experiment::axis_value::AxisValue;
use attain_analysis::experiment::cell::{AlteredScenario, alter};
use attain_core::diagnostics::{nearest, suggest};
use attain_core::scenario::ResolvedScenario;

/// Largest number of changed axes of a state.
const MOST_AXES: usize = 60;

/// A state of the page, as the page sends it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveState {
    /// The plan that is changed; the reference if none is named.
    #[serde(default)]
    pub plan: Option<String>,
    /// Values of axes, by name, such as `adds.mid-market`.
    #[serde(default)]
    pub axes: BTreeMap<String, f64>,
    /// Name of a way to draw territories.
    #[serde(default)]
    pub carve: Option<String>,
    /// Name of a quota policy.
    #[serde(default)]
    pub quota: Option<String>,
    /// Name of a protection.
    #[serde(default)]
    pub protection: Option<String>,
    /// Whether books and quotas are designed for the changed assumptions, as `compare` would do;
    /// otherwise the plan stays and the assumptions turn out differently.
    #[serde(default)]
    pub replan: bool,
}

impl LiveState {
    /// The plan from which the state starts.
    ///
    /// # Errors
    /// If the study has no plan of that name.
    pub fn base<'a>(&self, study: &'a LiveStudy) -> Result<&'a ResolvedScenario, LiveError> {
        let Some(name) = &self.plan else { return Ok(study.reference()) };
        study.find(name).ok_or_else(|| LiveError::Request(format!("unknown plan `{name}`")))
    }

    /// Alters the plan of the state.
    ///
    /// # Errors
    /// Everything that the page does not send, or the first value that does not suit the plan.
    pub fn alter(&self, study: &LiveStudy) -> Result<AlteredScenario, LiveError> {
        let chosen = self.with_choices(study, self.base(study)?)?;
        let values = self.values(study, &chosen)?;
        let altered = alter(&chosen, &values)?;
        Ok(if self.replan { AlteredScenario { planned: altered.realised.clone(), ..altered } } else { altered })
    }

    /// Replaces the territories, the quota policy and the protection. A policy that the plan has already keeps the
    /// plan's own parameters.
    fn with_choices(&self, study: &LiveStudy, base: &ResolvedScenario) -> Result<ResolvedScenario, LiveError> {
        let plan = &study.reference_plan;
        let mean_quota = plan.street_quota / plan.seats.len().max(1) as f64;
        let carve = self.carve.as_deref().filter(|name| *name != choices::carve_name(&base.scenario.territory.carve));
        let carve = carve.map(|name| choices::carve(name).ok_or(("way to draw territories", name)));
        let quota = self.quota.as_deref().filter(|name| *name != choices::quota_name(&base.scenario.quota.policy));
        let quota = quota.map(|name| choices::quota_policy(name, mean_quota).ok_or(("quota policy", name)));
        let protection = self.protection.as_deref().filter(|name| *name != choices::protection_name(&base.scenario.protection));
        let protection = protection.map(|name| choices::protection(name).ok_or(("protection", name)));
        let unknown = |(what, name): (&str, &str)| LiveError::Request(format!("unknown {what} `{name}`"));
        let carve = carve.transpose().map_err(unknown)?;
        let (quota, protection) = (quota.transpose().map_err(unknown)?, protection.transpose().map_err(unknown)?);
        // The owners of a table count only where the table is used.
        let base = if carve.is_some() { base.without_owners() } else { base.clone() };
        Ok(base.with_choices(|scenario| {
            if let Some(carve) = carve {
                scenario.territory.carve = carve;
            }
            if let Some(policy) = quota {
                scenario.quota.policy = policy;
            }
            if let Some(protection) = protection {
                scenario.protection = protection;
            }
        }))
    }

    /// The axis values, without those that change nothing. All unknown names are reported.
    fn values(&self, study: &LiveStudy, base: &ResolvedScenario) -> Result<Vec<AxisValue>, LiveError> {
        if self.axes.len() > MOST_AXES {
            return Err(LiveError::Request(format!("too many axes: {} of at most {MOST_AXES}", self.axes.len())));
        }
        let mut faults = Vec::new();
        let mut values = Vec::new();
        for (name, &value) in &self.axes {
            match axis_value(study, name, value, base.scenario.horizon.months) {
                Ok(found) => {
                    let own = found.axis.base(&base.scenario, found.narrowed_to.as_deref());
                    if own != Some(value) {
                        values.push(found);
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(values) } else { Err(LiveError::Request(faults.join("; "))) }
    }
}

/// Reads an axis of a state.
fn axis_value(study: &LiveStudy, name: &str, value: f64, months: u32) -> Result<AxisValue, String> {
    let (axis_name, part) = name.split_once('.').map_or((name, None), |(axis, part)| (axis, Some(part)));
    let Some(axis) = axis::find(axis_name) else {
        let near = nearest(axis_name, axis::ALL.iter().map(|axis| axis.name));
        return Err(format!("unknown axis `{axis_name}`; {}", suggest(near, "the reference lists all axes")));
    };
    let known: &[String] = match axis.scope {
        AxisScope::Company => &[],
        AxisScope::Team | AxisScope::OneTeam => &study.book.teams,
        AxisScope::Segment => &study.book.segments,
    };
    match part {
        Some(part) if !known.iter().any(|name| name == part) => {
            return Err(format!("`{axis_name}` has no part `{part}`"));
        }
        None if axis.scope == AxisScope::OneTeam => return Err(format!("`{axis_name}` needs a team")),
        _ => {}
    }
    if axis.name == "start-month" && value > f64::from(months) {
        return Err(format!("month {value} is after the end of the horizon of {months} months"));
    }
    Ok(AxisValue { axis, narrowed_to: part.map(str::to_owned), value })
}
