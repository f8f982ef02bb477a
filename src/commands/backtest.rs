//! `attain backtest`: what would have been forecast, against what happened.

use std::sync::atomic::{AtomicU64, Ordering};

use super::args::BacktestArgs;
use super::{Exit, Failure, Screen, progress};
use attain_analysis::backtest::{BacktestOptions, MarketSource, backtest};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_core::scenario;
use attain_report::export;
use attain_report::{html, terminal};

/// Cuts the scenario's book, forecasts, scores, and writes what was found.
///
/// # Errors
/// Every fault of the scenario, its data and the cuts; a file that cannot be written.
pub fn run(args: &BacktestArgs, screen: &Screen) -> Result<Exit, Failure> {
    let mut faults = Faults::default();
    let resolved = scenario::load(&args.path, &mut faults);
    let Some(resolved) = resolved else { return Err(faults.into()) };
    let book = attain_data::load(&resolved, &mut faults);
    let Some(book) = book else { return Err(faults.into()) };
    faults.into_result(())?;
    let out = args.out.clone().unwrap_or_else(|| format!("reports/backtest-{}", resolved.scenario.name).into());
    let names = export::backtest::NAMES.map(str::to_owned);
    let mut folder = OutputFolder::open_beside(&out, &names, resolved.inputs())?;
    let request = BacktestOptions {
        cut: args.cut.clone(),
        every: args.every.clone(),
        months: args.months,
        years: args.years,
        seed: args.seed,
    };
    let market = if args.as_given { MarketSource::AsGiven } else { MarketSource::Calibrated };
    let bar = progress::steps(screen, 0);
    let lived = AtomicU64::new(0);
    let note = |_: u32| bar.set_position(lived.fetch_add(1, Ordering::Relaxed) + 1);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0) as usize).build()?;
    let found = threads.install(|| backtest(&book, &resolved, &request, market, &note));
    bar.finish_and_clear();
    let found = found?;
    export::backtest::write(&mut folder, &found)?;
    folder.put("backtest.html", html::backtest::render(&found).as_bytes())?;
    let path = folder.commit()?.join("backtest.html");
    screen.say(&terminal::backtest::backtest(&found, Some(&path.display().to_string()), screen.width, screen.colour));
    Ok(Exit::Done)
}
