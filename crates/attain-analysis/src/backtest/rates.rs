//! Opportunity rates by stream, estimated from each stream's history.
//!
//! Rates count closings: in the long run, opportunities that will close are created as often as
//! opportunities close, and those that are abandoned without being closed need no model. The number
//! of closings of a group is Poisson with a gamma-distributed rate (negative binomial: Greenwood &
//! Yule 1920). The mean of the gamma distribution is the mean rate of the segment, scaled by
//! potential, or that of the team. Its shape is estimated from the dispersion of groups beyond
//! Poisson, by the method of moments. The estimated rate is the posterior mean, and its remaining
//! uncertainty is drawn in each world. A group is an account or, if accounts are split, the set of
//! all streams of a rep, which share the rep's rate in proportion to their past closings.
//!
//! Closings also vary between months for all groups together. If the company's closings by month
//! are dispersed beyond Poisson (index of dispersion, 5 % level), the excess is drawn for every
//! month of a world as a gamma factor with mean one on all rates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use libm::pow;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::streams::OpportunityStreams;
use attain_core::random::key_of;
use attain_core::scenario::choices::Scenario;
use attain_data::Outcome;

/// Largest gamma shape, at which groups have equal rates.
const EQUAL_RATES: f64 = 1e4;
/// Smallest gamma shape, at which the rates of groups have almost nothing in common.
const UNRELATED_RATES: f64 = 0.05;
/// Mean number of days in a year.
const YEAR: f64 = 365.25;

/// Rates of all streams, with their uncertainty.
#[derive(Debug, Clone)]
pub struct StreamRates {
    /// Opportunities created per year that will close, by stream.
    pub yearly: Vec<f64>,
    /// Rate group of each stream, as an index into `groups`.
    pub group: Vec<usize>,
    /// Uncertainty of the rate of each group.
    pub groups: Vec<RateUncertainty>,
    /// Closings per day, by segment.
    pub flow: Vec<f64>,
    /// Squared relative standard deviation of monthly closings beyond Poisson.
    pub monthly_dispersion: f64,
    /// Findings for the report, one sentence each.
    pub notes: Vec<String>,
}

/// Uncertainty of a group's rate: a gamma factor with mean one.
#[derive(Debug, Clone, Copy)]
pub(super) struct RateUncertainty {
    /// Key of the group's random draws.
    pub key: u64,
    /// Shape of the gamma distribution.
    pub shape: f64,
}

/// First and last day whose closings are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct CountingWindow {
    pub from: Date,
    pub cut: Date,
}

impl CountingWindow {
    fn years(self) -> f64 {
        f64::from((self.cut - self.from).get_days() + 1) / YEAR
    }
}

/// A group of streams that share a rate.
#[derive(Debug, Clone, Default)]
struct RateGroup {
    key: u64,
    /// Pool of groups from which the prior is estimated.
    pool: usize,
    /// Years of exposure.
    years: f64,
    count: f64,
    /// Relative expected rate within the pool.
    weight: f64,
    /// Streams with their share of the group's rate.
    streams: Vec<(usize, f64)>,
}

