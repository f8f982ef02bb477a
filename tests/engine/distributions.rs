//! What worlds draw has the distributions that the scenario states.
//!
//! Kolmogorov-Smirnov tests at α = 1e-4 each (critical value 2.23/√n, n stated
//! in each test), moments within 4.5 standard errors, seeds fixed.

use attain::random::Purpose::{Fill, Leave};
use attain::world::calendar::MonthSpan;
use attain::world::{CompiledMarket, World};
use statrs::distribution::{Beta, ContinuousCDF, Exp, LogNormal, Normal, Uniform};

/// Kolmogorov-Smirnov distance to a distribution function, times √n.
fn distance(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let gap = |(i, &x): (usize, &f64)| {
        let f = cdf(x);
        (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
    };
    sample.iter().enumerate().map(gap).fold(0.0, f64::max) * n.sqrt()
}

const CRITICAL: f64 = 2.23;

struct Draws {
    odds: CompiledMarket,
    worlds: Vec<World>,
}

fn draws(text: &str, years: u32) -> Draws {
    let (study, plans) = crate::studies::study_of(&[("plan.toml", text)], &["plan.toml"]);
    let odds = CompiledMarket::new(&study.book, &plans[0].scenario);
    let worlds = (0..years)
        .map(|year| {
            let mut world = World::empty();
            world.draw(&odds, 5, year);
            world.read_all(&odds);
            world
        })
        .collect();
    Draws { odds, worlds }
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n)
}

const CALM: &str = "[market.uncertainty]\nopportunity-rate = 0\nsize = 0\nattrition = 0\nramp = 0\ntime-to-fill = 0\nchurn = 0\n[market.potential-drift]\naccount-sd = 0\nsegment-sd = 0\n[market.slippage]\nshare = 0\n[market.season]\nmonth-end-pull = 1\nquarter-end-pull = 1\n";

/// n about 20,000 deals of large accounts.
#[test]
fn deals_have_lognormal_sizes_and_times_and_uniform_days_and_marks() {
    let d = draws(&format!("{}{CALM}", crate::studies::ALL_CHANCE), 80);
    let (mut sizes, mut wins, mut losses, mut days, mut marks) = (vec![], vec![], vec![], vec![], vec![]);
    let segment = 0;
    let choices = &d.odds.segments[segment].choices;
    for world in &d.worlds {
        for i in world.deals.open().end..world.deals.len() {
            // Accounts that come in later are of the accounts that they resemble.
            let Some(account) = d.odds.accounts.get(world.deals.account[i] as usize) else { continue };
            if account.segment != segment {
                continue;
            }
            let created = f64::from(world.deals.outcome(i).created);
            let month = d.odds.calendar.month_of(world.deals.outcome(i).created);
            let MonthSpan { first: from, length } = d.odds.calendar.span(month as i32);
            sizes.push(world.deals.outcome(i).amount / account.size_scale);
            wins.push(f64::from(world.deals.outcome(i).win_day) - created);
            losses.push(f64::from(world.deals.outcome(i).loss_day) - created);
            days.push((created - from) / length);
            marks.push(f64::from(world.deals.ratio[i]) / d.odds.choices.rate_cap.get());
        }
    }
    assert!(sizes.len() > 8_000, "{}", sizes.len());
    let lognormal = |median: f64, sigma: f64| LogNormal::new(median.ln(), sigma).unwrap();
    let size = lognormal(60_000.0, 0.7);
    assert!(distance(sizes, |x| size.cdf(x)) < CRITICAL);
    let win = lognormal(choices.days_to_win.median_days.get(), choices.days_to_win.sigma.get());
    assert!(distance(wins, |x| win.cdf(x.max(0.0))) < CRITICAL);
    let loss = lognormal(choices.days_to_loss.median_days.get(), choices.days_to_loss.sigma.get());
    assert!(distance(losses, |x| loss.cdf(x.max(0.0))) < CRITICAL);
    let uniform = Uniform::new(0.0, 1.0).unwrap();
    assert!(distance(days, |x| uniform.cdf(x)) < CRITICAL);
    assert!(distance(marks, |x| uniform.cdf(x)) < CRITICAL);
}

/// n = 3,000 worlds: counts of latent deals are Poisson in mean and variance.
#[test]
fn counts_are_poisson() {
    let d = draws(&format!("{}{CALM}", crate::studies::ALL_CHANCE), 3000);
    let standing = d.odds.accounts.len();
    let of_standing = |world: &attain::world::World| {
        (world.deals.open().end..world.deals.len()).filter(|&i| (world.deals.account[i] as usize) < standing).count() as f64
    };
    let counts: Vec<f64> = d.worlds.iter().map(of_standing).collect();
    let expected: f64 = d.odds.accounts.iter().map(|a| a.rate * 12.0 * d.odds.choices.rate_cap.get()).sum();
    let (mean, variance) = moments(&counts);
    let n = counts.len() as f64;
    assert!((mean - expected).abs() < 4.5 * (expected / n).sqrt(), "{mean} {expected}");
    assert!((variance / expected - 1.0).abs() < 4.5 * (2.0 / n).sqrt(), "{variance} {expected}");
}

