//! `attain cadence`: how often to rebalance, and what to protect meanwhile.
//!
//! A scenario under every cadence and protection, lived in the same worlds. The
//! protection rules the first carve and every review; the cadence the reviews
//! alone. A freeze is "never" under a protection: what it costs is what the
//! best cadence brings more, in the same years.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use super::spread::Estimate;
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::random::WorldStreams;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Cadence, Protection};
use attain_core::units::Share;
use attain_data::Book;
use attain_design::design::design;
use attain_design::study;
use attain_sim::simulate::{Markets, PlanYear, Simulator};

/// The cadences, in the order in which they are told.
pub const CADENCES: [(Cadence, &str); 5] = [
    (Cadence::Never, "never"),
    (Cadence::Yearly, "yearly"),
    (Cadence::HalfYearly, "half-yearly"),
    (Cadence::Quarterly, "quarterly"),
    (Cadence::OnTrigger, "on trigger"),
];

/// The figures of a cell.
const FIGURES: [MetricId; 11] = [
    MetricId::TargetHit,
    MetricId::Attainment,
    MetricId::Bookings,
    MetricId::Contribution,
    MetricId::Participation,
    MetricId::EquityRange,
    MetricId::EquityCv,
    MetricId::Disruption,
    MetricId::HandOverCost,
    MetricId::Moves,
    MetricId::MonthsToTrigger,
];

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Seed of all chance.
    pub seed: u64,
    /// Years to live in every cell.
    pub years: u32,
    /// Horizons, months.
    pub months: Vec<u32>,
    /// Chance to win from which an open opportunity protects its account.
    pub from_chance: f64,
    /// Price of a relationship, as a share of the account's revenue for each year of it.
    pub price: f64,
}

/// One cadence under one protection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// Horizon, months.
    pub months: u32,
    /// What is protected.
    pub protection: &'static str,
    /// How often books are reviewed.
    pub cadence: &'static str,
    /// Chance of the target over the horizon.
    pub p_target: Estimate,
    /// Company attainment.
    pub attainment: Estimate,
    /// Bookings of the horizon.
    pub bookings: Estimate,
    /// Contribution of the horizon.
    pub contribution: Estimate,
    /// Share of seats at quota.
    pub participation: Estimate,
    /// Highest over lowest potential of like seats, less one.
    pub equity_range: Estimate,
    /// Coefficient of variation of potential over like seats.
    pub equity_cv: Estimate,
    /// Changes of owner over accounts owned.
    pub disruption: Estimate,
    /// Expected new business lost to changes of owner.
    pub hand_over_cost: Estimate,
    /// Accounts moved by reviews.
    pub moves: Estimate,
    /// Months until equity first called for a review, the horizon and one where it never did.
    pub months_to_trigger: Estimate,
    /// Share of years in which it never did.
    pub never_triggered: f64,
    /// Bookings less those of "never" under the same protection, in the same worlds.
    pub against_never: Estimate,
    /// The same for contribution.
    pub contribution_against_never: Estimate,
}

/// What freezing the books costs under a protection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Freeze {
    /// Horizon, months.
    pub months: u32,
    /// What is protected.
    pub protection: &'static str,
    /// The cadence that books most.
    pub best: &'static str,
    /// What it books more than "never"; the interval holds for all cadences of the protection at once (95 %, Bonferroni).
    pub bookings: Estimate,
    /// The same for contribution.
    pub contribution: Estimate,
    /// The same for the chance of the target.
    pub p_target: Estimate,
}

/// All cells, and what a freeze costs.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// Name of the scenario.
    pub plan: String,
    /// Years lived in every cell.
    pub years: u32,
    /// By horizon, protection, cadence.
    pub cells: Vec<Cell>,
    /// By horizon and protection, where any review moves something.
    pub freezes: Vec<Freeze>,
}

