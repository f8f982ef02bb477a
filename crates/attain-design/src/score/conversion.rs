//! Expected win rate of each account, from its own history and that of similar accounts.
//!
//! Win rates are shrunk toward a prior at three levels: the segment toward the
//! market's figure, segment × industry toward the segment, and the account toward its
//! segment × industry. The last two levels use a beta-binomial whose concentration is
//! estimated from the data by the method of moments (empirical Bayes; Kleinman 1973,
//! JASA 68).

use super::segments::segments_of_book;
use attain_core::scenario::choices::Scenario;
use attain_data::{Book, Outcome};

/// Numbers of closed and won opportunities.
#[derive(Debug, Clone, Copy, Default)]
struct WinCounts {
    count: f64,
    won: f64,
}

impl WinCounts {
    fn add(&mut self, won: bool) {
        self.count += 1.0;
        self.won += f64::from(u8::from(won));
    }

    /// Posterior mean under a prior with the given mean and the weight of `evidence` closed
    /// opportunities.
    fn shrunk(self, prior: f64, evidence: f64) -> f64 {
        (self.won + evidence * prior) / (self.count + evidence)
    }
}

/// The expected win rates of all accounts.
pub(super) fn expected_win_rates(book: &Book, scenario: &Scenario) -> Vec<f64> {
    let width = book.industries.len() + 1;
    let cell_of = |account: usize| {
        let account = &book.accounts[account];
        account.segment * width + account.industry.map_or(0, |industry| industry + 1)
    };
    let mut by_segment = vec![WinCounts::default(); book.segments.len()];
    let mut by_cell = vec![WinCounts::default(); book.segments.len() * width];
    let mut by_account = vec![WinCounts::default(); book.accounts.len()];
    for opportunity in &book.opportunities {
        let won = match opportunity.outcome {
            Outcome::Won => true,
            Outcome::Lost => false,
            Outcome::Open(_) => continue,
        };
        by_segment[book.accounts[opportunity.account].segment].add(won);
        by_cell[cell_of(opportunity.account)].add(won);
        by_account[opportunity.account].add(won);
    }
    let segment_prior: Vec<f64> = segments_of_book(book, scenario)
        .iter()
        .zip(&by_segment)
        .map(|(market, closed)| closed.shrunk(market.win_rate.get().clamp(0.01, 0.99), market.win_rate_evidence.get().max(1.0)))
        .collect();
    let cell_prior: Vec<f64> = (0..by_cell.len())
        .map(|cell| {
            let industry = (cell % width).checked_sub(1).and_then(|i| scenario.market.industries.get(&book.industries[i]));
            shift_odds(segment_prior[cell / width], industry.map_or(0.0, |i| i.win_log_odds.get()))
        })
        .collect();
    let evidence = concentration(&by_cell, &cell_prior);
    let cells: Vec<f64> = by_cell.iter().zip(&cell_prior).map(|(closed, &prior)| closed.shrunk(prior, evidence)).collect();
    let account_prior: Vec<f64> = (0..book.accounts.len()).map(|account| cells[cell_of(account)]).collect();
    let evidence = concentration(&by_account, &account_prior);
    by_account.iter().zip(&account_prior).map(|(closed, &prior)| closed.shrunk(prior, evidence)).collect()
}

/// The prior's weight in closed opportunities: 1/rho - 1, where rho is the share of the
/// variance between groups that sampling within them does not explain.
fn concentration(groups: &[WinCounts], prior: &[f64]) -> f64 {
    let (mut excess, mut pairs) = (0.0, 0.0);
    for (closed, &mean) in groups.iter().zip(prior) {
        if closed.count > 0.0 {
            let gap = closed.won / closed.count - mean;
            excess += closed.count * gap * gap / (mean * (1.0 - mean)) - 1.0;
            pairs += closed.count - 1.0;
        }
    }
    let rho = if pairs > 0.0 { (excess / pairs).clamp(0.002, 0.5) } else { 0.02 };
    1.0 / rho - 1.0
}

fn shift_odds(rate: f64, log_odds: f64) -> f64 {
    let odds = rate / (1.0 - rate) * libm::exp(log_odds);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_evidence_stays_at_the_prior() {
        assert!((WinCounts { count: 1.0, won: 1.0 }.shrunk(0.2, 99.0) - 0.208).abs() < 1e-12);
        assert!(WinCounts { count: 1000.0, won: 800.0 }.shrunk(0.2, 10.0) > 0.79);
    }

    #[test]
    fn groups_that_differ_more_than_chance_are_shrunk_less() {
        let alike = vec![WinCounts { count: 100.0, won: 25.0 }; 10];
        let apart: Vec<WinCounts> = (0..10).map(|i| WinCounts { count: 100.0, won: f64::from(5 + 4 * i) }).collect();
        let prior = vec![0.25; 10];
        assert!(concentration(&alike, &prior) > 10.0 * concentration(&apart, &prior));
    }
}
