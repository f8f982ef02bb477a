//! The reason for each account's seat, the next best seat and its additional cost.

use super::bound_seat::{BindingReason, BoundSeat};
use super::carve_model::CarveModel;
use super::eligibility::EligibleSeats;
use super::inputs::CarveInputs;
use super::pair_costs::PairCosts;
use attain_core::plan::{Alternative, Reason};
use attain_solver::Ledger;

/// Inputs for explaining a carve.
pub(crate) struct Evidence<'a> {
    pub(crate) inputs: CarveInputs<'a>,
    pub(crate) eligible: &'a EligibleSeats,
    pub(crate) pair_costs: &'a PairCosts<'a>,
    /// For each account, the seat to which it is bound.
    pub(crate) bound: &'a [Option<BoundSeat>],
    /// For each unit, whether it moved to increase contribution.
    pub(crate) improved: &'a [bool],
    /// For each account, the reason given in the scenario's table of owners.
    pub(crate) listed_reasons: &'a [Option<Reason>],
    pub(crate) carve: &'a CarveModel,
    pub(crate) ledger: &'a Ledger<'a>,
}

impl Evidence<'_> {
    /// The next best seat of a unit: the seat with the lowest cost of the entire carve if
    /// everything else is unchanged.
    pub(crate) fn next_best(&self, unit: usize) -> Option<Alternative> {
        let at = self.ledger.assignment[unit]?;
        let others = self.ledger.model.units[unit].options.clone().filter(|&other| other != at);
        let cost = |other: usize| (other, self.change(unit, at, other));
        let (best, change) = others.map(cost).min_by(|a, b| a.1.total_cmp(&b.1))?;
        self.alternative(unit, at, best, change)
    }

    /// The alternative of returning the unit to the present owner of one of its accounts.
    pub(crate) fn back(&self, unit: usize, account: usize) -> Option<Alternative> {
        let at = self.ledger.assignment[unit]?;
        let owner = self.inputs.owners.seats[account].filter(|owner| self.ledger.seat(unit) != Some(*owner as u32))?;
        let option = self.ledger.model.option_at(unit, owner as u32)?;
        self.alternative(unit, at, option, self.change(unit, at, option))
    }

    /// The additional cost of the entire carve with the unit at another option.
    fn change(&self, unit: usize, at: usize, other: usize) -> f64 {
        let (here, there) = (self.ledger.model.options[at], self.ledger.model.options[other]);
        self.ledger.penalty_relief(unit, here) - here.cost + self.ledger.cost_of_placing(unit, there)
    }

    /// The cost components of a change; `None` if a limit on accounts forbids it.
    fn alternative(&self, unit: usize, at: usize, other: usize, change: f64) -> Option<Alternative> {
        let options = &self.ledger.model.options;
        let (here, there) = (options[at].seat as usize, options[other].seat as usize);
        let more = |price: &dyn Fn(usize, usize) -> f64| -> f64 {
            self.carve.members[unit].iter().map(|&account| price(account, there) - price(account, here)).sum()
        };
        let travel = more(&|account, seat| self.pair_costs.travel(account, seat));
        let relationship = more(&|account, seat| self.pair_costs.disruption(account, seat));
        let fit = more(&|account, seat| self.pair_costs.misfit(account, seat));
        let both = change - travel - relationship - fit;
        let balance = self.balance_change(unit, at, other);
        let parts = Alternative { seat: there, balance, workload: both - balance, travel, relationship, fit };
        (both < self.carve.limit_penalty).then_some(parts)
    }

    /// The part of a change that is imbalance, by every measure that is balanced.
    fn balance_change(&self, unit: usize, at: usize, other: usize) -> f64 {
        let (model, value) = (self.ledger.model, self.ledger.model.units[unit].value);
        let [from, to] = [at, other].map(|option| model.options[option].seat as usize);
        let cost = |seat: usize, more: f64| {
            let held = self.ledger.totals[seat].value;
            model.seats[seat].balance_cost(held + more) - model.seats[seat].balance_cost(held)
        };
        let further = model.measures.iter().enumerate().map(|(at, measure)| {
            let cost = |seat: usize, more: f64| {
                let held = self.ledger.further_total(at, seat);
                measure.seats[seat].cost(held + more) - measure.seats[seat].cost(held)
            };
            cost(from, -measure.units[unit]) + cost(to, measure.units[unit])
        });
        cost(from, -value) + cost(to, value) + further.sum::<f64>()
    }

    /// Whether a unit back at its old seat would leave one of the two books outside the band.
    fn needed(&self, unit: usize, old: usize, new: usize) -> bool {
        let (seats, totals, value) = (&self.ledger.model.seats, &self.ledger.totals, self.ledger.model.units[unit].value);
        let by_value = totals[old].value + value > seats[old].high.edge || totals[new].value - value < seats[new].low.edge;
        let by_further = self.ledger.model.measures.iter().enumerate().any(|(at, measure)| {
            let (held, value) = (|seat: usize| self.ledger.further_total(at, seat), measure.units[unit]);
            held(old) + value > measure.seats[old].high.edge || held(new) - value < measure.seats[new].low.edge
        });
        by_value || by_further
    }

    /// The reason for an account's seat: the reason in the table of owners if it moves the
    /// account, otherwise the reason derived from the carve.
    pub(crate) fn reason(&self, unit: usize, account: usize) -> Reason {
        let listed = self.inputs.owners.house[account]
            || self.bound[account].is_some_and(|binding| binding.reason == BindingReason::Listed);
        self.listed_reasons[account].filter(|_| listed).unwrap_or_else(|| self.carve_reason(unit, account))
    }

    fn carve_reason(&self, unit: usize, account: usize) -> Reason {
        let fixed = self.ledger.model.units[unit].fixed.is_some();
        let binding = self.bound[account].map(|binding| binding.reason);
        let Some(seat) = self.ledger.seat(unit).map(|seat| seat as usize) else {
            return if self.inputs.owners.house[account] { Reason::Listed } else { Reason::NoSeat };
        };
        match binding {
            Some(BindingReason::Locked) => return Reason::Locked,
            Some(BindingReason::Protected) => return Reason::Protected,
            Some(BindingReason::Kept) => return Reason::Kept,
            Some(BindingReason::Listed) if self.inputs.owners.seats[account] == Some(seat) => return Reason::Kept,
            Some(BindingReason::Listed) | None => {}
        }
        if self.inputs.roster.is_dedicated(account) {
            return Reason::Dedicated;
        }
        if self.inputs.owners.seats[account] == Some(seat) {
            return Reason::Best;
        }
        let listed = binding == Some(BindingReason::Listed);
        if (fixed && !listed) || self.follows(unit, account, seat) {
            return Reason::Family;
        }
        match self.inputs.owners.seats[account] {
            None if self.inputs.book.accounts[account].owner.is_none() => Reason::Unowned,
            Some(_) if self.improved[unit] => Reason::Coverage,
            Some(old) if self.eligible.may_take(account, old) => self.move_reason(unit, account, old, listed),
            _ => Reason::OwnerGone,
        }
    }

    /// Whether this seat owns a family member with at least as much potential.
    fn follows(&self, unit: usize, account: usize, seat: usize) -> bool {
        let potential = |a: usize| self.inputs.book.accounts[a].potential;
        self.carve.members[unit].iter().any(|&other| {
            other != account && self.inputs.owners.seats[other] == Some(seat) && potential(other) >= potential(account)
        })
    }

    /// The greatest saving of a move from its old seat: balance, workload, travel or fit; or the table, when it orders a move that saves nothing.
    fn move_reason(&self, unit: usize, account: usize, old: usize, listed: bool) -> Reason {
        let Some(new) = self.ledger.seat(unit).map(|seat| seat as usize) else { return Reason::NoSeat };
        let back = self.back(unit, account);
        if listed && back.is_some_and(|back| back.cost() <= 0.0) {
            return Reason::Listed;
        }
        let travel = self.pair_costs.travel(account, old) - self.pair_costs.travel(account, new);
        let fit = self.pair_costs.misfit(account, old) - self.pair_costs.misfit(account, new);
        let (balance, workload) = back.map_or((0.0, 0.0), |back| (back.balance, back.workload));
        if travel > balance.max(workload).max(fit) {
            Reason::Travel
        } else if fit > balance.max(workload) {
            Reason::Fit
        } else if self.inputs.roster.seats[new].incumbent.is_none() {
            Reason::NewSeat
        } else if workload > balance {
            Reason::Workload
        } else if self.needed(unit, old, new) {
            Reason::Balance
        } else {
            Reason::Evenness
        }
    }
}
