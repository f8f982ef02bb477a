//! Terminal output of the split of new seats among teams.

use comfy_table::Cell;

use super::layout::{clean, paragraph, plain_spaces, table};
use attain_analysis::experiment::figures::CellDifference;
use attain_analysis::hire_split::HireSplit;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, plural};

/// Renders a split of new seats, `width` columns wide.
#[must_use]
pub fn hire_split_page(split: &HireSplit, currency: &str, years: u32, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let n = NumberFormat::in_currency(currency);
    let mut parts = vec![paragraph(&clean(&answer(split, n, years)), width)];
    if !split.steps.is_empty() {
        parts.push(steps(split, n, width, colour));
    }
    parts.extend(wrong(split, n).map(|text| paragraph(&clean(&text), width)));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

fn span(n: NumberFormat, gain: &CellDifference) -> String {
    n.signed_span(MetricUnit::Money, gain.low, gain.high)
}

fn answer(split: &HireSplit, n: NumberFormat, years: u32) -> String {
    let seats: u32 = split.teams.values().sum();
    if seats == 0 {
        return "No seat to split.".to_owned();
    }
    let parts: Vec<String> = split.teams.iter().map(|(team, seats)| format!("{seats} in {team}")).collect();
    let total = &split.total;
    let verdict = if total.high < 0.0 {
        "Together they cost more than they earn within the horizon: contribution"
    } else if total.low > 0.0 {
        "Together they raise contribution within the horizon by"
    } else {
        "Whether they earn their cost within the horizon is open: contribution"
    };
    let one = seats == 1;
    let verdict = if one {
        verdict
            .replace("Together they raise", "It raises")
            .replace("Together they cost more than they earn", "It costs more than it earns")
            .replace("Whether they earn their cost", "Whether it earns its cost")
    } else {
        verdict.to_owned()
    };
    let head = if one {
        format!("1 new seat goes where it earns most: {}.", split.teams.keys().map(String::as_str).collect::<String>())
    } else {
        format!("{seats} new seats split where each earns most: {}.", parts.join(", "))
    };
    let best = match split.best_number() {
        all if all == seats => String::new(),
        0 if one => String::new(),
        0 => " As estimated, none of them earns its cost within the horizon.".to_owned(),
        best => format!(" As estimated, contribution is highest with the first {best} of them."),
    };
    format!(
        "{head} {verdict} {} ({}; {} in the same worlds, ramp, pay and hand-overs included).{best}",
        n.plain(MetricUnit::Money, total.difference),
        span(n, total),
        plural(years as usize, "simulated year"),
    )
}

/// What each step earns in each team.
fn steps(split: &HireSplit, n: NumberFormat, width: usize, colour: bool) -> String {
    let head = ["seats", "goes to", "contribution", "next best", "less by"].map(str::to_owned);
    let mut first = 1;
    let rows = split.steps.iter().map(|step| {
        let last = first + step.seats - 1;
        let seats = if last == first { first.to_string() } else { format!("{first} to {last}") };
        first = last + 1;
        let money = |gain: &CellDifference| n.with_error(MetricUnit::Money, gain.difference, gain.se);
        let best = step.teams.first();
        vec![
            Cell::new(seats),
            Cell::new(best.map_or("–", |best| best.team.as_str())),
            Cell::new(best.map_or_else(|| "–".to_owned(), |best| money(&best.gain))),
            Cell::new(step.teams.get(1).map_or("–", |second| second.team.as_str())),
            Cell::new(
                step.second
                    .as_ref()
                    .map_or_else(|| "–".to_owned(), |second| n.with_error(MetricUnit::Money, -second.difference, second.se)),
            ),
        ]
    });
    let rows = rows.collect();
    table(&head, rows, width, colour)
}

/// The price of another choice.
fn wrong(split: &HireSplit, n: NumberFormat) -> Option<String> {
    let all: u32 = split.teams.values().sum();
    if split.single.is_empty() {
        return None;
    }
    let each: Vec<String> = split
        .single
        .iter()
        .map(|other| format!("{} {} ({})", other.team, n.plain(MetricUnit::Money, other.gain.difference), span(n, &other.gain)))
        .collect();
    let close: Vec<&str> = split.single.iter().filter(|other| other.gain.high >= 0.0).map(|other| other.team.as_str()).collect();
    let open = if close.is_empty() {
        String::new()
    } else {
        format!(" Not certain at the 95 % level against {}; more `--years` may settle it.", close.join(", "))
    };
    let seats = if all == 1 { "the seat".to_owned() } else { format!("all {all}") };
    Some(format!("The price of another choice, {seats} in one team instead: {}.{open}", each.join(", ")))
}
