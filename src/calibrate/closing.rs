//! Times to close as a life table: by age and, where it matters, by the month
//! of the quarter. It stands where a lognormal law says less of what closed.
//!
//! What is counted is what closes. In a steady state as much comes up as
//! closes, and what will be closed is open until then; so what is open of an
//! age on a day, abandoned ones aside, follows from what comes up and from the
//! hazards before that age, and the hazard of the age is its closings over
//! that (occurrence over exposure: Keiding 1990, "Statistical inference in the
//! Lexis diagram"). What comes up in a month of the quarter is what closed of
//! what was created in it, each closing weighed against the days on which its
//! like is seen. Nothing has to be known of what is abandoned without a word.

use jiff::ToSpan;
use jiff::civil::Date;
use libm::{log, pow};

use super::cycle::Lognormals;
use super::estimate::{Part, Setting, rounded};
use super::history::History;
use super::maths::law::{chi_square, logit, normal_cdf};
use super::season::quarter_month;
use crate::scenario::choices::{Closing, Scenario};
use crate::units::{Days, LogOdds, Share, Sigma};

/// Closings for a segment's own table, and for months of the quarter apart.
pub const ENOUGH: usize = 100;
/// Bands of age, about as many closings in each.
const BANDS: usize = 10;
/// Days of window from which months of the quarter are told apart: a quarter and a month, so that one is seen twice.
const APART: i32 = 120;
/// Closings that the hazard of all months counts as, in that of one.
const PRIOR: f64 = 1.0;
/// Longest time that is looked at.
const LONGEST: i32 = 3650;
/// Days of a week.
const WEEK: f64 = 7.0;

/// One that closed: days of creation and closing, counted from the last one that is seen, which is 0.
#[derive(Debug, Clone, Copy)]
pub struct Closed {
    /// Day of creation.
    pub created: i32,
    /// Day of closing.
    pub closed: i32,
    /// Whether it was won.
    pub won: bool,
}

/// The days that are seen, and which month of the quarter they are in.
#[derive(Debug, Clone)]
pub struct Window {
    as_of: Date,
    start: Date,
    /// First day; the last one is 0.
    pub from: i32,
}

impl Window {
    /// From a day to another, both seen; quarters count from `start`.
    #[must_use]
    pub fn new(from: Date, as_of: Date, start: Date) -> Self {
        Self { as_of, start, from: (from - as_of).get_days() }
    }

    /// The date of a day.
    fn date(&self, day: i32) -> Date {
        self.as_of.saturating_add(day.days())
    }

    /// By day, from `first` to the last one that is seen: the month of the quarter.
    fn months(&self, first: i32) -> Vec<usize> {
        (first..=0).map(|day| quarter_month(self.date(day), self.start)).collect()
    }
}

/// A life table of times to close.
#[derive(Debug, Clone)]
pub struct Table {
    /// Closings behind it, and wins among them.
    pub closed: usize,
    /// Wins among them.
    pub won: usize,
    /// By band of age: its first day after.
    until: Vec<i32>,
    /// By row and band: chance to close in a day.
    hazards: Vec<Vec<f64>>,
    /// By band: shift of log odds of winning; empty where age does not matter.
    odds: Vec<f64>,
    /// By age in whole days: how many that will be closed are open at the end of the last day.
    pub stock: Vec<f64>,
    /// Logarithm of the likelihood of the times to close.
    log_likelihood: f64,
}

/// Hazards by row and band, with what follows from them.
struct Fit {
    hazards: Vec<Vec<f64>>,
    stock: Vec<f64>,
    /// Of closings as counts: what tells one table from another.
    log_likelihood: f64,
}

