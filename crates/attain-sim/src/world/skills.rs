//! Estimates each rep's skill from closed opportunities.

use attain_core::quantile::normal;
use attain_core::scenario::choices::Market;
use attain_data::{Book, Outcome};

/// Normal posterior of a rep's skill, in log odds of winning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SkillPosterior {
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

impl SkillPosterior {
    /// Quantile of the skill at probability `u`.
    #[must_use]
    pub fn at(self, u: f64) -> f64 {
        self.mean + self.sd * normal(u)
    }
}

/// Number of closed opportunities of a segment from which its own win rate is used as the baseline.
const ENOUGH: usize = 30;

/// Computes the skill posterior of every rep of the book. The prior is normal with the market's
/// spread, and is updated with the rep's wins relative to the segment's win rate (one Newton step
/// of the logistic posterior from the prior's mean). Reps whose skill is given in the market have
/// the given values.
#[must_use]
pub fn skill_posteriors(book: &Book, market: &Market) -> Vec<SkillPosterior> {
    let yardstick = win_rates(book, market);
    let prior_sd = market.skill.sd.get();
    let mut excess = vec![0.0; book.reps.len()];
    let mut information = vec![0.0; book.reps.len()];
    for deal in &book.opportunities {
        let (Some(owner), Some(won)) = (deal.owner, closed(deal.outcome)) else { continue };
        let p = yardstick[book.accounts[deal.account].segment];
        excess[owner] += f64::from(u8::from(won)) - p;
        information[owner] += p * (1.0 - p);
    }
    excess
        .iter()
        .zip(&information)
        .zip(&book.reps)
        .map(|((excess, information), rep)| {
            if let Some(known) = market.skill.reps.get(&rep.id) {
                return SkillPosterior { mean: known.win_log_odds.get(), sd: known.uncertainty.get() };
            }
            if prior_sd == 0.0 {
                return SkillPosterior { mean: 0.0, sd: 0.0 };
            }
            let variance = 1.0 / (1.0 / (prior_sd * prior_sd) + information);
            SkillPosterior { mean: variance * excess, sd: variance.sqrt() }
        })
        .collect()
}

fn closed(outcome: Outcome) -> Option<bool> {
    match outcome {
        Outcome::Open(_) => None,
        Outcome::Won => Some(true),
        Outcome::Lost => Some(false),
    }
}

fn win_rates(book: &Book, market: &Market) -> Vec<f64> {
    let mut arrivals = vec![(0_usize, 0_usize); book.segments.len()];
    for deal in &book.opportunities {
        if let Some(won) = closed(deal.outcome) {
            let count = &mut arrivals[book.accounts[deal.account].segment];
            count.0 += usize::from(won);
            count.1 += 1;
        }
    }
    book.segments
        .iter()
        .zip(arrivals)
        .map(|(name, (won, closed))| {
            let given = market.segments.get(name).map_or(0.25, |segment| segment.win_rate.get());
            if closed < ENOUGH { given } else { (won as f64 / closed as f64).clamp(0.01, 0.99) }
        })
        .collect()
}
