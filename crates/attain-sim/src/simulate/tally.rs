//! Counts collected while a year is simulated, and the metrics computed from them.

use attain_core::metric::{MetricId, SHARED};
use attain_core::scenario::choices::{Finance, Pay};

/// Counts of a seat, the house, a group or the company. Tallies can be added.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    pub bookings: BookingTally,
    /// Quota and its attainment.
    pub quota: QuotaTally,
    /// Deals and pipeline.
    pub deals: DealTally,
    /// Coverage of accounts.
    pub coverage: CoverageTally,
    /// Departures and arrivals of reps.
    pub people: PeopleTally,
    /// Hand-overs and recurring revenue.
    pub relationships: RelationshipTally,
    /// Base pay, hiring and travel. Variable pay is added at the end of each year.
    pub cost: f64,
}

/// Bookings, as amounts of money.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BookingTally {
    /// New business won.
    pub new: f64,
    /// Expansion at renewals.
    pub expansion: f64,
    /// Revenue renewed.
    pub renewal: f64,
    /// Bookings that count to quota.
    pub credited: f64,
    /// Part of the credited bookings that is attributed to the seat's own rep, on which attainment
    /// and pay are based.
    pub attained: f64,
}

/// Quota and its attainment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct QuotaTally {
    /// Quota carried.
    pub carried: f64,
    /// Quota required to judge attainment: a quarter of the quota of a seat without vacancy and
    /// ramp.
    pub floor: f64,
    /// Variable pay at full attainment, for the time that the seat was staffed.
    pub variable: f64,
    /// Number of seats that carried enough quota to be judged.
    pub judged: f64,
    /// Number of judged seats at or above quota.
    pub at_quota: f64,
    /// Number of judged seats below 50 % of quota.
    pub under_50: f64,
    /// Number of judged seats below 70 % of quota.
    pub under_70: f64,
}

/// Deals and pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DealTally {
    /// Deals won.
    pub wins: f64,
    /// Deals lost.
    pub losses: f64,
    /// Amount lost.
    pub lost: f64,
    /// Closed deals that slipped.
    pub slipped: f64,
    /// Sum of days from creation to a win.
    pub cycle_days: f64,
    /// Amount created.
    pub created: f64,
    /// Total amount open at the start of each quarter.
    pub quarterly: f64,
    /// Amount open at the end.
    pub closing: f64,
}

/// Coverage of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CoverageTally {
    /// Hours given to accounts.
    pub hours_given: f64,
    /// Hours that accounts needed.
    pub hours_needed: f64,
    /// Account-months.
    pub account_months: f64,
    /// Account-months in which an account was orphaned.
    pub orphan_months: f64,
}

/// Departures and arrivals of reps.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PeopleTally {
    /// Planned months without a rep.
    pub vacant_months: f64,
    /// Reps who left.
    pub leavers: f64,
    /// Reps who joined.
    pub hires: f64,
    /// Total ramped rep equivalents over all months.
    pub ramped_months: f64,
}

/// Hand-overs and recurring revenue.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RelationshipTally {
    /// Number of accounts received through a change of owner.
    pub hand_overs: f64,
    /// New business that is expected to be lost because of changes of owner.
    pub hand_over_cost: f64,
    /// Initial recurring revenue that remains at the end.
    pub retained: f64,
    /// Recurring revenue lost.
    pub churned: f64,
}

impl Tally {
    /// Attainment of quota; NaN if too little quota was carried to judge it.
    #[must_use]
    pub fn attainment(&self) -> f64 {
        let QuotaTally { carried, floor, .. } = self.quota;
        if carried > 0.0 && carried >= floor * (1.0 - 1e-9) { self.bookings.attained / carried } else { f64::NAN }
    }

    /// Judges a seat against its quota. Must be called once for each seat and year.
    pub fn judge(&mut self) {
        let attainment = self.attainment();
        let quota = &mut self.quota;
        (quota.judged, quota.at_quota, quota.under_50, quota.under_70) = (0.0, 0.0, 0.0, 0.0);
        if attainment.is_nan() {
            return;
        }
        quota.judged = 1.0;
        quota.at_quota = f64::from(u8::from(attainment >= 1.0));
        quota.under_50 = f64::from(u8::from(attainment < 0.5));
        quota.under_70 = f64::from(u8::from(attainment < 0.7));
    }

