//! What can be wrong with a requirement.

use attain_core::diagnostics::Problem;

/// A fault in a requirement. Columns count characters from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RequireProblem {
    /// Something else was due here.
    #[error("column {column}: {found}")]
    Unexpected {
        /// Where.
        column: usize,
        /// What stands there.
        found: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// A name that nothing has.
    #[error("column {column}: there is no {what} {found:?}")]
    Unknown {
        /// Where.
        column: usize,
        /// Plan, metric or function.
        what: &'static str,
        /// The name given.
        found: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// A pair needs two plans.
    #[error("column {column}: {plan:?} is compared with itself")]
    SamePlan {
        /// Where.
        column: usize,
        /// The plan.
        plan: String,
    },
    /// Too long or too deep.
    #[error("column {column}: the requirement is too {what}")]
    Large {
        /// Where it became so.
        column: usize,
        /// Long or deeply nested.
        what: &'static str,
    },
    /// A figure the results do not have.
    #[error("{call} has no value in these results")]
    NoValue {
        /// The call.
        call: String,
    },
    /// A calculation without a result.
    #[error("{calculation} is not a number")]
    NotANumber {
        /// The calculation with its numbers.
        calculation: String,
    },
}

impl Problem for RequireProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unexpected { .. } => "require::syntax",
            Self::Unknown { what: "plan", .. } => "require::unknown-plan",
            Self::Unknown { what: "function", .. } => "require::unknown-function",
            Self::Unknown { .. } => "require::unknown-metric",
            Self::SamePlan { .. } => "require::same-plan",
            Self::Large { .. } => "require::too-large",
            Self::NoValue { .. } => "require::no-value",
            Self::NotANumber { .. } => "require::not-a-number",
        }
    }

    fn allowed(&self) -> String {
        match self {
            Self::Unexpected { allowed, .. } => (*allowed).to_owned(),
            Self::Unknown { known, .. } => known.join(", "),
            Self::SamePlan { .. } => "two different plans".to_owned(),
            Self::Large { .. } => "at most 500 words and signs, nested 50 deep".to_owned(),
            Self::NoValue { .. } => "a metric that has a value in some year".to_owned(),
            Self::NotANumber { .. } => "calculations with a finite result".to_owned(),
        }
    }

    fn help(&self) -> Option<String> {
        let Self::Unknown { found, known, .. } = self else { return None };
        let near = |name: &&String| strsim::damerau_levenshtein(&found.to_lowercase(), &name.to_lowercase());
        let best = known.iter().min_by_key(near)?;
        (near(&best) <= 2 + best.len() / 4).then(|| format!("did you mean {best:?}?"))
    }
}
