//! Questions asked of plans and of history: comparison, calibration,
//! backtests, capacity, experiments and verification.

pub mod backtest;
pub mod calibrate;
pub mod capacity;
pub mod compare;
pub mod experiment;
pub mod frontier;
pub mod outlook;
pub mod quick;
pub mod verify;