    /// Adds the variable pay for the seat's attainment. A rep who carried too little quota to be
    /// judged is paid for full attainment (ramp guarantee).
    pub fn pay(&mut self, pay: &Pay, on_cost: f64) {
        let attainment = self.attainment();
        let units = if attainment.is_nan() {
            1.0
        } else {
            let (from, most) = (pay.accelerator_from.get(), attainment.min(pay.cap.get()));
            most.min(from) + (most - from).max(0.0) * pay.accelerator.get()
        };
        self.cost += self.quota.variable * units * (1.0 + on_cost);
    }

    /// Returns the counts of a seat's people without those of its accounts. A segment's results use
    /// this part of its seats' counts.
    #[must_use]
    pub fn people(&self) -> Self {
        Self { quota: QuotaTally { variable: 0.0, ..self.quota }, people: self.people, cost: self.cost, ..Self::default() }
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Self) {
        self.bookings.add(&other.bookings);
        self.quota.add(&other.quota);
        self.deals.add(&other.deals);
        self.coverage.add(&other.coverage);
        self.people.add(&other.people);
        self.relationships.add(&other.relationships);
        self.cost += other.cost;
    }

    /// Computes the shared metrics of this tally over `months` months.
    #[must_use]
    pub fn metrics(&self, finance: &Finance, months: f64) -> [f64; SHARED] {
        let mut at = [f64::NAN; SHARED];
        let over = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
        let mut set = |id: MetricId, value: f64| at[id as usize] = value;
        set(MetricId::Bookings, self.bookings.credited);
        set(MetricId::BookingsNew, self.bookings.new);
        set(MetricId::BookingsExpansion, self.bookings.expansion);
        set(MetricId::BookingsRenewal, self.bookings.renewal);
        set(MetricId::Quota, self.quota.carried);
        let attainment = self.attainment();
        set(MetricId::Attainment, attainment);
        set(MetricId::TargetHit, if attainment.is_nan() { f64::NAN } else { f64::from(u8::from(attainment >= 1.0)) });
        set(MetricId::Participation, over(self.quota.at_quota, self.quota.judged));
        set(MetricId::Under50, over(self.quota.under_50, self.quota.judged));
        set(MetricId::Under70, over(self.quota.under_70, self.quota.judged));
        set(MetricId::Wins, self.deals.wins);
        set(MetricId::WinRate, over(self.deals.wins, self.deals.wins + self.deals.losses));
        set(MetricId::PipelineCreated, self.deals.created);
        set(MetricId::PipelineConversion, over(self.bookings.new, self.bookings.new + self.deals.lost));
        set(MetricId::PipelineCoverage, over(self.deals.quarterly, self.quota.carried));
        set(MetricId::ClosingPipeline, self.deals.closing);
        set(MetricId::Coverage, over(self.coverage.hours_given, self.coverage.hours_needed));
        set(MetricId::Engaged, over(self.coverage.account_months - self.coverage.orphan_months, self.coverage.account_months));
        set(MetricId::OrphanMonths, self.coverage.orphan_months);
        set(MetricId::VacancyMonths, self.people.vacant_months);
        set(MetricId::Leavers, self.people.leavers);
        set(MetricId::Hires, self.people.hires);
        set(MetricId::RampedReps, self.people.ramped_months / months);
        set(MetricId::HandOvers, self.relationships.hand_overs);
        set(MetricId::HandOverCost, self.relationships.hand_over_cost);
        set(MetricId::RetainedRevenue, self.relationships.retained);
        set(MetricId::ChurnedRevenue, self.relationships.churned);
        set(MetricId::Cost, self.cost);
        let bookings = self.bookings.new + self.bookings.expansion + self.bookings.renewal;
        set(MetricId::Contribution, finance.margin.get() * bookings - self.cost);
        at
    }
}

/// Adds two structs of counts field by field.
macro_rules! add_fields {
    ($($tally:ident { $($field:ident),* })*) => {
        $(
            impl $tally {
                fn add(&mut self, other: &Self) {
                    let Self { $($field),* } = other;
                    $(self.$field += $field;)*
                }
            }
        )*
    };
}

add_fields! {
    BookingTally { new, expansion, renewal, credited, attained }
    QuotaTally { carried, floor, variable, judged, at_quota, under_50, under_70 }
    DealTally { wins, losses, lost, slipped, cycle_days, created, quarterly, closing }
    CoverageTally { hours_given, hours_needed, account_months, orphan_months }
    PeopleTally { vacant_months, leavers, hires, ramped_months }
    RelationshipTally { hand_overs, hand_over_cost, retained, churned }
}
