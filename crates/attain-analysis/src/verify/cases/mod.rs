//! The cases: one file each.

pub mod bookings;
pub mod bridge;
pub mod calibration;
pub mod coverage;
pub mod cycle;
pub mod draws;
pub mod drift;
pub mod hand_over;
pub mod headcount;
pub mod intervals;
pub mod participation;
pub mod ramp;
pub mod shock;
pub mod spread;
pub mod tenure_bands;
pub mod win_rate;
