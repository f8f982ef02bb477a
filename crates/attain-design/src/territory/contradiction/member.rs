//! One constraint of a set: where it stands, what it says, how it could give way.

use super::super::fault::InfeasibleSubset;
use attain_core::diagnostics::Place;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Protection;

/// A constraint that could be relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Member {
    /// `min-accounts`.
    Fewest,
    /// `house = false`.
    NoHouse,
    /// `max-accounts`.
    Most,
    /// `containment`.
    Containment,
    /// `skills-required`.
    Skills,
    /// `geography = "regions"`.
    Regions,
    /// `carve = "peel"`.
    Peel,
    /// `protection` as a whole.
    Protection,
    /// An account that `protection` names.
    Named(usize),
    /// A lock.
    Lock(usize),
}

impl Member {
    fn pointer(self) -> String {
        match self {
            Self::Fewest => "territory.min-accounts".into(),
            Self::NoHouse => "territory.house".into(),
            Self::Most => "territory.max-accounts".into(),
            Self::Containment => "territory.containment".into(),
            Self::Skills => "territory.skills-required".into(),
            Self::Regions => "territory.geography".into(),
            Self::Peel => "territory.carve".into(),
            Self::Protection => "protection".into(),
            Self::Named(at) => format!("protection.named.accounts[{at}]"),
            Self::Lock(at) => format!("territory.locks[{at}]"),
        }
    }

    /// Where it stands.
    pub(crate) fn place(self, resolved: &ResolvedScenario) -> Place {
        resolved.place(&self.pointer())
    }

    /// What it says.
    fn says(self, resolved: &ResolvedScenario) -> String {
        let territory = &resolved.scenario.territory;
        match self {
            Self::Fewest => format!("`min-accounts = {}`", territory.min_accounts),
            Self::NoHouse => "`house = false`".into(),
            Self::Most => format!("`max-accounts = {}`", territory.max_accounts),
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

    /// How it gives way.
    fn relaxed(self) -> &'static str {
        match self {
            Self::Fewest => "a lower `min-accounts`",
            Self::NoHouse => "`house = true`",
            Self::Most => "a higher `max-accounts`",
            Self::Containment => "`containment = false`",
            Self::Skills => "`skills-required = false`",
            Self::Regions => "`geography = \"cost\"`",
            Self::Peel => "`carve = \"redesign\"`",
            Self::Protection => "a milder `protection`",
            Self::Named(_) => "fewer protected accounts",
            Self::Lock(_) => "fewer locks",
        }
    }
}

/// A set of constraints as a fault tells it.
pub(crate) fn told(resolved: &ResolvedScenario, members: &[Member], why: String) -> InfeasibleSubset {
    let said = members.iter().map(|&member| format!("{} ({})", member.says(resolved), line(resolved, &member.pointer())));
    let mut relax: Vec<String> = members.iter().map(|&member| member.relaxed().to_owned()).collect();
    relax.dedup();
    InfeasibleSubset { members: said.collect(), why, relax }
}

/// Where a choice was given, as `file:line`.
pub(crate) fn line(resolved: &ResolvedScenario, pointer: &str) -> String {
    match resolved.place(pointer) {
        Place::Span(source, span) if resolved.is_given(pointer) => {
            format!("{}:{}", source.name, source.line_column(span.start).0)
        }
        _ => "default".to_owned(),
    }
}
