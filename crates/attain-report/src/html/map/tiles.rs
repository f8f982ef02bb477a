//! Regions as tiles, for data without coordinates.

use maud::{Markup, html};

use crate::html::figure::swatch;
use crate::html::inputs::ReportInputs;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, decimal, plural};
use attain_core::plan::Plan;

/// Figures of a region under a plan.
#[derive(Debug, Clone, PartialEq)]
struct RegionTile<'a> {
    name: &'a str,
    accounts: usize,
    seats: usize,
    potential: f64,
    moved: usize,
}

/// Renders the tiles of every plan; `None` if accounts have no regions.
pub(super) fn tiles(input: &ReportInputs) -> Option<Markup> {
    if input.book.regions.is_empty() || input.book.accounts.iter().all(|account| account.region.is_none()) {
        return None;
    }
    let n = NumberFormat::in_currency(&input.results.currency);
    Some(html! {
        figure #map .card aria-labelledby="map-title" {
            h3 #map-title { "Regions" }
            p .lead { "Accounts, seats and potential of each region; the tint shows the potential per seat, from the lowest to the highest." }
            @for (i, plan) in input.plans.iter().enumerate() {
                details data-plan=(i) open[i == 0] {
                    summary { (swatch(i)) (plan.name) }
                    (grid(n, &of_plan(input, plan)))
                }
            }
        }
    })
}

fn grid(n: NumberFormat, tiles: &[RegionTile]) -> Markup {
    let most = tiles.iter().filter_map(per_seat).fold(0.0, f64::max);
    html! {
        div .tiles { @for tile in tiles {
            div .tile style={ "--t:" (decimal(60.0 * per_seat(tile).map_or(0.0, |value| value / most.max(1.0)), 0)) "%" } {
                strong { (tile.name) }
                span { (plural(tile.accounts, "account")) ", " (plural(tile.seats, "seat")) }
                span { (n.plain(MetricUnit::Money, tile.potential)) " of potential" }
                @if let Some(value) = per_seat(tile) { span { (n.plain(MetricUnit::Money, value)) " per seat" } }
                @if tile.moved > 0 { span { (plural(tile.moved, "account")) " moved" } }
            }
        } }
    }
}

fn per_seat(tile: &RegionTile) -> Option<f64> {
    (tile.seats > 0).then(|| tile.potential / tile.seats as f64)
}

fn of_plan<'a>(input: &'a ReportInputs, plan: &Plan) -> Vec<RegionTile<'a>> {
    let book = input.book;
    let mut tiles: Vec<RegionTile> =
        book.regions.iter().map(|name| RegionTile { name, accounts: 0, seats: 0, potential: 0.0, moved: 0 }).collect();
    for (account, made) in book.accounts.iter().zip(&plan.accounts) {
        let Some(tile) = account.region.and_then(|region| tiles.get_mut(region)) else { continue };
        tile.accounts += 1;
        tile.potential += account.potential;
        tile.moved += usize::from(account.owner.is_some() && made.before != made.seat);
    }
    for seat in &plan.seats {
        if let Some(tile) = seat.region.and_then(|region| tiles.get_mut(region)) {
            tile.seats += 1;
        }
    }
    tiles.retain(|tile| tile.accounts + tile.seats > 0);
    tiles
}
