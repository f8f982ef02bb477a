//! Closed forms and quadrature, independent of the engine: the engine uses nothing
//! from here, and nothing here uses the engine.

pub mod calendar;
pub mod compound;
pub mod distributions;
pub mod life_table;
pub mod lognormal;
pub mod pipeline;
pub mod quadrature;
pub mod renewal;
