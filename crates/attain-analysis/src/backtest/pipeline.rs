//! Outcomes of the opportunities that are open at the cut, based on their age.
//!
//! Times to close follow the life table of closed opportunities ([`crate::calibrate::closing`]). A
//! segment with too few closings uses the table of all segments. An open opportunity follows the
//! table's hazards from its current age on. Some opportunities are open only because they were
//! never closed in the data. The table gives the number of open opportunities at each age that will
//! still close; those in excess of that number are abandoned. The probability that an open
//! opportunity is live is the ratio of the two numbers in its age band, and 0 at ages that no
//! closed opportunity reached (balance of flows in a steady state: Little 1961).

use jiff::civil::Date;

use super::streams::OpportunityStreams;
use crate::calibrate::closing::{ClosedDeal, ClosingTable, ObservationWindow};
use crate::calibrate::minimum;
use attain_core::quantile::{exponential, logit};
use attain_core::random::Purpose;
use attain_core::scenario::ResolvedScenario;
use attain_core::units::Share;
use attain_data::{Book, Outcome};
use attain_sim::world::World;
use attain_sim::world::calendar::HorizonCalendar;
use attain_sim::world::closing::ClosingLaw;

/// Width of an age band, in days.
const BAND: usize = 14;
/// A day beyond every horizon.
const NEVER: f32 = 1e6;

/// Times to close of a segment, with the share of open opportunities that are live.
#[derive(Debug, Clone)]
struct SegmentTimes {
    table: ClosingTable,
    law: ClosingLaw,
    /// Probability that an open opportunity is live, by age band.
    live: Vec<f64>,
}

/// An opportunity that is open at the cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenOpportunity {
    /// Key of the opportunity's random draws.
    pub key: u64,
    /// Index of the stream in the book of streams.
    pub account: usize,
    segment: usize,
    /// Age at the end of the cut day, in days.
    age: f64,
    /// Probability that the opportunity is live.
    live: f64,
    /// Log odds of a win, given that the opportunity closes.
    pub base: f64,
    /// Whether the log odds come from the stage, in which case age has no effect on them.
    staged: bool,
}

/// Open opportunities in book order, with the times to close of each segment.
#[derive(Debug, Clone, Default)]
pub struct OpenPipeline {
    /// Times to close by segment; `None` where nothing has closed.
    times: Vec<Option<SegmentTimes>>,
    /// Open opportunities that may be live.
    pub open: Vec<OpenOpportunity>,
    /// Findings for the report, one sentence each.
    pub notes: Vec<String>,
}

impl SegmentTimes {
    /// Combines a table with the ages of the segment's open opportunities. `share` is the segment's
    /// share of the table's closings.
    fn new(table: ClosingTable, share: f64, ages: &[f64]) -> Self {
        let bands = table.stock.chunks(BAND).enumerate().map(|(band, due)| {
            let (from, to) = ((band * BAND) as f64, ((band + 1) * BAND) as f64);
            let open = ages.iter().filter(|&&age| age >= from && age < to).count();
            if open == 0 { 1.0 } else { (share * due.iter().sum::<f64>() / open as f64).min(1.0) }
        });
        Self { live: bands.collect(), law: ClosingLaw::new(&table.choice()), table }
    }
}

/// Life tables of the opportunities that had closed by the cut.
#[derive(Debug, Clone)]
pub(super) struct ClosingTables {
    /// Table of each segment; `None` for a segment with too few closings.
    pub by_segment: Vec<Option<ClosingTable>>,
    /// Table of all segments together; `None` if nothing has closed.
    pub pooled: Option<ClosingTable>,
}

/// Estimates the life tables of the opportunities closed by the cut.
#[must_use]
pub(super) fn closing_tables(book: &Book, window: &ObservationWindow, cut: Date) -> ClosingTables {
    let day = |date: Date| (date - cut).get_days();
    let closed = |segment: Option<usize>| -> Vec<ClosedDeal> {
        let of = book.opportunities.iter().filter(|one| segment.is_none_or(|at| book.accounts[one.account].segment == at));
        let closed = of.filter(|one| !matches!(one.outcome, Outcome::Open(_)));
        let dated = |one: &attain_data::Opportunity| Some((day(one.created?), day(one.closes?), one.outcome == Outcome::Won));
        closed.filter_map(dated).map(|(created, closed, won)| ClosedDeal { created, closed, won }).collect()
    };
    let of = |segment: Option<usize>| ClosingTable::estimate(&closed(segment), window);
    let own = (0..book.segments.len()).map(|segment| of(Some(segment)).filter(|table| table.closed >= minimum::CLOSED_FOR_TABLE));
    ClosingTables { by_segment: own.collect(), pooled: of(None) }
}

