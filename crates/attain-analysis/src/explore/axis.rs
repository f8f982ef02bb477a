//! The axes of a grid: every numeric choice and market parameter that can be
//! varied, one line each. What an axis touches is in `reach`.
//!
//! A new axis is one line in `axes!` and a function that finds its numbers.

use serde::Serialize;

use super::reach;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Scenario;
use attain_core::units::OutOfRange;

/// How the value of an axis acts on the scenario's own number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// It takes its place.
    Value,
    /// It multiplies it: 1 changes nothing.
    Times,
    /// It is added to it: 0 changes nothing.
    Shift,
}

/// Who decides what the axis changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The planner: territories and quotas are designed with the changed value.
    Plan,
    /// The market or chance: the plan stays as it was designed, and what was assumed turns out otherwise.
    World,
}

/// What an axis can be narrowed to, after a dot: `adds.mid-market`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Nothing: there is one of it.
    Company,
    /// A team, or all of them.
    Team,
    /// One team, which must be named.
    OneTeam,
    /// A segment, or all of them.
    Segment,
}

/// Unit of an axis' values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A number of things.
    Count,
    /// Month of the horizon, 1 the first.
    Month,
    /// Days.
    Days,
    /// Months.
    Months,
    /// Weeks.
    Weeks,
    /// Hours.
    Hours,
    /// A multiplier.
    Factor,
    /// A share of a whole, or points of one.
    Share,
    /// Log odds.
    LogOdds,
    /// The study's currency.
    Money,
    /// Any other number.
    Number,
}

/// One axis.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// Stable name.
    pub name: &'static str,
    /// Unit of its values.
    pub unit: Unit,
    /// How a value acts.
    pub act: Act,
    /// Who decides.
    pub by: By,
    /// What it can be narrowed to.
    pub of: Of,
    /// Smallest value allowed.
    pub low: f64,
    /// Largest value allowed.
    pub high: f64,
    /// A small, plausible step away from what the scenario says, in the axis' unit.
    pub step: f64,
    /// What it says, one sentence.
    pub meaning: &'static str,
    /// Where it takes hold.
    reach: reach::Reach,
}

macro_rules! axes {
    ($($name:literal, $unit:ident, $act:ident, $by:ident, $of:ident, $low:literal ..= $high:literal, $step:literal, $reach:ident, $meaning:literal;)*) => {
        /// All axes. In a cell they are applied in this order, whatever order a grid names them in.
        pub const ALL: [Axis; [$($name),*].len()] = [$(Axis {
            name: $name, unit: Unit::$unit, act: Act::$act, by: By::$by, of: Of::$of,
            low: $low, high: $high, step: $step, meaning: $meaning, reach: reach::$reach,
        }),*];
    };
}

