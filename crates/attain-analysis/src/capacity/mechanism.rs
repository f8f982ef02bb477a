//! The mechanisms between quota capacity and bookings, in the order in which the bridge applies
//! them.
//!
//! A mechanism is switched off by setting existing choices to neutral values. Territories, quotas
//! and the target remain those of the plan, so each step shows the effect of its mechanism rather
//! than of a different alignment.

use attain_core::plan::Plan;
use attain_core::scenario::choices::{Autoregression, CoverageLimit, HandOver, Ramp, RampShape, Scenario, TimeToFill};
use attain_core::units::{Days, Evidence, LogOdds, Months, Rate, Share, Sigma};

/// A mechanism that changes bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mechanism {
    /// Some seats start after the first day.
    Starts,
    /// New reps become productive gradually.
    Ramp,
    /// Reps leave. Their seats are vacant for one month, the shortest time that the monthly
    /// calendar allows.
    Attrition,
    /// Seats stay vacant until they are filled, and hires start late.
    Fill,
    /// Reps have limited hours per month, which may be fewer than their territories require.
    Coverage,
    /// Win rates change, potential drifts, and parameters are uncertain.
    Market,
    /// Changes of owner cost business and time.
    HandOver,
}

impl Mechanism {
    /// All mechanisms, in the order in which they are switched on.
    pub const ALL: [Self; 7] =
        [Self::Starts, Self::Ramp, Self::Attrition, Self::Fill, Self::Coverage, Self::Market, Self::HandOver];

    /// Returns the name of the step in the bridge.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Starts => "planned start months",
            Self::Ramp => "ramp",
            Self::Attrition => "attrition and vacancy",
            Self::Fill => "time to fill and hire slip",
            Self::Coverage => "coverage limit",
            Self::Market => "win-rate shocks and drift",
            Self::HandOver => "hand-over loss",
        }
    }

    /// Returns one sentence that describes what the mechanism adds.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Starts => "Added seats start in their planned months instead of on the first day.",
            Self::Ramp => "New reps are only as productive as their ramp allows; the length of the ramp is uncertain.",
            Self::Attrition => "Reps leave; their seats are vacant for one month, the minimum, and their successors ramp.",
            Self::Fill => "Vacant seats are filled after the time to fill, and planned hires start late.",
            Self::Coverage => {
                "Reps work their team's hours minus absence: territories that require more are not fully covered, and spare time covers vacant seats."
            }
            Self::Market => {
                "Win rates shift with the market and the segment, potential drifts, and parameters are drawn from their posteriors."
            }
            Self::HandOver => "Planned moves, leavers and reviews cost relationships, open deals, new business and time.",
        }
    }

    /// Switches the mechanism off in a designed plan.
    fn switch_off(self, plan: &mut Plan) {
        let scenario = &mut plan.scenario;
        let market = &mut scenario.market;
        match self {
            Self::Starts => {
                scenario.headcount.adds.iter_mut().for_each(|add| add.start_month = 1);
                plan.seats.iter_mut().for_each(|seat| seat.start_month = 0);
            }
            Self::Ramp => {
                scenario.ramp = Ramp { shape: RampShape::None, teams: std::collections::BTreeMap::default() };
                market.uncertainty.ramp = Sigma::literal(0.0);
                plan.seats.iter_mut().for_each(|seat| seat.ramp = RampShape::None);
            }
            Self::Attrition => {
                scenario.attrition.annual = Share::literal(0.0);
                scenario.attrition.leavers.clear();
                market.uncertainty.attrition = Sigma::literal(0.0);
            }
            Self::Fill => {
                scenario.attrition.time_to_fill = TimeToFill { median_days: Days::literal(0.0), sigma: Sigma::literal(0.0) };
                scenario.headcount.hire_slip.mean_days = Days::literal(0.0);
                market.uncertainty.time_to_fill = Sigma::literal(0.0);
            }
            Self::Coverage => scenario.coverage.limit = CoverageLimit::Book,
            Self::Market => fix_market(scenario),
            Self::HandOver => {
                market.hand_over = without_loss();
                scenario.transition.weeks = 0.0;
            }
        }
    }
}

/// Fixes the market: no shocks, no drift, no parameter uncertainty.
fn fix_market(scenario: &mut Scenario) {
    let market = &mut scenario.market;
    for shock in [&mut market.shock, &mut market.segment_shock] {
        *shock = Autoregression { sd: Sigma::literal(0.0), trend_per_year: LogOdds::literal(0.0), ..shock.clone() };
    }
    let drift = &mut market.potential_drift;
    (drift.account_sd, drift.segment_sd, drift.trend_per_year) = (Sigma::literal(0.0), Sigma::literal(0.0), Rate::literal(0.0));
    let uncertainty = &mut market.uncertainty;
    (uncertainty.opportunity_rate, uncertainty.size, uncertainty.churn) =
        (Sigma::literal(0.0), Sigma::literal(0.0), Sigma::literal(0.0));
    for segment in market.segments.values_mut() {
        segment.win_rate_evidence = Evidence::literal(Evidence::HIGH);
    }
}

/// Hand-over rules without any loss.
fn without_loss() -> HandOver {
    HandOver {
        loss_low: Share::literal(0.0),
        loss_high: Share::literal(0.0),
        loss_sd: Share::literal(0.0),
        avoidable: Share::literal(0.0),
        new_hire_factor: attain_core::units::Factor::literal(1.0),
        decay_months: Months::literal(9.0),
        delay_days: Days::literal(0.0),
        win_log_odds: LogOdds::literal(0.0),
        kept_known: Share::literal(1.0),
        kept_unknown: Share::literal(1.0),
        churn_log_odds: LogOdds::literal(0.0),
    }
}

/// Returns the plan with the first `on` mechanisms switched on and the others off. Territories,
/// quotas and the target are unchanged.
#[must_use]
pub fn with_first_mechanisms(plan: &Plan, on: usize) -> Plan {
    let mut stage = plan.clone();
    for mechanism in &Mechanism::ALL[on.min(Mechanism::ALL.len())..] {
        mechanism.switch_off(&mut stage);
    }
    stage
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_design::design::design;
    use attain_fixtures::books as fixture;

    #[test]
    fn each_step_switches_one_mechanism_on_and_the_last_is_the_plan() {
        let plan = design(&fixture::book(3, 120, 9), &fixture::resolved(fixture::scenario())).unwrap();
        let stages: Vec<Plan> = (0..=Mechanism::ALL.len()).map(|on| with_first_mechanisms(&plan, on)).collect();
        assert_eq!(stages.last().unwrap().scenario, plan.scenario);
        for (stage, next) in stages.iter().zip(&stages[1..]) {
            // `Starts` changes nothing here: no seat is added.
            let same = stage.scenario == next.scenario;
            assert_eq!(same, stage.scenario == stages[0].scenario && next.scenario == stages[1].scenario);
            assert_eq!(stage.accounts, plan.accounts);
            assert!(stage.seats.iter().zip(&plan.seats).all(|(a, b)| a.quota == b.quota && a.tenure_months == b.tenure_months));
        }
    }
}
