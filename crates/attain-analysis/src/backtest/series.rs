//! Series of figures forecast by a backtest.

use serde::Serialize;

/// A series of forecast figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForecastSeries {
    /// New business of the company, by month.
    Bookings,
    /// New business, by segment and month.
    SegmentBookings,
    /// Wins of the company, by month.
    Wins,
    /// Wins, by rep and month.
    RepWins,
    /// New business over the horizon, by rep.
    RepBookings,
    /// Won opportunities divided by closed opportunities, by month.
    WinRate,
    /// Mean days from creation to win, by month.
    Cycle,
    /// New business over the horizon divided by prorated quota, by rep.
    Attainment,
    /// Number of reps in seats at the end of each month.
    Headcount,
}

impl ForecastSeries {
    /// All series, in report order.
    pub const ALL: [Self; 9] = [
        Self::Bookings,
        Self::SegmentBookings,
        Self::Wins,
        Self::RepWins,
        Self::RepBookings,
        Self::WinRate,
        Self::Cycle,
        Self::Attainment,
        Self::Headcount,
    ];

    /// Returns the display label, such as `wins by month`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Bookings => "bookings by month",
            Self::SegmentBookings => "bookings by segment and month",
            Self::Wins => "wins by month",
            Self::RepWins => "wins by rep and month",
            Self::RepBookings => "bookings by rep",
            Self::WinRate => "win rate by month",
            Self::Cycle => "days to win by month",
            Self::Attainment => "attainment by rep",
            Self::Headcount => "headcount by month",
        }
    }

    /// Returns the stable name used in `backtest.csv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bookings => "bookings",
            Self::SegmentBookings => "segment-bookings",
            Self::Wins => "wins",
            Self::RepWins => "rep-wins",
            Self::RepBookings => "rep-bookings",
            Self::WinRate => "win-rate",
            Self::Cycle => "cycle",
            Self::Attainment => "attainment",
            Self::Headcount => "headcount",
        }
    }

    /// Returns whether the figures are counts.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Wins | Self::RepWins | Self::Headcount)
    }

    /// Returns whether the series has a figure for each month instead of one for the horizon.
    #[must_use]
    pub fn monthly(self) -> bool {
        !matches!(self, Self::RepBookings | Self::Attainment)
    }
}
