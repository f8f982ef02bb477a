//! New accounts.
//!
//! A segment of n accounts has λ new accounts a year for each, of which the share q needs
//! prospecting. They come in at even days of the year, so that their number over 24 months is
//! Poisson with mean 2 λ n where reps have the hours that their books need, 2 λ n (1 − q) where
//! there is no rep, and 2 λ n (1 − q + q 2ᵉ) where spare time doubles the effort for the whole book,
//! with the response's elasticity e. A lognormal factor of spread s on the inflow adds
//! (2 λ n)² (e^(s²) − 1) to the variance.
//!
//! An account that comes in during month m creates opportunities from month m + 1 on at the rate of
//! the account that it resembles. With H months there are λ n / 12 × H (H − 1) / 2 months of new
//! accounts, so that expected bookings are r p A (n H + λ n H (H − 1) / 24) with the monthly rate r,
//! the probability p of winning and the amount A, if opportunities close at once.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// New accounts: their number, prospecting and bookings.
pub const CASE: VerificationCase =
    VerificationCase { name: "inflow", about: "new accounts: number, prospecting and expected bookings", check };

const ACCOUNTS: f64 = 60.0;
const INFLOW: f64 = 0.1;
const PROSPECTED: f64 = 0.6;
const SMALL: f64 = 20.0;
const SMALL_INFLOW: f64 = 0.3;
const ELASTICITY: f64 = 0.31;
const MONTHS: f64 = 24.0;
const RATE: f64 = 6.0 / 12.0;
const WIN: f64 = 0.3;
const AMOUNT: f64 = 1_000.0;
/// Standard deviation of the logarithm of the uncertain inflow.
const SE: f64 = 0.3;

const STUDY: &str = r"
[horizon]
months = 24
[market]
response = { power = { inbound = 1, elasticity = 0 } }
new-accounts = { prospected = 0.6, uncertainty = 0 }
[market.segments.large]
accounts = 60
inflow = { per-year = 0.1 }
mean-potential = 600_000
potential = { median = 600_000, sigma = 0 }
sold = 0
opportunities-per-year = 6
win-rate = 0.3
win-rate-evidence = 1e9
days-to-win = { median-days = 0.001, sigma = 0 }
days-to-loss = { median-days = 0.001, sigma = 0 }
size = { quantiles = [1000, 1000] }
reps = 4
[market.segments.small]
accounts = 20
inflow = { per-year = 0.3 }
mean-potential = 30_000
potential = { median = 30_000, sigma = 0 }
sold = 0
opportunities-per-year = 0
win-rate-evidence = 1e9
reps = 1
[coverage]
hours-per-open-opportunity = 0
[teams.sales]
hours-per-month = 400
";
/// Prospecting follows the same response as opportunities, which is flat here unless a plan says so.
const RESPONDS: &str = "[market]\nresponse = { power = { inbound = 0.35, elasticity = 0.31 } }\n";
const NOBODY: &str = "[attrition]\nbackfill = false\nleavers = [LEAVERS]\n";
const UNCERTAIN: &str = "[market]\nnew-accounts = { prospected = 0.6, uncertainty = 0.3 }\n";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let years = run.size(2_000, 20_000);
    let study = SmallStudy::new(STUDY, &["name = \"certain\"\n"])?;
    let output = study.simulate(run.seed_of("inflow, certain"), years);
    let moments = |output: &attain_sim::simulate::SimulationOutput, id| SampleMoments::from_values(metric(&output.plans[0], id));
    let (number, bookings) = (moments(&output, MetricId::NewAccounts), moments(&output, MetricId::BookingsNew));
    let expected = |part: f64| MONTHS / 12.0 * (INFLOW * ACCOUNTS + SMALL_INFLOW * SMALL) * part;

    let uncertain = SmallStudy::new(STUDY, &[UNCERTAIN])?.simulate(run.seed_of("inflow, uncertain"), years);
    let uncertain = moments(&uncertain, MetricId::NewAccounts);
    let extra = |rate: f64, n: f64| (MONTHS / 12.0 * rate * n).powi(2) * libm::expm1(SE * SE);

    let ids: Vec<String> = study.book.reps.iter().map(|rep| format!("{{ rep = \"{}\", month = 1 }}", rep.id)).collect();
    let nobody = SmallStudy::new(STUDY, &[&format!("{RESPONDS}{}", NOBODY.replace("LEAVERS", &ids.join(", ")))])?;
    let nobody = nobody.simulate(run.seed_of("inflow, nobody"), years);

    let account_months = MONTHS * ACCOUNTS + INFLOW * ACCOUNTS * MONTHS * (MONTHS - 1.0) / 24.0;
    let all = expected(1.0);
    let effort = libm::pow(2.0, ELASTICITY);
    let spare =
        SmallStudy::new(STUDY, &[&format!("{RESPONDS}[coverage]\nspare-time = 1\n[teams.sales]\nhours-per-month = 5_000\n")])?;
    let spare = spare.simulate(run.seed_of("inflow, spare"), years);
    Ok(vec![
        VerificationCheck::mean("new accounts, mean", all, &number),
        VerificationCheck::variance("new accounts, variance", all, &number),
        VerificationCheck::mean("new business", account_months * RATE * WIN * AMOUNT, &bookings),
        VerificationCheck::mean("new accounts, uncertain inflow, mean", all, &uncertain),
        VerificationCheck::variance(
            "new accounts, uncertain inflow, variance",
            all + extra(INFLOW, ACCOUNTS) + extra(SMALL_INFLOW, SMALL),
            &uncertain,
        ),
        VerificationCheck::mean(
            "new accounts without reps",
            expected(1.0 - PROSPECTED),
            &moments(&nobody, MetricId::NewAccounts),
        ),
        VerificationCheck::mean(
            "new accounts with spare time",
            expected(1.0 - PROSPECTED + PROSPECTED * effort),
            &moments(&spare, MetricId::NewAccounts),
        ),
    ])
}
