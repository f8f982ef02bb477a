//! Tracks the holder of each seat during a replay.

use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::owner::HOUSE;

/// Holder of each seat, as a position among the seat's successive reps; 0 is the incumbent.
#[derive(Debug)]
pub struct SeatHolders(Vec<Option<u32>>);

impl SeatHolders {
    /// Returns the holders at the start of the year.
    #[must_use]
    pub fn new(plan: &CompiledPlan) -> Self {
        Self(plan.seats.iter().map(|seat| seat.incumbent.map(|_| 0)).collect())
    }

    /// Records that a rep starts.
    pub fn arrives(&mut self, seat: u32, spell: u32) {
        self.0[seat as usize] = Some(spell);
    }

    /// Records that the rep leaves.
    pub fn leaves(&mut self, seat: u32) {
        self.0[seat as usize] = None;
    }

    /// Name of the present holder of a seat; `None` if it is vacant.
    #[must_use]
    pub fn rep(&self, plan: &CompiledPlan, seat: u32) -> Option<String> {
        self.0.get(seat as usize).copied().flatten().map(|spell| rep(plan, seat, spell))
    }

    /// Name of the present holder of a seat, including vacant seats and the house.
    #[must_use]
    pub fn name(&self, plan: &CompiledPlan, seat: u32) -> String {
        if seat == HOUSE {
            return "the house".to_owned();
        }
        self.rep(plan, seat).unwrap_or_else(|| format!("the vacant seat of {}", named(plan, seat)))
    }
}

/// Name of a seat's rep, by position among its successive reps.
fn rep(plan: &CompiledPlan, seat: u32, spell: u32) -> String {
    let name = named(plan, seat);
    // An added seat is named after its first rep.
    let first = u32::from(plan.seats[seat as usize].incumbent.is_none());
    match spell.saturating_sub(first) {
        0 => name.to_owned(),
        1 => format!("{name}'s successor"),
        n => format!("{name}'s successor no. {n}"),
    }
}

fn named<'a>(plan: &'a CompiledPlan, seat: u32) -> &'a str {
    let seat = &plan.seats[seat as usize];
    if seat.name.is_empty() { &seat.id } else { &seat.name }
}