/// The protections, in the order in which they are told.
#[must_use]
pub fn protections(asked: &Asked) -> [(&'static str, Protection); 4] {
    [
        ("none", Protection::None),
        ("pipeline", Protection::ActivePipeline { from_chance: share(asked.from_chance) }),
        ("priced", Protection::Priced { revenue_share_per_year: share(asked.price) }),
        ("all", Protection::All),
    ]
}

fn share(value: f64) -> Share {
    Share::new(value.clamp(0.0, 1.0)).unwrap_or(Share::literal(0.0))
}

/// Lives a scenario under every cadence and protection. `progress` is called
/// with the years done of each horizon in turn.
///
/// # Errors
/// Contradictions that a protection makes.
pub fn cadence(
    book: &Book,
    resolved: &ResolvedScenario,
    asked: &Asked,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<Table, Faults> {
    let mut table = Table { plan: resolved.scenario.name.clone(), years: asked.years, cells: Vec::new(), freezes: Vec::new() };
    let own = own_months(resolved);
    for &months in if asked.months.is_empty() { std::slice::from_ref(&own) } else { asked.months.as_slice() } {
        let designed = designed(book, resolved, asked, months)?;
        let plans: Vec<Plan> =
            designed.iter().flat_map(|plan| CADENCES.map(|(cadence, _)| with_cadence(plan, cadence))).collect();
        let markets = Markets::from_plans(book, &plans);
        let simulator = Simulator::new(book, &plans, &markets, asked.seed);
        let take = |years: &[PlanYear]| -> Vec<[f64; FIGURES.len()]> {
            years.iter().map(|year| FIGURES.map(|id| year.company.get(id as usize).copied().unwrap_or(f64::NAN))).collect()
        };
        let rows = simulator.map_worlds(asked.years, |year| WorldStreams::new(asked.seed, year), take, progress);
        for (p, (protection, _)) in protections(asked).into_iter().enumerate() {
            let first = p * CADENCES.len();
            let cells = (0..CADENCES.len()).map(|c| cell(&rows, (first + c, first), months, protection, CADENCES[c].1));
            table.cells.extend(cells);
            table.freezes.extend(freeze(&rows, first, months, protection));
        }
    }
    Ok(table)
}

fn own_months(resolved: &ResolvedScenario) -> u32 {
    resolved.scenario.horizon.months
}

/// One plan a protection.
fn designed(book: &Book, resolved: &ResolvedScenario, asked: &Asked, months: u32) -> Result<Vec<Plan>, Faults> {
    let variants = protections(asked).map(|(name, protection)| {
        resolved.with_choices(|scenario| {
            scenario.name = format!("{}, protection {name}", scenario.name);
            scenario.protection = protection;
            scenario.horizon.months = months;
        })
    });
    study::for_each_scenario(&variants, |variant| design(book, variant))
}

/// Reviews do not change the first carve.
fn with_cadence(plan: &Plan, cadence: Cadence) -> Plan {
    let mut plan = plan.clone();
    plan.scenario.rebalance.cadence = cadence;
    plan
}

type Rows = [Vec<[f64; FIGURES.len()]>];

fn column(rows: &Rows, plan: usize, id: MetricId) -> Vec<f64> {
    let at = FIGURES.iter().position(|figure| *figure == id).unwrap_or(0);
    rows.iter().map(|row| row[plan][at]).collect()
}

fn cell(rows: &Rows, (plan, never): (usize, usize), months: u32, protection: &'static str, cadence: &'static str) -> Cell {
    let mean = |id| Estimate::mean(column(rows, plan, id).into_iter().filter(|value| value.is_finite()));
    let triggers = column(rows, plan, MetricId::MonthsToTrigger);
    let untriggered = triggers.iter().filter(|&&at| at > f64::from(months)).count();
    Cell {
        months,
        protection,
        cadence,
        p_target: mean(MetricId::TargetHit),
        attainment: mean(MetricId::Attainment),
        bookings: mean(MetricId::Bookings),
        contribution: mean(MetricId::Contribution),
        participation: mean(MetricId::Participation),
        equity_range: mean(MetricId::EquityRange),
        equity_cv: mean(MetricId::EquityCv),
        disruption: mean(MetricId::Disruption),
        hand_over_cost: mean(MetricId::HandOverCost),
        moves: mean(MetricId::Moves),
        months_to_trigger: mean(MetricId::MonthsToTrigger),
        never_triggered: untriggered as f64 / triggers.len().max(1) as f64,
        against_never: less(rows, plan, never, MetricId::Bookings),
        contribution_against_never: less(rows, plan, never, MetricId::Contribution),
    }
}

/// A figure of one plan less that of another, in the same worlds.
fn less(rows: &Rows, a: usize, b: usize, id: MetricId) -> Estimate {
    let (a, b) = (column(rows, a, id), column(rows, b, id));
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).filter(|value| value.is_finite()).collect();
    Estimate::mean(differences.into_iter())
}

/// The cadence that books most of those that ever move something, against
/// "never", the first of the protection's plans; none where none moves anything.
fn freeze(rows: &Rows, never: usize, months: u32, protection: &'static str) -> Option<Freeze> {
    let others = never + 1..never + CADENCES.len();
    let count = others.len() as f64;
    let act = |&plan: &usize| column(rows, plan, MetricId::Moves).iter().any(|moves| *moves > 0.0);
    let best = others.filter(act).rev().max_by(|&a, &b| {
        less(rows, a, never, MetricId::Bookings).value.total_cmp(&less(rows, b, never, MetricId::Bookings).value)
    })?;
    let critical = Normal::standard().inverse_cdf(1.0 - 0.025 / count);
    let wide = |id| {
        let found = less(rows, best, never, id);
        Estimate { low: found.value - critical * found.se, high: found.value + critical * found.se, ..found }
    };
    Some(Freeze {
        months,
        protection,
        best: CADENCES[best - never].1,
        bookings: wide(MetricId::Bookings),
        contribution: wide(MetricId::Contribution),
        p_target: wide(MetricId::TargetHit),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::studies::{LONG, plans};

    fn asked() -> Asked {
        Asked { seed: 4, years: 60, months: Vec::new(), from_chance: 0.5, price: 0.1 }
    }

    #[test]
    fn never_moves_nothing_and_protecting_all_leaves_nothing_to_move() {
        let (study, _) = plans(&[LONG]);
        let table = cadence(&study.book, &study.scenarios[0], &asked(), &|_| ()).unwrap_or_else(|faults| panic!("{faults}"));
        // Nothing may move where all is protected, so there is nothing to freeze.
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

    /// Cells are what a comparison of the same scenario gives: the plan's own
    /// cadence and protection, the same seed and years.
    #[test]
    fn a_cell_is_the_plan_itself() {
        let (study, plans) = plans(&[LONG]);
        let table = cadence(&study.book, &study.scenarios[0], &asked(), &|_| ()).unwrap_or_else(|faults| panic!("{faults}"));
        let lived = attain_sim::simulate::simulate_years(&study.book, &plans, 4, 60, &|_| ());
        let own = table.cells.iter().find(|cell| cell.protection == "pipeline" && cell.cadence == "quarterly").unwrap();
        let mean = |id: MetricId| lived.plans[0].company[id as usize].iter().sum::<f64>() / 60.0;
        assert!((own.bookings.value - mean(MetricId::Bookings)).abs() < 1e-6 * own.bookings.value);
        assert!((own.moves.value - mean(MetricId::Moves)).abs() < 1e-9);
    }

    #[test]
    fn the_best_cadence_has_an_interval_for_the_choice() {
        let (study, _) = plans(&[LONG]);
        let table = cadence(&study.book, &study.scenarios[0], &asked(), &|_| ()).unwrap_or_else(|faults| panic!("{faults}"));
        let freeze = &table.freezes[0];
        assert!((freeze.bookings.high - freeze.bookings.value) > 2.49 * freeze.bookings.se);
        let best = table.cells.iter().find(|cell| cell.protection == "none" && cell.cadence == freeze.best).unwrap();
        assert_eq!(best.against_never.value, freeze.bookings.value);
    }
}
