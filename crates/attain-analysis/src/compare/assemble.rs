//! Assembly of the content of `results.json`.

use super::comparison::{Comparison, compare};
use super::precision::reached_precision;
use super::seat_chances::{set_reference_chances, unlikely_quotas};
use crate::hindcast::{hindcast, unlike_the_past};
use attain_core::metric::{ALL, BOOKINGS_OVER_TARGET, MetricId};
use attain_core::plan::{Plan, PointScale};
use attain_data::Book;
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::{PlanResult, Results};
use attain_sim::summarise::summarise;
use serde_json::{Map, Value};

/// Version of the `results.json` format.
pub const FORMAT: u32 = 1;

/// Summarises and compares the simulated years of all plans. `hashes` holds the scenario hashes in
/// the order of the plans; `reference` is an index into the plans.
///
/// # Errors
/// Returns an error if the years cannot be read.
pub fn assemble_results(
    book: &Book,
    plans: &[Plan],
    hashes: &[String],
    years: &dyn YearSource,
    reference: usize,
) -> Result<Results, ReadError> {
    let Comparison { pairs, choice, pareto, mut warnings, .. } = compare(plans, years, reference)?;
    let horizon = plans.first().map(|plan| plan.scenario.horizon.clone()).unwrap_or_default();
    let mut summaries = plan_results(book, plans, hashes, years)?;
    set_reference_chances(&mut summaries, reference);
    warnings.extend(unlikely_quotas(&summaries));
    let currency = plans.get(reference).map(|plan| plan.scenario.money.currency.clone()).unwrap_or_default();
    let record = plans.get(reference).and_then(|plan| hindcast(book, &plan.scenario, horizon.start));
    if let Some(warning) = record.as_ref().and_then(|record| unlike_the_past(record, &currency)) {
        warnings.insert(0, warning);
    }
    Ok(Results {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION"),
        seed: years.seed(),
        years: years.total(),
        horizon_months: horizon.months,
        start: horizon.start.to_string(),
        data_hash: book.hash.clone(),
        currency,
        reference: plans.get(reference).map(|plan| plan.name.clone()).unwrap_or_default(),
        plans: summaries,
        precision: reached_precision(&pairs),
        dropped: Vec::new(),
        pairs,
        choice,
        pareto,
        track_record: record,
        warnings,
    })
}

/// Results of each plan, with the company's figures under their own names and the quality of the
/// assignment in points.
fn plan_results(book: &Book, plans: &[Plan], hashes: &[String], years: &dyn YearSource) -> Result<Vec<PlanResult>, ReadError> {
    let scale = PointScale::from_potentials(book.accounts.iter().map(|account| account.potential));
    let mut found = summarise(book, plans, hashes, years)?;
    for plan in &mut found {
        plan.company = company_names(&plan.company);
        plan.periods = plan.periods.iter().map(company_names).collect();
        if let Some(carve) = &mut plan.carve {
            (carve.value, carve.bound) = (scale.points(carve.value), scale.points(carve.bound));
        }
    }
    Ok(found)
}

/// Company metrics under the names that they have for the company.
fn company_names(metrics: &Map<String, Value>) -> Map<String, Value> {
    let seats = ALL[MetricId::Attainment as usize].name;
    let name = |name: &String| if name == seats { BOOKINGS_OVER_TARGET.name.to_owned() } else { name.clone() };
    metrics.iter().map(|(key, stat)| (name(key), stat.clone())).collect()
}
