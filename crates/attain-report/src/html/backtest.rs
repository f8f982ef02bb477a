//! The page of a backtest: findings, scores, fan charts with actual values, and PIT
//! histograms.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::chart_page::ChartPage;
use super::charts::style;
use super::figure::{ChartView, Panel, ReportFigure};
use super::guide::glossary_link;
use super::html_table::HtmlTable;
use super::months;
use super::page::{LICENCES, encoded};
use super::scale::{self, drawn};
use attain_analysis::backtest::{Backtest, CellScore, ForecastSeries, HISTOGRAM_BARS, SeriesScore};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Maximum number of fan charts drawn.
const FANS: usize = 12;

/// Renders the page. The same backtest produces the same bytes.
#[must_use]
pub fn render(backtest: &Backtest) -> String {
    page(backtest).into_string()
}

fn page(backtest: &Backtest) -> Markup {
    let figures = [fans(backtest), histograms(backtest)];
    let shell = ChartPage {
        title: &format!("{}: forecast and outcome", backtest.plan),
        version: backtest.version,
        styles: ":root{--plan-0:var(--hue-0);}",
        header: header(backtest, &figures),
        sections: sections(backtest, &figures),
        footer: footer(backtest),
        charts: &encoded(1, &NumberFormat::in_currency(&backtest.currency).currency_prefix(), &figures),
        scripts: &[],
    };
    shell.page()
}

fn header(backtest: &Backtest, figures: &[ReportFigure]) -> Markup {
    html! {
        header .top {
            h1 { "How good were the forecasts?" }
            p .meta {
                (backtest.plan) " · " (number_format::plural(backtest.cuts.len(), "cut")) " · " (number_format::plural(backtest.years as usize, "simulated year")) " from each"
            }
            nav aria-label="Contents" {
                a href="#scores" { "Scores" }
                @for figure in figures { a href={ "#" (figure.id) } { (figure.short) } }
                a href="#settled" { "Notes" } a href="#guide" { "How to read" }
            }
        }
    }
}

fn sections(backtest: &Backtest, figures: &[ReportFigure]) -> Markup {
    html! {
        section #answer .card .answer aria-label="The answer" {
            ul { @for score in &backtest.pooled { li { (score.words) } } }
        }
        section #scores .card { h2 { "Scores" } (table(backtest, &backtest.pooled, "All cuts together").markup()) }
        @if backtest.cuts.len() > 1 {
            section .card { h2 { "By cut" }
                @for cut in &backtest.cuts { (table(backtest, &cut.scores, &format!("From {}", cut.cut)).markup()) }
            }
        }
        noscript { p .card { "The charts need JavaScript; the data of each chart is in the table below it." } }
        @for figure in figures { (figure.markup_with_legend(None)) }
        section #settled .card { h2 { "Notes by cut" }
            @for cut in &backtest.cuts { h3 { (cut.cut) } ul { @for note in &cut.notes { li { (note) } } } }
        }
        section #guide .card { h2 { "How to read this page" } (guide()) (glossary_link()) }
    }
}

fn guide() -> Markup {
    html! {
        dl {
            dt { "In 80 %, in 90 %" } dd { "Share of actual values between P10 and P90, and between P5 and P95. A count that ties with an end of the interval counts in part." }
            dt { "CRPS" } dd { "Continuous ranked probability score: the distance between forecast and actual value in the unit of the series; lower is better." }
            dt { "Last, mean" } dd { "Two reference forecasts: the last quarter before the cut repeated month by month, and the mean of the history; both with Poisson noise on counts." }
            dt { "PIT" } dd { "Probability integral transform: the quantile of the forecast distribution at the actual value, from 0 to 1. Even bars: the forecast is calibrated. High at both ends: overconfident. High in the middle: underconfident. High on the right: actual values were above the forecast." }
            dt { "p" } dd { "Probability of PIT values as uneven as these if the forecast were calibrated (Kolmogorov–Smirnov test). Values of one cut depend on the same months, so p is somewhat too small." }
        }
    }
}

fn footer(backtest: &Backtest) -> Markup {
    html! {
        footer {
            dl {
                div { dt { "attain" } dd { (backtest.version) } }
                div { dt { "Seed" } dd { (backtest.seed) } }
                div { dt { "Years" } dd { (number_format::whole_number(f64::from(backtest.years))) } }
                div { dt { "Data" } dd { code { (backtest.data_hash) } } }
                div { dt { (backtest.plan) } dd { code { (backtest.scenario_hash) } } }
            }
            details .licences { summary { "Licences of included software" } pre { (LICENCES) } }
        }
    }
}

