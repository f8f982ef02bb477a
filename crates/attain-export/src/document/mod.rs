//! The territory plan document: one page that prints, with the ten checks of a good plan.

mod assignments;
mod check;
mod coverage_checks;
mod equity_section;
mod fairness_checks;
mod market;

pub use check::{CheckState, PlanCheck};

use maud::html;

use crate::page::page;
use crate::plan_export::PlanExport;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, plural};
use jiff::civil::Date;

/// The ten checks of a good plan, in the order in which planners make them.
#[must_use]
pub fn checks(export: &PlanExport<'_>) -> Vec<PlanCheck> {
    vec![
        coverage_checks::tiers_by_potential(export),
        coverage_checks::coverage_before_lines(export),
        fairness_checks::potential_within_band(export),
        coverage_checks::ratios_match_capacity(export),
        coverage_checks::every_rep_has_a_book(export),
        fairness_checks::measured_quarterly(export),
        fairness_checks::high_potential_spread(export),
        fairness_checks::triggers_defined(export),
        coverage_checks::hires_fit_their_ramp(export),
        fairness_checks::seniors_have_growth(export),
    ]
}

/// Renders the document of a plan, prepared on a day.
#[must_use]
pub fn document(export: &PlanExport<'_>, prepared: Date) -> String {
    let (book, plan) = (export.book, export.plan);
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let market: f64 = book.accounts.iter().map(|account| account.potential).sum();
    let horizon = &plan.scenario.horizon;
    let checks = checks(export);
    let passed = checks.iter().filter(|check| check.state == CheckState::Passed).count();
    let body = html! {
        h1 { "Territory plan: " (plan.name) }
        @if !plan.scenario.description.is_empty() { p.lead { (plan.scenario.description) } }
        dl.facts {
            dt { "Prepared" } dd { (prepared) }
            dt { "Horizon" } dd { (plural(horizon.months as usize, "month")) " from " (horizon.start) }
            dt { "Team" } dd { (plural(plan.seats.len(), "seat")) " in " (plural(plan.teams.len(), "team")) }
            dt { "Addressable market" } dd { (n.plain(MetricUnit::Money, market)) " a year in " (plural(book.accounts.len(), "account")) }
            dt { "Target" } dd { (n.plain(MetricUnit::Money, plan.target)) " a year; quotas add up to " (n.plain(MetricUnit::Money, plan.street_quota)) }
            @if let Some(years) = export.simulated { dt { "Answer" } dd { (years.answer) } }
        }
        h2 { "Ten checks: " (passed) " of " (checks.len()) " passed" }
        (check::table(&checks))
        (market::section(export))
        (market::matrix(export))
        (market::coverage(export))
        (assignments::section(export))
        (equity_section::equity(export))
        (equity_section::schedule(export))
        footer {
            "attain " (env!("CARGO_PKG_VERSION")) " · scenario " (export.resolved.hash) " · data " (book.hash)
            @if let Some(years) = export.simulated { " · " (years.years()) " simulated years, seed " (years.seed()) }
        }
    };
    page(&format!("Territory plan: {}", plan.name), &body)
}

#[cfg(test)]
mod tests;
