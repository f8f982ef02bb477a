//! People and work by month, for the company and each team and segment: what is
//! reported while the plan's years are simulated, summed up by group.
//!
//! Capacity and workload are in ramped reps: what the group has, or needs, over
//! what a ramped rep of the seat's team gives in a month of average absence. So
//! teams that count hours and teams that count accounts add up.

use rayon::prelude::*;
use serde::Serialize;

use super::plan_years::WorkProgress;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::simulate::compiled_plan::CompiledPlan;
use attain_sim::simulate::event_details::BookTime;
use attain_sim::simulate::events::{EventKind, SimulationEvent};
use attain_sim::simulate::observer::Observer;
use attain_sim::simulate::owner::HOUSE;
use attain_sim::simulate::rollup::{RollupLevel, rollup_groups};
use attain_sim::simulate::year::YearSimulator;
use attain_sim::summarise::results::Stat;
use attain_sim::summarise::stat;
use attain_sim::world::{CompiledMarket, World};

/// What is followed, by month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaffingFigure {
    /// Ramped rep equivalents: the sum of productivities.
    RampedReps,
    /// Planned seats without a rep.
    Vacancies,
    /// Time that reps have, absence deducted, in ramped reps.
    Capacity,
    /// Time that books ask for, in ramped reps.
    Workload,
    /// Reps who left at the month's start.
    Leavers,
    /// Reps who started.
    Starts,
}

impl StaffingFigure {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::RampedReps, Self::Vacancies, Self::Capacity, Self::Workload, Self::Leavers, Self::Starts];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RampedReps => "ramped reps",
            Self::Vacancies => "vacancies",
            Self::Capacity => "capacity",
            Self::Workload => "workload",
            Self::Leavers => "leavers",
            Self::Starts => "starts",
        }
    }
}

const FIGURES: usize = StaffingFigure::ALL.len();

/// What a set of seats is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeatGroupKind {
    /// All seats.
    Company,
    /// A team.
    Team,
    /// The seats whose books have most of their potential in a segment.
    Segment,
}

/// A set of seats, month by month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthlyStaffing {
    /// What it is.
    pub kind: SeatGroupKind,
    /// Its name.
    pub name: String,
    /// Its seats.
    pub seats: usize,
    /// By figure of [`StaffingFigure::ALL`], then by month of the horizon.
    #[serde(serialize_with = "by_name")]
    pub months: Vec<Vec<Stat>>,
    /// Reps who leave over the horizon.
    pub leavers: Stat,
}

