//! Probability that each plan books the most, and the regret of choosing it.

use super::chunks::for_each_chunk;
use attain_core::metric::MetricId;
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::PlanChoice;
use attain_sim::summarise::stat_of;

/// Computes how often each plan books the most, and its shortfall in bookings relative to the best
/// plan of each world. Worlds in which any plan has no figure or was not simulated are omitted.
pub(super) fn plan_choices(names: &[&str], years: &dyn YearSource) -> Result<Vec<PlanChoice>, ReadError> {
    // Process one plan at a time, so memory holds only one column of regrets.
    (0..years.plans().min(names.len())).map(|plan| plan_choice(names[plan], plan, years)).collect()
}

fn plan_choice(name: &str, plan: usize, years: &dyn YearSource) -> Result<PlanChoice, ReadError> {
    let mut regrets = Vec::new();
    let mut shares = 0.0;
    for_each_chunk(years, &[MetricId::Bookings as usize], |chunk| {
        let worlds = chunk.iter().map(|plan| plan[0].len()).min().unwrap_or(0);
        for year in 0..worlds {
            let booked = || chunk.iter().map(|plan| plan[0][year]);
            if booked().all(f64::is_finite) {
                let top = booked().fold(f64::NEG_INFINITY, f64::max);
                let regret = top - chunk[plan][0][year];
                if regret == 0.0 {
                    shares += 1.0 / booked().filter(|booked| *booked == top).count() as f64;
                }
                regrets.push(regret);
            }
        }
    })?;
    let worlds = regrets.len();
    let regret = stat_of(regrets);
    Ok(PlanChoice {
        plan: name.to_owned(),
        p_best: shares / worlds.max(1) as f64,
        expected_regret: regret.map_or(0.0, |regret| regret.mean),
        expected_regret_se: regret.map_or(0.0, |regret| regret.se),
        regret_p95: regret.map_or(0.0, |regret| regret.p95),
    })
}
