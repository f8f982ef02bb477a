//! Movements between quarters beyond sampling noise: of the win rate, of size
//! and of volume, each about a trend.
//!
//! A quarter's deviation d has a known sampling variance v. The spread τ of
//! what moves is the one at which Σ (d − trend)² / (τ² + v) is what it should
//! be, its degrees of freedom (Paule & Mandel 1982): observed variance less
//! sampling variance. The interval is where it is between the 5 % and the 95 %
//! quantile of its chi-square law (Q-profile: Viechtbauer 2007). The monthly
//! shock of the engine is an autoregression: neighbouring quarters move alike,
//! and a line through them takes some of that away. What is left in the mean,
//! and the degrees of freedom it is worth, come from the trace of the line's
//! residual maker with the autoregression's covariance (Satterthwaite 1946).

use jiff::ToSpan;
use libm::{log, sqrt};

use super::estimate::{Estimate, Part, Setting, Unit};
use super::history::{History, YEAR};
use super::maths::law::{Z90, chi_square, t90};
use super::minimum;
use super::season::quarter_month;
use crate::scenario::choices::{Autoregression, Scenario};
use crate::units::{Persistence, Sigma};

/// Quarters that the scenario's own spread counts as.
const PRIOR_QUARTERS: f64 = 8.0;
/// Standard deviation of trends between markets, log odds a year: the published year-to-year shift is two of it.
const TRENDS: f64 = 0.1;
/// Quarters for the persistence.
const PERSISTENCE_QUARTERS: usize = 12;

/// A quarter: time in years, deviation, sampling variance, observations.
type Point = (f64, f64, f64, usize);

/// What moves.
#[derive(Debug, Clone, Default)]
pub struct Drift {
    /// Variance of the mean shock of the window, on the log odds: what the window's win rates are off the long run's.
    pub mean_variance: f64,
    /// What is told and set.
    pub part: Part,
}

/// Estimates the movements.
#[must_use]
pub fn drift(history: &History, scenario: &Scenario) -> Drift {
    let quarters = quarters(history, scenario);
    let (mut part, shock) = win_rate(history, scenario, &quarters);
    let months = (history.years() * 12.0).max(1.0);
    let (sd, r) = (shock.sd.get(), shock.persistence.get());
    // Variance of the mean of an autoregression over some months.
    let share = (months * (1.0 - r * r) - 2.0 * r * (1.0 - libm::pow(r, months))) / ((1.0 - r).powi(2) * months * months);
    let mean_variance = sd * sd * share.clamp(0.0, 1.0);
    for (family, trend, points) in [
        ("movement of size, a quarter", "trend of size, a year", sizes(history, &quarters)),
        ("movement of volume, a quarter", "trend of volume, a year", volumes(history, &quarters)),
    ] {
        let Some(movement) = Movement::of(&points, None) else { continue };
        part.estimates.push(movement.told(family));
        part.estimates.push(movement.trend_told(trend));
    }
    let drift = &scenario.market.potential_drift;
    let why = "A: one extract holds each account's potential once; what moved is told for size and volume instead".to_owned();
    part.estimates.push(Estimate::fallback("drift of potential, a quarter", "", Unit::Number, 0, drift.account_sd.get(), why));
    Drift { mean_variance, part }
}

/// First days of the whole quarters in the window, with the day after the last.
fn quarters(history: &History, scenario: &Scenario) -> Vec<(i32, i32)> {
    let start = scenario.horizon.start;
    let first = history.date(history.from);
    let mut at = first.first_of_month().saturating_sub((quarter_month(first, start) as i32).months());
    let mut found = Vec::new();
    loop {
        let next = at.saturating_add(3.months());
        let (from, to) = (history.day(at), history.day(next));
        if to > 1 || next <= at {
            return found;
        }
        if from >= history.from {
            found.push((from, to));
        }
        at = next;
    }
}

fn middle((from, to): (i32, i32)) -> f64 {
    0.5 * f64::from(from + to) / YEAR
}

