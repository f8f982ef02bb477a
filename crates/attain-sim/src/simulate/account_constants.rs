//! Constant attributes of a plan's accounts, in columns for the monthly loops and for lookups by
//! events.

use libm::exp;

use super::compiled_account::CompiledAccount;
use crate::world::CompiledMarket;
use crate::world::closing::ClosingLaw;
use attain_core::scenario::choices::Segment;
use attain_data::Book;

/// Constant attributes by account.
#[derive(Debug, Clone, Default)]
pub struct AccountConstants {
    /// Effort at full coverage, relative to the reference coverage model.
    pub effort: Vec<f32>,
    /// Rank in the order in which books are worked, over all accounts.
    pub rank: Vec<u32>,
    /// Whether reviews must not move the account.
    pub locked: Vec<bool>,
    /// Exposure to changes of owner, by segment.
    pub exposure: Vec<HandoverExposure>,
    /// Whether a team serves a segment by name, indexed by team and segment.
    serves: Vec<bool>,
}

/// Sensitivity of a segment to changes of owner.
#[derive(Debug, Clone, Copy)]
pub struct HandoverExposure {
    /// Relative change of the win rate per unit of a small change in log odds.
    pub per_log_odds: f64,
    /// Share of a year's deals that are open at any time.
    pub open: f64,
}

impl AccountConstants {
    /// Builds the columns for a plan's accounts. `serves` states whether a team serves a segment by
    /// name.
    #[must_use]
    pub fn new(
        book: &Book,
        market: &CompiledMarket,
        accounts: &[CompiledAccount],
        serves: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let segments = market.segments.len();
        Self {
            effort: accounts.iter().map(|account| account.effort as f32).collect(),
            rank: ranks(accounts),
            locked: accounts.iter().map(|account| account.locked).collect(),
            exposure: market.segments.iter().map(|segment| HandoverExposure::new(&segment.choices)).collect(),
            serves: (0..book.teams.len() * segments).map(|i| serves(i / segments, i % segments)).collect(),
        }
    }

    /// Whether a team serves a segment by name.
    #[must_use]
    pub fn serves(&self, team: usize, segment: usize) -> bool {
        self.serves[team * self.exposure.len() + segment]
    }
}

/// Returns the rank of each account: highest value per hour first, then by id.
fn ranks(accounts: &[CompiledAccount]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..accounts.len()).collect();
    order.sort_by(|&a, &b| accounts[b].priority.total_cmp(&accounts[a].priority).then(a.cmp(&b)));
    let mut ranks = vec![0; accounts.len()];
    for (rank, a) in order.into_iter().enumerate() {
        ranks[a] = rank as u32;
    }
    ranks
}

impl HandoverExposure {
    fn new(segment: &Segment) -> Self {
        let choice = &segment.days_to_win;
        let lognormal = || choice.median_days.get() * exp(0.5 * choice.sigma.get().powi(2));
        let cycle = segment.closing.as_ref().map_or_else(lognormal, |of| ClosingLaw::new(of).mean_days());
        // A small change in log odds changes the win rate by a factor of (1 - p).
        Self { per_log_odds: 1.0 - segment.win_rate.get(), open: (cycle / 365.25).min(1.0) }
    }
}
