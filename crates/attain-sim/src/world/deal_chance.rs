//! How a deal's odds come about, as far as the world decides. Drawn again at
//! the deal's address for reports that need it.

/// Where a deal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DealOrigin {
    /// An open opportunity of the book.
    Data {
        /// Key of its id.
        key: u64,
    },
    /// A latent opportunity of its account.
    Latent {
        /// Month of the horizon; negative in the warm-up.
        month: i32,
        /// Which of the account's in that month.
        k: u32,
    },
}

/// The world's part of a deal's log odds of being won, and its marks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DealChance {
    /// Create mark: the deal exists when it is under the account's rate as a share of the highest one.
    pub create: f64,
    /// Win mark: the deal is won when it is under the odds.
    pub draw: f64,
    /// Segment's win rate in this world, or the chance of the stage for a deal of the data; logit.
    pub base: f64,
    /// Shift from the account's industry.
    pub industry: f64,
    /// Shift from the source.
    pub source: f64,
    /// Shift from its size.
    pub size: f64,
    /// Shift from slipping for long.
    pub slip: f64,
    /// Shift from its age when it closes.
    pub age: f64,
    /// Days by which it slips.
    pub slip_days: f64,
    /// The source, as an index into [`CompiledMarket::sources`](super::compiled_market::CompiledMarket::sources).
    pub source_index: Option<usize>,
}

impl DealChance {
    /// Sum of the world's terms, log odds.
    #[inline]
    #[must_use]
    pub fn terms(&self) -> f64 {
        self.base + self.industry + self.source + self.size + self.slip + self.age
    }
}
