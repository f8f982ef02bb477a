//! A first answer from reps, quota and target, without any input files.
//!
//! ```text
//! options ─► QuickOptions ─ scenario_text ─► scenario file ─ scenario, study ─► Book, Plan
//!   ─ capacity ─► bridge and probability;  other numbers of reps ─ … ─► reps needed
//! ```
//!
//! The market is derived from the quota: territories are sized so that the quota is the stated
//! share of the bookings of a ramped rep who stays, or so that seats reach the stated attainment.
//! The simulated scenario is the same one that is written to the file.

mod fault;
mod options;
mod preset;
mod scenario_text;
mod segments;
mod values;

pub use options::{ProductivityLevel, QuickArguments, QuickOptions};
pub use preset::SegmentPreset;

use crate::capacity::fewest::fewest;
use crate::capacity::mechanism::with_first_mechanisms;
use crate::capacity::plan_years::{PlanYears, simulate_plans};
use crate::capacity::{
    CapacityBridge, CapacityOptions, Mechanism, SeatTrial, TargetChance, TargetGap, WorkProgress, simulate_bridges,
};
use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::study;
use attain_design::study::Study;
use attain_sim::summarise::results::Stat;
use attain_sim::summarise::{mean_and_sd, stat};

/// Options for calibrating amounts; the seed differs from those of answers.
const CALIBRATION: CapacityOptions = CapacityOptions { seed: 0x7155_1c4b, years: 200, wanted: 0.5 };
/// Number of rounds in which amounts are calibrated to attainment.
const ROUNDS: usize = 3;
/// Highest published average attainment. S: 43 % to 89 % by source.
pub const PUBLISHED: f64 = 0.89;
/// Largest number of reps to simulate, as a multiple of the given number.
const MOST_TIMES: u32 = 4;

/// The answer of `attain quick`.
#[derive(Debug, Clone, PartialEq)]
pub struct QuickAnswer {
    pub options: QuickOptions,
    /// Seed of all random draws.
    pub seed: u64,
    /// Number of simulated years.
    pub years: u32,
    /// Number of generated accounts.
    pub accounts: usize,
    /// The bridge from quota capacity to median bookings.
    pub bridge: CapacityBridge,
    /// Distribution of bookings.
    pub bookings: Stat,
    /// The gap to the target.
    pub gap: TargetGap,
    /// Ratio of mean bookings to street quota.
    pub attained: f64,
    /// The probability of reaching the target if mean attainment were [`PUBLISHED`]; only if no
    /// option states how productive reps are.
    pub at_published: Option<TargetChance>,
    /// The fewest reps that reach the target with the required probability; `None` if four times
    /// the given number is not enough.
    pub reps: Option<u32>,
    /// The simulated numbers of reps, in ascending order.
    pub tried: Vec<SeatTrial>,
    /// The scenario file for the given number of reps.
    pub scenario: String,
    /// The scenario file for the number of reps needed, if it differs from the given number.
    pub scenario_needed: Option<String>,
    /// The assumptions behind the answer, with sources.
    pub assumptions: Vec<QuickAssumption>,
}

/// An assumption behind the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickAssumption {
    /// The assumption itself.
    pub what: String,
    pub value: String,
    /// The source: an option of the user, or P (primary), S (second-hand) or A (assumption) with a
    /// reference.
    pub source: String,
}

/// Name of the plan.
const NAME: &str = "quick";

