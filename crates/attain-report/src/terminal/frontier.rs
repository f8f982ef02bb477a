//! Terminal output of `attain frontier`: alternative designs as a table.

use comfy_table::Cell;

use super::layout::{AmountScale, hyphened, paragraph, percent, plain_spaces, ratio, table};
use crate::headline::not_calibrated;
use attain_analysis::frontier::FrontierPlan;
use attain_core::number_format::NumberFormat;

/// Renders the output of `attain frontier`, `width` columns wide; `default_market` names market
/// figures that are defaults.
#[must_use]
pub fn frontier_page(points: &[FrontierPlan], default_market: &[&str], width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let Some(first) = points.first() else { return String::new() };
    let n = NumberFormat::in_currency(&first.plan.scenario.money.currency);
    let scale = AmountScale::for_amounts(points.iter().map(|point| point.plan.expected.contribution));
    let row = |point: &FrontierPlan| {
        let (equity, moved) = (&point.equity, &point.plan.disruption);
        vec![
            Cell::new(hyphened(&if point.knee { format!("{} (knee)", point.label) } else { point.label.clone() }, 14)),
            Cell::new(ratio(equity.cv)),
            Cell::new(percent(equity.largest_deviation)),
            Cell::new(scale.plain(point.plan.expected.contribution)),
            Cell::new(moved.moved),
            Cell::new(percent(moved.revenue)),
            Cell::new(percent(moved.pipeline)),
            Cell::new(
                point.outcome.map_or_else(String::new, |outcome| format!("{:.2}\n±{:.2}", outcome.p_target, outcome.p_target_se)),
            ),
            Cell::new(point.outcome.map_or_else(String::new, |outcome| {
                format!("{:.1}\n±{:.1}", 100.0 * outcome.bookings_over_target, 100.0 * outcome.bookings_over_target_se)
            })),
            Cell::new(if point.dominated { "yes" } else { "no" }),
        ]
    };
    let head = [
        "design",
        "CV",
        "devia-\ntion",
        "contri-\nbution",
        "moved",
        "reve-\nnue",
        "pipe-\nline",
        "reach\ntarget",
        "of\ntarget %",
        "domi-\nnated",
    ];
    let simulated = match first.outcome {
        Some(outcome) => format!(
            " Target and bookings over target: {} years simulated for each design in the same worlds, ± one standard error.",
            outcome.years
        ),
        None => String::new(),
    };
    let knee = points.iter().find(|point| point.knee).map_or_else(String::new, |point| {
        format!(" The knee is \u{201c}{}\u{201d}: beyond it, further balance requires many more moves.", point.label)
    });
    let mut parts = vec![
        table(&head.map(str::to_owned), points.iter().map(row).collect(), width, colour),
        paragraph(
            &format!(
                "CV and largest deviation refer to potential among peer seats. Contribution, {}, is the expected contribution of the books in a \
                 year at the coverage that hours allow, less travel and pay; it ranks designs, but only the simulation determines its level. Moved: \
                 accounts, and shares of revenue and open pipeline. Dominated: another design is at least as good in balance, contribution, \
                 and accounts and revenue moved, and better in one.{knee}{simulated}",
                scale.heading("", n).trim_end()
            ),
            width,
        ),
    ];
    parts.extend(not_calibrated(default_market).map(|text| paragraph(&text, width)));
    plain_spaces(&parts.join("\n\n")) + "\n"
}
