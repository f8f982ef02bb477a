//! The opportunities of the demo: those closed in the last 18 months and those open at the
//! start of the plan year.

use jiff::ToSpan;
use jiff::civil::Date;

use super::accounts::{DemoAccount, logistic, round};
use super::people::DemoRep;
use super::stream::DemoStream;
use super::truth::{
    DemoSegment, GENESIS, HISTORY, INBOUND, INDUSTRIES, MONTH_END, PRODUCTS, REGIONS, RELATIONSHIP_LOG_ODDS, SEASON, SEGMENTS,
    SIZE_LOG_ODDS, SLIP, SOURCES, STAGES, START,
};

/// One opportunity. Days are relative to the start of the plan year.
#[derive(Debug, Clone)]
pub(super) struct DemoOpportunity {
    pub id: String,
    pub account: usize,
    pub owner: usize,
    pub stage: &'static str,
    pub amount: f64,
    pub created: i32,
    pub closes: i32,
    pub source: usize,
    pub product: usize,
}

impl DemoOpportunity {
    /// Whether the opportunity was won.
    pub(super) fn won(&self) -> bool {
        self.stage == WON
    }
}

/// Stage of a won opportunity.
pub(super) const WON: &str = "Closed Won";
const LOST: &str = "Closed Lost";

/// All opportunities that are open or closed on or after [`HISTORY`], sorted by creation date.
pub(super) fn opportunities(seed: u64, reps: &[DemoRep], accounts: &[DemoAccount]) -> Vec<DemoOpportunity> {
    let mut all = Vec::new();
    for (position, account) in accounts.iter().enumerate() {
        for (order, created) in creations(seed, account).into_iter().enumerate() {
            let deal = deal(seed, reps, accounts, position, order, created);
            if deal.closes >= HISTORY {
                all.push(deal);
            }
        }
    }
    all.sort_by_key(|deal| (deal.created, deal.account));
    for (order, deal) in all.iter_mut().enumerate() {
        deal.id = format!("O{:05}", order + 1);
    }
    all
}

/// Number of new opportunities per year of a fully covered account.
pub(super) fn rate(segment: &DemoSegment, potential: f64) -> f64 {
    segment.opportunities_per_year * libm::pow(potential / segment.mean_potential, 0.4)
}

/// Creation days of an account's opportunities: a Poisson process at the highest seasonal
/// rate, thinned.
fn creations(seed: u64, account: &DemoAccount) -> Vec<i32> {
    let peak = SEASON.iter().copied().fold(0.0, f64::max);
    let response = if account.engaged { 1.0 } else { INBOUND };
    let per_day = rate(&SEGMENTS[account.segment], account.potential) * response * peak / 365.25;
    let mut stream = DemoStream::new(seed, &account.id, "creation");
    let mut at = f64::from(GENESIS);
    let mut days = Vec::new();
    loop {
        at += stream.exponential() / per_day;
        if at >= 0.0 {
            return days;
        }
        let day = libm::floor(at) as i32;
        if stream.chance(SEASON[month0(day)] / peak) {
            days.push(day);
        }
    }
}

fn deal(seed: u64, reps: &[DemoRep], accounts: &[DemoAccount], position: usize, order: usize, created: i32) -> DemoOpportunity {
    let account = &accounts[position];
    let segment = &SEGMENTS[account.segment];
    let mut stream = DemoStream::new(seed, &format!("{}/{order}", account.id), "deal");
    let source = stream.pick(SOURCES.iter().map(|(_, share, _)| *share));
    let product = stream.pick(PRODUCTS.iter().map(|(_, share)| *share));
    let scale = libm::pow(account.potential / segment.mean_potential, 0.6);
    let size = scale * stream.lognormal(segment.size.1);
    let seller = owner_on(reps, account, created);

    let months = if created >= account.owner_since { f64::from(created - account.owner_since) / 30.4 } else { 12.0 };
    let relationship = RELATIONSHIP_LOG_ODDS * (1.0 - libm::exp(-months / 12.0));
    let logit = libm::log(segment.win_rate / (1.0 - segment.win_rate))
        + INDUSTRIES[account.industry].2
        + SOURCES[source].2
        + REGIONS[account.region].win_log_odds
        + reps[seller].skill
        + relationship
        + SIZE_LOG_ODDS * libm::log(size);
    let chance = logistic(logit);
    let won = stream.chance(chance);

    let (median, sigma) = if won { segment.days_to_win } else { segment.days_to_loss };
    let slip = if stream.chance(SLIP.0) { SLIP.1 * stream.exponential() } else { 0.0 };
    let mut closes = created + 1 + (median * stream.lognormal(sigma) + slip) as i32;
    if stream.chance(MONTH_END) {
        closes = month_end(closes);
    }
    let open = closes >= 0;
    let stage = match (open, won) {
        (true, _) => open_stage(&mut stream, chance, f64::from(-created) / f64::from(closes - created)),
        (false, true) => WON,
        (false, false) => LOST,
    };
    DemoOpportunity {
        id: String::new(),
        account: position,
        owner: if open { account.owner } else { owner_on(reps, account, closes) },
        stage,
        amount: round(segment.size.0 * size, segment.step).max(segment.step),
        created,
        closes,
        source,
        product,
    }
}

