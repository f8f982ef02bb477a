//! Warnings to review before the plan is approved.

use super::bridge::CapacityBridge;
use super::hiring_lead::HiringLead;
use super::plan_years::PlanYears;
use super::staffing::{MonthlyStaffing, SeatGroupKind, StaffingFigure};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_design::quota::expected_bookings;
use attain_sim::summarise::stat;

/// Largest realistic ratio of quota to a territory's expected bookings. P: practitioner guide
/// (70–80 %).
const REALISTIC: f64 = 0.8;
/// Largest number of seats named in a warning.
const NAMED: usize = 3;

/// Returns all warnings, one sentence each.
#[must_use]
pub fn warnings(
    book: &Book,
    plan: &Plan,
    staffing: &[MonthlyStaffing],
    years: &PlanYears,
    bridge: &CapacityBridge,
) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(street_quota_below_target(plan));
    found.extend(quota_above_expectation(book, plan));
    found.extend(quota_above_median(plan, years));
    found.extend(workload_above_capacity(plan, staffing));
    found.extend(ramp_shorter_than_cycle(plan, staffing));
    found.extend(late_hires(plan));
    let target = plan.target * f64::from(plan.scenario.horizon.months) / 12.0;
    if bridge.p50.amount() < target {
        let n = NumberFormat::in_currency(&plan.scenario.money.currency);
        found.push(format!(
            "Half of the simulated years book {} or less, and the target is {}: the plan is more likely to miss the target than to reach it.",
            n.plain(MetricUnit::Money, bridge.p50.amount()),
            n.plain(MetricUnit::Money, target)
        ));
    }
    found
}

/// Warns if the street quota is below the target.
fn street_quota_below_target(plan: &Plan) -> Option<String> {
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    (plan.street_quota < plan.target).then(|| {
        format!(
            "The street quota of {} is below the target of {}: if every rep exactly meets quota, the company misses the target.",
            n.plain(MetricUnit::Money, plan.street_quota),
            n.plain(MetricUnit::Money, plan.target)
        )
    })
}

/// Warns about quotas above 80 % of the bookings that a seat can be expected to make.
fn quota_above_expectation(book: &Book, plan: &Plan) -> Option<String> {
    let realistic = expected_bookings(book, plan);
    let over = |s: usize| plan.seats[s].quota / realistic[s].max(1e-9);
    let with_quota: Vec<usize> = (0..plan.seats.len()).filter(|&s| plan.seats[s].quota > 0.0).collect();
    let mut seats: Vec<usize> = with_quota.iter().copied().filter(|&s| over(s) > REALISTIC).collect();
    seats.sort_by(|&a, &b| over(b).total_cmp(&over(a)).then(a.cmp(&b)));
    let worst: Vec<String> =
        seats.iter().take(NAMED).map(|&s| share_of_expectation(&plan.seats[s].name, realistic[s], over(s))).collect();
    (!seats.is_empty()).then(|| {
        format!(
            "{} of {} quotas are above 80 % of the seat's expected bookings (70–80 % is common practice): {}{}.",
            seats.len(),
            with_quota.len(),
            worst.join(", "),
            if seats.len() > NAMED { " …" } else { "" }
        )
    })
}

/// A seat's quota as a share of its expected bookings, in words.
fn share_of_expectation(name: &str, expected: f64, share: f64) -> String {
    if expected <= 0.0 || share > 10.0 {
        format!("{name} (almost no expected bookings)")
    } else {
        format!("{name} {:.0} %", 100.0 * share)
    }
}

/// Warns about quotas above the seat's median bookings.
fn quota_above_median(plan: &Plan, simulated: &PlanYears) -> Option<String> {
    let years = f64::from(plan.scenario.horizon.months) / 12.0;
    let median = |s: usize| stat(&simulated.seats[s]).map_or(0.0, |stat| stat.p50);
    let with_quota: Vec<usize> = (0..plan.seats.len()).filter(|&s| plan.seats[s].quota > 0.0).collect();
    let over = with_quota.iter().filter(|&&s| years * plan.seats[s].quota > median(s)).count();
    (2 * over > with_quota.len()).then(|| {
        format!(
            "{over} of {} seats have a quota above their median bookings: most reps would miss quota in most years.",
            with_quota.len()
        )
    })
}

