//! The answer of a search on the terminal, its doubt, and the cells it tried.

use comfy_table::Cell;

use super::layout::{clean, paragraph, table, unbound};
use crate::export::solve::Solved;
use crate::heat;
use attain_analysis::explore::axis;
use attain_analysis::explore::goal::Goal;
use attain_analysis::explore::lever::By;
use attain_analysis::explore::solve::{Method, Tried};
use attain_analysis::explore::stress::AxisResult;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural, whole_number};

/// What `attain solve` shows, `width` columns wide.
#[must_use]
pub fn solve_page(solved: &Solved, goal: &Goal, by: By, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let n = NumberFormat::in_currency(solved.currency);
    let mut parts = vec![paragraph(&answer(solved, goal, by, n), width)];
    parts.extend(doubt(solved, by, n).map(|text| paragraph(&text, width)));
    parts.push(tried(solved, goal, by, n, width, colour));
    parts.push(paragraph(&how(solved), width));
    unbound(&parts.join("\n\n")) + "\n"
}

/// A value of the lever in words.
fn value(by: By, at: f64, n: NumberFormat) -> String {
    let Some(axis) = axis::find(by.axis()) else { return heat::plain(at) };
    let shown = AxisResult {
        name: axis.name.to_owned(),
        unit: axis.unit,
        act: axis.act,
        by: axis.by,
        meaning: axis.meaning,
        values: Vec::new(),
        base: None,
        nearest: 0,
    };
    heat::value(&shown, at, n)
}

fn found<'a>(solved: &'a Solved, at: f64) -> Option<&'a Tried> {
    solved.solution.tried.iter().find(|tried| tried.value == at)
}

fn figure(goal: &Goal, tried: &Tried, n: NumberFormat) -> String {
    tried.figure.map_or_else(|| MISSING.to_owned(), |found| n.with_error(goal.unit(), found.value, found.se))
}

fn answer(solved: &Solved, goal: &Goal, by: By, n: NumberFormat) -> String {
    let scenario = clean(solved.scenario);
    let target = solved.target.map_or_else(String::new, |target| format!(" (target {})", n.plain(MetricUnit::Money, target)));
    let teams = solved.teams.join(", ");
    let solution = solved.solution;
    let Some(at) = solution.answer else {
        let best = solution.tried.iter().filter_map(|tried| tried.figure.map(|found| (goal.margin(found), tried)));
        let best = best.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, tried)| tried);
        let best = best.map_or_else(String::new, |tried| {
            format!("; the best of them, {}, gives {}", value(by, tried.value, n), figure(goal, tried, n))
        });
        let what = match by {
            By::Reps => format!("no number of added {teams} reps that was tried"),
            _ => format!("no {} that was tried", by.axis()),
        };
        return format!("{scenario}{target}: {what} reaches {}{best}.", solved.goal);
    };
    let here = found(solved, at).map_or_else(String::new, |tried| figure(goal, tried, n));
    let shown = value(by, at, n);
    let said = match by {
        By::Reps if at == 0.0 => format!("{} holds without any added rep: {here}", solved.goal),
        By::Reps => format!("{} takes {} of {teams}: {here}", solved.goal, plural(at as usize, "added rep")),
        By::StartMonth => format!("{} holds when the added seats start in month {shown} at the latest: {here}", solved.goal),
        By::Attrition => format!("{} bears attrition up to {shown}: {here}", solved.goal),
        By::Quota => format!("{} holds with quotas up to {shown}: {here}", solved.goal),
        By::OverAssignment => format!("{} holds with an over-assignment up to {shown}: {here}", solved.goal),
        By::GrowthBuffer => format!("{} holds with a growth buffer up to {shown}: {here}", solved.goal),
    };
    let cost = found(solved, at).and_then(|tried| tried.extra_cost).filter(|_| by == By::Reps);
    let cost = cost.map_or_else(String::new, |extra| {
        let span = n.signed_span(MetricUnit::Money, extra.low, extra.high);
        format!(", for {} a horizon more in pay, hiring and travel ({span})", n.plain(MetricUnit::Money, extra.difference))
    });
    let ends = if solution.candidates > 1 && by != By::Reps && solution.tried.first().is_some_and(|first| first.value == at) {
        ", the most that was tried"
    } else {
        ""
    };
    let mut text = format!("{scenario}{target}: {said}{ends}{cost}.");
    if !solution.affordable {
        let budget = solved.budget.map_or_else(String::new, |budget| n.plain(MetricUnit::Money, budget));
        let within = solution.within_budget.and_then(|at| found(solved, at)).map_or_else(String::new, |tried| {
            format!(": it reaches to {}, which gives {}", value(by, tried.value, n), figure(goal, tried, n))
        });
        text = format!("{text} That is beyond the budget of {budget}{within}.");
    }
    text
}

/// Between which candidates the answer lies.
fn doubt(solved: &Solved, by: By, n: NumberFormat) -> Option<String> {
    let solution = solved.solution;
    solution.answer?;
    let shown = |at: Option<f64>| at.map(|at| value(by, at, n));
    Some(match (shown(solution.perhaps), shown(solution.surely)) {
        (Some(perhaps), Some(surely)) if perhaps == surely => {
            format!("With {} it is as sure as 95 % intervals can tell.", plural(solved.years as usize, "year"))
        }
        (Some(perhaps), Some(surely)) => format!(
            "With {} the answer lies between {perhaps} (where the 95 % interval of the figure begins to reach the goal) and {surely} (where it is wholly beyond it).",
            plural(solved.years as usize, "year")
        ),
        (Some(perhaps), None) => {
            format!("It may already hold at {perhaps}; nothing that was tried makes it sure at 95 %. More years may.")
        }
        (None, _) => return None,
    })
}

/// The cells that were tried.
fn tried(solved: &Solved, goal: &Goal, by: By, n: NumberFormat, width: usize, colour: bool) -> String {
    let costs = by == By::Reps;
    let plain = solved.solution.tried.iter().all(|tried| tried.what.is_empty()) || solved.teams.len() < 2;
    let mut head =
        vec![by.axis().to_owned(), goal.text.split(['>', '<']).next().unwrap_or_default().trim().to_owned(), "goal".to_owned()];
    if costs {
        head.push("extra cost".to_owned());
    }
    if !plain {
        head.push("seats".to_owned());
    }
    let row = |tried: &Tried| {
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
            row.push(Cell::new(&tried.what));
        }
        row
    };
    table(&head, solved.solution.tried.iter().map(row).collect(), width, colour)
}

fn how(solved: &Solved) -> String {
    let solution = solved.solution;
    let (tried, of, years) = (solution.tried.len(), solution.candidates, whole_number(f64::from(solved.years)));
    match solution.method {
        Method::Bisection => {
            format!("Found by bisection: {tried} of {of} cells, all in the same {years} worlds and in order.")
        }
        Method::Scan => format!(
            "All {of} cells were lived, in the same {years} worlds: some were out of order by more than three standard errors, so that halving would not do. The answer is the first that meets the goal."
        ),
        Method::Exhaustion => {
            format!("All {of} cells were lived, in the same {years} worlds, because none of the first ones met the goal.")
        }
        Method::Greedy => format!(
            "Seats were added one after the other, each to the team where it helps most, in the same {years} worlds: a good mix, not a proven fewest."
        ),
    }
}
