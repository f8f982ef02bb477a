//! What `attain spread` shows.

use comfy_table::{Cell, Color};

use super::layout::{clean, hyphened, paragraph, percent, table, unbound};
use crate::explore::spread::{Drivers, Estimate, Figure, Scope, Verdict, Whose};
use crate::report::drivers::{history, parts, rounded, spread, verdict};
use crate::report::number;

/// Heads of the groups, in the order of `worlds::ALL`.
const HEADS: [&str; 6] = ["market", "accts'\nluck", "deals'\nluck", "rep\nskill", "attri-\ntion", "not\nknown"];

/// Seats whose book or rep stands out, shown at most.
const SHOWN: usize = 8;

/// The page, `width` columns wide.
#[must_use]
pub fn drivers_page(drivers: &Drivers, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let lines = |lines: &[String]| lines.iter().map(|line| paragraph(&clean(line), width)).collect::<Vec<_>>().join("\n");
    let mut parts = vec![lines(&spread(drivers)), shares(drivers, width, colour)];
    parts.push(paragraph(
        "Per cent of the variance: alone ± one standard error, below it with all it does together with others (total). \
         Not known: parameters as posterior draws.",
        width,
    ));
    match drivers.asked() {
        Some(asked) => parts.push(lines(&about(drivers, asked))),
        None => parts.push(seats(drivers, width, colour)),
    }
    parts.push(paragraph(&clean(&closing(drivers)), width));
    unbound(&parts.join("\n\n")) + "\n"
}

fn about(drivers: &Drivers, asked: &Whose) -> Vec<String> {
    let mut lines = vec![verdict(asked)];
    lines.extend(parts(asked));
    if !asked.region {
        lines.push(history(drivers.history.as_ref()));
    }
    lines
}

fn closing(drivers: &Drivers) -> String {
    let spread = &drivers.spread;
    let left_out = spread.figures.iter().map(|figure| figure.shares.left_out).max().unwrap_or(0);
    let mut text = format!(
        "{} in {} from {}, seed {}; seats of {}.",
        number::counted(spread.pairs as usize, "pair") + " of years",
        number::counted(spread.years as usize, "world"),
        drivers.start,
        drivers.seed,
        spread.seats_of
    );
    if left_out > 0 {
        text += &format!(" A seat that carried too little quota to be judged in one of a pair's worlds is left out of the pair ({left_out} at most).");
    }
    text
}

/// Shares of variance: the company, segments, regions, any one seat, the seat asked for.
fn shares(drivers: &Drivers, width: usize, colour: bool) -> String {
    let several = drivers.spread.plans.len() > 1;
    let mut header: Vec<String> = vec![String::new(), "sd".to_owned()];
    header.extend(HEADS.map(str::to_owned));
    if several {
        header.push("plan".to_owned());
    }
    header.push("to-\ngether".to_owned());
    let asked = |figure: &&Figure| match figure.scope {
        Scope::Seat => Some(&figure.id) == drivers.asked.as_ref(),
        _ => true,
    };
    let rows = drivers.spread.figures.iter().filter(asked).map(|figure| row(figure, several)).collect();
    table(&header, rows, width, colour)
}

fn row(figure: &Figure, several: bool) -> Vec<Cell> {
    let shares = &figure.shares;
    let sd = if shares.sd < 10.0 { percent(shares.sd) } else { rounded(shares.sd, 0) };
    let mut cells = vec![Cell::new(hyphened(&figure.name, 13)), Cell::new(sd)];
    let cell = |first: &Estimate, total: &Estimate| Cell::new(format!("{}\n{}", with_error(first), rounded(100.0 * total.value, 0)));
    cells.extend(shares.first.iter().zip(&shares.total).map(|(first, total)| cell(first, total)));
    if several {
        cells.push(shares.plan.map_or_else(|| Cell::new(""), |(first, total)| cell(&first, &total)));
    }
    cells.push(Cell::new(with_error(&shares.interactions)));
    cells
}

/// Per cent with its error, such as `41±1`.
fn with_error(estimate: &Estimate) -> String {
    format!("{}±{}", rounded(100.0 * estimate.value, 0), rounded(100.0 * estimate.se, usize::from(estimate.se < 0.0095)))
}

/// The seats and regions whose book or rep stands out.
fn seats(drivers: &Drivers, width: usize, colour: bool) -> String {
    let mut found: Vec<&Whose> = drivers.whose.iter().filter(|whose| whose.region || whose.verdict != Verdict::Neither).collect();
    let size = |whose: &Whose| whose.book.points.value.abs().max(whose.rep.points.value.abs());
    found.sort_by(|a, b| b.region.cmp(&a.region).then(size(b).total_cmp(&size(a))));
    let (regions, all) = (found.iter().filter(|whose| whose.region).count(), found.len());
    let header = ["territory or rep?", "expected\nattainment", "lacks\nto 100 %", "like seats\ntoo", "the\nbook", "the\nrep", "mostly"].map(str::to_owned);
    let rows = found.iter().take(regions + SHOWN).map(|whose| standing(whose)).collect();
    let shown = table(&header, rows, width, colour);
    let head = paragraph(
        &format!(
            "Points of attainment that regions, and the {} of {} seats whose book or rep stands out most, lack (−: have more). `--seat` tells one in full.",
            (all - regions).min(SHOWN),
            drivers.whose.iter().filter(|whose| !whose.region).count()
        ),
        width,
    );
    format!("{head}\n\n{shown}")
}

fn standing(whose: &Whose) -> Vec<Cell> {
    let points = |value: f64| rounded(100.0 * value, 1);
    let name = if whose.region { format!("region {}", whose.name) } else { format!("{} {}", whose.id, whose.name) };
    let mostly = match whose.verdict {
        Verdict::Neither => Cell::new("–"),
        Verdict::Territory => Cell::new("territory").fg(Color::Yellow),
        Verdict::Rep => Cell::new("rep").fg(Color::Yellow),
        Verdict::Both => Cell::new("both").fg(Color::Yellow),
        Verdict::RepMakesUp => Cell::new("book −, rep +"),
        Verdict::BookMakesUp => Cell::new("book +, rep −"),
    };
    let rep = format!("{} ± {}", points(whose.rep.points.value), points((whose.rep_high - whose.rep_low) / 2.0 / crate::summarise::Z95));
    let book = format!("{} ± {}", points(whose.book.points.value), points(whose.book.points.se));
    vec![
        Cell::new(hyphened(&name, 18)),
        Cell::new(percent(whose.attainment.value)),
        Cell::new(points(whose.gap.value)),
        Cell::new(points(whose.common.points.value)),
        Cell::new(book),
        Cell::new(rep),
        mostly,
    ]
}
