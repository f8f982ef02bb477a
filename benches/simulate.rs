//! How long a year takes, told in raw draws: the time the same generator takes
//! to fill a buffer with 64 random bits. Everything is measured in one run, in
//! turns, and the least time of each is kept, so that the ratios stand on any
//! machine, busy or not. `benches/README.md` tells what came of it.
//!
//! `cargo bench --bench simulate` prints the table;
//! `cargo bench --bench simulate -- ratios` only its first part;
//! `cargo bench --bench simulate -- count PLANS YEARS` only simulates that many
//! years, for counters of instructions;
//! `cargo bench --bench simulate -- memory YEARS` simulates the largest study that
//! is promised and tells the memory it took.

mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use attain::data::Book;
use attain::plan::Plan;
use attain::random::{Purpose, WorldStreams};
use attain::simulate::compiled_plan::CompiledPlan;
use attain::simulate::simulate_years;
use attain::simulate::year::YearSimulator;
use attain::world::{CompiledMarket, World};

/// Turns each measurement takes.
const ROUNDS: usize = 12;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let number = |i: usize| args.get(i).and_then(|arg| arg.parse::<u32>().ok());
    match (args.first().map(String::as_str), number(1), number(2)) {
        (Some("count"), Some(plans), Some(years)) => count(plans as usize, years),
        (Some("memory"), Some(years), _) => memory(years),
        (Some("ratios"), ..) => {
            engine(&Ready::new(5000, 100, 5));
        }
        _ => table(),
    }
}

/// A study of the demo's shape, ready to be lived.
struct Ready {
    book: Book,
    plans: Vec<Plan>,
    odds: CompiledMarket,
}

impl Ready {
    fn new(accounts: u32, reps: u32, plans: usize) -> Self {
        let (_folder, paths) = common::company(accounts, reps, plans);
        let (study, plans) = common::designed(&paths);
        let odds = CompiledMarket::new(&study.book, &plans[0].scenario);
        Self { book: study.book, plans, odds }
    }

    fn settings(&self) -> Vec<CompiledPlan<'_>> {
        self.plans.iter().map(|plan| CompiledPlan::new(&self.book, plan, &self.odds)).collect()
    }

    /// Latent opportunities a world, the mean of a few.
    fn latent(&self) -> f64 {
        let mut world = World::empty();
        let count = |year| {
            world.draw(&self.odds, 1, year);
            world.deals.len() as f64
        };
        (0..8).map(count).sum::<f64>() / 8.0
    }
}

/// Draws worlds and simulates them in the given plans; gives the number of latent opportunities.
fn years(
    odds: &CompiledMarket,
    settings: &[CompiledPlan],
    years: std::ops::Range<u32>,
    world: &mut World,
    scratch: &mut YearSimulator,
) -> u64 {
    let mut latent = 0;
    for year in years {
        world.draw(odds, 1, year);
        latent += world.deals.len() as u64;
        for setting in settings {
            black_box(scratch.simulate(setting, world));
        }
    }
    latent
}

/// One row of the table: something that takes time.
struct Row<'a> {
    name: String,
    work: Box<dyn FnMut() + 'a>,
    best: Duration,
}

fn row<'a>(name: impl Into<String>, work: impl FnMut() + 'a) -> Row<'a> {
    Row { name: name.into(), work: Box::new(work), best: Duration::MAX }
}

/// Runs all rows in turns; gives the least seconds of each.
fn measure(rows: &mut [Row]) -> Vec<f64> {
    for _ in 0..ROUNDS {
        for row in rows.iter_mut() {
            let start = Instant::now();
            (row.work)();
            row.best = row.best.min(start.elapsed());
        }
    }
    rows.iter().map(|row| row.best.as_secs_f64()).collect()
}

const YEARS: u32 = 6;

fn table() {
    let ready = Ready::new(5000, 100, 5);
    let raw = engine(&ready);
    threads(&ready);
    linear_in_years(&ready);
    linear_in_accounts(raw);
    linear_in_plans(raw);
}

/// Filling a buffer, worlds, plans. Gives the seconds of a raw draw.
fn engine(ready: &Ready) -> f64 {
    let settings = ready.settings();
    let latent = ready.latent();
    let streams = WorldStreams::new(1, 0);
    let mut buffer = vec![[0_u32; 4]; 1 << 16];
    let draws = 2.0 * buffer.len() as f64;
    let [mut w0, mut w1, mut w5] = [World::empty(), World::empty(), World::empty()];
    let (mut none, mut first, mut all) = (YearSimulator::default(), YearSimulator::default(), YearSimulator::default());
    let mut rows = [
        row("raw draws", || {
            for (i, block) in buffer.iter_mut().enumerate() {
                *block = streams.block(Purpose::Marks, i as u64, 0).0;
            }
            black_box(&buffer);
        }),
        row("world", || _ = black_box(years(&ready.odds, &[], 0..YEARS, &mut w0, &mut none))),
        row("world + 1 plan", || _ = black_box(years(&ready.odds, &settings[..1], 0..YEARS, &mut w1, &mut first))),
        row("world + 5 plans", || _ = black_box(years(&ready.odds, &settings, 0..YEARS, &mut w5, &mut all))),
    ];
    let seconds = measure(&mut rows);
    let raw = seconds[0] / draws;
    println!("5,000 accounts x 100 seats x 12 months, {latent:.0} latent opportunities a world, one thread");
    println!("raw draw of 64 bits: {:.2} ns\n", raw * 1e9);
    println!("{:<18} {:>12} {:>24} {:>24}", "", "ms a year", "ns / latent opportunity", "draws / latent opp.");
    for (row, seconds) in rows.iter().zip(&seconds).skip(1) {
        let year = seconds / f64::from(YEARS);
        println!("{:<18} {:>12.3} {:>24.1} {:>24.1}", row.name, year * 1e3, year / latent * 1e9, year / latent / raw);
    }
    let each = (seconds[3] - seconds[2]) / 4.0;
    println!("\nall five plans: {:.1} draws' worth a latent opportunity", seconds[3] / f64::from(YEARS) / latent / raw);
    println!("a further plan costs {:.1} % of the first (world + 1 plan)", 100.0 * each / seconds[2]);
    raw
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads for the bench")
}

