//! The axes of a grid: every numeric choice and market parameter that can be varied.
//!
//! To add an axis, add a line in `axes!` and a constant in `axis_target` that defines what it
//! changes.

use super::axis_kind::{AxisEffect, AxisScope, AxisUnit, DecidedBy};
use super::axis_target;
use super::error::AxisValueError;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Scenario;

/// A scenario parameter that can be varied.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// Stable name, as used in study files and options.
    pub name: &'static str,
    pub unit: AxisUnit,
    pub effect: AxisEffect,
    pub decided_by: DecidedBy,
    /// Whether the axis can be narrowed to a team or segment.
    pub scope: AxisScope,
    /// Smallest allowed value.
    pub low: f64,
    /// Largest allowed value.
    pub high: f64,
    /// A small, plausible step from the scenario's value, in the unit of the axis.
    pub step: f64,
    /// Description of the axis, in one sentence.
    pub meaning: &'static str,
    target: axis_target::AxisTarget,
}

macro_rules! axes {
    ($($name:literal, $unit:ident, $effect:ident, $decided_by:ident, $scope:ident, $low:literal ..= $high:literal, $step:literal, $target:ident, $meaning:literal;)*) => {
        /// All axes, in the order in which they are applied to a cell, regardless of their order in
        /// the grid.
        pub const ALL: [Axis; [$($name),*].len()] = [$(Axis {
            name: $name, unit: AxisUnit::$unit, effect: AxisEffect::$effect, decided_by: DecidedBy::$decided_by,
            scope: AxisScope::$scope, low: $low, high: $high, step: $step, meaning: $meaning, target: axis_target::$target,
        }),*];
    };
}

