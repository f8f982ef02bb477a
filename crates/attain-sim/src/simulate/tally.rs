//! What is counted while a year is lived, and the metrics that come of it.

use attain_core::metric::{ALL, MetricId, SHARED};
use attain_core::scenario::choices::{Finance, Pay};

/// Counts of one seat (or the house, or a group, or the company): all of them add up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// New business won.
    pub new: f64,
    /// Expansion at renewals.
    pub expansion: f64,
    /// Revenue renewed.
    pub renewal: f64,
    /// Bookings that count.
    pub credited: f64,
    /// Of these, the doing of the seat's own rep: what attainment and pay go by.
    pub attained: f64,
    /// Quota carried.
    pub quota: f64,
    /// Quota to carry before attainment says anything: a quarter of what a seat without vacancy and ramp would.
    pub floor: f64,
    /// Variable pay at full attainment, for the time the seat was held.
    pub variable: f64,
    /// Amount lost.
    pub lost: f64,
    /// Deals won.
    pub wins: f64,
    /// Deals lost.
    pub losses: f64,
    /// Closed deals that slipped.
    pub slipped: f64,
    /// Sum of days from creation to a win.
    pub cycle_days: f64,
    /// Sum over quarters of the amount open at their start.
    pub quarterly: f64,
    /// Amount created.
    pub created: f64,
    /// Amount open at the end.
    pub closing: f64,
    /// Hours given to accounts.
    pub hours_given: f64,
    /// Hours accounts needed.
    pub hours_needed: f64,
    /// Account-months.
    pub account_months: f64,
    /// Account-months without a touch for too long.
    pub orphan_months: f64,
    /// Months without a rep.
    pub vacancy: f64,
    /// Reps who left.
    pub leavers: f64,
    /// Reps who started.
    pub hires: f64,
    /// Sum over months of ramped rep equivalents.
    pub ramped: f64,
    /// Accounts that came by a change of owner.
    pub hand_overs: f64,
    /// Expected new business lost to changes of owner.
    pub hand_over_cost: f64,
    /// Recurring revenue of the start that is left at the end.
    pub retained: f64,
    /// Recurring revenue lost.
    pub churned: f64,
    /// Base pay, hiring and travel; variable pay joins at the end of each year.
    pub cost: f64,
    /// Seats that carried quota.
    pub with_quota: f64,
    /// Of these, at or over it.
    pub at_quota: f64,
    /// Under half of it.
    pub under_50: f64,
    /// Under seven tenths of it.
    pub under_70: f64,
}

impl Tally {
    /// Attainment of quota; NaN where too little was carried to say.
    #[must_use]
    pub fn attainment(&self) -> f64 {
        if self.quota > 0.0 && self.quota >= self.floor * (1.0 - 1e-9) { self.attained / self.quota } else { f64::NAN }
    }

    /// Notes how a seat stands against its quota. Once a seat and year.
    pub fn judge(&mut self) {
        let attainment = self.attainment();
        (self.with_quota, self.at_quota, self.under_50, self.under_70) = (0.0, 0.0, 0.0, 0.0);
        if attainment.is_nan() {
            return;
        }
        self.with_quota = 1.0;
        self.at_quota = f64::from(u8::from(attainment >= 1.0));
        self.under_50 = f64::from(u8::from(attainment < 0.5));
        self.under_70 = f64::from(u8::from(attainment < 0.7));
    }

    /// Adds the variable pay that the seat's attainment earns. Who carried too
    /// little quota to be judged is paid as if at quota: a ramp guarantee.
    pub fn pay(&mut self, pay: &Pay, on_cost: f64) {
        let attainment = self.attainment();
        let units = if attainment.is_nan() {
            1.0
        } else {
            let (from, most) = (pay.accelerator_from.get(), attainment.min(pay.cap.get()));
            most.min(from) + (most - from).max(0.0) * pay.accelerator.get()
        };
        self.cost += self.variable * units * (1.0 + on_cost);
    }

    /// What counts for the people of a seat, without what counts for its
    /// accounts: the part that a segment takes from the seats at home in it.
    #[must_use]
    pub fn people(&self) -> Self {
        Self {
            quota: self.quota,
            floor: self.floor,
            vacancy: self.vacancy,
            leavers: self.leavers,
            hires: self.hires,
            ramped: self.ramped,
            cost: self.cost,
            with_quota: self.with_quota,
            at_quota: self.at_quota,
            under_50: self.under_50,
            under_70: self.under_70,
            ..Self::default()
        }
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Self) {
        let Self {
            new,
            expansion,
            renewal,
            credited,
            attained,
            quota,
            floor,
            variable,
            lost,
            wins,
            losses,
            slipped,
            cycle_days,
            quarterly,
            created,
            closing,
            hours_given,
            hours_needed,
            account_months,
            orphan_months,
            vacancy,
            leavers,
            hires,
            ramped,
            hand_overs,
            hand_over_cost,
            retained,
            churned,
            cost,
            with_quota,
            at_quota,
            under_50,
            under_70,
        } = other;
        self.new += new;
        self.expansion += expansion;
        self.renewal += renewal;
        self.credited += credited;
        self.attained += attained;
        self.quota += quota;
        self.floor += floor;
        self.variable += variable;
        self.lost += lost;
        self.wins += wins;
        self.losses += losses;
        self.slipped += slipped;
        self.cycle_days += cycle_days;
        self.quarterly += quarterly;
        self.created += created;
        self.closing += closing;
        self.hours_given += hours_given;
        self.hours_needed += hours_needed;
        self.account_months += account_months;
        self.orphan_months += orphan_months;
        self.vacancy += vacancy;
        self.leavers += leavers;
        self.hires += hires;
        self.ramped += ramped;
        self.hand_overs += hand_overs;
        self.hand_over_cost += hand_over_cost;
        self.retained += retained;
        self.churned += churned;
        self.cost += cost;
        self.with_quota += with_quota;
        self.at_quota += at_quota;
        self.under_50 += under_50;
        self.under_70 += under_70;
    }

