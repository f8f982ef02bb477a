//! `attain spread`: the sources of variance in results.

use std::path::PathBuf;

use super::args::SpreadArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::fault::{SeatSwapFault, UnknownSeatMetric};
use super::paths::{scenario_files, study_name};
use super::{name_lookup, progress};
use attain_analysis::experiment::cell::CellError;
use attain_analysis::experiment::spread::worlds::WORLDS;
use attain_analysis::experiment::spread::{
    CrossedEffects, Drivers, SplitOptions, SpreadOptions, Tornado, crossed_effects, split_territory_and_rep, spread,
    swap_partner, tornado,
};
use attain_analysis::forecast_basis::default_market;
use attain_analysis::planning::design;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::metric::{ALL, SHARED};
use attain_core::output::OutputFolder;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_design::study::Study;
use attain_report::export;
use attain_report::{html, terminal};

/// Default number of pairs of years for one plan.
const PAIRS: u32 = 1000;
/// Default total number of pairs of years for several plans.
const PAIRS_OF_ALL: u32 = 2000;
/// Default number of years for the split into territory and rep.
const SPLIT_YEARS: u32 = 2000;

/// Decomposes the variance, splits results into territory and rep, and writes the report.
///
/// # Errors
/// All faults in the input, or a folder that cannot be written.
pub fn run(args: &SpreadArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let files = scenario_files(&args.paths)?;
    let study = study::load(&files)?;
    let inputs = SpreadInputs::read(args, &study, &study_name(&files))?;
    let threads = args.simulation.threads.pool()?;
    let names = ["spread.html", "spread.json"].map(str::to_owned);
    let mut folder = OutputFolder::open_beside(&inputs.out, &names, study.scenarios.iter().flat_map(ResolvedScenario::inputs))?;
    let found = threads.install(|| analyse(args, &study, &inputs, console))?;
    console.print(&terminal::drivers_page(&found, console.width, console.colour));
    folder.put("spread.html", html::drivers_sheet(&found).as_bytes())?;
    folder.put("spread.json", &export::pretty("spread.json", &found)?)?;
    let folder = folder.commit()?;
    console.print(&format!("Page: {}", folder.join("spread.html").display()));
    Ok(ExitStatus::Done)
}

/// The plans and options of the analysis.
struct SpreadInputs {
    plans: Vec<Plan>,
    /// Index of the plan whose seats are analysed.
    seats_of: usize,
    metric: usize,
    /// Index of the seat given by `--seat`.
    seat: Option<usize>,
    swap: Option<(usize, usize)>,
    asked: Option<String>,
    out: PathBuf,
}

impl SpreadInputs {
    fn read(args: &SpreadArgs, study: &Study, name: &str) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let metric = ALL[..SHARED].iter().position(|metric| metric.name == args.metric);
        if metric.is_none() {
            faults.push(Place::Option("--metric"), UnknownSeatMetric(args.metric.clone()));
        }
        let names: Vec<&str> = study.scenarios.iter().map(|resolved| resolved.scenario.name.as_str()).collect();
        let chosen = args.plan.as_ref().map(|plan| attain_sim::replay::scope::plan_at(Some(plan), &names));
        let chosen = chosen.transpose().unwrap_or_else(|fault| {
            faults.0.push(fault);
            None
        });
        faults.into_result(())?;
        let reference = super::reference_plan::position(None, None, &names, &mut Faults::default());
        let designed = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved))?;
        let mut plans = study::with_common_target(designed, reference);
        let mut out = format!("spread-{name}");
        if let Some(only) = chosen {
            plans = vec![plans.swap_remove(only)];
            out = format!("spread-{}", plans[0].name);
        }
        let seats_of = if plans.len() == 1 { 0 } else { reference };
        let seat = args.seat.as_ref().map(|seat| name_lookup::seat_of(&plans[seats_of], seat, "--seat")).transpose()?;
        if let Some(region) = &args.region {
            name_lookup::one_of(&study.book.regions, region, "region", "--region")?;
        }
        let swap = seat.map(|seat| swap(args, study, &plans[seats_of], seat)).transpose()?.flatten();
        let asked = seat.map(|seat| plans[seats_of].seats[seat].id.clone()).or_else(|| args.region.clone());
        let out = args.simulation.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(out));
        Ok(Self { plans, seats_of, metric: metric.unwrap_or(0), seat, swap, asked, out })
    }
}

