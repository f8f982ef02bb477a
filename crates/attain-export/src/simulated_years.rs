//! Figures of simulated years, from results that were just computed or from `results.json`.

use serde_json::Value;

/// The results of simulated years by plan, seat and metric.
#[derive(Debug, Clone)]
pub struct SimulatedYears {
    results: Value,
    /// The answer in a few sentences.
    pub answer: String,
}

/// Statistics of a figure over the simulated years, by their names in `results.json`.
pub type StatName = &'static str;

impl SimulatedYears {
    /// Takes the content of `results.json` and the answer in sentences.
    #[must_use]
    pub fn new(results: Value, answer: String) -> Self {
        Self { results, answer }
    }

    /// The same with names replaced in the answer and the warnings, the longest first.
    #[must_use]
    pub fn with_names_replaced(mut self, names: &[(String, String)]) -> Self {
        let replaced = |text: &str| {
            names.iter().filter(|(name, _)| !name.is_empty()).fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
        };
        self.answer = replaced(&self.answer);
        for warning in self.results["warnings"].as_array_mut().into_iter().flatten() {
            if let Some(text) = warning.as_str() {
                *warning = Value::String(replaced(text));
            }
        }
        self
    }

    /// Number of simulated years.
    #[must_use]
    pub fn years(&self) -> u64 {
        self.results["years"].as_u64().unwrap_or(0)
    }

    /// Seed of the years.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.results["seed"].as_u64().unwrap_or(0)
    }

    /// Warnings about the results.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.results["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    fn plan(&self, plan: &str) -> Option<&Value> {
        self.results["plans"].as_array()?.iter().find(|one| one["name"] == plan)
    }

    /// A number of a plan itself, such as `p_target`.
    #[must_use]
    pub fn of_plan(&self, plan: &str, key: &str) -> Option<f64> {
        self.plan(plan)?[key].as_f64()
    }

    /// A statistic of a metric of the company.
    #[must_use]
    pub fn of_company(&self, plan: &str, metric: &str, stat: StatName) -> Option<f64> {
        self.plan(plan)?["company"][metric][stat].as_f64()
    }

    /// A statistic of a metric of a seat.
    #[must_use]
    pub fn of_seat(&self, plan: &str, seat: &str, metric: &str, stat: StatName) -> Option<f64> {
        let seats = self.plan(plan)?["seats"].as_array()?;
        seats.iter().find(|one| one["id"] == seat)?["metrics"][metric][stat].as_f64()
    }

    /// Quantiles (5, 10, 25, 50, 75, 90 and 95 %) of the bookings since the start, month by month.
    #[must_use]
    pub fn bookings_bands(&self, plan: &str) -> Vec<[f64; 7]> {
        let series = self.plan(plan).and_then(|plan| plan["series"].as_array());
        let months = series.into_iter().flatten().find(|series| series["name"] == "cumulative_bookings");
        let steps = months.and_then(|series| series["steps"].as_array()).into_iter().flatten();
        let quantiles = ["p05", "p10", "p25", "p50", "p75", "p90", "p95"];
        steps.map(|step| quantiles.map(|quantile| step[quantile].as_f64().unwrap_or(0.0))).collect()
    }

    /// The chance that a seat makes its quota.
    #[must_use]
    pub fn chance_of_quota(&self, plan: &str, seat: &str) -> Option<f64> {
        self.of_seat(plan, seat, "target_hit", "mean")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_are_found_by_plan_seat_and_name() {
        let stat = |mean: f64| json!({ "mean": mean, "p10": mean - 1.0 });
        let years = SimulatedYears::new(
            json!({ "years": 5, "seed": 9, "warnings": ["short"], "plans": [
                { "name": "a", "p_target": 0.4, "company": { "bookings": stat(7.0) },
                  "seats": [{ "id": "R1", "metrics": { "target_hit": stat(0.25) } }] }] }),
            String::new(),
        );
        assert_eq!((years.years(), years.seed(), years.warnings().collect::<Vec<_>>()), (5, 9, vec!["short"]));
        assert_eq!(years.of_plan("a", "p_target"), Some(0.4));
        assert_eq!(years.of_company("a", "bookings", "p10"), Some(6.0));
        assert_eq!(years.chance_of_quota("a", "R1"), Some(0.25));
        assert_eq!((years.chance_of_quota("b", "R1"), years.chance_of_quota("a", "R2")), (None, None));
    }
}
