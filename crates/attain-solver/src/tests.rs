//! The solver against trying everything, against the exact solver, and with itself.

use super::dice::Dice;
use super::*;

/// A small problem with every kind of constraint: bound units, families, seats
/// that may not take a unit, capacity less a buffer, a tolerance, limits on accounts.
fn random(seed: u64, units: usize, seats: usize) -> (Problem, Vec<Option<usize>>) {
    let mut dice = Dice::new(seed);
    let values: Vec<f64> = (0..units).map(|_| 100_000.0 * libm::exp(1.6 * dice.uniform() - 0.8)).collect();
    let loads: Vec<f64> = (0..units).map(|_| 4.0 + 10.0 * dice.uniform()).collect();
    let mean = values.iter().sum::<f64>() / seats as f64;
    let planned = loads.iter().sum::<f64>() / seats as f64 * (0.95 + 0.2 * dice.uniform());
    let tolerance = 0.02 + 0.15 * dice.uniform();
    let limits = if dice.below(3) == 0 { (1, (units / seats + 3) as u32) } else { (0, u32::MAX) };
    let bend = |from: f64| Bend { from, slope: 0.5, curve: 2.0 / mean };
    let terms = Terms {
        low: bend(mean * (1.0 - tolerance)),
        high: bend(mean * (1.0 + tolerance)),
        load: Bend { from: planned, slope: 1500.0, curve: 1500.0 / planned },
        fewest: limits.0,
        most: limits.1,
        fine: 1e8,
    };
    let mut problem = Problem { terms: vec![terms; seats], house: f64::INFINITY, ..Problem::default() };
    let mut start = Vec::new();
    for unit in 0..units {
        let from = problem.options.len();
        let own = dice.below(seats) as u32;
        for seat in 0..seats as u32 {
            if seat == own || dice.below(5) > 0 {
                let load = (loads[unit] * (0.9 + 0.2 * dice.uniform())) as f32;
                let cost = if seat == own { 0.0 } else { 0.1 * values[unit] * dice.uniform() };
                problem.options.push(Choice { seat, load, cost });
            }
        }
        let present = problem.options[from..].iter().position(|option| option.seat == own).map(|at| from + at);
        let accounts = if limits.1 == u32::MAX && dice.below(6) == 0 { 2 } else { 1 };
        let fixed = present.filter(|_| dice.below(8) == 0);
        problem.units.push(Unit { value: values[unit], accounts, fixed, options: from..problem.options.len() });
        start.push(present);
    }
    (problem, start)
}

/// The least cost of all carves.
fn by_trying_everything(problem: &Problem) -> f64 {
    fn place(problem: &Problem, ledger: &mut Ledger<'_>, unit: usize, least: &mut f64) {
        if unit == problem.units.len() {
            *least = least.min(ledger.total());
            return;
        }
        for option in problem.open(unit) {
            ledger.place(unit, Some(option));
            place(problem, ledger, unit + 1, least);
            ledger.place(unit, None);
        }
    }
    let mut least = f64::INFINITY;
    place(problem, &mut Ledger::new(problem), 0, &mut least);
    least
}

#[test]
fn the_exact_solver_finds_what_trying_everything_finds() {
    for seed in 0..40 {
        let (problem, start) = random(seed, 7, 3);
        let least = by_trying_everything(&problem);
        let known = solve(&problem, &start, &Effort::normal(&problem, 1.0));
        assert!(known.certificate.bound <= least * (1.0 + 1e-9) + 1e-9, "{seed}: {known:?} {least}");
        match exact(&problem, &known) {
            Ok(found) => assert!((found.certificate.value - least).abs() <= 1e-5 * least.max(1.0), "{seed}: {found:?} {least}"),
            // A broken limit has no program; the search must have broken no more than it has to.
            Err(why) => assert!(why == Unproven::Limits && known.certificate.value <= least * (1.0 + 1e-6), "{seed}: {why}"),
        }
    }
}

