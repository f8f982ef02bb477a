//! Fields that give the outcome away.
//!
//! A field that is filled in when an opportunity is won, or that names the outcome itself, predicts
//! the past perfectly and says nothing about the future. In many exports, lost leads have no owner.
//! Such fields are left out of the model and named.

use super::factor::WinFactor;

/// Name of the level of trials without a value.
pub(super) const BLANK: &str = "none";
/// Fewest trials on either side of a comparison.
const FEWEST: f64 = 20.0;
/// Largest share of wins among trials without a value, or of losses.
const ONE_SIDED: f64 = 0.02;
/// Smallest ratio of the shares with and without a value.
const RATIO: f64 = 5.0;
/// Share of trials whose outcome a field names, from which it gives the outcome away.
const NAMED: f64 = 0.985;
/// Largest share of the more frequent outcome at which naming it is telling.
const BALANCED: f64 = 0.9;

/// Returns why a factor gives the outcome away; `None` if it does not.
pub(super) fn gives_away(factor: &WinFactor, won: &[bool]) -> Option<String> {
    let mut counts = vec![(0.0, 0.0); factor.levels.len()];
    for (&level, &won) in factor.level_of.iter().zip(won) {
        let count = &mut counts[level as usize];
        (count.0, count.1) = (count.0 + 1.0, count.1 + f64::from(u8::from(won)));
    }
    let total = counts.iter().fold((0.0, 0.0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    if let Some(at) = factor.levels.iter().position(|level| level == BLANK) {
        let blank = counts[at];
        let filled = (total.0 - blank.0, total.1 - blank.1);
        if blank.0 >= FEWEST && filled.0 >= FEWEST {
            let (without, with) = (blank.1 / blank.0, filled.1 / filled.0);
            let loses = without <= ONE_SIDED && with >= (RATIO * without).max(0.1);
            let wins = 1.0 - without <= ONE_SIDED && 1.0 - with >= (RATIO * (1.0 - without)).max(0.1);
            if loses || wins {
                return Some(format!(
                    "the {} is blank in {:.0} closed opportunities, of which {:.0} were won, and given in {:.0}, of which {:.0} were",
                    factor.name, blank.0, blank.1, filled.0, filled.1
                ));
            }
        }
    }
    // Many small levels fit any outcome by chance.
    let told: f64 = counts.iter().filter(|(n, _)| *n >= FEWEST).map(|(n, won)| won.max(n - won)).sum();
    let majority = total.1.max(total.0 - total.1);
    (total.0 >= 2.0 * FEWEST && told >= NAMED * total.0 && majority <= BALANCED * total.0)
        .then(|| format!("the {} names the outcome of {:.1} % of closed opportunities", factor.name, 100.0 * told / total.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(name: &'static str, levels: &[&str], level_of: Vec<u32>) -> WinFactor {
        WinFactor { name, levels: levels.iter().map(|&level| level.to_owned()).collect(), level_of }
    }

    #[test]
    fn an_owner_only_on_what_was_won_gives_it_away() {
        let won: Vec<bool> = (0..1_000).map(|i| i % 10 == 0).collect();
        // 2 of 900 lost ones have an owner.
        let owner = |i: usize| if i.is_multiple_of(10) || i < 2 { (i % 3) as u32 } else { 3 };
        let found = gives_away(&factor("rep", &["a", "b", "c", "none"], (0..1_000).map(owner).collect()), &won);
        assert!(
            found.as_deref().is_some_and(|why| why.contains("blank in 899 closed opportunities, of which 0 were won")),
            "{found:?}"
        );
        // Blank at random.
        let random = |i: usize| if i.is_multiple_of(7) { 3 } else { (i % 3) as u32 };
        assert_eq!(gives_away(&factor("rep", &["a", "b", "c", "none"], (0..1_000).map(random).collect()), &won), None);
    }

    #[test]
    fn a_source_that_names_the_outcome_is_found() {
        let won: Vec<bool> = (0..400).map(|i| i % 3 == 0).collect();
        let named = won.iter().map(|&won| u32::from(won)).collect();
        assert!(gives_away(&factor("source", &["Closed lost", "Closed won"], named), &won).is_some());
        let half = (0..400).map(|i| u32::from(i % 2 == 0)).collect();
        assert_eq!(gives_away(&factor("source", &["web", "event"], half), &won), None);
    }
}
