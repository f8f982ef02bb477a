//! Tiers: accounts ranked by potential and strategic value instead of revenue.

use attain_core::scenario::choices::{Scenario, Tier};
use attain_data::{Account, Book};

/// The tier of each account of the book, as an index into the scenario's tiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountTiers(pub Vec<usize>);

/// Assigns every account to the highest tier that its potential reaches. Strategic accounts
/// are one tier higher.
#[must_use]
pub fn assign_tiers(book: &Book, scenario: &Scenario) -> AccountTiers {
    AccountTiers(book.accounts.iter().map(|account| tier_of(account, &scenario.tiers)).collect())
}

fn tier_of(account: &Account, tiers: &[Tier]) -> usize {
    let reached = tiers.iter().position(|tier| account.potential >= tier.potential_from.get());
    let by_potential = reached.unwrap_or(tiers.len().saturating_sub(1));
    by_potential.saturating_sub(usize::from(account.strategic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::books as fixture;

    #[test]
    fn potential_and_strategy_decide_and_revenue_does_not() {
        let mut book = fixture::book(1, 4, 3);
        let scenario = fixture::scenario();
        for (account, potential) in book.accounts.iter_mut().zip([600_000.0, 499_999.0, 100_000.0, 5.0]) {
            account.potential = potential;
            account.strategic = false;
            account.revenue = 1e9;
        }
        assert_eq!(assign_tiers(&book, &scenario).0, [0, 1, 1, 2]);
        for account in &mut book.accounts {
            account.strategic = true;
        }
        assert_eq!(assign_tiers(&book, &scenario).0, [0, 0, 0, 1]);
    }
}
