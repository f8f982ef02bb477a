//! How a deal's odds come about, as far as the world decides: for those who
//! want to be told. Drawn again at the deal's address.

use super::{CompiledMarket, World, deals};

/// Where a deal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DealOrigin {
    /// An open opportunity of the book.
    Data {
        /// Key of its id.
        key: u64,
    },
    /// A latent opportunity of its account.
    Latent {
        /// Month of the horizon; negative in the warm-up.
        month: i32,
        /// Which of the account's in that month.
        k: u32,
    },
}

/// The world's part of a deal's log odds of being won, and its marks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DealChance {
    /// Create mark: the deal exists when it is under the account's rate as a share of the highest one.
    pub create: f64,
    /// Win mark: the deal is won when it is under the odds.
    pub draw: f64,
    /// Segment's win rate in this world, or the chance of the stage for a deal of the data; logit.
    pub base: f64,
    /// Shift from the account's industry.
    pub industry: f64,
    /// Shift from the source.
    pub source: f64,
    /// Shift from its size.
    pub size: f64,
    /// Shift from slipping for long.
    pub slip: f64,
    /// Shift from its age when it closes.
    pub age: f64,
    /// Days by which it slips.
    pub slip_days: f64,
    /// The source, as an index into [`CompiledMarket::sources`].
    pub source_index: Option<usize>,
}

impl DealChance {
    /// Sum of the world's terms, log odds.
    #[inline]
    #[must_use]
    pub fn terms(&self) -> f64 {
        self.base + self.industry + self.source + self.size + self.slip + self.age
    }
}

impl World {
    /// Where the deals that are open at the start come from, and how their odds come about.
    #[must_use]
    pub fn opening_chances(&self, market: &CompiledMarket) -> Vec<(DealOrigin, DealChance)> {
        market.opening.chances(self, market)
    }

    /// Where a deal that may be created in `month` comes from, and how its odds come about.
    #[must_use]
    pub fn chance_of(&self, market: &CompiledMarket, deal: usize, month: usize) -> (DealOrigin, DealChance) {
        let (first, account) = (self.deals.in_month(month).start, self.deals.account[deal]);
        // An account's deals of a month stand together, in their order.
        let before = self.deals.account[first..deal].iter().rev().take_while(|&&other| other == account).count();
        let origin = DealOrigin::Latent { month: month as i32, k: before as u32 };
        (origin, deals::chance(self, market, account as usize, month as i32, before as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::quantile::logit;

    /// The chance that is told is the one the deal has.
    #[test]
    fn a_deal_is_found_again_at_its_address() {
        let (study, plans) = attain_fixtures::studies::plans(&[attain_fixtures::studies::SMALL]);
        let market = CompiledMarket::new(&study.book, &plans[0].scenario);
        let mut world = World::empty();
        world.draw(&market, 3, 5);
        world.read_all(&market);
        let hurdle = |chance: &DealChance| (logit(chance.draw) - chance.terms()) as f32;
        let opening = world.opening_chances(&market);
        assert_eq!(opening.len(), world.deals.open().len());
        assert!(!opening.is_empty());
        for (d, (_, chance)) in opening.iter().enumerate() {
            assert_eq!(hurdle(chance), world.deals.outcome(d).hurdle);
        }
        let mut seen = 0;
        for month in 0..12 {
            for d in world.deals.in_month(month) {
                assert_eq!(hurdle(&world.chance_of(&market, d, month).1), world.deals.outcome(d).hurdle);
                seen += 1;
            }
        }
        assert!(seen > 100);
    }
}
