//! What becomes of each open opportunity of a leaver.

use jiff::ToSpan;
use jiff::civil::Date;

use attain_core::plan::Plan;
use attain_core::scenario::choices::{Scenario, VacancyCover};
use attain_data::{Book, Outcome};

/// A proposal for an open opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealProposal {
    /// Index into the book's opportunities.
    pub opportunity: usize,
    /// Day on which it is expected to close: as the data says, or by the median cycle.
    pub expected: Date,
    /// Whether the day is in the data.
    pub dated: bool,
    pub handling: DealHandling,
}

/// Who works an open opportunity after the announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DealHandling {
    /// The leaver, because it is expected to close before the last day.
    StaysUntilClose,
    /// The new owner of the account, a seat of the plan.
    HandOver(usize),
    /// The manager of the seat, until the next rep starts.
    Manager,
    /// Colleagues with spare time, until the next rep starts.
    Colleagues,
    /// Nobody: the account goes to the house, or vacant books are not covered.
    Nobody,
}

/// The proposals for all open opportunities of a leaver's accounts, in descending order of amount.
/// `from` is the leaver's seat today; in the plan, some of its accounts have new owners.
pub(super) fn deal_proposals(book: &Book, plan: &Plan, rep: usize, month: u32) -> Vec<DealProposal> {
    let scenario = &plan.scenario;
    let last = scenario.horizon.start.saturating_add(i64::from(month - 1).months());
    let id = &book.reps[rep].id;
    let own = plan.seats.iter().position(|seat| seat.id == *id);
    let mut found: Vec<DealProposal> = Vec::new();
    for (at, opportunity) in book.opportunities.iter().enumerate() {
        let account = opportunity.account;
        if !matches!(opportunity.outcome, Outcome::Open(_)) || book.accounts[account].owner != Some(rep) {
            continue;
        }
        let (expected, dated) = expected_close(book, scenario, at);
        let handling = match plan.accounts[account].seat {
            _ if expected < last => DealHandling::StaysUntilClose,
            Some(seat) if Some(seat) != own => DealHandling::HandOver(seat),
            Some(_) => match scenario.attrition.cover {
                VacancyCover::Manager { .. } => DealHandling::Manager,
                VacancyCover::Spread => DealHandling::Colleagues,
                VacancyCover::House => DealHandling::Nobody,
            },
            None => DealHandling::Nobody,
        };
        found.push(DealProposal { opportunity: at, expected, dated, handling });
    }
    let amount = |deal: &DealProposal| book.opportunities[deal.opportunity].amount;
    found.sort_by(|a, b| amount(b).total_cmp(&amount(a)).then(a.opportunity.cmp(&b.opportunity)));
    found
}

/// The day on which an opportunity is expected to close: that of the data if it is not past;
/// otherwise, when the median cycle of its segment ends, or half of it from the start.
fn expected_close(book: &Book, scenario: &Scenario, at: usize) -> (Date, bool) {
    let (opportunity, start) = (&book.opportunities[at], scenario.horizon.start);
    if let Some(day) = opportunity.closes.filter(|&day| day >= start) {
        return (day, true);
    }
    let segment = &book.segments[book.accounts[opportunity.account].segment];
    let days = scenario.market.segments.get(segment).map_or(90.0, |segment| segment.days_to_win.median_days.get());
    let after = |day: Date, days: f64| day.saturating_add((days.round() as i64).days());
    let by_age = opportunity.created.map(|day| after(day, days)).filter(|&day| day >= start);
    (by_age.unwrap_or_else(|| after(start, 0.5 * days)), false)
}
