//! Errors for plans, seats and accounts that cannot be found for a replay.

use attain_core::diagnostics::{nearest, one_of, suggest};
use miette::Diagnostic;

/// A plan, seat or account that cannot be found.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum UnknownReplayTarget {
    #[error("unknown plan `{found}`")]
    #[diagnostic(code("replay::unknown-plan"), help("{}", suggest(near(found, known), one_of(known))))]
    Plan {
        found: String,
        /// Names of all plans.
        known: Vec<String>,
    },
    #[error("there are {} plans, but none is selected", known.len())]
    #[diagnostic(code("replay::which-plan"), help("select one with --plan: {}", known.join(", ")))]
    WhichPlan {
        /// Names of all plans.
        known: Vec<String>,
    },
    #[error("unknown seat `{found}`")]
    #[diagnostic(
        code("replay::unknown-seat"),
        help("{}", suggest(near(found, known), format_args!("expected the id or name of a seat: {}", some(known))))
    )]
    Seat {
        found: String,
        /// Id and name of each seat, alternating.
        known: Vec<String>,
    },
    #[error("unknown account `{found}`")]
    #[diagnostic(
        code("replay::unknown-account"),
        help("{}", suggest(near(found, known), format_args!("expected the id or name of an account: {}", some(known))))
    )]
    Account {
        found: String,
        /// Id and name of each account, alternating.
        known: Vec<String>,
    },
    /// Several seats or accounts have the name.
    #[error("`{found}` is ambiguous: {} have this name", ids.len())]
    #[diagnostic(code("replay::ambiguous"), help("use an id: {}", ids.join(", ")))]
    Several { found: String, ids: Vec<String> },
}

fn near(found: &str, known: &[String]) -> Option<String> {
    nearest(found, known.iter().map(String::as_str).filter(|name| !name.is_empty()))
}

/// Ids from a list of alternating ids and names: all ids of a short list, and the first ones of a
/// long list.
fn some(known: &[String]) -> String {
    const MOST: usize = 60;
    let ids: Vec<&str> = known.iter().step_by(2).map(String::as_str).collect();
    if ids.len() <= MOST {
        return ids.join(", ");
    }
    format!("{}, … ({} in all)", ids[..MOST / 10].join(", "), ids.len())
}