/// Writes the months of each figure under its name.
fn by_name<S: serde::Serializer>(months: &[Vec<Stat>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(StaffingFigure::ALL.iter().map(|figure| figure.name().replace(' ', "_")).zip(months))
}

impl MonthlyStaffing {
    /// A figure by month.
    #[must_use]
    pub fn of(&self, figure: StaffingFigure) -> &[Stat] {
        self.months.get(figure as usize).map_or(&[], Vec::as_slice)
    }
}

/// Simulates years of a plan and follows its people and their work.
#[must_use]
pub fn crews(book: &Book, plan: &Plan, seed: u64, years: u32, work: &WorkProgress) -> Vec<MonthlyStaffing> {
    let odds = CompiledMarket::new(book, &plan.scenario);
    let setting = CompiledPlan::new(book, plan, &odds);
    let sets = sets(book, plan);
    let months = odds.calendar.months;
    let mut of_seat: Vec<Vec<usize>> = vec![Vec::new(); plan.seats.len()];
    for (set, (_, _, seats)) in sets.iter().enumerate() {
        for &seat in seats {
            of_seat[seat].push(set);
        }
    }
    let rows: Vec<Vec<f32>> = (0..years)
        .into_par_iter()
        .map_init(
            || (World::empty(), YearSimulator::default()),
            |(world, scratch), year| {
                world.draw(&odds, seed, year);
                let mut roll = StaffingObserver::new(&setting, &of_seat, sets.len());
                scratch.simulate_observed(&setting, world, &mut roll);
                work.done(1);
                roll.sums
            },
        )
        .collect();
    let at = |set: usize, figure: usize, month: usize| (set * FIGURES + figure) * months + month;
    let column = |place: usize| rows.iter().map(|row| row[place]).collect::<Vec<f32>>();
    let leavers = |set: usize| {
        let of_year =
            |row: &Vec<f32>| (0..months).map(|month| row[at(set, StaffingFigure::Leavers as usize, month)]).sum::<f32>();
        rows.iter().map(of_year).collect::<Vec<f32>>()
    };
    sets.iter()
        .enumerate()
        .map(|(set, (kind, name, seats))| MonthlyStaffing {
            kind: *kind,
            name: name.clone(),
            seats: seats.len(),
            months: (0..FIGURES)
                .map(|figure| (0..months).filter_map(|month| stat(&column(at(set, figure, month)))).collect())
                .collect(),
            leavers: stat(&leavers(set)).unwrap_or_else(|| certain(0.0)),
        })
        .collect()
}

/// The distribution of a figure without chance.
fn certain(v: f64) -> Stat {
    Stat { mean: v, se: 0.0, sd: 0.0, p05: v, p10: v, p25: v, p50: v, p75: v, p90: v, p95: v }
}

/// The sets that are followed: the company, teams, segments.
fn sets(book: &Book, plan: &Plan) -> Vec<(SeatGroupKind, String, Vec<usize>)> {
    let kind = |level: RollupLevel| match level {
        RollupLevel::Team => Some(SeatGroupKind::Team),
        RollupLevel::Segment => Some(SeatGroupKind::Segment),
        RollupLevel::Region | RollupLevel::Manager => None,
    };
    let company = (SeatGroupKind::Company, "company".to_owned(), (0..plan.seats.len()).collect());
    let named = rollup_groups(book, plan).into_iter().filter_map(|group| Some((kind(group.level)?, group.name, group.seats)));
    std::iter::once(company).chain(named).collect()
}

/// What a year of a plan came to, by set, figure and month.
struct StaffingObserver<'a> {
    setting: &'a CompiledPlan<'a>,
    /// By seat: its sets.
    of_seat: &'a [Vec<usize>],
    /// By seat: months that are worked so far.
    worked: Vec<usize>,
    sums: Vec<f32>,
}

impl<'a> StaffingObserver<'a> {
    fn new(setting: &'a CompiledPlan, of_seat: &'a [Vec<usize>], sets: usize) -> Self {
        let months = setting.market.calendar.months;
        Self { setting, of_seat, worked: vec![0; of_seat.len()], sums: vec![0.0; sets * FIGURES * months] }
    }

    fn add(&mut self, seat: usize, month: usize, figure: StaffingFigure, value: f64) {
        let months = self.setting.market.calendar.months;
        for &set in &self.of_seat[seat] {
            self.sums[(set * FIGURES + figure as usize) * months + month] += value as f32;
        }
    }

    /// What a ramped rep of a seat's team gives in a month, average absence deducted.
    fn rep(&self, seat: usize) -> f64 {
        let team = &self.setting.teams[self.setting.seats[seat].team];
        let ramped = team.accounts.as_ref().map_or(team.hours_per_month.get(), |accounts| accounts.ramped.get());
        (ramped * (1.0 - team.absence.get())).max(1e-9)
    }
}

impl Observer for StaffingObserver<'_> {
    fn on_event(&mut self, event: impl FnOnce() -> SimulationEvent) {
        let event = event();
        if event.seat == HOUSE {
            return;
        }
        let seat = event.seat as usize;
        match event.kind {
            // Departures and arrivals come before the month's work, the end after it.
            EventKind::Left { .. } => self.add(seat, self.worked[seat], StaffingFigure::Leavers, 1.0),
            EventKind::Arrived { .. } => self.add(seat, self.worked[seat], StaffingFigure::Starts, 1.0),
            EventKind::Covered { time: BookTime { available: has, needed: asks }, .. } => {
                let month = self.worked[seat];
                self.worked[seat] += 1;
                let rep = self.rep(seat);
                self.add(seat, month, StaffingFigure::Capacity, has / rep);
                self.add(seat, month, StaffingFigure::Workload, asks / rep);
            }
            EventKind::MonthEnded(ended) => {
                let month = self.worked[seat].saturating_sub(1);
                self.add(seat, month, StaffingFigure::RampedReps, ended.productivity);
                self.add(seat, month, StaffingFigure::Vacancies, f64::from(u8::from(ended.planned && !ended.staffed)));
            }
            _ => {}
        }
    }
}
