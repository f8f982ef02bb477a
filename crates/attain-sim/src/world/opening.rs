//! Origin of the opportunities that are open at the start of the horizon.

use super::calendar::HorizonCalendar;
use attain_core::quantile::logit;
use attain_core::response::response;
use attain_core::scenario::choices::Scenario;
use attain_data::{Book, Outcome};

/// Origin of the opening pipeline.
#[derive(Debug, Clone)]
pub enum OpeningPipeline {
    /// The open opportunities in the data.
    Data(Vec<OpeningDeal>),
    /// A warm-up, for data without open opportunities: a year of the same processes under today's
    /// owners is simulated before the start.
    WarmUp(WarmUp),
}

/// Inputs to a warm-up.
#[derive(Debug, Clone)]
pub struct WarmUp {
    /// Rate of creation of each account relative to the normal rate, with today's books.
    pub(crate) rate: Vec<f64>,
    /// Index of each account's present owner.
    pub(crate) owner: Vec<Option<usize>>,
    /// Shift of each account's log odds due to the relationship.
    pub(crate) relationship: Vec<f64>,
}

/// An open opportunity in the data.
#[derive(Debug, Clone, PartialEq)]
pub struct OpeningDeal {
    /// Key of the opportunity's id.
    pub key: u64,
    /// Index of the account.
    pub account: u32,
    /// Logit of the stage's probability of winning.
    pub stage_logit: f64,
    /// Share of the sales cycle that the stage represents.
    pub progress: f64,
    /// Amount.
    pub amount: f64,
    /// Day of creation.
    pub created: f64,
    /// Expected closing day, if it is in the future.
    pub expected: Option<f64>,
}

impl OpeningPipeline {
    /// Reads the open opportunities of the book, or prepares a warm-up if there are none.
    #[must_use]
    pub fn new(book: &Book, scenario: &Scenario, calendar: &HorizonCalendar) -> Self {
        let open: Vec<OpeningDeal> = book
            .opportunities
            .iter()
            .filter_map(|deal| {
                let Outcome::Open(chance) = deal.outcome else { return None };
                let created = deal.created.map_or(-30.0, |date| calendar.day_of(date));
                let expected = deal.closes.map(|date| calendar.day_of(date)).filter(|&day| day > 0.0);
                Some(OpeningDeal {
                    key: deal.key,
                    account: deal.account as u32,
                    stage_logit: logit(chance.clamp(0.001, 0.999)),
                    progress: chance,
                    amount: deal.amount,
                    created: created.min(0.0),
                    expected,
                })
            })
            .collect();
        if open.is_empty() { Self::WarmUp(WarmUp::new(book, scenario)) } else { Self::Data(open) }
    }
}

impl WarmUp {
    fn new(book: &Book, scenario: &Scenario) -> Self {
        let coverage = coverage_today(book, scenario.horizon.start);
        let choice = &scenario.market.relationship;
        let relationship = |account: &attain_data::Account| {
            let months = account.owner_since.map_or(24.0, |date| months_before(scenario.horizon.start, date));
            choice.win_log_odds.get() * (1.0 - choice.missing_strength(months) - 0.5)
        };
        Self {
            rate: coverage.iter().map(|&k| response(&scenario.market.response, k)).collect(),
            owner: book.accounts.iter().map(|account| account.owner).collect(),
            relationship: book.accounts.iter().map(|a| if a.owner.is_some() { relationship(a) } else { 0.0 }).collect(),
        }
    }
}

/// Present coverage of each account, based only on the book, so that every plan starts with the
/// same pipeline. An account with an owner counts as covered unless the data shows that it has not
/// been touched for 90 days.
fn coverage_today(book: &Book, start: jiff::civil::Date) -> Vec<f64> {
    let touched = |account: &attain_data::Account| account.last_touch.is_none_or(|date| months_before(start, date) < 3.0);
    book.accounts.iter().map(|account| f64::from(u8::from(account.owner.is_some() && touched(account)))).collect()
}

fn months_before(start: jiff::civil::Date, date: jiff::civil::Date) -> f64 {
    date.until(start).map_or(0.0, |span| f64::from(span.get_days()) / 30.437_5).max(0.0)
}
