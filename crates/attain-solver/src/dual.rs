//! A lower bound for the cost of every carve, from prices of what seats hold.
//!
//! With prices `λ` of value, `μ` of load and `ν` of accounts at each seat, no
//! carve costs less than
//! ```text
//! L = sum over units of  least over its seats of  cost + λ value + μ load + ν accounts
//!   + sum over seats of  least over sums of       penalty − λ value − μ load − ν accounts
//! ```
//! whatever the prices: the sums are free of the units that make them up
//! (Lagrangian relaxation; Geoffrion 1974). The second least is closed form
//! ([`super::Terms`]). Prices rise along a deflected subgradient with Polyak's
//! step (Camerini, Fratta & Maffioli 1975), the target a known carve's cost;
//! each price in steps of its own size (Duchi, Hazan & Singer 2011).

use rayon::prelude::*;

use super::problem::Problem;

/// Units whose sums are made together; fixed, so that sums are the same on any number of threads.
const CHUNK: usize = 1024;

/// Part of the direction before that stays in the next one.
const DEFLECTION: f64 = 0.3;

/// How much of what a direction's size was stays: each price is stepped in what its own direction is usually like.
const MEMORY: f64 = 0.9;

/// Rounds without a better bound after which the step is halved.
const PATIENCE: u32 = 20;

/// Times a common price of load is doubled or halved in search of its level.
const DOUBLINGS: u32 = 24;

/// Share of what was added up that rounding may have gone wrong by: the bound is lowered by it.
pub(super) const GUARD: f64 = 1e-12;

/// Prices of what each seat holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// Money for each unit of value.
    pub value: Vec<f64>,
    /// Money for each unit of load.
    pub load: Vec<f64>,
    /// Money for each account.
    pub accounts: Vec<f64>,
}

/// Prices, and the bound they prove.
#[derive(Debug, Clone, PartialEq)]
pub struct Dual {
    /// Prices of the best bound.
    pub prices: Prices,
    /// No carve costs less.
    pub bound: f64,
}

/// The three sums of all seats, one after the other.
#[derive(Debug, Clone)]
struct Sums {
    least: f64,
    size: f64,
    held: Vec<f64>,
}

impl Prices {
    fn none(seats: usize) -> Self {
        Self { value: vec![0.0; seats], load: vec![0.0; seats], accounts: vec![0.0; seats] }
    }

    /// Load at one price with all seats, that at which together they want what
    /// there is: near to the best prices where every seat has too much.
    fn level(problem: &Problem) -> Self {
        let least =
            |unit: usize| problem.options[problem.open(unit)].iter().map(|option| f64::from(option.load)).reduce(f64::min);
        let load: f64 = (0..problem.units.len()).filter_map(least).sum();
        let wanted = |price: f64| -> f64 { problem.terms.iter().map(|terms| terms.best_load(terms.within_load(price)).at).sum() };
        let (mut low, mut high) = (0.0, problem.terms.iter().map(|terms| terms.load.slope).fold(0.0, f64::max));
        for _ in 0..DOUBLINGS {
            if wanted(high) >= load {
                break;
            }
            high *= 2.0;
        }
        for _ in 0..2 * DOUBLINGS {
            let middle = 0.5 * (low + high);
            if wanted(middle) < load { low = middle } else { high = middle }
        }
        let mut prices = Self::none(problem.terms.len());
        for (price, terms) in prices.load.iter_mut().zip(&problem.terms) {
            *price = terms.within_load(low);
        }
        prices
    }

    /// What an option costs at these prices.
    #[inline]
    #[must_use]
    pub fn of(&self, problem: &Problem, unit: usize, option: usize) -> f64 {
        let (row, choice) = (&problem.units[unit], &problem.options[option]);
        let seat = choice.seat as usize;
        choice.cost
            + self.value[seat] * row.value
            + self.load[seat] * f64::from(choice.load)
            + self.accounts[seat] * f64::from(row.accounts)
    }

    /// The cheapest option of a unit; none where the house is cheaper, or nobody may take it.
    fn cheapest(&self, problem: &Problem, unit: usize) -> (Option<usize>, f64) {
        let mut best = (None, problem.house_cost(unit));
        let row = &problem.units[unit];
        let (value, accounts, open) = (row.value, f64::from(row.accounts), problem.open(unit));
        for (option, choice) in open.clone().zip(&problem.options[open]) {
            let seat = choice.seat as usize;
            let cost = choice.cost
                + self.value[seat] * value
                + self.load[seat] * f64::from(choice.load)
                + self.accounts[seat] * accounts;
            if cost < best.1 {
                best = (Some(option), cost);
            }
        }
        best
    }

    fn sums(&self, problem: &Problem) -> Sums {
        let seats = problem.terms.len();
        let chunk = |from: usize| {
            let mut sums = Sums { least: 0.0, size: 0.0, held: vec![0.0; 3 * seats] };
            for unit in from..(from + CHUNK).min(problem.units.len()) {
                let (option, least) = self.cheapest(problem, unit);
                sums.least += least;
                sums.size += least.abs();
                if let Some(choice) = option.map(|option| problem.options[option]) {
                    let seat = choice.seat as usize;
                    sums.held[seat] += problem.units[unit].value;
                    sums.held[seats + seat] += f64::from(choice.load);
                    sums.held[2 * seats + seat] += f64::from(problem.units[unit].accounts);
                }
            }
            sums
        };
        let starts: Vec<usize> = (0..problem.units.len()).step_by(CHUNK).collect();
        let chunks: Vec<Sums> = starts.into_par_iter().map(chunk).collect();
        let mut all = Sums { least: 0.0, size: 0.0, held: vec![0.0; 3 * seats] };
        for chunk in chunks {
            all.least += chunk.least;
            all.size += chunk.size;
            all.held.iter_mut().zip(&chunk.held).for_each(|(sum, held)| *sum += held);
        }
        all
    }

