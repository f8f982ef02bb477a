//! What books can be expected to bring: the response to coverage is concave, so
//! equal books are fair but need not be the ones that earn most (Skiera and
//! Albers 1998).
//!
//! As in the first month of a simulated year: a seat's hours go to the accounts
//! of its book in order of priority, those with open deals first; then existing
//! customers and prospects share what is left by the team's split. Business
//! follows the response to coverage; what a seat does not know, and what a
//! change of owner loses, is taken off.

mod earn;

pub(crate) use earn::earn;

use super::price::Prices;
use super::rules::teams;
use super::seats::Roster;
use crate::coverage::{CoverageNeeds, coverage_needs};
use crate::score::{AccountScores, AccountTiers, segments};
use attain_core::plan::{ExpectedYear, Seat};
use attain_core::ramp::productivity;
use attain_core::response::response;
use attain_core::scenario::choices::{ClassShares, Coverage, GrowthClass, Scenario, Team};
use attain_data::{Book, Outcome};

/// Months over which a seat's ramp is looked at.
const MONTHS: u32 = 12;

/// An account as its seat works it.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Value of an hour: what the order of a book goes by.
    priority: f64,
    open: bool,
    existing: bool,
    /// Effort of full coverage against that of the reference coverage model.
    effort: f64,
    /// Share of the revenue that expands at full coverage.
    expands: f64,
}

/// The response of business to who has which account.
pub(crate) struct Returns<'a> {
    book: &'a Book,
    scenario: &'a Scenario,
    scores: &'a AccountScores,
    needs: &'a CoverageNeeds,
    prices: &'a Prices<'a>,
    before: &'a [Option<usize>],
    rows: Vec<Row>,
    /// By seat: hours a month (or accounts), the team's split, whether it counts accounts.
    hours: Vec<(f64, f64, bool)>,
    /// Pay of all seats.
    pay: f64,
}

impl<'a> Returns<'a> {
    pub(crate) fn new(
        book: &'a Book,
        scenario: &'a Scenario,
        (scores, tiers, needs): (&'a AccountScores, &AccountTiers, &'a CoverageNeeds),
        roster: &'a Roster,
        prices: &'a Prices<'a>,
        before: &'a [Option<usize>],
    ) -> Self {
        let (teams, markets) = (teams(book, scenario), segments(book, scenario));
        let standard = Scenario { coverage: Coverage::default(), ..scenario.clone() };
        let reference = coverage_needs(book, &standard, tiers).hours;
        let mut open = vec![false; book.accounts.len()];
        for opportunity in book.opportunities.iter().filter(|o| matches!(o.outcome, Outcome::Open(_))) {
            open[opportunity.account] = true;
        }
        let row = |(i, account): (usize, &attain_data::Account)| {
            let expands = by_growth(&markets[account.segment].expansion, account.growth);
            let worth = scores.worth[i].new + account.revenue * (expands + scores.worth[i].churn);
            Row {
                priority: scores.total[i] * worth / needs.hours[i].max(1e-6),
                open: open[i],
                existing: account.revenue > 0.0,
                effort: if reference[i] > 0.0 { needs.hours[i] / reference[i] } else { 1.0 },
                expands,
            }
        };
        let hours = |seat: &Seat| {
            let team = &teams[seat.team];
            (hours(team, seat), team.prospecting.get(), team.accounts.is_some())
        };
        let pay = |seat: &Seat| {
            let team = &teams[seat.team];
            let part = f64::from(MONTHS.saturating_sub(seat.start_month)) / f64::from(MONTHS);
            part * (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get())
        };
        Self {
            rows: book.accounts.iter().enumerate().map(row).collect(),
            hours: roster.seats.iter().map(hours).collect(),
            pay: roster.seats.iter().map(pay).sum(),
            book,
            scenario,
            scores,
            needs,
            prices,
            before,
        }
    }

    /// What a carve's books can be expected to bring in a year; `owner` has a seat for each account, or none.
    pub(crate) fn expected(&self, owner: impl Fn(usize) -> Option<usize>) -> ExpectedYear {
        let mut books: Vec<Vec<usize>> = vec![Vec::new(); self.hours.len()];
        let mut house = Vec::new();
        for account in 0..self.rows.len() {
            match owner(account) {
                Some(seat) => books[seat].push(account),
                None => house.push(account),
            }
        }
        let mut sum = ExpectedYear { pay: self.pay, ..ExpectedYear::default() };
        for (seat, held) in books.iter_mut().enumerate() {
            self.sort(held);
            self.add(&mut sum, Some(seat), held);
        }
        self.add(&mut sum, None, &house);
        sum.contribution = self.contribution(&sum);
        sum
    }

