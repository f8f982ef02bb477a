//! Closed forms and quadrature, independent of the engine: neither uses code of the other.

pub mod calendar;
pub mod compound;
pub mod distributions;
pub mod life_table;
pub mod lognormal;
pub mod pipeline;
pub mod quadrature;
pub mod renewal;