/// Estimates the rates of streams from the closings in a window. `by_quarter_month` indicates
/// whether the life table of times to close has separate hazards for each month of the quarter.
#[must_use]
pub(super) fn estimate_rates(
    streams: &OpportunityStreams,
    scenario: &Scenario,
    window: CountingWindow,
    by_quarter_month: bool,
) -> StreamRates {
    let book = &streams.book;
    let CountingWindow { from, cut } = window;
    let years = window.years();
    let mut closed = vec![0.0; book.accounts.len()];
    let mut seen = vec![0.0; book.accounts.len()];
    for one in &book.opportunities {
        seen[one.account] += 1.0;
        let closing = !matches!(one.outcome, Outcome::Open(_)) && one.closes.is_some_and(|day| day >= from && day <= cut);
        closed[one.account] += f64::from(u8::from(closing));
    }
    let groups = rate_groups(streams, scenario, &closed, &seen, window);
    let mut found = StreamRates {
        yearly: vec![0.0; book.accounts.len()],
        group: vec![0; book.accounts.len()],
        groups: Vec::with_capacity(groups.len()),
        flow: vec![0.0; book.segments.len()],
        monthly_dispersion: excess_dispersion(&closings_by_month(streams, from, cut), if by_quarter_month { 3 } else { 1 }),
        notes: Vec::new(),
    };
    let pools = pools(&groups);
    for (at, group) in groups.iter().enumerate() {
        let (mean, shape) = pools.get(&group.pool).copied().unwrap_or((0.0, EQUAL_RATES));
        let prior = mean * group.weight;
        let rate = if prior > 0.0 { (shape + group.count) / (shape / prior + group.years) } else { 0.0 };
        found.groups.push(RateUncertainty { key: group.key, shape: shape + group.count });
        for &(stream, part) in &group.streams {
            found.yearly[stream] = rate * part;
            found.group[stream] = at;
        }
    }
    for (account, closed) in book.accounts.iter().zip(&closed) {
        found.flow[account.segment] += closed / (years * YEAR);
    }
    if found.monthly_dispersion > 0.0 {
        found.notes.push(format!(
            "Monthly closings vary by ± {:.0} % beyond Poisson; this variation is drawn for each month.",
            100.0 * found.monthly_dispersion.sqrt()
        ));
    }
    let shapes: Vec<String> = pools.values().map(|(_, shape)| spread_label(*shape)).collect();
    found.notes.push(format!(
        "{:.0} closings from {from} to {cut} determine the rates of {} {}, shrunk toward their mean according to their spread ({}).",
        closed.iter().sum::<f64>(),
        groups.len(),
        if streams.split { "reps" } else { "accounts" },
        shapes.join(", ")
    ));
    found
}

/// Counts the company's closings in each month of the window.
fn closings_by_month(streams: &OpportunityStreams, from: Date, cut: Date) -> Vec<f64> {
    let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let months = usize::try_from(index(cut) - index(from) + 1).unwrap_or(0);
    let mut counts = vec![0.0; months];
    for one in streams.book.opportunities.iter().filter(|one| !matches!(one.outcome, Outcome::Open(_))) {
        if let Some(day) = one.closes.filter(|day| *day >= from && *day <= cut) {
            counts[usize::try_from(index(day) - index(from)).unwrap_or(0)] += 1.0;
        }
    }
    counts
}

/// Returns the squared relative standard deviation of counts beyond Poisson, about a separate mean
/// for each of `places` alternating positions; 0 if it may be due to chance.
fn excess_dispersion(counts: &[f64], places: usize) -> f64 {
    let freedom = counts.len() as f64 - places as f64;
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    if freedom < 3.0 || mean.is_nan() || mean <= 0.0 {
        return 0.0;
    }
    let about = |place: usize| {
        let of = || counts.iter().skip(place).step_by(places);
        let mean = of().sum::<f64>() / of().count() as f64;
        if mean > 0.0 { of().map(|count| (count - mean).powi(2) / mean).sum::<f64>() } else { 0.0 }
    };
    let square: f64 = (0..places).map(about).sum();
    let Ok(chi_square) = ChiSquared::new(freedom) else { return 0.0 };
    if chi_square.cdf(square) < 0.95 {
        return 0.0;
    }
    ((square / freedom - 1.0) / mean).clamp(0.0, 1.0)
}

/// Formats the relative standard deviation of a gamma distribution with this shape.
fn spread_label(shape: f64) -> String {
    if shape >= EQUAL_RATES { "no difference".to_owned() } else { format!("± {:.0} %", 100.0 / shape.sqrt()) }
}

