//! The company as it was at the start of a hindcast, and its plan for the window.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::window::HindcastWindow;
use crate::cut_book::{CutBook, cut_book};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Headcount, Protection, Rebalance, Scenario, SeatAddition, StrategicTeam};
use attain_core::units::{Days, Share};
use attain_data::{Book, Outcome, Rep};

/// Restores the book to the start of the window: people and owners as they were then, and all
/// opportunities that have closed. Open ones are left out, so that the simulation warms up with the
/// same processes.
pub(super) fn past_book(book: &Book, scenario: &Scenario, window: HindcastWindow) -> Book {
    let CutBook { book: mut past, .. } = cut_book(book, scenario, window.cut());
    past.opportunities = book.opportunities.iter().filter(|one| !matches!(one.outcome, Outcome::Open(_))).cloned().collect();
    // The market figures refer to today's potentials.
    for (then, now) in past.accounts.iter_mut().zip(&book.accounts) {
        (then.potential, then.segment) = (now.potential, now.segment);
    }
    past
}

/// The scenario for the window: no planned changes except the seats that were in fact added.
pub(super) fn past_scenario(scenario: &Scenario, book: &Book, past: &Book, window: HindcastWindow) -> ResolvedScenario {
    let mut scenario = scenario.clone();
    scenario.horizon.start = window.from;
    scenario.horizon.months = window.months;
    scenario.headcount = Headcount { adds: seats_added(book, past, window), ..Headcount::default() };
    scenario.headcount.hire_slip.mean_days = Days::literal(0.0);
    scenario.protection = Protection::None;
    scenario.rebalance = Rebalance::default();
    scenario.territory.carve = Carve::Keep;
    scenario.territory.locks.clear();
    scenario.territory.dedicated = None::<StrategicTeam>;
    scenario.attrition.leavers.clear();
    if book.reps.iter().all(|rep| rep.hired.is_none()) {
        scenario.attrition.annual = Share::literal(0.0);
    }
    ResolvedScenario::in_memory(scenario, "history", std::path::Path::new("."))
}

/// Seats by which each team grew in the window, at the months of its last hires.
fn seats_added(book: &Book, past: &Book, window: HindcastWindow) -> Vec<SeatAddition> {
    let present = |rep: &Rep, day: Date| rep.hired.is_none_or(|hired| hired <= day) && rep.left.is_none_or(|left| left > day);
    let mut adds: BTreeMap<(usize, u32), u32> = BTreeMap::new();
    for team in 0_usize..book.teams.len() {
        let count = |reps: &[Rep], day: Date| reps.iter().filter(|rep| rep.team == team && present(rep, day)).count();
        let growth = count(&book.reps, window.until).saturating_sub(count(&past.reps, window.cut()));
        let hired = |rep: &Rep| rep.hired.filter(|hired| rep.team == team && (window.from..=window.until).contains(hired));
        let mut hires: Vec<Date> = book.reps.iter().filter_map(hired).collect();
        hires.sort_unstable();
        for day in hires.iter().rev().take(growth) {
            let months = (i32::from(day.year()) - i32::from(window.from.year())) * 12 + i32::from(day.month())
                - i32::from(window.from.month());
            *adds.entry((team, months.clamp(0, 59) as u32 + 1)).or_default() += 1;
        }
    }
    let seat = |((team, start_month), seats): ((usize, u32), u32)| SeatAddition {
        team: book.teams[team].clone(),
        seats,
        start_month,
        region: None,
    };
    adds.into_iter().map(seat).filter(|add| add.start_month <= window.months).collect()
}
