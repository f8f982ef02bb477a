//! A map of the books: every account in the colour of its seat, and the reps' homes.
//! No background map is fetched; degrees are to scale at the centre of the picture.

use serde_json::{Value, json};

use super::style;
use crate::html::figure::{ChartView, Panel, ReportFigure, Selector};
use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use attain_core::geography::GeoPoint;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};
use attain_core::plan::Plan;

/// Maximum number of accounts drawn over all plans and per plan, in descending order of potential.
const DRAWN: usize = 4000;
const DRAWN_OF_A_PLAN: usize = 1500;

/// Difference in hue between consecutive seats in degrees: the golden angle keeps neighbours
/// distinct.
const GOLDEN: f64 = 137.508;

/// Builds the figure; `None` if no location is known.
#[must_use]
pub fn figure(input: &ReportInputs) -> Option<ReportFigure> {
    let book = input.book;
    let frame = MapFrame::around(book.accounts.iter().filter_map(|account| account.place))?;
    let most = (DRAWN / input.plans.len().max(1)).clamp(200, DRAWN_OF_A_PLAN);
    let known = book.accounts.iter().filter(|account| account.place.is_some()).count();
    if input.plans.is_empty() || input.plans.iter().any(|plan| plan.accounts.len() != book.accounts.len()) {
        return None;
    }
    let fewer =
        if known > most { format!(" Only the {most} accounts with the most potential are shown.") } else { String::new() };
    Some(ReportFigure {
        id: "map",
        short: "Map",
        title: "Map of the books".into(),
        lead: format!(
            "{}; larger marks have more potential. Each seat has its own colour, and the diamond of that colour is the home of its rep. \
             Grey marks are house accounts.{fewer}",
            plural(known, "account")
        ),
        selectors: vec![Selector {
            label: "Plan",
            options: input.plans.iter().map(|plan| plan.name.clone()).collect(),
            chosen: 0,
        }],
        panel_width: 300,
        legend: false,
        panels: vec![Panel {
            title: String::new(),
            note: String::new(),
            plan: None,
            height: 460,
            views: input.plans.iter().map(|plan| view(input, plan, &frame, most)).collect(),
        }],
        table: table(input),
    })
}

/// The area that the map shows.
struct MapFrame {
    low: GeoPoint,
    high: GeoPoint,
}

impl MapFrame {
    fn around(places: impl Iterator<Item = GeoPoint>) -> Option<Self> {
        places.fold(None, |frame: Option<Self>, place| {
            let Some(Self { low, high }) = frame else { return Some(Self { low: place, high: place }) };
            Some(Self {
                low: GeoPoint { latitude: low.latitude.min(place.latitude), longitude: low.longitude.min(place.longitude) },
                high: GeoPoint { latitude: high.latitude.max(place.latitude), longitude: high.longitude.max(place.longitude) },
            })
        })
    }

    /// Length of a degree of longitude relative to one of latitude, at the centre.
    fn aspect(&self) -> f64 {
        libm::cos((0.5 * (self.low.latitude + self.high.latitude)).to_radians()).max(0.05)
    }

    fn axis(low: f64, high: f64) -> Value {
        let margin = 0.03 * (high - low).max(0.2);
        json!({
            "type": "value", "min": rounded(low - margin), "max": rounded(high + margin), "splitNumber": 6,
            "axisLabel": { "color": "var(--muted)", "fontSize": 11, "formatter": "{value}°", "showMinLabel": false, "showMaxLabel": false, "hideOverlap": true },
            "splitLine": { "lineStyle": { "color": "var(--rule)", "opacity": 0.5 } },
        })
    }
}

