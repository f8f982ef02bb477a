//! Terminal output of `attain solve`: the answer, its uncertainty and the simulated cells.

use comfy_table::Cell;

use super::layout::{clean, paragraph, plain_spaces, table};
use crate::export::solve::SolveReport;
use crate::headline::not_calibrated;
use crate::heat_map;
use attain_analysis::experiment::axis;
use attain_analysis::experiment::goal::SolveGoal;
use attain_analysis::experiment::lever::Lever;
use attain_analysis::experiment::solve::{SearchMethod, SolveTrial};
use attain_analysis::experiment::stress::AxisResult;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural, whole_number};

/// Renders the output of `attain solve`, `width` columns wide.
#[must_use]
pub fn solve_page(solved: &SolveReport, goal: &SolveGoal, by: Lever, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let n = NumberFormat::in_currency(solved.currency);
    let mut parts = vec![paragraph(&answer(solved, goal, by, n), width)];
    parts.extend(not_calibrated(&solved.default_market).map(|text| paragraph(&text, width)));
    parts.extend(uncertainty(solved, by, n).map(|text| paragraph(&text, width)));
    parts.push(trials(solved, goal, by, n, width, colour));
    parts.push(paragraph(&method(solved), width));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

/// Formats a value of the lever with its unit.
fn value(by: Lever, at: f64, n: NumberFormat) -> String {
    let Some(axis) = axis::find(by.axis()) else { return heat_map::plain(at) };
    let shown = AxisResult {
        name: axis.name.to_owned(),
        unit: axis.unit,
        effect: axis.effect,
        decided_by: axis.decided_by,
        meaning: axis.meaning,
        values: Vec::new(),
        base: None,
        nearest: 0,
    };
    heat_map::value(&shown, at, n)
}

fn found<'a>(solved: &'a SolveReport, at: f64) -> Option<&'a SolveTrial> {
    solved.solution.tried.iter().find(|tried| tried.value == at)
}

fn figure(goal: &SolveGoal, tried: &SolveTrial, n: NumberFormat) -> String {
    tried.figure.map_or_else(|| MISSING.to_owned(), |found| n.with_error(goal.unit(), found.value, found.se))
}

fn answer(solved: &SolveReport, goal: &SolveGoal, by: Lever, n: NumberFormat) -> String {
    let scenario = clean(solved.scenario);
    let target = solved.target.map_or_else(String::new, |target| format!(" (target {})", n.plain(MetricUnit::Money, target)));
    let teams = solved.teams.join(", ");
    let solution = solved.solution;
    let Some(at) = solution.answer else {
        let best = solution.tried.iter().filter_map(|tried| tried.figure.map(|found| (goal.margin(found), tried)));
        let best = best.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, tried)| tried);
        let best = best.map_or_else(String::new, |tried| {
            format!("; the best, {}, gives {}", value(by, tried.value, n), figure(goal, tried, n))
        });
        let what = match by {
            Lever::Reps => format!("no simulated number of added {teams} reps"),
            _ => format!("no simulated {}", by.axis()),
        };
        return format!("{scenario}{target}: {what} reaches {}{best}.", solved.goal);
    };
    let here = found(solved, at).map_or_else(String::new, |tried| figure(goal, tried, n));
    let shown = value(by, at, n);
    let statement = match by {
        Lever::Reps if at == 0.0 => format!("{} holds without added reps: {here}", solved.goal),
        Lever::Reps => format!("{} requires {} in {teams}: {here}", solved.goal, plural(at as usize, "added rep")),
        Lever::StartMonth => format!("{} holds if the added seats start by month {shown}: {here}", solved.goal),
        Lever::Attrition => format!("{} holds with attrition up to {shown}: {here}", solved.goal),
        Lever::Quota => format!("{} holds with quotas up to {shown}: {here}", solved.goal),
        Lever::OverAssignment => format!("{} holds with an over-assignment up to {shown}: {here}", solved.goal),
        Lever::GrowthBuffer => format!("{} holds with a growth buffer up to {shown}: {here}", solved.goal),
    };
    let cost = found(solved, at).and_then(|tried| tried.extra_cost).filter(|_| by == Lever::Reps);
    let cost = cost.map_or_else(String::new, |extra| {
        let span = n.signed_span(MetricUnit::Money, extra.low, extra.high);
        format!(
            ", for {} of additional pay, hiring and travel within the horizon ({span})",
            n.plain(MetricUnit::Money, extra.difference)
        )
    });
    let ends = if solution.candidates > 1 && by != Lever::Reps && solution.tried.first().is_some_and(|first| first.value == at) {
        ", the highest value simulated"
    } else {
        ""
    };
    let mut text = format!("{scenario}{target}: {statement}{ends}{cost}.");
    if !solution.affordable {
        let budget = solved.budget.map_or_else(String::new, |budget| n.plain(MetricUnit::Money, budget));
        let within = solution.within_budget.and_then(|at| found(solved, at)).map_or_else(String::new, |tried| {
            format!("; the budget pays for {}, which gives {}", value(by, tried.value, n), figure(goal, tried, n))
        });
        text = format!("{text} This exceeds the budget of {budget}{within}.");
    }
    text
}

