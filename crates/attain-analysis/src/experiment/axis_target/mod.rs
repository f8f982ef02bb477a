//! What each axis changes in a scenario, a constant an axis.

mod fields;
mod market;
mod number;
mod people;
mod planning;
mod target;

pub(super) use fields::*;
pub(super) use market::*;
pub(super) use people::*;
pub(super) use planning::*;
pub(super) use target::AxisTarget;
