//! Differences in deal size between accounts, regions and reps, as random effects on the logarithm
//! of the size.
//!
//! The effects are posterior means: a group with few deals is pulled toward zero by its prior
//! (partial pooling). Groups are crossed, so each kind is updated in turn with the others held
//! fixed until nothing changes (backfitting).

use std::collections::BTreeMap;

use libm::{exp, log};

use attain_core::scenario::choices::{Market, SizeEffects};
use attain_data::{Book, BusinessType, Opportunity, Outcome};

/// Kinds of groups: reps, regions and accounts.
pub const KINDS: usize = 3;
/// Largest number of rounds over the kinds of groups.
const ROUNDS: usize = 40;
/// Change below which a round ends the search.
const SMALL: f64 = 1e-6;

/// Effect on the logarithm of the size of an account's deals.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AccountSizeEffect {
    /// Logarithm of the mean factor.
    pub log_mean: f64,
    /// Standard deviation of the logarithm, drawn once per world.
    pub sd: f64,
}

/// Logarithms of deal sizes with their groups.
#[derive(Debug, Clone, Default)]
pub struct GroupedSizes {
    /// Logarithm of each deal's size, relative to the mean of its segment at equal potential.
    pub relative: Vec<f64>,
    /// Index of each deal's opportunity in the book.
    pub row: Vec<usize>,
    /// Group of each deal, by kind.
    group: [Vec<Option<u32>>; KINDS],
    /// Number of groups, by kind.
    groups: [usize; KINDS],
}

/// Spreads between groups and between the deals of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeSpreads {
    /// Standard deviation between groups, by kind.
    pub between: [f64; KINDS],
    /// Standard deviation of a deal.
    pub deal: f64,
}

/// Posterior of one group's effect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroupEffect {
    pub mean: f64,
    pub variance: f64,
    /// Number of deals.
    pub n: usize,
}

impl SizeSpreads {
    fn new(choices: &SizeEffects) -> Self {
        let between = [choices.rep_sd.get(), choices.territory_sd.get(), choices.account_sd.get()];
        Self { between, deal: choices.deal_sd.get().max(1e-3) }
    }
}

impl GroupedSizes {
    /// Collects the deals of a book whose sizes are known. `known` selects opportunities;
    /// `exponent` is the exponent of potential in the size, by segment.
    #[must_use]
    pub fn new(book: &Book, known: &dyn Fn(usize, &Opportunity) -> bool, exponent: &dyn Fn(usize) -> f64) -> Self {
        let mut sizes = Self { groups: [book.reps.len(), book.regions.len(), book.accounts.len()], ..Self::default() };
        let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for (row, deal) in book.opportunities.iter().enumerate().filter(|(row, deal)| deal.amount > 0.0 && known(*row, deal)) {
            let account = &book.accounts[deal.account];
            let size = log(deal.amount) - exponent(account.segment) * log(account.potential.max(1e-9));
            let sum = sums.entry(account.segment).or_default();
            (sum.0, sum.1) = (sum.0 + size, sum.1 + 1.0);
            sizes.relative.push(size);
            sizes.row.push(row);
            let groups = [deal.owner, account.region, Some(deal.account)];
            for (kind, group) in sizes.group.iter_mut().zip(groups) {
                kind.push(group.map(|group| group as u32));
            }
        }
        for (size, row) in sizes.relative.iter_mut().zip(&sizes.row) {
            let (sum, n) = sums[&book.accounts[book.opportunities[*row].account].segment];
            *size -= sum / n;
        }
        sizes
    }

