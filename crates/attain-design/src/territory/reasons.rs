//! Why each account is where it is, who is next best and what that would cost.

use super::holds::{Hold, Why};
use super::price::Prices;
use super::problem::Problem;
use super::rules::Eligible;
use super::seats::Roster;
use attain_core::plan::{Alternative, Reason};
use attain_data::Book;
use attain_solver::Ledger;

/// What a carve is explained from.
pub(crate) struct Evidence<'a> {
    pub(crate) book: &'a Book,
    pub(crate) roster: &'a Roster,
    pub(crate) eligible: &'a Eligible,
    pub(crate) prices: &'a Prices<'a>,
    pub(crate) holds: &'a [Option<Hold>],
    pub(crate) before: &'a [Option<usize>],
    /// Accounts that the scenario's table leaves with the house.
    pub(crate) house: &'a [bool],
    /// Units that moved on to where they bring more.
    pub(crate) earned: &'a [bool],
    /// Reasons that the scenario's table tells.
    pub(crate) told: &'a [Option<Reason>],
    pub(crate) problem: &'a Problem,
    pub(crate) ledger: &'a Ledger<'a>,
}

impl Evidence<'_> {
    /// The next best seat of a unit: where the whole carve would cost least
    /// with it, everything else left as it is.
    pub(crate) fn next_best(&self, unit: usize) -> Option<Alternative> {
        let at = self.ledger.at[unit]?;
        let others = self.ledger.problem.units[unit].options.clone().filter(|&other| other != at);
        let cost = |other: usize| (other, self.change(unit, at, other));
        let (best, change) = others.map(cost).min_by(|a, b| a.1.total_cmp(&b.1))?;
        self.alternative(unit, at, best, change)
    }

    /// The unit at one of its other seats: today's owner's of an account.
    pub(crate) fn back(&self, unit: usize, account: usize) -> Option<Alternative> {
        let at = self.ledger.at[unit]?;
        let owner = self.before[account].filter(|owner| self.ledger.seat(unit) != Some(*owner as u32))?;
        let option = self.ledger.problem.option(unit, owner as u32)?;
        self.alternative(unit, at, option, self.change(unit, at, option))
    }

    /// What the whole carve would cost more with a unit at another option.
    fn change(&self, unit: usize, at: usize, other: usize) -> f64 {
        let (here, there) = (self.ledger.problem.options[at], self.ledger.problem.options[other]);
        self.ledger.relief(unit, here) - here.cost + self.ledger.gain_of_placing(unit, there)
    }

    /// The parts of a change; none where a limit on accounts forbids it.
    fn alternative(&self, unit: usize, at: usize, other: usize, change: f64) -> Option<Alternative> {
        let options = &self.ledger.problem.options;
        let (here, there) = (options[at].seat as usize, options[other].seat as usize);
        let more = |price: &dyn Fn(usize, usize) -> f64| -> f64 {
            self.problem.members[unit].iter().map(|&account| price(account, there) - price(account, here)).sum()
        };
        let travel = more(&|account, seat| self.prices.travel(account, seat));
        let relationship = more(&|account, seat| self.prices.disruption(account, seat));
        let fit = more(&|account, seat| self.prices.misfit(account, seat));
        let balance = change - travel - relationship - fit;
        (balance < self.problem.fine).then_some(Alternative { seat: there, balance, travel, relationship, fit })
    }

    /// Why an account of a unit is where it is: what a table that moves it
    /// tells, or else what the carve shows.
    pub(crate) fn reason(&self, unit: usize, account: usize) -> Reason {
        let listed = self.house[account] || self.holds[account].is_some_and(|hold| hold.why == Why::Listed);
        self.told[account].filter(|_| listed).unwrap_or_else(|| self.found(unit, account))
    }

    fn found(&self, unit: usize, account: usize) -> Reason {
        let fixed = self.ledger.problem.units[unit].fixed.is_some();
        let why = self.holds[account].map(|hold| hold.why);
        let Some(seat) = self.ledger.seat(unit).map(|seat| seat as usize) else {
            return if self.house[account] { Reason::Listed } else { Reason::NoSeat };
        };
        match why {
            Some(Why::Locked) => return Reason::Locked,
            Some(Why::Protected) => return Reason::Protected,
            Some(Why::Kept) => return Reason::Kept,
            Some(Why::Listed) if self.before[account] == Some(seat) => return Reason::Kept,
            Some(Why::Listed) | None => {}
        }
        if self.roster.is_dedicated(account) {
            return Reason::Dedicated;
        }
        if self.before[account] == Some(seat) {
            return Reason::Best;
        }
        let listed = why == Some(Why::Listed);
        if (fixed && !listed) || self.follows(unit, account, seat) {
            return Reason::Family;
        }
        match self.before[account] {
            None if self.book.accounts[account].owner.is_none() => Reason::Unowned,
            Some(_) if self.earned[unit] => Reason::Coverage,
            Some(old) if self.eligible.may(account, old) => self.why_moved(unit, account, (old, seat), listed),
            _ => Reason::OwnerGone,
        }
    }

    /// Whether a relative with more potential has its owner at this seat.
    fn follows(&self, unit: usize, account: usize, seat: usize) -> bool {
        let potential = |a: usize| self.book.accounts[a].potential;
        self.problem.members[unit]
            .iter()
            .any(|&other| other != account && self.before[other] == Some(seat) && potential(other) >= potential(account))
    }

    /// The greatest saving of a move: balance and workload, travel, or fit;
    /// that a table says so, where nothing is saved.
    fn why_moved(&self, unit: usize, account: usize, (old, new): (usize, usize), listed: bool) -> Reason {
        let back = self.back(unit, account);
        if listed && back.is_some_and(|back| back.cost() <= 0.0) {
            return Reason::Listed;
        }
        let travel = self.prices.travel(account, old) - self.prices.travel(account, new);
        let fit = self.prices.misfit(account, old) - self.prices.misfit(account, new);
        let balance = back.map_or(0.0, |back| back.balance);
        if travel > balance.max(fit) {
            Reason::Travel
        } else if fit > balance {
            Reason::Fit
        } else if self.roster.seats[new].incumbent.is_none() {
            Reason::NewSeat
        } else {
            Reason::Balance
        }
    }
}
