//! Open deals of a plan's year, and a month's decisions about them.

/// State of an open deal, including the remaining part of its outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenDealState {
    pub amount: f64,
    /// Index into the world's deals.
    pub deal: u32,
    pub account: u32,
    /// Delays of its account that have been applied to the deal, in days.
    pub felt_delay: f32,
    /// Shifts of its account's log odds that have been applied to the deal.
    pub felt_shift: f32,
    /// What it has felt of its account's months without selling time.
    pub felt_idle: f32,
    /// Months for which it got no selling time.
    pub idle: f32,
    /// Day of the next event.
    pub day: f32,
    /// Day of the other event, before delays.
    pub other: f32,
    /// Total delay in days.
    pub delay: f32,
    /// Shift of the deal's log odds.
    pub shift: f32,
    /// Hurdle: the deal is won if the sum of the plan's terms exceeds it.
    pub hurdle: f32,
    /// Day of creation.
    pub created: f32,
    /// Month of the other event, before delays.
    pub other_month: u8,
    /// Month of creation; negative before the start.
    pub born: i8,
    /// Whether its next event is to win it, if it is won then.
    pub to_win: bool,
    /// Whether the deal's first day has passed.
    pub second: bool,
    /// Whether the deal slipped.
    pub slipped: bool,
}

/// Indices of the month's deals by outcome. Reused as scratch space.
#[derive(Debug, Clone, Default)]
pub struct DealDecisions {
    /// Indices of deals that are won, lost and passed on, with room for all deals.
    pub(crate) places: [Vec<u32>; 3],
    /// Number of deals in each list.
    pub(crate) counts: [usize; 3],
    /// Terms of the sellers, by seat and then for the house.
    pub(crate) sellers: Vec<f64>,
}

impl DealDecisions {
    /// Indices of the deals that are won, lost and passed on.
    pub(crate) fn all(&self) -> [&[u32]; 3] {
        std::array::from_fn(|i| &self.places[i][..self.counts[i]])
    }
}