    /// Returns the posterior effects of all groups, by kind.
    #[must_use]
    pub fn effects(&self, spreads: &SizeSpreads) -> [Vec<GroupEffect>; KINDS] {
        let mut found = self.groups.map(|groups| vec![GroupEffect::default(); groups]);
        for (kind, effects) in found.iter_mut().enumerate() {
            self.group[kind].iter().flatten().for_each(|&group| effects[group as usize].n += 1);
        }
        let variance = spreads.deal * spreads.deal;
        let mut rest = self.relative.clone();
        for _ in 0..ROUNDS {
            let mut largest = 0.0_f64;
            for (kind, effects) in found.iter_mut().enumerate().filter(|(kind, _)| spreads.between[*kind] > 0.0) {
                let prior = variance / spreads.between[kind].powi(2);
                let mut sums = vec![0.0; effects.len()];
                for (rest, group) in rest.iter().zip(&self.group[kind]) {
                    if let Some(group) = group {
                        sums[*group as usize] += rest;
                    }
                }
                let mut moves = vec![0.0; effects.len()];
                for ((effect, sum), by) in effects.iter_mut().zip(sums).zip(&mut moves) {
                    let n = effect.n as f64;
                    let mean = (sum + n * effect.mean) / (n + prior);
                    *by = mean - effect.mean;
                    largest = largest.max(by.abs());
                    *effect = GroupEffect { mean, variance: variance / (n + prior), n: effect.n };
                }
                for (rest, group) in rest.iter_mut().zip(&self.group[kind]) {
                    *rest -= group.map_or(0.0, |group| moves[group as usize]);
                }
            }
            if largest < SMALL {
                break;
            }
        }
        found
    }

    /// Returns the groups of a deal, by kind.
    #[must_use]
    pub fn groups_of(&self, deal: usize) -> [Option<usize>; KINDS] {
        std::array::from_fn(|kind| self.group[kind][deal].map(|group| group as usize))
    }
}

/// Combines the effects of a deal's or an account's groups.
#[must_use]
pub fn combined_effect(effects: &[Vec<GroupEffect>; KINDS], groups: [Option<usize>; KINDS]) -> AccountSizeEffect {
    let of = |(kind, group): (&Vec<GroupEffect>, Option<usize>)| group.map_or(GroupEffect::default(), |group| kind[group]);
    let (mean, variance) =
        effects.iter().zip(groups).map(of).fold((0.0, 0.0), |(mean, variance), one| (mean + one.mean, variance + one.variance));
    AccountSizeEffect { log_mean: mean + 0.5 * variance, sd: variance.sqrt() }
}

/// Returns the effect on the deals of each account; an empty list if sizes do not differ.
#[must_use]
pub(crate) fn account_size_effects(book: &Book, market: &Market) -> Vec<AccountSizeEffect> {
    let spreads = SizeSpreads::new(&market.size_effects);
    if spreads.between.iter().all(|sd| *sd == 0.0) {
        return Vec::new();
    }
    let segment = |at: usize| market.segments.get(&book.segments[at]).map_or(0.0, |one| one.potential_on_size.get());
    let filled = book.amounts_filled_in();
    let known = |_: usize, deal: &Opportunity| match deal.outcome {
        _ if deal.business == Some(BusinessType::Renewal) || book.filled_amounts.contains(&deal.key) => false,
        Outcome::Won => true,
        Outcome::Lost => !filled,
        Outcome::Open(_) => false,
    };
    let effects = GroupedSizes::new(book, &known, &segment).effects(&spreads);
    // Whoever sells to an account without an owner has the effect of an average deal's rep.
    let of_reps = log_mean_factor(&effects[0]);
    let of = |(at, account): (usize, &attain_data::Account)| {
        let effect = combined_effect(&effects, [account.owner, account.region, Some(at)]);
        let missing = if account.owner.is_none() { of_reps } else { 0.0 };
        AccountSizeEffect { log_mean: effect.log_mean + missing, ..effect }
    };
    book.accounts.iter().enumerate().map(of).collect()
}

/// Logarithm of the mean factor of a kind of group over all deals.
fn log_mean_factor(effects: &[GroupEffect]) -> f64 {
    let n: usize = effects.iter().map(|effect| effect.n).sum();
    let sum: f64 = effects.iter().map(|effect| effect.n as f64 * exp(effect.mean + 0.5 * effect.variance)).sum();
    if n > 0 { log(sum / n as f64) } else { 0.0 }
}
