//! Series of figures that a backtest forecasts.

use serde::Serialize;

/// A series of forecast figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForecastSeries {
    /// New business of the company by month.
    Bookings,
    /// New business by segment and month.
    SegmentBookings,
    /// Wins of the company by month.
    Wins,
    /// Wins by rep and month.
    RepWins,
    /// New business by rep over the horizon.
    RepBookings,
    /// Won over closed opportunities by month.
    WinRate,
    /// Mean days from creation to the win by month.
    Cycle,
    /// New business over prorated quota by rep over the horizon.
    Attainment,
    /// Reps in seats at the end of each month.
    Headcount,
}

impl ForecastSeries {
    /// All series in the order of reports.
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

    /// Label for readers, such as `wins by month`.
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

    /// Stable name, as in `backtest.csv`.
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

    /// Whether the figures are counts.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Wins | Self::RepWins | Self::Headcount)
    }

    /// Whether the series has a figure for each month rather than one for the horizon.
    #[must_use]
    pub fn monthly(self) -> bool {
        !matches!(self, Self::RepBookings | Self::Attainment)
    }
}
