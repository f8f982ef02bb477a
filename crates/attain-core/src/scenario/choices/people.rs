//! Teams, headcount, ramp and attrition.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Credit, Pay, choices};
use crate::units::{Days, Factor, Hours, LogOdds, Months, Share, Sigma};

/// How much an account is expected to grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Growth {
    /// Little or none.
    Low,
    /// As the segment.
    Medium,
    /// Faster than the segment.
    High,
}

/// How likely an account is to churn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Safe.
    Low,
    /// As the segment.
    Medium,
    /// In danger.
    High,
}

/// How a team meets its accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// In person: touches cost travel.
    Field,
    /// By telephone and screen.
    Inside,
    /// By automated means.
    Digital,
}

choices! {
    /// A team: a role with its accounts, time and pay.
    pub struct Team {
        /// Segments the team serves; none named: all.
        segments: Vec<String> = Vec::new(), from "A: all segments";
        /// Tiers the team serves; none named: all.
        tiers: Vec<String> = Vec::new(), from "A: all tiers";
        /// Growth classes the team serves; none named: all.
        growth: Vec<Growth> = Vec::new(), from "A: all growth classes";
        /// How the team meets its accounts.
        channel: Channel = Channel::Inside, from "A: inside";
        /// Share of a field team's touches that are made in person, and so cost travel.
        in_person: Share = Share::of(0.35), from "A: no published figure";
        /// Selling time of a ramped rep, hours a month.
        hours_per_month: Hours = Hours::of(120.0), from "A: about 160 working hours less meetings and administration";
        /// Part of the time for accounts without revenue; what either part leaves over the other may use.
        prospecting: Share = Share::of(0.3), from "P: practitioner guide (70/30 enterprise, 50/50 mid-market, 80/20 SMB)";
        /// Mean part of the time lost to holidays and illness.
        absence: Share = Share::of(0.08), from "A: about 20 days a year";
        /// Capacity as a number of accounts by tenure, in place of hours.
        accounts: Option<AccountCapacity> = None, from "none: capacity in hours";
        /// Factor on the attrition of the scenario.
        attrition_factor: Factor = Factor::of(1.0), from "A: as everyone";
        /// Reps per manager.
        #[schemars(range(min = 1, max = 100))]
        span: u32 = 8, from "A: common practice";
        /// How much of a booking counts to quota, where this team differs from `[quota.credit]`.
        credit: Option<Credit> = None, from "as everyone";
        /// Base pay, variable pay and accelerators.
        pay: Pay = Pay::default(), from "none";
    }
}

choices! {
    /// Capacity as a number of accounts by tenure.
    pub struct AccountCapacity {
        /// In the first three months.
        new_hire: Factor = Factor::of(6.0), from "P: practitioner guide";
        /// Until the end of the ramp.
        ramping: Factor = Factor::of(12.0), from "P: practitioner guide (10-15)";
        /// After the ramp.
        ramped: Factor = Factor::of(25.0), from "P: practitioner guide (20-30)";
        /// From three years on: strategic accounts, with time for coaching.
        senior: Factor = Factor::of(5.0), from "P: practitioner guide";
        /// Tenure at which a rep counts as senior, months; 0: never.
        senior_from: Months = Months::of(0.0), from "A: nobody is senior unless asked for";
    }
}

choices! {
    /// Seats added and cut.
    pub struct Headcount {
        /// Seats to add.
        adds: Vec<Add> = Vec::new(), from "none";
        /// Seats to cut.
        cuts: Vec<Cut> = Vec::new(), from "none";
        /// How late planned hires start.
        hire_slip: HireSlip = HireSlip::default(), from "none";
    }
}

choices! {
    /// Seats to add.
    pub struct Add {
        /// The team that gets the seats.
        team: String = String::new(), from "none";
        /// How many.
        #[schemars(range(min = 1, max = 10_000))]
        seats: u32 = 1, from "none";
        /// Month of the horizon in which they are planned to start, 1 the first.
        #[schemars(range(min = 1, max = 60))]
        start_month: u32 = 1, from "A: at the start";
        /// Region of the seats; none: the regions with most potential per seat.
        region: Option<String> = None, from "A: where potential per seat is highest";
    }
}

choices! {
    /// Seats to cut.
    pub struct Cut {
        /// The team that loses seats: those with the least potential.
        team: Option<String> = None, from "none";
        /// How many.
        #[schemars(range(min = 1, max = 10_000))]
        seats: u32 = 1, from "none";
        /// Or one named rep's seat.
        rep: Option<String> = None, from "none";
    }
}

