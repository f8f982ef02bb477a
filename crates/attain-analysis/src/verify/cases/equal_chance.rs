//! Quotas of equal chance: in worlds other than the pilot's, every seat makes its quota with the same
//! probability, and the quotas sum to the street quota.
//!
//! The quota of a seat is the quantile of its bookings in n pilot years. Made in N other years, its
//! chance differs from the common one by a standard error of √(p (1 − p) (1/n + 1/N)) (the order
//! statistics of a sample; David & Nagaraja 2003, §7.1). One seat carries the whole street quota, a
//! seat without accounts none, and a seat that starts in October leaves the others equal.

use crate::equal_chance::PILOT_YEARS;
use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::small_study::SmallStudy;
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Quotas with the same chance for every seat.
pub const CASE: VerificationCase =
    VerificationCase { name: "equal-chance", about: "the same chance of quota for every seat", check };

/// Street quota: the target and 10 %.
const STREET: f64 = 1_540_000.0;
/// Largest difference between the chances of two seats, in points.
const POINTS: f64 = 3.0;

const STUDY: &str = r"
[target]
bookings = 1_400_000
[market.segments.all]
accounts = 60
mean-potential = 100_000
potential = { median = 100_000, sigma = 0.8 }
sold = 0
opportunities-per-year = 12
win-rate = 0.3
win-rate-evidence = 1e9
days-to-win = { median-days = 30, sigma = 0.3 }
days-to-loss = { median-days = 30, sigma = 0.3 }
size = { lognormal = { median = 5_000, sigma = 0.8 } }
reps = 6
[quota]
policy = { equal-chance = { over-assignment = 0.1 } }
";
const ONE: &str = "[market.segments.all]\naccounts = 10\nreps = 1\n";
/// A seat more, which starts in October.
const LATE: &str = "[headcount]\nadds = [{ team = \"sales\", seats = 1, start-month = 10 }]\n[territory]\ncarve = \"peel\"\n";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let mut lines = Vec::new();
    // The third rep has no accounts in the second study.
    let even = SmallStudy::new(STUDY, &[""])?;
    let uneven = SmallStudy::with_book(STUDY, &[LATE], |book| {
        for account in &mut book.accounts {
            if account.owner == Some(2) {
                account.owner = Some(3);
            }
        }
    })?;
    let years = run.size(20_000, 100_000);
    for (name, study) in [("alike", &even), ("with a late and an empty seat", &uneven)] {
        let plan = &study.plans[0];
        let output = study.simulate(run.seed_of(&format!("equal-chance {name}")), years);
        let sum: f64 = plan.seats.iter().map(|seat| seat.quota).sum();
        lines.push(VerificationCheck::exact(format!("street quota, seats {name}"), STREET, sum));
        let chance = |s: usize| {
            let hits = &output.plans[0].seats[s][MetricId::TargetHit as usize];
            let judged = hits.iter().filter(|hit| hit.is_finite()).count();
            (judged > 0).then(|| hits.iter().filter(|hit| **hit == 1.0).count() as f64 / judged as f64)
        };
        let seats: Vec<(usize, f64)> =
            (0..plan.seats.len()).filter(|&s| plan.seats[s].start_month == 0).filter_map(|s| Some((s, chance(s)?))).collect();
        let mean = seats.iter().map(|(_, chance)| chance).sum::<f64>() / seats.len() as f64;
        let se = (mean * (1.0 - mean) * (1.0 / f64::from(PILOT_YEARS) + 1.0 / f64::from(years))).sqrt();
        for (s, chance) in &seats {
            lines.push(VerificationCheck::new(format!("chance of seat {}, seats {name}", s + 1), mean, *chance, se));
        }
        let apart = seats.iter().filter(|(_, chance)| 100.0 * (chance - mean).abs() > POINTS).count();
        lines.push(VerificationCheck::exact(format!("seats more than 3 points from the mean, seats {name}"), 0.0, apart as f64));
    }
    let empty: f64 = uneven.plans[0].seats[2].quota;
    lines.push(VerificationCheck::exact("quota of a seat without accounts", 0.0, empty));
    let one = SmallStudy::new(STUDY, &[ONE])?;
    lines.push(VerificationCheck::exact("quota of the only seat", STREET, one.plans[0].seats[0].quota));
    Ok(lines)
}
