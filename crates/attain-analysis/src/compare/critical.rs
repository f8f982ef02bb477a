//! Half-width of simultaneous 95 % intervals, in standard errors.
//!
//! With 15 pairs and 14 metrics there are 210 intervals, but they are correlated: each pair is a
//! difference of two others, and bookings, their share of the target and contribution are nearly the same figure.
//! Bonferroni's correction ignores these correlations and is too wide. The max-T method takes the
//! 95 % quantile of the *largest* studentised difference under the correlations of the simulated
//! years (the multiplier bootstrap of Chernozhukov, Chetverikov & Kato 2013, Annals of Statistics
//! 41(6)). With normal multipliers, the bootstrap distribution given the years is exactly a normal
//! vector with the sample correlations. It is therefore drawn from a Cholesky factor rather than
//! from the years, which is exact and costs the same for any number of years. The denominator of
//! Student's t accounts for the estimation of the standard errors (the multivariate t of Hothorn,
//! Bretz & Westfall 2008, Biometrical Journal 50(3)).
//!
//! Below [`FEW_YEARS`] years the correlations are too uncertain. Bonferroni's correction with
//! Student's t is used instead; it is valid under any dependence and is also an upper bound for
//! max-T.

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::metrics::COMPARED_METRICS;
use attain_core::random::NormalStream;
use attain_sim::run::{ColumnSelection, OutputPart, ReadError, YearSource};

/// Number of years below which correlations are not used.
const FEW_YEARS: usize = 100;
/// Number of draws of the largest difference, enough to determine its quantile to about 0.5 %.
const DRAWS: usize = 20_000;
/// Probability that at least one interval of a study misses the true value.
const MISS: f64 = 0.05;

/// Largest number of years used to estimate the correlations, counted from the first year simulated
/// for all plans. This many years determine a correlation to within 0.01; more years would change
/// the result by less than the error from the number of draws.
const CORRELATED: usize = 10_000;

/// Computes the half-width, in standard errors, of the simultaneous 95 % intervals of all pairs and
/// compared metrics.
pub(super) fn critical_value(years: &dyn YearSource, couples: &[(usize, usize)], reference: usize) -> Result<f64, ReadError> {
    let shared = couples.iter().flat_map(|&(a, b)| [a, b]).map(|plan| years.years_of(plan)).min().unwrap_or(0);
    let columns = differences(years, shared.min(CORRELATED), reference)?;
    // The reference has no column: its difference from itself is zero.
    let column = |plan: usize, metric: usize| (plan != reference).then_some(plan * COMPARED_METRICS.len() + metric);
    let all =
        couples.iter().flat_map(|&(a, b)| (0..COMPARED_METRICS.len()).map(move |metric| (column(a, metric), column(b, metric))));
    Ok(critical_of_columns(&columns, &all.collect::<Vec<_>>(), shared, DRAWS))
}

/// Differences of each plan from the reference in the first years, indexed by plan and metric and
/// scaled to a mean square of 1. All other differences are differences of these. Years without a
/// value are set to the mean.
fn differences(years: &dyn YearSource, first: usize, reference: usize) -> Result<Vec<Vec<f64>>, ReadError> {
    let metrics: Vec<usize> = COMPARED_METRICS.iter().map(|&(_, id)| id as usize).collect();
    let read = |plan| years.read(ColumnSelection { plan, part: OutputPart::Company, of: (0, 1), figures: &metrics }, 0..first);
    if reference >= years.plans() {
        return Ok(Vec::new());
    }
    let base = read(reference)?;
    let mut raw: Vec<Vec<f64>> = Vec::with_capacity(years.plans() * metrics.len());
    for plan in 0..years.plans() {
        raw.extend(read(plan)?.iter().zip(&base).map(|(a, b)| minus(a, b)));
    }
    let moments: Vec<(f64, f64)> = raw.par_iter().map(|column| moments(column)).collect();
    let scale = |metric: usize| moments.iter().skip(metric).step_by(metrics.len()).map(|(_, sd)| *sd).fold(0.0, f64::max);
    let scales: Vec<f64> = (0..metrics.len()).map(scale).collect();
    for (at, column) in raw.iter_mut().enumerate() {
        let (mean, scale) = (moments[at].0, scales[at % metrics.len()]);
        for d in column {
            *d = if d.is_finite() && scale > 0.0 { (*d - mean) / scale } else { 0.0 };
        }
    }
    Ok(raw)
}

