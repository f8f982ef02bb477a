//! A set of carves between balance, contribution and disruption, as a table.

use comfy_table::Cell;

use super::layout::{Scale, hyphened, paragraph, percent, ratio, table, unbound};
use attain_analysis::frontier::Point;
use attain_core::number_format::NumberFormat;

/// What `attain frontier` shows, `width` columns wide.
#[must_use]
pub fn frontier_page(points: &[Point], width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let Some(first) = points.first() else { return String::new() };
    let n = NumberFormat::in_currency(&first.plan.scenario.money.currency);
    let scale = Scale::of(points.iter().map(|point| point.plan.expected.contribution));
    let row = |point: &Point| {
        let (equity, moved) = (&point.equity, &point.plan.disruption);
        vec![
            Cell::new(hyphened(&point.label, 14)),
            Cell::new(ratio(equity.cv)),
            Cell::new(percent(equity.largest_deviation)),
            Cell::new(scale.plain(point.plan.expected.contribution)),
            Cell::new(moved.moved),
            Cell::new(percent(moved.revenue)),
            Cell::new(percent(moved.pipeline)),
            Cell::new(
                point.attained.map_or_else(String::new, |lived| format!("{:.2}\n±{:.2}", lived.p_target, lived.p_target_se)),
            ),
            Cell::new(point.attained.map_or_else(String::new, |lived| {
                format!("{:.1}\n±{:.1}", 100.0 * lived.attainment, 100.0 * lived.attainment_se)
            })),
            Cell::new(if point.beaten { "yes" } else { "no" }),
        ]
    };
    let head = [
        "carve",
        "CV",
        "devia-\ntion",
        "contri-\nbution",
        "moved",
        "reve-\nnue",
        "pipe-\nline",
        "reach\ntarget",
        "attain-\nment %",
        "bea-\nten",
    ];
    let lived = match first.attained {
        Some(lived) => format!(
            " Target and attainment: {} years lived with each carve in the same worlds, ± one standard error.",
            lived.years
        ),
        None => String::new(),
    };
    let parts = [
        table(&head.map(str::to_owned), points.iter().map(row).collect(), width, colour),
        paragraph(
            &format!(
                "CV and largest deviation of potential among like seats. Contribution, {}, is what the books can be expected to bring in a \
                 year at the coverage their hours allow, less travel and pay; the simulation tells its level and its chances. Moved: \
                 accounts, and shares of revenue and open pipeline. Beaten: another carve of the set is as good in balance, contribution \
                 and revenue moved, and better in one.{lived}",
                scale.heading("", n).trim_end()
            ),
            width,
        ),
    ];
    unbound(&parts.join("\n\n")) + "\n"
}
