//! Spreads of deal sizes between reps, regions and accounts.
//!
//! The model is a linear mixed model of log sizes with crossed random effects. The spreads are
//! found by the fixed-point iteration of Schall (1991, Biometrika 78(4)): the variance between
//! groups is the sum of squared effects over their effective degrees of freedom, and that of a deal
//! is the residual sum of squares over the remaining ones.

use std::collections::BTreeMap;

use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use crate::calibrate::history::{CalibrationHistory, DealStatus};
use crate::calibrate::minimum;
use crate::calibrate::numerics::distributions::Z90;
use crate::calibrate::output::CalibrationOutput;
use crate::calibrate::setting::CalibratedSetting;
use attain_sim::world::size_effects::{GroupEffect, GroupedSizes, KINDS, SizeSpreads, combined_effect};

/// Names of the groups and of their choices.
const NAMES: [(&str, &str); KINDS] = [
    ("size, spread of reps", "rep-sd"),
    ("size, spread of territories", "territory-sd"),
    ("size, spread of accounts", "account-sd"),
];
/// Spread below which groups count as equal.
const NO_SPREAD: f64 = 0.03;
/// Largest number of iterations.
const ITERATIONS: usize = 100;

/// Effects on the logarithm of the size.
#[derive(Debug, Default)]
pub(super) struct FittedSizeEffects {
    /// Logarithm of the mean factor of each opportunity, by its index in the book.
    of_row: BTreeMap<usize, f64>,
    pub output: CalibrationOutput,
}

impl FittedSizeEffects {
    /// Logarithm of the mean factor on the size of an opportunity.
    pub fn log_mean(&self, row: usize) -> f64 {
        self.of_row.get(&row).copied().unwrap_or(0.0)
    }
}

/// Estimates the spreads and effects. `exponents` holds the exponent of potential by segment.
pub(super) fn estimate_effects(history: &CalibrationHistory, exponents: &[f64]) -> FittedSizeEffects {
    let mut found = FittedSizeEffects::default();
    let filled = history.book.amounts_filled_in();
    let usable = |status: DealStatus| status == DealStatus::Won || status == DealStatus::Lost && !filled;
    let rows: std::collections::BTreeSet<usize> =
        history.deals.iter().filter(|deal| usable(deal.status)).map(|deal| deal.row).collect();
    let rows: std::collections::BTreeSet<usize> =
        rows.into_iter().filter(|row| !history.book.filled_amounts.contains(&history.book.opportunities[*row].key)).collect();
    let sizes = GroupedSizes::new(history.book, &|row, _| rows.contains(&row), &|segment| exponents[segment]);
    let n = sizes.relative.len();
    if n < minimum::CLOSED_FOR_EFFECTS {
        return found;
    }
    let Some((spreads, effects)) = fit_spreads(&sizes, history.book.segments.len()) else { return found };
    for deal in 0..n {
        found.of_row.insert(sizes.row[deal], combined_effect(&effects, sizes.groups_of(deal)).log_mean);
    }
    for row in history.deals.iter().map(|deal| deal.row) {
        let deal = &history.book.opportunities[row];
        let groups = [deal.owner, history.book.accounts[deal.account].region, Some(deal.account)];
        found.of_row.entry(row).or_insert_with(|| combined_effect(&effects, groups).log_mean);
    }
    let path = |choice| ["market", "size-effects", choice];
    for (kind, (family, choice)) in NAMES.into_iter().enumerate() {
        let (sd, groups) = (spreads.between[kind], effects[kind].iter().filter(|effect| effect.n > 0).count());
        if groups < minimum::GROUPS {
            continue;
        }
        let freedom = degrees_of_freedom(&spreads, kind, &effects[kind]).max(1.0);
        let se = sd / (2.0 * freedom).sqrt();
        let interval = Interval90::new((sd - Z90 * se).max(0.0), sd + Z90 * se);
        let method = "random effects on log sizes, partial pooling";
        let point = PointEstimate::new(sd, se);
        found.output.estimates.push(CalibrationEstimate::between(
            family,
            "",
            EstimateUnit::Number,
            groups,
            point,
            interval,
            method,
        ));
        let note = format!("n {groups} groups; {method}; 90 % {:.2} to {:.2}", interval.low, interval.high);
        found.output.settings.push(CalibratedSetting::number(&path(choice), sd.min(5.0), note));
    }
    let note = format!("n {n}; residual of the random effects");
    found.output.settings.push(CalibratedSetting::number(&path("deal-sd"), spreads.deal.min(5.0), note));
    found
}

/// Finds the spreads. `None` if no kind of group differs.
fn fit_spreads(sizes: &GroupedSizes, segments: usize) -> Option<(SizeSpreads, [Vec<GroupEffect>; KINDS])> {
    let n = sizes.relative.len() as f64;
    let total = sizes.relative.iter().map(|x| x * x).sum::<f64>() / n;
    if total <= 0.0 {
        return None;
    }
    let present = sizes.effects(&SizeSpreads { between: [1.0; KINDS], deal: 1.0 });
    let enough = |kind: usize| present[kind].iter().filter(|effect| effect.n > 0).count() >= minimum::GROUPS;
    let start = (0.2 * total).sqrt();
    let mut spreads =
        SizeSpreads { between: std::array::from_fn(|kind| if enough(kind) { start } else { 0.0 }), deal: (0.5 * total).sqrt() };
    for _ in 0..ITERATIONS {
        let effects = sizes.effects(&spreads);
        let mut next = spreads;
        let mut freedom = n - segments as f64;
        for (kind, effects) in effects.iter().enumerate().filter(|(kind, _)| spreads.between[*kind] > 0.0) {
            let own = degrees_of_freedom(&spreads, kind, effects);
            freedom -= own;
            let square: f64 = effects.iter().map(|effect| effect.mean * effect.mean).sum();
            let sd = if own > 0.0 { (square / own).sqrt() } else { 0.0 };
            next.between[kind] = if sd < NO_SPREAD { 0.0 } else { sd };
        }
        let residual: f64 = (0..sizes.relative.len()).map(|deal| residual(sizes, &effects, deal).powi(2)).sum();
        next.deal = (residual / freedom.max(1.0)).sqrt().max(1e-3);
        let change = (0..KINDS).map(|kind| (next.between[kind] - spreads.between[kind]).abs()).fold(0.0, f64::max);
        spreads = next;
        if change < 1e-4 {
            break;
        }
    }
    let effects = sizes.effects(&spreads);
    Some((spreads, effects))
}

fn residual(sizes: &GroupedSizes, effects: &[Vec<GroupEffect>; KINDS], deal: usize) -> f64 {
    let groups = sizes.groups_of(deal);
    let of = |(kind, group): (&Vec<GroupEffect>, Option<usize>)| group.map_or(0.0, |group| kind[group].mean);
    sizes.relative[deal] - effects.iter().zip(groups).map(of).sum::<f64>()
}

/// Effective degrees of freedom of the effects of a kind of group.
fn degrees_of_freedom(spreads: &SizeSpreads, kind: usize, effects: &[GroupEffect]) -> f64 {
    if spreads.between[kind] <= 0.0 {
        return 0.0;
    }
    let prior = (spreads.deal / spreads.between[kind]).powi(2);
    effects.iter().map(|effect| effect.n as f64 / (effect.n as f64 + prior)).sum()
}