axes! {
    // name, unit, effect, who decides, scope, range, step, what it changes, meaning
    "adds", Count, Value, Plan, OneTeam, 0.0..=10_000.0, 1.0, ADDS, "Seats added to the team; the scenario's own additions come first.";
    "cuts", Count, Value, Plan, OneTeam, 0.0..=10_000.0, 1.0, CUTS, "Seats cut from the team, those with the least potential first.";
    "start-month", Month, Value, Plan, Team, 1.0..=60.0, 1.0, START_MONTH, "Month in which added seats are planned to start.";
    "target", Money, Value, Plan, Company, 0.0..=1e15, 1_000_000.0, TARGET, "Yearly bookings target of the company.";
    "quota", Factor, Times, Plan, Company, 0.01..=100.0, 0.1, QUOTA, "Quota of every seat; under a top-down policy, the over-assignment changes accordingly, and street quota cannot fall below the target.";
    "over-assignment", Share, Value, Plan, Company, 0.0..=1.0, 0.05, OVER_ASSIGNMENT, "Ratio of street quota to target, minus one, under a top-down policy.";
    "balance-tolerance", Share, Value, Plan, Company, 0.0..=1.0, 0.05, BALANCE_TOLERANCE, "Allowed deviation of a seat's potential from the mean of like seats.";
    "growth-buffer", Share, Value, Plan, Company, 0.0..=0.9, 0.05, GROWTH_BUFFER, "Share of capacity kept free for growth.";
    "balance-weight", Factor, Times, Plan, Company, 0.0..=1000.0, 0.5, BALANCE_WEIGHT, "Weight of balance in the alignment.";
    "disruption-weight", Factor, Times, Plan, Company, 0.0..=1000.0, 0.5, DISRUPTION_WEIGHT, "Weight of existing relationships in the alignment.";
    "touches", Factor, Times, Plan, Company, 0.01..=100.0, 0.2, TOUCHES, "Touches per year in every tier of the coverage model.";
    "opportunity-hours", Hours, Value, Plan, Company, 0.0..=1000.0, 1.0, OPPORTUNITY_HOURS, "Monthly hours of selling time per open opportunity.";
    "max-moves", Count, Value, Plan, Company, 0.0..=1_000_000.0, 20.0, MAX_MOVES, "Largest number of accounts moved at one review during the year.";
    "transition-weeks", Weeks, Value, Plan, Company, 0.0..=26.0, 1.0, TRANSITION_WEEKS, "Weeks in which the old and the new owner both work an account.";
    "hours", Factor, Times, World, Team, 0.01..=100.0, 0.1, HOURS, "Selling time of a rep (or accounts per rep, if capacity is measured in accounts).";
    "absence", Share, Value, World, Team, 0.0..=0.9, 0.04, ABSENCE, "Mean share of time lost to holidays and illness.";
    "hire-slip", Days, Value, World, Company, 0.0..=3650.0, 20.0, HIRE_SLIP, "Mean delay of planned hires.";
    "ramp", Factor, Times, World, Team, 0.0..=100.0, 0.25, RAMP, "Length of the ramp.";
    "attrition", Factor, Times, World, Team, 0.0..=100.0, 0.5, ATTRITION, "Share of reps who leave in a year; for a single team, its hazard of leaving.";
    "time-to-fill", Factor, Times, World, Company, 0.0..=100.0, 0.5, TIME_TO_FILL, "Days from a departure to the new rep's first day.";
    "attainment-hazard", LogOdds, Value, World, Company, 0.0..=10.0, 0.5, ATTAINMENT_HAZARD, "Change in the log hazard of leaving per unit of attainment below one.";
    "peer-factor", Factor, Value, World, Company, 0.0..=1000.0, 0.1, PEER_FACTOR, "Factor on the hazard of leaving for each colleague, in a team of ten, who left in excess of the usual number.";
    "cover-efficiency", Share, Value, World, Company, 0.0..=1.0, 0.2, COVER_EFFICIENCY, "Value of a colleague's hour in a territory that is not their own, as a share of the owner's.";
    "skill-spread", Number, Value, World, Company, 0.0..=5.0, 0.1, SKILL_SPREAD, "Standard deviation of skill between reps, in log odds.";
    "hire-skill", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, HIRE_SKILL, "Expected skill of a new hire minus that of the current reps.";
    "opportunity-rate", Factor, Times, World, Segment, 0.0..=100.0, 0.1, OPPORTUNITY_RATE, "New opportunities per year.";
    "deal-size", Factor, Times, World, Segment, 0.001..=1000.0, 0.1, DEAL_SIZE, "Opportunity size.";
    "win-rate", Share, Shift, World, Segment, -1.0..=1.0, 0.02, WIN_RATE, "Win rate, in points: -0.02 is two points lower.";
    "win-odds", LogOdds, Shift, World, Segment, -10.0..=10.0, 0.1, WIN_ODDS, "Log odds of winning: +0.7 roughly doubles the odds.";
    "cycle", Factor, Times, World, Segment, 0.01..=100.0, 0.2, CYCLE, "Days from creation to a win or a loss.";
    "churn", Factor, Times, World, Segment, 0.0..=100.0, 0.25, CHURN, "Share of revenue that churns at a renewal.";
    "expansion", Factor, Times, World, Segment, 0.0..=100.0, 0.25, EXPANSION, "Expansion at a renewal.";
    "win-trend", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, WIN_TREND, "Drift of every win rate, in log odds per year.";
    "potential-trend", Share, Value, World, Company, -1.0..=10.0, 0.05, POTENTIAL_TREND, "Yearly growth of potential.";
    "market-shock", Factor, Times, World, Company, 0.0..=100.0, 0.5, MARKET_SHOCK, "Standard deviation of the market's shock to win rates.";
    "segment-shock", Factor, Times, World, Company, 0.0..=100.0, 0.5, SEGMENT_SHOCK, "Standard deviation of a segment's shock to its win rate.";
    "potential-spread", Factor, Times, World, Company, 0.0..=100.0, 0.5, POTENTIAL_SPREAD, "Standard deviation of changes in potential.";
    "elasticity", Share, Value, World, Company, 0.0..=1.0, 0.1, ELASTICITY, "Selling elasticity of a power response.";
    "inbound", Share, Value, World, Company, 0.0..=1.0, 0.1, INBOUND, "Share of opportunities that arise without any coverage.";
    "size-odds", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, SIZE_ODDS, "Change in log odds when a deal is e times the median size.";
    "unramped-odds", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, UNRAMPED_ODDS, "Change in log odds for a rep who has not begun to ramp.";
    "relationship-odds", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, RELATIONSHIP_ODDS, "Change in log odds of winning at full strength of a relationship.";
    "hand-over", Factor, Times, World, Company, 0.0..=5.0, 0.25, HAND_OVER, "Loss of sales after a change of owner.";
    "hand-over-delay", Days, Value, World, Company, 0.0..=3650.0, 14.0, HAND_OVER_DELAY, "Delay of open opportunities after a change of owner.";
    "slippage", Share, Value, World, Company, 0.0..=1.0, 0.1, SLIPPAGE, "Share of opportunities that slip.";
    "recurring", Share, Value, World, Company, 0.0..=1.0, 0.1, RECURRING, "Share of new business that recurs every year.";
    "uncertainty", Factor, Times, World, Company, 0.0..=100.0, 0.5, UNCERTAINTY, "Standard errors of all estimated parameters.";
    "margin", Share, Value, World, Company, 0.0..=1.0, 0.05, MARGIN, "Contribution margin of a booking before selling cost.";
    "pay", Factor, Times, World, Team, 0.0..=100.0, 0.1, PAY, "Base and variable pay.";
    "cost-per-hire", Factor, Times, World, Company, 0.0..=1000.0, 0.5, COST_PER_HIRE, "Cost of hiring one rep.";
}

