//! What becomes of the opportunities that are open at the cut, by their age.
//!
//! The times to close of a segment's closed opportunities are the law (all
//! segments' where a segment has too few). One that is still open at age t goes
//! on as those that closed later than t did: their share of wins, their times.
//! But some are open because nobody closed them. As much closes a day as comes
//! up to be closed, so of age t there should be flow × share that takes longer
//! than t; what is open beyond that is abandoned. An open opportunity is live
//! with the ratio of the two in its band of ages, and never where nothing has
//! taken so long (balance of flows in a steady state: Little 1961).

use jiff::civil::Date;

use super::streams::Streams;
use crate::data::{Book, Opportunity, Outcome};
use crate::scenario::Resolved;
use crate::units::{Days, Share, Sigma};
use crate::world::World;
use crate::world::address::Purpose;
use crate::world::calendar::Calendar;
use crate::world::quantile::logit;

/// Closed opportunities for a law of a segment's own.
const ENOUGH: usize = 100;
/// Days of a band of ages.
const BAND: usize = 14;
/// Closed opportunities that the overall share of wins counts as.
const PRIOR: f64 = 8.0;
/// Times for a law of them.
const TIMES: usize = 25;
/// Closed on the day of creation: half a day.
const SHORTEST: f64 = 0.5;
/// A day after every horizon.
const NEVER: f32 = 1e6;

/// Times to close of what has closed.
#[derive(Debug, Clone, Default)]
pub struct Law {
    /// Days of wins, rising.
    won: Vec<f64>,
    /// Days of losses, rising.
    lost: Vec<f64>,
    /// By band of ages: chance that one that is open is live.
    live: Vec<f64>,
}

/// One open opportunity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Open {
    /// Key of its id.
    pub key: u64,
    /// Index of its stream.
    pub account: usize,
    /// Index of the law.
    law: usize,
    /// Age at the end of the cut day.
    age: f64,
    /// Chance that it is live.
    live: f64,
    /// Logit of the chance that it is won, when it closes.
    pub base: f64,
}

/// All of them, in the order of the book.
#[derive(Debug, Clone, Default)]
pub struct Pipeline {
    laws: Vec<Law>,
    /// Those that may be live.
    pub open: Vec<Open>,
    /// What was found, a sentence each.
    pub notes: Vec<String>,
}

impl Law {
    fn of<'a>(closed: impl Iterator<Item = (&'a Opportunity, f64)>) -> Self {
        let mut law = Self::default();
        for (one, days) in closed {
            let days = days.max(0.0);
            if one.outcome == Outcome::Won { law.won.push(days) } else { law.lost.push(days) }
        }
        law.won.sort_by(f64::total_cmp);
        law.lost.sort_by(f64::total_cmp);
        law
    }

    fn len(&self) -> usize {
        self.won.len() + self.lost.len()
    }

    /// How many took longer than an age: wins and losses.
    fn beyond(&self, age: f64) -> (usize, usize) {
        let after = |days: &[f64]| days.len() - days.partition_point(|&day| day <= age);
        (after(&self.won), after(&self.lost))
    }

    /// Share of those that took longer than an age.
    fn survival(&self, age: f64) -> f64 {
        let (won, lost) = self.beyond(age);
        (won + lost) as f64 / self.len().max(1) as f64
    }

    /// Chance of a win, for one that closes after an age; drawn to that of all.
    fn chance(&self, age: f64) -> f64 {
        let (won, lost) = self.beyond(age);
        let overall = self.won.len() as f64 / self.len().max(1) as f64;
        (won as f64 + PRIOR * overall) / ((won + lost) as f64 + PRIOR)
    }

    /// Days to the close of one of an age, at the mark `u`, if it is won or lost.
    fn remaining(&self, age: f64, u: f64, won: bool) -> f64 {
        let own = |days: &[f64]| -> Option<f64> {
            let later = &days[days.partition_point(|&day| day <= age)..];
            later.get(((u * later.len() as f64) as usize).min(later.len().saturating_sub(1))).map(|day| day - age)
        };
        let (first, second) = if won { (&self.won, &self.lost) } else { (&self.lost, &self.won) };
        own(first).or_else(|| own(second)).unwrap_or(f64::from(NEVER))
    }

    /// Sets the chance to be live by band: what the flow keeps open over what is open.
    fn balance(&mut self, flow: f64, ages: &[f64]) {
        let longest = self.won.last().copied().unwrap_or(0.0).max(self.lost.last().copied().unwrap_or(0.0));
        let bands = (longest / BAND as f64).ceil() as usize;
        self.live = (0..bands)
            .map(|band| {
                let (from, to) = ((band * BAND) as f64, ((band + 1) * BAND) as f64);
                let open = ages.iter().filter(|&&age| age >= from && age < to).count();
                let due: f64 = (0..BAND).map(|day| flow * self.survival(from + day as f64)).sum();
                if open == 0 { 1.0 } else { (due / open as f64).min(1.0) }
            })
            .collect();
    }
}