    /// The shared metrics of this tally over `months` months.
    #[must_use]
    pub fn metrics(&self, finance: &Finance, months: f64) -> [f64; SHARED] {
        let mut at = [f64::NAN; SHARED];
        let over = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
        let mut set = |id: MetricId, value: f64| at[id as usize] = value;
        set(MetricId::Bookings, self.credited);
        set(MetricId::BookingsNew, self.new);
        set(MetricId::BookingsExpansion, self.expansion);
        set(MetricId::BookingsRenewal, self.renewal);
        set(MetricId::Quota, self.quota);
        let attainment = self.attainment();
        set(MetricId::Attainment, attainment);
        set(MetricId::TargetHit, if attainment.is_nan() { f64::NAN } else { f64::from(u8::from(attainment >= 1.0)) });
        set(MetricId::Participation, over(self.at_quota, self.with_quota));
        set(MetricId::Under50, over(self.under_50, self.with_quota));
        set(MetricId::Under70, over(self.under_70, self.with_quota));
        set(MetricId::Wins, self.wins);
        set(MetricId::WinRate, over(self.wins, self.wins + self.losses));
        set(MetricId::PipelineCreated, self.created);
        set(MetricId::PipelineConversion, over(self.new, self.new + self.lost));
        set(MetricId::PipelineCoverage, over(self.quarterly, self.quota));
        set(MetricId::ClosingPipeline, self.closing);
        set(MetricId::Coverage, over(self.hours_given, self.hours_needed));
        set(MetricId::Engaged, over(self.account_months - self.orphan_months, self.account_months));
        set(MetricId::OrphanMonths, self.orphan_months);
        set(MetricId::VacancyMonths, self.vacancy);
        set(MetricId::Leavers, self.leavers);
        set(MetricId::Hires, self.hires);
        set(MetricId::RampedReps, self.ramped / months);
        set(MetricId::HandOvers, self.hand_overs);
        set(MetricId::HandOverCost, self.hand_over_cost);
        set(MetricId::RetainedRevenue, self.retained);
        set(MetricId::ChurnedRevenue, self.churned);
        set(MetricId::Cost, self.cost);
        let bookings = self.new + self.expansion + self.renewal;
        set(MetricId::Contribution, finance.margin.get() * bookings - self.cost);
        at
    }
}

/// What only the company has.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CompanyTotals {
    /// Yearly target times years.
    pub target: f64,
    /// Accounts owned at the start.
    pub owned: f64,
    /// Accounts moved by reviews.
    pub moves: f64,
    /// Quarter ends measured.
    pub quarters: f64,
    /// Sums over quarter ends.
    pub equity: attain_core::plan::Equity,
    /// Months until the trigger was first reached.
    pub months_to_trigger: f64,
    /// Accounts that were orphaned at some time.
    pub orphaned: f64,
    /// Account-months whose rate touched the cap.
    pub capped: f64,
    /// All account-months.
    pub rated: f64,
}

/// All metrics of the company.
#[must_use]
pub fn company_metrics(tally: &Tally, totals: &CompanyTotals, finance: &Finance, months: f64) -> [f64; ALL.len()] {
    let mut at = [f64::NAN; ALL.len()];
    at[..SHARED].copy_from_slice(&tally.metrics(finance, months));
    let over = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
    let mut set = |id: MetricId, value: f64| at[id as usize] = value;
    set(MetricId::Attainment, over(tally.credited, totals.target));
    set(MetricId::TargetHit, f64::from(u8::from(tally.credited >= totals.target)));
    set(MetricId::Disruption, if totals.owned > 0.0 { tally.hand_overs / totals.owned } else { 0.0 });
    set(MetricId::Moves, totals.moves);
    set(MetricId::EquityRange, over(totals.equity.range, totals.quarters));
    set(MetricId::EquityLargestDeviation, over(totals.equity.largest_deviation, totals.quarters));
    set(MetricId::EquityCv, over(totals.equity.cv, totals.quarters));
    set(MetricId::EquityGini, over(totals.equity.gini, totals.quarters));
    set(MetricId::MonthsToTrigger, totals.months_to_trigger);
    set(MetricId::AccountsOrphaned, totals.orphaned);
    set(MetricId::CycleDays, over(tally.cycle_days, tally.wins));
    set(MetricId::Slipped, over(tally.slipped, tally.wins + tally.losses));
    set(MetricId::CapTouched, if totals.rated > 0.0 { totals.capped / totals.rated } else { 0.0 });
    at
}
