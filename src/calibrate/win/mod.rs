//! Chances to win.

use super::estimate::{Estimate, Part, Setting};
use super::history::History;
use super::maths::law::logit;
use super::minimum;
use super::size::Sizing;
use crate::scenario::choices::Scenario;

/// Estimates win rates.
#[must_use]
pub fn wins(history: &History, scenario: &Scenario, _sizes: &[Option<Sizing>]) -> Part {
    let mut part = Part::default();
    let mut counts = vec![(0.0, 0.0); history.book.segments.len()];
    for (deal, won) in history.closed() {
        counts[deal.segment].0 += f64::from(u8::from(won));
        counts[deal.segment].1 += 1.0;
    }
    let (won, closed) = counts.iter().fold((0.0, 0.0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    for (name, (w, n)) in history.book.segments.iter().zip(&counts) {
        if (closed as usize) < minimum::CLOSED {
            let given = scenario.market.segments.get(name).map_or(0.25, |segment| segment.win_rate.get());
            let why = format!("S: conflicting; {closed:.0} closed in all, {} needed", minimum::CLOSED);
            part.estimates.push(Estimate::fallback("win rate", name, super::Unit::Share, *n as usize, given, why));
            continue;
        }
        let prior = 20.0;
        let overall = (won + 1.0) / (closed + 2.0);
        let (rate, evidence) = ((w + prior * overall) / (n + prior), n + prior);
        let se = (1.0 / (evidence * rate * (1.0 - rate))).sqrt();
        let told = Estimate::share("win rate", name, *n as usize, (rate, se), "beta-binomial");
        let path = |choice| ["market", "segments", name.as_str(), choice];
        let note = format!("n {n}; beta-binomial; 90 % {:.3} to {:.3}; logit {:.3}", told.low, told.high, logit(rate));
        part.settings.push(Setting::number(&path("win-rate"), rate, note));
        part.settings.push(Setting::number(&path("win-rate-evidence"), evidence, "what it is worth, in closed opportunities".into()));
        part.estimates.push(told);
    }
    part
}
