//! Ramped rep equivalents.
//!
//! A rep's productivity in a month is that of the middle of the month. For hires without slip it is
//! deterministic for each ramp shape. Hires slip by an exponential time and start at the nearest
//! month start. A ramp stretched by a lognormal factor X with mean one has the mean E\[min(1, t /
//! (R X))\], in closed form by the partial moments of 1/X. Under attrition, each seat is a renewal
//! reward process whose reward is the productivity by months served (Ross, "Stochastic Processes",
//! §3.6).

use super::headcount;
use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::calendar::start;
use crate::verify::closed_forms::lognormal::Lognormal;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric, series};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Ramped rep equivalents by month.
pub const CASE: VerificationCase = VerificationCase { name: "ramp", about: "ramped rep equivalents by month", check };

/// Two existing reps, and three hires planned for the third month.
const HIRES: &str = r#"
[market.segments.all]
accounts = 2
sold = 0
opportunities-per-year = 0
reps = 2
[headcount]
adds = [{ team = "sales", seats = 3, start-month = 3 }]
"#;
const PRESENT: f64 = 2.0;
const HIRED: f64 = 3.0;
/// Month in which hires are planned to start (zero-based).
const PLANNED: usize = 2;

const LINEAR: &str = "[ramp]\nshape = { linear = { months = 6 } }\n";
const S_CURVE: &str = "[ramp]\nshape = { s-curve = { months = 5.7 } }\n";
const STEPPED: &str = "[ramp]\nshape = { stepped = { shares = [0.1, 0.4, 0.7], months-per-step = 2 } }\n";
const SLIP: &str = "[headcount]\nhire-slip = { mean-days = 25 }\n";
const STRETCH: &str = "[ramp]\nshape = { linear = { months = 6 } }\n[market]\nuncertainty = { ramp = 0.3 }\n";

/// Productivity as a function of tenure in months.
type ProductivityCurve = fn(f64) -> f64;

fn linear(tenure: f64) -> f64 {
    (tenure / 6.0).min(1.0)
}

fn stepped(tenure: f64) -> f64 {
    [0.1, 0.4, 0.7].get((tenure / 2.0) as usize).copied().unwrap_or(1.0)
}

fn s_curve(tenure: f64) -> f64 {
    let x = (tenure / 5.7).min(1.0);
    3.0 * x * x - 2.0 * x * x * x
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let mut lines = shapes(run)?;
    lines.extend(slip(run)?);
    lines.extend(stretch(run)?);
    lines.extend(attrition(run)?);
    Ok(lines)
}

/// Checks the ramp shapes without randomness.
fn shapes(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let shapes: [(&str, &str, ProductivityCurve); 3] =
        [("linear", LINEAR, linear), ("s-curve", S_CURVE, s_curve), ("stepped", STEPPED, stepped)];
    let mut lines = Vec::new();
    for (name, text, productivity) in shapes {
        let study = SmallStudy::new(HIRES, &[text])?;
        let output = study.simulate(run.seed_of(name), 1);
        let expected = |month: usize| {
            let served = month.saturating_sub(PLANNED) as f64 + 0.5;
            PRESENT + if month >= PLANNED { HIRED * productivity(served) } else { 0.0 }
        };
        for month in [1, 2, 3, 6] {
            let got = series(&output.plans[0], "ramped_reps", month).first().copied().unwrap_or(f64::NAN);
            lines.push(VerificationCheck::exact(format!("{name} ramp, month {}", month + 1), expected(month), got));
        }
    }
    Ok(lines)
}

fn slip(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(HIRES, &[SLIP])?;
    let output = study.simulate(run.seed_of("slip"), run.size(10_000, 100_000));
    // A hire due before the middle of a month starts at the beginning of that month or earlier.
    let started = |month: usize| {
        let middle = 0.5 * (start(month as i32) + start(month as i32 + 1));
        1.0 - libm::exp(-(middle - start(PLANNED as i32)) / 25.0)
    };
    let lines = [2, 3, 5].into_iter().map(|month| {
        let active = SampleMoments::from_values(&series(&output.plans[0], "active_reps", month));
        VerificationCheck::mean(
            &format!("reps in month {} under hire slip", month + 1),
            PRESENT + HIRED * started(month),
            &active,
        )
    });
    Ok(lines.collect())
}

fn stretch(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(HIRES, &[STRETCH])?;
    let output = study.simulate(run.seed_of("stretch"), run.size(10_000, 100_000));
    let factor = Lognormal { median: libm::exp(-0.5 * 0.3 * 0.3), sigma: 0.3 };
    let inverse = libm::exp(0.3 * 0.3);
    let productivity = |tenure: f64| {
        let t = tenure / 6.0;
        // 1 if X ≤ t, else t / X: E[1/X; X > t] = E[1/X] P'(X > t) under the distribution weighted
        // by 1/X.
        factor.cdf(t) + t * inverse * (1.0 - factor.below(t, -1.0))
    };
    let lines = [4, 7, 9].into_iter().map(|month| {
        let ramped = SampleMoments::from_values(&series(&output.plans[0], "ramped_reps", month));
        let expected = PRESENT + HIRED * productivity((month - PLANNED) as f64 + 0.5);
        VerificationCheck::mean(&format!("stretched ramp, month {}", month + 1), expected, &ramped)
    });
    Ok(lines.collect())
}

fn attrition(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(headcount::STUDY, &[S_CURVE])?;
    let output = study.simulate(run.seed_of("ramp under attrition"), run.size(3_000, 40_000));
    let plan = &output.plans[0];
    let seat = headcount::seat();
    let expected = |month: usize| headcount::SEATS * seat.ramped(month, |served| s_curve(served as f64 + 0.5));
    let mut lines: Vec<VerificationCheck> = [8, 35]
        .into_iter()
        .map(|month| {
            let ramped = SampleMoments::from_values(&series(plan, "ramped_reps", month));
            VerificationCheck::mean(&format!("ramped reps under attrition, month {}", month + 1), expected(month), &ramped)
        })
        .collect();
    let mean = (0..headcount::MONTHS).map(expected).sum::<f64>() / headcount::MONTHS as f64;
    lines.push(VerificationCheck::mean(
        "ramped reps under attrition, all months",
        mean,
        &SampleMoments::from_values(metric(plan, MetricId::RampedReps)),
    ));
    Ok(lines)
}