#[test]
fn the_search_is_next_to_the_best_on_two_hundred_small_problems() {
    let (mut gaps, mut proven, mut unproven) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..200 {
        let (problem, start) = random(1000 + seed, 16, 3);
        let known = solve(&problem, &start, &Effort::normal(&problem, 1.0));
        for (unit, row) in problem.units.iter().enumerate() {
            assert!(known.at[unit].is_some_and(|option| problem.open(unit).contains(&option)));
            assert!(row.fixed.is_none() || row.fixed == known.at[unit]);
        }
        let best = match exact(&problem, &known) {
            Ok(best) => best.certificate,
            Err(why) => {
                unproven.push((seed, why));
                continue;
            }
        };
        assert!(known.certificate.bound <= best.value * (1.0 + 1e-5) + 1e-6, "{seed}: {known:?} {best:?}");
        assert!(best.value <= known.certificate.value * (1.0 + 1e-9) + 1e-9);
        gaps.push(if best.value > 0.0 { known.certificate.value / best.value - 1.0 } else { 0.0 });
        proven.push(known.certificate.gap());
    }
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let worst = gaps.iter().copied().fold(0.0, f64::max);
    println!(
        "{} problems: mean gap {:.4} %, worst {:.4} %, told by the bound {:.2} %; not proven: {unproven:?}",
        gaps.len(),
        100.0 * mean(&gaps),
        100.0 * worst,
        100.0 * mean(&proven)
    );
    assert!(gaps.len() >= 190 && mean(&gaps) < 0.001 && worst < 0.02, "{} {} {worst}", gaps.len(), mean(&gaps));
}

#[test]
fn the_same_carve_on_any_number_of_threads() {
    let (problem, start) = random(7, 300, 12);
    let effort = Effort::normal(&problem, 0.2);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| solve(&problem, &start, &effort))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(8));
}

#[test]
fn capacities_hold_and_bounds_are_no_higher_than_the_best() {
    let mut dice = Dice::new(11);
    for round in 0..30 {
        let (agents, jobs) = (3, 7);
        let costs: Vec<f64> = (0..agents * jobs).map(|_| (10 + dice.below(40)) as f64).collect();
        let weights: Vec<u32> = (0..agents * jobs).map(|_| 5 + dice.below(20) as u32).collect();
        let capacities = vec![38; agents];
        let problem = GeneralizedAssignment::new(agents, costs, weights, capacities).unwrap();
        let all = (0..3_u32.pow(7)).filter_map(|code| {
            let digits: Vec<u32> = (0..7).map(|job| code / 3_u32.pow(job) % 3).collect();
            problem.cost(&digits)
        });
        let best = all.fold(f64::INFINITY, f64::min);
        let packed = solve_generalized(&problem, &Effort::packing(jobs));
        assert!(packed.certificate.bound <= best, "{round}: {packed:?} {best}");
        if best.is_finite() {
            assert_eq!(packed.agents.as_deref().and_then(|agents| problem.cost(agents)), Some(best), "{round}");
        } else {
            assert_eq!(packed.agents, None);
        }
    }
}

#[test]
fn seats_that_share_no_unit_are_solved_alone() {
    let (one, start_one) = random(3, 10, 3);
    let (two, start_two) = random(4, 11, 3);
    let mut both = one.clone();
    let (seats, options) = (one.terms.len() as u32, one.options.len());
    both.terms.extend(&two.terms);
    both.options.extend(two.options.iter().map(|option| Choice { seat: option.seat + seats, ..*option }));
    both.units.extend(two.units.iter().map(|unit| Unit {
        fixed: unit.fixed.map(|option| option + options),
        options: unit.options.start + options..unit.options.end + options,
        ..unit.clone()
    }));
    let start: Vec<Option<usize>> =
        start_one.iter().copied().chain(start_two.iter().map(|option| option.map(|at| at + options))).collect();
    let effort = Effort::normal(&one, 1.0);
    let (a, b) = (solve(&one, &start_one, &effort), solve(&two, &start_two, &effort));
    let together = solve(&both, &start, &effort);
    assert!((together.certificate.value - a.certificate.value - b.certificate.value).abs() < 1e-6);
    assert!((together.certificate.bound - a.certificate.bound - b.certificate.bound).abs() < 1e-6);
}

#[test]
fn whole_books_prove_no_less_than_shares_of_units_and_no_more_than_holds() {
    let (mut closer, mut left) = (0.0, 0.0);
    for seed in 0..40 {
        let (problem, start) = random(500 + seed, 8, 3);
        let least = by_trying_everything(&problem);
        let effort = Effort::normal(&problem, 1.0);
        let linear = dual::ascend(&problem, least, effort.rounds, None);
        let known = (Ledger::of(&problem, &start).total(), start);
        let books = books::books(&problem, &linear, known, &effort);
        let near = 1e-9 * least.max(1.0);
        assert!(linear.bound <= books.dual.bound + near && books.dual.bound <= least + near, "{seed}: {linear:?} {least}");
        assert!(least <= books.best.0 + near && (Ledger::of(&problem, &books.best.1).total() - books.best.0).abs() <= near);
        left += least - linear.bound;
        closer += books.dual.bound - linear.bound;
    }
    println!("whole books close {:.0} % of what shares of units leave open", 100.0 * closer / left);
    assert!(closer > 0.5 * left, "{closer} {left}");
}