/// Computes whether a number of reps reaches a target.
///
/// # Errors
/// Returns faults of the generated scenario.
pub fn quick(options: &QuickOptions, seed: u64, years: u32, work: &WorkProgress) -> Result<QuickAnswer, Faults> {
    let scale = amount_scale(options, work)?;
    let scenario = scenario_text::scenario_text(options, NAME, scale);
    let (resolved, book, plan) = design_scenario(&scenario)?;
    let capacity_options = CapacityOptions { seed, years, wanted: options.wanted };
    let (mut bridges, simulated) = simulate_bridges(&book, &plan, capacity_options, work);
    let gap = TargetGap::new(&simulated, options.target, options.wanted);
    let mut tried = vec![SeatTrial { seats: options.reps, chance: gap.chance }];
    let most = options.reps * MOST_TIMES;
    let reps = fewest(first_guess(options, &gap), most, |reps| -> Result<bool, Faults> {
        let known = tried.iter().find(|tried| tried.seats == reps).map(|tried| tried.chance);
        let chance = if let Some(chance) = known {
            chance
        } else {
            let years = simulate(&options.with_reps(reps), scale, capacity_options, work)?;
            TargetChance::from_years(&years.target_reached)
        };
        if known.is_none() {
            tried.push(SeatTrial { seats: reps, chance });
        }
        Ok(chance.p >= options.wanted)
    })?;
    tried.sort_by_key(|tried| tried.seats);
    let attained = mean_and_sd(&simulated.bookings).0 / (f64::from(options.reps) * options.quota);
    let at_published = options
        .defaulted
        .contains(&"--quota-share")
        .then(|| at_published(options, scale, attained, capacity_options, work))
        .transpose()?;
    let needed = reps.filter(|&reps| reps != options.reps);
    let none = Stat { mean: 0.0, se: 0.0, sd: 0.0, p05: 0.0, p10: 0.0, p25: 0.0, p50: 0.0, p75: 0.0, p90: 0.0, p95: 0.0 };
    Ok(QuickAnswer {
        options: options.clone(),
        seed,
        years,
        accounts: book.accounts.len(),
        bridge: bridges.swap_remove(0),
        bookings: stat(&simulated.bookings).unwrap_or(none),
        gap,
        attained,
        at_published,
        reps,
        tried,
        scenario_needed: needed
            .map(|reps| scenario_text::scenario_text(&options.with_reps(reps), &format!("{NAME}-{reps}-reps"), scale)),
        assumptions: assumptions(options, &resolved),
        scenario,
    })
}

/// Returns the number of reps that would be enough if bookings were proportional to reps.
fn first_guess(options: &QuickOptions, gap: &TargetGap) -> u32 {
    let reps = f64::from(options.reps) * options.target / gap.assured.max(1.0);
    reps.ceil().clamp(1.0, 1e6) as u32
}

/// Returns the factor on amounts at which reps are as productive as the options state. The yield of
/// a territory is proportional to amounts, so one round is enough for a quota share. Attainment is
/// only nearly proportional (reps who miss quota leave sooner), so it is calibrated in several
/// rounds. Both are determined to a standard error of a few tenths of a per cent.
fn amount_scale(options: &QuickOptions, work: &WorkProgress) -> Result<f64, Faults> {
    let street = f64::from(options.reps) * options.quota;
    let bookings = |scale: f64, on: usize| -> Result<f64, Faults> {
        let (_, book, plan) = design_scenario(&scenario_text::scenario_text(options, NAME, scale))?;
        work.expect(CALIBRATION.years.into());
        let simulated = simulate_plans(&book, &[with_first_mechanisms(&plan, on)], CALIBRATION.seed, CALIBRATION.years, work);
        Ok(simulated.first().map_or(0.0, |years| mean_and_sd(&years.bookings).0).max(f64::MIN_POSITIVE))
    };
    match options.level {
        ProductivityLevel::Share(share) => Ok(street / share / bookings(1.0, 0)?),
        ProductivityLevel::Attainment(attainment) => {
            let all = Mechanism::ALL.len();
            let mut scale = 1.0;
            for _ in 0..ROUNDS {
                scale *= attainment * street / bookings(scale, all)?;
            }
            Ok(scale)
        }
    }
}

/// Computes the probability of reaching the target if seats book [`PUBLISHED`] of their quota on
/// average, the highest published average.
fn at_published(
    options: &QuickOptions,
    scale: f64,
    attained: f64,
    capacity_options: CapacityOptions,
    work: &WorkProgress,
) -> Result<TargetChance, Faults> {
    let street = f64::from(options.reps) * options.quota;
    let mut simulated = simulate(options, scale * PUBLISHED / attained.max(1e-9), capacity_options, work)?;
    // Attainment also affects who leaves; correct the remaining difference.
    let factor = PUBLISHED * street / mean_and_sd(&simulated.bookings).0.max(f64::MIN_POSITIVE);
    simulated.target_reached =
        simulated.bookings.iter().map(|bookings| f64::from(u8::from(bookings * factor >= options.target))).collect();
    Ok(TargetChance::from_years(&simulated.target_reached))
}

