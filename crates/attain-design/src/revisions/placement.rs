//! Places the accounts of a leaver with colleagues: in the region where regions bind, within
//! capacity, and balanced by load.

use std::collections::BTreeMap;

use crate::account_figures::AccountFigures;
use crate::territory::capacity::account_limits;
use crate::territory::eligibility::EligibleSeats;
use crate::territory::inputs::{CarveInputs, CurrentOwners, current_seats};
use crate::territory::owner_table::house_accounts;
use crate::territory::pair_costs::PairCosts;
use crate::territory::seat_layout::lay_out_seats;
use attain_core::diagnostics::Faults;
use attain_core::plan::{Assignment, Plan};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Geography};
use attain_data::Book;

/// Loads, as shares of capacity, that count as alike: among seats this close, the one with the
/// lowest cost of travel, relationship and fit takes an account.
const ALIKE: f64 = 0.1;

/// Where the accounts of a book go.
#[derive(Debug, Clone, Default)]
pub(super) struct BookPlacement {
    /// For each placed account its seat; `None` for the house.
    pub(super) seats: BTreeMap<usize, Option<usize>>,
    /// Accounts that leave their region because no seat there has room.
    pub(super) no_room_in_region: Vec<usize>,
    /// Accounts that leave their region because no seat there may take them.
    pub(super) no_seat_in_region: Vec<usize>,
    /// Accounts beyond the capacity of every seat that may take them.
    pub(super) beyond_capacity: Vec<usize>,
    /// Accounts left where they are, because no seat has planned capacity for them.
    pub(super) waiting: Vec<usize>,
}

/// What to do with accounts for which no colleague has planned capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overflow {
    /// They stay where they are.
    Wait,
    /// They are placed all the same: up to capacity first, then beyond it.
    Place,
}

/// A seat that may take accounts, and how far it is from them.
#[derive(Debug, Clone, Copy)]
struct Taker {
    seat: usize,
    in_region: bool,
    load: f64,
    cost: f64,
}

/// Places the accounts of a seat of a plan with other seats. Those who start later, leave or close
/// take none.
pub(super) fn place_book(
    book: &Book,
    resolved: &ResolvedScenario,
    plan: &Plan,
    from: usize,
    month: u32,
    overflow: Overflow,
) -> Result<BookPlacement, Faults> {
    // Regions are preferred below; here they rule nobody out.
    let free = resolved.without_owners().with_choices(|scenario| {
        scenario.territory.carve = Carve::Redesign;
        scenario.territory.geography = Geography::Cost;
    });
    let mut faults = Faults::default();
    let figures = AccountFigures::new(book, &free.scenario);
    let roster = lay_out_seats(book, &free, &figures, &mut faults);
    faults.into_result(())?;
    let (current, house) = (current_seats(book, &roster), house_accounts(book, &free));
    let owners = CurrentOwners { seats: &current, house: &house };
    let inputs = CarveInputs { book, scenario: &free.scenario, figures: &figures, roster: &roster, owners };
    let eligible = EligibleSeats::new(book, &free.scenario, &figures.tiers, &roster, owners);
    let costs = PairCosts::new(inputs, &eligible);
    let most: Vec<usize> = account_limits(book, &free.scenario, &plan.seats)
        .into_iter()
        .map(|(_, most)| if most > 0 { most as usize } else { usize::MAX })
        .collect();
    let mut books = Books {
        book,
        resolved,
        plan,
        workload: plan.seats.iter().map(|seat| seat.workload).collect(),
        accounts: vec![0; plan.seats.len()],
        most,
    };
    for seat in plan.accounts.iter().filter_map(|made| made.seat) {
        books.accounts[seat] += 1;
    }
    let mut units = units_of(book, resolved, plan, from);
    let potential = |unit: &Vec<usize>| unit.iter().map(|&a| book.accounts[a].potential).sum::<f64>();
    units.sort_by(|a, b| potential(b).total_cmp(&potential(a)).then(a[0].cmp(&b[0])));
    let mut placed = BookPlacement::default();
    for unit in units {
        let takers: Vec<Taker> = eligible
            .common_seats(&unit, None)
            .into_iter()
            .filter(|&seat| seat != from && books.present(seat, month))
            .map(|seat| Taker {
                seat,
                in_region: books.in_region(&unit, seat),
                load: unit.iter().map(|&a| costs.load(a, seat)).sum(),
                cost: unit.iter().map(|&a| costs.total(a, seat)).sum(),
            })
            .collect();
        // Colleagues of the team come first; other teams help where nobody of the team may.
        let team = plan.seats[from].team;
        let of_team: Vec<Taker> = takers.iter().copied().filter(|taker| plan.seats[taker.seat].team == team).collect();
        books.place(&unit, if of_team.is_empty() { &takers } else { &of_team }, overflow, &mut placed);
    }
    Ok(placed)
}