fn threads(ready: &Ready) {
    let (one, two) = (pool(1), pool(2));
    let run = |years: u32| _ = black_box(simulate_years(&ready.book, &ready.plans, 1, years, &|_| ()));
    let mut rows =
        [row("set up", || run(0)), row("1 thread", || one.install(|| run(128))), row("2 threads", || two.install(|| run(128)))];
    let seconds = measure(&mut rows);
    println!(
        "\n128 years of five plans: 1 thread {:.3} s, 2 threads {:.3} s, of it {:.3} s set up",
        seconds[1], seconds[2], seconds[0]
    );
    let years = (seconds[1] - seconds[0]) / (seconds[2] - seconds[0]);
    println!("two threads over one: {years:.2} (set-up included: {:.2})", seconds[1] / seconds[2]);
}

/// Prints times at 1, 2, 4 and 8 times the size, against the first.
fn linear(what: &str, sizes: [u32; 4], seconds: &[f64]) {
    println!("\nlinear in {what}");
    for (size, time) in sizes.iter().zip(seconds) {
        let (times, against) = (f64::from(*size) / f64::from(sizes[0]), time / seconds[0]);
        println!("{size:>8} {what:<9} {:>10.3} ms  {times:>3.0} x the size, {against:>5.2} x the time", time * 1e3);
    }
}

fn linear_in_years(ready: &Ready) {
    let one = pool(1);
    let sizes = [8, 16, 32, 64];
    let mut rows: Vec<Row> = [0, 8, 16, 32, 64]
        .iter()
        .map(|&n| {
            let one = &one;
            row("", move || _ = one.install(|| black_box(simulate_years(&ready.book, &ready.plans, 1, n, &|_| ()))))
        })
        .collect();
    let seconds = measure(&mut rows);
    let without_set_up: Vec<f64> = seconds[1..].iter().map(|time| time - seconds[0]).collect();
    linear("years", sizes, &without_set_up);
}

/// Five plans, 50 accounts a seat.
fn linear_in_accounts(raw: f64) {
    let sizes = [1250, 2500, 5000, 10_000];
    let studies = sizes.map(|accounts| Ready::new(accounts, accounts / 50, 5));
    let settings: Vec<_> = studies.iter().map(Ready::settings).collect();
    let mut rows: Vec<Row> = studies
        .iter()
        .zip(&settings)
        .map(|(ready, settings)| {
            let (mut world, mut scratch) = (World::empty(), YearSimulator::default());
            row("", move || _ = black_box(years(&ready.odds, settings, 0..2, &mut world, &mut scratch)))
        })
        .collect();
    let seconds = measure(&mut rows);
    linear("accounts", sizes, &seconds);
    let draws = seconds.iter().zip(&studies).map(|(time, ready)| format!("{:.1}", time / 2.0 / ready.latent() / raw));
    println!("draws' worth a latent opportunity: {}", draws.collect::<Vec<_>>().join(", "));
}

/// The world is drawn once, so the first plan costs more than the others.
fn linear_in_plans(raw: f64) {
    let ready = Ready::new(5000, 100, 8);
    let settings = ready.settings();
    let sizes = [1, 2, 4, 8];
    let mut rows: Vec<Row> = [0, 1, 2, 4, 8]
        .iter()
        .map(|&n| {
            let (mut world, mut scratch) = (World::empty(), YearSimulator::default());
            let (odds, settings) = (&ready.odds, &settings[..n]);
            row("", move || _ = black_box(years(odds, settings, 0..2, &mut world, &mut scratch)))
        })
        .collect();
    let seconds = measure(&mut rows);
    let without_world: Vec<f64> = seconds[1..].iter().map(|time| time - seconds[0]).collect();
    linear("plans", sizes, &without_world);
    let world = seconds[0] / 2.0 / ready.latent() / raw;
    println!("the world, drawn once, is left out: {world:.1} draws' worth a latent opportunity");
}

/// Lives years and nothing else.
fn count(plans: usize, n: u32) {
    let ready = Ready::new(5000, 100, 5);
    let settings = ready.settings();
    let (mut world, mut scratch) = (World::empty(), YearSimulator::default());
    let latent = years(&ready.odds, &settings[..plans.min(5)], 0..n, &mut world, &mut scratch);
    println!("{n} years, {plans} plans, {latent} latent opportunities");
}

/// 50,000 accounts, 500 seats, five plans.
fn memory(n: u32) {
    let ready = Ready::new(50_000, 500, 5);
    let start = Instant::now();
    let lived = simulate_years(&ready.book, &ready.plans, 1, n, &|_| ());
    println!("{n} years in {:.1} s, {} latent opportunities", start.elapsed().as_secs_f64(), lived.latent_opportunities);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("peak memory is not told on this system");
    println!("{peak}");
}
