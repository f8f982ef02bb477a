//! Everything that the years of a run left behind, in columns.

/// A span of years of all plans, in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Lived {
    /// Seed of the study.
    pub seed: u64,
    /// Years lived, one after the other.
    pub years: usize,
    /// One entry a plan, in the order of the plans.
    pub plans: Vec<LivedPlan>,
    /// Latent opportunities drawn, over all worlds.
    pub latent_opportunities: u64,
}

/// The years of one plan; none when it was not lived. Every innermost list has one value a year.
#[derive(Debug, Clone, PartialEq)]
pub struct LivedPlan {
    /// By metric of `metric::ALL`.
    pub company: Vec<Vec<f64>>,
    /// By group of [`groups`], then by the shared metrics (`metric::ALL[..SHARED]`).
    pub groups: Vec<Vec<Vec<f32>>>,
    /// By seat of the plan, then by the shared metrics.
    pub seats: Vec<Vec<Vec<f32>>>,
    /// By series of `metric::SERIES`, then by step.
    pub series: Vec<Vec<Vec<f32>>>,
    /// By year of the horizon (only when it is longer than 12 months), then by metric of `metric::ALL`.
    pub periods: Vec<Vec<Vec<f64>>>,
}

/// A set of seats whose results roll up together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Group {
    /// What the group is.
    pub level: Level,
    /// Its name.
    pub name: String,
    /// Its seats, as indices into the plan's.
    #[serde(skip)]
    pub seats: Vec<usize>,
}

/// Levels results roll up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A team.
    Team,
    /// A segment: the seats whose book has most of its potential there.
    Segment,
    /// A region.
    Region,
    /// A manager.
    Manager,
}

/// The groups of a plan: teams, segments, regions, managers, each sorted by name.
#[must_use]
pub fn groups(book: &attain_data::Book, plan: &attain_core::plan::Plan) -> Vec<Group> {
    let mut found: std::collections::BTreeMap<(Level, String), Vec<usize>> = std::collections::BTreeMap::new();
    let home = home_segments(book, plan);
    for (i, seat) in plan.seats.iter().enumerate() {
        let mut add = |level, name: Option<&String>| {
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                found.entry((level, name.clone())).or_default().push(i);
            }
        };
        add(Level::Team, book.teams.get(seat.team));
        add(Level::Segment, home[i].and_then(|segment| book.segments.get(segment)));
        add(Level::Region, seat.region.and_then(|region| book.regions.get(region)));
        add(Level::Manager, Some(&seat.manager));
    }
    found.into_iter().map(|((level, name), seats)| Group { level, name, seats }).collect()
}

fn home_segments(book: &attain_data::Book, plan: &attain_core::plan::Plan) -> Vec<Option<usize>> {
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
