//! Choices about headcount, ramp and attrition.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::{Days, Factor, Hours, LogOdds, Months, Share, Sigma};

choices! {
    /// Seats to add or cut.
    pub struct Headcount {
        /// Seats to add.
        adds: Vec<SeatAddition> = Vec::new(), from "none";
        /// Seats to cut.
        cuts: Vec<SeatCut> = Vec::new(), from "none";
        /// Delay of planned hires.
        hire_slip: HireSlip = HireSlip::default(), from "none";
    }
}

choices! {
    /// Seats to add.
    pub struct SeatAddition {
        /// Team that gains the seats.
        team: String = String::new(), from "none";
        /// Number of seats to add.
        #[schemars(range(min = 1, max = 10_000))]
        seats: u32 = 1, from "none";
        /// Month of the horizon in which the seats are planned to be staffed; 1 is the first.
        #[schemars(range(min = 1, max = 60))]
        start_month: u32 = 1, from "A: at the start";
        /// Region of the seats. Defaults to the regions with the highest potential per seat.
        region: Option<String> = None, from "A: the region with the highest potential per seat";
    }
}

choices! {
    /// Seats to cut.
    pub struct SeatCut {
        /// Team whose seats with the least potential are cut. Set either `team` or `rep`.
        team: Option<String> = None, from "none";
        /// Number of seats to cut.
        #[schemars(range(min = 1, max = 10_000))]
        seats: u32 = 1, from "none";
        /// Rep whose seat is cut. Set either `team` or `rep`.
        rep: Option<String> = None, from "none";
    }
}

choices! {
    /// Delay of planned hires.
    pub struct HireSlip {
        /// Mean delay, in days.
        mean_days: Days = Days::literal(25.0), from "A: no published figure";
    }
}

/// Productivity of a new rep over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum RampShape {
    /// Fully productive from the first day.
    None,
    /// A linear increase from 0 to full productivity.
    Linear {
        /// Length of the ramp, in months.
        months: Months,
    },
    /// Constant productivity during each step, and full productivity after the last step.
    Stepped {
        /// Share of full productivity in each step.
        shares: Vec<Share>,
        /// Length of a step, in months.
        months_per_step: Months,
    },
    /// An S-shaped curve, 3x^2 - 2x^3, with x the elapsed share of the ramp.
    SCurve {
        /// Length of the ramp, in months.
        months: Months,
    },
}

choices! {
    /// Ramp of new reps.
    pub struct Ramp {
        /// Shape of the ramp of teams that are not listed in `teams`.
        shape: RampShape = RampShape::SCurve { months: Months::literal(5.7) }, from "S: mean just under 5 to 5.7 months (Bridge Group)";
        /// Shape of the ramp by team.
        teams: BTreeMap<String, RampShape> = BTreeMap::new(), from "none";
    }
}

choices! {
    /// Departures of reps, and the filling of vacant seats.
    pub struct Attrition {
        /// Share of reps of average tenure and performance who leave within a year.
        annual: Share = Share::literal(0.3), from "S: 22 % (2022), 36 % (2023), about a third a year";
        /// Factors on the hazard of leaving, by tenure.
        bands: Vec<TenureBand> = default_bands(), from "A: flattened from one real carrier (P: public competition data)";
        /// Change of the log hazard of leaving for each unit by which trailing attainment is
        /// below 1. Above 1, the hazard decreases at the same rate, for at most one unit.
        low_attainment_log_hazard: LogOdds = LogOdds::literal(1.0), from "A: flattened from 22 % and 1.5 % per month at the extremes (P)";
        /// Factor on the hazard of leaving in the six months after a rep has lost at least a tenth
        /// of the book's potential.
        book_cut_factor: Factor = Factor::literal(1.3), from "A: none published";
        /// Factor on the hazard of leaving for each colleague, in a team of ten, who left in the
        /// last quarter in excess of the usual number.
        peer_factor: Factor = Factor::literal(1.1), from "P: departures of peers raise the hazard (Sunder et al.); A: size of the effect";
        /// Reps who are known to leave.
        leavers: Vec<KnownLeaver> = Vec::new(), from "none";
        /// Time from a departure to the first day of the new rep.
        time_to_fill: TimeToFill = TimeToFill::default(), from "none";
        /// Whether the seat of a rep who leaves is filled again.
        backfill: bool = true, from "A: vacant seats are filled again";
        /// Value of an hour that a colleague spends on the book of a vacant seat, relative to an
        /// hour of the seat's own rep.
        cover_efficiency: Share = Share::literal(0.5), from "A: no published figure";
        /// Who covers the book of a vacant seat, and the part of a book that a ramping rep cannot
        /// cover yet.
        cover: VacancyCover = VacancyCover::Spread, from "A: the team shares the book";
    }
}

choices! {
    /// A band of tenure with a factor on the hazard of leaving.
    pub struct TenureBand {
        /// Month of tenure from which the band applies.
        from_month: Months = Months::literal(0.0), from "none";
        /// Factor on the hazard of leaving.
        factor: Factor = Factor::literal(1.0), from "none";
    }
}

choices! {
    /// A rep who is known to leave.
    pub struct KnownLeaver {
        /// The rep's id.
        rep: String = String::new(), from "none";
        /// Month of the horizon at the start of which the rep leaves; 1 is the first month.
        #[schemars(range(min = 1, max = 60))]
        month: u32 = 1, from "none";
    }
}

choices! {
    /// Time from a departure to the first day of the new rep.
    pub struct TimeToFill {
        /// Median, in days.
        median_days: Days = Days::literal(58.0), from "S: 58 (HRO Today), 62 (SBI), 47 (Workable)";
        /// Standard deviation of the logarithm.
        sigma: Sigma = Sigma::literal(0.4), from "A: no published figure";
    }
}

/// Who covers the book of a vacant seat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum VacancyCover {
    /// Nobody, so that only inbound opportunities are created.
    House,
    /// The reps of the team, in the time that their own books do not need. They help ramping
    /// colleagues in the same way.
    Spread,
    /// The manager, for a fixed number of hours per month.
    Manager {
        /// Hours per month that the manager spends on one vacant book.
        hours_per_month: Hours,
    },
}

fn default_bands() -> Vec<TenureBand> {
    [(0.0, 0.5), (3.0, 1.3), (12.0, 1.1), (24.0, 0.9), (48.0, 0.6)]
        .into_iter()
        .map(|(from, factor)| TenureBand { from_month: Months::literal(from), factor: Factor::literal(factor) })
        .collect()
}
