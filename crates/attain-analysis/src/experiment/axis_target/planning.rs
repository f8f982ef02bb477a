//! Axes that change coverage and quota.

use super::number::ScenarioNumber;
use super::target::AxisTarget;
use crate::experiment::error::AxisValueError;
use attain_core::scenario::choices::QuotaPolicy;
use attain_core::units::Factor;

pub(in crate::experiment) const OVER_ASSIGNMENT: AxisTarget = AxisTarget::Numbers(
    |s, _| match &mut s.quota.policy {
        QuotaPolicy::TopDown { over_assignment } | QuotaPolicy::EqualChance { over_assignment } => vec![over_assignment],
        _ => Vec::new(),
    },
    "quota policy that divides a target",
);

pub(in crate::experiment) const TOUCHES: AxisTarget = AxisTarget::Functions(
    |_, _| Some(1.0),
    |s, _, factor| {
        let tiers = attain_design::coverage::touch_plans(s, &[]);
        for (tier, model) in s.tiers.iter().zip(tiers) {
            let own = s.coverage.tiers.entry(tier.name.clone()).or_default();
            own.touches_per_year = Some(Factor::new(12.0 * model.touches_per_month * factor)?);
        }
        Ok(())
    },
);

/// Factor applied to the quota of every seat. Quotas taken from the data (policy `current`) cannot
/// be scaled.
pub(in crate::experiment) const QUOTA: AxisTarget = AxisTarget::Functions(
    |s, _| (!matches!(s.quota.policy, QuotaPolicy::Current)).then_some(1.0),
    |s, _, factor| {
        match &mut s.quota.policy {
            QuotaPolicy::Flat { quota } => quota.set_value(quota.get() * factor)?,
            QuotaPolicy::PotentialShare { share } => share.set_value(share.get() * factor)?,
            QuotaPolicy::TopDown { over_assignment } | QuotaPolicy::EqualChance { over_assignment } => {
                over_assignment.set_value((1.0 + over_assignment.get()) * factor - 1.0)?;
            }
            QuotaPolicy::Current => {
                return Err(AxisValueError::Nothing("quota policy that can be scaled: `current` uses the quotas in the data"));
            }
        }
        Ok(())
    },
);
