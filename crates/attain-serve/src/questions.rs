//! The five questions of the start page, answered by the functions behind the commands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::LiveEngine;
use crate::error::LiveError;
use crate::shell_word::shell_word as shell;
use crate::study::LiveStudy;
use crate::tickets::TabTicket;
use attain_analysis::experiment::spread::{
    Drivers, SplitOptions, SpreadOptions, crossed_effects, split_territory_and_rep, spread, swap_partner,
};
use attain_analysis::forecast_basis::default_market;
use attain_analysis::outlook::outlook;
use attain_core::diagnostics::Place;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_design::revisions::{HireRequest, MoveLimits, Proposal, propose_hires, propose_leaver, propose_rebalance};
use attain_report::terminal;

/// Width of the text, in columns.
const WIDTH: usize = 96;
/// Pairs of years behind the split into territory and rep.
const PAIRS: u32 = 200;

/// A question with the names that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PlannerQuestion {
    /// How should the accounts be organised with the reps?
    Organise {},
    /// Is a result due to the territory or to the rep?
    TerritoryOrRep { rep: String },
    /// A rep leaves: who takes the book?
    Leaver { rep: String, month: u32 },
    /// New reps: which accounts do they get?
    Hire { team: String, seats: u32, month: u32 },
    /// What has drifted out of balance?
    Review {},
}

/// The answer of a command.
#[derive(Debug, Serialize)]
pub struct CommandAnswer {
    /// The command that prints the same text, and writes its files.
    pub command: String,
    pub text: String,
    /// Axis value with which the live page continues; empty if there is none.
    pub live: Vec<(String, f64)>,
}

/// Answers a question about the reference plan.
///
/// # Errors
/// Unknown names, or the faults of the design.
pub fn answer(engine: &LiveEngine, question: &PlannerQuestion, ticket: &TabTicket) -> Result<CommandAnswer, LiveError> {
    let study = &engine.study;
    check(study, question)?;
    let text = engine.run(ticket, || text(study, question))??;
    let file = shell(&study.reference().file);
    let (command, live) = match question {
        PlannerQuestion::Organise {} => (format!("attain plan {file}"), Vec::new()),
        PlannerQuestion::TerritoryOrRep { rep } => {
            let (rep, seed) = (shell(rep), study.seed);
            (format!("attain spread {file} --seat {rep} --years {PAIRS} --tornado 0 --seed {seed}"), Vec::new())
        }
        PlannerQuestion::Leaver { rep, month } => {
            (format!("attain leaver {file} --rep {} --month {month}", shell(rep)), Vec::new())
        }
        PlannerQuestion::Hire { team, seats, month } => {
            let live = vec![(format!("adds.{team}"), f64::from(*seats)), (format!("start-month.{team}"), f64::from(*month))];
            (format!("attain hire {file} --team {} --seats {seats} --month {month}", shell(team)), live)
        }
        PlannerQuestion::Review {} => (format!("attain rebalance {file}"), Vec::new()),
    };
    Ok(CommandAnswer { command, text, live })
}

/// Checks the names and numbers of a question.
fn check(study: &LiveStudy, question: &PlannerQuestion) -> Result<(), LiveError> {
    let months = study.reference().scenario.horizon.months;
    let known_rep = |rep: &str| study.reps().iter().any(|(id, _)| *id == rep);
    let fault = match question {
        PlannerQuestion::TerritoryOrRep { rep } if !known_rep(rep) => "unknown rep",
        PlannerQuestion::Leaver { rep, .. } if !known_rep(rep) => "unknown rep",
        PlannerQuestion::Leaver { month, .. } | PlannerQuestion::Hire { month, .. } if !(1..=months).contains(month) => {
            "the month is outside the horizon"
        }
        PlannerQuestion::Hire { team, .. } if !study.book.teams.contains(team) => "unknown team",
        PlannerQuestion::Hire { seats, .. } if !(1..=1000).contains(seats) => "expected 1 to 1000 seats",
        _ => return Ok(()),
    };
    Err(LiveError::Request(fault.to_owned()))
}

fn text(study: &LiveStudy, question: &PlannerQuestion) -> Result<String, LiveError> {
    let (book, resolved, plan) = (&study.book, study.reference(), &study.reference_plan);
    let moves = |proposals: &[&Proposal]| {
        let page = |i: usize| terminal::moves_page(book, proposals[i], &proposals[..i], WIDTH, false);
        (0..proposals.len()).map(page).collect::<Vec<_>>().join("\n")
    };
    Ok(match question {
        PlannerQuestion::Organise {} => {
            let currency = &plan.scenario.money.currency;
            let table = terminal::plan_table(book, plan, WIDTH, false);
            format!("{table}\n{}", terminal::outlook(book, &outlook(book, plan), currency, WIDTH, false))
        }
        PlannerQuestion::TerritoryOrRep { rep } => terminal::drivers_page(&drivers(study, plan, rep)?, WIDTH, false),
        PlannerQuestion::Leaver { rep, month } => {
            let found = propose_leaver(book, resolved, rep, *month, &Place::Option("--rep"))?;
            let proposals: Vec<&Proposal> =
                [Some(&found.spread), found.share.as_ref(), Some(&found.hold)].into_iter().flatten().collect();
            let folded = found.folded.iter().fold(String::new(), |text, sentence| text + "\n" + sentence + "\n");
            moves(&proposals) + &folded
        }
        PlannerQuestion::Hire { team, seats, month } => {
            let request = HireRequest { teams: BTreeMap::from([(team.clone(), *seats)]), month: *month, region: None };
            moves(&[&propose_hires(book, resolved, &request)?])
        }
        PlannerQuestion::Review {} => {
            moves(&[&propose_rebalance(book, resolved, MoveLimits { accounts: None, revenue: None })?.proposal])
        }
    })
}

/// The analysis behind `attain spread --seat`.
fn drivers(study: &LiveStudy, plan: &Plan, rep: &str) -> Result<Drivers, LiveError> {
    let (book, seed) = (&study.book, study.seed);
    let seat = plan.seats.iter().position(|seat| seat.id == rep);
    let seat = seat.ok_or_else(|| LiveError::Request("this rep has no seat in the plan".to_owned()))?;
    let swap = swap_partner(book, plan, seat).map(|other| (seat, other));
    let plans = std::slice::from_ref(plan);
    let options = SpreadOptions { book, plans, seats_of: 0, seed, pairs: PAIRS, metric: MetricId::Attainment as usize };
    let resolved = study.reference();
    Ok(Drivers {
        format: 1,
        version: env!("CARGO_PKG_VERSION"),
        seed,
        start: plan.scenario.horizon.start.to_string(),
        horizon_months: plan.scenario.horizon.months,
        data_hash: book.hash.clone(),
        scenarios: vec![(plan.name.clone(), resolved.hash.clone())],
        currency: plan.scenario.money.currency.clone(),
        default_market: default_market(book, std::slice::from_ref(resolved)),
        spread: spread(&options, &|_| ()),
        tornado: None,
        splits: split_territory_and_rep(&SplitOptions { book, plan, seed, years: 2 * PAIRS, swap }, &|_| ()),
        selected: Some(rep.to_owned()),
        history: crossed_effects(book, plan, seat),
    })
}
