//! Units that are too large for any band, split into a part that is paid for in any case and a
//! part that counts.
//!
//! A penalty `p` of value is convex, so a seat that holds a unit of value `v` and others of value
//! `r` pays at least as much more for the unit as it would pay for one of a smaller value `w`:
//! `p(v + r) ≥ p(v) − p(w) + p(w + r)`. With `w` at the upper edge of the band, the difference
//! `p(v) − p(w)` becomes part of the unit's cost with the seat. A model made so costs no more than
//! the original, whatever the assignment, and its lower bounds are lower bounds of the original.
//! Without it, a bound over fractions of units would spread a large unit over many seats and see no
//! penalty at all.

use std::borrow::Cow;

use crate::model::AssignmentModel;

/// The model with the value of large units cut to the highest edge of the seats that may take them.
pub(crate) fn split_large_units(model: &AssignmentModel) -> Cow<'_, AssignmentModel> {
    let edge = |unit: usize| {
        let edges = model.options[model.allowed_options(unit)].iter().map(|option| model.seats[option.seat as usize].high.edge);
        edges.fold(f64::NEG_INFINITY, f64::max)
    };
    let large: Vec<(usize, f64)> = (0..model.units.len())
        .map(|unit| (unit, edge(unit)))
        .filter(|&(unit, edge)| edge >= 0.0 && model.units[unit].value > edge)
        .collect();
    if large.is_empty() {
        return Cow::Borrowed(model);
    }
    let mut split = model.clone();
    for (unit, edge) in large {
        let value = model.units[unit].value;
        for option in model.units[unit].options.clone() {
            let terms = &model.seats[model.options[option].seat as usize];
            split.options[option].cost += terms.balance_cost(value) - terms.balance_cost(edge);
        }
        split.units[unit].value = edge;
    }
    Cow::Owned(split)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Ledger;
    use crate::model::{AssignmentOption, AssignmentUnit};
    use crate::seat_terms::{ConvexPenalty, SeatTerms, TargetPull};

    #[test]
    fn the_split_model_never_costs_more_and_charges_for_what_no_band_can_hold() {
        let penalty = |edge: f64| ConvexPenalty { edge, slope: 0.5, curvature: 0.02 };
        let terms = SeatTerms {
            pull: TargetPull { target: 100.0, strength: 0.0002 },
            low: penalty(85.0),
            high: penalty(115.0),
            max_count: u32::MAX,
            ..SeatTerms::default()
        };
        let mut model = AssignmentModel { seats: vec![terms; 2], unassigned_cost: f64::INFINITY, ..AssignmentModel::default() };
        for value in [240.0, 130.0, 20.0, 10.0] {
            let from = model.options.len();
            model.options.extend((0..2).map(|seat| AssignmentOption { seat, load: 0.0, cost: 1.0 }));
            model.units.push(AssignmentUnit { value, count: 1, fixed: None, options: from..from + 2 });
        }
        let split = split_large_units(&model);
        for code in 0..16_usize {
            let at: Vec<Option<usize>> = (0..4).map(|unit| Some(2 * unit + (code >> unit & 1))).collect();
            let (whole, part) = (Ledger::from_assignment(&model, &at).total(), Ledger::from_assignment(&split, &at).total());
            assert!(part <= whole + 1e-9, "{code}: {part} {whole}");
        }
        let least = |unit: usize| split.options[split.units[unit].options.start].cost;
        assert!(least(0) > 60.0 && least(1) > 7.0 && least(2) == 1.0);
    }
}