fn win_rate(history: &History, scenario: &Scenario, quarters: &[(i32, i32)]) -> (Part, Autoregression) {
    let mut part = Part::default();
    let segments = history.book.segments.len();
    let mut totals = vec![(0.0, 0.0); segments];
    let mut counts = vec![vec![(0.0, 0.0); segments]; quarters.len()];
    for (deal, won) in history.closed() {
        let Some(day) = deal.closed else { continue };
        let Some(q) = quarters.iter().position(|(from, to)| day >= *from && day < *to) else { continue };
        for count in [&mut totals[deal.segment], &mut counts[q][deal.segment]] {
            count.0 += f64::from(u8::from(won));
            count.1 += 1.0;
        }
    }
    let rates: Vec<f64> = totals.iter().map(|(won, n)| ((won + 0.5) / (n + 1.0)).clamp(0.01, 0.99)).collect();
    let cell = |q: usize, s: usize| {
        let ((won, n), p) = (counts[q][s], rates[s]);
        (won - n * p, n * p * (1.0 - p), n)
    };
    let sum = |q: usize| {
        let all = (0..segments).map(|s| cell(q, s));
        all.fold((0.0, 0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1, all.2 + one.2))
    };
    let points: Vec<Point> = (0..quarters.len())
        .filter_map(|q| {
            let (excess, information, n) = sum(q);
            (information >= 2.0).then(|| (middle(quarters[q]), excess / information, 1.0 / information, n as usize))
        })
        .collect();
    let mut shock = scenario.market.shock.clone();
    let Some(movement) = Movement::of(&points, Some(shock.persistence.get())) else {
        let why = format!("A: {} whole quarters with closings, {} needed", points.len(), minimum::QUARTERS);
        part.estimates.push(Estimate::fallback(
            "shock to win rates, a month",
            "",
            Unit::LogOdds,
            points.len(),
            shock.sd.get(),
            why,
        ));
        return (part, shock);
    };
    let mut persistence = shock.persistence.get();
    let (family, n) = ("persistence of shocks, a month", points.len());
    if let Some((value, se)) = movement.persistence() {
        let ends = ((value - Z90 * se).max(0.0), (value + Z90 * se).min(0.999));
        let method = "lag of quarters over their spread";
        part.estimates.push(Estimate::between(family, "", Unit::Number, n, (value, se), ends, method));
        persistence = value;
        part.settings.push(Setting::number(&["market", "shock", "persistence"], value, format!("n {n}; {method}")));
    } else {
        let why = format!("A: shocks halve in about four months; {n} quarters, {PERSISTENCE_QUARTERS} needed");
        part.estimates.push(Estimate::fallback(family, "", Unit::Number, n, persistence, why));
    }
    let movement = Movement::of(&points, Some(persistence)).unwrap_or(movement);
    let told = movement.told("shock to win rates, a month");
    let (k, own) = (movement.freedom, shock.sd.get());
    let drawn = sqrt((k * told.value.powi(2) + PRIOR_QUARTERS * own * own) / (k + PRIOR_QUARTERS));
    let note = format!(
        "{} quarters show {:.3}, 90 % {:.3} to {:.3}; drawn to the scenario's own as if that were {PRIOR_QUARTERS:.0} quarters",
        points.len(),
        told.value,
        told.low,
        told.high
    );
    shock.sd = Sigma::new(drawn.min(5.0)).unwrap_or(shock.sd);
    shock.persistence = Persistence::new(persistence).unwrap_or(shock.persistence);
    part.settings.push(Setting::number(&["market", "shock", "sd"], drawn.min(5.0), note));
    part.estimates.push(told);
    let trend = movement.trend_told("trend of win rates, a year");
    let credibility = TRENDS * TRENDS / (TRENDS * TRENDS + trend.se * trend.se);
    let note = format!(
        "{} quarters show {:+.2}, 90 % {:+.2} to {:+.2}; drawn to none, for trends end",
        points.len(),
        trend.value,
        trend.low,
        trend.high
    );
    part.settings.push(Setting::number(&["market", "shock", "trend-per-year"], credibility * trend.value, note));
    part.estimates.push(trend);
    (part, shock)
}

