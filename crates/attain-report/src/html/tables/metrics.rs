//! Table of all metrics of all plans.

use maud::{Markup, html};

use crate::html::html_table::boxed;
use crate::html::metric_label;
use crate::stat;
use attain_core::metric;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::Results;

/// Renders metrics as rows and plans as columns: mean ± standard error, P10–P90, and the meaning
/// of the metric.
#[must_use]
pub fn metrics(results: &Results) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let known =
        (0..metric::ALL.len()).map(metric::of_company).filter(|m| results.plans.iter().any(|p| p.company.contains_key(m.name)));
    let body = html! {
        thead { tr { th scope="col" { "Metric" } @for plan in &results.plans { th scope="col" { (plan.name) } } th scope="col" { "Meaning" } } }
        tbody { @for m in known {
            tr {
                th scope="row" { (metric_label::label(m.name)) }
                @for plan in &results.plans {
                    @let s = stat::company(plan, m.name);
                    td { (n.with_error(metric_label::unit(m.name), s.mean, s.se)) span .sub { (n.span(metric_label::unit(m.name), s.p10, s.p90)) } }
                }
                td .text { (m.meaning) @let way = metric_label::direction(m.name); @if !way.is_empty() { " (" (way) ")" } }
            }
        } }
    };
    boxed("Company metrics: mean ± one standard error, and P10–P90 over the simulated years.", &body)
}
