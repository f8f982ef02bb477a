//! Sentences of a replay, which describe events in plain English.

use std::fmt::Write;

use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::coverage_counts::CoverageCounts;
use crate::simulate::event_details::{RenewalTerms, SeatMonth};
use crate::simulate::handover_cost::HandoverCause;
use crate::simulate::handover_cost::HandoverCost;
use crate::simulate::tally::Tally;
use crate::world::World;
use attain_core::number_format::{NumberFormat, decimal};
use attain_core::plan::Equity;
use attain_core::quantile::{logistic, logit};
use attain_design::territory::equity::RANGE_CAP;

/// Writes the sentences about one plan's year.
#[derive(Debug)]
pub struct EventSentences<'a> {
    pub(crate) plan: &'a CompiledPlan<'a>,
    pub(crate) world: &'a World,
}

impl EventSentences<'_> {
    /// An amount in whole units of the currency, such as "$12,300".
    #[must_use]
    pub fn money(&self, amount: f64) -> String {
        let before = NumberFormat::in_currency(&self.plan.policies.money.currency).currency_prefix().replace('\u{a0}', " ");
        let text = decimal(amount, 0);
        match text.strip_prefix('−') {
            Some(rest) => format!("−{before}{rest}"),
            None => format!("{before}{text}"),
        }
    }

    /// A day as a date, if it is within the horizon.
    #[must_use]
    pub fn when(&self, day: f64) -> String {
        let calendar = &self.plan.market.calendar;
        if day < calendar.days() { calendar.date_of(day.max(0.0)).to_string() } else { "after the horizon".to_owned() }
    }

    /// Describes the creation of an opportunity. Its mark is below the account's rate as a share of
    /// the highest rate.
    #[must_use]
    pub fn created(&self, amount: f64, mark: f64, rate_over_ratio: f64, coverage: f64) -> String {
        let share = mark * rate_over_ratio;
        let rate = share * self.plan.market.choices.rate_cap.get();
        format!(
            "opportunity of {} is created (rate {rate:.2}× normal, coverage {}; mark {})",
            self.money(amount),
            percent(coverage),
            measured(mark, share, true)
        )
    }

    /// Describes the chance of churn that decided a renewal, and its causes.
    #[must_use]
    pub fn renewing(renewing: &RenewalTerms, churns: bool) -> String {
        format!(
            "probability of churn {:.1} % compared with {:.1} % for its risk class, coverage since the last renewal {}; draw {}",
            100.0 * churn(renewing),
            100.0 * renewing.base,
            percent(renewing.coverage),
            measured(renewing.mark, churn(renewing), churns),
        )
    }

    /// Describes the cause and the cost of a change of owner.
    #[must_use]
    pub fn hand_over(&self, from: &str, to: &str, cause: HandoverCause, a: usize, cost: &HandoverCost) -> String {
        let change = match cause {
            HandoverCause::Planned => format!("moves from {from} to {to} under the plan"),
            HandoverCause::Started => format!("moves from {from} to {to}, who has started"),
            HandoverCause::Reviewed => format!("moves from {from} to {to} in the review"),
            HandoverCause::OwnerGone => format!("moves from {from}, whose seat is cut, to {to}"),
            HandoverCause::Left => "loses its rep".to_owned(),
        };
        let share = cost.mean + cost.chance_effect;
        let lost = if share < 0.0 { "gain" } else { "loss" };
        let mut text = format!(
            "{change}; expected {lost} {:.1} % of a year's new business, about {} ({:.1} % on average, the rest due to chance); \
             relationship {} → {}",
            100.0 * share.abs(),
            self.money((share * self.new_business(a)).abs()),
            100.0 * cost.mean,
            percent(cost.strength_before),
            percent(cost.strength_after),
        );
        if cost.delay > 0.0 {
            let _ = write!(
                text,
                "; open deals are delayed by {:.0} days and their log odds change by {}",
                cost.delay,
                signed(f64::from(cost.shift))
            );
        }
        text
    }

    /// Yearly new business of an account at full coverage.
    #[must_use]
    pub fn new_business(&self, a: usize) -> f64 {
        12.0 * self.plan.market.accounts[a].value
    }

    /// Describes a departure: its cause and when the replacement starts.
    #[must_use]
    pub fn left(&self, known: bool, gathered: f64, threshold: f64, fill_days: Option<f64>, arrives: Option<u32>) -> String {
        let why = if known {
            "as announced".to_owned()
        } else if gathered >= threshold {
            format!("accumulated hazard {gathered:.3} reaches the threshold of {threshold:.3}")
        } else {
            format!("accumulated hazard {gathered:.3}, reaching the threshold of {threshold:.3} within half a month")
        };
        let calendar = &self.plan.market.calendar;
        let next = match (arrives.map(|month| month as usize), fill_days) {
            (Some(month), Some(days)) if month < calendar.months => {
                format!("{days:.0} days to fill the seat; the next rep starts on {}", calendar.date_of(calendar.start_of(month)))
            }
            (Some(_), Some(days)) => format!("{days:.0} days to fill the seat; no successor starts within the horizon"),
            _ => "the seat is not refilled".to_owned(),
        };
        format!("leaves ({why}); {next}")
    }

    /// Describes the start of a rep.
    #[must_use]
    pub fn arrived(&self, seat: usize, skill: f64, cost: f64) -> String {
        let ramp = self.plan.seats[seat].ramp_months * self.world.parameters.ramp;
        let ramp = if ramp > 0.0 { format!("on a ramp of {ramp:.1} months") } else { "fully productive".to_owned() };
        format!("starts {ramp}; skill {} log odds, hiring cost {}", signed(skill), self.money(cost))
    }

    /// Describes a seat's month.
    #[must_use]
    pub fn seat_month(&self, month: &SeatMonth, counts: &CoverageCounts, accounts: usize) -> String {
        let worked = if counts.needed > 0.0 {
            format!("coverage {} of {accounts} accounts", percent(counts.given / counts.needed))
        } else {
            "no accounts".to_owned()
        };
        let orphans = if counts.orphans > 0.0 { format!(", {:.0} orphaned", counts.orphans) } else { String::new() };
        if !month.staffed {
            let why = if month.planned { "the seat is vacant" } else { "the seat is not yet planned to be filled" };
            return format!("month ends: {why}; {worked}{orphans}");
        }
        let quota = month.yearly_quota / 12.0 * month.own_share;
        format!(
            "month ends: {worked}{orphans}; productivity {}, quota carried {}, recent attainment {}; hazard of leaving {:.3}, \
             threshold {:.3}",
            percent(month.productivity),
            self.money(quota),
            percent(month.attainment),
            month.gathered,
            month.threshold,
        )
    }

    /// Describes the equity found in a review and the resulting moves.
    #[must_use]
    pub fn reviewed(found: &Equity, triggered: bool, acted: bool, moves: u32, after: &Equity) -> String {
        let calls = if triggered { "triggers a review" } else { "does not trigger a review" };
        let acts = match (acted, moves) {
            (false, _) => "the policy does not act".to_owned(),
            (true, 0) => "the policy finds no moves to make".to_owned(),
            (true, n) => {
                format!("the policy moves {n} account{}: {} afterwards", if n == 1 { "" } else { "s" }, equity(after))
            }
        };
        format!("quarter ends: {}; {calls}; {acts}", equity(found))
    }

    /// Describes the end of a year of the horizon for a seat.
    #[must_use]
    pub fn year_ended(&self, year: usize, tally: &Tally) -> String {
        let attainment = tally.attainment();
        let judged = if attainment.is_nan() { "too little quota to evaluate".to_owned() } else { percent(attainment) };
        format!(
            "year {year} ends: bookings {}, of which {} credited to the rep against a prorated quota of {}: {judged}; cost {}",
            self.money(tally.bookings.credited),
            self.money(tally.bookings.attained),
            self.money(tally.quota.carried),
            self.money(tally.cost),
        )
    }
}

