//! Checks of tiers, coverage and capacity.

use std::fmt::Write as _;

use super::check::PlanCheck;
use crate::plan_export::PlanExport;
use attain_core::number_format::plural;
use attain_core::scenario::choices::CoverageLimit;

/// Months of tenure below which a rep counts as a new hire (as in account capacity by tenure).
const NEW_HIRE_MONTHS: f64 = 3.0;

/// At least two tiers have accounts, and potential decides the tier.
pub(super) fn tiers_by_potential(export: &PlanExport<'_>) -> PlanCheck {
    let (book, plan) = (export.book, export.plan);
    let tiers = &plan.scenario.tiers;
    let mut counts = vec![0_usize; tiers.len()];
    let mut follows = 0;
    for (account, made) in book.accounts.iter().zip(&plan.accounts) {
        if let Some(count) = counts.get_mut(made.tier) {
            *count += 1;
        }
        let by_potential =
            tiers.iter().position(|tier| account.potential >= tier.potential_from.get()).unwrap_or(tiers.len().saturating_sub(1));
        let expected = if account.strategic { by_potential.saturating_sub(1) } else { by_potential };
        follows += usize::from(made.tier == expected);
    }
    let used = counts.iter().filter(|count| **count > 0).count();
    let named: Vec<String> = tiers.iter().zip(&counts).map(|(tier, count)| format!("{} {count}", tier.name)).collect();
    PlanCheck::new(
        "Tiers by potential",
        used >= 2 && follows == book.accounts.len(),
        format!(
            "{follows} of {} have the tier of their potential, strategic ones one higher ({})",
            plural(book.accounts.len(), "account"),
            named.join(", ")
        ),
    )
}

/// Every tier has touches, and books are filled against hours.
pub(super) fn coverage_before_lines(export: &PlanExport<'_>) -> PlanCheck {
    let plan = export.plan;
    let mut tiers: Vec<(f64, usize)> = vec![(0.0, 0); plan.scenario.tiers.len()];
    for made in &plan.accounts {
        if let Some((touches, count)) = tiers.get_mut(made.tier) {
            *touches += 12.0 * made.touches;
            *count += 1;
        }
    }
    let used: Vec<f64> = tiers.iter().filter(|(_, count)| *count > 0).map(|(touches, count)| touches / *count as f64).collect();
    let limited = plan.scenario.coverage.limit == CoverageLimit::Hours;
    let names: Vec<String> = used.iter().map(|touches| format!("{touches:.1}")).collect();
    let basis = if limited { "the hours of the reps limit them" } else { "no hours limit them (coverage.limit = \"book\")" };
    PlanCheck::new(
        "Coverage model before lines",
        limited && !used.is_empty() && used.iter().all(|touches| *touches > 0.0),
        format!("{} touches a year and account by tier; {basis}", names.join(", ")),
    )
}

/// No seat has more work than hours.
pub(super) fn ratios_match_capacity(export: &PlanExport<'_>) -> PlanCheck {
    let seats = &export.plan.seats;
    let over: Vec<&str> = seats.iter().filter(|seat| seat.load() > 1.0).map(|seat| seat.name.as_str()).collect();
    let without = seats.iter().filter(|seat| seat.usable_capacity <= 0.0 && seat.workload > 0.0).count();
    let peak = seats.iter().map(attain_core::plan::Seat::load).fold(0.0, f64::max);
    let mut figure = format!("highest workload over capacity {:.0} %", 100.0 * peak);
    if !over.is_empty() {
        let _ = write!(figure, "; {} over capacity: {}", plural(over.len(), "seat"), listed(&over));
    }
    if without > 0 {
        let _ = write!(figure, "; {} without capacity at the start", plural(without, "seat"));
    }
    PlanCheck::new("Ratios match capacity", over.is_empty(), figure)
}

/// Every seat has accounts, and no account is left without a rep.
pub(super) fn every_rep_has_a_book(export: &PlanExport<'_>) -> PlanCheck {
    let plan = export.plan;
    let mut held = vec![0_usize; plan.seats.len()];
    let mut house = 0;
    for made in &plan.accounts {
        match made.seat {
            Some(seat) => held[seat] += 1,
            None => house += 1,
        }
    }
    let empty: Vec<&str> =
        held.iter().zip(&plan.seats).filter(|(count, _)| **count == 0).map(|(_, seat)| seat.name.as_str()).collect();
    let mut figure = format!("{} of {} have accounts", plan.seats.len() - empty.len(), plural(plan.seats.len(), "seat"));
    if !empty.is_empty() {
        let _ = write!(figure, " (without: {})", listed(&empty));
    }
    let _ = write!(figure, "; {} of {} without a rep", house, plural(plan.accounts.len(), "account"));
    PlanCheck::new("Every rep with a documented book, every account assigned", empty.is_empty() && house == 0, figure)
}

/// The books of new hires are no larger than those of their peers and fit their hours.
pub(super) fn hires_fit_their_ramp(export: &PlanExport<'_>) -> PlanCheck {
    let plan = export.plan;
    let groups = attain_design::territory::equity::peer_groups(plan);
    let mut held = vec![0_usize; plan.seats.len()];
    plan.accounts.iter().filter_map(|made| made.seat).for_each(|seat| held[seat] += 1);
    let is_new = |seat: usize| plan.seats[seat].incumbent.is_none() || plan.seats[seat].tenure_months < NEW_HIRE_MONTHS;
    let hires: Vec<usize> = (0..plan.seats.len()).filter(|&seat| is_new(seat)).collect();
    let fits = |seat: usize| {
        let peers: Vec<usize> = (0..held.len()).filter(|&other| groups[other] == groups[seat] && !is_new(other)).collect();
        let mean = peers.iter().map(|&other| held[other] as f64).sum::<f64>() / peers.len() as f64;
        // Without ramped peers there is nothing to compare with.
        plan.seats[seat].load() <= 1.0 && (peers.is_empty() || held[seat] as f64 <= mean)
    };
    let misfits: Vec<&str> = hires.iter().filter(|&&seat| !fits(seat)).map(|&seat| plan.seats[seat].name.as_str()).collect();
    let figure = if hires.is_empty() {
        "no new hires".to_owned()
    } else {
        let fit = format!(
            "{} of {} fit: at most the accounts of their ramped peers and no overload",
            hires.len() - misfits.len(),
            plural(hires.len(), "new hire")
        );
        if misfits.is_empty() { fit } else { format!("{fit} (not: {})", listed(&misfits)) }
    };
    PlanCheck::new("New hires' books fit their ramp", misfits.is_empty(), figure)
}

/// The first names of a list.
pub(super) fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    if names.len() > 5 { format!("{shown} and {} more", names.len() - 5) } else { shown }
}
