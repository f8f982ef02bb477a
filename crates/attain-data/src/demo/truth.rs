//! The parameters of the synthetic company. The market parameters are also in
//! `scenarios/base.toml`; a test keeps the two equal.

use jiff::civil::{Date, date};

/// First day of the plan year; all other days are relative to it.
pub(super) const START: Date = date(2027, 1, 1);
/// First day of the 18 months of closed opportunities: 2025-07-01.
pub(super) const HISTORY: i32 = -549;
/// First day on which opportunities are created, early enough for the longest cycles: 2024-07-01.
pub(super) const GENESIS: i32 = -914;

/// Opportunity rate of an uncovered account as a share of that of a covered one.
pub(super) const INBOUND: f64 = 0.35;
/// Change in log odds for a deal of e times its segment's median size.
pub(super) const SIZE_LOG_ODDS: f64 = -0.35;
/// Change in log odds at full relationship strength.
pub(super) const RELATIONSHIP_LOG_ODDS: f64 = 0.25;
/// Standard deviation of the reps' skill, in log odds.
pub(super) const SKILL_SD: f64 = 0.3;
/// Change in log odds for reps who left.
pub(super) const LEAVER_LOG_ODDS: f64 = -0.2;
/// Share of opportunities that slip, and the mean slip in days.
pub(super) const SLIP: (f64, f64) = (0.3, 30.0);
/// Share of closings that move to the end of their month.
pub(super) const MONTH_END: f64 = 0.15;
/// Relative rate of creation by calendar month.
pub(super) const SEASON: [f64; 12] = [1.05, 1.05, 1.1, 1.0, 1.0, 1.0, 0.85, 0.8, 1.1, 1.1, 1.05, 0.9];

/// Number of accounts in the largest book, all of which are small smb accounts.
pub(super) const LARGEST_BOOK: usize = 400;
/// Number of those accounts touched within 90 days.
pub(super) const LARGEST_BOOK_TOUCHED: usize = 47;
/// Factor on the potential of the accounts in the largest book.
pub(super) const LARGEST_BOOK_POTENTIAL: f64 = 0.45;

/// The parameters of a segment.
pub(super) struct DemoSegment {
    pub name: &'static str,
    pub accounts: usize,
    /// Median and log spread of potential.
    pub potential: (f64, f64),
    /// Mean potential to which the rates refer.
    pub mean_potential: f64,
    pub opportunities_per_year: f64,
    pub win_rate: f64,
    /// Median and log spread of deal size at mean potential.
    pub size: (f64, f64),
    pub days_to_win: (f64, f64),
    pub days_to_loss: (f64, f64),
    /// Share of accounts that are existing customers.
    pub customers: f64,
    /// Shares of the growth classes low, medium and high.
    pub growth: [f64; 3],
    /// Step to which amounts are rounded.
    pub step: f64,
}

/// Segments, largest accounts first.
pub(super) const SEGMENTS: [DemoSegment; 3] = [
    DemoSegment {
        name: "enterprise",
        accounts: 220,
        potential: (400_000.0, 0.95),
        mean_potential: 640_000.0,
        opportunities_per_year: 2.4,
        win_rate: 0.17,
        size: (195_000.0, 0.75),
        days_to_win: (160.0, 0.5),
        days_to_loss: (130.0, 0.7),
        customers: 0.6,
        growth: [0.25, 0.48, 0.27],
        step: 1_000.0,
    },
    DemoSegment {
        name: "mid-market",
        accounts: 680,
        potential: (120_000.0, 0.8),
        mean_potential: 180_000.0,
        opportunities_per_year: 1.7,
        win_rate: 0.22,
        size: (69_000.0, 0.65),
        days_to_win: (90.0, 0.5),
        days_to_loss: (75.0, 0.7),
        customers: 0.5,
        growth: [0.25, 0.48, 0.27],
        step: 500.0,
    },
    DemoSegment {
        name: "smb",
        accounts: 1_100,
        potential: (25_000.0, 0.75),
        mean_potential: 26_000.0,
        opportunities_per_year: 1.4,
        win_rate: 0.30,
        size: (14_500.0, 0.6),
        days_to_win: (32.0, 0.6),
        days_to_loss: (28.0, 0.8),
        customers: 0.4,
        growth: [0.35, 0.45, 0.2],
        step: 100.0,
    },
];

/// Factors on potential for the growth classes low, medium and high.
pub(super) const GROWTH_POTENTIAL: [f64; 3] = [0.6, 1.0, 1.25];
/// Names of the three classes.
pub(super) const CLASSES: [&str; 3] = ["low", "medium", "high"];
/// Minimum potential of strategic enterprise and mid-market accounts, with the chance of being
/// strategic.
pub(super) const STRATEGIC: [(f64, f64); 2] = [(450_000.0, 0.85), (350_000.0, 0.4)];

/// The parameters of a region.
pub(super) struct DemoRegion {
    pub name: &'static str,
    pub share: f64,
    pub cities: [(f64, f64); 3],
    pub potential: f64,
    pub win_log_odds: f64,
}