impl Pipeline {
    /// The open opportunities of a book at the end of the day `cut`; `flow`
    /// holds the closings a day by segment.
    #[must_use]
    pub fn new(streams: &Streams, flow: &[f64], cut: Date) -> Self {
        let book = &streams.book;
        let age = |created: Date| f64::from((cut - created).get_days());
        let closed = |segment: Option<usize>| {
            let of = move |one: &&Opportunity| segment.is_none_or(|segment| book.accounts[one.account].segment == segment);
            let timed = |one| Some((one, f64::from((one_closed(one)? - one.created?).get_days())));
            Law::of(book.opportunities.iter().filter(of).filter_map(timed))
        };
        let all = closed(None);
        let mut laws: Vec<Law> = Vec::with_capacity(book.segments.len());
        let ages = |segment: Option<usize>| -> Vec<f64> {
            let of = |one: &&Opportunity| segment.is_none_or(|segment| book.accounts[one.account].segment == segment);
            let open = book.opportunities.iter().filter(of).filter(|one| matches!(one.outcome, Outcome::Open(_)));
            open.filter_map(|one| one.created).map(age).collect()
        };
        for (segment, own_flow) in flow.iter().enumerate() {
            let own = closed(Some(segment));
            let mut law = if own.len() >= ENOUGH { own } else { all.clone() };
            law.balance(*own_flow, &ages(Some(segment)));
            laws.push(law);
        }
        let mut pipeline = Self { laws, ..Self::default() };
        let (mut abandoned, mut live) = (0, 0.0);
        for one in &book.opportunities {
            let (Outcome::Open(stage), Some(created)) = (one.outcome, one.created) else { continue };
            let law = book.accounts[one.account].segment;
            let (age, staged) = (age(created), !one.stages.is_empty());
            let of = &pipeline.laws[law];
            let chance = of.live.get((age / BAND as f64) as usize).copied().unwrap_or(0.0);
            // The chance of a stage counts those that are abandoned as not won.
            let (chance, base) = if staged { (chance.ceil(), stage) } else { (chance, of.chance(age)) };
            if chance <= 0.0 {
                abandoned += 1;
                continue;
            }
            live += chance;
            pipeline.open.push(Open {
                key: one.key,
                account: one.account,
                law,
                age,
                live: chance,
                base: logit(base.clamp(0.001, 0.999)),
            });
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
    pub fn timed(&self, resolved: &Resolved) -> Resolved {
        resolved.with_choices(|scenario| {
            scenario.market.slippage.share = Share::of(0.0);
            for (segment, law) in scenario.market.segments.values_mut().zip(&self.laws) {
                for (choice, days) in [(&mut segment.days_to_win, &law.won), (&mut segment.days_to_loss, &law.lost)] {
                    if let Some((median, sigma)) = lognormal(days) {
                        (choice.median_days, choice.sigma) = (median, sigma);
                    }
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
            let own = world.streams.at(Purpose::OpenDeal, open.key, 1);
            let win = world.streams.at(Purpose::OpenDeal, open.key, 0).uniform(0);
            let law = &self.laws[open.law];
            // The horizon's first day is the day after the cut.
            let day = |won: bool| (law.remaining(open.age, own.uniform(1), won) - 1.0).max(0.0) as f32;
            let live = own.uniform(0) < open.live;
            let fate = world.deals.fate_mut(d);
            fate.hurdle = (logit(win) - open.base) as f32;
            fate.created = -(open.age as f32) - 1.0;
            fate.slipped = false;
            let (win, loss) = if live { (day(true), day(false)) } else { (NEVER, NEVER) };
            fate.close_on(calendar, win, loss);
        }
    }
}

/// Median and spread of the logarithm of times, where there are enough.
fn lognormal(days: &[f64]) -> Option<(Days, Sigma)> {
    if days.len() < TIMES {
        return None;
    }
    let n = days.len() as f64;
    let logs = || days.iter().map(|day| libm::log(day.max(SHORTEST)));
    let mean = logs().sum::<f64>() / n;
    let square = logs().map(|log| (log - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Some((Days::new(libm::exp(mean)).ok()?, Sigma::new(square.sqrt()).ok()?))
}

fn one_closed(one: &Opportunity) -> Option<Date> {
    if matches!(one.outcome, Outcome::Open(_)) { None } else { one.closes }
}
