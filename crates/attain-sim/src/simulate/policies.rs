//! A plan's policies as the engine reads them: the choices of its scenario that
//! act while a year is simulated, copied out by subject.

use libm::log;

use attain_core::selling::SellingTime;
use attain_core::scenario::choices::{
    Attrition, Cadence, CoverageLimit, Finance, Geography, Protection, QuotaPolicy, Scenario, TenureBand, TimeToFill,
    VacancyCover,
};

/// The policies of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanPolicies {
    /// Who leaves, and how seats are filled again.
    pub attrition: AttritionPolicy,
    /// Who covers the book of a vacant seat.
    pub cover: CoverPolicy,
    /// What limits coverage.
    pub coverage: CoveragePolicy,
    /// How accounts are handed over.
    pub handover: HandoverPolicy,
    /// How quotas ramp and are renewed.
    pub quota: QuotaRules,
    /// When books are reviewed and which accounts may move.
    pub review: ReviewPolicy,
    /// Margin and costs.
    pub money: Finance,
}

/// Who leaves, and how seats are filled again.
#[derive(Debug, Clone, PartialEq)]
pub struct AttritionPolicy {
    /// Hazard of leaving in a month, at average tenure and performance.
    pub monthly_hazard: f64,
    /// Factors on the hazard by tenure, in ascending order.
    pub bands: Vec<TenureBand>,
    /// Change of log hazard for each unit of trailing attainment under one.
    pub low_attainment_log_hazard: f64,
    /// Factor on the hazard after a book was cut.
    pub book_cut_factor: f64,
    /// Factor on the hazard for each colleague who left beyond the usual number.
    pub peer_factor: f64,
    /// Whether a leaver's seat is filled again.
    pub backfill: bool,
    /// Days from a departure to the successor's first day.
    pub time_to_fill: TimeToFill,
    /// Mean days by which planned hires start late.
    pub hire_slip_days: f64,
}

/// Who covers the book of a vacant seat, and what a ramping rep cannot do yet.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverPolicy {
    /// Who does.
    pub by: VacancyCover,
    /// What an hour of a colleague is worth on a book that is not their own.
    pub efficiency: f64,
}

/// What limits coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct CoveragePolicy {
    /// Whether hours limit it, or only the book.
    pub limit: CoverageLimit,
    /// Share of spare time that goes into more selling time for the book.
    pub spare_time: f64,
    /// The selling time of open opportunities and renewals.
    pub selling: SellingTime,
    /// Hours of travel for 100 km.
    pub travel_hours_per_100_km: f64,
}

/// How accounts are handed over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandoverPolicy {
    /// Weeks in which old and new owner are both on the account.
    pub weeks: f64,
    /// Share of the avoidable loss that a transition of this length saves.
    pub saved: f64,
}

/// How quotas ramp and are renewed in further years of the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaRules {
    /// Whether new reps carry quota in step with their planned ramp.
    pub ramped: bool,
    /// The policy by which quotas are set.
    pub policy: QuotaPolicy,
    /// Sum of the planned yearly quotas of all seats.
    pub street_quota: f64,
}

/// When books are reviewed and which accounts may move.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewPolicy {
    /// When accounts may move.
    pub cadence: Cadence,
    /// Highest potential over lowest in a group of like seats from which a review is called for.
    pub high_over_low: f64,
    /// Share of its group's mean potential under which a seat calls for a review.
    pub under_share: f64,
    /// Most accounts moved at one review.
    pub max_moves: u32,
    /// Most accounts of a book; 0: no limit.
    pub max_accounts: usize,
    /// Which relationships no move may break, or at which price.
    pub protection: Protection,
    /// Whether accounts stay in their region.
    pub regions_bind: bool,
    /// Whether a seat needs the skill that an account requires.
    pub skills_required: bool,
}

impl PlanPolicies {
    /// Copies the policies out of a scenario; `street_quota` is the plan's.
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
                max_accounts: territory.max_accounts as usize,
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
            book_cut_factor: choices.book_cut_factor.get(),
            peer_factor: choices.peer_factor.get(),
            backfill: choices.backfill,
            time_to_fill: choices.time_to_fill.clone(),
            hire_slip_days,
        }
    }

    /// Factor on the hazard at a tenure, months.
    #[must_use]
    pub fn band_factor(&self, tenure: f64) -> f64 {
        self.bands.iter().rev().find(|band| tenure >= band.from_month.get()).map_or(1.0, |band| band.factor.get())
    }
}
