//! Published figures of three common segments.

/// A common segment with its published figures.
#[derive(Debug, PartialEq)]
pub struct SegmentPreset {
    pub name: &'static str,
    /// Position in the coverage model: the tier whose row applies to the segment's accounts.
    pub tier: usize,
    /// Number of accounts that fill a rep's capacity in the commercial coverage model.
    pub published_accounts: f64,
    /// Share of closed opportunities that are won.
    pub win_rate: f64,
    /// Source of the win rate.
    pub win_source: &'static str,
    /// Median number of days from creation to a win.
    pub cycle_days: f64,
    /// Source of the sales cycle.
    pub cycle_source: &'static str,
    /// New opportunities per account per year.
    pub opportunities: f64,
}

/// The preset segments, ordered so that the one with the largest accounts is last.
pub(super) const PRESETS: [SegmentPreset; 3] = [
    SegmentPreset {
        name: "smb",
        tier: 2,
        published_accounts: 175.0,
        win_rate: 0.325,
        win_source: "S: midpoint of 25-40 %",
        cycle_days: 27.0,
        cycle_source: "S: midpoint of 14-40 days",
        opportunities: 1.4,
    },
    SegmentPreset {
        name: "mid-market",
        tier: 1,
        published_accounts: 100.0,
        win_rate: 0.20,
        win_source: "S: midpoint of 15-25 %",
        cycle_days: 84.0,
        cycle_source: "S: median 84 days overall",
        opportunities: 1.7,
    },
    SegmentPreset {
        name: "enterprise",
        tier: 0,
        published_accounts: 40.0,
        win_rate: 0.15,
        win_source: "S: midpoint of 10-20 %",
        cycle_days: 270.0,
        cycle_source: "S: midpoint of 6-12 months",
        opportunities: 1.2,
    },
];

/// Standard deviation of the logarithm of the days to a win or a loss.
pub(super) const CYCLE_SIGMA: f64 = 0.5;
/// Standard deviation of the logarithm of deal sizes.
pub(super) const SIZE_SIGMA: f64 = 0.7;
/// Standard deviation of the logarithm of potentials.
pub(super) const POTENTIAL_SIGMA: f64 = 0.9;
/// Share of the potential that is already sold.
pub(super) const SOLD: f64 = 0.2;
/// Share of capacity that is kept free.
const BUFFER: f64 = 0.125;
/// Monthly hours of a ramped rep net of absence, from the default values of teams.
const HOURS: f64 = 120.0 * (1.0 - 0.08);
/// Monthly hours that an open opportunity takes by default.
const PER_OPEN: f64 = 3.0;

impl SegmentPreset {
    /// Accounts per rep: the number for which a ramped rep has time, including the touches of the
    /// coverage model and open opportunities, with the growth buffer kept free.
    #[must_use]
    pub fn accounts_per_rep(&self) -> u32 {
        let touches = HOURS / self.published_accounts;
        // Little's law: the number of open opportunities is the monthly number of new ones times
        // the months they stay open.
        let stay = self.cycle_days * libm::exp(0.5 * CYCLE_SIGMA * CYCLE_SIGMA) / (365.25 / 12.0);
        let open = self.opportunities / 12.0 * stay * PER_OPEN;
        ((1.0 - BUFFER) * HOURS / (touches + open)).floor().max(1.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_fit_into_a_month() {
        assert_eq!(PRESETS.each_ref().map(SegmentPreset::accounts_per_rep), [98, 39, 16]);
    }
}
