//! A check of a good plan with its figure.

use maud::{Markup, html};

/// Whether a plan passes a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    Passed,
    Failed,
}

/// A check with the figure that decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCheck {
    /// What a good plan does.
    pub title: &'static str,
    pub state: CheckState,
    /// The figure that decides, in words.
    pub figure: String,
}

impl PlanCheck {
    /// A check that is passed if the condition holds.
    #[must_use]
    pub fn new(title: &'static str, passed: bool, figure: String) -> Self {
        Self { title, state: if passed { CheckState::Passed } else { CheckState::Failed }, figure }
    }
}

/// The checks as a table.
pub(super) fn table(checks: &[PlanCheck]) -> Markup {
    html! {
        table {
            thead { tr { th { "Check" } th { "Result" } th { "Figure" } } }
            tbody { @for (at, check) in checks.iter().enumerate() {
                tr {
                    td { (at + 1) ". " (check.title) }
                    @match check.state {
                        CheckState::Passed => { td.pass { "passed" } }
                        CheckState::Failed => { td.fail { "failed" } }
                    }
                    td { (check.figure) }
                }
            } }
        }
    }
}
