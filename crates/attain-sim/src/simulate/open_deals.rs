//! Open deals of a plan's year, and the decisions of a month about them.

/// A deal that is open in a plan's year, with what of its outcome is still to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenDealState {
    /// Amount.
    pub amount: f64,
    /// Index into the world's deals.
    pub deal: u32,
    /// Its account.
    pub account: u32,
    /// What it has felt of its account's delays.
    pub felt_delay: f32,
    /// What it has felt of its account's shifts of log odds.
    pub felt_shift: f32,
    /// What it has felt of its account's months without selling time.
    pub felt_idle: f32,
    /// Months for which it got no selling time.
    pub idle: f32,
    /// Day of the next event.
    pub day: f32,
    /// Day of the other event, delays aside.
    pub other: f32,
    /// Days by which it was delayed.
    pub delay: f32,
    /// Shift of its log odds.
    pub shift: f32,
    /// It is won when this is under the sum of the plan's terms.
    pub hurdle: f32,
    /// Day of creation.
    pub created: f32,
    /// Month of the other event, delays aside.
    pub other_month: u8,
    /// Month of creation; negative before the start.
    pub born: i8,
    /// Whether its next event is to win it, if it is won then.
    pub to_win: bool,
    /// Whether its first event is behind it.
    pub second: bool,
    /// Whether it slips.
    pub slipped: bool,
}

/// What becomes of the deals of a month: places in its list. Scratch.
#[derive(Debug, Clone, Default)]
pub struct DealDecisions {
    /// Places of deals that are won, lost and passed on, with room for all.
    pub(crate) places: [Vec<u32>; 3],
    /// How many there are of each.
    pub(crate) counts: [usize; 3],
    /// By seat, then the house: terms of whoever looks after the deals.
    pub(crate) sellers: Vec<f64>,
}

impl DealDecisions {
    /// Places of the deals that are won, lost and passed on.
    pub(crate) fn all(&self) -> [&[u32]; 3] {
        std::array::from_fn(|i| &self.places[i][..self.counts[i]])
    }
}