    fn contribution(&self, sum: &ExpectedYear) -> f64 {
        self.scenario.money.margin.get() * (sum.new + sum.existing - sum.lost) - sum.travel - sum.pay
    }

    /// Puts a book in the order in which it is worked.
    fn sort(&self, held: &mut [usize]) {
        held.sort_by(|&a, &b| self.rows[b].priority.total_cmp(&self.rows[a].priority).then(a.cmp(&b)));
    }

    /// What a seat's book, in its order, brings; its pay left out.
    fn of_book(&self, seat: usize, held: &[usize]) -> f64 {
        let mut sum = ExpectedYear::default();
        self.add(&mut sum, Some(seat), held);
        self.contribution(&sum)
    }

    /// Adds what accounts bring with a seat, or with the house, which covers nothing.
    fn add(&self, sum: &mut ExpectedYear, seat: Option<usize>, held: &[usize]) {
        let covered = match seat {
            Some(seat) => self.covered(seat, held),
            None => vec![0.0; held.len()],
        };
        let renewal = &self.scenario.market.renewal;
        let needs_coverage = renewal.expansion_needs_coverage.get();
        for (&i, k) in held.iter().zip(covered) {
            let (account, worth, row) = (&self.book.accounts[i], &self.scores.worth[i], &self.rows[i]);
            let unknown = seat.map_or(0.0, |seat| self.prices.misfit(i, seat));
            let known = 1.0 - if worth.new > 0.0 { (unknown / worth.new).min(1.0) } else { 0.0 };
            sum.new += worth.new * known * response(&self.scenario.market.response, k * row.effort);
            let churn = shifted(worth.churn, renewal.uncovered_churn_log_odds.get() * (1.0 - k));
            sum.existing += account.revenue * (1.0 - churn) * (1.0 + row.expands * (1.0 - needs_coverage + needs_coverage * k));
            if let Some(seat) = seat {
                let moved = account.owner.is_some() && self.before[i] != Some(seat);
                sum.lost += if moved { self.prices.loss(i, seat) } else { 0.0 };
                sum.travel += k * self.prices.travel(i, seat);
            }
        }
    }

    /// For each account of a seat's book, in its order, the share of the time it needs that it gets.
    fn covered(&self, seat: usize, held: &[usize]) -> Vec<f64> {
        let (hours, prospecting, counts) = self.hours[seat];
        let need = |&i: &usize| Need {
            hours: if counts { 1.0 } else { self.prices.load(i, seat) },
            open: self.needs.open[i] > 0.0 || self.rows[i].open,
            existing: self.rows[i].existing,
        };
        give(&held.iter().map(need).collect::<Vec<_>>(), hours, prospecting)
    }
}

/// What an account asks for.
#[derive(Debug, Clone, Copy)]
struct Need {
    hours: f64,
    open: bool,
    existing: bool,
}

/// Gives hours to a book in its order: open deals first, then existing
/// customers and prospects by the team's split, either using what the other
/// does not need. Returns the share that each gets.
fn give(needs: &[Need], hours: f64, prospecting: f64) -> Vec<f64> {
    let mut covered = vec![0.0; needs.len()];
    let mut left = hours;
    let mut wanted = [0.0, 0.0];
    for (asked, covered) in needs.iter().zip(&mut covered) {
        if asked.open {
            let spent = asked.hours.min(left);
            left -= spent;
            *covered = share(spent, asked.hours);
        } else {
            wanted[usize::from(!asked.existing)] += asked.hours;
        }
    }
    let existing = f64::min(wanted[0], f64::max((1.0 - prospecting) * left, left - wanted[1])).max(0.0);
    let mut pools = [existing, f64::min(wanted[1], left - existing)];
    for (asked, covered) in needs.iter().zip(&mut covered).filter(|(asked, _)| !asked.open) {
        let pool = &mut pools[usize::from(!asked.existing)];
        let spent = asked.hours.min(*pool);
        *pool -= spent;
        *covered = share(spent, asked.hours);
    }
    covered
}

fn share(given: f64, needed: f64) -> f64 {
    if given >= needed { 1.0 } else { given / needed }
}

/// Hours a month (or accounts) of a seat, mean of a year: absence, ramp and start counted in.
fn hours(team: &Team, seat: &Seat) -> f64 {
    let months = (0..MONTHS).map(|month| {
        let tenure = if seat.incumbent.is_some() {
            Some(seat.tenure_months + f64::from(month))
        } else {
            (month >= seat.start_month).then(|| f64::from(month - seat.start_month))
        };
        tenure.map_or(0.0, |tenure| if team.accounts.is_some() { 1.0 } else { productivity(&seat.ramp, tenure, 1.0) })
    });
    let ramped = months.sum::<f64>() / f64::from(MONTHS);
    seat.capacity * ramped * (1.0 - team.absence.get())
}