axes! {
    // name, unit, how a value acts, who decides, of what, range, step, where it takes hold, meaning
    "adds", Count, Value, Plan, OneTeam, 0.0..=10_000.0, 1.0, ADDS, "Seats added to the team, the scenario's own first.";
    "cuts", Count, Value, Plan, OneTeam, 0.0..=10_000.0, 1.0, CUTS, "Seats cut from the team, those with the least potential.";
    "start-month", Month, Value, Plan, Team, 1.0..=60.0, 1.0, START_MONTH, "Month in which added seats are planned to start.";
    "target", Money, Value, Plan, Company, 0.0..=1e15, 1_000_000.0, TARGET, "Yearly bookings the company wants to reach.";
    "quota", Factor, Times, Plan, Company, 0.01..=100.0, 0.1, QUOTA, "Quota of every seat; a top-down policy changes its over-assignment, never below the target.";
    "over-assignment", Share, Value, Plan, Company, 0.0..=1.0, 0.05, OVER_ASSIGNMENT, "Street quota over target, less one, of a top-down policy.";
    "balance-tolerance", Share, Value, Plan, Company, 0.0..=1.0, 0.05, BALANCE_TOLERANCE, "Allowed deviation of a seat's potential from the mean of like seats.";
    "growth-buffer", Share, Value, Plan, Company, 0.0..=0.9, 0.05, GROWTH_BUFFER, "Part of capacity kept free for growth.";
    "balance-weight", Factor, Times, Plan, Company, 0.0..=1000.0, 0.5, BALANCE_WEIGHT, "Importance of balance in the carve.";
    "disruption-weight", Factor, Times, Plan, Company, 0.0..=1000.0, 0.5, DISRUPTION_WEIGHT, "Importance of present relationships in the carve.";
    "touches", Factor, Times, Plan, Company, 0.01..=100.0, 0.2, TOUCHES, "Touches a year of the coverage model, every tier.";
    "opportunity-hours", Hours, Value, Plan, Company, 0.0..=1000.0, 1.0, OPPORTUNITY_HOURS, "Time an open opportunity asks for, a month.";
    "max-moves", Count, Value, Plan, Company, 0.0..=1_000_000.0, 20.0, MAX_MOVES, "Most accounts moved at one review during the year.";
    "transition-weeks", Weeks, Value, Plan, Company, 0.0..=26.0, 1.0, TRANSITION_WEEKS, "Weeks in which old and new owner are both on an account.";
    "hours", Factor, Times, World, Team, 0.01..=100.0, 0.1, HOURS, "Selling time of a rep (or accounts of one, where capacity counts accounts).";
    "absence", Share, Value, World, Team, 0.0..=0.9, 0.04, ABSENCE, "Mean part of the time lost to holidays and illness.";
    "hire-slip", Days, Value, World, Company, 0.0..=3650.0, 20.0, HIRE_SLIP, "Mean delay of planned hires.";
    "ramp", Factor, Times, World, Team, 0.0..=100.0, 0.25, RAMP, "Length of the ramp.";
    "attrition", Factor, Times, World, Team, 0.0..=100.0, 0.5, ATTRITION, "Share of reps who leave in a year; for one team, its hazard.";
    "time-to-fill", Factor, Times, World, Company, 0.0..=100.0, 0.5, TIME_TO_FILL, "Days from a departure to the new rep's first day.";
    "attainment-hazard", LogOdds, Value, World, Company, 0.0..=10.0, 0.5, ATTAINMENT_HAZARD, "Change of log hazard of leaving for each unit of attainment under one.";
    "peer-factor", Factor, Value, World, Company, 0.0..=1000.0, 0.1, PEER_FACTOR, "Factor on the hazard for each colleague of ten who left beyond the usual number.";
    "cover-efficiency", Share, Value, World, Company, 0.0..=1.0, 0.2, COVER_EFFICIENCY, "What an hour of a colleague is worth on a book that is not their own.";
    "skill-spread", Number, Value, World, Company, 0.0..=5.0, 0.1, SKILL_SPREAD, "Standard deviation of skill between reps, log odds.";
    "hire-skill", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, HIRE_SKILL, "Expected difference of a hire to the present reps.";
    "opportunity-rate", Factor, Times, World, Segment, 0.0..=100.0, 0.1, OPPORTUNITY_RATE, "New opportunities a year.";
    "deal-size", Factor, Times, World, Segment, 0.001..=1000.0, 0.1, DEAL_SIZE, "Size of opportunities.";
    "win-rate", Share, Shift, World, Segment, -1.0..=1.0, 0.02, WIN_RATE, "Win rate, in points: -0.02 is two points less.";
    "win-odds", LogOdds, Shift, World, Segment, -10.0..=10.0, 0.1, WIN_ODDS, "Log odds of winning: +0.7 about doubles the odds.";
    "cycle", Factor, Times, World, Segment, 0.01..=100.0, 0.2, CYCLE, "Days from creation to a win or a loss.";
    "churn", Factor, Times, World, Segment, 0.0..=100.0, 0.25, CHURN, "Share of revenue that churns at a renewal.";
    "expansion", Factor, Times, World, Segment, 0.0..=100.0, 0.25, EXPANSION, "Expansion at a renewal.";
    "win-trend", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, WIN_TREND, "Drift of every win rate, log odds a year.";
    "potential-trend", Share, Value, World, Company, -1.0..=10.0, 0.05, POTENTIAL_TREND, "Growth of potential a year.";
    "market-shock", Factor, Times, World, Company, 0.0..=100.0, 0.5, MARKET_SHOCK, "Standard deviation of the market's shock to win rates.";
    "segment-shock", Factor, Times, World, Company, 0.0..=100.0, 0.5, SEGMENT_SHOCK, "Standard deviation of a segment's shock to its win rate.";
    "potential-spread", Factor, Times, World, Company, 0.0..=100.0, 0.5, POTENTIAL_SPREAD, "Standard deviation of the moves of potential.";
    "elasticity", Share, Value, World, Company, 0.0..=1.0, 0.1, ELASTICITY, "Selling elasticity of a power response.";
    "inbound", Share, Value, World, Company, 0.0..=1.0, 0.1, INBOUND, "Share of opportunities that come without any coverage.";
    "size-odds", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, SIZE_ODDS, "Change of log odds when a deal is e times the median size.";
    "unramped-odds", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, UNRAMPED_ODDS, "Change of log odds for a rep who has not begun to ramp.";
    "relationship-odds", LogOdds, Value, World, Company, -10.0..=10.0, 0.1, RELATIONSHIP_ODDS, "Change of log odds of winning at full strength of a relationship.";
    "hand-over", Factor, Times, World, Company, 0.0..=5.0, 0.25, HAND_OVER, "Loss of sales after a change of owner.";
    "hand-over-delay", Days, Value, World, Company, 0.0..=3650.0, 14.0, HAND_OVER_DELAY, "Delay of open opportunities after a change of owner.";
    "slippage", Share, Value, World, Company, 0.0..=1.0, 0.1, SLIPPAGE, "Share of opportunities that slip.";
    "recurring", Share, Value, World, Company, 0.0..=1.0, 0.1, RECURRING, "Part of new business that comes again every year.";
    "uncertainty", Factor, Times, World, Company, 0.0..=100.0, 0.5, UNCERTAINTY, "How unsure all parameters are: their standard errors.";
    "margin", Share, Value, World, Company, 0.0..=1.0, 0.05, MARGIN, "Contribution margin of a booking before selling cost.";
    "pay", Factor, Times, World, Team, 0.0..=100.0, 0.1, PAY, "Base and variable pay.";
    "cost-per-hire", Factor, Times, World, Company, 0.0..=1000.0, 0.5, COST_PER_HIRE, "Cost of hiring one rep.";
}

