//! Monthly staffing of the company, each team and each segment, summed from the events of the
//! simulated years.
//!
//! Capacity and workload are measured in ramped reps: the group's available or required capacity
//! divided by the capacity of a ramped rep of the seat's team in a month of average absence. Teams
//! that count hours and teams that count accounts can therefore be added.

use rayon::prelude::*;
use serde::Serialize;

use super::work_progress::WorkProgress;
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

/// A figure observed every month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaffingFigure {
    /// Ramped-rep equivalents: the sum of productivities.
    RampedReps,
    /// Planned seats without a rep.
    Vacancies,
    /// Available selling time net of absence, in ramped reps.
    Capacity,
    /// Selling time that the territories require, in ramped reps.
    Workload,
    /// Reps who left at the start of the month.
    Leavers,
    /// Reps who started in the month.
    Starts,
}

impl StaffingFigure {
    /// All figures, in the order of results.
    pub const ALL: [Self; 6] = [Self::RampedReps, Self::Vacancies, Self::Capacity, Self::Workload, Self::Leavers, Self::Starts];

    /// Returns the name of the figure in tables.
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

/// The kind of a group of seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeatGroupKind {
    /// All seats.
    Company,
    /// A team.
    Team,
    /// The seats for which a given segment holds most of the territory's potential.
    Segment,
}

/// Monthly staffing of a group of seats.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthlyStaffing {
    pub kind: SeatGroupKind,
    pub name: String,
    /// Number of seats.
    pub seats: usize,
    /// Values indexed by figure (in the order of [`StaffingFigure::ALL`]) and month of the horizon.
    #[serde(serialize_with = "by_name")]
    pub months: Vec<Vec<Stat>>,
    /// Reps who leave over the horizon.
    pub leavers: Stat,
}

/// Serializes the months of each figure under its name.
fn by_name<S: serde::Serializer>(months: &[Vec<Stat>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(StaffingFigure::ALL.iter().map(|figure| figure.name().replace(' ', "_")).zip(months))
}

impl MonthlyStaffing {
    /// Returns the monthly values of a figure.
    #[must_use]
    pub fn months_of(&self, figure: StaffingFigure) -> &[Stat] {
        self.months.get(figure as usize).map_or(&[], Vec::as_slice)
    }
}

/// Simulates years of a plan and observes staffing and workload.
#[must_use]
pub fn monthly_staffing(book: &Book, plan: &Plan, seed: u64, years: u32, work: &WorkProgress) -> Vec<MonthlyStaffing> {
    let market = CompiledMarket::new(book, &plan.scenario);
    let compiled = CompiledPlan::new(book, plan, &market);
    let groups = seat_groups(book, plan);
    let months = market.calendar.months;
    let mut groups_of_seat: Vec<Vec<usize>> = vec![Vec::new(); plan.seats.len()];
    for (group, (_, _, seats)) in groups.iter().enumerate() {
        for &seat in seats {
            groups_of_seat[seat].push(group);
        }
    }
    let rows: Vec<Vec<f32>> = (0..years)
        .into_par_iter()
        .map_init(
            || (World::empty(), YearSimulator::default()),
            |(world, scratch), year| {
                world.draw(&market, seed, year);
                let mut observer = StaffingObserver::new(&compiled, &groups_of_seat, groups.len());
                scratch.simulate_observed(&compiled, world, &mut observer);
                work.done(1);
                observer.sums
            },
        )
        .collect();
    let place = |group: usize, figure: usize, month: usize| (group * FIGURES + figure) * months + month;
    let column = |place: usize| rows.iter().map(|row| row[place]).collect::<Vec<f32>>();
    let leavers = |group: usize| {
        let of_year =
            |row: &Vec<f32>| (0..months).map(|month| row[place(group, StaffingFigure::Leavers as usize, month)]).sum::<f32>();
        rows.iter().map(of_year).collect::<Vec<f32>>()
    };
    groups
        .iter()
        .enumerate()
        .map(|(group, (kind, name, seats))| MonthlyStaffing {
            kind: *kind,
            name: name.clone(),
            seats: seats.len(),
            months: (0..FIGURES)
                .map(|figure| (0..months).filter_map(|month| stat(&column(place(group, figure, month)))).collect())
                .collect(),
            leavers: stat(&leavers(group)).unwrap_or_else(|| constant(0.0)),
        })
        .collect()
}

/// Returns the distribution of a constant.
fn constant(v: f64) -> Stat {
    Stat { mean: v, se: 0.0, sd: 0.0, p05: v, p10: v, p25: v, p50: v, p75: v, p90: v, p95: v }
}

/// Returns the observed groups: the company, teams and segments.
fn seat_groups(book: &Book, plan: &Plan) -> Vec<(SeatGroupKind, String, Vec<usize>)> {
    let kind = |level: RollupLevel| match level {
        RollupLevel::Team => Some(SeatGroupKind::Team),
        RollupLevel::Segment => Some(SeatGroupKind::Segment),
        RollupLevel::Region | RollupLevel::Manager => None,
    };
    let company = (SeatGroupKind::Company, "company".to_owned(), (0..plan.seats.len()).collect());
    let named = rollup_groups(book, plan).into_iter().filter_map(|group| Some((kind(group.level)?, group.name, group.seats)));
    std::iter::once(company).chain(named).collect()
}

/// Sums of one simulated year, indexed by group, figure and month.
struct StaffingObserver<'a> {
    plan: &'a CompiledPlan<'a>,
    /// Groups that each seat belongs to.
    groups_of_seat: &'a [Vec<usize>],
    /// Months worked so far, by seat.
    worked: Vec<usize>,
    sums: Vec<f32>,
}

impl<'a> StaffingObserver<'a> {
    fn new(plan: &'a CompiledPlan, groups_of_seat: &'a [Vec<usize>], groups: usize) -> Self {
        let months = plan.market.calendar.months;
        Self { plan, groups_of_seat, worked: vec![0; groups_of_seat.len()], sums: vec![0.0; groups * FIGURES * months] }
    }

    fn add(&mut self, seat: usize, month: usize, figure: StaffingFigure, value: f64) {
        let months = self.plan.market.calendar.months;
        for &group in &self.groups_of_seat[seat] {
            self.sums[(group * FIGURES + figure as usize) * months + month] += value as f32;
        }
    }

    /// Monthly capacity of a ramped rep of the seat's team, net of average absence.
    fn ramped_capacity(&self, seat: usize) -> f64 {
        let team = &self.plan.teams[self.plan.seats[seat].team];
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
            // Departures and arrivals precede the month's work; the month-end event follows it.
            EventKind::Left { .. } => self.add(seat, self.worked[seat], StaffingFigure::Leavers, 1.0),
            EventKind::Arrived { .. } => self.add(seat, self.worked[seat], StaffingFigure::Starts, 1.0),
            EventKind::Covered { time: BookTime { available, needed }, .. } => {
                let month = self.worked[seat];
                self.worked[seat] += 1;
                let ramped = self.ramped_capacity(seat);
                self.add(seat, month, StaffingFigure::Capacity, available / ramped);
                self.add(seat, month, StaffingFigure::Workload, needed / ramped);
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
