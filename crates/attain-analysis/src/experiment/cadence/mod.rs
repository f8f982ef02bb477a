//! `attain cadence`: how often to rebalance territories, and what to protect in the meantime.
//!
//! A scenario is simulated under every cadence and protection in the same worlds. The protection
//! applies to the first alignment and to every review; the cadence applies only to reviews. A
//! freeze is the cadence "never" under a protection. Its cost is the gain of the best cadence over
//! it in the same years.

mod evaluate;
mod result;

pub use result::{CadenceCell, CadenceTable, FreezeCost};

use crate::forecast_basis::default_market;
use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::random::WorldStreams;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Cadence, Protection};
use attain_core::units::Share;
use attain_data::Book;
use attain_design::study;
use attain_sim::simulate::{Markets, PlanYear, Simulator};
use evaluate::{CADENCES, METRICS, ProtectionPlans, cell, freeze_cost};

/// Options of a cadence experiment.
#[derive(Debug, Clone)]
pub struct CadenceOptions {
    /// Seed of all random draws.
    pub seed: u64,
    /// Number of years to simulate in every cell.
    pub years: u32,
    /// Lengths of the horizon in months; if empty, that of the scenario is used.
    pub months: Vec<u32>,
    /// Win probability from which an open opportunity protects its account.
    pub from_chance: f64,
    /// Price of a relationship, as a share of the account's revenue per year of the relationship.
    pub price: f64,
}

/// The protections, in the order of results.
fn protections(options: &CadenceOptions) -> [(&'static str, Protection); 4] {
    [
        ("none", Protection::None),
        ("pipeline", Protection::ActivePipeline { from_chance: share(options.from_chance) }),
        ("priced", Protection::Priced { revenue_share_per_year: share(options.price) }),
        ("all", Protection::All),
    ]
}

fn share(value: f64) -> Share {
    Share::new(value.clamp(0.0, 1.0)).unwrap_or(Share::literal(0.0))
}

/// Simulates a scenario under every cadence and protection. `progress` is called with the number of
/// years done, one horizon after the other.
///
/// # Errors
/// Returns any contradiction between a protection and the scenario's other choices.
pub fn cadence(
    book: &Book,
    resolved: &ResolvedScenario,
    options: &CadenceOptions,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<CadenceTable, Faults> {
    let mut table = CadenceTable {
        plan: resolved.scenario.name.clone(),
        years: options.years,
        default_market: default_market(book, std::slice::from_ref(resolved)),
        cells: Vec::new(),
        freezes: Vec::new(),
    };
    let own_months = resolved.scenario.horizon.months;
    for &months in if options.months.is_empty() { std::slice::from_ref(&own_months) } else { options.months.as_slice() } {
        let designed = design_protections(book, resolved, options, months)?;
        let plans: Vec<Plan> =
            designed.iter().flat_map(|plan| CADENCES.map(|(cadence, _)| with_cadence(plan, cadence))).collect();
        let markets = Markets::from_plans(book, &plans);
        let simulator = Simulator::new(book, &plans, &markets, options.seed);
        let take = |years: &[PlanYear]| -> Vec<[f64; METRICS.len()]> {
            years.iter().map(|year| METRICS.map(|id| year.company.get(id as usize).copied().unwrap_or(f64::NAN))).collect()
        };
        let rows = simulator.map_worlds(options.years, |year| WorldStreams::new(options.seed, year), take, progress);
        for (p, (protection, _)) in protections(options).into_iter().enumerate() {
            let plans = ProtectionPlans { months, protection, first: p * CADENCES.len() };
            table.cells.extend((0..CADENCES.len()).map(|c| cell(&rows, plans, c)));
            table.freezes.extend(freeze_cost(&rows, plans));
        }
    }
    Ok(table)
}

/// Designs one plan for each protection.
fn design_protections(
    book: &Book,
    resolved: &ResolvedScenario,
    options: &CadenceOptions,
    months: u32,
) -> Result<Vec<Plan>, Faults> {
    let variants = protections(options).map(|(name, protection)| {
        resolved.with_choices(|scenario| {
            scenario.name = format!("{}, protection {name}", scenario.name);
            scenario.protection = protection;
            scenario.horizon.months = months;
        })
    });
    study::for_each_scenario(&variants, |variant| design(book, variant))
}

/// Returns the plan with another cadence. Reviews do not change the first alignment, so the plan is
/// not designed again.
fn with_cadence(plan: &Plan, cadence: Cadence) -> Plan {
    let mut plan = plan.clone();
    plan.scenario.rebalance.cadence = cadence;
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::metric::MetricId;
    use attain_fixtures::studies::{LONG, plans};

    fn options() -> CadenceOptions {
        CadenceOptions { seed: 4, years: 60, months: Vec::new(), from_chance: 0.5, price: 0.1 }
    }

    #[test]
    fn never_moves_nothing_and_protecting_all_leaves_nothing_to_move() {
        let (study, _) = plans(&[LONG]);
        let table = cadence(&study.book, &study.scenarios[0], &options(), &|_| ()).unwrap_or_else(|faults| panic!("{faults}"));
        // No account may move if all are protected, so there is nothing to freeze.
        assert_eq!((table.cells.len(), table.freezes.len()), (20, 3));
        for cell in &table.cells {
            assert_eq!(cell.months, 24);
            if cell.cadence == "never" {
                assert_eq!((cell.moves.value, cell.against_never.value), (0.0, 0.0), "{cell:?}");
            }
            if cell.protection == "all" {
                assert_eq!(cell.moves.value, 0.0, "{cell:?}");
            }
        }
        let moves = |cadence: &str| {
            table.cells.iter().find(|cell| cell.protection == "none" && cell.cadence == cadence).unwrap().moves.value
        };
        assert!(moves("quarterly") > moves("half-yearly") && moves("half-yearly") > 0.0);
        assert!(moves("on trigger") <= moves("quarterly"));
    }

    /// Cells match a comparison of the same scenario with the plan's own cadence and protection,
    /// the same seed and the same years.
    #[test]
    fn a_cell_is_the_plan_itself() {
        let (study, plans) = plans(&[LONG]);
        let table = cadence(&study.book, &study.scenarios[0], &options(), &|_| ()).unwrap_or_else(|faults| panic!("{faults}"));
        let simulated = attain_sim::simulate::simulate_years(&study.book, &plans, 4, 60, &|_| ());
        let own = table.cells.iter().find(|cell| cell.protection == "pipeline" && cell.cadence == "quarterly").unwrap();
        let mean = |id: MetricId| simulated.plans[0].company[id as usize].iter().sum::<f64>() / 60.0;
        assert!((own.bookings.value - mean(MetricId::Bookings)).abs() < 1e-6 * own.bookings.value);
        assert!((own.moves.value - mean(MetricId::Moves)).abs() < 1e-9);
    }

    #[test]
    fn the_best_cadence_has_an_interval_for_the_choice() {
        let (study, _) = plans(&[LONG]);
        let table = cadence(&study.book, &study.scenarios[0], &options(), &|_| ()).unwrap_or_else(|faults| panic!("{faults}"));
        let freeze = &table.freezes[0];
        assert!((freeze.bookings.high - freeze.bookings.value) > 2.49 * freeze.bookings.se);
        let best = table.cells.iter().find(|cell| cell.protection == "none" && cell.cadence == freeze.best).unwrap();
        assert_eq!(best.against_never.value, freeze.bookings.value);
    }
}