impl Table {
    /// The table of what closed in a window; `None` where nothing did.
    #[must_use]
    pub fn of(closed: &[Closed], window: &Window) -> Option<Self> {
        let inside = |one: &&Closed| {
            one.closed >= window.from && one.closed <= 0 && one.created <= one.closed && one.closed - one.created < LONGEST
        };
        let closed: Vec<Closed> = closed.iter().filter(inside).copied().collect();
        if closed.is_empty() {
            return None;
        }
        let until = bands(&closed);
        let months = window.months(window.from - until.last()?);
        let alike = vec![0; months.len()];
        let pooled = fit(&closed, window, &until, &alike, None);
        let long = -window.from >= APART && closed.len() >= ENOUGH;
        let apart = long.then(|| fit(&closed, window, &until, &months, Some(&pooled.hazards[0])));
        // Two more rows, and two more rates of what comes up.
        let price = (until.len() + 1) as f64 * log(closed.len() as f64);
        let (fit, class) = match apart {
            Some(apart) if apart.log_likelihood - pooled.log_likelihood > price => (apart, months),
            _ => (pooled, alike),
        };
        let odds = odds_by_age(&closed, &until, |day| class[(day - window.from + until[until.len() - 1]) as usize]);
        let mut table = Self {
            closed: closed.len(),
            won: closed.iter().filter(|one| one.won).count(),
            hazards: fit.hazards,
            stock: fit.stock,
            log_likelihood: 0.0,
            odds,
            until,
        };
        table.log_likelihood = closed.iter().map(|one| table.log_chance(one, window, &class)).sum();
        Some(table)
    }

    /// Whether months of the quarter differ.
    #[must_use]
    pub fn by_month(&self) -> bool {
        self.hazards.len() > 1
    }

    /// Figures that were learned.
    fn figures(&self) -> usize {
        self.hazards.len() * self.until.len()
    }

    /// Logarithm of the chance of a time to close.
    fn log_chance(&self, one: &Closed, window: &Window, class: &[usize]) -> f64 {
        let first = window.from - self.until[self.until.len() - 1];
        let hazard = |day: i32| {
            let band = self.until.partition_point(|&until| until <= day - one.created).min(self.until.len() - 1);
            self.hazards[class[(day - first) as usize]][band]
        };
        (one.created.max(first)..one.closed).map(|day| log(1.0 - hazard(day).min(1.0 - 1e-9))).sum::<f64>()
            + log(hazard(one.closed).max(1e-12))
    }

    /// As scenarios give it.
    #[must_use]
    pub fn choice(&self) -> Closing {
        let week = |hazard: &f64| Share::of(rounded(1.0 - pow(1.0 - hazard.min(1.0), WEEK)));
        Closing {
            until_days: self.until.iter().map(|&day| Days::of(f64::from(day))).collect(),
            a_week: self.hazards.iter().map(|row| row.iter().map(week).collect()).collect(),
            win_log_odds: self.odds.iter().map(|&shift| LogOdds::of(rounded(shift.clamp(-10.0, 10.0)))).collect(),
            uncertainty: Sigma::of(rounded(1.0 / (self.closed as f64).sqrt())),
            ..Closing::default()
        }
    }
}

/// Ends of bands with about as many closings each.
fn bands(closed: &[Closed]) -> Vec<i32> {
    let mut ages: Vec<i32> = closed.iter().map(|one| one.closed - one.created).collect();
    ages.sort_unstable();
    let mut until: Vec<i32> = (1..=BANDS).map(|band| ages[(band * ages.len()).div_ceil(BANDS) - 1] + 1).collect();
    until.dedup();
    until
}

