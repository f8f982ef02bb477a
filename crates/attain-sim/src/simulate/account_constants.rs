//! What is fixed about the accounts of a plan, in columns: what the loops of a
//! month read, side by side, and what events look up.

use libm::exp;

use super::compiled_account::CompiledAccount;
use crate::world::CompiledMarket;
use crate::world::closing::ClosingLaw;
use attain_core::scenario::choices::Segment;
use attain_data::Book;

/// Fixed columns by account.
#[derive(Debug, Clone, Default)]
pub struct AccountConstants {
    /// Rate of creation at full coverage against the normal one.
    pub full: Vec<f32>,
    /// Effort of full coverage against that of the reference coverage model.
    pub effort: Vec<f32>,
    /// Place in the order of books, over all accounts.
    pub rank: Vec<u32>,
    /// Touches a month at full coverage.
    pub touches: Vec<f32>,
    /// Months without a touch from which it is orphaned.
    pub patience: Vec<f32>,
    /// Whether no review may move it.
    pub locked: Vec<bool>,
    /// By segment: what changes of owner do to it.
    pub exposure: Vec<HandoverExposure>,
    /// By team and segment: whether the team serves it by name.
    serves: Vec<bool>,
}

/// How a segment feels changes of owner.
#[derive(Debug, Clone, Copy)]
pub struct HandoverExposure {
    /// Relative change of the win rate by a small change of log odds.
    pub per_log_odds: f64,
    /// Part of a year's deals that are open at a time.
    pub open: f64,
}

impl AccountConstants {
    /// The columns of a plan's accounts; `serves` says whether a team serves a segment by name.
    #[must_use]
    pub fn new(
        book: &Book,
        market: &CompiledMarket,
        accounts: &[CompiledAccount],
        serves: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let segments = market.segments.len();
        Self {
            full: accounts.iter().map(|account| account.full as f32).collect(),
            effort: accounts.iter().map(|account| account.effort as f32).collect(),
            rank: ranks(accounts),
            touches: accounts.iter().map(|account| account.touches as f32).collect(),
            patience: accounts.iter().map(|account| account.patience as f32).collect(),
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

/// The order of books: most valuable hour first, then by id.
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
        // A small change of log odds changes the win rate by (1 - p) of itself.
        Self { per_log_odds: 1.0 - segment.win_rate.get(), open: (cycle / 365.25).min(1.0) }
    }
}
