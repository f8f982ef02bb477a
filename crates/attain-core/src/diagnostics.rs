//! Faults of the input. All faults of a run are reported together. Each has a place, a stable code,
//! a message that describes the problem and a help text that describes the remedy.
//!
//! ```text
//! plan.toml:3:9: error[scenario::out-of-range]: 1.5 is out of range; help: expected a share from 0 to 1
//! ```
//!
//! Every module that reports faults defines its own enum, made with [`thiserror`] and
//! [`miette::Diagnostic`], which contains all messages. Codes have the form `subject::kebab-case`
//! and are stable.

mod fault;
mod place;
mod render;
mod suggestion;

pub use fault::{Fault, Faults};
pub use place::{Place, SourceFile};
pub use render::render;
pub use suggestion::{nearest, one_of, suggest};
