//! The assumptions behind the figures: value, origin and source.

use maud::{Markup, html};

use super::html_table::boxed;
use crate::assumptions::AssumptionRow;

/// Keys that only label a file.
const LABELS: [&str; 3] = ["name", "description", "extends"];

/// Renders the assumptions by table of the scenario file, with a search field.
#[must_use]
pub fn assumptions(list: &[AssumptionRow]) -> Markup {
    let list: Vec<&AssumptionRow> = list.iter().filter(|a| !LABELS.contains(&a.path.as_str())).collect();
    let groups: Vec<&[&AssumptionRow]> = list.chunk_by(|a, b| table_of(a) == table_of(b)).collect();
    html! {
        p .lead {
            "The " (list.len()) " input values of the simulation. Sources: P primary source, S secondary source, A assumption without a published \
             figure. A value applies to all plans unless the row names some."
        }
        div .controls .needs-script {
            label .select { span { "Search" } input #search type="search" autocomplete="off" placeholder="ramp, attrition, Bridge Group …"; }
            span #found .small role="status" {}
            button .chip type="button" data-fold="open" { "Open all" }
            button .chip type="button" data-fold="close" { "Close all" }
        }
        @for group in groups {
            @if let Some(first) = group.first() {
                details .assumptions {
                    summary { (table_of(first)) " " span .note { (group.len()) } }
                    (table(table_of(first), group))
                }
            }
        }
    }
}

fn table(name: &str, group: &[&AssumptionRow]) -> Markup {
    let body = html! {
        thead { tr { th scope="col" { "Choice" } th scope="col" { "Value" } th scope="col" { "Set in" } th scope="col" { "Source" } th scope="col" { "Meaning" } } }
        tbody { @for a in group {
            tr {
                th scope="row" { code { (a.path) } @if !a.plans.is_empty() { span .sub { (a.plans.join(", ")) } } }
                td .text { (a.value) }
                td .text { (a.origin) }
                td .text { (a.source) }
                td .text { (a.meaning) }
            }
        } }
    };
    boxed(&format!("Assumptions: {name}"), &body)
}

fn table_of(assumption: &AssumptionRow) -> &str {
    assumption.path.split(['.', '[']).next().unwrap_or_default()
}
