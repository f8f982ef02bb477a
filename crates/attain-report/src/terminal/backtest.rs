//! Terminal output of `attain backtest`: scores by series, findings and notes.

use comfy_table::Cell;

use super::layout::{AmountScale, paragraph, percent, plain_spaces, ratio, table};
use attain_analysis::backtest::{Backtest, CutResult, ForecastSeries, SeriesScore};
use attain_core::number_format::{NumberFormat, plural};

/// Renders the output of `attain backtest`, `width` columns wide; `report` is the path of the page.
#[must_use]
pub fn backtest(backtest: &Backtest, report: Option<&str>, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let mut parts = vec![paragraph(&heading(backtest), width)];
    for cut in &backtest.cuts {
        parts.extend(cut.notes.iter().map(|note| paragraph(note, width)));
        if backtest.cuts.len() > 1 {
            parts.push(paragraph(&format!("From {}, {}:", cut.cut, plural(cut.months as usize, "month")), width));
            parts.push(scores(&cut.scores, width, colour));
        }
    }
    if backtest.cuts.len() > 1 {
        parts.push("All cuts together:".to_owned());
    }
    parts.push(scores(&backtest.pooled, width, colour));
    parts.extend(backtest.pooled.iter().map(|score| paragraph(&score.words, width)));
    parts.push(paragraph(LEGEND, width));
    if let [only] = backtest.cuts.as_slice() {
        parts.push(fan(backtest, only, width, colour));
    }
    parts.extend(report.map(|report| format!("Report: {report}")));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

const LEGEND: &str = "In 80 % and in 90 %: share of actual values between P10 and P90, and between P5 and P95; a count that ties with an \
    end of the interval counts in part. CRPS: continuous ranked probability score, the mean distance between forecast and actual value in the \
    unit of the series. The two reference forecasts, both with Poisson noise on counts: last, the last quarter repeated month by month; mean, \
    the mean of the history. p: probability of PIT values as uneven as these if the forecast were right (Kolmogorov–Smirnov test).";

fn heading(backtest: &Backtest) -> String {
    let cuts: Vec<String> = backtest.cuts.iter().map(|cut| cut.cut.to_string()).collect();
    let months = backtest.cuts.first().map_or(0, |cut| cut.months as usize);
    format!(
        "{}: {} from {}, {} simulated from each, seed {}.",
        backtest.plan,
        plural(months, "month"),
        cuts.join(", "),
        plural(backtest.years as usize, "year"),
        backtest.seed
    )
}

/// Formats scores in the unit of the series.
fn shown(series: ForecastSeries, values: &[f64]) -> Vec<String> {
    match series {
        ForecastSeries::Bookings | ForecastSeries::SegmentBookings | ForecastSeries::RepBookings => {
            let scale = AmountScale::for_amounts(values.iter().copied());
            values.iter().map(|value| format!("{}{}", scale.plain(*value), scale.unit())).collect()
        }
        ForecastSeries::WinRate | ForecastSeries::Attainment => {
            values.iter().map(|value| format!("{:.1} %", 100.0 * value)).collect()
        }
        _ => values.iter().map(|value| ratio(*value)).collect(),
    }
}

fn scores(scores: &[SeriesScore], width: usize, colour: bool) -> String {
    let head = ["series", "n", "in\n80 %", "in\n90 %", "CRPS", "last", "mean", "p"];
    let row = |score: &SeriesScore| {
        let crps = shown(score.series, &[score.loss.crps, score.loss.crps_last, score.loss.crps_mean]);
        let mut row = vec![Cell::new(score.series.label()), Cell::new(score.n)];
        row.extend([percent(score.in_80), percent(score.in_90)].map(Cell::new));
        row.extend(crps.into_iter().map(Cell::new));
        row.push(Cell::new(ratio(score.kolmogorov.1)));
        row
    };
    table(&head.map(str::to_owned), scores.iter().map(row).collect(), width, colour)
}

/// Monthly forecast and actual values for the company.
fn fan(backtest: &Backtest, cut: &CutResult, width: usize, colour: bool) -> String {
    let n = NumberFormat::in_currency(&backtest.currency);
    let of = |series: ForecastSeries| cut.cells.iter().filter(move |cell| cell.series == series);
    let scale = AmountScale::for_amounts(of(ForecastSeries::Bookings).flat_map(|cell| [cell.forecast.p90, cell.actual]));
    let rows = of(ForecastSeries::Bookings).zip(of(ForecastSeries::Wins)).map(|(bookings, wins)| {
        let rate = of(ForecastSeries::WinRate).find(|rate| rate.month == bookings.month);
        let money = [bookings.forecast.p10, bookings.forecast.p50, bookings.forecast.p90, bookings.actual]
            .map(|value| scale.plain(value));
        let counts = [wins.forecast.p10, wins.forecast.p50, wins.forecast.p90, wins.actual].map(|value| format!("{value:.0}"));
        let rates =
            rate.map_or_else(|| [String::new(), String::new()], |rate| [percent(rate.forecast.p50), percent(rate.actual)]);
        let month = bookings.month.strftime("%Y-%m").to_string();
        [month].into_iter().chain(money).chain(counts).chain(rates).map(Cell::new).collect()
    });
    let head = ["month", "P10", "P50", "P90", "actual", "wins\nP10", "P50", "P90", "actual", "win\nrate", "actual"];
    let mut head = head.map(str::to_owned);
    head[1] = format!("{}\nP10", scale.heading("", n));
    table(&head, rows.collect(), width, colour)
}
