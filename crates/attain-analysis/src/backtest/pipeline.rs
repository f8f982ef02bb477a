//! What becomes of the opportunities that are open at the cut, by their age.
//!
//! The times to close are those of the life table of what has closed
//! ([`crate::calibrate::closing`]; all segments' where a segment has too few).
//! One that is still open goes on with the table's hazards from its age on. But
//! some are open because nobody closed them: the table says how many of an age
//! should be open that will be closed, and what is open beyond that is
//! abandoned. An open opportunity is live with the ratio of the two in its band
//! of ages, and never where nothing has taken so long (balance of flows in a
//! steady state: Little 1961).

use jiff::civil::Date;

use super::streams::OpportunityStreams;
use crate::calibrate::closing::{ClosedDeal, ClosingTable, ENOUGH, ObservationWindow};
use crate::calibrate::minimum;
use attain_core::quantile::{exponential, logit};
use attain_core::random::Purpose;
use attain_core::scenario::ResolvedScenario;
use attain_core::units::Share;
use attain_data::{Book, Outcome};
use attain_sim::world::World;
use attain_sim::world::calendar::Calendar;
use attain_sim::world::closing::ClosingLaw;

/// Days of a band of ages.
const BAND: usize = 14;
/// A day after every horizon.
const NEVER: f32 = 1e6;

/// Times to close of a segment.
#[derive(Debug, Clone)]
struct SegmentTimes {
    table: ClosingTable,
    law: ClosingLaw,
    /// By band of ages: chance that one that is open is live.
    live: Vec<f64>,
}

/// One open opportunity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenOpportunity {
    /// Key of its id.
    pub key: u64,
    /// Index of its stream.
    pub account: usize,
    /// Index of its segment.
    segment: usize,
    /// Age at the end of the cut day.
    age: f64,
    /// Chance that it is live.
    live: f64,
    /// Logit of the chance that it is won, when it closes.
    pub base: f64,
    /// Whether that is the chance of its stage, to which age adds nothing.
    staged: bool,
}

/// All of them, in the order of the book.
#[derive(Debug, Clone, Default)]
pub struct OpenPipeline {
    /// By segment; none where nothing has closed.
    times: Vec<Option<SegmentTimes>>,
    /// Those that may be live.
    pub open: Vec<OpenOpportunity>,
    /// What was found, a sentence each.
    pub notes: Vec<String>,
}

impl SegmentTimes {
    /// The times of a table of which `share` is the segment's, with the ages of what is open.
    fn new(table: ClosingTable, share: f64, ages: &[f64]) -> Self {
        let bands = table.stock.chunks(BAND).enumerate().map(|(band, due)| {
            let (from, to) = ((band * BAND) as f64, ((band + 1) * BAND) as f64);
            let open = ages.iter().filter(|&&age| age >= from && age < to).count();
            if open == 0 { 1.0 } else { (share * due.iter().sum::<f64>() / open as f64).min(1.0) }
        });
        Self { live: bands.collect(), law: ClosingLaw::new(&table.choice()), table }
    }
}

/// The tables of what has closed by the cut: of each segment with enough, then of all together.
#[must_use]
pub fn tables(book: &Book, window: &ObservationWindow, cut: Date) -> (Vec<Option<ClosingTable>>, Option<ClosingTable>) {
    let day = |date: Date| (date - cut).get_days();
    let closed = |segment: Option<usize>| -> Vec<ClosedDeal> {
        let of = book.opportunities.iter().filter(|one| segment.is_none_or(|at| book.accounts[one.account].segment == at));
        let closed = of.filter(|one| !matches!(one.outcome, Outcome::Open(_)));
        let dated = |one: &attain_data::Opportunity| Some((day(one.created?), day(one.closes?), one.outcome == Outcome::Won));
        closed.filter_map(dated).map(|(created, closed, won)| ClosedDeal { created, closed, won }).collect()
    };
    let of = |segment: Option<usize>| ClosingTable::of(&closed(segment), window);
    let own = (0..book.segments.len()).map(|segment| of(Some(segment)).filter(|table| table.closed >= ENOUGH));
    (own.collect(), of(None))
}

