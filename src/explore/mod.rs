//! What drives an answer, and when it changes: scenarios lived over and over
//! with one thing different.

pub mod cadence;
pub mod spread;
