//! `attain spread`: where the spread of a plan's results comes from, what moves
//! its middle, and whether a seat's trouble is its book or its rep.
//!
//! ```text
//! pairs of years ─ worlds (groups of draws swapped) ─ live ─ terms ─► Shares
//! axes at both ends of their ranges, same worlds ─ tornado ─► Bars
//! same worlds, reps' skills exchanged ─ whose ─► Whose
//! closed opportunities ─ history ─► rep and territory, crossed
//! ```

mod drivers;
mod estimate;
mod figures;
mod history;
pub mod ranges;
mod terms;
mod tornado;
mod whose;
pub mod worlds;

pub use drivers::Drivers;
pub use estimate::Estimate;
pub use figures::{Asked, Figure, Scope, Spread, spread};
pub use history::{History, history};
pub use terms::{Shares, Terms};
pub use tornado::{Bar, End, Tornado, tornado};
pub use whose::{Part, Swap, Verdict, Whose, partner, whose};
