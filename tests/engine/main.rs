//! The engine against closed forms, distributions and kept values.

mod closed_form;
mod distributions;
mod economics;
mod golden;
mod minimally_different;
mod scenario_faults;
mod shipped_quotas;
mod stress_worlds;
mod studies;