/// Mean residual logarithm of sizes, by quarter of creation.
fn sizes(history: &History, quarters: &[(i32, i32)]) -> Vec<Point> {
    let segments = history.book.segments.len();
    let filled = super::size::filled(history);
    let known = |deal: &super::history::Deal| deal.amount > 0.0 && (!filled || deal.won() == Some(true));
    let mut sums = vec![(0.0, 0.0, 0.0); segments];
    let created: Vec<(usize, i32, f64)> = history
        .created()
        .filter(|(deal, _)| known(deal))
        .map(|(deal, day)| {
            let potential = history.book.accounts[deal.account].potential.max(1.0);
            (deal.segment, day, log(deal.amount) - 0.5 * log(potential))
        })
        .collect();
    for (segment, _, x) in &created {
        let sum = &mut sums[*segment];
        *sum = (sum.0 + 1.0, sum.1 + x, sum.2 + x * x);
    }
    let moments = |(n, x, xx): &(f64, f64, f64)| (x / n, (xx / n - (x / n).powi(2)).max(1e-12));
    let mut points = vec![(0.0, 0.0); quarters.len()];
    let mut counts = vec![0_usize; quarters.len()];
    for (segment, day, x) in &created {
        if let Some(q) = quarters.iter().position(|(from, to)| day >= from && day < to) {
            let (mean, variance) = moments(&sums[*segment]);
            points[q].0 += (x - mean) / variance;
            points[q].1 += 1.0 / variance;
            counts[q] += 1;
        }
    }
    let point = |q: usize| (middle(quarters[q]), points[q].0 / points[q].1, 1.0 / points[q].1, counts[q]);
    (0..quarters.len()).filter(|&q| counts[q] >= 10).map(point).collect()
}

/// Logarithm of created opportunities a day, by quarter. What is in the season is in it.
fn volumes(history: &History, quarters: &[(i32, i32)]) -> Vec<Point> {
    let mut counts = vec![0_usize; quarters.len()];
    for (_, day) in history.created() {
        if let Some(q) = quarters.iter().position(|(from, to)| day >= *from && day < *to) {
            counts[q] += 1;
        }
    }
    let point = |q: usize| {
        let days = f64::from(quarters[q].1 - quarters[q].0);
        (middle(quarters[q]), log(counts[q] as f64 / days), 1.0 / counts[q] as f64, counts[q])
    };
    (0..quarters.len()).filter(|&q| counts[q] >= 10).map(point).collect()
}

/// What moves, and its trend.
struct Movement {
    points: Vec<Point>,
    /// Standard deviation of what moves.
    spread: f64,
    /// The part of it that quarters show about their line.
    seen: f64,
    ends: (f64, f64),
    trend: f64,
    se: f64,
    freedom: f64,
}

impl Movement {
    /// What moves; with a persistence, the spread of the months of an
    /// autoregression. `None` with too few quarters.
    fn of(points: &[Point], persistence: Option<f64>) -> Option<Self> {
        if points.len() < minimum::QUARTERS {
            return None;
        }
        let rest = points.len() as f64 - 2.0;
        let (left, freedom) = persistence.map_or((1.0, rest), |persistence| left_by_line(points, persistence));
        let at = |target: f64| spread(points, target);
        let (low, high) = (chi_square(freedom, 0.95) * rest / freedom, chi_square(freedom, 0.05) * rest / freedom);
        let seen = at(rest);
        let line = line(points, seen * seen);
        let scale = 1.0 / sqrt(left);
        // Neighbours that move alike make a trend less sure.
        let wide = if persistence.is_some() && seen > 0.0 { sqrt(rest / freedom) } else { 1.0 };
        Some(Self {
            points: points.to_vec(),
            spread: scale * seen,
            seen,
            ends: (scale * at(low), scale * at(high)),
            trend: line.1,
            se: wide * line.2,
            freedom,
        })
    }

    fn told(&self, family: &'static str) -> Estimate {
        let n = self.points.iter().map(|point| point.3).sum();
        let se = (self.ends.1 - self.ends.0) / 3.29;
        let method = "variance of quarters less sampling variance; Q-profile";
        Estimate::between(family, "", Unit::Number, n, (self.spread, se), self.ends, method)
    }

    fn trend_told(&self, family: &'static str) -> Estimate {
        let n = self.points.iter().map(|point| point.3).sum();
        let t = t90(self.freedom);
        let ends = (self.trend - t * self.se, self.trend + t * self.se);
        Estimate::between(family, "", Unit::LogOdds, n, (self.trend, self.se), ends, "weighted line through quarters; Student")
    }

    /// Correlation of neighbouring months, from that of neighbouring quarters.
    fn persistence(&self) -> Option<(f64, f64)> {
        if self.points.len() < PERSISTENCE_QUARTERS || self.seen <= 0.0 {
            return None;
        }
        let (level, slope, _) = line(&self.points, self.seen * self.seen);
        let rest: Vec<f64> = self.points.iter().map(|(t, d, ..)| d - level - slope * t).collect();
        let n = rest.len() as f64;
        let lag = rest.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / (n - 1.0) / (self.seen * self.seen);
        let quarter = |r: f64| r * (1.0 + r + r * r).powi(2) / (3.0 + 4.0 * r + 2.0 * r * r);
        let (mut low, mut high) = (0.0, 0.999);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if quarter(middle) < lag { low = middle } else { high = middle }
        }
        let slope = (quarter((low + 1e-3).min(0.999)) - quarter((low - 1e-3).max(0.0))) / 2e-3;
        Some((low, 1.0 / n.sqrt() / slope.max(0.2)))
    }
}

