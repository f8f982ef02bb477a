//! The parts of a scenario used for reading files: segments, teams and sources.

use super::book::Rep;
use super::fault::{DataFault, NameKind};
use super::names::NameLookup;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;

/// The parts of a scenario used for reading files.
#[derive(Debug)]
pub(super) struct ScenarioFrame {
    pub segments: NameLookup,
    /// Minimum potential of each segment.
    pub potential_from: Vec<f64>,
    pub teams: NameLookup,
    /// Indices of the segments that each team serves.
    pub serves: Vec<Vec<usize>>,
    pub sources: Vec<String>,
    /// First simulated day.
    pub start: jiff::civil::Date,
    /// Whether only the history counts: reps who leave later are present.
    pub history_only: bool,
}

impl ScenarioFrame {
    /// Creates the frame of a scenario; `None` if it has no segments or no teams.
    pub fn new(resolved: &ResolvedScenario, faults: &mut Faults) -> Option<Self> {
        let scenario = &resolved.scenario;
        let names: Vec<String> = scenario.market.segments.keys().cloned().collect();
        if names.is_empty() {
            faults.push(resolved.place("market.segments"), DataFault::NoSegments);
        }
        if scenario.teams.is_empty() {
            faults.push(resolved.place("teams"), DataFault::NoTeams);
        }
        if names.is_empty() || scenario.teams.is_empty() {
            return None;
        }
        let serves = scenario.teams.values().map(|team| {
            let served = |name: &String| team.segments.is_empty() || team.segments.contains(name);
            (0..names.len()).filter(|segment| served(&names[*segment])).collect()
        });
        Some(Self {
            serves: serves.collect(),
            segments: NameLookup::defined(NameKind::Segment, names),
            potential_from: scenario.market.segments.values().map(|segment| segment.potential_from.get()).collect(),
            teams: NameLookup::defined(NameKind::Team, scenario.teams.keys().cloned().collect()),
            sources: scenario.market.sources.keys().cloned().collect(),
            start: scenario.horizon.start,
            history_only: false,
        })
    }

    /// The segment with the highest `potential-from` that a potential reaches.
    pub fn segment_for(&self, potential: f64) -> Option<usize> {
        let reached = (0..self.potential_from.len()).filter(|segment| self.potential_from[*segment] <= potential);
        reached.min_by(|a, b| self.potential_from[*b].total_cmp(&self.potential_from[*a]))
    }

    /// Indices of the present reps in the teams that serve a segment.
    pub fn present(&self, reps: &[Rep], segment: usize) -> Vec<usize> {
        let serving = |rep: &Rep| rep.left.is_none() && self.serves[rep.team].contains(&segment);
        (0..reps.len()).filter(|place| serving(&reps[*place])).collect()
    }
}
