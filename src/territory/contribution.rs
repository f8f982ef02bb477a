//! What books can be expected to bring: the response to coverage is concave, so
//! equal books are fair but need not be the ones that earn most (Skiera and
//! Albers 1998).
//!
//! As in the first month of a simulated year: a seat's hours go to the accounts
//! of its book in order of priority, those with open deals first; then existing
//! customers and prospects share what is left by the team's split. Business
//! follows the response to coverage; what a seat does not know, and what a
//! change of owner loses, is taken off.

use super::reasons::Evidence;
use super::rules::teams;
use crate::coverage::{Needs, coverage};
use crate::data::{Book, Outcome};
use crate::plan::{Assignment, Expected, Seat};
use crate::scenario::choices::{ByClass, Coverage, Growth, Scenario, Team};
use crate::score::{Scores, Tiers, segments};
use crate::simulate::ramp::productivity;
use crate::world::odds::response;

/// Months over which a seat's ramp is looked at.
const MONTHS: u32 = 12;

/// What a carve's books can be expected to bring in a year.
pub(super) fn expected(
    evidence: &Evidence<'_>,
    scenario: &Scenario,
    (scores, needs): (&Scores, &Needs),
    accounts: &[Assignment],
) -> Expected {
    let (book, seats) = (evidence.book, &evidence.roster.seats);
    let teams = teams(book, scenario);
    let reference = reference(book, scenario, accounts);
    let open = open_deals(book);
    let covered = covered(evidence, scenario, (scores, needs), accounts, &open);
    let growth = segments(book, scenario);
    let mut sum = Expected::default();
    for (i, made) in accounts.iter().enumerate() {
        let (row, worth, k) = (&book.accounts[i], &scores.worth[i], covered[i]);
        let effort = if reference[i] > 0.0 { needs.hours[i] / reference[i] } else { 1.0 };
        let brings = worth.new * response(&scenario.market.response, k * effort);
        let known = made.seat.map_or(0.0, |seat| evidence.prices.misfit(i, seat));
        sum.new += brings * (1.0 - if worth.new > 0.0 { (known / worth.new).min(1.0) } else { 0.0 });
        let renewal = &scenario.market.renewal;
        let churn = shifted(worth.churn, renewal.uncovered_churn_log_odds.get() * (1.0 - k));
        let expands = by_growth(&growth[row.segment].expansion, row.growth);
        let needs_coverage = renewal.expansion_needs_coverage.get();
        sum.existing += row.revenue * (1.0 - churn) * (1.0 + expands * (1.0 - needs_coverage + needs_coverage * k));
        if let Some(seat) = made.seat {
            let moved = row.owner.is_some() && made.before != Some(seat);
            sum.lost += if moved { evidence.prices.loss(i, seat) } else { 0.0 };
            sum.travel += k * evidence.prices.travel(i, seat);
        }
    }
    let pay = |seat: &Seat| {
        let team = &teams[seat.team];
        let part = f64::from(MONTHS.saturating_sub(seat.start_month)) / f64::from(MONTHS);
        part * (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get())
    };
    sum.pay = seats.iter().map(pay).sum();
    sum.contribution = scenario.money.margin.get() * (sum.new + sum.existing - sum.lost) - sum.travel - sum.pay;
    sum
}