fn unit(series: ForecastSeries) -> MetricUnit {
    match series {
        ForecastSeries::Bookings | ForecastSeries::SegmentBookings | ForecastSeries::RepBookings => MetricUnit::Money,
        ForecastSeries::WinRate | ForecastSeries::Attainment => MetricUnit::Share,
        ForecastSeries::Wins | ForecastSeries::RepWins | ForecastSeries::Cycle | ForecastSeries::Headcount => MetricUnit::Ratio,
    }
}

fn table(backtest: &Backtest, scores: &[SeriesScore], caption: &str) -> HtmlTable {
    let n = NumberFormat::in_currency(&backtest.currency);
    let head =
        ["Series", "Values", "In 80 %", "In 90 %", "CRPS", "last", "mean", "Pinball", "last", "mean", "Bias", "Spread", "p"];
    let mut table = HtmlTable::new(caption, &head);
    for score in scores {
        let unit = unit(score.series);
        table.row(score.series.label(), &[number_format::whole_number(score.n as f64)]);
        table.extend([score.in_80, score.in_90].map(|share| n.plain(MetricUnit::Share, share)));
        let figures = [
            score.loss.crps,
            score.loss.crps_last,
            score.loss.crps_mean,
            score.loss.pinball,
            score.loss.pinball_last,
            score.loss.pinball_mean,
        ];
        table.extend(figures.map(|value| n.plain(unit, value)));
        table.extend([score.finding.bias, score.finding.spread].map(|value| format!("{value:+.1}")));
        table.extend([number_format::decimal(score.kolmogorov.1, 3)]);
    }
    table
}

/// Fan charts of each cut, by month, for the company and its segments.
fn fans(backtest: &Backtest) -> ReportFigure {
    let n = NumberFormat::in_currency(&backtest.currency);
    let mut panels = Vec::new();
    let mut table =
        HtmlTable::new("Forecast and outcome, by month", &["Series", "Month", "P5", "P10", "P50", "P90", "P95", "Actual"]);
    for cut in &backtest.cuts {
        let mut rows: Vec<(ForecastSeries, &str)> =
            vec![(ForecastSeries::Bookings, ""), (ForecastSeries::Wins, ""), (ForecastSeries::WinRate, "")];
        let segments =
            cut.cells.iter().filter(|cell| cell.series == ForecastSeries::SegmentBookings).map(|cell| cell.subject.as_str());
        let mut names: Vec<&str> = segments.collect();
        names.dedup();
        if names.len() > 1 {
            rows.extend(names.iter().map(|name| (ForecastSeries::SegmentBookings, *name)));
        }
        rows.push((ForecastSeries::Headcount, ""));
        for (series, of) in rows {
            let cells: Vec<&CellScore> = cut.cells.iter().filter(|cell| cell.series == series && cell.subject == of).collect();
            if cells.is_empty() {
                continue;
            }
            let name = if of.is_empty() { series.label().to_owned() } else { format!("bookings of {of}") };
            let labels = months::months(&cells[0].month.to_string(), cells.len());
            for (label, cell) in labels.iter().zip(&cells) {
                table.row(&name, std::slice::from_ref(label));
                let figures =
                    [cell.forecast.p05, cell.forecast.p10, cell.forecast.p50, cell.forecast.p90, cell.forecast.p95, cell.actual];
                table.extend(figures.map(|value| n.plain(unit(series), value)));
            }
            if panels.len() < FANS {
                panels.push(Panel {
                    title: name,
                    note: format!("from {}", cut.cut),
                    plan: None,
                    height: 230,
                    views: vec![fan(n, unit(series), &cells, &labels)],
                });
            }
        }
    }
    ReportFigure {
        id: "fans",
        short: "Forecasts",
        title: "Forecast and outcome".into(),
        lead: "Line: median of the simulated years. Dark band: P10 to P90. Light band: P5 to P95. Dots: actual values.".into(),
        selectors: vec![],
        panel_width: 290,
        legend: false,
        panels,
        table,
    }
}