/// Hazards by class of the day (`class` begins the longest age before the
/// window); `prior` draws those of few closings to what all classes show.
fn fit(closed: &[Closed], window: &Window, until: &[i32], class: &[usize], prior: Option<&Vec<f64>>) -> Fit {
    let longest = until[until.len() - 1];
    let first = window.from - longest;
    let at = |day: i32| class[(day - first) as usize];
    let rows = class.iter().max().map_or(1, |most| most + 1);
    let mut days = vec![0.0; rows];
    (window.from..=0).for_each(|day| days[at(day)] += 1.0);
    let mut counts = vec![vec![0.0; longest as usize]; rows];
    let mut inflow = vec![0.0; rows];
    for one in closed {
        counts[at(one.closed)][(one.closed - one.created) as usize] += 1.0;
        inflow[at(one.created)] += 1.0 / days[at(one.closed)];
    }
    // By day of creation: how many of it are open still. All ages are walked through together.
    let mut open: Vec<f64> = class.iter().map(|&class| inflow[class]).collect();
    let mut stock = vec![0.0; longest as usize];
    let mut hazards = vec![vec![0.0; until.len()]; rows];
    let mut log_likelihood = 0.0;
    let mut from = 0;
    for (band, &until) in until.iter().enumerate() {
        let (mut seen, mut exposed) = (vec![0.0; rows], vec![0.0; rows]);
        for age in from..until {
            let mut alive = vec![0.0; rows];
            for (created, open) in (first..).zip(&open).take_while(|(created, _)| created + age <= 0) {
                if created + age >= window.from {
                    alive[at(created + age)] += open;
                }
            }
            let of =
                |(alive, counts): (&f64, &Vec<f64>)| if *alive > 0.0 { (counts[age as usize] / alive).min(1.0) } else { 0.0 };
            let hazard: Vec<f64> = alive.iter().zip(&counts).map(of).collect();
            for (created, open) in (first..).zip(&mut open).take_while(|(created, _)| created + age <= 0) {
                *open *= 1.0 - hazard[at(created + age)];
            }
            stock[age as usize] = open[(-age - first) as usize];
            seen.iter_mut().zip(&counts).for_each(|(seen, counts)| *seen += counts[age as usize]);
            exposed.iter_mut().zip(&alive).for_each(|(exposed, alive)| *exposed += alive);
        }
        for (row, (&seen, &exposed)) in hazards.iter_mut().zip(seen.iter().zip(&exposed)) {
            let like = prior.map_or(0.0, |prior| prior[band]);
            let (count, time) = if like > 0.0 { (PRIOR, PRIOR / like) } else { (0.0, 0.0) };
            // Where more close than are thought to be open, all do.
            let hazard = |count: f64, time: f64| if time > count { count / time } else { f64::from(u8::from(count > 0.0)) };
            row[band] = hazard(seen + count, exposed + time);
            let plain = hazard(seen, exposed);
            log_likelihood += if seen > 0.0 { seen * log(plain) } else { 0.0 } - plain * exposed;
        }
        from = until;
    }
    Fit { hazards, stock, log_likelihood }
}

/// Shift of log odds of winning by age at the close, beyond what the class of
/// that day tells; none where it may be chance (5 %). Drawn to none by how far
/// bands differ (random effects by the method of moments).
fn odds_by_age(closed: &[Closed], until: &[i32], class: impl Fn(i32) -> usize) -> Vec<f64> {
    let mut by_class = [(0.0, 0.0); 3];
    for one in closed {
        let (won, all) = &mut by_class[class(one.closed)];
        *won += f64::from(u8::from(one.won));
        *all += 1.0;
    }
    let mut bands = vec![(0.0, 0.0, 0.0, 0.0); until.len()];
    for one in closed {
        let (won, all) = by_class[class(one.closed)];
        let band = until.partition_point(|&until| until <= one.closed - one.created).min(until.len() - 1);
        let p = won / all;
        let (n, wins, expected, variance) = &mut bands[band];
        *n += 1.0;
        *wins += f64::from(u8::from(one.won));
        *expected += p;
        *variance += p * (1.0 - p);
    }
    let known = || bands.iter().filter(|(.., variance)| *variance > 0.0);
    let square: f64 = known().map(|(_, wins, expected, variance)| (wins - expected).powi(2) / variance).sum();
    let freedom = known().count() as f64 - 1.0;
    if freedom < 1.0 || square < chi_square(freedom, 0.95) {
        return Vec::new();
    }
    // One wins more and one loses more than were seen keep a band of one kind finite.
    let shift = |&(n, wins, expected, _): &(f64, f64, f64, f64)| {
        let share = |wins: f64| logit((wins + 0.5) / (n + 1.0));
        share(wins) - share(expected)
    };
    let weights = || known().map(|(.., variance)| variance);
    let (sum, squares) = weights().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let between = ((square - freedom) / (sum - squares / sum)).max(0.0);
    let variance = |&(n, wins, ..): &(f64, f64, f64, f64)| 1.0 / (wins + 0.5) + 1.0 / (n - wins + 0.5);
    bands.iter().map(|band| if band.3 > 0.0 { shift(band) * between / (between + variance(band)) } else { 0.0 }).collect()
}

