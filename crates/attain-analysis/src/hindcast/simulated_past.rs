//! The window, simulated with the people of then.

use jiff::civil::Date;

use super::past_company::{past_book, past_scenario};
use super::past_year::{PastYear, closed_in, leavers_in, production_row, row};
use super::window::HindcastWindow;
use attain_core::scenario::choices::Scenario;
use attain_data::Book;
use attain_sim::simulate::rollup::RollupLevel;
use attain_sim::simulate::simulate_years;
use attain_sim::summarise::results::{TrackRecord, TrackRecordFigure};
use attain_sim::summarise::summarise;

/// Number of simulated years.
pub const YEARS: u32 = 200;
/// Seed of these years. It belongs to the history, so that a study has one hindcast.
const SEED: u64 = 0x0B5E_55ED_0DA7_E001;

/// Simulates the window before `start` with a scenario's market and people. `None` if the history
/// has less than three months of closings or the past book cannot be planned.
#[must_use]
pub fn hindcast(book: &Book, scenario: &Scenario, start: Date) -> Option<TrackRecord> {
    let window = HindcastWindow::new(book, start, scenario.horizon.start)?;
    let past = past_book(book, scenario, window);
    let resolved = past_scenario(scenario, book, &past, window);
    let mut plan = attain_design::design::design(&past, &resolved).ok()?;
    "history".clone_into(&mut plan.name);
    let output = simulate_years(&past, std::slice::from_ref(&plan), SEED, YEARS, &|_| ());
    let summary = summarise(&past, std::slice::from_ref(&plan), &[String::new()], &output).ok()?.into_iter().next()?;
    let company = |metric: &str| number(summary.company.get(metric));
    let mut rows = if window.production_only {
        vec![production_row(book, window, company("bookings_new"))]
    } else {
        PastYear::new(&closed_in(book, window, None)).rows("", company)
    };
    if book.reps.iter().any(|rep| rep.hired.is_some()) {
        let left = leavers_in(book, window) as f64;
        rows.push(row("", TrackRecordFigure::Leavers, left, left.max(1.0).sqrt(), company("leavers")));
    }
    if book.segments.len() > 1 && !window.production_only {
        for (index, segment) in book.segments.iter().enumerate() {
            let group = summary.groups.iter().find(|group| group.level == RollupLevel::Segment && group.name == *segment);
            if let Some(group) = group {
                let closed = closed_in(book, window, Some(index));
                rows.extend(PastYear::new(&closed).rows(segment, |metric| number(group.metrics.get(metric))));
            }
        }
    }
    Some(TrackRecord { from: window.from.to_string(), until: window.until.to_string(), rows })
}

fn number(stat: Option<&serde_json::Value>) -> f64 {
    stat.and_then(|stat| stat.get("mean")).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN)
}
