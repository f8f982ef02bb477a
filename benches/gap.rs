//! How good assignments are: generalized-assignment instances against their
//! best known values. Each line has a name, the value found, the best known
//! one, the gap between them, a proven lower bound, seconds, and processor
//! seconds.
//!
//! ```sh
//! cargo bench --bench gap                     # ../shared/data/gap
//! cargo bench --bench gap -- FILE…            # other files of the same form
//! ```
//! A file holds the number of agents and of jobs, a row of costs and then a row
//! of weights for each agent, and the capacities, all whole numbers. Best known
//! values come from `best_known.csv` beside it, where there is one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use attain::solver::{Effort, GeneralizedAssignment, solve_generalized};

const FOLDER: &str = "../shared/data/gap";

fn main() {
    let given: Vec<PathBuf> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    let files = if given.is_empty() { instances(Path::new(FOLDER)) } else { given };
    if files.is_empty() {
        println!("no instances: {FOLDER} is not there; name files");
        return;
    }
    println!("{:<10} {:>7} {:>7} {:>8} {:>7} {:>8} {:>8}", "instance", "value", "best", "gap", "bound", "seconds", "cpu s");
    let (mut gaps, mut slowest, mut above) = (Vec::new(), 0.0_f64, 0);
    for file in &files {
        let Some(problem) = read(file) else {
            println!("{}: not an instance", file.display());
            continue;
        };
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (start, spent) = (Instant::now(), cpu());
        let solution = solve_generalized(&problem.1, &Effort::for_jobs(problem.0));
        let (seconds, spent) = (start.elapsed().as_secs_f64(), cpu() - spent);
        let (value, bound) = (solution.certificate.value, solution.certificate.bound);
        let checked = solution.agents.as_deref().and_then(|agents| problem.1.cost(agents));
        assert!(checked.is_none_or(|cost| (cost - value).abs() < 1e-6), "{name}: found {value}, costs {checked:?}");
        let best = best_known(file).get(&name).copied();
        let gap = best.map(|best| value / best - 1.0);
        let percent = gap.map_or_else(|| "-".to_owned(), |gap| format!("{:.3} %", 100.0 * gap));
        let known = best.map_or_else(|| "-".to_owned(), |best| best.to_string());
        println!("{name:<10} {value:>7} {known:>7} {percent:>8} {bound:>7} {seconds:>8.2} {spent:>8.2}");
        gaps.extend(gap);
        slowest = slowest.max(seconds);
        above += usize::from(best.is_some_and(|best| bound > best));
    }
    if !gaps.is_empty() {
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        let worst = gaps.iter().copied().fold(0.0, f64::max);
        println!(
            "{} instances: mean gap {:.3} %, worst {:.3} %, bounds above the best known {above}, slowest {slowest:.2} s",
            gaps.len(),
            100.0 * mean,
            100.0 * worst
        );
    }
}

/// The instances of a folder, by name: files without an ending.
fn instances(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_none() && path.file_name().is_some_and(|name| name != "LICENSE"))
        .collect();
    files.sort();
    files
}

/// Number of jobs and the problem.
fn read(file: &Path) -> Option<(usize, GeneralizedAssignment)> {
    let text = std::fs::read_to_string(file).ok()?;
    let numbers: Vec<u32> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    let (&agents, &jobs) = (numbers.first()?, numbers.get(1)?);
    let (agents, jobs) = (agents as usize, jobs as usize);
    let pairs = agents.checked_mul(jobs)?;
    let costs = numbers.get(2..2 + pairs)?.iter().copied().map(f64::from).collect();
    let weights = numbers.get(2 + pairs..2 + 2 * pairs)?.to_vec();
    let capacities = numbers.get(2 + 2 * pairs..2 + 2 * pairs + agents)?.to_vec();
    Some((jobs, GeneralizedAssignment::new(agents, costs, weights, capacities)?))
}

/// Best known values by instance.
fn best_known(file: &Path) -> BTreeMap<String, f64> {
    let table = file.with_file_name("best_known.csv");
    let text = std::fs::read_to_string(table).unwrap_or_default();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        Some(((*cells.first()?).to_owned(), cells.last()?.trim().parse().ok()?))
    };
    text.lines().skip(1).filter_map(row).collect()
}

/// Processor seconds of this process, all threads; 0 where the system does not tell.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