/// Gives each segment a table where the lognormal laws of `cycles` say less of
/// what closed (BIC: Schwarz 1978), or where it has one already.
#[must_use]
pub fn closings(history: &History, scenario: &Scenario, cycles: &[Option<Lognormals>], pulls: (f64, f64)) -> Part {
    let mut part = Part::default();
    let window = Window::new(history.date(history.from), history.as_of, scenario.horizon.start);
    let pulled = Pulled::new(&window, pulls);
    for (segment, name) in history.book.segments.iter().enumerate() {
        let Some(lognormals) = &cycles[segment] else { continue };
        let of = history.closed().filter(|(deal, _)| deal.segment == segment);
        let dated = of.filter_map(|(deal, won)| Some(Closed { created: deal.created?, closed: deal.closed?, won }));
        let closed: Vec<Closed> = dated.filter(|one| one.created <= one.closed && one.closed >= history.from).collect();
        let Some(table) = Table::of(&closed, &window).filter(|table| table.closed >= ENOUGH) else { continue };
        let other: f64 = closed.iter().map(|one| pulled.log_chance(one, lognormals)).sum();
        let gain = table.log_likelihood - other;
        let price = 0.5 * (table.figures() as f64 - 4.0) * log(table.closed as f64);
        let given = scenario.market.segments.get(name).is_some_and(|segment| segment.closing.is_some());
        if gain <= price && !given {
            continue;
        }
        let months = if table.by_month() { "age and month of the quarter" } else { "age" };
        part.notes.push(format!(
            "Times to close of `{name}` are a table by {months}: of {} closings it says {gain:.0} more (natural logarithm of the likelihood) than lognormal times, {price:.0} are asked.",
            table.closed
        ));
        let note =
            format!("n {}; closings over what is open, by {months}; says {gain:.0} more than lognormal times", table.closed);
        let value = serde_json::to_value(table.choice()).unwrap_or_default();
        part.settings.push(Setting::value(&["market", "segments", name, "closing"], value, note));
    }
    part
}

/// Closing days under pulls, turned back.
struct Pulled {
    from: i32,
    /// By day from the first of the window to the one after its last: the day it is pulled from.
    origin: Vec<f64>,
}

impl Pulled {
    fn new(window: &Window, (month_pull, quarter_pull): (f64, f64)) -> Self {
        let back = |share: f64, (from, to): (f64, f64), pull: f64| from + (to - from) * pow(share, pull);
        let share = |day: f64, (from, to): (f64, f64)| (day - from) / (to - from);
        let span = |first: Date, months: i32| {
            let day = |date: Date| f64::from((date - window.as_of).get_days());
            (day(first), day(first.saturating_add(months.months())))
        };
        let origin = (window.from..=1).map(|day| {
            let date = window.date(day);
            let first = date.first_of_month();
            let month = span(first, 1);
            let late = back(share(f64::from(day), month), month, month_pull);
            let into = quarter_month(date, window.start) as i32;
            let quarter = span(first.saturating_sub(into.months()), 3);
            back(share(late, quarter), quarter, quarter_pull)
        });
        Self { from: window.from, origin: origin.collect() }
    }