/// Books that take accounts.
struct Books<'a> {
    book: &'a Book,
    resolved: &'a ResolvedScenario,
    plan: &'a Plan,
    workload: Vec<f64>,
    accounts: Vec<usize>,
    most: Vec<usize>,
}

impl Books<'_> {
    /// Whether a seat has a rep in a month, counted from 1, who is not known to leave.
    fn present(&self, seat: usize, month: u32) -> bool {
        let seat = &self.plan.seats[seat];
        let leavers = &self.resolved.scenario.attrition.leavers;
        seat.start_month < month && seat.end_month.is_none() && !leavers.iter().any(|leaver| leaver.rep == seat.id)
    }

    fn in_region(&self, unit: &[usize], seat: usize) -> bool {
        let bound = self.resolved.scenario.territory.geography == Geography::Regions;
        let home = self.plan.seats[seat].region;
        !bound || home.is_none() || unit.iter().all(|&a| self.book.accounts[a].region.is_none_or(|region| Some(region) == home))
    }

    /// Load over capacity with more work; infinite beyond the limit on accounts.
    fn ratio(&self, taker: &Taker, accounts: usize) -> f64 {
        if self.accounts[taker.seat] + accounts > self.most[taker.seat] {
            return f64::INFINITY;
        }
        (self.workload[taker.seat] + taker.load) / self.plan.seats[taker.seat].usable_capacity.max(1e-9)
    }

    /// Places accounts that stay together: in the region before elsewhere, within planned capacity
    /// before all capacity, and beyond it only where nobody has room: then with the lowest load that
    /// results, wherever that is.
    fn place(&mut self, unit: &[usize], takers: &[Taker], overflow: Overflow, placed: &mut BookPlacement) {
        let planned = 1.0 - self.resolved.scenario.territory.growth_buffer.get();
        let limits: &[f64] = if overflow == Overflow::Place { &[planned, 1.0] } else { &[planned] };
        let best = |here: bool, limit: f64| {
            let fits = |taker: &&Taker| taker.in_region == here && self.ratio(taker, unit.len()) <= limit;
            self.cheapest_of_the_emptiest(takers.iter().filter(fits), unit.len())
        };
        // What may wait does not leave its region.
        let wheres: &[bool] = if overflow == Overflow::Place { &[true, false] } else { &[true] };
        let within = wheres.iter().find_map(|&here| limits.iter().find_map(|&limit| best(here, limit)));
        let any_here = takers.iter().any(|taker| taker.in_region);
        let beyond = || {
            let order = |a: &&Taker, b: &&Taker| self.ratio(a, unit.len()).total_cmp(&self.ratio(b, unit.len()));
            takers.iter().filter(|taker| self.ratio(taker, unit.len()).is_finite()).min_by(order).copied()
        };
        let taker = match (within, overflow) {
            (Some(taker), _) => Some(taker),
            (None, Overflow::Wait) => {
                placed.waiting.extend(unit);
                return;
            }
            (None, Overflow::Place) => {
                let taker = beyond();
                placed.beyond_capacity.extend(taker.iter().flat_map(|_| unit));
                taker
            }
        };
        placed.seats.extend(unit.iter().map(|&account| (account, taker.map(|taker| taker.seat))));
        let Some(taker) = taker else { return };
        self.workload[taker.seat] += taker.load;
        self.accounts[taker.seat] += unit.len();
        if !taker.in_region {
            if any_here { &mut placed.no_room_in_region } else { &mut placed.no_seat_in_region }.extend(unit);
        }
    }

    /// The seat with the lowest cost among those whose load is close to the lowest.
    fn cheapest_of_the_emptiest<'t>(&self, takers: impl Iterator<Item = &'t Taker>, accounts: usize) -> Option<Taker> {
        let takers: Vec<&Taker> = takers.collect();
        let ratio = |taker: &Taker| self.ratio(taker, accounts);
        let lowest = takers.iter().map(|taker| ratio(taker)).min_by(f64::total_cmp)?;
        let near = takers.into_iter().filter(|taker| ratio(taker) <= lowest + ALIKE);
        near.min_by(|a, b| a.cost.total_cmp(&b.cost).then(ratio(a).total_cmp(&ratio(b))).then(a.seat.cmp(&b.seat))).copied()
    }
}

/// The accounts that a seat's rep owns, in groups that stay together.
fn units_of(book: &Book, resolved: &ResolvedScenario, plan: &Plan, seat: usize) -> Vec<Vec<usize>> {
    let together = resolved.scenario.territory.family_lock;
    let mut units: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
    let owned = |made: &Assignment| made.seat == Some(seat) && made.before == Some(seat);
    for a in (0..book.accounts.len()).filter(|&a| owned(&plan.accounts[a])) {
        let account = &book.accounts[a];
        let key = (account.family.as_str(), account.region.map_or(usize::MAX, |region| region));
        units.entry(if together { key } else { ("", a) }).or_default().push(a);
    }
    units.into_values().collect()
}