/// The axis of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Axis> {
    ALL.iter().find(|axis| axis.name == name)
}

impl Axis {
    /// Position in [`ALL`].
    #[must_use]
    pub fn position(&self) -> usize {
        ALL.iter().position(|axis| axis.name == self.name).unwrap_or(ALL.len())
    }

    /// The value at which the axis changes nothing: 1 for a factor, 0 for a
    /// shift, else what the scenario says. `None` where the scenario has
    /// nothing that the axis could change.
    #[must_use]
    pub fn base(&self, scenario: &Scenario, of: Option<&str>) -> Option<f64> {
        let mut copy = scenario.clone();
        self.reach.base(&mut copy, of, self.act)
    }

    /// Changes a scenario.
    ///
    /// # Errors
    /// A value outside the axis' range, or one that takes the scenario's number
    /// out of its own; a scenario without anything to change.
    pub fn set(&self, scenario: &mut Scenario, of: Option<&str>, value: f64) -> Result<(), Unfit> {
        if !(self.low..=self.high).contains(&value) || (self.whole() && value.fract() != 0.0) {
            return Err(Unfit::Outside { found: value, axis: self.name, low: self.low, high: self.high });
        }
        self.reach.set(scenario, of, self.act, value)
    }

    /// The scenario with the axis at a value; its hash follows.
    ///
    /// # Errors
    /// As [`Axis::set`].
    pub fn apply(&self, resolved: &ResolvedScenario, of: Option<&str>, value: f64) -> Result<ResolvedScenario, Unfit> {
        let mut done = Ok(());
        let changed = resolved.with_choices(|scenario| done = self.set(scenario, of, value));
        done.map(|()| changed)
    }

    /// Whether values are whole numbers.
    #[must_use]
    pub fn whole(&self) -> bool {
        matches!(self.unit, Unit::Count | Unit::Month)
    }
}

/// A value that an axis cannot take in a scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// Outside the axis' own range.
    #[error("{found} is outside the range of `{axis}`")]
    Outside {
        /// The value.
        found: f64,
        /// The axis.
        axis: &'static str,
        /// Smallest value allowed.
        low: f64,
        /// Largest value allowed.
        high: f64,
    },
    /// The scenario's number would leave its range.
    #[error("it makes {0}")]
    Number(#[from] OutOfRange),
    /// The scenario has nothing of the kind.
    #[error("the scenario has no {0}")]
    Nothing(&'static str),
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
