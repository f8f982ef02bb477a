//! How good carves are and how long they take: the gap as a share of what could be saved at most, and
//! processor seconds.
//!
//! ```sh
//! cargo run --release -p attain-design --example carve_books              # 200 generated books
//! cargo run --release -p attain-design --example carve_books -- 17 3      # some of them
//! cargo run --release -p attain-design --example carve_books -- t.toml    # scenarios
//! ```

use std::path::PathBuf;

use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::design::design;
use attain_fixtures::books::resolved;
use attain_fixtures::skewed_books::{book, scenario, two_hundred_books};

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let (files, numbers): (Vec<_>, Vec<_>) =
        given.iter().partition(|arg| std::path::Path::new(arg).extension().is_some_and(|ending| ending == "toml"));
    for file in &files {
        let study = attain_design::study::load(&[PathBuf::from(file)]).unwrap_or_else(|faults| panic!("{faults}"));
        carve(file, &study.book, &study.scenarios[0]);
    }
    let chosen: Vec<usize> = numbers.iter().map(|number| number.parse().expect("a number of a book")).collect();
    let books = two_hundred_books();
    let all: Vec<usize> = if given.is_empty() { (0..books.len()).collect() } else { chosen };
    let mut found = Vec::new();
    for number in all {
        let one = books[number];
        let book = book(one.seed, one.shape);
        let name = format!("{number:>3} {:?} {}", one.shape, one.tolerance);
        found.push(carve(&name, &book, &resolved(scenario(one.tolerance))));
    }
    if !found.is_empty() {
        let quantiles = |of: fn(&(f64, f64)) -> f64| {
            let mut sorted: Vec<f64> = found.iter().map(of).collect();
            sorted.sort_by(f64::total_cmp);
            [0.5, 0.9, 0.95, 0.99, 1.0].map(|share| sorted[((sorted.len() - 1) as f64 * share) as usize])
        };
        let over = found.iter().filter(|(gap, _)| *gap > 0.01).count();
        println!("{} books; quantiles 50, 90, 95, 99, 100 %", found.len());
        println!("gap %: {:.4?}; over 1 %: {over}", quantiles(|(gap, _)| 100.0 * gap));
        println!("cpu s: {:.3?}; all {:.1}", quantiles(|(_, seconds)| *seconds), found.iter().map(|one| one.1).sum::<f64>());
    }
}

/// Carves a book; the gap and the processor seconds.
fn carve(name: &str, book: &Book, resolved: &ResolvedScenario) -> (f64, f64) {
    let (clock, start) = (std::time::Instant::now(), cpu());
    let plan = design(book, resolved).unwrap_or_else(|faults| panic!("{faults}"));
    let (seconds, spent) = (clock.elapsed().as_secs_f64(), cpu() - start);
    let made = plan.certificate.unwrap_or_default();
    println!(
        "{name}: gap {:.4} % ({:.0} over {:.0}, today {:.0}); {:.4} % of the cost; deviation {:.3} (least {:.3}); \
         revenue moved {:.0} (least {:.0}); {spent:.2} s cpu, {seconds:.2} s",
        100.0 * made.gap(),
        made.value - made.bound,
        made.bound,
        made.today,
        100.0 * (made.value - made.bound) / made.value.abs().max(1e-9),
        made.deviation,
        made.deviation_bound,
        made.revenue_moved,
        made.revenue_bound,
    );
    (made.gap(), spent)
}

/// Processor seconds of this process, all threads; 0 where the system does not tell.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
