//! What a planner should look at before the plan is signed.

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

/// Quota over realistic potential from which it asks for more than a territory
/// gives. P: practitioner guide (70–80 %).
const MOST: f64 = 0.8;
/// Seats that are named.
const NAMED: usize = 3;

/// All warnings, a sentence each.
#[must_use]
pub fn warnings(book: &Book, plan: &Plan, crews: &[MonthlyStaffing], kept: &PlanYears, bridge: &CapacityBridge) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(street(plan));
    found.extend(quota_over_potential(book, plan));
    found.extend(quota_over_median(plan, kept));
    found.extend(work_over_capacity(plan, crews));
    found.extend(ramp_against_cycle(plan, crews));
    found.extend(late_hires(plan));
    let target = plan.target * f64::from(plan.scenario.horizon.months) / 12.0;
    if bridge.p50.amount() < target {
        let n = NumberFormat::in_currency(&plan.scenario.money.currency);
        found.push(format!(
            "Half of the years book {} or less, and the target is {}: as it stands the plan is likelier to miss it than to reach it.",
            n.plain(MetricUnit::Money, bridge.p50.amount()),
            n.plain(MetricUnit::Money, target)
        ));
    }
    found
}

/// Street quota under the target.
fn street(plan: &Plan) -> Option<String> {
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    (plan.street_quota < plan.target).then(|| {
        format!(
            "The street quota of {} is under the target of {}: if every rep makes exactly quota, the company misses.",
            n.plain(MetricUnit::Money, plan.street_quota),
            n.plain(MetricUnit::Money, plan.target)
        )
    })
}

/// Quotas above 80 % of what the fully covered book can be expected to give.
fn quota_over_potential(book: &Book, plan: &Plan) -> Option<String> {
    let realistic = expected_bookings(book, plan);
    let over = |s: usize| plan.seats[s].quota / realistic[s].max(1e-9);
    let asked: Vec<usize> = (0..plan.seats.len()).filter(|&s| plan.seats[s].quota > 0.0).collect();
    let mut seats: Vec<usize> = asked.iter().copied().filter(|&s| over(s) > MOST).collect();
    seats.sort_by(|&a, &b| over(b).total_cmp(&over(a)).then(a.cmp(&b)));
    let worst: Vec<String> =
        seats.iter().take(NAMED).map(|&s| format!("{} {:.0} %", plan.seats[s].name, (100.0 * over(s)).min(9999.0))).collect();
    (!seats.is_empty()).then(|| {
        format!(
            "{} of {} quotas are over 80 % of what the fully covered book can be expected to give (70–80 % is practice): {}{}.",
            seats.len(),
            asked.len(),
            worst.join(", "),
            if seats.len() > NAMED { " …" } else { "" }
        )
    })
}

/// Quotas above the median of what the seat books.
fn quota_over_median(plan: &Plan, kept: &PlanYears) -> Option<String> {
    let years = f64::from(plan.scenario.horizon.months) / 12.0;
    let median = |s: usize| stat(&kept.seats[s]).map_or(0.0, |stat| stat.p50);
    let asked: Vec<usize> = (0..plan.seats.len()).filter(|&s| plan.seats[s].quota > 0.0).collect();
    let over = asked.iter().filter(|&&s| years * plan.seats[s].quota > median(s)).count();
    (2 * over > asked.len()).then(|| {
        format!(
            "{over} of {} seats have a quota over the median of what they book: most reps would miss in most years.",
            asked.len()
        )
    })
}

/// Segments and teams whose books ask for more time than there is.
fn work_over_capacity(plan: &Plan, crews: &[MonthlyStaffing]) -> Vec<String> {
    let mut found = Vec::new();
    for crew in crews.iter().filter(|crew| crew.kind != SeatGroupKind::Company) {
        let mean = |figure| {
            let months = crew.of(figure);
            months.iter().map(|month| month.mean).sum::<f64>() / months.len().max(1) as f64
        };
        let (has, asks) = (mean(StaffingFigure::Capacity), mean(StaffingFigure::Workload));
        // A segment that one team serves alone is reported once.
        let twin = |other: &&MonthlyStaffing| {
            other.kind == SeatGroupKind::Segment
                && crew.kind == SeatGroupKind::Team
                && other.name == crew.name
                && other.seats == crew.seats
        };
        if asks > has && !crews.iter().any(|other| twin(&other)) {
            let what = if crew.kind == SeatGroupKind::Team { "team" } else { "segment" };
            found.push(format!(
                "The {what} {} has more work than capacity: its books ask for {asks:.1} ramped reps, on average over the months it has {has:.1}.",
                crew.name
            ));
        }
    }
    let house = plan.accounts.iter().filter(|account| account.seat.is_none()).count();
    if house > 0 {
        found.push(format!("{house} accounts have no seat: nobody's capacity is planned for them."));
    }
    found
}

/// Ramps that are over before a deal can be.
fn ramp_against_cycle(plan: &Plan, crews: &[MonthlyStaffing]) -> Vec<String> {
    let teams = crews.iter().filter(|crew| crew.kind == SeatGroupKind::Team && crew.seats > 0);
    teams
        .map(|crew| HiringLead::of(&plan.scenario, &crew.name))
        .filter(|lead| lead.ramp_months < lead.cycle_months)
        .map(|lead| {
            format!(
                "The ramp of {} ({:.1} months) is shorter than its sales cycle ({:.1} months): a rep cannot be fully productive before a first deal can have closed (practice: cycle and 90 days).",
                lead.team, lead.ramp_months, lead.cycle_months
            )
        })
        .collect()
}

/// Planned hires that come too late to matter within the horizon.
fn late_hires(plan: &Plan) -> Vec<String> {
    let months = plan.scenario.horizon.months;
    let mut found = Vec::new();
    for add in &plan.scenario.headcount.adds {
        let lead = HiringLead::of(&plan.scenario, &add.team);
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
                "{hires} {} next to nothing within the horizon: slip, ramp ({:.1} months) and cycle ({:.1} months) reach beyond month {months}.",
                verb("books", "book"),
                lead.ramp_months, lead.cycle_months
            ));
        } else if lead.ramped(add.start_month) > months {
            found.push(format!(
                "{hires} {} not fully ramped before the horizon ends; each counts as {counting:.1} ramped months.",
                verb("is", "are")
            ));
        }
        if add.start_month < lead.earliest_start {
            found.push(format!(
                "{hires} {} requisitions that are open {:.0} days before: before the horizon begins.",
                verb("needs", "need"),
                lead.fill_days
            ));
        }
    }
    found
}