    /// Logarithm of the chance to close on the day, created at the middle of its own.
    fn log_chance(&self, one: &Closed, law: &Lognormals) -> f64 {
        let (mu, sigma) = if one.won { law.win } else { law.loss };
        let by = |day: i32| {
            let days = self.origin[(day - self.from) as usize] - f64::from(one.created) - 0.5;
            if days > 0.0 { normal_cdf((log(days) - mu) / sigma.max(1e-3)) } else { 0.0 }
        };
        log((by(one.closed + 1) - by(one.closed)).max(1e-12))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const YEAR: i32 = 365;

    fn window() -> Window {
        Window::new(date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    }

    /// Two years of creation, `a_day` each day, closed by the hazard a day of an age on a
    /// day, by even marks in a shuffled order; every fifth is abandoned.
    fn history(a_day: i32, hazard: impl Fn(i32, i32) -> f64) -> Vec<Closed> {
        let mut closed = Vec::new();
        for created in -2 * YEAR + 1..=0 {
            for i in 0..a_day {
                let at = (created + 2 * YEAR) * a_day + i;
                let mark = libm::fmod((f64::from(at) + 0.5) * 0.618_033_988_75, 1.0);
                let won = libm::fmod((f64::from(at) + 0.5) * 0.414_213_562_37, 1.0) < 0.4;
                let (mut open, mut age) = (1.0, 0);
                while at % 5 != 0 && age < YEAR {
                    open *= 1.0 - hazard(age, created + age);
                    if open < mark {
                        closed.push(Closed { created, closed: created + age, won });
                        break;
                    }
                    age += 1;
                }
            }
        }
        closed
    }

    #[test]
    fn a_hazard_that_is_the_same_for_all_is_found() {
        let table = Table::of(&history(10, |_, _| 0.03), &window()).expect("a table");
        assert!(!table.by_month());
        assert!(table.odds.is_empty(), "{:?}", table.odds);
        for hazard in &table.hazards[0][..BANDS - 1] {
            assert!((hazard / 0.03 - 1.0).abs() < 0.12, "{:?}", table.hazards);
        }
        // Of those that will be closed, as many are open of an age as come up a day and last so long.
        for age in [0, 20, 50] {
            let expected = 8.0 * pow(0.97, f64::from(age) + 1.0);
            assert!((table.stock[age as usize] / expected - 1.0).abs() < 0.15, "{age}: {}", table.stock[age as usize]);
        }
    }

    /// Young ones close in every month, old ones in the second and third of the quarter only.
    #[test]
    fn months_of_the_quarter_are_told_apart() {
        let window = window();
        let month = |day: i32| quarter_month(window.date(day), window.start);
        let hazard = |age: i32, day: i32| match (age < 14, month(day)) {
            (true, 0) | (false, 2) => 0.05,
            (true, _) | (false, 1) => 0.02,
            (false, _) => 0.0,
        };
        let table = Table::of(&history(10, hazard), &window).expect("a table");
        assert!(table.by_month());
        for (row, (young, old)) in [(0.05, 0.0), (0.02, 0.02), (0.02, 0.05)].into_iter().enumerate() {
            for (band, &until) in table.until.iter().enumerate().take(BANDS - 2) {
                let from = if band == 0 { 0 } else { table.until[band - 1] };
                let expected = if until <= 14 { young } else { old };
                if until <= 14 || from >= 14 {
                    let found = table.hazards[row][band];
                    assert!((found - expected).abs() < 0.2 * expected + 0.002, "{row} {until}: {found} for {expected}");
                }
            }
        }
        let choice = table.choice();
        assert!((choice.a_week[2][choice.a_week[2].len() - 2].get() - (1.0 - pow(0.95, 7.0))).abs() < 0.05);
    }

    #[test]
    fn age_tells_of_wins_where_it_does() {
        let mut closed = history(10, |_, _| 0.03);
        for (at, one) in closed.iter_mut().enumerate() {
            // Losses of the young become wins of the old.
            let mark = libm::fmod((at as f64 + 0.5) * 0.732_050_807_57, 1.0);
            one.won = mark < if one.closed - one.created < 20 { 0.2 } else { 0.6 };
        }
        let table = Table::of(&closed, &window()).expect("a table");
        let (first, last) = (table.odds[0], table.odds[table.odds.len() - 1]);
        assert!((last - first - (logit(0.6) - logit(0.2))).abs() < 0.25, "{:?}", table.odds);
    }

    #[test]
    fn few_closings_have_a_plain_table_and_none_has_none() {
        assert!(Table::of(&[], &window()).is_none());
        for count in [1, 2, 9, 30] {
            let closed: Vec<Closed> =
                history(10, |_, _| 0.03).into_iter().filter(|one| (-10..=0).contains(&one.closed)).take(count).collect();
            let table = Table::of(&closed, &window()).expect("a table");
            assert!(table.closed == count && !table.by_month(), "{table:?}");
            let choice = table.choice();
            assert!(choice.a_week[0][choice.until_days.len() - 1].get() > 0.0, "what is left closes: {choice:?}");
        }
    }
}
