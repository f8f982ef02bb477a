//! The first layer of the report: what a leadership team decides with, on one screen and on one
//! printed page.
//!
//! ```text
//! ReportInputs ─┬─ answer ──► the headline, the rule behind it and the change it proposes
//!               ├─ picture ─► the plans side by side, certain differences marked
//!               ├─ reversal ► what would change the answer
//!               └─ doubts ──► the model against the past, defaults and warnings
//! ```

mod doubts;
mod picture;
mod reversal;

use maud::{Markup, html};

pub use doubts::period;

use super::answer;
use super::inputs::ReportInputs;

/// Renders the layer.
#[must_use]
pub fn section(input: &ReportInputs) -> Markup {
    html! {
        section #answer .card .answer aria-label="The answer" {
            (answer::answer(input))
            @if !input.results.plans.is_empty() { (picture::picture(input)) }
        }
        div .pair {
            section #change .card aria-labelledby="change-title" {
                h2 #change-title { "What would change the answer" }
                (reversal::reversal(input))
            }
            section #doubts .card aria-labelledby="doubts-title" {
                h2 #doubts-title { "How far to trust it" }
                (doubts::doubts(input))
            }
        }
    }
}
