//! What the figures of a forecast rest on: a target, and market figures that were calibrated or at
//! least stated.

use serde::Serialize;

use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Figures of a segment without which a forecast says little about this company, with the keys that
/// may set them.
const FIGURES: [(&[&str], &str); 4] = [
    (&["opportunities-per-year"], "opportunities per account"),
    (&["win-rate"], "win rates"),
    (&["size"], "deal sizes"),
    (&["days-to-win", "closing"], "times to close"),
];

/// What the figures of a forecast rest on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ForecastBasis {
    /// Whether a scenario sets the target. Otherwise, it is the street quota of the reference plan.
    pub has_target: bool,
    /// Market figures that are defaults, because neither a calibration nor a scenario sets them for
    /// every segment of the book.
    pub default_market: Vec<&'static str>,
}

impl ForecastBasis {
    /// Examines the scenarios of a study.
    #[must_use]
    pub fn new(book: &Book, scenarios: &[ResolvedScenario]) -> Self {
        let has_target = scenarios.iter().any(|resolved| resolved.scenario.target.bookings.is_some());
        Self { has_target, default_market: default_market(book, scenarios) }
    }
}

/// Returns the market figures that are defaults for some segment with accounts, in any scenario.
#[must_use]
pub fn default_market(book: &Book, scenarios: &[ResolvedScenario]) -> Vec<&'static str> {
    let has_accounts = |segment: usize| book.accounts.iter().any(|account| account.segment == segment);
    let segments: Vec<&String> =
        book.segments.iter().enumerate().filter(|(segment, _)| has_accounts(*segment)).map(|(_, name)| name).collect();
    let is_set = |resolved: &ResolvedScenario, name: &String, keys: &[&str]| {
        keys.iter().any(|key| resolved.is_given(&format!("market.segments.{name}.{key}")))
    };
    let given = |keys: &[&str]| scenarios.iter().all(|one| segments.iter().all(|name| is_set(one, name, keys)));
    FIGURES.iter().filter(|(keys, _)| !given(keys)).map(|(_, name)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::scenario::from_texts;
    use attain_fixtures::years::study;

    fn basis(text: &str) -> ForecastBasis {
        let (book, ..) = study(&["a"], 1);
        let text =
            format!("name = \"a\"\n[data.accounts]\nfile = \"a.csv\"\n[data.reps]\nfile = \"r.csv\"\n[teams.field]\n{text}");
        ForecastBasis::new(&book, &[from_texts(&[("a.toml", &text)]).unwrap()])
    }

    #[test]
    fn market_figures_that_no_file_sets_are_defaults() {
        let none = basis("[market.segments.other]\nwin-rate = 0.2\n");
        assert!(!none.has_target);
        assert_eq!(none.default_market, ["opportunities per account", "win rates", "deal sizes", "times to close"]);
        let some = basis(
            "[target]\nbookings = 1_000_000\n[market.segments.mid-market]\nwin-rate = 0.2\n\
             opportunities-per-year = 2\nsize = { lognormal = { median = 50_000, sigma = 0.5 } }\n",
        );
        assert!(some.has_target);
        assert_eq!(some.default_market, ["times to close"]);
    }
}