/// Simulates the scenario of the options.
fn simulate(
    options: &QuickOptions,
    scale: f64,
    capacity_options: CapacityOptions,
    work: &WorkProgress,
) -> Result<PlanYears, Faults> {
    let (_, book, plan) = design_scenario(&scenario_text::scenario_text(options, NAME, scale))?;
    work.expect(capacity_options.years.into());
    Ok(simulate_plans(&book, &[plan], capacity_options.seed, capacity_options.years, work).swap_remove(0))
}

/// Designs the plan of a scenario text, which is parsed like a scenario file.
fn design_scenario(text: &str) -> Result<(ResolvedScenario, Book, Plan), Faults> {
    let resolved = scenario::from_texts(&[("plan.toml", text)])?;
    let Study { book, mut scenarios } = study::from_scenarios(vec![resolved], Faults::default())?;
    let resolved = scenarios.swap_remove(0);
    let plan = design(&book, &resolved)?;
    Ok((resolved, book, plan))
}

/// Returns the assumptions behind the answer: the options, their consequences, and the defaults
/// with the largest influence on bookings.
fn assumptions(options: &QuickOptions, resolved: &ResolvedScenario) -> Vec<QuickAssumption> {
    let mut all = Vec::new();
    let mut add = |what: &str, value: String, source: &str| {
        all.push(QuickAssumption { what: what.to_owned(), value, source: source.to_owned() });
    };
    let or_given = |option, source: &'static str| if options.defaulted.contains(&option) { source } else { "given" };
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    add("attrition per year", percent(options.attrition), or_given("--attrition", "S: about a third a year"));
    add("ramp (S-curve), months", format!("{}", options.ramp), or_given("--ramp", "S: mean just under 5 to 5.7 (Bridge Group)"));
    match options.level {
        ProductivityLevel::Share(share) => add(
            "quota as a share of territory yield for a ramped rep who stays",
            percent(share),
            or_given("--quota-share", "P: 70-80 % of realistic potential (practitioner guide)"),
        ),
        ProductivityLevel::Attainment(attainment) => {
            add("mean bookings as a share of street quota", percent(attainment), "given");
        }
    }
    for (preset, reps) in &options.segments {
        let of = |what: &str| format!("{}: {what}", preset.name);
        add(&of("reps"), reps.to_string(), or_given("--segment", "A: mid-market if no segment is given"));
        add(
            &of("accounts per rep"),
            preset.accounts_per_rep().to_string(),
            "P: commercial coverage model; an eighth of capacity kept free (P: 10-15 %)",
        );
        add(&of("win rate"), format!("{:.1} %", 100.0 * preset.win_rate), preset.win_source);
        add(&of("closed deals behind the win rate"), "200".to_owned(), "A: a wide prior, because sources differ");
        add(&of("days to win, median"), format!("{:.0}", preset.cycle_days), preset.cycle_source);
        add(&of("opportunities per account per year"), format!("{}", preset.opportunities), "A: no published figure");
    }
    let scenario = &resolved.scenario;
    add(
        "days to fill a seat, median",
        format!("{:.0}", scenario.attrition.time_to_fill.median_days.get()),
        "S: 58 (HRO Today), 62 (SBI), 47 (Workable)",
    );
    let loss = &scenario.market.hand_over;
    add(
        "hand-over loss, first year",
        format!("{:.1}-{:.1} %", 100.0 * loss.loss_low.get(), 100.0 * loss.loss_high.get()),
        "P: Shi, Sridhar, Grewal & Lilien 2017",
    );
    add(
        "market shock, standard deviation of log odds",
        format!("{}", scenario.market.shock.sd.get()),
        "A: -18 % in 2023 (S: Ebsta) is two standard deviations",
    );
    add("territories of additional reps", "as good as the current ones".to_owned(), "A: the market is large enough");
    all
}
