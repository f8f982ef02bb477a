//! Terminal output of `attain regret`.

use comfy_table::Cell;

use super::layout::{clean, hyphened, paragraph, percent, plain_spaces, table};
use crate::regret::{MapAxes, amount, answer, axis_value, rules};
use attain_analysis::experiment::regret::RegretAnalysis;
use attain_core::number_format;

/// Number of columns and rows of the map.
const SIDE: usize = 6;

/// Renders the output of `attain regret`, `width` columns wide; `map` holds the two assumptions
/// of the map.
#[must_use]
pub fn regret_page(
    found: &RegretAnalysis,
    currency: &str,
    map: Option<MapAxes>,
    start: &str,
    seed: u64,
    width: usize,
    colour: bool,
) -> String {
    let width = width.clamp(20, 200);
    let lines = |lines: &[String]| lines.iter().map(|line| paragraph(&clean(line), width)).collect::<Vec<_>>().join("\n");
    let mut parts =
        vec![lines(&answer(found, currency)), choices_table(found, currency, width, colour), lines(&rules(found, currency))];
    if let Some(map) = map {
        parts.push(text_map(found, currency, map, width));
    }
    parts.push(assumptions_list(found, currency, width));
    parts.push(paragraph(
        &clean(&format!(
            "{} of assumptions, {} of every plan for each, from {start}, seed {seed}. Plans are designed before the assumptions change. All points share the same worlds, so the ± of “behind” affects a plan in the same way at all of them.",
            number_format::plural(found.points.len(), "set"),
            number_format::plural(found.years as usize, "year")
        )),
        width,
    ));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

/// The letter that represents a plan on the map.
#[must_use]
pub fn letter(plan: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    if plan < 26 { letter(plan).to_string() } else { format!("{}{}", letter(plan / 26 - 1), letter(plan)) }
}

fn choices_table(found: &RegretAnalysis, currency: &str, width: usize, colour: bool) -> String {
    let enough = format!("target ≥\n{:.0} % at", 100.0 * found.enough);
    let header =
        ["plan", "best\nat", "regret,\nmean", "behind the best\non average", "regret,\nlargest", &enough].map(str::to_owned);
    let row = |(p, choice): (usize, &attain_analysis::experiment::regret::PlanRegret)| {
        let behind = format!("{} ± {}", amount(found, currency, choice.behind.value), amount(found, currency, choice.behind.se));
        vec![
            Cell::new(hyphened(&format!("{} {}", letter(p), choice.plan), 20)),
            Cell::new(percent(choice.wins)),
            Cell::new(amount(found, currency, choice.regret)),
            Cell::new(if p == found.best_overall { number_format::MISSING.to_owned() } else { behind }),
            Cell::new(amount(found, currency, choice.largest)),
            Cell::new(percent(choice.satisfices)),
        ]
    };
    table(&header, found.choices.iter().enumerate().map(row).collect(), width, colour)
}

/// The assumptions, with one or two lines each.
fn assumptions_list(found: &RegretAnalysis, currency: &str, width: usize) -> String {
    let line = |axis: &attain_analysis::experiment::regret::RegretAxis| {
        let (low, high) = (axis_value(axis, currency, axis.low), axis_value(axis, currency, axis.high));
        paragraph(&clean(&format!("{} from {low} to {high}: {}", axis.name, axis.reason)), width)
    };
    format!("Assumptions:\n{}", found.axes.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// A map of letters: each cell shows the plan with the best mean over its points.
fn text_map(found: &RegretAnalysis, currency: &str, map: MapAxes, width: usize) -> String {
    let MapAxes { across: x, up: y } = map;
    let (across, up) = (&found.axes[x], &found.axes[y]);
    let place = |axis: &attain_analysis::experiment::regret::RegretAxis, value: f64| {
        (((value - axis.low) / (axis.high - axis.low) * SIDE as f64) as usize).min(SIDE - 1)
    };
    let mut rows = Vec::new();
    for row in (0..SIDE).rev() {
        let cell = |column: usize| {
            let inside = found.points.iter().filter(|at| place(across, at.values[x]) == column && place(up, at.values[y]) == row);
            let mut regret = vec![0.0; found.plans.len()];
            let mut points = 0;
            for at in inside {
                regret.iter_mut().zip(&at.regret).for_each(|(sum, regret)| *sum += regret);
                points += 1;
            }
            let best = (0..regret.len()).min_by(|&a, &b| regret[a].total_cmp(&regret[b]));
            if points == 0 { "  ·".to_owned() } else { format!("{:>3}", best.map_or_else(String::new, letter)) }
        };
        let edge = |row: usize| up.low + (up.high - up.low) * row as f64 / SIDE as f64;
        let label = format!("{:>12}", axis_value(up, currency, edge(row)));
        rows.push(format!("{label} │{}", (0..SIDE).map(cell).collect::<String>()));
    }
    let (low, high) = (axis_value(across, currency, across.low), axis_value(across, currency, across.high));
    let gap = (3 * SIDE).saturating_sub(low.chars().count() + high.chars().count()).max(1);
    rows.push(format!("{:>12} └{}", "", "─".repeat(3 * SIDE)));
    rows.push(format!("{:>12}  {low}{}{high}", "", " ".repeat(gap)));
    let names: Vec<String> = found
        .plans
        .iter()
        .enumerate()
        .filter(|(p, _)| found.choices[*p].wins > 0.0)
        .map(|(p, name)| format!("{} {name}", letter(p)))
        .collect();
    let head = format!(
        "Best plan by {} (across) and {} (up, from the value shown); the other assumptions vary. {}. · = no point.",
        across.name,
        up.name,
        names.join(", ")
    );
    format!("{}\n{}", paragraph(&clean(&head), width), rows.join("\n"))
}