fn view(input: &ReportInputs, plan: &Plan, frame: &MapFrame, most: usize) -> ChartView {
    let n = NumberFormat::in_currency(&input.results.currency);
    let book = input.book;
    let mut shown: Vec<usize> = (0..book.accounts.len()).filter(|&a| book.accounts[a].place.is_some()).collect();
    shown.sort_by(|&a, &b| book.accounts[b].potential.total_cmp(&book.accounts[a].potential).then(a.cmp(&b)));
    shown.truncate(most);
    let largest = shown.first().map_or(1.0, |&a| book.accounts[a].potential).max(1.0);
    let owner = |seat: Option<usize>| seat.map_or_else(|| "house account".to_owned(), |seat| plan.seats[seat].name.clone());
    let point = |&account: &usize| {
        let (row, seat) = (&book.accounts[account], plan.accounts[account].seat);
        let place = row.place?;
        let lines = [style::line("Owner", owner(seat)), style::line("Potential", n.plain(MetricUnit::Money, row.potential))];
        let name = if row.name.is_empty() { &row.id } else { &row.name };
        Some(json!({
            "value": at(place), "tip": style::tip(name, &lines), "itemStyle": { "color": colour(seat) },
            "symbolSize": (4.0 + 8.0 * (row.potential / largest).max(0.0).sqrt()).round(),
        }))
    };
    let home = |(at_seat, seat): (usize, &attain_core::plan::Seat)| {
        let held = plan.accounts.iter().filter(|made| made.seat == Some(at_seat)).count();
        let lines = [
            style::line("Accounts", plural(held, "account")),
            style::line("Potential", n.plain(MetricUnit::Money, seat.potential)),
        ];
        Some(json!({
            "value": at(seat.place?), "tip": style::tip(&seat.name, &lines),
            "itemStyle": { "color": colour(Some(at_seat)), "borderColor": "var(--ink)", "borderWidth": 1.5 },
        }))
    };
    let scatter = |points: Vec<Value>, symbol: &str, size: f64, z: u32| json!({ "type": "scatter", "data": points, "symbol": symbol, "symbolSize": size, "itemStyle": { "opacity": 0.85 }, "z": z });
    let series = [
        scatter(shown.iter().filter_map(point).collect(), "circle", 5.0, 2),
        scatter(plan.seats.iter().enumerate().filter_map(home).collect(), "diamond", 15.0, 3),
    ];
    let x = MapFrame::axis(frame.low.longitude, frame.high.longitude);
    let y = MapFrame::axis(frame.low.latitude, frame.high.latitude);
    let mut option = style::chart(&x, &y, &series, "item");
    option["aspect"] = json!(rounded(frame.aspect()));
    ChartView::with_point_tooltips(option)
}

fn at(place: GeoPoint) -> [f64; 2] {
    [rounded(place.longitude), rounded(place.latitude)]
}

/// Rounds to three decimals of a degree, about a hundred metres.
fn rounded(degrees: f64) -> f64 {
    (1000.0 * degrees).round() / 1000.0
}

fn colour(seat: Option<usize>) -> String {
    match seat {
        None => "var(--muted)".to_owned(),
        Some(seat) => {
            let hue = (GOLDEN * seat as f64).rem_euclid(360.0);
            format!("hsl({hue:.0},{}%,{}%)", 55 + 15 * (seat % 3), 42 + 8 * (seat % 2))
        }
    }
}

fn table(input: &ReportInputs) -> HtmlTable {
    let n = NumberFormat::in_currency(&input.results.currency);
    let head = ["Plan", "Mean distance, km", "P90 of distance, km", "Travel cost a year"];
    let mut table =
        HtmlTable::new("Distance from the home of the rep to the accounts, and travel cost at the planned coverage", &head);
    for plan in input.plans {
        let distance = |(account, made): (&attain_data::Account, &attain_core::plan::Assignment)| {
            Some(plan.seats[made.seat?].place?.km_to(account.place?))
        };
        let mut all: Vec<f64> = input.book.accounts.iter().zip(&plan.accounts).filter_map(distance).collect();
        all.sort_by(f64::total_cmp);
        let km = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |km| n.plain(MetricUnit::Count, km));
        let mean = (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64);
        let far = all.get(all.len() * 9 / 10).copied();
        table.row(&plan.name, &[km(mean), km(far), n.plain(MetricUnit::Money, plan.expected.travel)]);
    }
    table
}
