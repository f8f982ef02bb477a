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

/// A pull of value toward a target, inside the band and outside: `strength × (value − target)²`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TargetPull {
    /// The value that costs nothing.
    pub target: f64,
    /// Cost of the first unit away from the target, and half of what each further one costs more.
    pub strength: f64,
}

impl TargetPull {
    #[inline]
    fn cost(self, value: f64) -> f64 {
        self.strength * (value - self.target) * (value - self.target)
    }

    /// What the next unit of value costs.
    #[inline]
    pub(crate) fn slope(self, value: f64) -> f64 {
        2.0 * self.strength * (value - self.target)
    }
}

/// Bands and limits of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SeatTerms {
    /// Cost of value away from the middle of the band, which makes books alike where nothing else counts.
    pub pull: TargetPull,
    /// Penalty of value below the lower edge of the band.
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
        let balance = self.balance_cost(value);
        let outside = count.saturating_sub(self.max_count) + self.min_count.saturating_sub(count);
        let limits = if outside > 0 { self.count_penalty * f64::from(outside) } else { 0.0 };
        balance + self.load.cost(load - self.load.edge) + limits
    }

    /// Penalty of value: the pull, and what lies outside the band.
    #[inline]
    #[must_use]
    pub fn balance_cost(&self, value: f64) -> f64 {
        self.pull.cost(value) + self.cost_over(value) + self.cost_under(value)
    }

    /// What a further unit of value costs.
    pub(crate) fn balance_slope(&self, value: f64) -> f64 {
        let (over, under) = (value - self.high.edge, self.low.edge - value);
        let high = if over > 0.0 { self.high.slope + 2.0 * self.high.curvature * over } else { 0.0 };
        let low = if under > 0.0 { self.low.slope + 2.0 * self.low.curvature * under } else { 0.0 };
        self.pull.slope(value) + high - low
    }

    /// Penalty of value above the band.
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
        let total = self.value_worth(price).max(0.0);
        BestTotal { total, least: self.balance_cost(total) - price * total }
    }

    /// The value at which a further unit costs a price.
    fn value_worth(&self, price: f64) -> f64 {
        let pull = self.pull;
        if pull.strength <= 0.0 {
            return if price >= 0.0 {
                self.high.edge + self.high.distance_worth(price)
            } else {
                self.low.edge - self.low.distance_worth(-price)
            };
        }
        let (at_high, at_low) = (price - pull.slope(self.high.edge), price - pull.slope(self.low.edge));
        if at_high > 0.0 {
            self.high.edge + (at_high - self.high.slope).max(0.0) / (2.0 * (pull.strength + self.high.curvature))
        } else if at_low < 0.0 {
            self.low.edge - (-at_low - self.low.slope).max(0.0) / (2.0 * (pull.strength + self.low.curvature))
        } else {
            pull.target + price / (2.0 * pull.strength)
        }
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
        if self.pull.strength > 0.0 { price } else { price.clamp(-self.low.max_price(), self.high.max_price()) }
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
            pull: TargetPull::default(),
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
        let pulled = SeatTerms { pull: TargetPull { target: 95.0, strength: 0.004 }, ..terms() };
        for terms in [terms(), pulled] {
            least_is_that_of_a_fine_grid(terms);
        }
    }

    fn least_is_that_of_a_fine_grid(terms: SeatTerms) {
        for price in [-3.0, -1.0, -0.4, 0.0, 0.3, 0.5, 0.9, 2.5] {
            let grid = |of: &dyn Fn(f64) -> f64| (0..=400_000).map(|i| of(f64::from(i) / 1000.0)).fold(f64::INFINITY, f64::min);
            let value = grid(&|x| terms.penalty(x, 0.0, 5) - price * x);
            let middle = if terms.pull.strength > 0.0 { terms.pull.target } else { 100.0 };
            let closed = terms.best_value(price).least;
            assert!(closed <= value + 1e-9 && value - closed < 1e-2, "{price}: {closed} {value}");
            if price >= 0.0 {
                let load = grid(&|x| terms.penalty(middle, x, 5) - price * x);
                let closed = terms.best_load(price).least;
                assert!(closed <= load + 1e-9 && load - closed < 1e-2, "{price}: {closed} {load}");
            }
        }
    }

    #[test]
    fn a_pull_costs_inside_the_band_too() {
        let terms = SeatTerms { pull: TargetPull { target: 100.0, strength: 0.01 }, ..terms() };
        assert_eq!(terms.penalty(100.0, 10.0, 5), 0.0);
        assert_eq!(terms.penalty(110.0, 10.0, 5), 1.0);
        assert_eq!(terms.penalty(130.0, 10.0, 5), 10.0 * (0.5 + 0.2) + 9.0);
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
