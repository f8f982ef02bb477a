//! Faults of the input, reported all at once: each has a place, a stable code,
//! a message that says what was found, and a help text that says what to do.
//!
//! ```text
//! plan.toml:3:9: error[scenario::out-of-range]: 1.5 is out of range; help: expected a share from 0 to 1
//! ```
//!
//! Every module that can find faults has an enum of its own, with typed fields
//! and all its wording, made with [`thiserror`] and [`miette::Diagnostic`].
//! Codes are `subject::kebab-case` and do not change.

mod fault;
mod place;
mod render;
mod suggestion;

pub use fault::{Fault, Faults};
pub use place::{Place, SourceFile};
pub use render::render;
pub use suggestion::{nearest, one_of, suggest};