/// The two seats whose reps are swapped; `None` if no swap is possible.
fn swap(args: &SpreadArgs, study: &Study, plan: &Plan, seat: usize) -> Result<Option<(usize, usize)>, Faults> {
    let Some(asked) = &args.swap else {
        return Ok(swap_partner(&study.book, plan, seat).map(|other| (seat, other)));
    };
    let fault = |problem| Faults(vec![Fault::new(Place::Option("--swap"), problem)]);
    let other = name_lookup::seat_of(plan, asked, "--swap")?;
    if other == seat {
        return Err(fault(SeatSwapFault::Same));
    }
    match [seat, other].into_iter().find(|&seat| plan.seats[seat].incumbent.is_none()) {
        Some(empty) => Err(fault(SeatSwapFault::Empty(plan.seats[empty].id.clone()))),
        None => Ok(Some((seat, other))),
    }
}

fn analyse(args: &SpreadArgs, study: &Study, inputs: &SpreadInputs, console: &Console) -> Result<Drivers, Faults> {
    let SpreadInputs { plans, seats_of, metric, seat, swap, asked, .. } = inputs;
    let (book, seed) = (&study.book, args.simulation.seed);
    let plan = &plans[*seats_of];
    let pairs = args.years.unwrap_or(if plans.len() == 1 { PAIRS } else { (PAIRS_OF_ALL / plans.len() as u32).max(100) });
    let years = args.years.map_or(SPLIT_YEARS, |pairs| pairs.saturating_mul(2));
    let runs = if swap.is_some() { 3 } else { 2 };
    let bar = progress::items(console, u64::from(pairs) * WORLDS as u64 + u64::from(years) * runs, "worlds");
    let spread = spread(&SpreadOptions { book, plans, seats_of: *seats_of, seed, pairs, metric: *metric }, &|_| bar.inc(1));
    let splits = split_territory_and_rep(&SplitOptions { book, plan, seed, years, swap: *swap }, &|_| bar.inc(1));
    bar.finish_and_clear();
    let tornado = median_sensitivity(args, study, plan, console)?;
    let history: Option<CrossedEffects> = seat.and_then(|seat| crossed_effects(book, plan, seat));
    let hash =
        |plan: &Plan| study.scenarios.iter().find(|resolved| resolved.scenario.name == plan.name).map(|of| of.hash.clone());
    Ok(Drivers {
        format: 1,
        version: env!("CARGO_PKG_VERSION"),
        seed,
        start: plan.scenario.horizon.start.to_string(),
        horizon_months: plan.scenario.horizon.months,
        data_hash: book.hash.clone(),
        scenarios: plans.iter().map(|plan| (plan.name.clone(), hash(plan).unwrap_or_default())).collect(),
        currency: plan.scenario.money.currency.clone(),
        default_market: default_market(book, &study.scenarios),
        spread,
        tornado,
        splits,
        selected: asked.clone(),
        history,
    })
}

/// Sensitivity of a plan's median bookings to each axis.
fn median_sensitivity(args: &SpreadArgs, study: &Study, plan: &Plan, console: &Console) -> Result<Option<Tornado>, Faults> {
    let base = study.scenarios.iter().find(|resolved| resolved.scenario.name == plan.name);
    let Some(base) = base.filter(|_| args.tornado > 1) else { return Ok(None) };
    let base = base.with_choices(|scenario| {
        // The target of the comparison is fixed, whichever axis varies.
        scenario.target.bookings = scenario.target.bookings.or_else(|| attain_core::units::Money::new(plan.target).ok());
    });
    let bar = progress::items(console, u64::from(args.tornado), "years");
    let found = tornado(&study.book, &base, args.simulation.seed, args.tornado, &|_| bar.inc(1));
    bar.finish_and_clear();
    match found {
        Ok(found) => Ok(Some(found)),
        Err(CellError::Design(faults)) => Err(faults),
        Err(CellError::Unfit { .. }) => Ok(None),
    }
}
