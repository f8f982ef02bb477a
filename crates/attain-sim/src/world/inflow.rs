//! New accounts that come into a segment at the highest possible rate, and the balanced inflow.
//!
//! *Balanced*: after a year at normal coverage, an account with whitespace W creates the share
//! (e^-u − x) w of the opportunities that it created at first. Here u is the recurring part of its
//! expected wins divided by W, x its expected expansion divided by W, and w the effect of a year's
//! wins and losses on potential. A new account starts with its whole potential P as whitespace, of
//! which e^-v is left after a year. The balanced inflow i replaces what is lost:
//! i Σ r (1 − e^-v) / v = Σ r (1 − (e^-u − x) w), summed over the segment's accounts with rates r.

use libm::{exp, log};

use super::market_account::MarketAccount;
use super::market_segment::{MarketSegment, by_growth, churn};
use attain_core::scenario::choices::{Inflow, Market};
use attain_data::Account;

/// New accounts of a segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentInflow {
    /// New accounts per year where reps have the time that their books need, as a share of the
    /// segment's accounts.
    pub per_year: f64,
    /// Whether the number follows from the market.
    pub balanced: bool,
    /// Relative standard error, drawn once per world.
    pub uncertainty: f64,
}

/// An account of the book with its market constants.
pub(super) type AccountPair<'a> = (&'a Account, &'a MarketAccount);

impl SegmentInflow {
    /// Compiles the inflow of a segment with these accounts.
    pub(super) fn new<'a>(market: &Market, segment: &MarketSegment, accounts: impl Iterator<Item = AccountPair<'a>>) -> Self {
        let uncertainty = segment.choices.inflow_uncertainty.unwrap_or(market.new_accounts.uncertainty).get();
        match segment.choices.inflow.unwrap_or(market.new_accounts.inflow) {
            Inflow::PerYear(rate) => Self { per_year: rate.get(), balanced: false, uncertainty },
            Inflow::Balanced => Self { per_year: balanced(market, segment, accounts), balanced: true, uncertainty },
        }
    }
}

fn balanced<'a>(market: &Market, segment: &MarketSegment, accounts: impl Iterator<Item = AccountPair<'a>>) -> f64 {
    let recurring = market.renewal.recurring.get();
    let on_count = segment.choices.potential_on_count.get();
    let (gain, loss) = (market.potential_drift.won_gain.get(), market.potential_drift.lost_loss.get());
    let (mut lost, mut gained) = (0.0, 0.0);
    for (account, fixed) in accounts {
        let (rate, sold) = (12.0 * fixed.rate, recurring * 12.0 * fixed.value);
        let whitespace = account.potential - account.revenue;
        let left = if whitespace > 0.0 {
            let expansion = account.revenue * by_growth(&segment.choices.expansion, account.growth);
            (exp(-sold / whitespace) - expansion * (1.0 - churn(&segment.choices, account)) / whitespace).max(0.0)
        } else {
            1.0
        };
        let win = segment.win_share(fixed.size_scale, fixed.offset, market.size_log_odds.get());
        let windfall = exp(on_count * rate * (win * log(1.0 + gain) + (1.0 - win) * log((1.0 - loss).max(1e-9))));
        lost += rate * (1.0 - left * windfall);
        let used = if account.potential > 0.0 { sold / account.potential } else { 0.0 };
        gained += rate * if used > 1e-9 { (1.0 - exp(-used)) / used } else { 1.0 };
    }
    if gained > 0.0 { (lost / gained).clamp(0.0, 5.0) } else { 0.0 }
}
