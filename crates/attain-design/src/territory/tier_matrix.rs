//! The tier matrix: which team serves which segments, tiers and growth classes.

use attain_core::scenario::choices::{GrowthClass, Scenario, Team};
use attain_data::{Account, Book};

const GROWTH: [GrowthClass; 3] = [GrowthClass::Low, GrowthClass::Medium, GrowthClass::High];

/// The teams of a book, in its order. Teams that the scenario does not name have default settings.
pub(crate) fn teams_of_book(book: &Book, scenario: &Scenario) -> Vec<Team> {
    book.teams.iter().map(|name| scenario.teams.get(name).cloned().unwrap_or_default()).collect()
}

/// For every team, segment, tier and growth class, whether the team serves such accounts.
#[derive(Debug, Clone)]
pub(crate) struct TierMatrix {
    tiers: usize,
    segments: usize,
    table: Vec<bool>,
}

impl TierMatrix {
    pub(crate) fn new(book: &Book, scenario: &Scenario) -> Self {
        let tiers = scenario.tiers.len().max(1);
        let none_or = |list: &[String], name: &str| list.is_empty() || list.iter().any(|item| item == name);
        let mut table = Vec::new();
        for team in teams_of_book(book, scenario) {
            for segment in &book.segments {
                for tier in 0..tiers {
                    let tier = scenario.tiers.get(tier).map_or("", |tier| tier.name.as_str());
                    for growth in GROWTH {
                        let grows = team.growth.is_empty() || team.growth.contains(&growth);
                        table.push(none_or(&team.segments, segment) && none_or(&team.tiers, tier) && grows);
                    }
                }
            }
        }
        Self { tiers, segments: book.segments.len(), table }
    }

    pub(crate) fn serves(&self, team: usize, account: &Account, tier: usize) -> bool {
        let growth = account.growth as usize;
        let row = (team * self.segments + account.segment) * self.tiers + tier;
        self.table.get(row * GROWTH.len() + growth).copied().unwrap_or(false)
    }
}