/// The stage of an open opportunity, drawn so that the stage's chance equals the deal's own
/// chance on average: lower for a new deal and higher for one that is nearly complete.
fn open_stage(stream: &mut DemoStream, chance: f64, elapsed: f64) -> &'static str {
    let logit = libm::log(chance / (1.0 - chance)) + 1.1 * (elapsed - 0.5) + 0.8 * stream.normal() - 0.15;
    let now = logistic(logit);
    if now < STAGES[1].1 {
        return STAGES[usize::from(elapsed > 0.3)].0;
    }
    let above = STAGES.iter().skip(2).position(|(_, at)| *at > now).map_or(STAGES.len() - 1, |found| found + 2);
    let (low, high) = (STAGES[above - 1].1, STAGES[above].1);
    let step = ((now - low) / (high - low)).min(1.0);
    STAGES[if stream.chance(step) { above } else { above - 1 }].0
}

/// The owner of an account on a given day: the present owner, the seat's former rep before
/// that, or a covering colleague.
fn owner_on(reps: &[DemoRep], account: &DemoAccount, day: i32) -> usize {
    let owner = &reps[account.owner];
    if day >= account.owner_since {
        return account.owner;
    }
    if let Some(before) = owner.predecessor.filter(|&before| reps[before].employed_on(day)) {
        return before;
    }
    let here = |near: bool| {
        reps.iter().enumerate().filter(move |(position, rep)| {
            *position != account.owner && rep.team == owner.team && rep.employed_on(day) && (!near || rep.region == owner.region)
        })
    };
    here(true).next().or_else(|| here(false).next()).map_or(account.owner, |(position, _)| position)
}

/// Converts a day number to a date.
pub(super) fn date(day: i32) -> Date {
    START.saturating_add(day.days())
}

fn month0(day: i32) -> usize {
    usize::try_from(date(day).month() - 1).unwrap_or(0)
}

fn month_end(day: i32) -> i32 {
    let date = date(day);
    day + i32::from(date.days_in_month() - date.day())
}

/// Amounts won by each rep in each month of employment within the history, as (rep, first
/// day of the month, amount).
pub(super) fn production(reps: &[DemoRep], opportunities: &[DemoOpportunity]) -> Vec<(usize, Date, f64)> {
    let mut won = vec![[0.0; 18]; reps.len()];
    for deal in opportunities.iter().filter(|deal| deal.won()) {
        won[deal.owner][month_of_history(deal.closes)] += deal.amount;
    }
    let months: Vec<Date> = (0..18).map(|month: i32| date(HISTORY).saturating_add(month.months())).collect();
    let mut rows = Vec::new();
    for (position, rep) in reps.iter().enumerate() {
        let first = month_of_history(rep.hired.max(HISTORY));
        let last = month_of_history(rep.left.map_or(-1, |left| left - 1));
        rows.extend((first..=last).map(|month| (position, months[month], won[position][month])));
    }
    rows
}

fn month_of_history(day: i32) -> usize {
    let (date, first) = (date(day), date(HISTORY));
    let months = i32::from(date.year() - first.year()) * 12 + i32::from(date.month() - first.month());
    usize::try_from(months).unwrap_or(0).min(17)
}
