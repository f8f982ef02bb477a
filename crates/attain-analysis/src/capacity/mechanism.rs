//! What stands between quota capacity and bookings, one mechanism after the other.
//!
//! Each can be switched off by neutral values of existing choices. Books, quotas
//! and the target stay those of the plan, so that a step shows the mechanism and
//! not another carve.

use attain_core::plan::Plan;
use attain_core::scenario::choices::{Autoregression, CoverageLimit, HandOver, Ramp, RampShape, Scenario, TimeToFill};
use attain_core::units::{Days, Evidence, LogOdds, Months, Rate, Share, Sigma};

/// A mechanism that takes bookings away, or gives some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mechanism {
    /// Seats that are planned to start after the first day.
    Starts,
    /// New reps become productive by and by.
    Ramp,
    /// Reps leave; with the shortest vacancy that the calendar of months knows.
    Attrition,
    /// Seats wait for their next rep, hires start late.
    Fill,
    /// Reps have the hours of a month, and not just what their books ask for.
    Coverage,
    /// Win rates shift, potential drifts, and nobody knows the parameters.
    Market,
    /// A change of owner costs business and time.
    HandOver,
}

impl Mechanism {
    /// All of them, in the order in which they are switched on.
    pub const ALL: [Self; 7] =
        [Self::Starts, Self::Ramp, Self::Attrition, Self::Fill, Self::Coverage, Self::Market, Self::HandOver];

    /// Its name in the bridge.
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

    /// What is switched on, one sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Starts => "Added seats open in their planned months and not on the first day.",
            Self::Ramp => {
                "Reps of short tenure are as productive as their ramp says; its length is as uncertain as the market says."
            }
            Self::Attrition => {
                "Reps leave; a seat is empty for a month, the shortest the calendar knows, and its next rep ramps."
            }
            Self::Fill => "Seats are filled after the time to fill, and planned hires slip.",
            Self::Coverage => {
                "Reps have their team's hours less absence: books that ask for more go short, time to spare helps where reps are missing."
            }
            Self::Market => {
                "Win rates shift with the market and the segment, potential drifts, and parameters are drawn from what is known of them."
            }
            Self::HandOver => "Planned moves, leavers and reviews cost relationships, open deals, new business and time.",
        }
    }

    /// Takes the mechanism out of a plan whose books are made.
    fn take_from(self, plan: &mut Plan) {
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
            Self::Market => still(scenario),
            Self::HandOver => {
                market.hand_over = without_loss();
                scenario.transition.weeks = 0.0;
            }
        }
    }
}

/// A market that stands still and is known.
fn still(scenario: &mut Scenario) {
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

/// Hand-overs that change nothing.
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

/// The plan with the first `on` mechanisms in and the others out; its books,
/// quotas and target stay.
#[must_use]
pub fn with_first(plan: &Plan, on: usize) -> Plan {
    let mut stage = plan.clone();
    for mechanism in &Mechanism::ALL[on.min(Mechanism::ALL.len())..] {
        mechanism.take_from(&mut stage);
    }
    stage
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_design::design::design;
    use attain_fixtures::books as fixture;

    #[test]
    fn each_step_puts_one_mechanism_in_and_the_last_is_the_plan() {
        let plan = design(&fixture::book(3, 120, 9), &fixture::resolved(fixture::scenario())).unwrap();
        let stages: Vec<Plan> = (0..=Mechanism::ALL.len()).map(|on| with_first(&plan, on)).collect();
        assert_eq!(stages.last().unwrap().scenario, plan.scenario);
        for (stage, next) in stages.iter().zip(&stages[1..]) {
            // Starts changes nothing here: no seat is added.
            let same = stage.scenario == next.scenario;
            assert_eq!(same, stage.scenario == stages[0].scenario && next.scenario == stages[1].scenario);
            assert_eq!(stage.accounts, plan.accounts);
            assert!(stage.seats.iter().zip(&plan.seats).all(|(a, b)| a.quota == b.quota && a.tenure_months == b.tenure_months));
        }
    }
}
