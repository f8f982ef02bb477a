//! Worlds: everything that chance decides in one simulated year.
//!
//! A world is drawn once and every plan is simulated in it. What few plans ever
//! need (the chance effect of a hand-over, a replacement's skill) is not kept but
//! drawn at its address when needed: the answer is the same for every plan.

mod arrivals;
pub mod calendar;
pub mod closing;
pub mod compiled_market;
pub mod deal_chance;
mod deal_draw;
mod drift;
pub mod latent_deals;
pub mod market_segment;
pub mod opening;
mod opening_draw;
mod parameters;
mod sampled_world;
mod shocks;
pub mod skills;
mod uncertain_effects;

pub use compiled_market::CompiledMarket;
pub use sampled_world::{RenewalDraw, World};
