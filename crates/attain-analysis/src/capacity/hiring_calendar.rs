//! The hiring calendar: which requisitions must be open by which day for seats to be filled and
//! ramped when the workload or the target requires them, and their cost.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::fewest::fewest;
use super::hiring_lead::{HiringLead, MONTH};
use super::seats_to_target::SeatsToTarget;
use super::staffing::{MonthlyStaffing, SeatGroupKind, StaffingFigure};
use attain_core::plan::Plan;
use attain_core::scenario::choices::Scenario;

/// Reason for adding seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HiringReason {
    /// The scenario adds the seats.
    Planned,
    /// Territories require more selling time than the team has.
    Workload,
    /// The plan misses the target at the required probability.
    Target,
}

impl HiringReason {
    /// Returns the name of the reason in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Workload => "workload",
            Self::Target => "target",
        }
    }
}

/// Requisitions to open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Requisition {
    /// Name of the team.
    pub team: String,
    pub seats: u32,
    pub cause: HiringReason,
    /// Day by which the requisitions must be open.
    pub open_by: Date,
    /// Planned start month; the first month of the horizon is 1.
    pub start_month: u32,
    /// First day of that month, and the latest first day of the hires.
    pub start: Date,
    /// Day on which the reps are fully ramped, including the mean delay and the ramp.
    pub ramped: Date,
    /// Hiring cost plus pay at full attainment within the horizon, including employer costs.
    pub cost: f64,
    /// Whether the reps are fully ramped only after the end of the horizon.
    pub late: bool,
}

/// Required and available capacity of a team by month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StaffingNeed {
    /// Name of the team.
    pub team: String,
    /// Ramped reps that the workload requires with the growth buffer kept free: mean over the
    /// years, by month.
    pub needed: Vec<f64>,
    /// Available ramped reps net of absence: mean over the years, by month.
    pub has: Vec<f64>,
}

/// The hiring calendar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HiringCalendar {
    /// Required and available capacity by team.
    pub needs: Vec<StaffingNeed>,
    /// Time until a hire is productive, by team.
    pub leads: Vec<HiringLead>,
    /// Requisitions, ordered by the day by which they must be open.
    pub requisitions: Vec<Requisition>,
    /// Total cost of all requisitions.
    pub cost: f64,
}

/// Builds the hiring calendar for the workload and the target. `workload_with` returns the workload
/// of a team with more seats, as a share of its workload in the plan: with more reps, each travels
/// less.
#[must_use]
pub fn calendar(
    plan: &Plan,
    staffing: &[MonthlyStaffing],
    reached: Option<&SeatsToTarget>,
    workload_with: &dyn Fn(&str, u32) -> f64,
) -> HiringCalendar {
    let scenario = &plan.scenario;
    let teams: Vec<&MonthlyStaffing> = staffing.iter().filter(|group| group.kind == SeatGroupKind::Team).collect();
    let leads: Vec<HiringLead> = teams.iter().map(|team| HiringLead::new(scenario, &team.name)).collect();
    let needs: Vec<StaffingNeed> = teams.iter().map(|team| staffing_need(scenario, team)).collect();
    let mut requisitions: Vec<Requisition> = scenario
        .headcount
        .adds
        .iter()
        .map(|add| {
            requisition(scenario, &HiringLead::new(scenario, &add.team), add.seats, add.start_month, HiringReason::Planned)
        })
        .collect();
    for (need, lead) in needs.iter().zip(&leads) {
        let seats = confirmed_for_workload(need, lead, scenario.horizon.months, workload_with);
        requisitions
            .extend(seats.into_iter().map(|(start, seats)| requisition(scenario, lead, seats, start, HiringReason::Workload)));
    }
    if let Some(SeatsToTarget { team, start, seats: Some(seats), .. }) = reached {
        requisitions.push(requisition(scenario, &HiringLead::new(scenario, team), *seats, *start, HiringReason::Target));
    }
    requisitions.sort_by(|a, b| a.open_by.cmp(&b.open_by).then(a.team.cmp(&b.team)).then(a.start_month.cmp(&b.start_month)));
    let cost = requisitions.iter().map(|requisition| requisition.cost).sum();
    HiringCalendar { needs, leads, requisitions, cost }
}

fn staffing_need(scenario: &Scenario, team: &MonthlyStaffing) -> StaffingNeed {
    let free = (1.0 - scenario.territory.growth_buffer.get()).max(1e-9);
    StaffingNeed {
        team: team.name.clone(),
        needed: team.months_of(StaffingFigure::Workload).iter().map(|month| month.mean / free).collect(),
        has: team.months_of(StaffingFigure::Capacity).iter().map(|month| month.mean).collect(),
    }
}

/// Seats to add for a team's workload, by planned start month: the fewest that are enough for the
/// workload that remains with as many more seats.
fn confirmed_for_workload(
    need: &StaffingNeed,
    lead: &HiringLead,
    months: u32,
    workload_with: &dyn Fn(&str, u32) -> f64,
) -> Vec<(u32, u32)> {
    let total = |starts: &[(u32, u32)]| starts.iter().map(|(_, seats)| seats).sum::<u32>();
    let at = |share: f64| {
        let needed = need.needed.iter().map(|reps| reps * share).collect();
        seats_for_workload(&StaffingNeed { team: need.team.clone(), needed, has: need.has.clone() }, lead, months)
    };
    let most = at(1.0);
    if total(&most) < 2 {
        return most;
    }
    let enough = |seats: u32| Ok::<bool, std::convert::Infallible>(total(&at(workload_with(&need.team, seats))) <= seats);
    let Ok(found) = fewest(total(&most) / 2, total(&most), enough);
    found.map_or(most, |seats| at(workload_with(&need.team, seats)))
}

