//! Axes that change the market: its segments, the response to coverage, drift, hand-overs and
//! parameter uncertainty.

use super::number::{ScenarioNumber, ScenarioNumbers};
use super::target::AxisTarget;
use crate::experiment::error::AxisValueError;
use attain_core::scenario::choices::{ClassShares, DealSize, Response, Segment};
use attain_core::units::Share;

/// Selects the same number in every segment, or in the named one.
macro_rules! segments {
    ($name:ident, $what:literal, $pick:expr) => {
        pub(in crate::experiment) const $name: AxisTarget = AxisTarget::Numbers(
            |s, narrowed_to| {
                let pick: for<'a> fn(&'a mut Segment) -> ScenarioNumbers<'a> = $pick;
                let named = s.market.segments.iter_mut().filter(|(name, _)| narrowed_to.is_none_or(|wanted| wanted == *name));
                named.flat_map(|(_, segment)| pick(segment)).collect()
            },
            $what,
        );
    };
}

segments!(OPPORTUNITY_RATE, "segment of that name", |s| vec![&mut s.opportunities_per_year]);
segments!(DEAL_SIZE, "segment of that name", |s| match &mut s.size {
    DealSize::Lognormal(spread) => vec![&mut spread.median as &mut dyn ScenarioNumber],
    DealSize::Tailed(size) => {
        let quantiles = size.quantiles.iter_mut().map(|size| size as &mut dyn ScenarioNumber);
        quantiles.chain([&mut size.tail_scale as &mut dyn ScenarioNumber, &mut size.limit]).collect()
    }
    DealSize::Quantiles(sizes) => sizes.iter_mut().map(|size| size as &mut dyn ScenarioNumber).collect(),
});
segments!(WIN_RATE, "segment of that name", |s| vec![&mut s.win_rate]);
segments!(CYCLE, "segment of that name", |s| {
    let medians: ScenarioNumbers<'_> = vec![&mut s.days_to_win.median_days, &mut s.days_to_loss.median_days];
    medians.into_iter().chain(s.closing.as_mut().map(|closing| &mut closing.stretch as &mut dyn ScenarioNumber)).collect()
});
segments!(CHURN, "segment of that name", |s| classes(&mut s.churn));
segments!(EXPANSION, "segment of that name", |s| classes(&mut s.expansion));

fn classes(by: &mut ClassShares) -> ScenarioNumbers<'_> {
    vec![&mut by.low, &mut by.medium, &mut by.high]
}

pub(in crate::experiment) const WIN_ODDS: AxisTarget = AxisTarget::Functions(
    |s, narrowed_to| s.market.segments.keys().any(|name| narrowed_to.is_none_or(|wanted| wanted == name)).then_some(0.0),
    |s, narrowed_to, shift| {
        let mut any = false;
        for (_, segment) in s.market.segments.iter_mut().filter(|(name, _)| narrowed_to.is_none_or(|wanted| wanted == *name)) {
            let odds = segment.win_rate.get() / (1.0 - segment.win_rate.get()).max(1e-12) * libm::exp(shift);
            segment.win_rate = Share::new(odds / (1.0 + odds))?;
            any = true;
        }
        if any { Ok(()) } else { Err(AxisValueError::Nothing("segment of that name")) }
    },
);

pub(in crate::experiment) const POTENTIAL_SPREAD: AxisTarget = AxisTarget::Numbers(
    |s, _| vec![&mut s.market.potential_drift.account_sd, &mut s.market.potential_drift.segment_sd],
    "drift of potential",
);

pub(in crate::experiment) const ELASTICITY: AxisTarget = AxisTarget::Numbers(
    |s, _| match &mut s.market.response {
        Response::Power { elasticity, .. } => vec![elasticity],
        Response::Adbudg { .. } => Vec::new(),
    },
    "power response to coverage",
);

pub(in crate::experiment) const INBOUND: AxisTarget = AxisTarget::Numbers(
    |s, _| match &mut s.market.response {
        Response::Power { inbound, .. } | Response::Adbudg { inbound, .. } => vec![inbound],
    },
    "response to coverage",
);

pub(in crate::experiment) const HAND_OVER: AxisTarget =
    AxisTarget::Numbers(|s, _| vec![&mut s.market.hand_over.loss_low, &mut s.market.hand_over.loss_high], "hand-over loss");

pub(in crate::experiment) const UNCERTAINTY: AxisTarget = AxisTarget::Numbers(
    |s, _| {
        let sd = &mut s.market.uncertainty;
        vec![&mut sd.opportunity_rate, &mut sd.size, &mut sd.attrition, &mut sd.ramp, &mut sd.time_to_fill, &mut sd.churn]
    },
    "uncertainty",
);