choices! {
    /// How late planned hires start.
    pub struct HireSlip {
        /// Mean slip, days.
        mean_days: Days = Days::of(25.0), from "A: no published figure";
    }
}

/// The way a new rep becomes productive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum RampShape {
    /// Full at once.
    None,
    /// A straight line from nothing to full.
    Linear {
        /// Length, months.
        months: Months,
    },
    /// A share of full productivity for each step, full after the last.
    Stepped {
        /// Shares, in order.
        shares: Vec<Share>,
        /// Length of a step, months.
        months_per_step: Months,
    },
    /// Slow, fast, slow: 3x^2 - 2x^3.
    SCurve {
        /// Length, months.
        months: Months,
    },
}

choices! {
    /// How a new rep becomes productive.
    pub struct Ramp {
        /// Shape for teams that are not named below.
        shape: RampShape = RampShape::SCurve { months: Months::of(5.7) }, from "S: mean just under 5 to 5.7 months (Bridge Group)";
        /// Shape by team.
        teams: BTreeMap<String, RampShape> = BTreeMap::new(), from "none";
    }
}

choices! {
    /// Who leaves, when, and how the seat is filled again.
    pub struct Attrition {
        /// Share of reps who leave in a year, at average tenure and performance.
        annual: Share = Share::of(0.3), from "S: 22 % (2022), 36 % (2023), about a third a year";
        /// Factor on the hazard by tenure.
        bands: Vec<Band> = default_bands(), from "A: one real carrier's shape (P: public competition data), flattened";
        /// Change of log hazard for each unit of trailing attainment under one; above one it falls alike, by one unit at most.
        low_attainment_log_hazard: LogOdds = LogOdds::of(1.0), from "A: 22 % a month against 1.5 % at the extremes (P), flattened";
        /// Factor on the hazard in the half-year after a tenth or more of the book's potential was taken away.
        book_cut_factor: Factor = Factor::of(1.3), from "A: none published";
        /// Factor on the hazard for each colleague of a team of ten who left in the last quarter beyond the usual number.
        peer_factor: Factor = Factor::of(1.1), from "P: peers' leaving raises the hazard (Sunder et al.); the size is A";
        /// Leavers who are known.
        leavers: Vec<Leaver> = Vec::new(), from "none";
        /// Days from a departure to the new rep's first day.
        time_to_fill: TimeToFill = TimeToFill::default(), from "none";
        /// Whether a leaver's seat is filled again.
        backfill: bool = true, from "A: seats are filled again";
        /// What an hour of a colleague is worth on a book that is not their own.
        cover_efficiency: Share = Share::of(0.5), from "A: no published figure";
        /// Who looks after the book of a vacant seat, and after what a ramping rep cannot do yet.
        cover: Cover = Cover::Spread, from "A: the team shares it";
    }
}

choices! {
    /// A band of tenure.
    pub struct Band {
        /// First month of tenure of the band.
        from_month: Months = Months::of(0.0), from "none";
        /// Factor on the hazard.
        factor: Factor = Factor::of(1.0), from "none";
    }
}

choices! {
    /// A leaver who is known.
    pub struct Leaver {
        /// The rep's id.
        rep: String = String::new(), from "none";
        /// Month of the horizon at whose start the rep is gone, 1 the first.
        #[schemars(range(min = 1, max = 60))]
        month: u32 = 1, from "none";
    }
}

choices! {
    /// Days from a departure to the new rep's first day.
    pub struct TimeToFill {
        /// Median, days.
        median_days: Days = Days::of(58.0), from "S: 58 (HRO Today), 62 (SBI), 47 (Workable)";
        /// Standard deviation of the logarithm.
        sigma: Sigma = Sigma::of(0.4), from "A: no published figure";
    }
}

/// Who looks after the book of a vacant seat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Cover {
    /// Nobody: only inbound business comes.
    House,
    /// The reps of the team, with the time their own books leave them; ramping colleagues are helped alike.
    Spread,
    /// The manager, with some hours a month.
    Manager {
        /// Hours a month for one vacant book.
        hours_per_month: Hours,
    },
}

fn default_bands() -> Vec<Band> {
    [(0.0, 0.5), (3.0, 1.3), (12.0, 1.1), (24.0, 0.9), (48.0, 0.6)]
        .into_iter()
        .map(|(from, factor)| Band { from_month: Months::of(from), factor: Factor::of(factor) })
        .collect()
}
