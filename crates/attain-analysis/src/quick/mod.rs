//! The first five minutes: reps, quota and target, and no file.
//!
//! ```text
//! options ─ ask ─► Ask ─ page ─► scenario text ─ scenario, study ─► Book, Plan
//!   ─ capacity ─► bridge and chance;  Ask with other reps ─ … ─► reps needed
//! ```
//!
//! The market is made from quota: a territory is given what makes the quota the
//! stated share of what a ramped rep who stays would book in it, or what makes
//! seats attain what is stated. The text that is
//! simulated is the text that is written.

mod fault;
mod options;
mod preset;
mod scenario_text;

pub use options::{ProductivityLevel, QuickArguments, QuickOptions};
pub use preset::{PRESETS, SegmentPreset};

use crate::capacity::added_seats::{SeatTrial, fewest};
use crate::capacity::mechanism::with_first;
use crate::capacity::plan_years::{PlanYears, simulate_plans};
use crate::capacity::{CapacityBridge, CapacityOptions, Mechanism, TargetChance, TargetGap, WorkProgress, bridged};
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::design::design;
use attain_design::study;
use attain_design::study::Study;
use attain_sim::summarise::results::Stat;
use attain_sim::summarise::{mean_and_sd, stat};

/// Years by which amounts are set; their seed is never that of an answer.
const CALIBRATION: CapacityOptions = CapacityOptions { seed: 0x7155_1c4b, years: 200, wanted: 0.5 };
/// Looks at attainment until amounts are set.
const LOOKS: usize = 3;
/// Highest average attainment that is published. S: 43 % to 89 % by source.
pub const PUBLISHED: f64 = 0.89;
/// How many times the reps that are asked for are tried at most.
const MOST_TIMES: u32 = 4;

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct QuickAnswer {
    /// The question.
    pub ask: QuickOptions,
    /// Seed of all chance.
    pub seed: u64,
    /// Simulated years.
    pub years: u32,
    /// Accounts that the page of aggregates makes.
    pub accounts: usize,
    /// The bridge from quota capacity to the median of bookings.
    pub bridge: CapacityBridge,
    /// Distribution of bookings.
    pub bookings: Stat,
    /// The gap to the target.
    pub gap: TargetGap,
    /// Mean bookings over street quota.
    pub attained: f64,
    /// The chance where that is [`PUBLISHED`], when nobody said what it is.
    pub at_published: Option<TargetChance>,
    /// The fewest reps with the chance that is asked for; `None` when four times as many have not.
    pub reps: Option<u32>,
    /// The numbers of reps that were simulated, ascending.
    pub tried: Vec<SeatTrial>,
    /// The scenario file of the question.
    pub asked: String,
    /// The scenario file of the reps that are needed, where it is another number.
    pub needed: Option<String>,
    /// What the answer rests on, with the source's mark.
    pub assumptions: Vec<QuickAssumption>,
}

/// Something the answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickAssumption {
    /// What.
    pub what: String,
    /// The value.
    pub value: String,
    /// Who says so: given, P, S or A with the source.
    pub source: String,
}

/// Name of the plan.
const NAME: &str = "quick";

