//! Opportunities from creation to close as a marked Poisson process. Those that close within the
//! horizon are again Poisson (thinning; Kingman, "Poisson Processes", 1993, §5.1).

use super::calendar::start;
use super::lognormal::Lognormal;
use super::quadrature::integral;

/// Number of months of creation before the horizon.
const WARM_UP: i32 = 12;

/// The opportunities of an account.
pub struct PoissonPipeline<'s> {
    /// Opportunities created per month, averaged over the season.
    pub rate: f64,
    /// Relative rate of creation by calendar month, mean one.
    pub season: &'s [f64; 12],
    /// Days from creation to the close.
    pub time: Lognormal,
    /// Number of months in the horizon.
    pub months: i32,
}

impl PoissonPipeline<'_> {
    /// Expected number of closes within the horizon, including opportunities of the warm-up.
    pub fn closes(&self) -> f64 {
        let horizon = start(self.months);
        self.by_month(|from, to| {
            let until = |day: f64| self.time.integral(day - from) - self.time.integral(day - to);
            until(horizon) - until(0.0)
        })
    }

    /// Expected sum of days from creation to close over the closes within the horizon.
    pub fn days(&self) -> f64 {
        let horizon = start(self.months);
        let until = |day: f64, created: f64| self.time.mean_below(day - created);
        self.by_month(|from, to| integral(from, to, 200, |s| until(horizon, s) - until(0.0, s)))
    }

    /// Expected number of opportunities open at the end of the horizon.
    pub fn open(&self) -> f64 {
        let horizon = start(self.months);
        self.by_month(|from, to| (to - from) - self.time.integral(horizon - from) + self.time.integral(horizon - to))
    }

    /// Sums over months of creation. `within` returns the integral over the days of a month.
    fn by_month(&self, within: impl Fn(f64, f64) -> f64) -> f64 {
        let of = |month: i32| {
            let (from, to) = (start(month), start(month + 1));
            let season = self.season[month.rem_euclid(12) as usize];
            self.rate * season * within(from, to) / (to - from)
        };
        (-WARM_UP..self.months).map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A deal with zero cycle time closes when it is created; one that takes longer than the
    /// horizon does not close.
    #[test]
    fn limiting_times_are_right() {
        let at =
            |median: f64| PoissonPipeline { rate: 2.0, season: &[1.0; 12], time: Lognormal { median, sigma: 0.0 }, months: 12 };
        assert!((at(1e-9).closes() - 24.0).abs() < 1e-6 && at(1e-9).open() < 1e-6 && at(1e-9).days() < 1e-6);
        assert!(at(731.0).closes() < 1e-12 && (at(731.0).open() - 48.0).abs() < 1e-9);
        // Deals of 31 days shift by the length of December, so a whole year's deals close.
        assert!((at(31.0).closes() - 24.0).abs() < 1e-9);
        assert!((at(31.0).days() - 24.0 * 31.0).abs() < 0.1);
    }
}
