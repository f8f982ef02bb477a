//! What a seat asks of its book: penalties that are zero inside a band and
//! rise outside, and what they come to at the best sums for given prices.

/// A penalty beyond an edge: `slope e + curve e²`, `e` what lies beyond.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bend {
    /// The edge.
    pub from: f64,
    /// Money for the first unit beyond.
    pub slope: f64,
    /// Half of what it rises by with each further unit.
    pub curve: f64,
}

impl Bend {
    /// The penalty of lying `beyond` the edge.
    #[inline]
    fn of(self, beyond: f64) -> f64 {
        if beyond > 0.0 { beyond * (self.slope + self.curve * beyond) } else { 0.0 }
    }

    /// How far beyond the edge it pays to go at a price for each unit.
    fn reach(self, price: f64) -> f64 {
        if price > self.slope && self.curve > 0.0 { (price - self.slope) / (2.0 * self.curve) } else { 0.0 }
    }

    /// The highest price that makes sense: without a curve, beyond the slope there is no end.
    fn most(self) -> f64 {
        if self.curve > 0.0 { f64::INFINITY } else { self.slope }
    }
}

/// What a seat asks of its book.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Terms {
    /// Value under an edge.
    pub low: Bend,
    /// Value over an edge.
    pub high: Bend,
    /// Load over an edge.
    pub load: Bend,
    /// Fewest accounts.
    pub fewest: u32,
    /// Most accounts; `u32::MAX`: no limit.
    pub most: u32,
    /// Money for each account outside the limits.
    pub fine: f64,
}

/// Sums at which penalty less the worth of the sums is least, and that least.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Best {
    pub(super) at: f64,
    pub(super) least: f64,
}

impl Terms {
    /// Penalty of a book.
    #[inline]
    #[must_use]
    pub fn penalty(&self, value: f64, load: f64, accounts: u32) -> f64 {
        let balance = self.over(value) + self.under(value);
        let outside = accounts.saturating_sub(self.most) + self.fewest.saturating_sub(accounts);
        let limits = if outside > 0 { self.fine * f64::from(outside) } else { 0.0 };
        balance + self.load.of(load - self.load.from) + limits
    }

    /// Penalty of value over the edge.
    #[inline]
    pub(super) fn over(&self, value: f64) -> f64 {
        self.high.of(value - self.high.from)
    }

    /// Penalty of value under the edge.
    #[inline]
    pub(super) fn under(&self, value: f64) -> f64 {
        self.low.of(self.low.from - value)
    }

    /// Whether there are limits on accounts.
    #[must_use]
    pub fn limited(&self) -> bool {
        self.fewest > 0 || self.most < u32::MAX
    }

    /// Least of `penalty(value) − price × value` over values of zero and more.
    pub(super) fn best_value(&self, price: f64) -> Best {
        let at = if price >= 0.0 {
            self.high.from + self.high.reach(price)
        } else {
            (self.low.from - self.low.reach(-price)).max(0.0)
        };
        let balance = self.over(at) + self.under(at);
        Best { at, least: balance - price * at }
    }

    /// Least of `penalty(load) − price × load`, prices of zero and more.
    pub(super) fn best_load(&self, price: f64) -> Best {
        let at = self.load.from + self.load.reach(price);
        Best { at, least: self.load.of(at - self.load.from) - price * at }
    }

    /// The same for accounts.
    pub(super) fn best_accounts(&self, price: f64) -> Best {
        let at = f64::from(if price > 0.0 { self.most } else { self.fewest });
        Best { at, least: -price * at }
    }

    /// A price of value, within what makes sense.
    pub(super) fn within_value(&self, price: f64) -> f64 {
        price.clamp(-self.low.most(), self.high.most())
    }

    /// A price of load, within what makes sense.
    pub(super) fn within_load(&self, price: f64) -> f64 {
        price.clamp(0.0, self.load.most())
    }

    /// A price of an account, within what makes sense.
    pub(super) fn within_accounts(&self, price: f64) -> f64 {
        let least = if self.fewest > 0 { -self.fine } else { 0.0 };
        let most = if self.most < u32::MAX { self.fine } else { 0.0 };
        price.clamp(least, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Terms {
        Terms {
            low: Bend { from: 80.0, slope: 0.5, curve: 0.02 },
            high: Bend { from: 120.0, slope: 0.5, curve: 0.02 },
            load: Bend { from: 10.0, slope: 3.0, curve: 0.1 },
            fewest: 2,
            most: 9,
            fine: 1000.0,
        }
    }

    /// The least over a fine grid is no lower than the closed form, and nearly reaches it.
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
