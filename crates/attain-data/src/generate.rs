//! Generates a book of business from the aggregates of `[market.segments]`.
//!
//! Every figure of an account or rep is a function of its id (`enterprise-00012`,
//! `enterprise-rep-003`) and of the figure's purpose. The same aggregates therefore produce
//! the same book, and adding an account does not change the others. The book is generated as
//! follows:
//!
//! - *Accounts*: their number is the segment's `accounts`, and their potential is lognormal
//!   according to the segment's `potential`. Two in five have no revenue; the others share the
//!   segment's `sold`, each with between half and one and a half times its proportional part.
//!   Growth is 25 % low, 50 % medium and 25 % high; risk is 50 % low, 35 % medium and 15 %
//!   high. The 3 % with the highest potential are strategic. Fit is uniform from 0.2 to 0.9,
//!   and industries are uniform over `[market.industries]`. There are no regions or locations.
//!   The last touch is within 120 days before `horizon.start`, and the renewal is within a
//!   year after it.
//! - *Owners*: the present reps of the teams that serve the segment take turns. They have
//!   owned the account for 1 to 36 months, but not longer than they have been employed.
//! - *Reps*, if no file lists them: their number is the segment's `reps`, and each has its
//!   `quota` in the first team (by name) that serves the segment. Tenure is exponential with
//!   a mean of 24 months and a maximum of ten years. There is one manager per `span` reps. A
//!   segment that no team serves has no reps.
//! - *Opportunities*: none, because the warm-up of the simulation fills the pipeline.

use jiff::ToSpan;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use statrs::distribution::{ContinuousCDF, Normal};

use super::book::{Account, Rep};
use super::scenario_frame::ScenarioFrame;
use attain_core::random::key_of;
use attain_core::scenario::choices::{GrowthClass, RiskClass, Scenario, Segment};

const SEED: &str = "attain generated book 1";
const PROSPECTS: f64 = 0.4;
const STRATEGIC: f64 = 0.03;
const MEAN_TENURE_DAYS: f64 = 24.0 * 30.4;
const LONGEST_TENURE_DAYS: f64 = 120.0 * 30.4;

/// A number strictly between 0 and 1, determined by an id and a purpose.
fn uniform(id: &str, purpose: &str) -> f64 {
    let digest = Sha256::digest(format!("{SEED}\n{purpose}\n{id}"));
    let bits = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

fn normal(id: &str, purpose: &str) -> f64 {
    Normal::standard().inverse_cdf(uniform(id, purpose))
}

fn days_before(start: Date, days: f64) -> Date {
    start.saturating_sub((days as i64).days())
}

/// The reps of all segments, sorted by id.
pub(super) fn reps(scenario: &Scenario, frame: &ScenarioFrame) -> Vec<Rep> {
    let mut reps = Vec::new();
    for (segment, (name, choice)) in scenario.market.segments.iter().enumerate() {
        let Some(team) = frame.serves.iter().position(|served| served.contains(&segment)) else { continue };
        let span = scenario.teams.values().nth(team).map_or(1, |team| team.span.max(1));
        reps.extend((0..choice.reps).map(|number| {
            let id = format!("{name}-rep-{:03}", number + 1);
            let tenure = (-MEAN_TENURE_DAYS * libm::log(uniform(&id, "tenure"))).min(LONGEST_TENURE_DAYS);
            Rep {
                key: key_of(&id),
                name: id.clone(),
                email: None,
                team,
                region: None,
                manager: format!("{name} manager {}", number / span + 1),
                hired: Some(days_before(frame.start, tenure)),
                left: None,
                quota: Some(choice.quota.get()),
                skills: Vec::new(),
                place: None,
                id,
            }
        }));
    }
    reps.sort_by(|a, b| a.id.cmp(&b.id));
    reps
}

/// The accounts of all segments, sorted by id and owned by `reps`.
pub(super) fn accounts(scenario: &Scenario, frame: &ScenarioFrame, reps: &[Rep], industries: usize) -> Vec<Account> {
    let mut accounts = Vec::new();
    for (segment, (name, choice)) in scenario.market.segments.iter().enumerate() {
        let owners = frame.present(reps, segment);
        accounts.extend((0..choice.accounts as usize).map(|number| {
            let id = format!("{name}-{:05}", number + 1);
            let owner = (!owners.is_empty()).then(|| owners[number % owners.len()]);
            let mut account = account(id, segment, choice, industries, frame.start);
            account.owner_since = owner.map(|owner| {
                let since = days_before(frame.start, 30.4 + uniform(&account.id, "owner since") * 35.0 * 30.4);
                reps[owner].hired.map_or(since, |hired| since.max(hired))
            });
            Account { owner, ..account }
        }));
    }
    accounts.sort_by(|a, b| a.id.cmp(&b.id));
    accounts
}

fn account(id: String, segment: usize, choice: &Segment, industries: usize, start: Date) -> Account {
    let rank = uniform(&id, "potential");
    let lift = choice.potential.sigma.get() * normal(&id, "potential");
    let potential = (choice.potential.median.get() * libm::exp(lift)).min(1e15);
    let sold = choice.sold.get() / (1.0 - PROSPECTS) * (0.5 + uniform(&id, "revenue"));
    let revenue = if uniform(&id, "prospect") < PROSPECTS { 0.0 } else { potential * sold.min(1.0) };
    let growth = uniform(&id, "growth");
    let risk = uniform(&id, "risk");
    let industry = (industries > 0).then(|| (uniform(&id, "industry") * industries as f64) as usize);
    Account {
        key: key_of(&id),
        name: id.clone(),
        family: id.clone(),
        segment,
        industry,
        region: None,
        place: None,
        potential,
        revenue,
        growth: [GrowthClass::Low, GrowthClass::Medium, GrowthClass::High]
            [usize::from(growth >= 0.25) + usize::from(growth >= 0.75)],
        strategic: rank > 1.0 - STRATEGIC,
        risk: [RiskClass::Low, RiskClass::Medium, RiskClass::High][usize::from(risk >= 0.5) + usize::from(risk >= 0.85)],
        skill: None,
        fit: 0.2 + 0.7 * uniform(&id, "fit"),
        engagement: None,
        owner: None,
        owner_since: None,
        last_touch: Some(days_before(start, 1.0 + uniform(&id, "last touch") * 119.0)),
        created: None,
        renewal: (revenue > 0.0).then(|| start.saturating_add(((uniform(&id, "renewal") * 365.0) as i64).days())),
        id,
    }
}
