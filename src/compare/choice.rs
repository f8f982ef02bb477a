//! What choosing a plan means in hindsight, measured in bookings.

use crate::metric::Id;
use crate::simulate::lived::LivedPlan;
use crate::summarise::results::Choice;
use crate::summarise::stat;

/// How often each plan books most, and its shortfall against the best plan of
/// each world. Worlds in which a plan has no figure are left out for all.
pub(super) fn choice(names: &[&str], plans: &[LivedPlan]) -> Vec<Choice> {
    let columns: Vec<&[f64]> = plans.iter().map(|plan| plan.company[Id::Bookings as usize].as_slice()).collect();
    let worlds = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let kept: Vec<usize> = (0..worlds).filter(|&year| columns.iter().all(|column| column[year].is_finite())).collect();
    let best = |year: usize| columns.iter().map(|column| column[year]).fold(f64::NEG_INFINITY, f64::max);
    let tops: Vec<f64> = kept.iter().map(|&year| best(year)).collect();
    let ties: Vec<usize> =
        kept.iter().zip(&tops).map(|(&year, top)| columns.iter().filter(|column| column[year] == *top).count()).collect();
    let of = |(name, column): (&&str, &&[f64])| {
        let regrets: Vec<f64> = kept.iter().zip(&tops).map(|(&year, top)| top - column[year]).collect();
        let shares = regrets.iter().zip(&ties).filter(|(regret, _)| **regret == 0.0).map(|(_, ties)| 1.0 / *ties as f64);
        let regret = stat(&regrets);
        Choice {
            plan: (*name).to_owned(),
            p_best: shares.sum::<f64>() / kept.len().max(1) as f64,
            expected_regret: regret.map_or(0.0, |regret| regret.mean),
            expected_regret_se: regret.map_or(0.0, |regret| regret.se),
            regret_p95: regret.map_or(0.0, |regret| regret.p95),
        }
    };
    names.iter().zip(&columns).map(of).collect()
}
