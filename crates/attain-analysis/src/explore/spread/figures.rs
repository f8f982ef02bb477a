//! The figures whose spread is told: the company, its segments and regions, seats.

use serde::Serialize;

use super::terms::{Shares, Terms};
use super::worlds::{WORLDS, streams};
use attain_core::metric::{ALL, Direction, Metric};
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::simulate::rollup::{RollupLevel, rollup_groups};
use attain_sim::simulate::{Markets, PlanYear, Simulator};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The book.
    pub book: &'a Book,
    /// The plans; with several, the plan is a factor.
    pub plans: &'a [Plan],
    /// Position of the plan whose seats are told.
    pub seats_of: usize,
    /// Seed of all chance.
    pub seed: u64,
    /// Pairs of years.
    pub pairs: u32,
    /// The figure: position in `metric::ALL`, one that seats have too.
    pub metric: usize,
}

/// What a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The company.
    Company,
    /// A segment.
    Segment,
    /// A region.
    Region,
    /// Any one seat: the variance of all seats, taken together.
    Seats,
    /// A seat.
    Seat,
}

/// A figure and where its spread comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What it is of.
    pub scope: Scope,
    /// Id of a seat, name of a group.
    pub id: String,
    /// Name for reports.
    pub name: String,
    /// How its variance comes about.
    #[serde(flatten)]
    pub shares: Shares,
}

/// Where the spread of results comes from.
#[derive(Debug, Clone, Serialize)]
pub struct Spread {
    /// The figure.
    pub metric: Metric,
    /// Plans that were lived; with several, the plan is a factor of the company, segments and regions.
    pub plans: Vec<String>,
    /// The plan whose seats are told.
    pub seats_of: String,
    /// Pairs of years.
    pub pairs: u32,
    /// Years lived with every plan.
    pub years: u32,
    /// The figures that vary.
    pub figures: Vec<Figure>,
}

impl Spread {
    /// The figures of a kind.
    pub fn of(&self, scope: Scope) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(move |figure| figure.scope == scope)
    }
}

/// Lives the mixed worlds and takes the variance apart. `progress` is called
/// with the number of worlds done, of `pairs × WORLDS`.
#[must_use]
pub fn spread(asked: &Asked, progress: &(dyn Fn(u32) + Sync)) -> Spread {
    let Asked { book, plans, seats_of, seed, pairs, metric } = *asked;
    let markets = Markets::from_plans(book, plans);
    let simulator = Simulator::new(book, plans, &markets, seed);
    let common = common_groups(book, plans);
    let take = |years: &[PlanYear]| Row::of(years, metric, &common, seats_of);
    let rows = simulator.map_worlds(pairs * WORLDS as u32, |at| streams(seed, at), take, progress);
    let mut figures = Vec::new();
    let mut put = |scope, id: &str, name: &str, terms: &Terms, several: bool| {
        if let Some(shares) = terms.shares(several) {
            figures.push(Figure { scope, id: id.to_owned(), name: name.to_owned(), shares });
        }
    };
    let several = plans.len() > 1;
    put(Scope::Company, "company", "company", &shared(&rows, plans.len(), 0), several);
    for (g, group) in common.iter().enumerate() {
        let scope = if group.level == RollupLevel::Segment { Scope::Segment } else { Scope::Region };
        put(scope, &group.name, &group.name, &shared(&rows, plans.len(), 1 + g), several);
    }
    if let Some(plan) = plans.get(seats_of) {
        let seats: Vec<Terms> = (0..plan.seats.len()).map(|s| of_seat(&rows, s)).collect();
        put(Scope::Seats, "seats", "any one seat", &Terms::pooled(&seats), false);
        for (seat, terms) in plan.seats.iter().zip(&seats) {
            put(Scope::Seat, &seat.id, &seat.name, terms, false);
        }
    }
    Spread {
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

/// A group that all plans have.
struct Common {
    level: RollupLevel,
    name: String,
    /// Its place in each plan's groups.
    at: Vec<usize>,
}

fn common_groups(book: &Book, plans: &[Plan]) -> Vec<Common> {
    let all: Vec<_> = plans.iter().map(|plan| rollup_groups(book, plan)).collect();
    let told = |level| matches!(level, RollupLevel::Segment | RollupLevel::Region);
    let first = all.first().into_iter().flatten().filter(|group| told(group.level));
    first
        .filter_map(|group| {
            let place = |of: &Vec<attain_sim::simulate::rollup::RollupGroup>| {
                of.iter().position(|other| other.level == group.level && other.name == group.name)
            };
            let at: Option<Vec<usize>> = all.iter().map(place).collect();
            Some(Common { level: group.level, name: group.name.clone(), at: at? })
        })
        .collect()
}

/// What a world leaves behind.
struct Row {
    /// By plan, then the company and the common groups.
    shared: Vec<Vec<f64>>,
    /// By seat of the plan whose seats are told.
    seats: Vec<f32>,
}

impl Row {
    fn of(years: &[PlanYear], metric: usize, common: &[Common], seats_of: usize) -> Self {
        let of_plan = |(p, year): (usize, &PlanYear)| {
            let group = |group: &Common| year.groups.get(group.at[p]).map_or(f64::NAN, |row| f64::from(row[metric]));
            let company = year.company.get(metric).copied().unwrap_or(f64::NAN);
            std::iter::once(company).chain(common.iter().map(group)).collect()
        };
        Self {
            shared: years.iter().enumerate().map(of_plan).collect(),
            seats: years.get(seats_of).map(|year| year.seats.iter().map(|row| row[metric]).collect()).unwrap_or_default(),
        }
    }
}

/// The terms of a figure that all plans have.
fn shared(rows: &[Row], plans: usize, at: usize) -> Terms {
    let values: Vec<f64> = rows
        .chunks_exact(WORLDS)
        .flat_map(|pair| (0..plans).flat_map(move |p| pair.iter().map(move |row| row.shared[p][at])))
        .collect();
    Terms::of(values.chunks_exact((plans * WORLDS).max(1)), plans)
}

fn of_seat(rows: &[Row], seat: usize) -> Terms {
    let values: Vec<f64> = rows.iter().map(|row| f64::from(row.seats[seat])).collect();
    Terms::of(values.chunks_exact(WORLDS), 1)
}
