//! The value of a seat by start month, and the hiring calendar.

use maud::{Markup, html};
use serde_json::json;

use crate::html::charts::style;
use crate::html::figure::{ChartView, Panel, ReportFigure};
use crate::html::html_table::{HtmlTable, boxed};
use crate::html::months;
use crate::html::scale;
use crate::html::scale::drawn;
use attain_analysis::capacity::{Capacity, Requisition, SeatGroupKind, SeatValue};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::{MISSING, NumberFormat};

/// Builds the figure of ramped reps by team, with the number that the workload requires.
pub fn figure(capacity: &Capacity) -> ReportFigure {
    let labels = months::months(&capacity.start.to_string(), capacity.months as usize);
    let panel = |need: &attain_analysis::capacity::hiring_calendar::StaffingNeed| Panel {
        title: need.team.clone(),
        note: String::new(),
        plan: None,
        height: 200,
        views: vec![view(need, &labels)],
    };
    ReportFigure {
        id: "needs",
        short: "Needs by team",
        title: "Ramped reps and workload of each team".into(),
        lead: "Dashed: ramped reps required for the workload with the growth buffer kept free. Solid: ramped reps available. Means over the simulated years; axes do not \
               start at zero."
            .into(),
        selectors: vec![],
        panel_width: 260,
        legend: false,
        panels: capacity.calendar.needs.iter().map(panel).collect(),
        table: table(capacity),
    }
}

fn view(need: &attain_analysis::capacity::hiring_calendar::StaffingNeed, labels: &[String]) -> ChartView {
    let n = NumberFormat::in_currency("");
    let lines = [("Has", &need.has), ("Needs", &need.needed)];
    let scale = scale::round(lines.iter().flat_map(|(_, values)| values.iter().copied()), 4.0);
    let series = lines.iter().enumerate().map(|(i, (_, values))| {
        json!({
            "type": "line", "name": "all", "data": values.iter().map(|value| drawn(*value)).collect::<Vec<_>>(), "symbol": "none",
            "lineStyle": { "color": style::colour(i), "width": 2.25, "type": style::dash(i) },
        })
    });
    let series: Vec<_> = series.collect();
    let tip = |(month, label): (usize, &String)| {
        let entry = |(name, values): &(&str, &Vec<f64>)| {
            values.get(month).map(|value| style::line(name, n.plain(MetricUnit::Count, *value)))
        };
        style::tip(label, &lines.iter().filter_map(entry).collect::<Vec<_>>())
    };
    let option = style::chart(&style::time_axis(labels), &style::value_axis(MetricUnit::Count, scale), &series, "axis");
    ChartView { option, tips: labels.iter().enumerate().map(tip).collect() }
}

/// The available and required ramped reps of each team, by month.
fn table(capacity: &Capacity) -> HtmlTable {
    let n = NumberFormat::in_currency("");
    let labels = months::months(&capacity.start.to_string(), capacity.months as usize);
    let mut head = vec!["Team", "Figure"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = HtmlTable::new(
        "Mean ramped reps by month: available in each team, and required for its workload with the growth buffer kept free",
        &head,
    );
    for need in &capacity.calendar.needs {
        for (what, values) in [("has", &need.has), ("needs", &need.needed)] {
            table.row(&need.team, &[what.to_owned()]);
            table.extend(values.iter().map(|value| n.plain(MetricUnit::Count, *value)));
        }
    }
    table
}

/// The value of one more seat, and the number of seats that close the gap, by start month.
pub fn worth(capacity: &Capacity) -> Markup {
    let n = NumberFormat::in_currency(&capacity.currency);
    let labels = months::months(&capacity.start.to_string(), capacity.months as usize);
    let mut head = vec!["Team", "Bookings", "Cost", "Contribution"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = HtmlTable::new(
        "Value of one more seat from the first month, and number of seats that would close the gap to the target, by start month",
        &head,
    );
    for marginal in &capacity.marginals {
        let SeatValue { team, bookings, cost, contribution, needed_by_start, .. } = marginal;
        let amounts = [bookings, cost, contribution];
        table.row(team, &amounts.map(|amount| n.with_error(MetricUnit::Money, amount.mean, amount.se)));
        let seats =
            |needed: &Option<u32>| needed.map_or(MISSING.to_owned(), |seats| number_format::whole_number(f64::from(seats)));
        table.extend(needed_by_start.iter().map(seats));
    }
    html! {
        p .lead {
            "The number of seats assumes that every additional seat contributes as much as the first. In practice, each contributes less than the one before; the answer at the top is simulated."
        }
        (table.markup())
    }
}

/// The requisitions and the leavers to replace.
pub fn calendar(capacity: &Capacity) -> Markup {
    let n = NumberFormat::in_currency(&capacity.currency);
    let calendar = &capacity.calendar;
    let row = |r: &Requisition| {
        html! {
            tr {
                th scope="row" { (r.open_by) }
                td .text { (r.team) }
                td { (r.seats) }
                td .text { (r.cause.name()) }
                td { (r.start) }
                td { (r.ramped) @if r.late { " (late)" } }
                td { (n.plain(MetricUnit::Money, r.cost)) }
            }
        }
    };
    let body = html! {
        thead { tr { @for head in ["Open by", "Team", "Seats", "For", "Start by", "Ramped", "Cost"] { th scope="col" { (head) } } } }
        tbody { @for requisition in &calendar.requisitions { (row(requisition)) } }
    };
    html! {
        @if calendar.requisitions.is_empty() { p { "No seats need to be added." } } @else {
            p .lead { "Hiring and pay at full attainment within the horizon: " (n.plain(MetricUnit::Money, calendar.cost)) " in total. Late: not ramped before the end of the horizon." }
            (boxed("Requisitions", &body))
        }
        (leads(capacity))
    }
}

/// The time until a hire is productive and the number of leavers to replace.
fn leads(capacity: &Capacity) -> Markup {
    let mut table = HtmlTable::new(
        "Time until a hire is productive, and reps who leave within the horizon: mean (P10–P90)",
        &["Team", "Time to fill, days", "Slip, days", "Ramp, months", "Cycle, months", "Leavers to replace"],
    );
    for lead in &capacity.calendar.leads {
        let crew = capacity.staffing.iter().find(|crew| crew.kind == SeatGroupKind::Team && crew.name == lead.team);
        let leavers = crew.map_or(MISSING.to_owned(), |crew| {
            style::mean_and_range(NumberFormat::in_currency(""), MetricUnit::Count, &crew.leavers)
        });
        let figures = [lead.fill_days, lead.slip_days].map(|days| number_format::decimal(days, 0));
        table.row(&lead.team, &figures);
        table.extend([lead.ramp_months, lead.cycle_months].map(|months| number_format::decimal(months, 1)));
        table.extend([leavers]);
    }
    table.markup()
}
