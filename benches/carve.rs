//! How good carves are and how long they take, by size: what the carve costs,
//! what none can cost less than, the gap, how far books are from the mean, and
//! what binds.
//!
//! ```sh
//! cargo bench --bench carve                      # demo's shape, 2,000 × 40 to 50,000 × 500
//! cargo bench --bench carve -- 5000x50           # other sizes
//! ```

#[allow(dead_code, reason = "other benches use the rest")]
mod common;

use std::time::Instant;

use attain::design::design;
use attain::plan::Plan;

const SIZES: [(u32, u32); 4] = [(2000, 40), (5000, 100), (20_000, 250), (50_000, 500)];

/// Books by potential alone, within ±10 % of their mean.
const PLAN: &str = r#"
extends = "base.toml"
name = "carve"
[weighting]
conversion = 0
[territory]
balance-tolerance = 0.1
"#;

fn main() {
    let given: Vec<(u32, u32)> = std::env::args().skip(1).filter_map(|arg| size(&arg)).collect();
    let sizes = if given.is_empty() { SIZES.to_vec() } else { given };
    println!(
        "{:>8} {:>5} {:>14} {:>14} {:>7} {:>10} {:>9} {:>9} {:>8} {:>7} {:>7}",
        "accounts", "seats", "value", "bound", "gap", "deviation", "over ±10%", "overload", "seconds", "cpu s", "MB"
    );
    for (accounts, reps) in sizes {
        let (folder, _) = common::company(accounts, reps, 0);
        let file = folder.path().join("carve.toml");
        std::fs::write(&file, PLAN).expect("a file for the bench");
        let paths = [file];
        let study = attain::study::load(&paths).unwrap_or_else(|faults| panic!("{faults}"));
        let (start, spent) = (Instant::now(), cpu());
        let plan = design(&study.book, &study.scenarios[0]).unwrap_or_else(|faults| panic!("{faults}"));
        let (seconds, spent) = (start.elapsed().as_secs_f64(), cpu() - spent);
        let made = plan.certificate.unwrap_or_default();
        println!(
            "{accounts:>8} {reps:>5} {:>14.0} {:>14.0} {:>5.2} % {:>8.1} % {:>9} {:>7.1} % {seconds:>8.2} {spent:>7.2} {:>7.0}",
            made.value,
            made.bound,
            100.0 * made.gap(),
            100.0 * plan.equity.after.largest_deviation,
            outside(&plan, 0.10),
            100.0 * overload(&plan),
            memory()
        );
        for note in &plan.notes {
            println!("         {note}");
        }
    }
}

fn size(text: &str) -> Option<(u32, u32)> {
    let (accounts, reps) = text.split_once('x')?;
    Some((accounts.parse().ok()?, reps.parse().ok()?))
}

/// Seats further than that from the mean potential of their team.
fn outside(plan: &Plan, tolerance: f64) -> usize {
    let teams = plan.seats.iter().map(|seat| seat.team + 1).max().unwrap_or(0);
    (0..teams)
        .map(|team| {
            let books: Vec<f64> = plan.seats.iter().filter(|seat| seat.team == team).map(|seat| seat.potential).collect();
            let mean = books.iter().sum::<f64>() / books.len().max(1) as f64;
            books.iter().filter(|&&book| (book - mean).abs() > tolerance * mean * (1.0 + 1e-9)).count()
        })
        .sum()
}

/// Work beyond capacity of seats that have too much, as a share of all capacity.
fn overload(plan: &Plan) -> f64 {
    let over: f64 = plan.seats.iter().map(|seat| (seat.workload - seat.capacity).max(0.0)).sum();
    over / plan.seats.iter().map(|seat| seat.capacity).sum::<f64>().max(1.0)
}

/// The most memory this process has held so far, MB; 0 where the system does not tell.
fn memory() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// Processor seconds of this process, all threads; 0 where the system does not tell.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
