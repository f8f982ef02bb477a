//! Selling time as a limit: open opportunities, renewals and spare time.
//!
//! *Opportunities*: a rep with 120 hours a month has 40 open opportunities that need 6 hours each and
//! close in January. They were created in November, in the third month that counts. The first 20 in
//! the order of the book get all of their hours; the others get none in January, so they received
//! 2/3 of their hours, and their odds are multiplied by u + (1 − u) 2/3. Where they wait for half of
//! a month, they close in February, for which the rep has hours enough: they received 3/4.
//! With 240 hours all of them are worked.
//!
//! *Renewals*: 40 accounts take all of a rep's hours. The n customers among them renew once a year and
//! take 3 hours each, which leaves 1 − 3 n / (12 × 120) of the hours of the year for coverage.
//!
//! *Spare time*: half the touches of 60 accounts leave a quarter of the hours, half of which goes into
//! the same accounts: effort is ½ (1 + ½ × (40 / 30 − 1)), and f is the power response.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric, series};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::random::key_of;
use attain_data::{Book, Opportunity, Outcome};

/// Selling time of opportunities, renewals and spare time.
pub const CASE: VerificationCase =
    VerificationCase { name: "selling", about: "selling time required by opportunities and renewals", check };

/// Open opportunities, one for each account.
const DEALS: f64 = 40.0;
/// Opportunities that fill the rep's month.
const WORKED: f64 = 20.0;
const WIN: f64 = 0.3;
const AMOUNT: f64 = 1_000.0;
const UNWORKED: f64 = 0.05;
const INBOUND: f64 = 0.35;
const ELASTICITY: f64 = 0.31;

const PIPELINE: &str = r"
[market.segments.all]
accounts = 40
mean-potential = 600_000
potential = { median = 600_000, sigma = 0 }
sold = 0
opportunities-per-year = 0
win-rate-evidence = 1e9
days-to-win = { median-days = 20, sigma = 0 }
days-to-loss = { median-days = 20, sigma = 0 }
size = { quantiles = [1000, 1000] }
reps = 1
[teams.sales]
hours-per-month = 120
[coverage]
hours-per-open-opportunity = 6
[coverage.tiers.a]
touches-per-year = 0
";
const LATE: &str = "[market]\nselling = { odds-elasticity = 1, unworked-odds = 0.05, wait = 0.5 }\n";
const AT_ONCE: &str = "[market]\nselling = { odds-elasticity = 1, unworked-odds = 0.05, wait = 0 }\n";
const TWICE: &str =
    "[market]\nselling = { odds-elasticity = 1, unworked-odds = 0.05, wait = 0.5 }\n[teams.sales]\nhours-per-month = 240\n";

const COVERAGE: &str = r"
[market]
response = { power = { inbound = 0.35, elasticity = 0.31 } }
[market.segments.all]
mean-potential = 600_000
potential = { median = 600_000, sigma = 0 }
opportunities-per-year = 6
win-rate-evidence = 1e9
days-to-win = { median-days = 20, sigma = 0.2 }
days-to-loss = { median-days = 20, sigma = 0.2 }
size = { quantiles = [1, 1] }
reps = 1
[coverage]
hours-per-open-opportunity = 0
";
const RENEWING: &str = "[market.segments.all]\naccounts = 40\nsold = 0.3\nchurn = { low = 0, medium = 0, high = 0 }\n[coverage]\nhours-per-renewal = 3\n[teams.sales]\nhours-per-month = 120\n";
const SPARE: &str =
    "[market.segments.all]\naccounts = 60\nsold = 0\n[coverage]\nspare-time = 0.5\n[coverage.tiers.a]\ntouches-per-year = 3.5\n";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let named = |name: &str, text: &str| format!("name = \"{name}\"\n{text}");
    let texts = [named("at once", AT_ONCE), named("late", LATE), named("twice", TWICE)];
    let study = SmallStudy::with_book(PIPELINE, &texts.each_ref().map(String::as_str), fill_pipeline)?;
    let output = study.simulate(run.seed_of("selling, pipeline"), run.size(4_000, 40_000));
    let wins = |plan: usize| SampleMoments::from_values(metric(&output.plans[plan], MetricId::Wins));
    let january = |plan: usize| SampleMoments::from_values(&series(&output.plans[plan], "cumulative_bookings", 0));
    let chance = |share: f64| {
        let odds = WIN / (1.0 - WIN) * (UNWORKED + (1.0 - UNWORKED) * share);
        odds / (1.0 + odds)
    };
    let waiting = |share: f64| WORKED * WIN + (DEALS - WORKED) * chance(share);

    let customers = SmallStudy::new(COVERAGE, &[RENEWING])?;
    let renewals = customers.book.accounts.iter().filter(|account| account.revenue > 0.0).count() as f64;
    let renewing = customers.simulate(run.seed_of("selling, renewals"), run.size(50, 500));
    let spare = SmallStudy::new(COVERAGE, &[SPARE])?.simulate(run.seed_of("selling, spare"), run.size(1_500, 15_000));
    let moments = |output: &attain_sim::simulate::SimulationOutput, id| SampleMoments::from_values(metric(&output.plans[0], id));
    let effort = 0.5 * (1.0 + 0.5 * (40.0 / 30.0 - 1.0));
    let created = 60.0 * 6.0 * (INBOUND + (1.0 - INBOUND) * libm::pow(effort, ELASTICITY));
    Ok(vec![
        VerificationCheck::mean("wins with hours for half of the opportunities", waiting(2.0 / 3.0), &wins(0)),
        VerificationCheck::mean("wins while the others wait", waiting(3.0 / 4.0), &wins(1)),
        VerificationCheck::mean("bookings in January while the others wait", WORKED * WIN * AMOUNT, &january(1)),
        VerificationCheck::mean("wins with hours for all opportunities", DEALS * WIN, &wins(2)),
        VerificationCheck::mean(
            "coverage with renewals",
            1.0 - 3.0 * renewals / (12.0 * 120.0),
            &moments(&renewing, MetricId::Coverage),
        ),
        VerificationCheck::mean("opportunities with spare time", created, &moments(&spare, MetricId::PipelineCreated)),
    ])
}

/// Opens one opportunity at every account, created in mid-November and expected to close on 20 January.
fn fill_pipeline(book: &mut Book) {
    let date = jiff::civil::date;
    let open = |account: usize| {
        let id = format!("deal {account}");
        Opportunity {
            key: key_of(&id),
            id,
            account,
            owner: book.accounts[account].owner,
            stage: String::new(),
            outcome: Outcome::Open(WIN),
            amount: AMOUNT,
            created: Some(date(2026, 11, 15)),
            closes: Some(date(2027, 1, 20)),
            source: None,
            product: None,
            business: None,
            currency: None,
            stages: Vec::new(),
        }
    };
    book.opportunities = (0..book.accounts.len()).map(open).collect();
}
