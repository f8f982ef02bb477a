//! Expected productivity of a seat over the horizon: ramp, leavers, vacancies and time to fill.
//!
//! The closed form follows a seat month by month as shares of probability: reps by tenure, who leave
//! at the hazard of their tenure, and vacancies by the month in which they are filled. Each month
//! counts by the response of business to the rep's productivity; a vacant seat books what arises
//! without a rep or, if others look after it, what they cover. What attainment, colleagues and cut
//! books change in the hazard, hand-over losses and the market are left to the simulation.

use crate::capacity::HiringLead;
use attain_core::plan::{Plan, Seat};
use attain_core::ramp::productivity;
use attain_core::response::response;
use attain_core::scenario::choices::{Attrition, Scenario, VacancyCover};
use attain_data::Book;

/// Mean length of a month in days.
const MONTH: f64 = 365.25 / 12.0;

/// Expected business of a seat from its planned start month on, as a share of that with a ramped rep
/// who stays.
pub(crate) fn staffed_share(plan: &Plan, book: &Book, seat: &Seat) -> f64 {
    let scenario = &plan.scenario;
    let months = scenario.horizon.months.saturating_sub(seat.start_month) as usize;
    if months == 0 {
        return 0.0;
    }
    let team = book.teams.get(seat.team).map_or("", String::as_str);
    let lead = HiringLead::new(scenario, team);
    let whole_months = |days: f64| (days / MONTH).round() as usize;
    let refill = whole_months(lead.fill_days + lead.slip_days).max(1);
    let factor = scenario.teams.get(team).map_or(1.0, |team| team.attrition_factor.get());
    // Shares of reps by tenure when the month begins, and of vacancies by the month that fills them.
    let mut reps: Vec<(f64, f64)> = Vec::new();
    let mut filled = vec![0.0; months];
    match seat.incumbent {
        Some(_) => reps.push((seat.tenure_months, 1.0)),
        None => {
            if let Some(share) = filled.get_mut(whole_months(lead.slip_days)) {
                *share = 1.0;
            }
        }
    }
    let (full, vacant) = (response(&scenario.market.response, 1.0), vacant_business(scenario));
    let mut sum = 0.0;
    for month in 0..months {
        reps.push((0.0, filled[month]));
        let staffed: f64 = reps.iter().map(|(_, share)| share).sum();
        let worked =
            |&(tenure, share): &(f64, f64)| share * response(&scenario.market.response, productivity(&seat.ramp, tenure, 1.0));
        sum += reps.iter().map(worked).sum::<f64>() + (1.0 - staffed).max(0.0) * vacant;
        for (tenure, share) in &mut reps {
            let leaving = *share * (1.0 - libm::exp(-monthly_hazard(&scenario.attrition, factor, *tenure)));
            *share -= leaving;
            *tenure += 1.0;
            if let Some(later) = filled.get_mut(month + 1 + refill).filter(|_| scenario.attrition.backfill) {
                *later += leaving;
            }
        }
    }
    sum / (months as f64 * full.max(1e-9))
}

/// Hazard of leaving in a month at a tenure.
fn monthly_hazard(attrition: &Attrition, factor: f64, tenure: f64) -> f64 {
    let band = attrition.bands.iter().rfind(|band| band.from_month.get() <= tenure).map_or(1.0, |band| band.factor.get());
    -libm::log1p(-attrition.annual.get().min(1.0 - 1e-9)) / 12.0 * factor * band
}

/// Business of a seat without a rep.
fn vacant_business(scenario: &Scenario) -> f64 {
    let covered = match scenario.attrition.cover {
        VacancyCover::House => 0.0,
        _ => scenario.attrition.cover_efficiency.get(),
    };
    response(&scenario.market.response, covered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::scenario::choices::RampShape;
    use attain_core::units::{Days, Months, Share};
    use attain_fixtures::books as fixture;

    fn plan(change: impl Fn(&mut Scenario)) -> (Book, Plan) {
        let book = fixture::book(4, 60, 4);
        let mut scenario = fixture::scenario();
        scenario.attrition.bands.clear();
        scenario.attrition.cover = VacancyCover::House;
        change(&mut scenario);
        let plan = crate::planning::design(&book, &fixture::resolved(scenario)).unwrap();
        (book, plan)
    }

    #[test]
    fn a_ramped_rep_who_stays_books_everything() {
        let (book, mut plan) = plan(|scenario| scenario.attrition.annual = Share::literal(0.0));
        plan.seats[0].tenure_months = 120.0;
        assert!((staffed_share(&plan, &book, &plan.seats[0]) - 1.0).abs() < 1e-9);
        plan.seats[0].tenure_months = 0.0;
        plan.seats[0].ramp = RampShape::Linear { months: Months::literal(12.0) };
        let shares: Vec<f64> = (0..12).map(|month| response(&plan.scenario.market.response, f64::from(month) / 12.0)).collect();
        assert!((staffed_share(&plan, &book, &plan.seats[0]) - shares.iter().sum::<f64>() / 12.0).abs() < 1e-9);
    }

    /// Without refilling, a rep is still there after m months with probability (1 − a)^(m / 12).
    #[test]
    fn leavers_who_are_not_replaced_leave_what_arises_by_itself() {
        let (book, mut plan) = plan(|scenario| {
            scenario.attrition.annual = Share::literal(0.4);
            scenario.attrition.backfill = false;
        });
        plan.seats[0].tenure_months = 120.0;
        let team = &book.teams[plan.seats[0].team];
        let factor = plan.scenario.teams.get(team).map_or(1.0, |team| team.attrition_factor.get());
        let inbound = response(&plan.scenario.market.response, 0.0);
        let there = |month: i32| libm::pow(0.6, factor * f64::from(month) / 12.0);
        let expected = (0..12).map(|month| there(month) + (1.0 - there(month)) * inbound).sum::<f64>() / 12.0;
        assert!((staffed_share(&plan, &book, &plan.seats[0]) - expected).abs() < 1e-9);
    }

    #[test]
    fn a_longer_time_to_fill_and_a_late_start_cost_business() {
        let at = |days: f64| {
            let (book, plan) = plan(|scenario| {
                scenario.attrition.annual = Share::literal(0.5);
                scenario.attrition.time_to_fill.median_days = Days::literal(days);
            });
            staffed_share(&plan, &book, &plan.seats[0])
        };
        assert!(at(30.0) > at(150.0) && at(150.0) > 0.0);
        let (book, mut plan) = plan(|_| ());
        plan.seats[0].start_month = plan.scenario.horizon.months;
        assert_eq!(staffed_share(&plan, &book, &plan.seats[0]), 0.0);
    }
}
