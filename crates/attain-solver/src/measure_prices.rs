//! Prices of further measures, so that lower bounds count them.
//!
//! With a price for each further measure at each seat, the penalty of a seat's total is at least the
//! least over all totals of penalty less price, and the price becomes part of the cost of an option. For
//! any prices, the model made so has no further measures and never costs more, whatever the
//! assignment. The prices rise along a subgradient together with those of value and load.

use std::borrow::Cow;

use crate::model::AssignmentModel;

/// Rounds, and rounds without a better bound after which the step is shortened.
const ROUNDS: u32 = 300;
const PATIENCE: u32 = 10;
const SHORTER: f64 = 0.6;

/// Share of the mean square of each price's direction that is kept.
const MEMORY: f64 = 0.9;

/// Prices of value, of load and of every further measure, by seat.
type SeatMeasurePrices = Vec<Vec<f64>>;

/// The model without further measures, with their priced part in the costs of options.
pub(crate) fn price_measures<'a>(model: &Cow<'a, AssignmentModel>, upper: f64) -> Cow<'a, AssignmentModel> {
    if model.measures.is_empty() {
        return model.clone();
    }
    let kinds = 2 + model.measures.len();
    let mut prices = vec![vec![0.0; model.seats.len()]; kinds];
    let scale: Vec<f64> = (0..kinds).map(|kind| typical_slope(model, kind)).collect();
    let mut size = prices.clone();
    let (mut best, mut pace, mut since) = ((f64::NEG_INFINITY, prices.clone()), 1.0, 0);
    for _ in 0..ROUNDS {
        let (bound, rise) = bound_at(model, &prices);
        since += 1;
        if bound > best.0 {
            since = if bound > best.0 + 1e-4 * (upper - best.0) { 0 } else { since };
            best = (bound, prices.clone());
        }
        if since >= PATIENCE {
            (pace, since) = (pace * SHORTER, 0);
            prices.clone_from(&best.1);
        }
        let mut steps = rise.clone();
        let mut norm = 0.0;
        for (kind, row) in rise.iter().enumerate() {
            for (seat, &by) in row.iter().enumerate() {
                let known = &mut size[kind][seat];
                *known = if *known == 0.0 { by * by } else { MEMORY * *known + (1.0 - MEMORY) * by * by };
                steps[kind][seat] = scale[kind] * by / (known.sqrt() + f64::MIN_POSITIVE);
                norm += steps[kind][seat] * by;
            }
        }
        let length = pace * (upper - bound).max(0.0) / norm;
        if !length.is_finite() || pace < 1e-3 {
            break;
        }
        for (kind, row) in steps.iter().enumerate() {
            for (seat, step) in row.iter().enumerate() {
                prices[kind][seat] = clamped(model, kind, seat, prices[kind][seat] + length * step);
            }
        }
    }
    Cow::Owned(without_measures(model, &best.1))
}

fn typical_slope(model: &AssignmentModel, kind: usize) -> f64 {
    let slopes = (0..model.seats.len()).map(|seat| match kind {
        0 => model.seats[seat].high.slope.max(model.seats[seat].low.slope),
        1 => model.seats[seat].load.slope,
        _ => model.measures[kind - 2].seats[seat].high.slope,
    });
    slopes.fold(0.0, f64::max).max(1e-12)
}

fn clamped(model: &AssignmentModel, kind: usize, seat: usize, price: f64) -> f64 {
    match kind {
        0 => model.seats[seat].clamp_value_price(price),
        1 => model.seats[seat].clamp_load_price(price),
        _ => model.measures[kind - 2].seats[seat].as_terms().clamp_value_price(price),
    }
}

/// The bound at some prices, and by how much each total is more than the best one. Limits on items
/// have no price here.
fn bound_at(model: &AssignmentModel, prices: &SeatMeasurePrices) -> (f64, SeatMeasurePrices) {
    let mut rise = vec![vec![0.0; model.seats.len()]; prices.len()];
    let mut bound = model.offset;
    for (unit, row) in model.units.iter().enumerate() {
        let cost = |option: usize| {
            let choice = &model.options[option];
            let seat = choice.seat as usize;
            let further: f64 =
                model.measures.iter().zip(&prices[2..]).map(|(measure, prices)| prices[seat] * measure.units[unit]).sum();
            choice.cost + prices[0][seat] * row.value + prices[1][seat] * f64::from(choice.load) + further
        };
        let house = (None, model.cost_unassigned(unit));
        let best = model
            .allowed_options(unit)
            .map(|option| (Some(option), cost(option)))
            .fold(house, |best, next| if next.1 < best.1 { next } else { best });
        bound += best.1;
        if let Some(choice) = best.0.map(|option| &model.options[option]) {
            let seat = choice.seat as usize;
            rise[0][seat] += row.value;
            rise[1][seat] += f64::from(choice.load);
            for (measure, rise) in model.measures.iter().zip(&mut rise[2..]) {
                rise[seat] += measure.units[unit];
            }
        }
    }
    for (seat, terms) in model.seats.iter().enumerate() {
        let further = model
            .measures
            .iter()
            .zip(&prices[2..])
            .map(|(measure, prices)| measure.seats[seat].as_terms().best_value(prices[seat]));
        let wants = [terms.best_value(prices[0][seat]), terms.best_load(prices[1][seat])].into_iter().chain(further);
        for (kind, want) in wants.enumerate() {
            bound += want.least;
            rise[kind][seat] -= want.total;
        }
    }
    (bound, rise)
}

