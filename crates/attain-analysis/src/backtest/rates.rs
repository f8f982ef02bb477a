//! How many opportunities each stream brings, from its own history.
//!
//! What is counted is what closes: in the long run as much comes up as closes,
//! and what is never closed (abandoned without a word) needs no place. A
//! group's count in its months is Poisson with a gamma rate (negative binomial:
//! Greenwood & Yule 1920); the gamma's mean is the segment's law by potential,
//! or the team's mean, its shape by moments from how far groups spread beyond
//! Poisson. The rate is the posterior mean, what is left of the doubt is drawn
//! anew in each world. A group is an account of an owner, or where accounts are
//! split all streams of a rep, which share the rep's rate as they shared its
//! past closings.
//!
//! Months differ for all at once, too. Where the company's closings by month
//! spread beyond Poisson (index of dispersion, 5 %), what they spread more is
//! drawn for every month of a world: a gamma factor of mean one on all rates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use libm::pow;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::streams::OpportunityStreams;
use attain_core::random::key_of;
use attain_core::scenario::choices::Scenario;
use attain_data::Outcome;

/// Shape from which groups count as alike.
const ALIKE: f64 = 1e4;
/// Shape at which groups count as having nothing in common.
const UNLIKE: f64 = 0.05;
/// Days of a year.
const YEAR: f64 = 365.25;

/// Rates of streams.
#[derive(Debug, Clone)]
pub struct StreamRates {
    /// By stream: opportunities that will close, a year.
    pub yearly: Vec<f64>,
    /// By stream: its group.
    pub group: Vec<usize>,
    /// By group: key of its draws, and shape of what is not known of its rate.
    pub groups: Vec<(u64, f64)>,
    /// Closings a day, by segment of the stream.
    pub flow: Vec<f64>,
    /// Square of the relative spread of months beyond Poisson.
    pub swing: f64,
    /// What was found, a sentence each.
    pub notes: Vec<String>,
}

/// A group while it is counted.
#[derive(Debug, Clone, Default)]
struct RateGroup {
    key: u64,
    /// What it is compared with: groups of the same pool.
    pool: usize,
    /// Years in which its closings are seen.
    years: f64,
    count: f64,
    /// Relative size that the pool's law gives it.
    weight: f64,
    /// Streams with their part of the group.
    streams: Vec<(usize, f64)>,
}

/// The rates of streams from the closings between two days, both included;
/// with whether the table of times to close tells months of the quarter apart.
#[must_use]
pub fn rates(streams: &OpportunityStreams, scenario: &Scenario, from: Date, (cut, by_month): (Date, bool)) -> StreamRates {
    let book = &streams.book;
    let years = f64::from((cut - from).get_days() + 1) / YEAR;
    let mut closed = vec![0.0; book.accounts.len()];
    let mut seen = vec![0.0; book.accounts.len()];
    for one in &book.opportunities {
        seen[one.account] += 1.0;
        let closing = !matches!(one.outcome, Outcome::Open(_)) && one.closes.is_some_and(|day| day >= from && day <= cut);
        closed[one.account] += f64::from(u8::from(closing));
    }
    let groups = groups(streams, scenario, &closed, &seen, (from, cut, years));
    let mut found = StreamRates {
        yearly: vec![0.0; book.accounts.len()],
        group: vec![0; book.accounts.len()],
        groups: Vec::with_capacity(groups.len()),
        flow: vec![0.0; book.segments.len()],
        swing: swing(&closings_by_month(streams, from, cut), if by_month { 3 } else { 1 }),
        notes: Vec::new(),
    };
    let pools = pools(&groups);
    for (at, group) in groups.iter().enumerate() {
        let (mean, shape) = pools.get(&group.pool).copied().unwrap_or((0.0, ALIKE));
        let prior = mean * group.weight;
        let rate = if prior > 0.0 { (shape + group.count) / (shape / prior + group.years) } else { 0.0 };
        found.groups.push((group.key, shape + group.count));
        for &(stream, part) in &group.streams {
            found.yearly[stream] = rate * part;
            found.group[stream] = at;
        }
    }
    for (account, closed) in book.accounts.iter().zip(&closed) {
        found.flow[account.segment] += closed / (years * YEAR);
    }
    if found.swing > 0.0 {
        found.notes.push(format!(
            "Months differ by ± {:.0} % beyond Poisson in all that closes: drawn for each month.",
            100.0 * found.swing.sqrt()
        ));
    }
    let shapes: Vec<String> = pools.values().map(|(_, shape)| spread(*shape)).collect();
    found.notes.push(format!(
        "{:.0} closings from {from} to {cut} give the rates of {} {}, drawn together by how far they spread ({}).",
        closed.iter().sum::<f64>(),
        groups.len(),
        if streams.split { "reps" } else { "accounts" },
        shapes.join(", ")
    ));
    found
}

/// Closings of the company by month, from the first to the last whole one.
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

/// Square of the relative spread of counts beyond Poisson, about the means of
/// every `places`-th one; none where it may be chance.
fn swing(counts: &[f64], places: usize) -> f64 {
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
    let Ok(law) = ChiSquared::new(freedom) else { return 0.0 };
    if law.cdf(square) < 0.95 {
        return 0.0;
    }
    ((square / freedom - 1.0) / mean).clamp(0.0, 1.0)
}

/// Spread of a gamma law of this shape, in words.
fn spread(shape: f64) -> String {
    if shape >= ALIKE { "alike".to_owned() } else { format!("± {:.0} %", 100.0 / shape.sqrt()) }
}

fn groups(
    streams: &OpportunityStreams,
    scenario: &Scenario,
    closed: &[f64],
    seen: &[f64],
    window: (Date, Date, f64),
) -> Vec<RateGroup> {
    let (from, cut, years) = window;
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
            // Who has closed nothing yet is taken to go on with whom there is something open.
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

/// Mean rate of weight one and gamma shape of each pool.
fn pools(groups: &[RateGroup]) -> BTreeMap<usize, (f64, f64)> {
    let mut pools: BTreeMap<usize, Vec<&RateGroup>> = BTreeMap::new();
    for group in groups {
        pools.entry(group.pool).or_default().push(group);
    }
    let law = |members: Vec<&RateGroup>| {
        let count: f64 = members.iter().map(|group| group.count).sum();
        let exposure: f64 = members.iter().map(|group| group.weight * group.years).sum();
        let mean = if exposure > 0.0 { count / exposure } else { 0.0 };
        let expected = |group: &RateGroup| mean * group.weight * group.years;
        let excess: f64 = members.iter().map(|group| (group.count - expected(group)).powi(2) - group.count).sum();
        let square: f64 = members.iter().map(|group| expected(group).powi(2)).sum();
        let shape = if excess > 0.0 { (square / excess).clamp(UNLIKE, ALIKE) } else { ALIKE };
        (mean, shape)
    };
    pools.into_iter().map(|(pool, members)| (pool, law(members))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_may_be_chance_do_not_swing() {
        assert_eq!(swing(&[100.0, 110.0, 92.0, 104.0, 97.0, 95.0], 1), 0.0);
        // Mean 675, variance 7,127: 6,452 beyond Poisson.
        let counts = [647.0, 586.0, 805.0, 641.0, 627.0, 785.0, 635.0];
        assert!((swing(&counts, 1).sqrt() - 0.119).abs() < 0.001, "{}", swing(&counts, 1));
        assert_eq!(swing(&counts, 3), 0.0, "months of the quarter differ, quarters do not");
        assert_eq!(swing(&[5.0, 50.0], 1), 0.0, "too few months");
    }
}