impl OpenPipeline {
    /// The open opportunities of a book at the end of the day `cut`, by the
    /// tables of what has closed; `flow` holds the closings a day by segment.
    #[must_use]
    pub fn new(
        streams: &OpportunityStreams,
        (own, all): (Vec<Option<ClosingTable>>, Option<ClosingTable>),
        flow: &[f64],
        cut: Date,
    ) -> Self {
        let book = &streams.book;
        let age = |created: Date| f64::from((cut - created).get_days());
        let ages = |segment: usize| -> Vec<f64> {
            let open = book.opportunities.iter().filter(|one| matches!(one.outcome, Outcome::Open(_)));
            open.filter(|one| book.accounts[one.account].segment == segment).filter_map(|one| one.created).map(age).collect()
        };
        let total: f64 = flow.iter().sum();
        let times = own.into_iter().zip(flow).enumerate().map(|(segment, (own, flow))| {
            let share = if own.is_some() || total <= 0.0 { 1.0 } else { flow / total };
            own.or_else(|| all.clone()).map(|table| SegmentTimes::new(table, share, &ages(segment)))
        });
        let mut pipeline = Self { times: times.collect(), ..Self::default() };
        let (mut abandoned, mut live) = (0, 0.0);
        for one in &book.opportunities {
            let (Outcome::Open(stage), Some(created)) = (one.outcome, one.created) else { continue };
            let segment = book.accounts[one.account].segment;
            let (age, staged) = (age(created), !one.stages.is_empty());
            let times = pipeline.times[segment].as_ref();
            let chance = times.and_then(|of| of.live.get((age / BAND as f64) as usize)).copied().unwrap_or(0.0);
            // The chance of a stage counts those that are abandoned as not won.
            let (chance, base) = match times {
                Some(of) if !staged => (chance, of.table.won as f64 / of.table.closed as f64),
                _ => (chance.ceil(), stage),
            };
            if chance <= 0.0 {
                abandoned += 1;
                continue;
            }
            live += chance;
            let base = logit(base.clamp(0.001, 0.999));
            pipeline.open.push(OpenOpportunity { key: one.key, account: one.account, segment, age, live: chance, base, staged });
        }
        if !pipeline.open.is_empty() || abandoned > 0 {
            pipeline.notes.push(format!(
                "Open: {abandoned} are older than any that closed and count as abandoned; of {} others {live:.0} are expected to close at some time.",
                pipeline.open.len()
            ));
        }
        pipeline
    }

    /// The scenario with the times to close of what has closed. Rates count what
    /// closes, so times are those of what closes, too: a law that takes what
    /// was abandoned for very slow would be too long. What slipped is in them.
    #[must_use]
    pub fn timed(&self, book: &Book, resolved: &ResolvedScenario) -> ResolvedScenario {
        resolved.with_choices(|scenario| {
            scenario.market.slippage.share = Share::literal(0.0);
            for (name, times) in book.segments.iter().zip(&self.times) {
                let times = times.as_ref().filter(|times| times.table.closed >= minimum::TIMES);
                if let (Some(segment), Some(times)) = (scenario.market.segments.get_mut(name), times) {
                    segment.closing = Some(times.table.choice());
                }
            }
        })
    }

    /// The book with only those open opportunities that may be live.
    #[must_use]
    pub fn keep(&self, book: &Book) -> Book {
        let mut kept = self.open.iter().map(|open| open.key).peekable();
        let mut book = book.clone();
        book.opportunities.retain(|one| {
            let open = matches!(one.outcome, Outcome::Open(_));
            !open || kept.next_if_eq(&one.key).is_some()
        });
        book
    }

    /// Draws what becomes of them into a world, in the place of what it has drawn.
    pub fn draw(&self, world: &mut World, calendar: &Calendar) {
        for (d, open) in world.deals.open().zip(&self.open) {
            let own = world.streams.block(Purpose::OpenDeal, open.key, 1);
            let win = world.streams.block(Purpose::OpenDeal, open.key, 0).uniform(0);
            let factor = world.parameters.segments[open.segment].days_to_win;
            let fate = world.deals.outcome_mut(d);
            // The horizon's first day is the day after the cut.
            fate.created = -(open.age as f32) - 1.0;
            fate.slipped = false;
            let live = own.uniform(0) < open.live;
            let (day, shift) = match self.times[open.segment].as_ref().filter(|_| live) {
                Some(of) => {
                    let created = f64::from(fate.created);
                    let day = of.law.close(calendar, created, 0.0, exponential(own.uniform(1)) * factor);
                    (day as f32, if open.staged { 0.0 } else { of.law.odds_at(day - created) })
                }
                None => (NEVER, 0.0),
            };
            fate.hurdle = (logit(win) - open.base - shift) as f32;
            fate.close_on(calendar, day, day);
        }
    }
}
