//! The moves that reduce the excess most within a limit on accounts or revenue.
//!
//! What moves gets a price, and the assignment that is cheapest at that price is found with its
//! solver. The lower the price, the more moves; the price is halved in an interval until the limit is
//! met as closely as whole accounts allow. Greedy moves then use what is left of the limit. Greedy
//! moves alone look at one move at a time: they spend the limit on accounts that reduce the excess
//! fast and cost much, and cannot exchange accounts.

use super::greedy_moves::{MoveBudget, move_greedily};
use super::trial_books::{Destination, MovableUnit, TrialBooks};
use attain_solver::{AssignmentModel, AssignmentOption, AssignmentUnit, ConvexPenalty, Effort, SeatTerms, TargetPull, solve};

/// Prices that are tried.
const PRICES: u32 = 8;

/// Mixes of accounts and revenue that are tried where revenue is limited and the limit leaves room.
const MIXES: u32 = 4;

/// The share of all accounts that weighs as much in a mix as all the revenue that may move.
const EVEN_SHARE: f64 = 0.1;

/// The highest price, in excess for all that the limit allows, and how often the lowest one is halved
/// from it.
const DEAREST: f64 = 4.0;
const HALVINGS: i32 = 16;

/// Effort of each solution.
const EFFORT: Effort = Effort {
    starts: 1,
    steps_per_unit: 100,
    seat_price_rounds: 100,
    unit_price_rounds: 30,
    knapsack_states: 10_000_000,
    options_per_unit: 8,
    chain_passes: 1,
};

/// Cost of potential away from the mean inside the tolerance, and of the last move, beside one for
/// each unit of excess: so small that they only choose among equals.
const TINY: f64 = 1e-4;

/// Moves units within a budget so that the excess is as small as can be found.
pub(super) fn move_within(books: &mut TrialBooks, budget: MoveBudget) {
    let start = books.clone();
    move_greedily(books, budget);
    let excess = start.total_excess();
    if excess <= 0.0 {
        return;
    }
    let mut attempt = |price: f64, by_accounts: f64| {
        let mut tried = start.clone();
        apply_cheapest(&mut tried, MovePrice { all: excess * price, by_accounts, budget });
        let moved = tried.moved_totals();
        let fits = moved.accounts <= budget.accounts && moved.revenue <= budget.revenue;
        if fits {
            move_greedily(&mut tried, budget);
            if is_better(&tried, books) {
                *books = tried;
            }
        }
        fits
    };
    let (mut low, mut high) = (libm::scalbn(DEAREST, -HALVINGS), DEAREST);
    if !attempt(low, 0.0) {
        for _ in 0..PRICES {
            let price = (low * high).sqrt();
            *(if attempt(price, 0.0) { &mut high } else { &mut low }) = price;
        }
        return;
    }
    // The limit on revenue leaves room: fewer accounts, as far as it goes.
    let (mut few, mut many) = (0.0, 1.0);
    for _ in 0..if budget.revenue.is_finite() { MIXES } else { 0 } {
        let share = 0.5 * (few + many);
        *(if attempt(low, share) { &mut few } else { &mut many }) = share;
    }
}

/// What moves cost.
#[derive(Debug, Clone, Copy)]
struct MovePrice {
    /// Price of all that the budget allows.
    all: f64,
    /// Share of the price that counts accounts although only revenue is limited.
    by_accounts: f64,
    budget: MoveBudget,
}

impl MovePrice {
    /// The price of a unit; `units` is how many there are.
    fn of(self, unit: &MovableUnit, units: usize) -> f64 {
        let share = |used: f64, of: f64| if of.is_finite() { used / of.max(1e-9) } else { 0.0 };
        let limit = if self.budget.accounts == usize::MAX { f64::INFINITY } else { self.budget.accounts as f64 };
        let (accounts, revenue) = (unit.accounts.len() as f64, unit.revenue.max(0.0));
        let limited = share(accounts, limit) + share(revenue, self.budget.revenue);
        self.all * ((1.0 - self.by_accounts) * limited + self.by_accounts * accounts / (EVEN_SHARE * units as f64))
    }
}