/// Six regions. Bookings per rep in the west are about twice those of the others.
pub(super) const REGIONS: [DemoRegion; 6] = [
    // New York, Boston, Philadelphia
    DemoRegion {
        name: "northeast",
        share: 0.20,
        cities: [(40.713, -74.006), (42.360, -71.059), (39.953, -75.164)],
        potential: 0.95,
        win_log_odds: 0.0,
    },
    // Atlanta, Miami, Charlotte
    DemoRegion {
        name: "southeast",
        share: 0.17,
        cities: [(33.749, -84.388), (25.762, -80.192), (35.227, -80.843)],
        potential: 0.90,
        win_log_odds: -0.05,
    },
    // Chicago, Detroit, Minneapolis
    DemoRegion {
        name: "midwest",
        share: 0.20,
        cities: [(41.878, -87.630), (42.331, -83.046), (44.978, -93.265)],
        potential: 0.92,
        win_log_odds: -0.05,
    },
    // Dallas, Houston, Austin
    DemoRegion {
        name: "south-central",
        share: 0.13,
        cities: [(32.777, -96.797), (29.760, -95.370), (30.267, -97.743)],
        potential: 0.95,
        win_log_odds: 0.0,
    },
    // Denver, Phoenix, Salt Lake City
    DemoRegion {
        name: "mountain",
        share: 0.11,
        cities: [(39.739, -104.990), (33.448, -112.074), (40.761, -111.891)],
        potential: 0.90,
        win_log_odds: -0.05,
    },
    // San Francisco, Los Angeles, Seattle
    DemoRegion {
        name: "west",
        share: 0.19,
        cities: [(37.775, -122.419), (34.052, -118.244), (47.606, -122.332)],
        potential: 1.6,
        win_log_odds: 0.4,
    },
];

/// Distribution of a region's accounts over its three locations.
pub(super) const CITY_SHARES: [f64; 3] = [0.5, 0.3, 0.2];
/// Region of the largest book.
pub(super) const MIDWEST: usize = 2;

/// Industries: name, share and change in log odds.
pub(super) const INDUSTRIES: [(&str, f64, f64); 6] = [
    ("manufacturing", 0.22, 0.0),
    ("financial-services", 0.16, -0.15),
    ("healthcare", 0.16, -0.1),
    ("software", 0.18, 0.2),
    ("retail", 0.15, 0.0),
    ("logistics", 0.13, 0.05),
];

/// Sources of opportunities: name, share and change in log odds.
pub(super) const SOURCES: [(&str, f64, f64); 4] =
    [("inbound", 0.30, 0.15), ("outbound", 0.35, -0.25), ("referral", 0.15, 0.4), ("partner", 0.20, 0.0)];

/// Products: name and share.
pub(super) const PRODUCTS: [(&str, f64); 3] = [("Core", 0.55), ("Analytics", 0.3), ("Services", 0.15)];

/// Open stages with their chances of winning: the default stages of Salesforce.
pub(super) const STAGES: [(&str, f64); 8] = [
    ("Prospecting", 0.10),
    ("Qualification", 0.10),
    ("Needs Analysis", 0.20),
    ("Value Proposition", 0.50),
    ("Id. Decision Makers", 0.60),
    ("Perception Analysis", 0.70),
    ("Proposal/Price Quote", 0.75),
    ("Negotiation/Review", 0.90),
];

/// A team, with the quota of an average book (about 77 % of what its seats can be expected to book,
/// and four to five times their pay at target, or eight times for csm) and the number of seats per
/// region.
pub(super) struct DemoTeam {
    pub name: &'static str,
    pub quota: f64,
    pub seats: [usize; 6],
    /// Managers, each responsible for a range of regions.
    pub managers: &'static [(usize, &'static str)],
}

/// Teams with seats. The `strategic` team of `base.toml` has none until a plan adds them.
pub(super) const TEAMS: [DemoTeam; 4] = [
    DemoTeam {
        name: "enterprise",
        quota: 1_500_000.0,
        seats: [3, 2, 2, 1, 1, 1],
        managers: &[(2, "Ingrid Solberg"), (5, "Marcus Bell")],
    },
    DemoTeam {
        name: "mid-market",
        quota: 1_020_000.0,
        seats: [3, 2, 3, 2, 2, 2],
        managers: &[(2, "Priya Raman"), (5, "Tom Okafor")],
    },
    DemoTeam { name: "smb", quota: 515_000.0, seats: [2, 2, 2, 1, 1, 2], managers: &[(5, "Dana Whitfield")] },
    DemoTeam { name: "csm", quota: 930_000.0, seats: [1, 1, 1, 1, 1, 1], managers: &[(5, "Elena Duarte")] },
];

/// Seats (indices from 0) whose rep left in the last 18 months and was replaced.
pub(super) const REPLACED: [usize; 10] = [3, 7, 12, 14, 19, 22, 27, 31, 33, 37];
/// Seats added in the half-year before the start, with the first day of their reps.
pub(super) const NEW: [(usize, i32); 2] = [(16, -150), (23, -75)];
/// The seat with the largest book (smb, midwest).
pub(super) const LARGEST_BOOK_SEAT: usize = 28;
