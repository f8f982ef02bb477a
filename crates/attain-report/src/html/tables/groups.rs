//! Attainment by team, segment, region and manager.

use maud::{Markup, html};

use crate::html::html_table::boxed;
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::simulate::rollup::RollupLevel;
use attain_sim::summarise::results::{PlanResult, Results};

const LEVELS: [(RollupLevel, &str); 4] = [
    (RollupLevel::Team, "Team"),
    (RollupLevel::Segment, "Segment"),
    (RollupLevel::Region, "Region"),
    (RollupLevel::Manager, "Manager"),
];

/// Renders one table per level, with groups as rows, plans as columns and tinted mean attainment.
#[must_use]
pub fn groups(results: &Results) -> Markup {
    html! { @for (level, title) in LEVELS { @let names = names(results, level); @if !names.is_empty() { (table(results, level, title, &names)) } } }
}

fn table(results: &Results, level: RollupLevel, title: &str, names: &[&str]) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let body = html! {
        thead { tr { th scope="col" { (title) } @for plan in &results.plans { th scope="col" { (plan.name) } } } }
        tbody { @for name in names { tr { th scope="row" { (name) } @for plan in &results.plans { (cell(n, plan, level, name)) } } } }
    };
    boxed(
        &format!(
            "Attainment by {}: mean over the simulated years, P10–P90, and the quota a year, which is the sum of the seats' quotas.",
            title.to_lowercase()
        ),
        &body,
    )
}

fn cell(n: NumberFormat, plan: &PlanResult, level: RollupLevel, name: &str) -> Markup {
    let Some(group) = plan.groups.iter().find(|g| g.level == level && g.name == name) else {
        return html! { td { (number_format::MISSING) } };
    };
    let s = stat::stat(&group.metrics, "attainment");
    let tint = if s.mean.is_finite() { ((s.mean - 1.0) / 0.4).clamp(-1.0, 1.0) } else { 0.0 };
    let (class, strength) = if tint < 0.0 { ("under", -tint) } else { ("over", tint) };
    html! {
        td .tint .(class) style={ "--t:" (number_format::decimal(strength * 60.0, 0)) "%" } {
            (n.plain(MetricUnit::Share, s.mean)) span .sub { (n.span(MetricUnit::Share, s.p10, s.p90)) " of " (n.plain(MetricUnit::Money, group.quota)) }
        }
    }
}

fn names(results: &Results, level: RollupLevel) -> Vec<&str> {
    let mut names = Vec::new();
    for group in results.plans.iter().flat_map(|p| &p.groups).filter(|g| g.level == level) {
        if !names.contains(&group.name.as_str()) {
            names.push(group.name.as_str());
        }
    }
    names
}
