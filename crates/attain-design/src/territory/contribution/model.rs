//! Expected contribution of books. The response to coverage is concave, so equal books are
//! fair but do not necessarily contribute most (Skiera and Albers 1998).
//!
//! The model follows the first month of a simulated year: a seat's hours go to the
//! accounts of its book in order of priority. Accounts with open deals come first; existing
//! customers and prospects share the remaining hours according to the team's split. Business
//! follows the response to coverage, and losses from misfit and changes of owner are
//! deducted.

use super::hours::{MONTHS, TimeNeed, distribute_hours, mean_capacity};
use crate::coverage::coverage_needs;
use crate::score::segments_of_book;
use crate::territory::inputs::CarveInputs;
use crate::territory::pair_costs::PairCosts;
use crate::territory::tier_matrix::teams_of_book;
use attain_core::plan::{ExpectedYear, Seat};
use attain_core::response::response;
use attain_core::scenario::choices::{ClassShares, Coverage, GrowthClass, Scenario};
use attain_data::Outcome;

/// An account as worked by its seat.
#[derive(Debug, Clone, Copy)]
struct WorkedAccount {
    /// Value of an hour, which determines the order of a book.
    priority: f64,
    open: bool,
    existing: bool,
    /// Effort at full coverage relative to the reference coverage model.
    effort: f64,
    /// Share of revenue that expands per year at full coverage.
    expansion: f64,
}

/// The capacity of a seat.
#[derive(Debug, Clone, Copy)]
struct SeatHours {
    /// Hours per month, or accounts if the team counts accounts.
    hours: f64,
    /// Share of hours for prospects.
    prospecting: f64,
    counts_accounts: bool,
}

/// Predicts a year's business from the assignment of accounts.
pub(crate) struct ContributionModel<'a> {
    inputs: CarveInputs<'a>,
    pair_costs: &'a PairCosts<'a>,
    accounts: Vec<WorkedAccount>,
    seats: Vec<SeatHours>,
    /// Total yearly pay of all seats.
    pay: f64,
}

impl<'a> ContributionModel<'a> {
    pub(crate) fn new(inputs: CarveInputs<'a>, pair_costs: &'a PairCosts<'a>) -> Self {
        let CarveInputs { book, scenario, figures, roster, .. } = inputs;
        let (scores, needs) = (&figures.scores, &figures.needs);
        let (teams, markets) = (teams_of_book(book, scenario), segments_of_book(book, scenario));
        let standard = Scenario { coverage: Coverage::default(), ..scenario.clone() };
        let reference = coverage_needs(book, &standard, &figures.tiers).hours;
        let mut open = vec![false; book.accounts.len()];
        for opportunity in book.opportunities.iter().filter(|o| matches!(o.outcome, Outcome::Open(_))) {
            open[opportunity.account] = true;
        }
        let worked = |(i, account): (usize, &attain_data::Account)| {
            let expansion = by_growth(&markets[account.segment].expansion, account.growth);
            let worth = scores.worth[i].new + account.revenue * (expansion + scores.worth[i].churn);
            WorkedAccount {
                priority: scores.total[i] * worth / needs.hours[i].max(1e-6),
                open: open[i],
                existing: account.revenue > 0.0,
                effort: if reference[i] > 0.0 { needs.hours[i] / reference[i] } else { 1.0 },
                expansion,
            }
        };
        let hours = |seat: &Seat| {
            let team = &teams[seat.team];
            SeatHours {
                hours: mean_capacity(team, seat),
                prospecting: team.prospecting.get(),
                counts_accounts: team.accounts.is_some(),
            }
        };
        let pay = |seat: &Seat| {
            let team = &teams[seat.team];
            let part = f64::from(MONTHS.saturating_sub(seat.start_month)) / f64::from(MONTHS);
            part * (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get())
        };
        Self {
            accounts: book.accounts.iter().enumerate().map(worked).collect(),
            seats: roster.seats.iter().map(hours).collect(),
            pay: roster.seats.iter().map(pay).sum(),
            inputs,
            pair_costs,
        }
    }

