//! The world's part of a deal's odds, by component. It is drawn again at the deal's address for
//! reports that need it.

/// Origin of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DealOrigin {
    /// An open opportunity in the data.
    Data {
        /// Key of the opportunity's id.
        key: u64,
    },
    /// A latent opportunity of its account.
    Latent {
        /// Month of the horizon; negative in the warm-up.
        month: i32,
        /// Number of the opportunity within the account's month.
        k: u32,
    },
}

/// The world's part of a deal's log odds of winning, and the deal's marks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DealChance {
    /// Create mark: the deal is created if it is below the account's rate as a share of the highest
    /// rate.
    pub create: f64,
    /// Win mark: the deal is won if it is below the probability of winning.
    pub draw: f64,
    /// Logit of the segment's win rate in this world, or of the stage's probability for a deal in
    /// the data.
    pub base: f64,
    /// Shift due to the account's industry and region.
    pub industry: f64,
    /// Shift due to the source.
    pub source: f64,
    /// Shift due to the deal's size.
    pub size: f64,
    /// Shift due to a long slip.
    pub slip: f64,
    /// Shift due to the deal's age at closing.
    pub age: f64,
    /// Days by which the deal slips.
    pub slip_days: f64,
    /// Index of the source in
    /// [`CompiledMarket::sources`](super::compiled_market::CompiledMarket::sources).
    pub source_index: Option<usize>,
}

impl DealChance {
    /// Sum of the world's terms, in log odds.
    #[inline]
    #[must_use]
    pub fn terms(&self) -> f64 {
        self.base + self.industry + self.source + self.size + self.slip + self.age
    }
}