/// Share of an autoregression's monthly variance that the means of quarters keep
/// about a line, and the degrees of freedom it is worth: the traces of M R and
/// of its square, for the residual maker M of the line and the covariance R.
fn left_by_line(points: &[Point], persistence: f64) -> (f64, f64) {
    let k = points.len();
    let quarter = |i: usize| (points[i].0 * 4.0).round();
    let covariance = |i: usize, j: usize| {
        let lag = 3.0 * (quarter(i) - quarter(j));
        let each = |a: usize| (0..3).map(move |b| libm::pow(persistence, (lag + a as f64 - f64::from(b)).abs())).sum::<f64>();
        (0..3).map(each).sum::<f64>() / 9.0
    };
    let mean = points.iter().map(|point| point.0).sum::<f64>() / k as f64;
    let spread: f64 = points.iter().map(|point| (point.0 - mean).powi(2)).sum();
    let maker = |i: usize, j: usize| {
        let own = f64::from(u8::from(i == j));
        own - 1.0 / k as f64 - (points[i].0 - mean) * (points[j].0 - mean) / spread
    };
    let product: Vec<f64> = (0..k * k).map(|at| (0..k).map(|l| maker(at / k, l) * covariance(l, at % k)).sum::<f64>()).collect();
    let trace: f64 = (0..k).map(|i| product[i * k + i]).sum();
    let square: f64 = (0..k * k).map(|at| product[at] * product[at % k * k + at / k]).sum();
    (trace / (k as f64 - 2.0), (trace * trace / square).clamp(1.0, k as f64 - 2.0))
}

/// Level, slope a year and the slope's standard error of the weighted line.
fn line(points: &[Point], square: f64) -> (f64, f64, f64) {
    let (mut w, mut t, mut d, mut tt, mut td) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (at, deviation, variance, _) in points {
        let weight = 1.0 / (variance + square);
        w += weight;
        t += weight * at;
        d += weight * deviation;
        tt += weight * at * at;
        td += weight * at * deviation;
    }
    let spread = tt - t * t / w;
    let slope = (td - t * d / w) / spread;
    ((d - slope * t) / w, slope, spread.recip().sqrt())
}

/// The spread at which the weighted sum of squares is `target`; none where it is under that without any.
fn spread(points: &[Point], target: f64) -> f64 {
    let sum = |square: f64| {
        let (level, slope, _) = line(points, square);
        points.iter().map(|(t, d, v, _)| (d - level - slope * t).powi(2) / (v + square)).sum::<f64>()
    };
    if sum(0.0) <= target {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while sum(high) > target && high < 1e6 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if sum(middle) > target { low = middle } else { high = middle }
    }
    sqrt(0.5 * (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Deviations of ± 0.3 with sampling variance 0.01: what moves is √(0.09 · 8/6 − 0.01), about.
    #[test]
    fn noise_is_taken_off() {
        let d = [0.3, -0.3, -0.3, 0.3, 0.3, -0.3, -0.3, 0.3];
        let points: Vec<Point> = d.iter().enumerate().map(|(q, d)| (q as f64 / 4.0, *d, 0.01, 50)).collect();
        let movement = Movement::of(&points, None).expect("eight quarters");
        assert!((movement.spread - sqrt(0.09 * 8.0 / 6.0 - 0.01)).abs() < 0.01, "{}", movement.spread);
        assert!(movement.ends.0 < movement.spread && movement.ends.1 > movement.spread);
        assert!(movement.trend.abs() < 1e-9);
        assert!(Movement::of(&points[..4], None).is_none());
        // Months that all move alike leave nothing about a line; those that do not, a third in the mean of three.
        let (alike, few) = left_by_line(&points, 0.95);
        let (apart, many) = left_by_line(&points, 0.0);
        assert!(alike < 0.25 && few < 4.0, "{alike} {few}");
        assert!((apart - 1.0 / 3.0).abs() < 1e-9 && (many - 6.0).abs() < 1e-9, "{apart} {many}");
        let still: Vec<Point> = points.iter().map(|(t, d, ..)| (*t, 0.1 * d, 0.01, 50)).collect();
        assert_eq!(Movement::of(&still, None).expect("eight").spread, 0.0);
    }
}