fn without_measures(model: &AssignmentModel, prices: &SeatMeasurePrices) -> AssignmentModel {
    let mut priced = AssignmentModel { measures: Vec::new(), ..model.clone() };
    for (measure, prices) in model.measures.iter().zip(&prices[2..]) {
        for (unit, row) in model.units.iter().enumerate() {
            for option in &mut priced.options[row.options.clone()] {
                option.cost += prices[option.seat as usize] * measure.units[unit];
            }
        }
        for (band, &price) in measure.seats.iter().zip(prices) {
            priced.offset += band.as_terms().best_value(price).least;
        }
    }
    priced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::further_measure::{FurtherMeasure, MeasureBand};
    use crate::ledger::Ledger;
    use crate::model::{AssignmentOption, AssignmentUnit};
    use crate::search_rng::SearchRng;
    use crate::seat_terms::{ConvexPenalty, SeatTerms, TargetPull};
    use crate::{Effort, solve};

    fn band(target: f64) -> MeasureBand {
        let penalty = |edge: f64| ConvexPenalty { edge, slope: 0.5, curvature: 2.0 / target };
        MeasureBand {
            pull: TargetPull { target, strength: 0.02 / target },
            low: penalty(0.9 * target),
            high: penalty(1.1 * target),
        }
    }

    /// Two measures that are at odds, and owners who have most of both.
    fn model(units: usize, seats: usize) -> (AssignmentModel, Vec<Option<usize>>) {
        let mut random = SearchRng::new(17);
        let mut model = AssignmentModel { unassigned_cost: f64::INFINITY, ..AssignmentModel::default() };
        let mut second = FurtherMeasure::default();
        let mut start = Vec::new();
        for _ in 0..units {
            let from = model.options.len();
            let value = 100.0 * random.uniform() * random.uniform();
            second.units.push(100.0 * random.uniform() * random.uniform());
            let own = (seats as f64 * random.uniform() * random.uniform()) as u32;
            model.options.extend((0..seats as u32).map(|seat| AssignmentOption {
                seat,
                load: 0.0,
                cost: if seat == own { 0.0 } else { 2.0 },
            }));
            model.units.push(AssignmentUnit { value, count: 1, fixed: None, options: from..from + seats });
            start.push(Some(from + own as usize));
        }
        let target = model.units.iter().map(|unit| unit.value).sum::<f64>() / seats as f64;
        let MeasureBand { pull, low, high } = band(target);
        model.seats = vec![SeatTerms { pull, low, high, max_count: u32::MAX, ..SeatTerms::default() }; seats];
        second.seats = vec![band(second.units.iter().sum::<f64>() / seats as f64); seats];
        model.measures.push(second);
        (model, start)
    }

    #[test]
    fn two_measures_are_balanced_at_once_and_the_bound_counts_both() {
        let (model, start) = model(240, 8);
        let off = |at: &[Option<usize>], of: &dyn Fn(usize) -> f64| {
            let mut totals = [0.0; 8];
            for (unit, option) in at.iter().enumerate() {
                totals[model.options[option.unwrap()].seat as usize] += of(unit);
            }
            let mean = totals.iter().sum::<f64>() / 8.0;
            totals.iter().map(|total| (total / mean - 1.0).abs()).fold(0.0, f64::max)
        };
        let value = |unit: usize| model.units[unit].value;
        let second = |unit: usize| model.measures[0].units[unit];
        let effort = Effort::for_model(&model, 1.0);
        let alone = AssignmentModel { measures: Vec::new(), ..model.clone() };
        let one = solve(&alone, &start, &effort);
        assert!(off(&one.assignment, &value) < 0.11 && off(&one.assignment, &second) > 0.11);
        let both = solve(&model, &start, &effort);
        assert!(off(&both.assignment, &value) < 0.11 && off(&both.assignment, &second) < 0.11);
        let made = both.certificate;
        assert!((Ledger::from_assignment(&model, &both.assignment).total() - made.value).abs() < 1e-6 * made.value);
        let today = Ledger::from_assignment(&model, &start).total();
        assert!(made.bound > one.certificate.value && made.value - made.bound < 0.01 * (today - made.bound), "{made:?} {today}");
    }

    #[test]
    fn the_priced_model_never_costs_more() {
        let (model, _) = model(7, 3);
        let priced = price_measures(&Cow::Borrowed(&model), 500.0);
        assert!(priced.measures.is_empty());
        for code in 0..3_usize.pow(7) {
            let at: Vec<Option<usize>> = (0..7).map(|unit| Some(3 * unit + code / 3_usize.pow(unit as u32) % 3)).collect();
            let (whole, part) = (Ledger::from_assignment(&model, &at).total(), Ledger::from_assignment(&priced, &at).total());
            assert!(part <= whole + 1e-9, "{code}: {part} {whole}");
        }
    }
}