fn by_growth(shares: &ClassShares, growth: GrowthClass) -> f64 {
    match growth {
        GrowthClass::Low => shares.low.get(),
        GrowthClass::Medium => shares.medium.get(),
        GrowthClass::High => shares.high.get(),
    }
}

/// A chance with its log odds changed.
fn shifted(chance: f64, log_odds: f64) -> f64 {
    if chance <= 0.0 || chance >= 1.0 {
        return chance;
    }
    let odds = chance / (1.0 - chance) * libm::exp(log_odds);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::design;
    use attain_core::plan::{Plan, Reason};
    use attain_core::scenario::choices::{Carve, Geography, Objective};
    use attain_core::units::{Hours, Weight};
    use attain_fixtures::books as fixture;

    fn given(hours: f64, prospecting: f64, needs: &[Need]) -> Vec<f64> {
        give(needs, hours, prospecting)
    }

    #[test]
    fn open_deals_come_first_and_the_split_gives_way() {
        let need = |open, existing| Need { hours: 10.0, open, existing };
        let needs = [need(false, true), need(true, false), need(false, false), need(false, false)];
        assert_eq!(given(40.0, 0.5, &needs), [1.0; 4]);
        assert_eq!(given(8.0, 0.5, &needs), [0.0, 0.8, 0.0, 0.0]);
        assert_eq!(given(20.0, 0.5, &needs), [0.5, 1.0, 0.5, 0.0]);
        // Prospects may use what the customer does not need.
        assert_eq!(given(35.0, 0.1, &needs), [1.0, 1.0, 1.0, 0.5]);
    }

    fn plan(change: impl FnOnce(&mut Scenario)) -> Plan {
        let mut scenario = fixture::scenario();
        scenario.territory.geography = Geography::Cost;
        change(&mut scenario);
        design(&fixture::book(3, 400, 18), &fixture::resolved(scenario)).unwrap()
    }

    #[test]
    fn more_hours_bring_more_and_ever_less_of_it() {
        let at = |hours: f64| {
            let made = plan(|scenario| {
                scenario.territory.carve = Carve::Keep;
                scenario.teams.values_mut().for_each(|team| team.hours_per_month = Hours::literal(hours));
                // Tiers keep their hours, whatever the teams have.
                for tier in ["a", "b", "c"] {
                    let row = attain_core::scenario::choices::TierCoverage {
                        touches_per_year: None,
                        hours_per_touch: Some(Hours::literal(6.0)),
                    };
                    scenario.coverage.tiers.insert(tier.into(), row);
                }
            });
            made.expected.new
        };
        let rises = [at(20.0), at(40.0), at(60.0), at(80.0)];
        assert!(rises.windows(2).all(|pair| pair[1] > pair[0]), "{rises:?}");
        assert!(rises[3] - rises[2] < rises[1] - rises[0], "{rises:?}");
    }

    #[test]
    fn keeping_loses_nothing_and_the_sum_is_of_its_parts() {
        let kept = plan(|scenario| scenario.territory.carve = Carve::Keep);
        let redesigned = plan(|scenario| scenario.territory.disruption_weight = Weight::literal(0.0));
        assert!(redesigned.expected.lost > kept.expected.lost && redesigned.expected.pay == kept.expected.pay);
        let e = redesigned.expected;
        let margin = redesigned.scenario.money.margin.get();
        assert!((e.contribution - (margin * (e.new + e.existing - e.lost) - e.travel - e.pay)).abs() < 1e-6 * e.new);
    }

    #[test]
    fn what_earns_most_earns_more_than_what_is_fair() {
        let fair = plan(|_| {});
        let earns = plan(|scenario| scenario.territory.objective = Objective::Contribution);
        assert!(earns.expected.contribution > fair.expected.contribution + 1.0, "{:?} {:?}", earns.expected, fair.expected);
        assert!(earns.equity.after.cv >= fair.equity.after.cv);
        assert!(earns.accounts.iter().any(|made| made.reason == Reason::Coverage));
        let again = plan(|scenario| scenario.territory.objective = Objective::Contribution);
        assert_eq!(earns.accounts, again.accounts);
        // Limits on accounts hold, too.
        let most = 30;
        let limited = plan(|scenario| {
            scenario.territory.objective = Objective::Contribution;
            scenario.territory.max_accounts = most;
        });
        for seat in 0..limited.seats.len() {
            assert!(limited.accounts.iter().filter(|made| made.seat == Some(seat)).count() <= most as usize);
        }
    }
}
