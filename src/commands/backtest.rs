//! `attain backtest`: forecasts from past dates, scored against the actual results.

use std::sync::atomic::{AtomicU64, Ordering};

use super::args::BacktestArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::{progress, scenario_data};
use attain_analysis::backtest::{BacktestOptions, MarketSource, backtest};
use attain_core::output::OutputFolder;
use attain_report::export;
use attain_report::{html, terminal};

/// Forecasts from each cut date, scores the forecasts and writes the report.
///
/// # Errors
/// All faults in the scenario, its data and the cuts, or a file that cannot be written.
pub fn run(args: &BacktestArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let (resolved, book) = scenario_data::load_history(&args.path)?;
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
    let bar = progress::steps(console, 0);
    let simulated = AtomicU64::new(0);
    let on_year = |_: u32| bar.set_position(simulated.fetch_add(1, Ordering::Relaxed) + 1);
    let threads = args.threads.pool()?;
    let found = threads.install(|| backtest(&book, &resolved, &request, market, &on_year));
    bar.finish_and_clear();
    let found = found?;
    export::backtest::write(&mut folder, &found)?;
    folder.put("backtest.html", html::backtest::render(&found).as_bytes())?;
    let path = folder.commit()?.join("backtest.html");
    console.print(&terminal::backtest::backtest(&found, Some(&path.display().to_string()), console.width, console.colour));
    Ok(ExitStatus::Done)
}
