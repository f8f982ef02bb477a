//! Terms of a seat: penalties that are zero inside a band and rise outside it, and the totals that
//! minimise them at given prices.

/// A penalty that is zero up to an edge and grows beyond it: `slope × e + curvature × e²`
/// where `e` is the distance beyond the edge.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ConvexPenalty {
    /// Total at which the penalty begins.
    pub edge: f64,
    /// Marginal cost at the edge.
    pub slope: f64,
    /// Half the increase of the marginal cost per unit of distance.
    pub curvature: f64,
}

impl ConvexPenalty {
    #[inline]
    fn cost(self, beyond: f64) -> f64 {
        if beyond > 0.0 { beyond * (self.slope + self.curvature * beyond) } else { 0.0 }
    }

    /// Returns the most profitable distance beyond the edge if each unit earns a price.
    fn distance_worth(self, price: f64) -> f64 {
        if price > self.slope && self.curvature > 0.0 { (price - self.slope) / (2.0 * self.curvature) } else { 0.0 }
    }

    /// Returns the highest useful price. Without curvature, any price above the slope would make
    /// the distance infinite.
    fn max_price(self) -> f64 {
        if self.curvature > 0.0 { f64::INFINITY } else { self.slope }
    }
}

/// Bands and limits of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SeatTerms {
    /// Penalty on value below the lower edge of the band.
    pub low: ConvexPenalty,
    /// Penalty on value above the upper edge of the band.
    pub high: ConvexPenalty,
    /// Penalty on load above capacity.
    pub load: ConvexPenalty,
    /// Smallest number of items that the seat should hold.
    pub min_count: u32,
    /// Largest number of items that the seat should hold; `u32::MAX` means no limit.
    pub max_count: u32,
    /// Cost of each item outside these limits.
    pub count_penalty: f64,
}

/// The total at which penalty minus earnings is smallest, and that minimum.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct BestTotal {
    pub(crate) total: f64,
    pub(crate) least: f64,
}

impl SeatTerms {
    /// Returns the penalty of a seat whose units add up to these totals.
    #[inline]
    #[must_use]
    pub fn penalty(&self, value: f64, load: f64, count: u32) -> f64 {
        let balance = self.cost_over(value) + self.cost_under(value);
        let outside = count.saturating_sub(self.max_count) + self.min_count.saturating_sub(count);
        let limits = if outside > 0 { self.count_penalty * f64::from(outside) } else { 0.0 };
        balance + self.load.cost(load - self.load.edge) + limits
    }

    /// Returns the penalty on value above the band.
    #[inline]
    pub(crate) fn cost_over(&self, value: f64) -> f64 {
        self.high.cost(value - self.high.edge)
    }

    /// Returns the penalty on value below the band.
    #[inline]
    pub(crate) fn cost_under(&self, value: f64) -> f64 {
        self.low.cost(self.low.edge - value)
    }

    /// Returns whether the number of items is limited.
    pub(crate) fn has_count_limits(&self) -> bool {
        self.min_count > 0 || self.max_count < u32::MAX
    }

    /// Minimises `penalty(value) − price × value` over non-negative values.
    pub(crate) fn best_value(&self, price: f64) -> BestTotal {
        let total = if price >= 0.0 {
            self.high.edge + self.high.distance_worth(price)
        } else {
            (self.low.edge - self.low.distance_worth(-price)).max(0.0)
        };
        let balance = self.cost_over(total) + self.cost_under(total);
        BestTotal { total, least: balance - price * total }
    }

    /// Minimises `penalty(load) − price × load` for a non-negative price.
    pub(crate) fn best_load(&self, price: f64) -> BestTotal {
        let total = self.load.edge + self.load.distance_worth(price);
        BestTotal { total, least: self.load.cost(total - self.load.edge) - price * total }
    }

    /// Minimises `−price × count` over the counts within the limits.
    pub(crate) fn best_count(&self, price: f64) -> BestTotal {
        let total = f64::from(if price > 0.0 { self.max_count } else { self.min_count });
        BestTotal { total, least: -price * total }
    }

    /// Clamps a price of value to the useful range.
    pub(crate) fn clamp_value_price(&self, price: f64) -> f64 {
        price.clamp(-self.low.max_price(), self.high.max_price())
    }

    /// Clamps a price of load to the useful range.
    pub(crate) fn clamp_load_price(&self, price: f64) -> f64 {
        price.clamp(0.0, self.load.max_price())
    }

    /// Clamps a price of an item to the useful range.
    pub(crate) fn clamp_count_price(&self, price: f64) -> f64 {
        let least = if self.min_count > 0 { -self.count_penalty } else { 0.0 };
        let most = if self.max_count < u32::MAX { self.count_penalty } else { 0.0 };
        price.clamp(least, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> SeatTerms {
        SeatTerms {
            low: ConvexPenalty { edge: 80.0, slope: 0.5, curvature: 0.02 },
            high: ConvexPenalty { edge: 120.0, slope: 0.5, curvature: 0.02 },
            load: ConvexPenalty { edge: 10.0, slope: 3.0, curvature: 0.1 },
            min_count: 2,
            max_count: 9,
            count_penalty: 1000.0,
        }
    }

    /// The minimum over a fine grid is no lower than the closed form, and nearly reaches it.
    #[test]
    fn the_least_at_a_price_is_that_of_a_fine_grid() {
        let terms = terms();
        for price in [-3.0, -1.0, -0.4, 0.0, 0.3, 0.5, 0.9, 2.5] {
            let grid = |of: &dyn Fn(f64) -> f64| (0..=400_000).map(|i| of(f64::from(i) / 1000.0)).fold(f64::INFINITY, f64::min);
            let value = grid(&|x| terms.penalty(x, 0.0, 5) - price * x);
            let closed = terms.best_value(price).least;
            assert!(closed <= value + 1e-9 && value - closed < 1e-2, "{price}: {closed} {value}");
            if price >= 0.0 {
                let load = grid(&|x| terms.penalty(100.0, x, 5) - price * x);
                let closed = terms.best_load(price).least;
                assert!(closed <= load + 1e-9 && load - closed < 1e-2, "{price}: {closed} {load}");
            }
        }
    }

    #[test]
    fn a_book_inside_its_band_costs_nothing() {
        let terms = terms();
        assert_eq!(terms.penalty(100.0, 10.0, 5), 0.0);
        assert_eq!(terms.penalty(130.0, 10.0, 5), 10.0 * (0.5 + 0.2));
        assert_eq!(terms.penalty(70.0, 12.0, 1), 10.0 * (0.5 + 0.2) + 2.0 * 3.2 + 1000.0);
        assert_eq!(terms.penalty(100.0, 0.0, 11), 2000.0);
    }
}