/// n = 20,000 worlds: the shock has its long-run spread in every month and its persistence.
#[test]
fn shocks_are_autoregressions_in_their_long_run() {
    let only_market = "[market.shock]\nsd = 0.2\npersistence = 0.8\n[market.segment-shock]\nsd = 0\n";
    let d = draws(&format!("{}{only_market}", crate::studies::ALL_CHANCE), 20_000);
    let month = |m: usize| d.worlds.iter().map(|world| world.shocks[m]).collect::<Vec<f64>>();
    let n = d.worlds.len() as f64;
    for m in [0, 1, 6, 11] {
        let (mean, variance) = moments(&month(m));
        assert!(mean.abs() < 4.5 * 0.2 / n.sqrt(), "month {m}: {mean}");
        assert!((variance / 0.04 - 1.0).abs() < 4.5 * (2.0 / n).sqrt(), "month {m}: {variance}");
    }
    let (a, b) = (month(5), month(7));
    let correlation = a.iter().zip(&b).map(|(x, y)| x * y).sum::<f64>() / n / 0.04;
    assert!((correlation - 0.64).abs() < 4.5 * 1.2 / n.sqrt(), "{correlation}");
    let normal = Normal::new(0.0, 0.2).unwrap();
    assert!(distance(month(9), |x| normal.cdf(x)) < CRITICAL);
}

/// n = 4,000 worlds: potential keeps its mean, and its logarithm spreads as stated.
#[test]
fn potential_drifts_without_a_trend_of_its_own() {
    let text = "[market.potential-drift]\naccount-sd = 0.1\nsegment-sd = 0.05\n";
    let d = draws(&format!("{}{text}", crate::studies::ALL_CHANCE), 4000);
    let last: Vec<f64> = d.worlds.iter().map(|world| f64::from(world.drift.potential[world.drift.at(0, 3)])).collect();
    let n = last.len() as f64;
    let (mean, _) = moments(&last);
    let variance_of_log: f64 = 3.0 * (0.01 + 0.0025);
    assert!((mean - 1.0).abs() < 4.5 * variance_of_log.sqrt() / n.sqrt(), "{mean}");
    let (_, variance) = moments(&last.iter().map(|x| x.ln()).collect::<Vec<f64>>());
    assert!((variance / variance_of_log - 1.0).abs() < 4.5 * (2.0 / n).sqrt(), "{variance}");
}

/// n = 20,000 worlds: people and parameters.
#[test]
fn people_and_parameters_have_their_distributions() {
    let text = crate::studies::ALL_CHANCE.replace("win-rate = 0.3\n", "win-rate = 0.3\nwin-rate-evidence = 60\n");
    let d = draws(&text, 20_000);
    let of = |get: &dyn Fn(&World) -> f64| d.worlds.iter().map(get).collect::<Vec<f64>>();
    let seat = 77;
    let exponential = Exp::new(1.0).unwrap();
    assert!(distance(of(&|w| w.threshold(seat, 1)), |x| exponential.cdf(x)) < CRITICAL);
    let hire = Normal::new(0.0, d.odds.choices.skill.sd.get()).unwrap();
    assert!(distance(of(&|w| w.skill_of_hire(&d.odds, seat, 1)), |x| hire.cdf(x)) < CRITICAL);
    let slip = Exp::new(1.0 / 25.0).unwrap();
    assert!(distance(of(&|w| w.hire_slip(25.0, seat)), |x| slip.cdf(x)) < CRITICAL);
    let absence = Exp::new(1.0 / 0.08).unwrap();
    assert!(distance(of(&|w| w.absence(0.08, seat, None, 4)), |x| absence.cdf(x)) < CRITICAL);
    let beta = Beta::new(0.3 * 60.0, 0.7 * 60.0).unwrap();
    let rate = |w: &World| 1.0 / (1.0 + (-w.parameters.segments[1].win_logit).exp());
    assert!(distance(of(&rate), |x| beta.cdf(x)) < CRITICAL);
    let loss = Uniform::new(0.132, 0.176).unwrap();
    assert!(distance(of(&|w| w.parameters.hand_over_loss), |x| loss.cdf(x)) < CRITICAL);
    let (mean, _) = moments(&of(&|w| w.parameters.attrition));
    assert!((mean - 1.0).abs() < 4.5 * 0.2 / 20_000.0_f64.sqrt(), "{mean}");
}

/// Neighbouring years, accounts and purposes are not correlated: n = 20,000 pairs each.
#[test]
fn neighbours_are_independent() {
    let d = draws(crate::studies::ALL_CHANCE, 20_001);
    let n = 20_000;
    let score = |pairs: Vec<(f64, f64)>| {
        let n = pairs.len() as f64;
        12.0 * pairs.iter().map(|(x, y)| (x - 0.5) * (y - 0.5)).sum::<f64>() / n.sqrt()
    };
    let year = |i: usize| d.worlds[i].streams;
    let years = (0..n).map(|i| (year(i).uniform(Leave, 9, 0), year(i + 1).uniform(Leave, 9, 0))).collect();
    let purposes = (0..n).map(|i| (year(i).uniform(Leave, 9, 0), year(i).uniform(Fill, 9, 0))).collect();
    let entities = (0..n).map(|i| (year(i).uniform(Leave, 9, 0), year(i).uniform(Leave, 10, 0))).collect();
    let indices = (0..n).map(|i| (year(i).uniform(Leave, 9, 0), year(i).uniform(Leave, 9, 1))).collect();
    for (what, pairs) in [("years", years), ("purposes", purposes), ("entities", entities), ("indices", indices)] {
        let z: f64 = score(pairs);
        assert!(z.abs() < 4.0, "{what}: {z}");
    }
}