/// Mean and standard deviation over the years with a value.
fn moments(differences: &[f64]) -> (f64, f64) {
    attain_sim::summarise::mean_and_sd(&differences.iter().copied().filter(|d| d.is_finite()).collect::<Vec<f64>>())
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Critical value for differences of centred columns; `None` denotes a column of zeros.
fn critical_of_columns(columns: &[Vec<f64>], couples: &[(Option<usize>, Option<usize>)], years: usize, draws: usize) -> f64 {
    if years < 2 {
        return 0.0;
    }
    let freedom = (years - 1) as f64;
    let used: Vec<usize> = (0..columns.len()).filter(|&i| columns[i].iter().any(|d| *d != 0.0)).collect();
    let place: Vec<Option<usize>> = (0..columns.len()).map(|i| used.binary_search(&i).ok()).collect();
    let covariance = covariance(columns, &used);
    let at = |i: Option<usize>| i.and_then(|i| place[i]);
    let contrasts: Vec<Contrast> = couples.iter().filter_map(|&(a, b)| Contrast::new(at(a), at(b), &covariance)).collect();
    let single = student_quantile(1.0 - MISS / 2.0, freedom);
    let bonferroni = student_quantile(1.0 - MISS / (2.0 * contrasts.len().max(1) as f64), freedom);
    if years < FEW_YEARS || contrasts.len() < 2 {
        return bonferroni;
    }
    let factor = cholesky_factor(&covariance);
    let largest = |draw: usize| {
        let mut stream = NormalStream::new(1, draw as u64);
        let normals: Vec<f64> = factor.iter().map(|_| stream.next_normal()).collect();
        let drawn: Vec<f64> = factor.iter().map(|row| row.iter().zip(&normals).map(|(f, z)| f * z).sum()).collect();
        let top = contrasts.iter().map(|contrast| contrast.studentised(&drawn)).fold(0.0, f64::max);
        top / chi_over_root_freedom(freedom, stream.next_normal())
    };
    let mut tops: Vec<f64> = (0..draws).into_par_iter().map(largest).collect();
    tops.sort_by(f64::total_cmp);
    attain_sim::summarise::quantile(&tops, 1.0 - MISS).clamp(single, bonferroni)
}

/// Difference of two columns, with the reciprocal of its standard deviation.
struct Contrast {
    plus: Option<usize>,
    minus: Option<usize>,
    per_sd: f64,
}

impl Contrast {
    /// Returns `None` if the difference does not vary and its interval is therefore a point.
    fn new(plus: Option<usize>, minus: Option<usize>, covariance: &[Vec<f64>]) -> Option<Self> {
        let of = |i: Option<usize>, j: Option<usize>| i.zip(j).map_or(0.0, |(i, j)| covariance[i.max(j)][i.min(j)]);
        let variance = of(plus, plus) + of(minus, minus) - 2.0 * of(plus, minus);
        (variance > 1e-12).then(|| Self { plus, minus, per_sd: 1.0 / variance.sqrt() })
    }

    fn studentised(&self, drawn: &[f64]) -> f64 {
        let of = |i: Option<usize>| i.map_or(0.0, |i| drawn[i]);
        (of(self.plus) - of(self.minus)).abs() * self.per_sd
    }
}

/// Lower triangle of the covariance matrix of the columns in use.
fn covariance(columns: &[Vec<f64>], used: &[usize]) -> Vec<Vec<f64>> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let row = |i: usize| {
        let column = &columns[used[i]];
        used[..=i].iter().map(|&j| dot(column, &columns[j]) / (column.len() as f64 - 1.0)).collect()
    };
    (0..used.len()).into_par_iter().map(row).collect()
}

/// Cholesky factor of a covariance matrix that may be singular. A column whose variance is
/// explained by the preceding columns gets a zero on the diagonal.
fn cholesky_factor(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(covariance.len());
    for (i, given) in covariance.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for (j, &value) in given.iter().enumerate() {
            let before: f64 =
                if j < i { rows[j].iter().zip(&row).map(|(a, b)| a * b).sum() } else { row.iter().map(|a| a * a).sum() };
            let left = value - before;
            if j == i {
                row.push(left.max(0.0).sqrt());
            } else {
                let pivot = rows[j][j];
                row.push(if pivot > 1e-7 { left / pivot } else { 0.0 });
            }
        }
        rows.push(row);
    }
    rows
}

fn student_quantile(p: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(0.0, |student| student.inverse_cdf(p))
}