/// Answers.
///
/// # Errors
/// Faults of the scenario that the question makes.
pub fn quick(ask: &QuickOptions, seed: u64, years: u32, work: &WorkProgress) -> Result<QuickAnswer, Faults> {
    let scale = scale(ask, work)?;
    let asked = scenario_text::page(ask, NAME, scale);
    let (resolved, book, plan) = made(&asked)?;
    let terms = CapacityOptions { seed, years, wanted: ask.wanted };
    let (mut bridges, kept) = bridged(&book, &plan, terms, work);
    let gap = TargetGap::of(&kept, ask.target, ask.wanted);
    let mut tried = vec![SeatTrial { seats: ask.reps, chance: gap.chance }];
    let most = ask.reps * MOST_TIMES;
    let reps = fewest(guess(ask, &gap), most, |reps| -> Result<bool, Faults> {
        let known = tried.iter().find(|tried| tried.seats == reps).map(|tried| tried.chance);
        let chance = match known {
            Some(chance) => chance,
            None => TargetChance::of(&simulated(&ask.with_reps(reps), scale, terms, work)?.hit),
        };
        if known.is_none() {
            tried.push(SeatTrial { seats: reps, chance });
        }
        Ok(chance.p >= ask.wanted)
    })?;
    tried.sort_by_key(|tried| tried.seats);
    let attained = mean_and_sd(&kept.bookings).0 / (f64::from(ask.reps) * ask.quota);
    let unsaid = ask.silent.contains(&"--quota-share");
    let at_published = unsaid.then(|| at_published(ask, scale, attained, terms, work)).transpose()?;
    let needed = reps.filter(|&reps| reps != ask.reps);
    let none = Stat { mean: 0.0, se: 0.0, sd: 0.0, p05: 0.0, p10: 0.0, p25: 0.0, p50: 0.0, p75: 0.0, p90: 0.0, p95: 0.0 };
    Ok(QuickAnswer {
        ask: ask.clone(),
        seed,
        years,
        accounts: book.accounts.len(),
        bridge: bridges.swap_remove(0),
        bookings: stat(&kept.bookings).unwrap_or(none),
        gap,
        attained,
        at_published,
        reps,
        tried,
        needed: needed.map(|reps| scenario_text::page(&ask.with_reps(reps), &format!("{NAME}-{reps}-reps"), scale)),
        assumptions: assumptions(ask, &resolved),
        asked,
    })
}

/// The reps that would be enough if bookings went with reps.
fn guess(ask: &QuickOptions, gap: &TargetGap) -> u32 {
    let reps = f64::from(ask.reps) * ask.target / gap.assured.max(1.0);
    reps.ceil().clamp(1.0, 1e6) as u32
}

/// What amounts are multiplied by so that reps are as productive as the question
/// says. What a territory gives goes with amounts exactly, so one look is enough.
/// Attainment nearly does (reps who miss leave sooner), so that is looked at again.
/// Either is known to its standard error, some tenths of a per cent.
fn scale(ask: &QuickOptions, work: &WorkProgress) -> Result<f64, Faults> {
    let street = f64::from(ask.reps) * ask.quota;
    let gives = |scale: f64, on: usize| -> Result<f64, Faults> {
        let (_, book, plan) = made(&scenario_text::page(ask, NAME, scale))?;
        work.expect(CALIBRATION.years.into());
        let kept = simulate_plans(&book, &[with_first(&plan, on)], CALIBRATION.seed, CALIBRATION.years, work);
        Ok(kept.first().map_or(0.0, |kept| mean_and_sd(&kept.bookings).0).max(f64::MIN_POSITIVE))
    };
    match ask.level {
        ProductivityLevel::Share(share) => Ok(street / share / gives(1.0, 0)?),
        ProductivityLevel::Attainment(attained) => {
            let all = Mechanism::ALL.len();
            let mut scale = 1.0;
            for _ in 0..LOOKS {
                scale *= attained * street / gives(scale, all)?;
            }
            Ok(scale)
        }
    }
}

/// The chance where seats book [`PUBLISHED`] of their quota on average, the
/// highest average that is published.
fn at_published(
    ask: &QuickOptions,
    scale: f64,
    attained: f64,
    terms: CapacityOptions,
    work: &WorkProgress,
) -> Result<TargetChance, Faults> {
    let street = f64::from(ask.reps) * ask.quota;
    let mut kept = simulated(ask, scale * PUBLISHED / attained.max(1e-9), terms, work)?;
    // What reps who miss and leave have changed is made good.
    let factor = PUBLISHED * street / mean_and_sd(&kept.bookings).0.max(f64::MIN_POSITIVE);
    kept.hit = kept.bookings.iter().map(|bookings| f64::from(u8::from(bookings * factor >= ask.target))).collect();
    Ok(TargetChance::of(&kept.hit))
}

