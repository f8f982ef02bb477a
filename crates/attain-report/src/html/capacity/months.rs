//! People and work by month, with P10–P90 bands.

use serde_json::{Value, json};

use crate::html::charts::style;
use crate::html::figure::{ChartView, Panel, ReportFigure, Selector};
use crate::html::html_table::HtmlTable;
use crate::html::months;
use crate::html::scale;
use crate::html::scale::drawn;
use attain_analysis::capacity::{Capacity, MonthlyStaffing, SeatGroupKind, StaffingFigure as Kept};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::Stat;

/// Builds the figure for the company, each team and each segment.
pub fn figure(capacity: &Capacity) -> ReportFigure {
    let labels = months::months(&capacity.start.to_string(), capacity.months as usize);
    let panel = |title: &str, note: &str, lines: &[Kept], from_zero| Panel {
        title: title.into(),
        note: note.into(),
        plan: None,
        height: 250,
        views: capacity.staffing.iter().map(|crew| view(crew, lines, &labels, from_zero)).collect(),
    };
    let name = |crew: &MonthlyStaffing| match crew.kind {
        SeatGroupKind::Segment => format!("segment {}", crew.name),
        SeatGroupKind::Company | SeatGroupKind::Team => crew.name.clone(),
    };
    ReportFigure {
        id: "months",
        short: "People and work",
        title: "Capacity, workload and vacancies by month".into(),
        lead: "Lines: means over the simulated years. Bands: P10 to P90. Where workload is above capacity, accounts are not fully covered.".into(),
        selectors: vec![Selector { label: "Show", options: capacity.staffing.iter().map(name).collect(), chosen: 0 }],
        panel_width: 320,
        legend: false,
        panels: vec![
            panel("Capacity against workload", "in ramped reps; the axis does not start at zero", &[Kept::Capacity, Kept::Workload], false),
            panel("Ramped rep equivalents", "the axis does not start at zero", &[Kept::RampedReps], false),
            panel("Seats without a rep", "", &[Kept::Vacancies], true),
        ],
        table: table(capacity, &labels),
    }
}

fn view(crew: &MonthlyStaffing, lines: &[Kept], labels: &[String], from_zero: bool) -> ChartView {
    let n = NumberFormat::in_currency("");
    let ends = lines.iter().flat_map(|&line| crew.months_of(line).iter().flat_map(|month| [month.p10, month.p90]));
    let scale = scale::round(ends.chain([if from_zero { 0.0 } else { f64::NAN }]), 4.0);
    let mut series: Vec<Value> = lines.iter().enumerate().flat_map(|(i, &line)| band(i, crew.months_of(line))).collect();
    if let [first, second] = lines {
        series.extend(names(crew, [*first, *second]));
    }
    let tip = |(month, label): (usize, &String)| {
        let entry = |&line: &Kept| {
            crew.months_of(line)
                .get(month)
                .map(|stat| style::line(&title(line), style::mean_and_range(n, MetricUnit::Count, stat)))
        };
        style::tip(label, &lines.iter().filter_map(entry).collect::<Vec<_>>())
    };
    let option = style::chart(&style::time_axis(labels), &style::value_axis(MetricUnit::Count, scale), &series, "axis");
    ChartView { option, tips: labels.iter().enumerate().map(tip).collect() }
}

fn title(line: Kept) -> String {
    let name = line.name();
    name[..1].to_uppercase() + &name[1..]
}

/// Labels of two lines, placed where the lines are furthest apart.
fn names(crew: &MonthlyStaffing, lines: [Kept; 2]) -> Vec<Value> {
    let [first, second] = lines.map(|line| crew.months_of(line));
    let apart = |month: &usize| (first[*month].mean - second[*month].mean).abs();
    let Some(at) = (0..first.len().min(second.len())).max_by(|a, b| apart(a).total_cmp(&apart(b))) else { return Vec::new() };
    let name = |i: usize, mean: f64, other: f64| {
        let early = at < first.len() / 2;
        json!({
            "type": "scatter", "name": "all", "symbolSize": 0.01, "silent": true, "z": 6,
            "data": [{ "value": [at, drawn(mean)], "name": lines[i].name() }],
            "label": {
                "show": true, "formatter": "@name", "position": [if early { 4 } else { -4 }, if mean >= other { -18 } else { 6 }],
                "align": if early { "left" } else { "right" }, "color": style::colour(i), "fontSize": 12, "fontWeight": 600,
                "textBorderColor": "var(--card)", "textBorderWidth": 3,
            },
        })
    };
    vec![name(0, first[at].mean, second[at].mean), name(1, second[at].mean, first[at].mean)]
}

/// A line with its P10–P90 band.
fn band(i: usize, months: &[Stat]) -> Vec<Value> {
    let pick = |f: fn(&Stat) -> f64| months.iter().map(|month| drawn(f(month))).collect::<Vec<_>>();
    let stack = format!("band{i}");
    let part = |data: Vec<f64>, opacity: f64| {
        json!({
            "type": "line", "name": "all", "stack": stack, "stackStrategy": "all", "data": data, "symbol": "none", "silent": true,
            "lineStyle": { "opacity": 0 }, "areaStyle": { "color": style::colour(i), "opacity": opacity },
        })
    };
    vec![
        part(pick(|month| month.p10), 0.0),
        part(pick(|month| month.p90 - month.p10), 0.2),
        json!({
            "type": "line", "name": "all", "data": pick(|month| month.mean), "symbol": "none",
            "lineStyle": { "color": style::colour(i), "width": 2.25, "type": style::dash(i) },
        }),
    ]
}

fn table(capacity: &Capacity, labels: &[String]) -> HtmlTable {
    let n = NumberFormat::in_currency("");
    let mut head = vec!["Group", "Figure"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = HtmlTable::new("People and work by month: mean (P10–P90)", &head);
    for crew in &capacity.staffing {
        for figure in Kept::ALL {
            table.row(&crew.name, &[figure.name().to_owned()]);
            table.extend(crew.months_of(figure).iter().map(|stat| style::mean_and_range(n, MetricUnit::Count, stat)));
        }
    }
    table
}
