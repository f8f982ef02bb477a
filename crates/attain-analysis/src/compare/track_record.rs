//! The simulated year of the reference plan beside the last twelve months of the data.
//!
//! This is a check of plausibility and no forecast: the plan may differ from what the company did.
//! It needs closed opportunities that span at least eleven months.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use attain_core::number_format::NumberFormat;
use attain_data::{Book, BusinessType, Opportunity, Outcome};
use attain_sim::simulate::rollup::RollupLevel;
use attain_sim::summarise::mean_and_sd;
use attain_sim::summarise::results::{PlanResult, TrackRecord, TrackRecordFigure, TrackRecordRow};

/// Relative difference that is always accepted.
const TOLERANCE: f64 = 0.2;
/// Differences within this number of standard errors are accepted.
const ERRORS: f64 = 3.0;

/// Compares a plan's simulated year with the twelve months before the start of the horizon, or
/// before the end of the data if that is earlier.
pub(super) fn track_record(book: &Book, start: Date, months: u32, plan: &PlanResult) -> Option<TrackRecord> {
    let closed: Vec<(&Opportunity, Date)> = book
        .opportunities
        .iter()
        .filter(|deal| matches!(deal.outcome, Outcome::Won | Outcome::Lost) && deal.business != Some(BusinessType::Renewal))
        .filter_map(|deal| Some((deal, deal.closes.filter(|&date| date < start)?)))
        .collect();
    let last = closed.iter().map(|(_, date)| *date).max()?;
    let until = if start.since(last).ok()?.get_days() <= 45 { start.checked_sub(1.day()).ok()? } else { last };
    let from = until.checked_sub(Span::new().years(1)).ok()?.checked_add(1.day()).ok()?;
    let first = closed.iter().map(|(_, date)| *date).min()?;
    if first > from.checked_add(1.month()).ok()? {
        return None;
    }
    let within: Vec<&Opportunity> =
        closed.iter().filter(|(_, date)| (from..=until).contains(date)).map(|(deal, _)| *deal).collect();
    let a_year = 12.0 / f64::from(months.max(1));
    let first_year = plan.periods.first();
    let company = |metric: &str| match first_year {
        Some(period) => number(period.get(metric)),
        None => number(plan.company.get(metric)) * if FLOWS.contains(&metric) { a_year } else { 1.0 },
    };
    let mut rows = PastYear::new(&within).rows("", company);
    // Groups have no figures by year of the horizon.
    if first_year.is_none() && book.segments.len() > 1 {
        for (index, segment) in book.segments.iter().enumerate() {
            let of_segment: Vec<&Opportunity> =
                within.iter().copied().filter(|deal| book.accounts[deal.account].segment == index).collect();
            let group = plan.groups.iter().find(|group| group.level == RollupLevel::Segment && group.name == *segment);
            if let Some(group) = group {
                let value = |metric: &str| number(group.metrics.get(metric)) * if FLOWS.contains(&metric) { a_year } else { 1.0 };
                rows.extend(PastYear::new(&of_segment).rows(segment, value));
            }
        }
    }
    Some(TrackRecord { from: from.to_string(), until: until.to_string(), rows })
}

/// Metrics that add up over months.
const FLOWS: [&str; 2] = ["bookings_new", "wins"];

fn number(stat: Option<&serde_json::Value>) -> f64 {
    stat.and_then(|stat| stat.get("mean")).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN)
}

/// Closed opportunities of the past year.
struct PastYear {
    closed: usize,
    amounts: Vec<f64>,
    days: Vec<f64>,
}

impl PastYear {
    fn new(closed: &[&Opportunity]) -> Self {
        let won = || closed.iter().filter(|deal| matches!(deal.outcome, Outcome::Won));
        let days = |deal: &&&Opportunity| Some(f64::from(deal.closes?.since(deal.created?).ok()?.get_days()));
        Self {
            closed: closed.len(),
            amounts: won().map(|deal| deal.amount).collect(),
            days: won().filter_map(|d| days(&d)).collect(),
        }
    }

