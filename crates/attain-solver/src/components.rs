//! Decomposition of a model into parts that share no seat, so that each can be solved separately.

use crate::further_measure::FurtherMeasure;
use crate::model::{AssignmentModel, AssignmentUnit};

/// A part of a model that shares no seat with the rest.
#[derive(Debug, Clone)]
pub(crate) struct Component {
    /// The units and seats of the component, renumbered from zero.
    pub(crate) model: AssignmentModel,
    /// Index of each unit in the whole model, in ascending order.
    pub(crate) units: Vec<usize>,
}

impl Component {
    /// Restricts an assignment of the whole model to the component and renumbers it.
    pub(crate) fn restrict(&self, whole: &AssignmentModel, assignment: &[Option<usize>]) -> Vec<Option<usize>> {
        let local = |(unit, row): (&usize, &AssignmentUnit)| {
            let open = whole.allowed_options(*unit);
            assignment[*unit].filter(|option| open.contains(option)).map(|option| row.options.start + option - open.start)
        };
        self.units.iter().zip(&self.model.units).map(local).collect()
    }

    /// Writes an assignment of the component into the assignment of the whole model.
    pub(crate) fn write_back(&self, whole: &AssignmentModel, found: Vec<Option<usize>>, assignment: &mut [Option<usize>]) {
        for (local, (&unit, option)) in self.units.iter().zip(found).enumerate() {
            let first = whole.allowed_options(unit).start;
            assignment[unit] = option.map(|option| first + option - self.model.units[local].options.start);
        }
    }
}

/// Returns the components of a model, in the order of their first seats. Units that no seat may
/// take belong to none.
pub(crate) fn split_components(model: &AssignmentModel) -> Vec<Component> {
    let root = connected_seats(model);
    let mut number = vec![usize::MAX; root.len()];
    let mut local = vec![0_u32; root.len()];
    let mut components: Vec<Component> = Vec::new();
    for (seat, terms) in model.seats.iter().enumerate() {
        let component = &mut number[root[seat]];
        if *component == usize::MAX {
            *component = components.len();
            let measures = vec![FurtherMeasure::default(); model.measures.len()];
            let empty = AssignmentModel { unassigned_cost: model.unassigned_cost, measures, ..AssignmentModel::default() };
            components.push(Component { model: empty, units: Vec::new() });
        }
        let component = &mut components[number[root[seat]]].model;
        local[seat] = component.seats.len() as u32;
        component.seats.push(*terms);
        for (part, whole) in component.measures.iter_mut().zip(&model.measures) {
            part.seats.push(whole.seats[seat]);
        }
    }
    for (unit, row) in model.units.iter().enumerate() {
        let open = model.allowed_options(unit);
        let Some(first) = model.options.get(open.start).filter(|_| !open.is_empty()) else { continue };
        let component = &mut components[number[root[first.seat as usize]]];
        let start = component.model.options.len();
        let renumbered = model.options[open].iter().map(|&option| {
            let mut option = option;
            option.seat = local[option.seat as usize];
            option
        });
        component.model.options.extend(renumbered);
        let options = start..component.model.options.len();
        component.model.units.push(AssignmentUnit { fixed: row.fixed.map(|_| start), options, ..row.clone() });
        for (part, whole) in component.model.measures.iter_mut().zip(&model.measures) {
            part.units.push(whole.units[unit]);
        }
        component.units.push(unit);
    }
    components
}

/// Returns, for each seat, the first seat to which it is connected. Two seats are connected if a
/// unit may go to either of them, directly or through a chain of such seats.
#[must_use]
pub fn connected_seats(model: &AssignmentModel) -> Vec<usize> {
    let mut root: Vec<usize> = (0..model.seats.len()).collect();
    for unit in 0..model.units.len() {
        let mut seats = model.options[model.allowed_options(unit)].iter().map(|option| option.seat as usize);
        let Some(first) = seats.next() else { continue };
        let mut least = find_root(&mut root, first);
        for seat in seats {
            let other = find_root(&mut root, seat);
            let (low, high) = (least.min(other), least.max(other));
            root[high] = low;
            least = low;
        }
    }
    (0..root.len()).map(|seat| find_root(&mut root, seat)).collect()
}

fn find_root(root: &mut [usize], mut seat: usize) -> usize {
    while root[seat] != seat {
        root[seat] = root[root[seat]];
        seat = root[seat];
    }
    seat
}
