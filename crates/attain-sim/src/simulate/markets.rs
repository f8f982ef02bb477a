//! The distinct markets of the compared plans.

use crate::world::CompiledMarket;
use crate::world::skills::SkillPosterior;
use attain_core::plan::Plan;
use attain_data::Book;

/// Distinct markets of several plans. Plans with the same market and horizon share one.
#[derive(Debug)]
pub struct Markets(Vec<MarketMembers>);

/// A market and the positions of its plans.
#[derive(Debug)]
pub(super) struct MarketMembers {
    pub(super) market: CompiledMarket,
    pub(super) plans: Vec<usize>,
}

impl Markets {
    /// Compiles the distinct markets of the plans.
    #[must_use]
    pub fn from_plans(book: &Book, plans: &[Plan]) -> Self {
        let mut markets: Vec<MarketMembers> = Vec::new();
        for (p, plan) in plans.iter().enumerate() {
            let known = markets.iter_mut().find(|members| {
                let first = &plans[members.plans[0]].scenario;
                first.market == plan.scenario.market && first.horizon == plan.scenario.horizon
            });
            match known {
                Some(members) => members.plans.push(p),
                None => markets.push(MarketMembers { market: CompiledMarket::new(book, &plan.scenario), plans: vec![p] }),
            }
        }
        Self(markets)
    }

    /// Replaces the skill posteriors of the book's reps. `change` is called with the posteriors of
    /// each market.
    #[must_use]
    pub fn with_skills(mut self, change: impl Fn(&mut [SkillPosterior])) -> Self {
        for members in &mut self.0 {
            change(&mut members.market.skills);
        }
        self
    }

    /// Returns the compiled market of the plan at a position.
    #[must_use]
    pub fn market_of(&self, plan: usize) -> Option<&CompiledMarket> {
        self.0.iter().find(|members| members.plans.contains(&plan)).map(|members| &members.market)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &MarketMembers> {
        self.0.iter()
    }
}
