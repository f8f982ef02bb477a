//! Groups over which results are rolled up: teams, segments, regions and managers.

use std::collections::BTreeMap;

use attain_core::plan::Plan;
use attain_data::Book;

/// Seats whose results are rolled up together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RollupGroup {
    pub level: RollupLevel,
    pub name: String,
    /// Indices into the plan's seats.
    #[serde(skip)]
    pub seats: Vec<usize>,
}

/// Level of a roll-up group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RollupLevel {
    /// A team.
    Team,
    /// A segment. Each seat belongs to the segment with most of its book's potential.
    Segment,
    /// A region.
    Region,
    /// A manager.
    Manager,
}

/// Returns the groups of a plan: teams, segments, regions and managers, each sorted by name.
#[must_use]
pub fn rollup_groups(book: &Book, plan: &Plan) -> Vec<RollupGroup> {
    let mut found: BTreeMap<(RollupLevel, String), Vec<usize>> = BTreeMap::new();
    let home = home_segments(book, plan);
    for (i, seat) in plan.seats.iter().enumerate() {
        let mut add = |level, name: Option<&String>| {
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                found.entry((level, name.clone())).or_default().push(i);
            }
        };
        add(RollupLevel::Team, book.teams.get(seat.team));
        add(RollupLevel::Segment, home[i].and_then(|segment| book.segments.get(segment)));
        add(RollupLevel::Region, seat.region.and_then(|region| book.regions.get(region)));
        add(RollupLevel::Manager, Some(&seat.manager));
    }
    found.into_iter().map(|((level, name), seats)| RollupGroup { level, name, seats }).collect()
}

fn home_segments(book: &Book, plan: &Plan) -> Vec<Option<usize>> {
    let mut potential = vec![vec![0.0; book.segments.len()]; plan.seats.len()];
    for (account, assignment) in book.accounts.iter().zip(&plan.accounts) {
        if let Some(seat) = assignment.seat {
            potential[seat][account.segment] += account.potential;
        }
    }
    potential
        .iter()
        .map(|by_segment| {
            (0..by_segment.len()).filter(|&s| by_segment[s] > 0.0).max_by(|&a, &b| by_segment[a].total_cmp(&by_segment[b]))
        })
        .collect()
}