/// The years of a question.
fn simulated(ask: &QuickOptions, scale: f64, terms: CapacityOptions, work: &WorkProgress) -> Result<PlanYears, Faults> {
    let (_, book, plan) = made(&scenario_text::page(ask, NAME, scale))?;
    work.expect(terms.years.into());
    Ok(simulate_plans(&book, &[plan], terms.seed, terms.years, work).swap_remove(0))
}

/// The plan that a text makes, through the same door as a file.
fn made(text: &str) -> Result<(ResolvedScenario, Book, Plan), Faults> {
    let resolved = scenario::from_texts(&[("plan.toml", text)])?;
    let Study { book, mut scenarios } = study::from_scenarios(vec![resolved], Faults::default())?;
    let resolved = scenarios.swap_remove(0);
    let plan = design(&book, &resolved)?;
    Ok((resolved, book, plan))
}

/// What the answer rests on: what the question says, what is made of it, and the
/// defaults that move bookings most.
fn assumptions(ask: &QuickOptions, resolved: &ResolvedScenario) -> Vec<QuickAssumption> {
    let mut all = Vec::new();
    let mut put = |what: &str, value: String, source: &str| {
        all.push(QuickAssumption { what: what.to_owned(), value, source: source.to_owned() });
    };
    let or_given = |option, source: &'static str| if ask.silent.contains(&option) { source } else { "given" };
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    put("attrition, a year", percent(ask.attrition), or_given("--attrition", "S: about a third a year"));
    put("ramp, months (S-curve)", format!("{}", ask.ramp), or_given("--ramp", "S: mean just under 5 to 5.7 (Bridge Group)"));
    match ask.level {
        ProductivityLevel::Share(share) => put(
            "quota over what a territory gives a ramped rep who stays",
            percent(share),
            or_given("--quota-share", "P: 70-80 % of realistic potential (practitioner guide)"),
        ),
        ProductivityLevel::Attainment(attained) => put("bookings over street quota, mean", percent(attained), "given"),
    }
    for (preset, reps) in &ask.segments {
        let of = |what: &str| format!("{}: {what}", preset.name);
        put(&of("reps"), reps.to_string(), or_given("--segment", "A: mid-market where no segment is named"));
        put(
            &of("accounts a rep"),
            preset.accounts_per_rep().to_string(),
            "P: commercial coverage model; an eighth of the time free (P: 10-15 %)",
        );
        put(&of("win rate"), format!("{:.1} %", 100.0 * preset.win_rate), preset.win_source);
        put(&of("closed deals behind it"), "200".to_owned(), "A: a wide prior, because the sources conflict");
        put(&of("days to a win, median"), format!("{:.0}", preset.cycle_days), preset.cycle_source);
        put(&of("opportunities a year of an account"), format!("{}", preset.opportunities), "A: no published figure");
    }
    let scenario = &resolved.scenario;
    put(
        "days to fill a seat, median",
        format!("{:.0}", scenario.attrition.time_to_fill.median_days.get()),
        "S: 58 (HRO Today), 62 (SBI), 47 (Workable)",
    );
    let loss = &scenario.market.hand_over;
    put(
        "hand-over loss, first year",
        format!("{:.1}-{:.1} %", 100.0 * loss.loss_low.get(), 100.0 * loss.loss_high.get()),
        "P: Shi, Sridhar, Grewal & Lilien 2017",
    );
    put(
        "market shock, sd of log odds",
        format!("{}", scenario.market.shock.sd.get()),
        "A: -18 % in 2023 (S: Ebsta) is two deviations",
    );
    put("more reps", "find territories as good as the present ones".to_owned(), "A: the market has room");
    all
}
