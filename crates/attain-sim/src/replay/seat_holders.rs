//! Who holds each seat while a year is replayed.

use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::owner::HOUSE;

/// Who holds each seat: which rep of the seat, 0 the incumbent.
#[derive(Debug)]
pub struct SeatHolders(Vec<Option<u32>>);

impl SeatHolders {
    /// As the year begins.
    #[must_use]
    pub fn new(plan: &CompiledPlan) -> Self {
        Self(plan.seats.iter().map(|seat| seat.incumbent.map(|_| 0)).collect())
    }

    /// A rep starts.
    pub fn arrives(&mut self, seat: u32, spell: u32) {
        self.0[seat as usize] = Some(spell);
    }

    /// The rep leaves.
    pub fn leaves(&mut self, seat: u32) {
        self.0[seat as usize] = None;
    }

    /// Who holds a seat now.
    #[must_use]
    pub fn rep(&self, plan: &CompiledPlan, seat: u32) -> Option<String> {
        self.0.get(seat as usize).copied().flatten().map(|spell| rep(plan, seat, spell))
    }

    /// Who holds a seat, whatever it is.
    #[must_use]
    pub fn name(&self, plan: &CompiledPlan, seat: u32) -> String {
        if seat == HOUSE {
            return "the house".to_owned();
        }
        self.rep(plan, seat).unwrap_or_else(|| format!("the vacant seat of {}", named(plan, seat)))
    }
}

/// Name of the `spell`-th rep of a seat.
fn rep(plan: &CompiledPlan, seat: u32, spell: u32) -> String {
    let name = named(plan, seat);
    // The first rep of an added seat is the one it is named after.
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