fn rate_groups(
    streams: &OpportunityStreams,
    scenario: &Scenario,
    closed: &[f64],
    seen: &[f64],
    window: CountingWindow,
) -> Vec<RateGroup> {
    let (CountingWindow { from, cut }, years) = (window, window.years());
    let book = &streams.book;
    let mut groups: BTreeMap<(usize, usize), RateGroup> = BTreeMap::new();
    let exposure = |rep: usize| {
        let first = book.reps[rep].hired.map_or(from, |hired| hired.max(from));
        (f64::from((cut - first).get_days() + 1) / YEAR).clamp(1.0 / 12.0, years)
    };
    for (stream, account) in book.accounts.iter().enumerate() {
        let by_rep = streams.split || streams.account[stream].is_none();
        let (id, pool, weight, years) = match account.owner.filter(|_| by_rep) {
            Some(owner) => ((0, owner), book.segments.len() + book.reps[owner].team, 1.0, exposure(owner)),
            None if by_rep => ((1, stream), usize::MAX, 1.0, years),
            None => {
                let segment = scenario.market.segments.get(&book.segments[account.segment]);
                let exponent = segment.map_or(0.0, |segment| segment.potential_on_count.get());
                ((2, stream), account.segment, pow(account.potential.max(1.0), exponent), years)
            }
        };
        let key = match id {
            (0, owner) => key_of(&format!("rate of rep {}", book.reps[owner].id)),
            _ => key_of(&format!("rate of account {}", account.id)),
        };
        let group = groups.entry(id).or_insert(RateGroup { key, pool, years, weight, ..RateGroup::default() });
        group.count += closed[stream];
        group.streams.push((stream, if closed[stream] > 0.0 { closed[stream] } else { 0.0 }));
    }
    let mut groups: Vec<RateGroup> = groups.into_values().collect();
    for group in &mut groups {
        let total: f64 = group.streams.iter().map(|(_, part)| part).sum();
        let open: f64 = group.streams.iter().map(|(stream, _)| seen[*stream]).sum();
        let n = group.streams.len() as f64;
        for (stream, part) in &mut group.streams {
            // A rep without closings is assumed to continue with the accounts that have open opportunities.
            *part = if total > 0.0 {
                *part / total
            } else if open > 0.0 {
                seen[*stream] / open
            } else {
                1.0 / n
            };
        }
    }
    groups
}

/// Estimates the mean rate at weight one and the gamma shape of each pool.
fn pools(groups: &[RateGroup]) -> BTreeMap<usize, (f64, f64)> {
    let mut pools: BTreeMap<usize, Vec<&RateGroup>> = BTreeMap::new();
    for group in groups {
        pools.entry(group.pool).or_default().push(group);
    }
    let moments = |members: Vec<&RateGroup>| {
        let count: f64 = members.iter().map(|group| group.count).sum();
        let exposure: f64 = members.iter().map(|group| group.weight * group.years).sum();
        let mean = if exposure > 0.0 { count / exposure } else { 0.0 };
        let expected = |group: &RateGroup| mean * group.weight * group.years;
        let excess: f64 = members.iter().map(|group| (group.count - expected(group)).powi(2) - group.count).sum();
        let square: f64 = members.iter().map(|group| expected(group).powi(2)).sum();
        let shape = if excess > 0.0 { (square / excess).clamp(UNRELATED_RATES, EQUAL_RATES) } else { EQUAL_RATES };
        (mean, shape)
    };
    pools.into_iter().map(|(pool, members)| (pool, moments(members))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variation_that_may_be_chance_is_no_dispersion() {
        assert_eq!(excess_dispersion(&[100.0, 110.0, 92.0, 104.0, 97.0, 95.0], 1), 0.0);
        // Mean 675, variance 7,127: 6,452 beyond Poisson.
        let counts = [647.0, 586.0, 805.0, 641.0, 627.0, 785.0, 635.0];
        assert!((excess_dispersion(&counts, 1).sqrt() - 0.119).abs() < 0.001, "{}", excess_dispersion(&counts, 1));
        assert_eq!(excess_dispersion(&counts, 3), 0.0, "months of the quarter differ, quarters do not");
        assert_eq!(excess_dispersion(&[5.0, 50.0], 1), 0.0, "too few months");
    }
}
