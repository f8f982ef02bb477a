//! A map of the books before and after: every account in the colour of its owner, the reps' homes,
//! and lines for the accounts that move. Without coordinates, regions are shown as tiles.
//!
//! ```text
//! ReportInputs ─┬─ places ──► accounts, homes and owners as JSON, drawn by map.js
//!               ├─ outlines ► coasts and borders inside the frame
//!               ├─ distance ► the same data as a table
//!               └─ tiles ───► regions, if the data has no coordinates
//! ```

mod distance;
mod frame;
mod outlines;
mod places;
mod tiles;

use maud::{Markup, html};
use serde_json::{Value, json};

use super::inputs::ReportInputs;
use attain_core::number_format::plural;
use frame::MapFrame;

/// Script that draws the map.
pub(super) const SCRIPT: &str = include_str!("../../assets/map.js");

/// Maximum number of accounts drawn, in descending order of potential.
const DRAWN: usize = 4000;

/// The map of a comparison.
pub(super) struct BookMap {
    /// The section of the page.
    pub markup: Markup,
    /// The data of the script; `None` if the section needs no script.
    pub data: Option<Value>,
}

/// Builds the map, or the tiles of regions; `None` if the data has neither.
#[must_use]
pub(super) fn map(input: &ReportInputs) -> Option<BookMap> {
    let book = input.book;
    if input.plans.is_empty() || input.plans.iter().any(|plan| plan.accounts.len() != book.accounts.len()) {
        return None;
    }
    let Some(frame) = MapFrame::around(book.accounts.iter().filter_map(|account| account.place)) else {
        return tiles::tiles(input).map(|markup| BookMap { markup, data: None });
    };
    let data = json!({
        "frame": frame.corners(),
        "aspect": frame.aspect(),
        "lines": outlines::inside(&frame),
        "places": places::places(input, DRAWN),
    });
    Some(BookMap { markup: markup(input), data: Some(data) })
}

fn markup(input: &ReportInputs) -> Markup {
    let known = input.book.accounts.iter().filter(|account| account.place.is_some()).count();
    let fewer = if known > DRAWN { format!(" Only the {DRAWN} with the most potential are drawn.") } else { String::new() };
    html! {
        figure #map .card aria-labelledby="map-title" {
            h3 #map-title { "Map of the books" }
            p .lead {
                (plural(known, "account")) "; accounts of one place are one mark, and larger marks have more potential. Each seat has its own colour; \
                 the diamond of that colour is the home of its rep. Grey marks are house accounts. Choose a team or a rep at the top of the page \
                 to see one book." (fewer)
            }
            div .controls {
                label .select { span { "Plan" } select #map-plan data-figure="map" autocomplete="off" {
                    @for (i, plan) in input.plans.iter().enumerate() { option value=(i) { (plan.name) } }
                } }
                label .select { span { "Show" } select #map-view autocomplete="off" {
                    option value="after" { "books of the plan" }
                    option value="before" { "books today" }
                    option value="moved" { "accounts that move" }
                } }
            }
            div #map-chart role="img" aria-label="Map of the books. Distances are in the table of this figure." {}
            details .numbers { summary { "Data" } (distance::table(input).markup()) }
            p .small { "Outlines: Natural Earth and US Census Bureau, public domain." }
        }
    }
}