/// Less excess, or as much with fewer accounts moved; limits are not broken.
fn is_better(one: &TrialBooks, other: &TrialBooks) -> bool {
    let near = 1e-9 * other.total_excess().max(1.0);
    let (a, b) = (one.total_excess(), other.total_excess());
    let sound = (0..one.limits.len()).all(|seat| !one.breaks_limits(seat));
    sound && (a < b - near || (a <= b + near && one.moved_totals().accounts < other.moved_totals().accounts))
}

/// Puts units where excess and the price of what moves are least together.
fn apply_cheapest(books: &mut TrialBooks, price: MovePrice) {
    let model = priced_model(books, price);
    let home = |(unit, row): (usize, &AssignmentUnit)| {
        let home = books.units.get(unit).map(|unit| unit.home as u32);
        home.map_or(row.fixed, |home| model.option_at(unit, home))
    };
    let start: Vec<Option<usize>> = model.units.iter().enumerate().map(home).collect();
    let found = solve(&model, &start, &EFFORT).assignment;
    for (unit, option) in found.into_iter().enumerate().take(books.units.len()) {
        let seat = option.map(|option| model.options[option].seat as usize);
        let to = seat.and_then(|seat| books.units[unit].destinations.binary_search_by_key(&seat, |to| to.seat).ok());
        books.put(unit, to);
    }
}

/// The model: the units that may move, and one more for each seat that stands for all that may not.
fn priced_model(books: &TrialBooks, price: MovePrice) -> AssignmentModel {
    let mut model = AssignmentModel { unassigned_cost: f64::INFINITY, ..AssignmentModel::default() };
    let mut rest = books.totals.clone();
    let all = books.total_excess();
    for limit in &books.limits {
        let mean = 0.5 * (limit.low + limit.high);
        let penalty = |edge: f64| ConvexPenalty { edge, slope: 1.0, curvature: 0.1 / mean.max(1.0) };
        let room = limit.room.max(1e-6);
        model.seats.push(SeatTerms {
            pull: TargetPull { target: mean, strength: TINY / mean.max(1.0) },
            low: penalty(limit.low),
            high: penalty(limit.high),
            load: ConvexPenalty { edge: room, slope: 10.0 * all / room, curvature: 10.0 * all / (room * room) },
            min_count: limit.min_accounts as u32,
            max_count: u32::try_from(limit.max_accounts).unwrap_or(u32::MAX),
            count_penalty: 10.0 * all,
        });
    }
    let dearest = books.units.iter().flat_map(|unit| &unit.destinations).map(|to| to.cost.abs()).fold(1e-9, f64::max);
    for unit in &books.units {
        let from = model.options.len();
        let count = unit.accounts.len();
        let used = price.of(unit, books.units.len());
        let tie = TINY * unit.potential;
        let option = |to: &Destination| AssignmentOption {
            seat: to.seat as u32,
            load: to.load as f32,
            cost: used + tie * (1.0 + to.cost / dearest),
        };
        model.options.push(AssignmentOption { seat: unit.home as u32, load: unit.load as f32, cost: 0.0 });
        model.options.extend(unit.destinations.iter().map(option));
        let present = from..model.options.len();
        model.options[present.clone()].sort_by_key(|option| option.seat);
        rest[unit.home].potential -= unit.potential;
        rest[unit.home].load -= unit.load;
        rest[unit.home].accounts -= count;
        model.units.push(AssignmentUnit { value: unit.potential, count: count as u32, fixed: None, options: present });
    }
    for (seat, rest) in rest.iter().enumerate() {
        let at = model.options.len();
        model.options.push(AssignmentOption { seat: seat as u32, load: rest.load.max(0.0) as f32, cost: 0.0 });
        let (value, count) = (rest.potential.max(0.0), rest.accounts as u32);
        model.units.push(AssignmentUnit { value, count, fixed: Some(at), options: at..at + 1 });
    }
    model
}
