//! One constraint of an infeasible set: its place in the scenario, its wording and its relaxation.

use crate::territory::fault::InfeasibleSubset;
use attain_core::diagnostics::Place;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Protection;

/// A constraint that could be relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Constraint {
    /// `min-accounts`.
    Fewest,
    /// `house = false`.
    NoHouse,
    /// `max-accounts`.
    MoveBudget,
    /// `containment`.
    Containment,
    /// `skills-required`.
    Skills,
    /// `geography = "regions"`.
    Regions,
    /// `carve = "peel"`.
    Peel,
    /// `protection` of all accounts or of active pipeline.
    Protection,
    /// Index of an account named in `protection`.
    Named(usize),
    /// Index of a lock.
    Lock(usize),
}

impl Constraint {
    fn pointer(self) -> String {
        match self {
            Self::Fewest => "territory.min-accounts".into(),
            Self::NoHouse => "territory.house".into(),
            Self::MoveBudget => "territory.max-accounts".into(),
            Self::Containment => "territory.containment".into(),
            Self::Skills => "territory.skills-required".into(),
            Self::Regions => "territory.geography".into(),
            Self::Peel => "territory.carve".into(),
            Self::Protection => "protection".into(),
            Self::Named(at) => format!("protection.named.accounts[{at}]"),
            Self::Lock(at) => format!("territory.locks[{at}]"),
        }
    }

    /// The place of the constraint in the scenario file.
    pub(crate) fn place(self, resolved: &ResolvedScenario) -> Place {
        resolved.place(&self.pointer())
    }

    /// The constraint as written in the scenario.
    fn wording(self, resolved: &ResolvedScenario) -> String {
        let territory = &resolved.scenario.territory;
        match self {
            Self::Fewest if territory.min_accounts == 0 => "`min-accounts` of teams".into(),
            Self::Fewest => format!("`min-accounts = {}`", territory.min_accounts),
            Self::NoHouse => "`house = false`".into(),
            Self::MoveBudget if territory.max_accounts == 0 => "`max-accounts` of teams".into(),
            Self::MoveBudget => format!("`max-accounts = {}`", territory.max_accounts),
            Self::Containment => "`containment = true`".into(),
            Self::Skills => "`skills-required = true`".into(),
            Self::Regions => "`geography = \"regions\"`".into(),
            Self::Peel => "`carve = \"peel\"`".into(),
            Self::Protection => match resolved.scenario.protection {
                Protection::ActivePipeline { .. } => "the protection of active pipeline".into(),
                _ => "`protection = \"all\"`".into(),
            },
            Self::Named(at) => match &resolved.scenario.protection {
                Protection::Named { accounts } => format!("the protection of `{}`", accounts.get(at).map_or("", String::as_str)),
                _ => "the protection".into(),
            },
            Self::Lock(at) => match territory.locks.get(at) {
                Some(lock) => format!("the lock of `{}` to `{}`", lock.account, lock.rep),
                None => "a lock".into(),
            },
        }
    }

    /// The choice that would relax the constraint.
    fn relaxation(self) -> &'static str {
        match self {
            Self::Fewest => "lower `min-accounts`",
            Self::NoHouse => "set `house = true`",
            Self::MoveBudget => "raise `max-accounts`",
            Self::Containment => "set `containment = false`",
            Self::Skills => "set `skills-required = false`",
            Self::Regions => "set `geography = \"cost\"`",
            Self::Peel => "set `carve = \"redesign\"`",
            Self::Protection => "choose a weaker `protection`",
            Self::Named(_) => "protect fewer accounts",
            Self::Lock(_) => "remove locks",
        }
    }
}

/// Converts a set of constraints to the form reported in a fault.
pub(crate) fn infeasible_set(resolved: &ResolvedScenario, members: &[Constraint], why: String) -> InfeasibleSubset {
    let stated = members.iter().map(|&member| format!("{} ({})", member.wording(resolved), line_of(resolved, &member.pointer())));
    let mut relax: Vec<String> = members.iter().map(|&member| member.relaxation().to_owned()).collect();
    relax.dedup();
    InfeasibleSubset { members: stated.collect(), why, relax }
}

/// The origin of a choice, as `file:line` or `default`.
pub(crate) fn line_of(resolved: &ResolvedScenario, pointer: &str) -> String {
    match resolved.place(pointer) {
        Place::Span(source, span) if resolved.is_given(pointer) => {
            format!("{}:{}", source.name, source.line_column(span.start).0)
        }
        _ => "default".to_owned(),
    }
}
