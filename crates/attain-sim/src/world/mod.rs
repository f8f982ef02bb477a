//! Worlds: all random quantities of one simulated year.
//!
//! A world is drawn once and every plan is simulated in it. Quantities that only a few plans need,
//! such as the random part of a hand-over loss or the skill of a replacement, are not stored. They
//! are drawn at their address when needed, so they are the same for every plan.

mod arrivals;
pub mod calendar;
pub mod closing;
pub mod compiled_market;
pub mod deal_chance;
mod deal_draw;
mod drift;
pub mod inflow;
pub mod latent_deals;
pub mod market_account;
pub mod market_segment;
pub mod opening;
mod opening_draw;
mod parameters;
mod sampled_world;
mod shocks;
pub mod size_effects;
pub mod skills;
mod uncertain_effects;
pub mod world_accounts;

pub use compiled_market::CompiledMarket;
pub use sampled_world::{RenewalDraw, World};
