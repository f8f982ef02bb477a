//! The figures whose variance is decomposed: the company, its segments and regions, and seats.

use serde::Serialize;

use super::variance::{VarianceShares, VarianceTerms};
use super::worlds::{WORLDS, streams};
use attain_core::metric::{ALL, Direction, Metric};
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::simulate::rollup::{RollupGroup, RollupLevel, rollup_groups};
use attain_sim::simulate::{Markets, PlanYear, Simulator};

/// Inputs of a variance decomposition.
#[derive(Debug, Clone, Copy)]
pub struct SpreadOptions<'a> {
    pub book: &'a Book,
    /// The plans; if there are several, the plan is one of the factors.
    pub plans: &'a [Plan],
    /// Position of the plan whose seats are decomposed.
    pub seats_of: usize,
    /// Seed of all random draws.
    pub seed: u64,
    /// Number of pairs of years.
    pub pairs: u32,
    /// The metric, as a position in `metric::ALL`; it must also exist for seats.
    pub metric: usize,
}

/// The subject of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpreadScope {
    Company,
    Segment,
    Region,
    /// All seats, with their variances pooled.
    Seats,
    /// A single seat.
    Seat,
}

/// A figure and the sources of its variance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpreadFigure {
    pub scope: SpreadScope,
    /// Id of a seat, or name of a group.
    pub id: String,
    /// Name for reports.
    pub name: String,
    #[serde(flatten)]
    pub shares: VarianceShares,
}

/// The variance of a metric, decomposed by source.
#[derive(Debug, Clone, Serialize)]
pub struct VarianceDecomposition {
    pub metric: Metric,
    /// Names of the plans; if there are several, the plan is a factor for the company, segments and
    /// regions.
    pub plans: Vec<String>,
    /// Name of the plan whose seats are decomposed.
    pub seats_of: String,
    /// Number of pairs of years.
    pub pairs: u32,
    /// Number of years simulated with every plan.
    pub years: u32,
    /// The figures with non-zero variance.
    pub figures: Vec<SpreadFigure>,
}

impl VarianceDecomposition {
    /// Returns the figures of one scope.
    pub fn figures_of(&self, scope: SpreadScope) -> impl Iterator<Item = &SpreadFigure> {
        self.figures.iter().filter(move |figure| figure.scope == scope)
    }
}

/// Simulates the mixed worlds and decomposes the variance. `progress` is called with the number of
/// worlds done, out of `pairs × WORLDS`.
#[must_use]
pub fn spread(options: &SpreadOptions, progress: &(dyn Fn(u32) + Sync)) -> VarianceDecomposition {
    let SpreadOptions { book, plans, seats_of, seed, pairs, metric } = *options;
    let markets = Markets::from_plans(book, plans);
    let simulator = Simulator::new(book, plans, &markets, seed);
    let common = common_groups(book, plans);
    let take = |years: &[PlanYear]| WorldRow::new(years, metric, &common, seats_of);
    let rows = simulator.map_worlds(pairs * WORLDS as u32, |at| streams(seed, at), take, progress);
    let mut figures = Vec::new();
    let mut add = |scope, id: &str, name: &str, terms: &VarianceTerms, several: bool| {
        if let Some(shares) = terms.shares(several) {
            figures.push(SpreadFigure { scope, id: id.to_owned(), name: name.to_owned(), shares });
        }
    };
    let several = plans.len() > 1;
    add(SpreadScope::Company, "company", "company", &shared_terms(&rows, plans.len(), 0), several);
    for (g, group) in common.iter().enumerate() {
        let scope = if group.level == RollupLevel::Segment { SpreadScope::Segment } else { SpreadScope::Region };
        add(scope, &group.name, &group.name, &shared_terms(&rows, plans.len(), 1 + g), several);
    }
    if let Some(plan) = plans.get(seats_of) {
        let seats: Vec<VarianceTerms> = (0..plan.seats.len()).map(|s| seat_terms(&rows, s)).collect();
        add(SpreadScope::Seats, "seats", "any one seat", &VarianceTerms::pooled(&seats), false);
        for (seat, terms) in plan.seats.iter().zip(&seats) {
            add(SpreadScope::Seat, &seat.id, &seat.name, terms, false);
        }
    }
    VarianceDecomposition {
        metric: ALL.get(metric).copied().unwrap_or(Metric {
            name: "",
            unit: ALL[0].unit,
            direction: Direction::Neither,
            meaning: "",
        }),
        plans: plans.iter().map(|plan| plan.name.clone()).collect(),
        seats_of: plans.get(seats_of).map(|plan| plan.name.clone()).unwrap_or_default(),
        pairs,
        years: pairs * WORLDS as u32,
        figures,
    }
}

/// A roll-up group common to all plans.
struct CommonGroup {
    level: RollupLevel,
    name: String,
    /// Position among the groups of each plan.
    positions: Vec<usize>,
}

fn common_groups(book: &Book, plans: &[Plan]) -> Vec<CommonGroup> {
    let all: Vec<_> = plans.iter().map(|plan| rollup_groups(book, plan)).collect();
    let reported = |level| matches!(level, RollupLevel::Segment | RollupLevel::Region);
    let first = all.first().into_iter().flatten().filter(|group| reported(group.level));
    first
        .filter_map(|group| {
            let position = |groups: &Vec<RollupGroup>| {
                groups.iter().position(|other| other.level == group.level && other.name == group.name)
            };
            let positions: Option<Vec<usize>> = all.iter().map(position).collect();
            Some(CommonGroup { level: group.level, name: group.name.clone(), positions: positions? })
        })
        .collect()
}

/// The values of the metric in one simulated world.
struct WorldRow {
    /// Values indexed by plan and subject: the company, then the common groups.
    shared: Vec<Vec<f64>>,
    /// Values by seat of the plan whose seats are decomposed.
    seats: Vec<f32>,
}

impl WorldRow {
    fn new(years: &[PlanYear], metric: usize, common: &[CommonGroup], seats_of: usize) -> Self {
        let plan_values = |(p, year): (usize, &PlanYear)| {
            let group = |group: &CommonGroup| year.groups.get(group.positions[p]).map_or(f64::NAN, |row| f64::from(row[metric]));
            let company = year.company.get(metric).copied().unwrap_or(f64::NAN);
            std::iter::once(company).chain(common.iter().map(group)).collect()
        };
        Self {
            shared: years.iter().enumerate().map(plan_values).collect(),
            seats: years.get(seats_of).map(|year| year.seats.iter().map(|row| row[metric]).collect()).unwrap_or_default(),
        }
    }
}

/// Returns the terms of a figure common to all plans.
fn shared_terms(rows: &[WorldRow], plans: usize, at: usize) -> VarianceTerms {
    let values: Vec<f64> = rows
        .chunks_exact(WORLDS)
        .flat_map(|pair| (0..plans).flat_map(move |p| pair.iter().map(move |row| row.shared[p][at])))
        .collect();
    VarianceTerms::new(values.chunks_exact((plans * WORLDS).max(1)), plans)
}

fn seat_terms(rows: &[WorldRow], seat: usize) -> VarianceTerms {
    let values: Vec<f64> = rows.iter().map(|row| f64::from(row.seats[seat])).collect();
    VarianceTerms::new(values.chunks_exact(WORLDS), 1)
}