/// Square root of a chi-square variate divided by its degrees of freedom, computed from a normal
/// deviate (Wilson & Hilferty 1931; accurate to four digits from 99 degrees of freedom on).
fn chi_over_root_freedom(freedom: f64, normal: f64) -> f64 {
    let width = 2.0 / (9.0 * freedom);
    let root = 1.0 - width + normal * width.sqrt();
    root.max(0.1).powi(3).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(column: u64, year: u64) -> f64 {
        NormalStream::new(77 + column, year).next_normal()
    }

    fn centred(mut column: Vec<f64>) -> Vec<f64> {
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        for d in &mut column {
            *d -= mean;
        }
        column
    }

    #[test]
    fn one_difference_needs_students_t() {
        let column = centred((0..500).map(|y| noise(0, y)).collect());
        let found = critical_of_columns(&[column], &[(Some(0), None)], 500, 2_000);
        assert!((found - 1.9647).abs() < 1e-3, "{found}");
    }

    #[test]
    fn equal_differences_need_no_correction_and_independent_ones_that_of_sidak() {
        let column = |i| centred((0..4_000).map(|y| noise(i, y)).collect::<Vec<f64>>());
        let same = vec![column(0); 10];
        let alone: Vec<_> = (0..10).map(|i| (Some(i), None)).collect();
        let found = critical_of_columns(&same, &alone, 4_000, DRAWS);
        assert!((found - 1.96).abs() < 0.02, "{found}");
        let apart: Vec<Vec<f64>> = (0..10).map(column).collect();
        let found = critical_of_columns(&apart, &alone, 4_000, DRAWS);
        // Šidák correction for 10 intervals: the 99.744 % quantile of the normal distribution,
        // 2.800.
        assert!((found - 2.80).abs() < 0.03, "{found}");
    }

    #[test]
    fn tukey_for_three_plans() {
        // All pairs of three independent plans over many years: the studentised range, q(3, ∞) / √2
        // = 3.314 / √2.
        let plans: Vec<Vec<f64>> = (0..3).map(|i| (0..20_000).map(|y| noise(i, y)).collect()).collect();
        let minus = |i: usize| centred(plans[i].iter().zip(&plans[0]).map(|(a, b)| a - b).collect());
        let found =
            critical_of_columns(&[minus(1), minus(2)], &[(Some(0), None), (Some(1), None), (Some(0), Some(1))], 20_000, DRAWS);
        assert!((found - 2.344).abs() < 0.03, "{found}");
    }

    #[test]
    fn few_years_fall_back_to_bonferroni() {
        let column = |i| centred((0..20).map(|y| noise(i, y)).collect::<Vec<f64>>());
        let found = critical_of_columns(&[column(0), column(1)], &[(Some(0), None), (Some(1), None)], 20, 100);
        assert!((found - 2.433).abs() < 1e-3, "t quantile 0.9875 at 19 degrees: {found}");
        assert_eq!(critical_of_columns(&[vec![0.0]], &[(Some(0), None)], 1, 100), 0.0);
    }

    /// Simultaneous coverage with skewed, dependent differences: 600 studies of 150 years, four
    /// plans, two metrics, all twelve intervals at once. Two-sided exact binomial test of 95 % at α
    /// = 0.001: 538 to 589 of 600. The lower bound leaves room for the skewness.
    #[test]
    fn covers_at_its_nominal_rate() {
        let years = 150;
        let couples: Vec<_> = [(0, None), (1, None), (2, None), (0, Some(1)), (0, Some(2)), (1, Some(2))]
            .into_iter()
            .flat_map(|(a, b): (usize, Option<usize>)| (0..2).map(move |m| (Some(2 * a + m), b.map(|b| 2 * b + m))))
            .collect();
        let hit = |study: u64| {
            let value = |plan: u64, year: u64| {
                let shared = NormalStream::new(11, study * 1000 + year).next_normal();
                let mut own = NormalStream::new(100 + plan, study * 1000 + year);
                let first = libm::exp(0.4 * (shared + own.next_normal()));
                [first, 2.0 * first + own.next_normal()]
            };
            let drawn: Vec<Vec<[f64; 2]>> = (0..4).map(|plan| (0..years).map(|y| value(plan, y)).collect()).collect();
            let raw: Vec<Vec<f64>> = (1..4)
                .flat_map(|plan| (0..2).map(move |m| (plan, m)))
                .map(|(plan, m)| drawn[plan].iter().zip(&drawn[0]).map(|(a, b)| a[m] - b[m]).collect())
                .collect();
            let columns: Vec<Vec<f64>> = raw.iter().cloned().map(centred).collect();
            let critical = critical_of_columns(&columns, &couples, years as usize, 2_000);
            couples.iter().all(|&(a, b)| {
                let of = |i: Option<usize>, y: usize| i.map_or(0.0, |i| raw[i][y]);
                let d: Vec<f64> = (0..years as usize).map(|y| of(a, y) - of(b, y)).collect();
                let (mean, sd) = attain_sim::summarise::mean_and_sd(&d);
                mean.abs() <= critical * sd / (years as f64).sqrt()
            })
        };
        let hits = (0..600).into_par_iter().filter(|&study| hit(study)).count();
        assert!((535..=589).contains(&hits), "{hits} of 600");
    }
}
