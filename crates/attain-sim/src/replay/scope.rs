//! Which part of a year is told.

use attain_core::diagnostics::{Fault, Place, Problem};
use attain_core::plan::Plan;
use attain_data::Book;

/// Which part of a year is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayScope {
    /// The whole plan.
    Plan,
    /// A seat, by its position in the plan: its rep, its book and all that comes and goes.
    Seat(usize),
    /// An account, by its position in the book, whoever owns it.
    Account(usize),
}

/// A name that is not there.
#[derive(Debug, thiserror::Error)]
pub enum NoSuch {
    /// No plan has the name.
    #[error("there is no plan `{found}`")]
    Plan {
        /// What was asked for.
        found: String,
        /// The plans.
        known: Vec<String>,
    },
    /// Several plans and no name.
    #[error("there are {} plans", known.len())]
    WhichPlan {
        /// The plans.
        known: Vec<String>,
    },
    /// No seat has the id or name.
    #[error("the plan has no seat `{found}`")]
    Seat {
        /// What was asked for.
        found: String,
        /// Ids and names.
        known: Vec<String>,
    },
    /// No account has the id or name.
    #[error("the book has no account `{found}`")]
    Account {
        /// What was asked for.
        found: String,
        /// Ids and names.
        known: Vec<String>,
    },
    /// Several have the name.
    #[error("`{found}` is the name of several")]
    Several {
        /// What was asked for.
        found: String,
        /// The ids of those that have it.
        ids: Vec<String>,
    },
}

impl Problem for NoSuch {
    fn code(&self) -> &'static str {
        match self {
            Self::Plan { .. } => "replay::unknown-plan",
            Self::WhichPlan { .. } => "replay::which-plan",
            Self::Seat { .. } => "replay::unknown-seat",
            Self::Account { .. } => "replay::unknown-account",
            Self::Several { .. } => "replay::ambiguous",
        }
    }

    fn allowed(&self) -> String {
        match self {
            Self::Plan { known, .. } => known.join(", "),
            Self::WhichPlan { known } => format!("--plan with one of {}", known.join(", ")),
            Self::Seat { known, .. } => format!("id or name of a seat: {}", some(known)),
            Self::Account { known, .. } => format!("id or name of an account: {}", some(known)),
            Self::Several { ids, .. } => format!("an id: {}", ids.join(", ")),
        }
    }

    fn help(&self) -> Option<String> {
        let (Self::Plan { found, known } | Self::Seat { found, known } | Self::Account { found, known }) = self else {
            return None;
        };
        let far = |name: &&String| strsim::damerau_levenshtein(&found.to_lowercase(), &name.to_lowercase());
        let best = known.iter().filter(|name| !name.is_empty()).min_by_key(far)?;
        (far(&best) <= 2 + best.chars().count() / 4).then(|| format!("did you mean `{best}`?"))
    }
}

/// The ids among ids and names: all of a short list, the first of a long one.
fn some(known: &[String]) -> String {
    const MOST: usize = 60;
    let ids: Vec<&str> = known.iter().step_by(2).map(String::as_str).collect();
    if ids.len() <= MOST {
        return ids.join(", ");
    }
    format!("{}, … ({} in all)", ids[..MOST / 10].join(", "), ids.len())
}

/// The position of the plan that is asked for among `names`; the only one when nothing is.
///
/// # Errors
/// When there is no such plan, or it is not said which of several.
pub fn plan_at(asked: Option<&str>, names: &[&str]) -> Result<usize, Fault> {
    let known = || names.iter().map(ToString::to_string).collect();
    let problem = match asked {
        None if names.len() == 1 => return Ok(0),
        None => NoSuch::WhichPlan { known: known() },
        Some(found) => match names.iter().position(|name| *name == found) {
            Some(at) => return Ok(at),
            None => NoSuch::Plan { found: found.to_owned(), known: known() },
        },
    };
    Err(Fault::new(Place::Option("--plan"), problem))
}

/// The seat of a plan by id, or else by name.
///
/// # Errors
/// When there is none, or several have the name.
pub fn seat(asked: &str, plan: &Plan) -> Result<ReplayScope, Fault> {
    let seats: Vec<(&str, &str)> = plan.seats.iter().map(|seat| (seat.id.as_str(), seat.name.as_str())).collect();
    let none = |found, known| NoSuch::Seat { found, known };
    find(asked, &seats, none).map(ReplayScope::Seat).map_err(|problem| Fault::new(Place::Option("--seat"), problem))
}

/// The account of a book by id, or else by name.
///
/// # Errors
/// When there is none, or several have the name.
pub fn account(asked: &str, book: &Book) -> Result<ReplayScope, Fault> {
    let accounts: Vec<(&str, &str)> = book.accounts.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();
    let none = |found, known| NoSuch::Account { found, known };
    find(asked, &accounts, none).map(ReplayScope::Account).map_err(|problem| Fault::new(Place::Option("--account"), problem))
}

/// The position of an id, or else of a name that only one has, whatever its case.
fn find(asked: &str, known: &[(&str, &str)], none: impl Fn(String, Vec<String>) -> NoSuch) -> Result<usize, NoSuch> {
    if let Some(at) = known.iter().position(|(id, _)| *id == asked) {
        return Ok(at);
    }
    let same = |text: &str| text.trim().to_lowercase() == asked.trim().to_lowercase();
    let found: Vec<usize> = (0..known.len()).filter(|&i| same(known[i].0) || same(known[i].1)).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            let names = known.iter().flat_map(|(id, name)| [id.to_string(), name.to_string()]).collect();
            Err(none(asked.to_owned(), names))
        }
        several => {
            let ids = several.iter().map(|&i| known[i].0.to_owned()).collect();
            Err(NoSuch::Several { found: asked.to_owned(), ids })
        }
    }
}