    /// The bound at these prices, and where it rises: for each seat by how much
    /// more it is given than it wants.
    fn bound(&self, problem: &Problem) -> (f64, Vec<f64>) {
        let seats = problem.terms.len();
        let Sums { mut least, mut size, held: mut rise } = self.sums(problem);
        for (seat, terms) in problem.terms.iter().enumerate() {
            let wants =
                [terms.best_value(self.value[seat]), terms.best_load(self.load[seat]), terms.best_accounts(self.accounts[seat])];
            for (kind, want) in wants.into_iter().enumerate() {
                least += want.least;
                size += want.least.abs();
                rise[kind * seats + seat] -= want.at;
            }
        }
        (least - GUARD * size * (problem.units.len() as f64).sqrt().max(16.0), rise)
    }

    /// Takes a step, in money for each unit of scale.
    fn step(&mut self, problem: &Problem, scale: &[f64], direction: &[f64], length: f64) {
        let seats = problem.terms.len();
        for (seat, terms) in problem.terms.iter().enumerate() {
            let by = |kind: usize| length * scale[kind * seats + seat] * direction[kind * seats + seat];
            self.value[seat] = terms.within_value(self.value[seat] + by(0));
            self.load[seat] = terms.within_load(self.load[seat] + by(1));
            self.accounts[seat] = terms.within_accounts(self.accounts[seat] + by(2));
        }
    }

    /// Directions that a price at its end cannot go are none.
    fn project(&self, problem: &Problem, direction: &mut [f64]) {
        let seats = problem.terms.len();
        for (seat, terms) in problem.terms.iter().enumerate() {
            let stuck = |price: f64, within: &dyn Fn(f64) -> f64, by: f64| within(price + by.signum() * 1e-9) == price;
            if stuck(self.value[seat], &|p| terms.within_value(p), direction[seat]) {
                direction[seat] = 0.0;
            }
            if stuck(self.load[seat], &|p| terms.within_load(p), direction[seats + seat]) {
                direction[seats + seat] = 0.0;
            }
            if stuck(self.accounts[seat], &|p| terms.within_accounts(p), direction[2 * seats + seat]) {
                direction[2 * seats + seat] = 0.0;
            }
        }
    }
}

/// What a price of each kind is reckoned in: the slope of its penalty. A kind
/// without a penalty has no price.
pub(super) fn scale(problem: &Problem) -> Vec<f64> {
    let value = problem.terms.iter().map(|terms| terms.high.slope.max(terms.low.slope));
    let load = problem.terms.iter().map(|terms| terms.load.slope);
    let limited = |units: f64| problem.units.iter().map(|unit| unit.value).sum::<f64>() / units.max(1.0);
    let typical = limited(problem.units.iter().map(|unit| f64::from(unit.accounts)).sum());
    let accounts = problem.terms.iter().map(|terms| if terms.limited() { typical.min(terms.fine) } else { 0.0 });
    value.chain(load).chain(accounts).collect()
}

/// The better of no prices and a common price of load.
fn begin(problem: &Problem) -> Dual {
    let at = |prices: Prices| Dual { bound: prices.bound(problem).0, prices };
    let (none, level) = (at(Prices::none(problem.terms.len())), at(Prices::level(problem)));
    if level.bound > none.bound { level } else { none }
}

/// Raises prices for some rounds; `upper` is what a known carve costs. Goes on
/// from known prices where there are some.
#[must_use]
pub fn ascend(problem: &Problem, upper: f64, rounds: u32, known: Option<&Dual>) -> Dual {
    let scale = scale(problem);
    let mut best = known.cloned().unwrap_or_else(|| begin(problem));
    let mut prices = best.prices.clone();
    let (mut direction, mut size) = (vec![0.0; scale.len()], vec![0.0; scale.len()]);
    let (mut pace, mut since) = (if known.is_some() { 0.3 } else { 1.0 }, 0);
    for _ in 0..rounds {
        let (bound, rise) = prices.bound(problem);
        if bound > best.bound {
            since = if bound - best.bound > 1e-5 * (upper - bound).abs() { 0 } else { since + 1 };
            best = Dual { prices: prices.clone(), bound };
        } else {
            since += 1;
        }
        if upper - best.bound <= 1e-9 * upper.abs() || pace < 1e-4 {
            break;
        }
        for ((kept, size), new) in direction.iter_mut().zip(&mut size).zip(&rise) {
            *kept = DEFLECTION * *kept + (1.0 - DEFLECTION) * new;
            *size = MEMORY * *size + (1.0 - MEMORY) * new * new;
        }
        if since >= PATIENCE {
            (pace, since) = (pace * 0.8, 0);
            prices.clone_from(&best.prices);
            direction.fill(0.0);
            continue;
        }
        prices.project(problem, &mut direction);
        let step: Vec<f64> = scale.iter().zip(&size).map(|(scale, size)| scale / (size.sqrt() + f64::MIN_POSITIVE)).collect();
        let norm: f64 = direction.iter().zip(&step).map(|(d, step)| d * d * step).sum();
        if norm <= 0.0 || !norm.is_finite() {
            direction.fill(0.0);
            since = PATIENCE;
            continue;
        }
        prices.step(problem, &step, &direction, pace * (upper - bound).max(0.0) / norm);
    }
    best
}
