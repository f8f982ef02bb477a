//! Closed forms and quadrature, written anew for this purpose: nothing here is
//! used by the engine, and nothing of the engine is used here.

pub mod calendar;
pub mod compound;
pub mod law;
pub mod life_table;
pub mod lognormal;
pub mod pipeline;
pub mod quadrature;
pub mod renewal;