    /// The rows of the company or of a segment; `simulated` gives the mean of a metric.
    fn rows(&self, segment: &str, simulated: impl Fn(&str) -> f64) -> Vec<TrackRecordRow> {
        let (wins, closed) = (self.amounts.len() as f64, self.closed as f64);
        let bookings: f64 = self.amounts.iter().sum();
        let squares: f64 = self.amounts.iter().map(|amount| amount * amount).sum();
        let (size, size_se) = mean_and_error(&self.amounts);
        let (days, days_se) = mean_and_error(&self.days);
        let rate = wins / closed;
        let new = simulated("bookings_new");
        let figures = [
            (TrackRecordFigure::BookingsNew, bookings, squares.sqrt(), new),
            (TrackRecordFigure::Wins, wins, wins.sqrt(), simulated("wins")),
            (TrackRecordFigure::WinRate, rate, (rate * (1.0 - rate) / closed).sqrt(), simulated("win_rate")),
            (TrackRecordFigure::MeanSize, size, size_se, new / simulated("wins")),
            (TrackRecordFigure::CycleDays, days, days_se, simulated("cycle_days")),
        ];
        let row = |(figure, past, past_se, simulated): (TrackRecordFigure, f64, f64, f64)| {
            let off = (simulated - past).abs();
            let differs = off > TOLERANCE * past && off > ERRORS * past_se;
            TrackRecordRow { segment: segment.to_owned(), figure, past, past_se, simulated, differs }
        };
        figures.into_iter().map(row).filter(|row| row.past.is_finite() && row.simulated.is_finite()).collect()
    }
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let (mean, sd) = mean_and_sd(values);
    (mean, sd / (values.len() as f64).sqrt())
}

/// A warning that names the company's figures that differ, if any do.
pub(super) fn unlike_the_past(record: &TrackRecord, currency: &str) -> Option<String> {
    let n = NumberFormat::in_currency(currency);
    let figure = |row: &TrackRecordRow| {
        let (name, unit) = (row.figure.name(), row.figure.unit());
        format!("{name} {} instead of {}", n.plain(unit, row.simulated), n.plain(unit, row.past))
    };
    let off: Vec<String> = record.rows.iter().filter(|row| row.differs && row.segment.is_empty()).map(figure).collect();
    (!off.is_empty()).then(|| {
        format!(
            "The simulated year differs from the last twelve months ({} to {}): {}. Calibrate the market, or explain the change.",
            record.from,
            record.until,
            off.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::random::key_of;
    use jiff::civil::date;

    fn deal(number: usize, won: bool, closes: Date) -> Opportunity {
        let id = format!("o{number}");
        Opportunity {
            key: key_of(&id),
            id,
            account: 0,
            owner: None,
            stage: String::new(),
            outcome: if won { Outcome::Won } else { Outcome::Lost },
            amount: 1_000.0,
            created: Some(closes.checked_sub(30.day()).unwrap()),
            closes: Some(closes),
            source: None,
            product: None,
            business: None,
            currency: None,
            stages: Vec::new(),
        }
    }

    /// Half of 240 opportunities are won, ten a month; the artificial plan books far more.
    #[test]
    fn a_plan_that_books_many_times_the_past_is_named() {
        let (mut book, plans, output) = attain_fixtures::years::study(&["a"], 50);
        for month in 1..=12_i8 {
            for k in 0..20 {
                book.opportunities.push(deal(usize::from(month.unsigned_abs()) * 100 + k, k % 2 == 0, date(2026, month, 10)));
            }
        }
        let summary = &attain_sim::summarise::summarise(&book, &plans, &[String::new()], &output).unwrap()[0];
        let record = track_record(&book, date(2027, 1, 1), 12, summary).unwrap();
        assert_eq!((record.from.as_str(), record.until.as_str()), ("2026-01-01", "2026-12-31"));
        let of = |figure| record.rows.iter().find(|row| row.figure == figure).unwrap();
        assert_eq!(of(TrackRecordFigure::BookingsNew).past, 120_000.0);
        assert_eq!(of(TrackRecordFigure::WinRate).past, 0.5);
        assert!(of(TrackRecordFigure::BookingsNew).differs);
        let warning = unlike_the_past(&record, "$").unwrap();
        assert!(warning.contains("new bookings") && warning.contains("instead of $120k"), "{warning}");
        // A history of half a year is not a year.
        book.opportunities.retain(|deal| deal.closes > Some(date(2026, 6, 30)));
        assert_eq!(track_record(&book, date(2027, 1, 1), 12, summary), None);
    }
}