/// For each account, the share of the time it needs that it gets.
fn covered(
    evidence: &Evidence<'_>,
    scenario: &Scenario,
    (scores, needs): (&Scores, &Needs),
    accounts: &[Assignment],
    open: &[usize],
) -> Vec<f64> {
    let (book, seats) = (evidence.book, &evidence.roster.seats);
    let teams = teams(book, scenario);
    let mut books: Vec<Vec<usize>> = vec![Vec::new(); seats.len()];
    for (i, made) in accounts.iter().enumerate() {
        if let Some(seat) = made.seat {
            books[seat].push(i);
        }
    }
    let markets = segments(book, scenario);
    let worth = |i: usize| {
        let (row, market) = (&book.accounts[i], &markets[book.accounts[i].segment]);
        scores.worth[i].new + row.revenue * (by_growth(&market.expansion, row.growth) + scores.worth[i].churn)
    };
    let priority = |i: usize| scores.total[i] * worth(i) / needs.hours[i].max(1e-6);
    let mut covered = vec![0.0; accounts.len()];
    for (seat, held) in seats.iter().zip(&mut books) {
        held.sort_by(|&a, &b| priority(b).total_cmp(&priority(a)).then(a.cmp(&b)));
        let team = &teams[seat.team];
        let counts = team.accounts.is_some();
        let each = |i: usize| {
            let travel = evidence.prices.load(i, accounts[i].seat.unwrap_or(0)) - needs.open[i];
            if counts { (1.0, 0.0) } else { (travel, needs.open[i]) }
        };
        give(&mut covered, held, hours(team, seat), team.prospecting.get(), &|i| {
            let (need, deals) = each(i);
            let existing = book.accounts[i].revenue > 0.0;
            Need { hours: need + deals, open: open[i] > 0, existing }
        });
    }
    covered
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
/// does not need.
fn give(covered: &mut [f64], held: &[usize], hours: f64, prospecting: f64, need: &dyn Fn(usize) -> Need) {
    let mut left = hours;
    let mut wanted = [0.0, 0.0];
    for &i in held {
        let asked = need(i);
        if asked.open {
            let spent = asked.hours.min(left);
            left -= spent;
            covered[i] = share(spent, asked.hours);
        } else {
            wanted[usize::from(!asked.existing)] += asked.hours;
        }
    }
    let existing = f64::min(wanted[0], f64::max((1.0 - prospecting) * left, left - wanted[1])).max(0.0);
    let mut pools = [existing, f64::min(wanted[1], left - existing)];
    for &i in held {
        let asked = need(i);
        if !asked.open {
            let pool = &mut pools[usize::from(!asked.existing)];
            let spent = asked.hours.min(*pool);
            *pool -= spent;
            covered[i] = share(spent, asked.hours);
        }
    }
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

/// Hours a month of the reference coverage model: what rates of creation are stated for.
fn reference(book: &Book, scenario: &Scenario, accounts: &[Assignment]) -> Vec<f64> {
    let scenario = Scenario { coverage: Coverage::default(), ..scenario.clone() };
    coverage(book, &scenario, &Tiers(accounts.iter().map(|made| made.tier).collect())).hours
}

fn open_deals(book: &Book) -> Vec<usize> {
    let mut open = vec![0; book.accounts.len()];
    for opportunity in book.opportunities.iter().filter(|o| matches!(o.outcome, Outcome::Open(_))) {
        open[opportunity.account] += 1;
    }
    open
}

fn by_growth(shares: &ByClass, growth: Growth) -> f64 {
    match growth {
        Growth::Low => shares.low.get(),
        Growth::Medium => shares.medium.get(),
        Growth::High => shares.high.get(),
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
    use crate::plan::Plan;
    use crate::scenario::choices::{Carve, Geography};
    use crate::territory::fixture;
    use crate::units::{Hours, Weight};

    fn given(hours: f64, prospecting: f64, needs: &[Need]) -> Vec<f64> {
        let mut covered = vec![0.0; needs.len()];
        let held: Vec<usize> = (0..needs.len()).collect();
        give(&mut covered, &held, hours, prospecting, &|i| needs[i]);
        covered
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
                scenario.teams.values_mut().for_each(|team| team.hours_per_month = Hours::of(hours));
                // Tiers keep their hours, whatever the teams have.
                for tier in ["a", "b", "c"] {
                    let row = crate::scenario::choices::TierCoverage {
                        touches_per_year: None,
                        hours_per_touch: Some(Hours::of(6.0)),
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
        let redesigned = plan(|scenario| scenario.territory.disruption_weight = Weight::of(0.0));
        assert!(redesigned.expected.lost > kept.expected.lost && redesigned.expected.pay == kept.expected.pay);
        let e = redesigned.expected;
        let margin = redesigned.scenario.money.margin.get();
        assert!((e.contribution - (margin * (e.new + e.existing - e.lost) - e.travel - e.pay)).abs() < 1e-6 * e.new);
    }
}