fn fan(n: NumberFormat, unit: MetricUnit, cells: &[&CellScore], labels: &[String]) -> ChartView {
    let all = cells.iter().flat_map(|cell| [cell.forecast.p05, cell.forecast.p95, cell.actual]);
    let scale = scale::round(all.chain((unit != MetricUnit::Share).then_some(0.0)), 5.0);
    let pick = |of: fn(&CellScore) -> f64| cells.iter().map(|cell| drawn(of(cell))).collect::<Vec<_>>();
    let band = |data: Vec<f64>, opacity: f64| {
        json!({ "type": "line", "name": "all", "stack": "fan", "stackStrategy": "all", "data": data, "symbol": "none", "silent": true,
            "lineStyle": { "opacity": 0 }, "areaStyle": { "color": style::colour(0), "opacity": opacity } })
    };
    let series = [
        band(pick(|cell| cell.forecast.p05), 0.0),
        band(pick(|cell| cell.forecast.p10 - cell.forecast.p05), 0.14),
        band(pick(|cell| cell.forecast.p90 - cell.forecast.p10), 0.32),
        band(pick(|cell| cell.forecast.p95 - cell.forecast.p90), 0.14),
        json!({ "type": "line", "name": "all", "data": pick(|cell| cell.forecast.p50), "symbol": "none", "lineStyle": { "color": style::colour(0), "width": 2.25 } }),
        json!({ "type": "line", "name": "all", "data": pick(|cell| cell.actual), "symbol": "circle", "symbolSize": 8,
            "itemStyle": { "color": "var(--ink)" }, "lineStyle": { "color": "var(--ink)", "width": 1.25, "type": [4, 3] } }),
    ];
    let tip = |(label, cell): (&String, &&CellScore)| {
        let lines = [
            ("Actual", cell.actual),
            ("P95", cell.forecast.p95),
            ("P90", cell.forecast.p90),
            ("Median", cell.forecast.p50),
            ("P10", cell.forecast.p10),
            ("P5", cell.forecast.p05),
        ];
        style::tip(label, &lines.map(|(name, value)| style::line(name, n.plain(unit, value))))
    };
    let tips = labels.iter().zip(cells).map(tip).collect();
    ChartView { option: style::chart(&style::time_axis(labels), &style::value_axis(unit, scale), &series, "axis"), tips }
}

/// PIT histograms, one per series with enough values.
fn histograms(backtest: &Backtest) -> ReportFigure {
    let labels: Vec<String> = (0..HISTOGRAM_BARS).map(|bar| format!("{:.1}", bar as f64 / HISTOGRAM_BARS as f64)).collect();
    let mut head = vec!["Series".to_owned(), "Values".to_owned()];
    head.extend(labels.iter().map(|from| format!("from {from}")));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut table = HtmlTable::new("PIT values in each tenth", &head);
    for score in &backtest.pooled {
        table.row(score.series.label(), &[number_format::whole_number(score.n as f64)]);
        table.extend(score.histogram.map(|bar| number_format::decimal(bar, 1)));
    }
    let enough = backtest.pooled.iter().filter(|score| score.n >= HISTOGRAM_BARS);
    let panel = |score: &SeriesScore| Panel {
        title: score.series.label().into(),
        note: format!("{}, p {}", number_format::plural(score.n, "value"), number_format::decimal(score.kolmogorov.1, 2)),
        plan: None,
        height: 190,
        views: vec![bars(score, &labels)],
    };
    ReportFigure {
        id: "transforms",
        short: "PIT histograms",
        title: "Where actual values fell within the forecast".into(),
        lead: "Even bars, near the dashed line: the forecast is calibrated. High at both ends: overconfident; high in the middle: underconfident; \
               high on the right: actual values were above the forecast. A count that ties with the forecast is spread over its ties."
            .into(),
        selectors: vec![],
        panel_width: 290,
        legend: false,
        panels: enough.map(panel).collect(),
        table,
    }
}

fn bars(score: &SeriesScore, labels: &[String]) -> ChartView {
    let even = score.n as f64 / HISTOGRAM_BARS as f64;
    let scale = scale::round(score.histogram.iter().copied().chain([0.0, even]), 4.0);
    let mut series = json!({ "type": "bar", "name": "all", "barCategoryGap": "8%", "itemStyle": { "color": style::colour(0), "opacity": 0.75 },
        "data": score.histogram.iter().map(|&bar| drawn(bar)).collect::<Vec<_>>() });
    series["markLine"] = style::rule_at("yAxis", even, "");
    let mut axis = style::time_axis(labels);
    axis["boundaryGap"] = Value::from(true);
    let tip = |(bar, count): (usize, &f64)| {
        let (from, to) = (bar as f64 / HISTOGRAM_BARS as f64, (bar + 1) as f64 / HISTOGRAM_BARS as f64);
        let lines =
            [style::line("Values", number_format::decimal(*count, 1)), style::line("If even", number_format::decimal(even, 1))];
        style::tip(&format!("{from:.1} to {to:.1}"), &lines)
    };
    let tips = score.histogram.iter().enumerate().map(tip).collect();
    ChartView { option: style::chart(&axis, &style::value_axis(MetricUnit::Ratio, scale), &[series], "axis"), tips }
}
