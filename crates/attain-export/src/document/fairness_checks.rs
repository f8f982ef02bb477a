//! Checks of balance, reviews and growth.

use std::fmt::Write as _;

use super::check::PlanCheck;
use super::coverage_checks::listed;
use crate::plan_export::PlanExport;
use attain_core::number_format::plural;
use attain_core::scenario::choices::Cadence;
use attain_design::territory::equity;
use attain_design::territory::fairness::seat_groups;

/// Largest deviation of a book from the mean of its peers. P: practitioner guides (10-15 %).
const BAND: f64 = 0.15;
/// Months of tenure from which a rep counts as senior, unless the team says otherwise.
const SENIOR_MONTHS: f64 = 24.0;
/// Share of the peers' mean below which a senior's unsold potential is too little. P: practitioner
/// guide (a rep under 70 % of the mean).
const LEAST_GROWTH: f64 = 0.7;

/// Every book is within 15 % of the mean of its peers.
pub(super) fn potential_within_band(export: &PlanExport<'_>) -> PlanCheck {
    let plan = export.plan;
    let potential: Vec<f64> = plan.seats.iter().map(|seat| seat.potential).collect();
    let means = equity::group_means(&potential, &equity::peer_groups(plan));
    let outside: Vec<&str> = (0..potential.len())
        .filter(|&at| equity::is_outside(potential[at], means[at], BAND))
        .map(|at| plan.seats[at].name.as_str())
        .collect();
    let mut figure = format!(
        "largest deviation from the mean of like seats {:.1} % (today {:.1} %)",
        100.0 * plan.equity.after.largest_deviation,
        100.0 * plan.equity.before.largest_deviation
    );
    if !outside.is_empty() {
        let _ = write!(figure, "; {} outside 15 %: {}", plural(outside.len(), "seat"), listed(&outside));
    }
    PlanCheck::new("Potential within 10–15 %", outside.is_empty(), figure)
}

/// Equity is looked at every quarter.
pub(super) fn measured_quarterly(export: &PlanExport<'_>) -> PlanCheck {
    let (passed, figure) = match export.plan.scenario.rebalance.cadence {
        Cadence::Quarterly => (true, "reviews at every quarter end"),
        Cadence::OnTrigger => (true, "triggers are looked at at every quarter end"),
        Cadence::HalfYearly => (false, "reviews only at every second quarter end (rebalance.cadence)"),
        Cadence::Yearly => (false, "reviews only at the year end (rebalance.cadence)"),
        Cadence::Never => (false, "no reviews (rebalance.cadence = \"never\")"),
    };
    PlanCheck::new("Equity measured quarterly", passed, figure.to_owned())
}

/// No seat of a group holds twice its even share of the largest accounts.
pub(super) fn high_potential_spread(export: &PlanExport<'_>) -> PlanCheck {
    let plan = export.plan;
    let groups = seat_groups(export.book, plan);
    let found: Vec<String> = groups
        .iter()
        .filter_map(|group| {
            let (seat, held, total) = group.concentrated?;
            Some(format!("{} has {held} of the {total} largest of {}", plan.seats[seat].name, group.name))
        })
        .collect();
    let figure = if found.is_empty() {
        format!("none of {} has twice an even share of its group's largest accounts", plural(plan.seats.len(), "seat"))
    } else {
        found.join("; ")
    };
    PlanCheck::new("High-potential accounts spread", found.is_empty(), figure)
}

/// The scenario says when an imbalance leads to a review.
pub(super) fn triggers_defined(export: &PlanExport<'_>) -> PlanCheck {
    let rebalance = &export.plan.scenario.rebalance;
    let acts = rebalance.cadence != Cadence::Never;
    let trigger = &rebalance.trigger;
    let levels = format!(
        "highest over lowest book by {:.0} %, or a book below {:.0} % of the mean",
        100.0 * trigger.high_over_low.get(),
        100.0 * trigger.under_share.get()
    );
    let figure = if acts { levels } else { format!("{levels}, but no review acts on it (rebalance.cadence = \"never\")") };
    PlanCheck::new("Triggers defined", acts, figure)
}

/// Senior reps have unsold potential too.
pub(super) fn seniors_have_growth(export: &PlanExport<'_>) -> PlanCheck {
    let (book, plan) = (export.book, export.plan);
    let mut unsold = vec![0.0; plan.seats.len()];
    for (account, made) in book.accounts.iter().zip(&plan.accounts) {
        if let Some(seat) = made.seat {
            unsold[seat] += (account.potential - account.revenue).max(0.0);
        }
    }
    let means = equity::group_means(&unsold, &equity::peer_groups(plan));
    let is_senior = |at: &usize| {
        let seat = &plan.seats[*at];
        let team = book.teams.get(seat.team).and_then(|team| plan.scenario.teams.get(team));
        let from = team.and_then(|team| team.accounts.as_ref()).map_or(0.0, |accounts| accounts.senior_from.get());
        seat.incumbent.is_some() && seat.tenure_months >= if from > 0.0 { from } else { SENIOR_MONTHS }
    };
    let seniors: Vec<usize> = (0..plan.seats.len()).filter(is_senior).collect();
    let without: Vec<&str> =
        seniors.iter().filter(|&&at| unsold[at] < LEAST_GROWTH * means[at]).map(|&at| plan.seats[at].name.as_str()).collect();
    let figure = if seniors.is_empty() {
        "no senior reps".to_owned()
    } else {
        let with = format!(
            "{} of {} have at least 70 % of the unsold potential of their peers",
            seniors.len() - without.len(),
            plural(seniors.len(), "senior rep")
        );
        if without.is_empty() { with } else { format!("{with} (not: {})", listed(&without)) }
    };
    PlanCheck::new("Senior reps have growth", without.is_empty(), figure)
}
