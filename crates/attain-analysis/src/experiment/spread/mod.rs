//! `attain spread`: the sources of the spread in a plan's results, the drivers of its median, and
//! whether a seat's gap to quota comes from its territory or its rep.
//!
//! ```text
//! pairs of years ─ worlds (groups of draws exchanged) ─ figures, variance ─► VarianceDecomposition
//! axes at both ends of their ranges, same worlds ─ tornado ─► Tornado
//! same worlds, reps' skills exchanged ─ territory_rep_split ─► TerritoryRepSplit
//! closed opportunities ─ crossed_effects ─► effects of rep and territory in history
//! ```

mod crossed_effects;
mod drivers;
mod figures;
mod territory_rep_split;
mod tornado;
mod variance;
pub mod worlds;

pub use crossed_effects::{CrossedEffects, crossed_effects};
pub use drivers::Drivers;
pub use figures::{SpreadFigure, SpreadOptions, SpreadScope, VarianceDecomposition, spread};
pub use territory_rep_split::{
    ExpectedAttainment, GapPart, GapParts, RepSwap, SkillBelief, SplitOptions, SplitSubject, SplitVerdict, TerritoryComparison,
    TerritoryRepSplit, split_territory_and_rep, swap_partner,
};
pub use tornado::{Tornado, TornadoAxis, TornadoEnd, tornado};
pub use variance::{VarianceShares, VarianceTerms};
