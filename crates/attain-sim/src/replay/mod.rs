//! Replay: one year of one plan, lived again and told event by event.
//!
//! The year is lived twice: as a run lives it, for its rows, and watched, for
//! its story. Every figure of the rows must come out of the story's events alone.

pub mod check;
pub mod entry;
pub mod luck;
pub mod months;
pub mod odds;
mod people;
pub mod sums;
mod tell;
pub mod text;
pub mod view;
mod words;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use check::Mismatch;
pub use entry::{Entry, Kind};
pub use view::View;

use crate::simulate::YearOfPlan;
use crate::simulate::setting::Setting;
use crate::simulate::watch::Event;
use crate::simulate::year::Scratch;
use crate::world::{Odds, World};
use attain_core::plan::Plan;
use attain_data::Book;
use luck::Luck;
use months::{Month, by_month};
use sums::Sums;
use tell::Teller;

/// The story of one year of one plan.
#[derive(Debug, Clone)]
pub struct Story {
    /// Name of the plan.
    pub plan: String,
    /// Seed of the study.
    pub seed: u64,
    /// The year.
    pub year: u32,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// What is told, by id; `None` for the whole plan.
    pub of: Option<Part>,
    /// Currency shown before amounts.
    pub currency: String,
    /// The run's row of the year: of the plan or, when one is told, of the seat (there in
    /// single precision, here in double); by metric of `metric::ALL`. Accounts have none.
    pub row: Vec<f64>,
    /// Target over the horizon.
    pub target: f64,
    /// Figures of the run's rows that the events were found to add up to.
    pub checked: usize,
    /// What chance had in store.
    pub luck: Luck,
    /// Factors on an account's potential when it buys and when an opportunity is lost.
    pub windfalls: [f64; 2],
    /// By month of the horizon.
    pub months: Vec<Month>,
    /// Lines, by date.
    pub entries: Vec<Entry>,
}

/// The part of a plan that is told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A seat: id and name.
    Seat(String, String),
    /// An account: id and name.
    Account(String, String),
}

/// Lives a year of a plan again and tells it.
///
/// # Errors
/// When the events do not add up to the rows of the run: a fault of the engine.
pub fn replay(book: &Book, plan: &Plan, seed: u64, year: u32, view: View) -> Result<Story, Mismatch> {
    let odds = Odds::new(book, &plan.scenario);
    let setting = Setting::new(book, plan, &odds);
    let mut world = World::empty();
    let mut scratch = Scratch::default();
    world.draw(&odds, seed, year);
    let row = YearOfPlan::of(&setting, scratch.live(&setting, &mut world));
    let events = watched(&setting, &mut world, &mut scratch, seed, year);
    let sums = Sums::of(&setting, &world, &events);
    let checked = check::check(plan, &row, &sums)?;
    let calendar = &odds.calendar;
    let belongs = |event: &Event| match view {
        View::Plan => true,
        View::Seat(seat) => event.seat == seat as u32,
        View::Account(account) => event.account == Some(account as u32),
    };
    Ok(Story {
        plan: plan.name.clone(),
        seed,
        year,
        start: calendar.start,
        end: calendar.date_of(calendar.days() - 1.0),
        of: part(book, plan, view),
        currency: plan.scenario.money.currency.clone(),
        row: match view {
            View::Plan => row.company,
            // A run keeps rows of seats in single precision; the sums are the same in double.
            View::Seat(seat) => sums.seat(seat).to_vec(),
            View::Account(_) => Vec::new(),
        },
        target: setting.target,
        checked,
        luck: Luck::of(&setting, &world),
        windfalls: [1.0 + odds.market.potential_drift.won_gain.get(), 1.0 - odds.market.potential_drift.lost_loss.get()],
        months: by_month(&setting, &world, &events, belongs),
        entries: Teller::tell(&setting, &world, view, &events),
    })
}

/// Lives a year watched; the world is drawn anew.
fn watched(setting: &Setting, world: &mut World, scratch: &mut Scratch, seed: u64, year: u32) -> Vec<Event> {
    let mut events = Vec::new();
    world.draw(setting.odds, seed, year);
    scratch.live_watched(setting, world, &mut events);
    events
}

fn part(book: &Book, plan: &Plan, view: View) -> Option<Part> {
    match view {
        View::Plan => None,
        View::Seat(seat) => Some(Part::Seat(plan.seats[seat].id.clone(), plan.seats[seat].name.clone())),
        View::Account(a) => Some(Part::Account(book.accounts[a].id.clone(), book.accounts[a].name.clone())),
    }
}