/// Finds an axis by name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Axis> {
    ALL.iter().find(|axis| axis.name == name)
}

impl Axis {
    /// Returns the position in [`ALL`].
    #[must_use]
    pub fn position(&self) -> usize {
        ALL.iter().position(|axis| axis.name == self.name).unwrap_or(ALL.len())
    }

    /// Returns the value at which the axis changes nothing: 1 for a factor, 0 for a shift,
    /// otherwise the scenario's value. Returns `None` if the scenario has nothing that the axis
    /// could change.
    #[must_use]
    pub fn base(&self, scenario: &Scenario, narrowed_to: Option<&str>) -> Option<f64> {
        let mut copy = scenario.clone();
        self.target.base(&mut copy, narrowed_to, self.effect)
    }

    /// Changes a scenario. `narrowed_to` is the name of a team or segment.
    ///
    /// # Errors
    /// Returns an error if the value is outside the range of the axis, if it takes the scenario's
    /// number out of its own range, or if the scenario has nothing to change.
    pub fn set(&self, scenario: &mut Scenario, narrowed_to: Option<&str>, value: f64) -> Result<(), AxisValueError> {
        if !(self.low..=self.high).contains(&value) || (self.is_whole() && value.fract() != 0.0) {
            return Err(AxisValueError::Outside { found: value, axis: self.name, low: self.low, high: self.high });
        }
        self.target.set(scenario, narrowed_to, self.effect, value)
    }

    /// Returns a copy of the scenario with the axis set to a value and the hash updated.
    ///
    /// # Errors
    /// Returns the errors of [`Axis::set`].
    pub fn apply(
        &self,
        resolved: &ResolvedScenario,
        narrowed_to: Option<&str>,
        value: f64,
    ) -> Result<ResolvedScenario, AxisValueError> {
        let mut done = Ok(());
        let changed = resolved.with_choices(|scenario| done = self.set(scenario, narrowed_to, value));
        done.map(|()| changed)
    }

    /// Returns whether values are whole numbers.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.unit, AxisUnit::Count | AxisUnit::Month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_steps_lie_within_the_range() {
        for (i, axis) in ALL.iter().enumerate() {
            assert!(ALL[..i].iter().all(|other| other.name != axis.name), "{} twice", axis.name);
            assert!(axis.low < axis.high && axis.step > 0.0, "{}", axis.name);
            assert!(axis.meaning.ends_with('.'), "{}", axis.name);
        }
    }
}