/// The bounds of the answer.
fn uncertainty(solved: &SolveReport, by: Lever, n: NumberFormat) -> Option<String> {
    let solution = solved.solution;
    solution.answer?;
    let shown = |at: Option<f64>| at.map(|at| value(by, at, n));
    Some(match (shown(solution.perhaps), shown(solution.surely)) {
        (Some(perhaps), Some(surely)) if perhaps == surely => {
            format!("With {}, the answer is certain at the 95 % level.", plural(solved.years as usize, "year"))
        }
        (Some(perhaps), Some(surely)) => format!(
            "With {}, the answer lies between {perhaps} (where the 95 % interval of the metric first includes the goal) and {surely} (where the whole interval meets it).",
            plural(solved.years as usize, "year")
        ),
        (Some(perhaps), None) => {
            format!("It may already hold at {perhaps}; no simulated value is certain at the 95 % level. More years may help.")
        }
        (None, _) => return None,
    })
}

/// A table of the simulated cells.
fn trials(solved: &SolveReport, goal: &SolveGoal, by: Lever, n: NumberFormat, width: usize, colour: bool) -> String {
    let costs = by == Lever::Reps;
    let plain = solved.solution.tried.iter().all(|tried| tried.description.is_empty()) || solved.teams.len() < 2;
    let mut head =
        vec![by.axis().to_owned(), goal.text.split(['>', '<']).next().unwrap_or_default().trim().to_owned(), "goal".to_owned()];
    if costs {
        head.push("extra cost".to_owned());
    }
    if !plain {
        head.push("seats".to_owned());
    }
    let row = |tried: &SolveTrial| {
        let mut row = vec![
            Cell::new(value(by, tried.value, n)),
            Cell::new(figure(goal, tried, n)),
            Cell::new(if tried.meets { "met" } else { "missed" }),
        ];
        if costs {
            row.push(Cell::new(
                tried
                    .extra_cost
                    .map_or_else(|| MISSING.to_owned(), |extra| n.with_error(MetricUnit::Money, extra.difference, extra.se)),
            ));
        }
        if !plain {
            row.push(Cell::new(&tried.description));
        }
        row
    };
    table(&head, solved.solution.tried.iter().map(row).collect(), width, colour)
}

fn method(solved: &SolveReport) -> String {
    let solution = solved.solution;
    let (tried, of, years) = (solution.tried.len(), solution.candidates, whole_number(f64::from(solved.years)));
    match solution.method {
        SearchMethod::Bisection => {
            format!(
                "Found by bisection: {tried} of {of} cells were simulated, all in the same {years} worlds; none is out of order by more than three standard errors."
            )
        }
        SearchMethod::Scan => format!(
            "All {of} cells were simulated in the same {years} worlds: some were out of order by more than three standard errors, which rules out bisection. The answer is the first that meets the goal."
        ),
        SearchMethod::Exhaustion => {
            format!("All {of} cells were simulated in the same {years} worlds, because none of the first cells met the goal.")
        }
        SearchMethod::Greedy => format!(
            "Seats were added one at a time, each to the team where it helps most, in the same {years} worlds: a good mix, but not proven to be the smallest."
        ),
    }
}
