//! A plan's policies: the scenario's choices that take effect during a year, grouped by subject.

use libm::log;

use attain_core::scenario::choices::{
    Attrition, Cadence, CoverageLimit, Finance, Geography, Protection, QuotaPolicy, Scenario, TenureBand, TimeToFill,
    VacancyCover,
};
use attain_core::selling::SellingTime;

/// The policies of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanPolicies {
    /// Departures of reps and replacement hires.
    pub attrition: AttritionPolicy,
    /// Cover for the books of vacant seats.
    pub cover: CoverPolicy,
    /// Limits on coverage.
    pub coverage: CoveragePolicy,
    /// Hand-over of accounts.
    pub handover: HandoverPolicy,
    /// Ramp and renewal of quotas.
    pub quota: QuotaRules,
    /// Timing and limits of reviews.
    pub review: ReviewPolicy,
    pub money: Finance,
}

/// Departures of reps and replacement hires.
#[derive(Debug, Clone, PartialEq)]
pub struct AttritionPolicy {
    /// Monthly hazard of leaving at average tenure and performance.
    pub monthly_hazard: f64,
    /// Factors on the hazard by tenure, ordered by tenure.
    pub bands: Vec<TenureBand>,
    /// Change of the log hazard for each unit of trailing attainment below one.
    pub low_attainment_log_hazard: f64,
    /// Attainment at which attainment has no effect on the hazard.
    pub usual_attainment: f64,
    /// Factor on the hazard after a cut of the book.
    pub book_cut_factor: f64,
    /// Factor on the hazard for each colleague who left in excess of the usual number.
    pub peer_factor: f64,
    /// Whether a leaver's seat is filled again.
    pub backfill: bool,
    /// Time from a departure to the successor's first day.
    pub time_to_fill: TimeToFill,
    /// Mean delay of planned hires, in days.
    pub hire_slip_days: f64,
}

/// Cover for the books of vacant seats and for the parts of books that ramping reps cannot cover
/// yet.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverPolicy {
    /// Who covers the books.
    pub by: VacancyCover,
    /// Value of an hour that a colleague spends on another seat's book, relative to an hour of its
    /// own rep.
    pub efficiency: f64,
}

/// Limits on coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct CoveragePolicy {
    /// Whether hours or the book limit coverage.
    pub limit: CoverageLimit,
    /// Share of spare time that goes into more selling time for the book.
    pub spare_time: f64,
    /// The selling time of open opportunities and renewals.
    pub selling: SellingTime,
    /// Hours of travel for 100 km.
    pub travel_hours_per_100_km: f64,
}

/// Hand-over of accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandoverPolicy {
    /// Weeks in which the old and the new owner both work on the account.
    pub weeks: f64,
    /// Share of the avoidable loss that a transition of this length saves.
    pub saved: f64,
}

/// Ramp and renewal of quotas.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaRules {
    /// Whether new reps carry quota in proportion to their planned ramp.
    pub ramped: bool,
    /// The policy by which quotas are set.
    pub policy: QuotaPolicy,
    /// Sum of the planned yearly quotas of all seats.
    pub street_quota: f64,
}

/// Timing and limits of reviews.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewPolicy {
    pub cadence: Cadence,
    /// Ratio of highest to lowest potential in a group of like seats that triggers a review.
    pub high_over_low: f64,
    /// Share of the group's mean potential below which a seat triggers a review.
    pub under_share: f64,
    /// Maximum number of accounts moved in one review.
    pub max_moves: u32,
    /// Relationships that moves must not break, or the price of breaking them.
    pub protection: Protection,
    /// Whether accounts stay in their region.
    pub regions_bind: bool,
    /// Whether a seat must have the skill that an account requires.
    pub skills_required: bool,
}

impl PlanPolicies {
    /// Copies the policies from a scenario. `street_quota` is the plan's street quota.
    #[must_use]
    pub fn new(scenario: &Scenario, street_quota: f64) -> Self {
        let (territory, transition) = (&scenario.territory, &scenario.transition);
        Self {
            attrition: AttritionPolicy::new(&scenario.attrition, scenario.headcount.hire_slip.mean_days.get()),
            cover: CoverPolicy { by: scenario.attrition.cover.clone(), efficiency: scenario.attrition.cover_efficiency.get() },
            coverage: CoveragePolicy {
                limit: scenario.coverage.limit,
                spare_time: scenario.coverage.spare_time.get(),
                selling: SellingTime::new(&scenario.coverage),
                travel_hours_per_100_km: territory.travel_hours_per_100_km.get(),
            },
            handover: HandoverPolicy {
                weeks: transition.weeks,
                saved: transition.saves.get() * (transition.weeks / 4.0).min(1.0),
            },
            quota: QuotaRules { ramped: scenario.quota.ramped, policy: scenario.quota.policy.clone(), street_quota },
            review: ReviewPolicy {
                cadence: scenario.rebalance.cadence,
                high_over_low: 1.0 + scenario.rebalance.trigger.high_over_low.get(),
                under_share: scenario.rebalance.trigger.under_share.get(),
                max_moves: scenario.rebalance.max_moves,
                protection: scenario.protection.clone(),
                regions_bind: territory.geography == Geography::Regions,
                skills_required: territory.skills_required,
            },
            money: scenario.money.clone(),
        }
    }
}

impl AttritionPolicy {
    fn new(choices: &Attrition, hire_slip_days: f64) -> Self {
        Self {
            monthly_hazard: -log((1.0 - choices.annual.get()).max(1e-9)) / 12.0,
            bands: choices.bands.clone(),
            low_attainment_log_hazard: choices.low_attainment_log_hazard.get(),
            usual_attainment: choices.usual_attainment.get(),
            book_cut_factor: choices.book_cut_factor.get(),
            peer_factor: choices.peer_factor.get(),
            backfill: choices.backfill,
            time_to_fill: choices.time_to_fill.clone(),
            hire_slip_days,
        }
    }

    /// Factor on the hazard at a tenure in months.
    #[must_use]
    pub fn band_factor(&self, tenure: f64) -> f64 {
        self.bands.iter().rev().find(|band| tenure >= band.from_month.get()).map_or(1.0, |band| band.factor.get())
    }
}