/// Probability of churn at a renewal.
#[must_use]
pub fn churn(renewing: &RenewalTerms) -> f64 {
    if renewing.base > 0.0 { logistic(logit(renewing.base) + renewing.shift) } else { 0.0 }
}

/// Describes equity, such as "highest potential 1.31 × lowest, largest deviation 12 %".
#[must_use]
pub fn equity(equity: &Equity) -> String {
    let range = match equity.range {
        range if range >= RANGE_CAP => format!("over {RANGE_CAP:.0}"),
        range => format!("{:.2}", 1.0 + range),
    };
    format!("highest potential {range} × the lowest of like seats, largest deviation {}", percent(equity.largest_deviation))
}

/// Compares a draw with a probability, such as "0.023 < 0.100", with enough digits to tell them
/// apart.
#[must_use]
pub fn measured(draw: f64, against: f64, under: bool) -> String {
    let sign = if under { '<' } else { '≥' };
    let text = |digits: usize| (format!("{draw:.digits$}"), format!("{against:.digits$}"));
    let (draw, against) = (3..9).map(text).find(|(draw, against)| draw != against).unwrap_or_else(|| text(9));
    format!("{draw} {sign} {against}")
}

/// A share as a percentage without decimals.
#[must_use]
pub fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.0} %", 100.0 * share) } else { "–".to_owned() }
}

/// A number with a sign and two decimals.
#[must_use]
pub fn signed(value: f64) -> String {
    format!("{}{:.2}", if value < 0.0 { '−' } else { '+' }, value.abs())
}