/// Warns about segments and teams whose workload exceeds their capacity.
fn workload_above_capacity(plan: &Plan, staffing: &[MonthlyStaffing]) -> Vec<String> {
    let mut found = Vec::new();
    for group in staffing.iter().filter(|group| group.kind != SeatGroupKind::Company) {
        let mean = |figure| {
            let months = group.months_of(figure);
            months.iter().map(|month| month.mean).sum::<f64>() / months.len().max(1) as f64
        };
        let (available, needed) = (mean(StaffingFigure::Capacity), mean(StaffingFigure::Workload));
        // Report a segment that a single team serves only once.
        let twin = |other: &&MonthlyStaffing| {
            other.kind == SeatGroupKind::Segment
                && group.kind == SeatGroupKind::Team
                && other.name == group.name
                && other.seats == group.seats
        };
        if needed > available && !staffing.iter().any(|other| twin(&other)) {
            let what = if group.kind == SeatGroupKind::Team { "team" } else { "segment" };
            found.push(format!(
                "The {what} {} has more workload than capacity: its territories require {needed:.1} ramped reps, but it has {available:.1} on average.",
                group.name
            ));
        }
    }
    let house = plan.accounts.iter().filter(|account| account.seat.is_none()).count();
    if house > 0 {
        found.push(format!("No capacity is planned for accounts without a seat: {house}."));
    }
    found
}

/// Warns about ramps that are shorter than the sales cycle.
fn ramp_shorter_than_cycle(plan: &Plan, staffing: &[MonthlyStaffing]) -> Vec<String> {
    let teams = staffing.iter().filter(|group| group.kind == SeatGroupKind::Team && group.seats > 0);
    teams
        .map(|team| HiringLead::new(&plan.scenario, &team.name))
        .filter(|lead| lead.ramp_months < lead.cycle_months)
        .map(|lead| {
            format!(
                "The ramp of {} ({:.1} months) is shorter than its sales cycle ({:.1} months): a rep cannot be fully productive before a first deal can close (common practice: sales cycle plus 90 days).",
                lead.team, lead.ramp_months, lead.cycle_months
            )
        })
        .collect()
}

/// Warns about planned hires that start too late to matter within the horizon.
fn late_hires(plan: &Plan) -> Vec<String> {
    let months = plan.scenario.horizon.months;
    let mut found = Vec::new();
    for add in &plan.scenario.headcount.adds {
        let lead = HiringLead::new(&plan.scenario, &add.team);
        let counting = lead.counting_months(add.start_month, months);
        let verb = |one: &'static str, more: &'static str| if add.seats == 1 { one } else { more };
        let hires = format!(
            "{} {} {} planned for month {}",
            add.seats,
            add.team,
            if add.seats == 1 { "hire" } else { "hires" },
            add.start_month
        );
        if counting < 0.05 {
            found.push(format!(
                "{hires} {} almost nothing within the horizon: delay, ramp ({:.1} months) and sales cycle ({:.1} months) extend beyond month {months}.",
                verb("books", "book"),
                lead.ramp_months, lead.cycle_months
            ));
        } else if lead.ramped(add.start_month) > months {
            found.push(format!(
                "{hires} {} not fully ramped before the horizon ends; each contributes {counting:.1} ramped months.",
                verb("is", "are")
            ));
        }
        if add.start_month < lead.earliest_start {
            found.push(format!(
                "{hires} {} requisitions opened {:.0} days earlier, which is before the horizon begins.",
                verb("needs", "need"),
                lead.fill_days
            ));
        }
    }
    found
}
