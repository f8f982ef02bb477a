//! The answer of a state, in the form that the page draws.

use serde::Serialize;

use crate::engine::StateComparison;
use attain_analysis::compare::{find_lead, find_pair};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, decimal};
use attain_report::headline_text;
use attain_sim::summarise::results::{PlanResult, Results, SeatResult};
use serde_json::{Map, Value};

/// Figures of a state, with their label and unit.
const FIGURES: [(&str, &str, MetricUnit); 8] = [
    ("p_target", "Chance of reaching the target", MetricUnit::Share),
    ("bookings", "Bookings", MetricUnit::Money),
    ("participation", "Seats at quota", MetricUnit::Share),
    ("contribution", "Contribution", MetricUnit::Money),
    ("cost", "Cost of pay, hiring and travel", MetricUnit::Money),
    ("equity_range", "Unfairness: richest over poorest like book, minus one", MetricUnit::Ratio),
    ("disruption", "Accounts that change owner", MetricUnit::Share),
    ("leavers", "Reps who leave", MetricUnit::Count),
];

/// The answer of one or more states.
#[derive(Debug, Serialize)]
pub struct LiveAnswer {
    /// Number of simulated years.
    pub years: usize,
    /// The headline of the comparison.
    pub headline: String,
    /// The states; the first one is the reference.
    pub states: Vec<StateAnswer>,
    pub warnings: Vec<String>,
}

/// The figures of a state.
#[derive(Debug, Serialize)]
pub struct StateAnswer {
    pub name: String,
    pub target: f64,
    /// Target, seats and street quota in words.
    pub about: String,
    pub figures: Vec<FigureAnswer>,
    pub seats: Vec<SeatAnswer>,
    /// Notes about the design.
    pub notes: Vec<String>,
}

/// A figure of a state, with its difference from the reference.
#[derive(Debug, Serialize)]
pub struct FigureAnswer {
    pub metric: &'static str,
    pub label: &'static str,
    pub mean: Option<f64>,
    /// Ends of the 95 % interval of the mean: what more years would narrow.
    pub interval: Option<[f64; 2]>,
    /// The range of 90 % of the years; `None` for a chance.
    pub band: Option<[f64; 2]>,
    pub text: String,
    pub band_text: String,
    /// Difference from the reference; empty for the reference.
    pub difference: String,
    /// `better`, `worse`, or empty if the difference is not certain.
    pub verdict: &'static str,
}

/// How often a seat makes its quota.
#[derive(Debug, Serialize)]
pub struct SeatAnswer {
    pub name: String,
    pub team: String,
    pub chance: Option<f64>,
    pub text: String,
}

impl LiveAnswer {
    /// Prepares a comparison for the page.
    #[must_use]
    pub fn new(comparison: &StateComparison) -> Self {
        let StateComparison { results, decision, .. } = comparison;
        Self {
            years: results.years,
            headline: headline_text(results, decision),
            states: results.plans.iter().map(|plan| StateAnswer::new(results, plan)).collect(),
            warnings: results.warnings.clone(),
        }
    }
}

impl StateAnswer {
    fn new(results: &Results, plan: &PlanResult) -> Self {
        let n = NumberFormat::in_currency(&results.currency);
        let money = |value| n.plain(MetricUnit::Money, value);
        Self {
            name: plan.name.clone(),
            target: plan.target,
            about: format!(
                "target {}, {} seats, street quota {}",
                money(plan.target),
                plan.seats_planned,
                money(plan.street_quota)
            ),
            figures: FIGURES.iter().map(|figure| FigureAnswer::new(results, plan, *figure)).collect(),
            seats: plan.seats.iter().map(SeatAnswer::new).collect(),
            notes: plan.notes.clone(),
        }
    }
}

impl FigureAnswer {
    fn new(results: &Results, plan: &PlanResult, (metric, label, unit): (&'static str, &'static str, MetricUnit)) -> Self {
        let n = NumberFormat::in_currency(&results.currency);
        let at = |name| number(&plan.company, metric, name);
        let is_chance = metric == "p_target";
        let (mean, se) = if is_chance { (Some(plan.p_target), Some(plan.p_target_se)) } else { (at("mean"), at("se")) };
        let interval = if is_chance {
            Some([plan.p_target_low, plan.p_target_high])
        } else {
            mean.zip(se).map(|(mean, se)| [mean - 1.96 * se, mean + 1.96 * se])
        };
        let band = if is_chance { None } else { at("p05").zip(at("p95")).map(|(low, high)| [low, high]) };
        let pair = (plan.name != results.reference).then(|| find_pair(results, &plan.name, &results.reference, metric)).flatten();
        let leads = |a: &str, b: &str| find_lead(results, a, b, metric).is_some();
        let verdict = if pair.is_none() {
            ""
        } else if leads(&plan.name, &results.reference) {
            "better"
        } else if leads(&results.reference, &plan.name) {
            "worse"
        } else {
            ""
        };
        Self {
            metric,
            label,
            mean,
            interval,
            band,
            text: n.with_error(unit, mean.unwrap_or(f64::NAN), se.unwrap_or(f64::NAN)),
            band_text: band.map_or_else(String::new, |[low, high]| n.span(unit, low, high)),
            difference: pair.map_or_else(String::new, |pair| {
                format!("{} ({})", n.signed(unit, pair.difference), n.signed_span(unit, pair.low, pair.high))
            }),
            verdict,
        }
    }
}

impl SeatAnswer {
    fn new(seat: &SeatResult) -> Self {
        let chance = number(&seat.metrics, "target_hit", "mean");
        Self {
            name: seat.name.clone(),
            team: seat.team.clone(),
            chance,
            text: chance.map_or_else(|| "no quota".to_owned(), |chance| format!("{} %", decimal(100.0 * chance, 0))),
        }
    }
}

/// A number of a metric's distribution.
fn number(metrics: &Map<String, Value>, metric: &str, name: &str) -> Option<f64> {
    metrics.get(metric)?.get(name)?.as_f64().filter(|value| value.is_finite())
}
