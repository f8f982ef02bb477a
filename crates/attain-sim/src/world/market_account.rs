//! Market constants of an account.

/// Market constants of one account.
#[derive(Debug, Clone, Copy)]
pub struct MarketAccount {
    /// Key of the account's id.
    pub key: u64,
    /// Index of the segment.
    pub segment: usize,
    /// Normal monthly rate of new opportunities at full coverage and today's potential.
    pub rate: f64,
    /// Size of its opportunities relative to those of an account of mean potential.
    pub size_scale: f64,
    /// Natural logarithm of `size_scale`.
    pub log_size_scale: f64,
    /// Standard deviation of the logarithm of a factor on `size_scale`, drawn once per world.
    pub size_sd: f64,
    /// Shift of log odds due to its industry and region.
    pub offset: f64,
    /// Month of the horizon of its first renewal, if the data gives one. The month may be after the
    /// horizon.
    pub renewal_month: Option<u8>,
    /// Expected new business per month at full coverage: the rate times the mean of size times
    /// probability of winning.
    pub value: f64,
}