    /// Expected business of a carve's books in a year; `owner` returns the seat of an account.
    pub(crate) fn expected(&self, owner: impl Fn(usize) -> Option<usize>) -> ExpectedYear {
        let mut books: Vec<Vec<usize>> = vec![Vec::new(); self.seats.len()];
        let mut house = Vec::new();
        for account in 0..self.accounts.len() {
            match owner(account) {
                Some(seat) => books[seat].push(account),
                None => house.push(account),
            }
        }
        let mut sum = ExpectedYear { pay: self.pay, ..ExpectedYear::default() };
        for (seat, members) in books.iter_mut().enumerate() {
            self.sort(members);
            self.add(&mut sum, Some(seat), members);
        }
        self.add(&mut sum, None, &house);
        sum.contribution = self.contribution(&sum);
        sum
    }

    fn contribution(&self, sum: &ExpectedYear) -> f64 {
        self.inputs.scenario.money.margin.get() * (sum.new + sum.existing - sum.lost) - sum.travel - sum.pay
    }

    /// Sorts a book into the order in which it is worked.
    pub(crate) fn sort(&self, members: &mut [usize]) {
        members.sort_by(|&a, &b| self.accounts[b].priority.total_cmp(&self.accounts[a].priority).then(a.cmp(&b)));
    }

    /// Contribution of a seat's ordered book, before pay.
    pub(crate) fn contribution_of_book(&self, seat: usize, members: &[usize]) -> f64 {
        let mut sum = ExpectedYear::default();
        self.add(&mut sum, Some(seat), members);
        self.contribution(&sum)
    }

    /// Adds the business of accounts with a seat, or with the house, which covers none of them.
    fn add(&self, sum: &mut ExpectedYear, seat: Option<usize>, members: &[usize]) {
        let covered = match seat {
            Some(seat) => self.covered(seat, members),
            None => vec![0.0; members.len()],
        };
        let CarveInputs { book, scenario, figures, owners, .. } = self.inputs;
        let renewal = &scenario.market.renewal;
        let needs_coverage = renewal.expansion_needs_coverage.get();
        for (&i, k) in members.iter().zip(covered) {
            let (account, worth, row) = (&book.accounts[i], &figures.scores.worth[i], &self.accounts[i]);
            let unknown = seat.map_or(0.0, |seat| self.pair_costs.misfit(i, seat));
            let known = 1.0 - if worth.new > 0.0 { (unknown / worth.new).min(1.0) } else { 0.0 };
            sum.new += worth.new * known * response(&scenario.market.response, k * row.effort);
            let churn = shift_odds(worth.churn, renewal.uncovered_churn_log_odds.get() * (1.0 - k));
            sum.existing += account.revenue * (1.0 - churn) * (1.0 + row.expansion * (1.0 - needs_coverage + needs_coverage * k));
            if let Some(seat) = seat {
                let moved = account.owner.is_some() && owners.seats[i] != Some(seat);
                sum.lost += if moved { self.pair_costs.expected_loss(i, seat) } else { 0.0 };
                sum.travel += k * self.pair_costs.travel(i, seat);
            }
        }
    }

    /// For each account of a seat's ordered book, the covered share of its required time.
    fn covered(&self, seat: usize, members: &[usize]) -> Vec<f64> {
        let SeatHours { hours, prospecting, counts_accounts } = self.seats[seat];
        let need = |&i: &usize| TimeNeed {
            hours: if counts_accounts { 1.0 } else { self.pair_costs.load(i, seat) },
            open: self.inputs.figures.needs.open[i] > 0.0 || self.accounts[i].open,
            existing: self.accounts[i].existing,
        };
        distribute_hours(&members.iter().map(need).collect::<Vec<_>>(), hours, prospecting)
    }
}

fn by_growth(shares: &ClassShares, growth: GrowthClass) -> f64 {
    match growth {
        GrowthClass::Low => shares.low.get(),
        GrowthClass::Medium => shares.medium.get(),
        GrowthClass::High => shares.high.get(),
    }
}

/// Shifts a chance by a change of its log odds.
fn shift_odds(chance: f64, log_odds: f64) -> f64 {
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
                // The hours of tiers do not depend on the teams.
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
        // Limits on accounts are respected too.
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