/// Seats to add for a team's workload, by planned start month. Covers every month for which hires
/// can be ramped and in which the team is short by more than half a seat. Hires start as late as
/// possible.
fn seats_for_workload(need: &StaffingNeed, lead: &HiringLead, months: u32) -> Vec<(u32, u32)> {
    let mut starts: Vec<(u32, u32)> = Vec::new();
    let mut hired = 0.0;
    let missing = |month: u32| need.needed[month as usize - 1] - need.has[month as usize - 1];
    for month in lead.ramped(lead.earliest_start)..=months {
        let seats = (missing(month) - hired - 0.5).ceil();
        if seats >= 1.0
            && let Some(start) = lead.start_for(month)
        {
            hired += seats;
            starts.push((start, seats as u32));
        }
    }
    // A shortage that no hire can cover within the horizon is assumed to persist after it.
    if lead.ramped(lead.earliest_start) > months && lead.earliest_start <= months {
        let seats = (missing(months) - 0.5).ceil();
        if seats >= 1.0 {
            starts.push((lead.earliest_start, seats as u32));
        }
    }
    starts
}

fn requisition(scenario: &Scenario, lead: &HiringLead, seats: u32, start_month: u32, cause: HiringReason) -> Requisition {
    let first = scenario.horizon.start;
    let start = first.saturating_add(i64::from(start_month - 1).months());
    let days = |days: f64| (days.round() as i64).days();
    let months = scenario.horizon.months;
    let served = (f64::from(months - (start_month - 1).min(months)) - lead.slip_days / MONTH).max(0.0);
    let money = &scenario.money;
    let team = scenario.teams.get(&lead.team).cloned().unwrap_or_default();
    let monthly = (team.pay.base.get() + team.pay.variable.get()) / 12.0 * (1.0 + money.on_cost.get());
    // A requisition opened on the first day starts in the month nearest to its computed day, which
    // may be a few days early.
    let open_by = start.saturating_sub(days(lead.fill_days));
    let open_by = if start_month >= lead.earliest_start { open_by.max(first) } else { open_by };
    Requisition {
        team: lead.team.clone(),
        seats,
        cause,
        open_by,
        start_month,
        start,
        ramped: start.saturating_add(days(lead.slip_days + lead.ramp_months * MONTH)),
        cost: f64::from(seats) * (money.cost_per_hire.get() + served * monthly),
        late: lead.ramped(start_month) > months,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::scenario::choices::RampShape;
    use attain_core::units::{Days, Months, Sigma};
    use attain_fixtures::books as fixture;

    fn scenario() -> Scenario {
        let mut scenario = fixture::scenario();
        scenario.attrition.time_to_fill.median_days = Days::literal(61.0);
        scenario.attrition.time_to_fill.sigma = Sigma::literal(0.0);
        scenario.headcount.hire_slip.mean_days = Days::literal(0.0);
        scenario.ramp.shape = RampShape::Linear { months: Months::literal(4.0) };
        scenario
    }

    #[test]
    fn seats_start_as_late_as_the_work_allows() {
        let lead = HiringLead::new(&scenario(), "smb");
        assert_eq!((lead.earliest_start, lead.ramped(3)), (3, 7));
        let mut need = StaffingNeed { team: "smb".into(), needed: vec![5.0; 12], has: vec![5.0; 12] };
        assert!(seats_for_workload(&need, &lead, 12).is_empty());
        // Short by a little over two seats from month 9 on, and by one more in the last month.
        need.needed[8..].iter_mut().for_each(|needed| *needed = 7.3);
        need.needed[11] = 8.2;
        assert_eq!(seats_for_workload(&need, &lead, 12), [(5, 2), (8, 1)]);
        // Short from the start: hired as early as possible, and ramped in month 7.
        need.needed = vec![6.2; 12];
        assert_eq!(seats_for_workload(&need, &lead, 12), [(3, 1)]);
        // A horizon that ends before the hires are ramped: late.
        assert_eq!(seats_for_workload(&need, &lead, 6), [(3, 1)]);
    }

    #[test]
    fn days_and_cost_of_a_requisition() {
        let scenario = scenario();
        let found = requisition(&scenario, &HiringLead::new(&scenario, "smb"), 2, 5, HiringReason::Workload);
        assert_eq!(found.start, jiff::civil::date(2027, 5, 1));
        assert_eq!(found.open_by, jiff::civil::date(2027, 3, 1));
        assert_eq!(found.ramped, jiff::civil::date(2027, 8, 31));
        // Two hires at 20,000 plus eight of twelve months of 140,000, with 20 % added.
        assert!((found.cost - 2.0 * (20_000.0 + 8.0 / 12.0 * 140_000.0 * 1.2)).abs() < 1e-6);
        assert!(!found.late);
    }
}
