//! Replay: one year of one plan, simulated again and reported event by event.
//!
//! The year is simulated twice: without an observer, as in a run, to obtain its rows, and with an
//! observer, to obtain its events. Every figure of the rows must follow from the events alone.

mod account_label;
pub mod chance_summary;
pub mod check;
mod deal_lines;
pub mod entry;
pub mod event_sums;
pub mod fault;
pub mod months;
mod narrate;
pub mod scope;
mod seat_holders;
mod sentences;
pub mod text;
pub mod win_odds;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use check::Mismatch;
pub use entry::{EntryKind, ReplayEntry};
pub use scope::ReplayScope;

use crate::simulate::PlanYear;
use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::events::SimulationEvent;
use crate::simulate::year::YearSimulator;
use crate::world::{CompiledMarket, World};
use attain_core::plan::Plan;
use attain_data::Book;
use chance_summary::ChanceSummary;
use event_sums::EventSums;
use months::{MonthTotals, by_month};
use narrate::EventNarrator;

/// One year of one plan, event by event.
#[derive(Debug, Clone)]
pub struct YearReplay {
    /// Name of the plan.
    pub plan: String,
    /// Seed of the study.
    pub seed: u64,
    pub year: u32,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// The seat or account that is replayed; `None` for the whole plan.
    pub subject: Option<ReplaySubject>,
    /// Currency shown before amounts.
    pub currency: String,
    /// The run's row of the year, indexed by metric of `metric::ALL`: that of the plan or of the
    /// replayed seat. Rows of seats have double precision here and single precision in the run.
    /// Empty for accounts.
    pub row: Vec<f64>,
    /// Target over the horizon.
    pub target: f64,
    /// Number of figures of the run's rows that were found to equal the sums of the events.
    pub checked: usize,
    /// Random outcomes of the year.
    pub chance: ChanceSummary,
    /// Factors on an account's potential when it buys and when an opportunity is lost.
    pub windfalls: [f64; 2],
    /// Totals of each month of the horizon.
    pub months: Vec<MonthTotals>,
    /// Entries of the events within the scope, ordered by date.
    pub entries: Vec<ReplayEntry>,
}

/// The seat or account that is replayed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplaySubject {
    /// A seat: id and name.
    Seat(String, String),
    /// An account: id and name.
    Account(String, String),
}

/// Simulates a year of a plan again and reports its events.
///
/// # Errors
/// Returns an error if the events do not add up to the rows of the run, which is a bug in attain.
pub fn replay_year(book: &Book, plan: &Plan, seed: u64, year: u32, scope: ReplayScope) -> Result<YearReplay, Mismatch> {
    let market = CompiledMarket::new(book, &plan.scenario);
    let compiled = CompiledPlan::new(book, plan, &market);
    let mut world = World::empty();
    let mut simulator = YearSimulator::default();
    world.draw(&market, seed, year);
    let row = PlanYear::from_state(&compiled, simulator.simulate(&compiled, &mut world));
    let events = record_events(&compiled, &mut world, &mut simulator, seed, year);
    let sums = EventSums::from_events(&compiled, &world, &events);
    let checked = check::check(plan, &row, &sums)?;
    let calendar = &market.calendar;
    let belongs = |event: &SimulationEvent| match scope {
        ReplayScope::Plan => true,
        ReplayScope::Seat(seat) => event.seat == seat as u32,
        ReplayScope::Account(account) => event.account == Some(account as u32),
    };
    let drift = &market.choices.potential_drift;
    Ok(YearReplay {
        plan: plan.name.clone(),
        seed,
        year,
        start: calendar.start,
        end: calendar.date_of(calendar.days() - 1.0),
        subject: subject(&compiled, plan, &world, scope),
        currency: plan.scenario.money.currency.clone(),
        row: match scope {
            ReplayScope::Plan => row.company,
            // A run stores rows of seats in single precision. The sums have double precision.
            ReplayScope::Seat(seat) => sums.seat(seat).to_vec(),
            ReplayScope::Account(_) => Vec::new(),
        },
        target: compiled.target,
        checked,
        chance: ChanceSummary::from_world(&compiled, &world),
        windfalls: [1.0 + drift.won_gain.get(), 1.0 - drift.lost_loss.get()],
        months: by_month(&compiled, &world, &events, belongs),
        entries: EventNarrator::narrate(&compiled, &world, scope, &events),
    })
}

/// Draws the world and records every event of the year.
fn record_events(
    plan: &CompiledPlan,
    world: &mut World,
    simulator: &mut YearSimulator,
    seed: u64,
    year: u32,
) -> Vec<SimulationEvent> {
    let mut events = Vec::new();
    world.draw(plan.market, seed, year);
    simulator.simulate_observed(plan, world, &mut events);
    events
}

fn subject(compiled: &CompiledPlan, plan: &Plan, world: &World, scope: ReplayScope) -> Option<ReplaySubject> {
    match scope {
        ReplayScope::Plan => None,
        ReplayScope::Seat(seat) => Some(ReplaySubject::Seat(plan.seats[seat].id.clone(), plan.seats[seat].name.clone())),
        ReplayScope::Account(a) => {
            let book = compiled.book;
            Some(ReplaySubject::Account(account_label::id(book, world, a), account_label::name(book, world, a)))
        }
    }
}
