//! The scenario numbers that each axis changes, one constant per axis.

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
