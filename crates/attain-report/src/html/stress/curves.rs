//! Curves along the first axis, of the value of each added rep, and of the value of a hire by
//! start month.

use serde_json::{Value, json};

use crate::heat_map;
use crate::heat_map::GridSlice;
use crate::html::charts::style;
use crate::html::figure::{ChartView, Panel, ReportFigure, Selector};
use crate::html::html_table::HtmlTable;
use crate::html::scale;
use crate::html::scale::drawn;
use crate::terminal::until;
use attain_analysis::experiment::figures::{CellDifference, CellEstimate};
use attain_analysis::experiment::stress::{AddedRepValue, CellResult, StressResult};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat};
use attain_sim::summarise::Z95;

/// A point of a line with its interval.
#[derive(Debug, Clone, Copy)]
struct CurvePoint {
    x: f64,
    y: f64,
    low: f64,
    high: f64,
}

/// A measure of the curves: title, unit and accessor for a cell.
type CurveMeasure = (&'static str, MetricUnit, fn(&CellResult) -> Option<CellEstimate>);

const CHOICES: [CurveMeasure; 6] = [
    ("Probability of target", MetricUnit::Ratio, |cell| cell.p_target),
    ("Bookings over target", MetricUnit::Share, |cell| cell.bookings_over_target),
    ("P10 of bookings", MetricUnit::Money, |cell| cell.p10_bookings),
    ("Contribution", MetricUnit::Money, |cell| cell.contribution),
    ("Participation", MetricUnit::Share, |cell| cell.participation),
    ("Coverage", MetricUnit::Share, |cell| cell.coverage),
];

/// A measure of an added rep: title, unit and accessor for a step.
type GainMeasure = (&'static str, MetricUnit, fn(&AddedRepValue) -> Option<CellDifference>);

const GAINS: [GainMeasure; 3] = [
    ("Contribution", MetricUnit::Money, |step| step.contribution),
    ("Bookings", MetricUnit::Money, |step| step.bookings),
    ("Probability of target", MetricUnit::Share, |step| step.p_target),
];

/// The measures of the cells along the first axis, with one line per column.
pub(super) fn curves(stress: &StressResult, slice: &GridSlice, n: NumberFormat) -> Option<ReportFigure> {
    let rows = slice.rows().filter(|axis| axis.values.len() > 1)?;
    let view = |(title, unit, of): &CurveMeasure| {
        let line = |column: usize| -> Vec<CurvePoint> {
            let marks = rows.values.iter().enumerate().filter_map(|(row, &x)| {
                let CellEstimate { value, se } = of(slice.cell(row, column)?)?;
                Some(CurvePoint { x, y: value, low: value - Z95 * se, high: value + Z95 * se })
            });
            marks.collect()
        };
        let lines: Vec<Vec<CurvePoint>> = (0..slice.width()).map(line).collect();
        chart(n, *unit, &lines, &rows.name, title)
    };
    let mut table = HtmlTable::new("Figures along the first axis", &["Line", &rows.name]);
    for (title, ..) in CHOICES {
        table.head(title);
    }
    for column in 0..slice.width() {
        let name = slice.columns().map_or_else(|| stress.scenario.clone(), |axis| heat_map::held(axis, axis.values[column], n));
        for (row, &value) in rows.values.iter().enumerate() {
            table.row(&name, &[heat_map::value(rows, value, n)]);
            table.extend(CHOICES.iter().map(|(_, unit, of)| {
                let found = slice.cell(row, column).and_then(of);
                found.map_or_else(|| MISSING.to_owned(), |found| n.with_error(*unit, found.value, found.se))
            }));
        }
    }
    Some(ReportFigure {
        id: "curves",
        short: "Curves",
        title: format!("Along {}", rows.name),
        lead: format!(
            "{} Bars are individual 95 % intervals of each value; the lines share the same worlds, so differences between them are more precise than the bars suggest.",
            rows.meaning
        ),
        selectors: vec![Selector {
            label: "Show",
            options: CHOICES.iter().map(|(title, ..)| (*title).to_owned()).collect(),
            chosen: 0,
        }],
        panel_width: 900,
        legend: slice.width() > 1,
        panels: vec![Panel {
            title: String::new(),
            note: String::new(),
            plan: None,
            height: 340,
            views: CHOICES.iter().map(view).collect(),
        }],
        table,
    })
}

/// The value of each added rep, with one line per column.
pub(super) fn rep_value(stress: &StressResult, slice: &GridSlice, n: NumberFormat) -> Option<ReportFigure> {
    let name = &stress.axes.iter().find(|axis| axis.name.starts_with("adds."))?.name;
    let columns = slice.columns();
    // All axes except that of the columns are held as in the slice.
    let held = |step: &&AddedRepValue, column: usize| {
        step.others.iter().all(|(other, value)| {
            let axis = stress.axes.iter().find(|axis| axis.name == *other);
            axis.is_some_and(|axis| {
                let at = if columns.is_some_and(|columns| columns.name == axis.name) { column } else { axis.nearest };
                axis.values[at] == *value
            })
        })
    };
    let of_column = |column: usize| stress.marginal.iter().filter(move |step| held(step, column));
    let width = if columns.is_some_and(|columns| columns.name != *name) { slice.width() } else { 1 };
    let view = |(title, unit, of): &GainMeasure| {
        let line = |column: usize| -> Vec<CurvePoint> {
            let mark = |step: &AddedRepValue| {
                of(step).map(|pair| CurvePoint { x: step.to, y: pair.difference, low: pair.low, high: pair.high })
            };
            of_column(column).filter_map(mark).collect()
        };
        let lines: Vec<Vec<CurvePoint>> = (0..width).map(line).collect();
        chart(n, *unit, &lines, &format!("{name}, up to"), title)
    };
    let mut table = HtmlTable::new("Value of each added rep, with 95 % intervals", &["Line", "From", "To"]);
    for (title, ..) in GAINS {
        table.head(title);
    }
    for column in 0..width {
        let line = columns.map_or_else(|| stress.scenario.clone(), |axis| heat_map::held(axis, axis.values[column], n));
        for step in of_column(column) {
            table.row(&line, &[heat_map::plain(step.from), heat_map::plain(step.to)]);
            table.extend(
                GAINS
                    .iter()
                    .map(|(_, unit, of)| of(step).map_or_else(|| MISSING.to_owned(), |pair| with_interval(n, *unit, pair))),
            );
        }
    }
    (!stress.marginal.is_empty()).then(|| ReportFigure {
        id: "worth",
        short: "Value of a rep",
        title: "Value of each added rep".into(),
        lead: "The effect of one more rep within the horizon, in the same worlds, with its 95 % interval. It includes ramp, hiring and the accounts that other reps give up.".into(),
        selectors: vec![Selector { label: "Show", options: GAINS.iter().map(|(title, ..)| (*title).to_owned()).collect(), chosen: 0 }],
        panel_width: 900,
        legend: width > 1,
        panels: vec![Panel { title: String::new(), note: String::new(), plan: None, height: 300, views: GAINS.iter().map(view).collect() }],
        table,
    })
}

/// The value of one more rep by start month.
pub(super) fn hire(stress: &StressResult, n: NumberFormat) -> Option<ReportFigure> {
    let hire = stress.hire.as_ref()?;
    let line = |of: fn(&attain_analysis::experiment::stress::HireMonth) -> Option<CellDifference>| -> Vec<CurvePoint> {
        let mark = |month: &attain_analysis::experiment::stress::HireMonth| {
            of(month).map(|pair| CurvePoint { x: f64::from(month.month), y: pair.difference, low: pair.low, high: pair.high })
        };
        hire.months.iter().filter_map(mark).collect()
    };
    let views = vec![
        chart(n, MetricUnit::Money, &[line(|month| month.contribution)], "planned start month", "Contribution"),
        chart(n, MetricUnit::Money, &[line(|month| month.bookings)], "planned start month", "Bookings"),
    ];
    let mut table =
        HtmlTable::new("One more rep compared with none, with 95 % intervals", &["Start month", "Contribution", "Bookings"]);
    for month in &hire.months {
        let shown = |pair: Option<CellDifference>| {
            pair.map_or_else(|| MISSING.to_owned(), |pair| with_interval(n, MetricUnit::Money, pair))
        };
        table.row(&month.month.to_string(), &[shown(month.contribution), shown(month.bookings)]);
    }
    Some(ReportFigure {
        id: "hire",
        short: "Last month a hire pays",
        title: format!("One more rep of {} by start month", hire.team),
        lead: until(hire, stress.horizon_months),
        selectors: vec![Selector { label: "Show", options: vec!["Contribution".into(), "Bookings".into()], chosen: 0 }],
        panel_width: 900,
        legend: false,
        panels: vec![Panel { title: String::new(), note: String::new(), plan: None, height: 280, views }],
        table,
    })
}

fn with_interval(n: NumberFormat, unit: MetricUnit, pair: CellDifference) -> String {
    format!("{} ({})", n.signed(unit, pair.difference), n.signed_span(unit, pair.low, pair.high))
}

/// Lines of points with their intervals; a line at zero if the axis crosses zero.
fn chart(n: NumberFormat, unit: MetricUnit, lines: &[Vec<CurvePoint>], x: &str, y: &str) -> ChartView {
    let marks = || lines.iter().flatten();
    let across = scale::round(marks().map(|mark| mark.x), 10.0);
    let up = scale::round(marks().flat_map(|mark| [mark.low, mark.high]), 5.0);
    let mut series: Vec<Value> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        // Shift the bars sideways, so that those of different lines do not overlap.
        let aside = (i as f64 - 0.5 * (lines.len() as f64 - 1.0)) * 0.004 * (across.high - across.low);
        let bars: Vec<Value> = line
            .iter()
            .flat_map(|mark| {
                let x = drawn(mark.x + aside);
                [json!([x, drawn(mark.low)]), json!([x, drawn(mark.high)]), json!([x, "-"])]
            })
            .collect();
        series.push(
            json!({ "type": "line", "name": style::series(i), "data": bars, "symbol": "none", "silent": true, "clip": false,
            "lineStyle": { "color": style::colour(i), "width": 1.5, "opacity": 0.75 } }),
        );
        let points: Vec<Value> = line
            .iter()
            .map(|mark| {
                let lines = [
                    style::line(y, n.plain(unit, mark.y)),
                    style::line("95 % interval", n.span(unit, mark.low, mark.high)),
                ];
                json!({ "value": [drawn(mark.x + aside), drawn(mark.y)], "tip": style::tip(&format!("{x} {}", heat_map::plain(mark.x)), &lines) })
            })
            .collect();
        series.push(json!({ "type": "line", "name": style::series(i), "data": points, "symbol": style::symbol(i), "symbolSize": 8, "clip": false,
            "itemStyle": { "color": style::colour(i) }, "lineStyle": { "color": style::colour(i), "width": 2, "type": style::dash(i) } }));
    }
    if up.low < 0.0
        && up.high > 0.0
        && let Some(first) = series.first_mut()
    {
        first["markLine"] = style::rule_at("yAxis", 0.0, "");
    }
    let across = style::named_axis(MetricUnit::Count, across, x, 28);
    let mut option = style::chart(&across, &style::named_axis(unit, up, y, 52), &series, "item");
    option["grid"] = json!({ "top": 16, "outerBoundsContain": "all" });
    ChartView::with_point_tooltips(option)
}