impl OpenPipeline {
    /// Collects the opportunities that are open at the end of day `cut`. `flow` holds the closings
    /// per day of each segment.
    #[must_use]
    pub fn new(streams: &OpportunityStreams, tables: ClosingTables, flow: &[f64], cut: Date) -> Self {
        let book = &streams.book;
        let age = |created: Date| f64::from((cut - created).get_days());
        let ages = |segment: usize| -> Vec<f64> {
            let open = book.opportunities.iter().filter(|one| matches!(one.outcome, Outcome::Open(_)));
            open.filter(|one| book.accounts[one.account].segment == segment).filter_map(|one| one.created).map(age).collect()
        };
        let total: f64 = flow.iter().sum();
        let times = tables.by_segment.into_iter().zip(flow).enumerate().map(|(segment, (own, flow))| {
            let share = if own.is_some() || total <= 0.0 { 1.0 } else { flow / total };
            own.or_else(|| tables.pooled.clone()).map(|table| SegmentTimes::new(table, share, &ages(segment)))
        });
        let mut pipeline = Self { times: times.collect(), ..Self::default() };
        let (mut abandoned, mut live) = (0, 0.0);
        for one in &book.opportunities {
            let (Outcome::Open(stage), Some(created)) = (one.outcome, one.created) else { continue };
            let segment = book.accounts[one.account].segment;
            let (age, staged) = (age(created), !one.stages.is_empty());
            let times = pipeline.times[segment].as_ref();
            let chance = times.and_then(|of| of.live.get((age / BAND as f64) as usize)).copied().unwrap_or(0.0);
            // The win probability of a stage counts abandoned opportunities as not won.
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
                "Open opportunities: {abandoned} are older than any that closed and count as abandoned; of the {} others, {live:.0} are expected to close.",
                pipeline.open.len()
            ));
        }
        pipeline
    }

    /// Sets the scenario's times to close to those of closed opportunities. Rates are estimated
    /// from closings, so the times must be too: a distribution that treats abandoned opportunities
    /// as very slow ones would be too long. Slippage is set to zero, because these times include
    /// it.
    #[must_use]
    pub fn with_closing_times(&self, book: &Book, resolved: &ResolvedScenario) -> ResolvedScenario {
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

    /// Returns the book without the open opportunities that cannot be live.
    #[must_use]
    pub fn without_abandoned(&self, book: &Book) -> Book {
        let mut kept = self.open.iter().map(|open| open.key).peekable();
        let mut book = book.clone();
        book.opportunities.retain(|one| {
            let open = matches!(one.outcome, Outcome::Open(_));
            !open || kept.next_if_eq(&one.key).is_some()
        });
        book
    }

    /// Draws the outcomes of the open opportunities and replaces those in `world`.
    pub fn draw(&self, world: &mut World, calendar: &HorizonCalendar) {
        for (d, open) in world.deals.open().zip(&self.open) {
            let own = world.streams.block(Purpose::OpenDeal, open.key, 1);
            let win = world.streams.block(Purpose::OpenDeal, open.key, 0).uniform(0);
            let factor = world.parameters.segments[open.segment].days_to_win;
            let outcome = world.deals.outcome_mut(d);
            // The first day of the horizon is the day after the cut.
            outcome.created = -(open.age as f32) - 1.0;
            outcome.slipped = false;
            let live = own.uniform(0) < open.live;
            let (day, shift) = match self.times[open.segment].as_ref().filter(|_| live) {
                Some(of) => {
                    let created = f64::from(outcome.created);
                    let day = of.law.close(calendar, created, 0.0, exponential(own.uniform(1)) * factor);
                    (day as f32, if open.staged { 0.0 } else { of.law.odds_at(day - created) })
                }
                None => (NEVER, 0.0),
            };
            outcome.hurdle = (logit(win) - open.base - shift) as f32;
            outcome.close_on(calendar, day, day);
        }
    }
}
