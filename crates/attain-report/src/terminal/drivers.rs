//! Terminal output of `attain spread`.

use std::fmt::Write;

use comfy_table::{Cell, Color};

use super::layout::{AmountScale, clean, hyphened, paragraph, percent, plain_spaces, table};
use crate::drivers::{history, median_sensitivity, missing, parts, plus, rounded, span, spread, verdict};
use attain_analysis::experiment::axis_kind::DecidedBy;
use attain_analysis::experiment::interval_estimate::IntervalEstimate;
use attain_analysis::experiment::spread::{
    Drivers, SplitVerdict, SpreadFigure, SpreadScope, TerritoryRepSplit, Tornado, TornadoAxis, TornadoEnd,
};
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Headings of the groups, in the order of `worlds::ALL`.
const HEADS: [&str; 6] = ["market", "account\nchance", "deal\nchance", "rep\nskill", "attri-\ntion", "para-\nmeters"];

/// Maximum number of axes shown.
const BARS: usize = 12;

/// Maximum number of seats shown in the territory or rep table.
const SHOWN: usize = 8;

/// Renders the output of `attain spread`, `width` columns wide.
#[must_use]
pub fn drivers_page(drivers: &Drivers, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let lines = |lines: &[String]| lines.iter().map(|line| paragraph(&clean(line), width)).collect::<Vec<_>>().join("\n");
    let mut parts = vec![lines(&spread(drivers)), shares(drivers, width, colour)];
    parts.push(paragraph(
        "Percent of the variance: main effect ± one standard error, with the total effect below it. \
         Parameters: the uncertainty of the estimated parameters.",
        width,
    ));
    if let Some(tornado) = &drivers.tornado {
        parts.push(paragraph(&median_sensitivity(tornado, &drivers.currency), width));
        parts.push(bars(tornado, &drivers.currency, width, colour));
    }
    match (drivers.selected_split(), &drivers.selected) {
        (Some(asked), _) => parts.push(lines(&about(drivers, asked))),
        (None, Some(id)) => parts.push(paragraph(&clean(&missing(id)), width)),
        (None, None) => parts.push(seats(drivers, width, colour)),
    }
    parts.push(paragraph(&clean(&closing(drivers)), width));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

fn about(drivers: &Drivers, asked: &TerritoryRepSplit) -> Vec<String> {
    let mut lines = vec![verdict(asked)];
    lines.extend(parts(asked));
    if !asked.subject.region {
        lines.push(history(drivers.history.as_ref()));
    }
    lines
}

fn closing(drivers: &Drivers) -> String {
    let spread = &drivers.spread;
    let left_out = spread.figures.iter().map(|figure| figure.shares.left_out).max().unwrap_or(0);
    let mut text = format!(
        "{} in {} from {}, seed {}; seats of {}.",
        number_format::plural(spread.pairs as usize, "pair") + " of years",
        number_format::plural(spread.years as usize, "world"),
        drivers.start,
        drivers.seed,
        spread.seats_of
    );
    if left_out > 0 {
        let _ = write!(
            text,
            " Pairs in which a seat carried too little quota to measure its attainment are left out for that seat (at most {left_out})."
        );
    }
    text
}

/// Shares of variance for the company, segments, regions, a typical seat and the selected seat.
fn shares(drivers: &Drivers, width: usize, colour: bool) -> String {
    let several = drivers.spread.plans.len() > 1;
    let mut header: Vec<String> = vec![String::new(), "sd".to_owned()];
    header.extend(HEADS.map(str::to_owned));
    if several {
        header.push("plan".to_owned());
    }
    header.push("inter-\naction".to_owned());
    let asked = |figure: &&SpreadFigure| match figure.scope {
        SpreadScope::Seat => Some(&figure.id) == drivers.selected.as_ref(),
        _ => true,
    };
    let rows = drivers.spread.figures.iter().filter(asked).map(|figure| row(figure, several)).collect();
    table(&header, rows, width, colour)
}

fn row(figure: &SpreadFigure, several: bool) -> Vec<Cell> {
    let shares = &figure.shares;
    let sd = if shares.sd < 10.0 { percent(shares.sd) } else { rounded(shares.sd, 0) };
    let mut cells = vec![Cell::new(hyphened(&figure.name, 13)), Cell::new(sd)];
    let cell = |first: &IntervalEstimate, total: &IntervalEstimate| {
        Cell::new(format!("{}\n{}", with_error(first), rounded(100.0 * total.value, 0)))
    };
    cells.extend(shares.first.iter().zip(&shares.total).map(|(first, total)| cell(first, total)));
    if several {
        cells.push(shares.plan.map_or_else(|| Cell::new(""), |(first, total)| cell(&first, &total)));
    }
    cells.push(Cell::new(with_error(&shares.interactions)));
    cells
}

/// Formats a percentage with its standard error, such as `41±1`.
fn with_error(estimate: &IntervalEstimate) -> String {
    format!("{}±{}", rounded(100.0 * estimate.value, 0), rounded(100.0 * estimate.se, usize::from(estimate.se < 0.0095)))
}

/// The axes to which median bookings are most sensitive.
fn bars(tornado: &Tornado, currency: &str, width: usize, colour: bool) -> String {
    let scale = AmountScale::for_amounts(tornado.bars.iter().take(BARS).flat_map(TornadoAxis::ends).map(|end| end.median.value));
    let numbers = NumberFormat::in_currency(currency);
    let header = [
        "axis".to_owned(),
        "from … to".to_owned(),
        scale.heading("median,\nlow end ", numbers),
        "median,\nhigh end".to_owned(),
        "target,\nlow".to_owned(),
        "pts,\nhigh".to_owned(),
    ];
    let money = |end: Option<&TornadoEnd>| {
        end.map_or_else(
            || Cell::new("–"),
            |end| coloured(minus(&format!("{}±{}", scale.signed(end.median.value), scale.plain(end.median.se))), &end.median),
        )
    };
    let chance = |end: Option<&TornadoEnd>| {
        let shown = |p: &IntervalEstimate| format!("{}±{}", plus(p.value).trim_end_matches(".0"), rounded(100.0 * p.se, 0));
        end.map_or_else(|| Cell::new("–"), |end| coloured(shown(&end.p_target), &end.p_target))
    };
    let row = |bar: &TornadoAxis| {
        let name = if bar.decided_by == DecidedBy::Plan { format!("{} *", bar.axis) } else { bar.axis.clone() };
        let (low, high) = (bar.low.as_ref(), bar.high.as_ref());
        vec![
            Cell::new(hyphened(&name, 17)),
            Cell::new(span(bar, currency).replace(" … ", "…")),
            money(low),
            money(high),
            chance(low),
            chance(high),
        ]
    };
    let shown = table(&header, tornado.bars.iter().take(BARS).map(row).collect(), width, colour);
    let more = tornado.bars.len().saturating_sub(BARS);
    let rest = if more > 0 { format!(" The page has {more} more axes and the reason for each range.") } else { String::new() };
    let left_out = if tornado.left_out.is_empty() { String::new() } else { format!(" {}.", tornado.left_out.join(", ")) };
    let note = format!(
        "Changes in median bookings and in the chance of reaching the target at each end, {} in the same worlds; * = territories are redesigned.{rest}{left_out}",
        number_format::plural(tornado.years as usize, "year")
    );
    format!("{shown}\n{}", paragraph(&clean(&note), width))
}

/// Replaces the hyphen with a minus sign, as in the rest of the page.
fn minus(text: &str) -> String {
    text.replace('-', "−")
}

/// Colours a significant value green or red.
fn coloured(text: String, estimate: &IntervalEstimate) -> Cell {
    match (estimate.low > 0.0, estimate.high < 0.0) {
        (true, _) => Cell::new(text).fg(Color::Green),
        (_, true) => Cell::new(text).fg(Color::Red),
        _ => Cell::new(text),
    }
}

/// The seats and regions whose book or rep deviates most.
fn seats(drivers: &Drivers, width: usize, colour: bool) -> String {
    let mut found: Vec<&TerritoryRepSplit> =
        drivers.splits.iter().filter(|split| split.subject.region || split.verdict != SplitVerdict::Neither).collect();
    let size = |split: &TerritoryRepSplit| split.parts.book.points.value.abs().max(split.parts.rep.points.value.abs());
    found.sort_by(|a, b| b.subject.region.cmp(&a.subject.region).then(size(b).total_cmp(&size(a))));
    let (regions, all) = (found.iter().filter(|split| split.subject.region).count(), found.len());
    let header = ["territory or rep?", "attain-\nment", "vs\n100 %", "team", "book", "rep", "mainly"].map(str::to_owned);
    let rows = found.iter().take(regions + SHOWN).map(|split| standing(split)).collect();
    let shown = table(&header, rows, width, colour);
    let head = paragraph(
        &format!(
            "Points of attainment above (+) or below 100 %, split into team, book and rep: all regions, and the {} of {} seats whose book or rep deviates most. Use `--seat` to analyse a single seat.",
            (all - regions).min(SHOWN),
            drivers.splits.iter().filter(|split| !split.subject.region).count()
        ),
        width,
    );
    format!("{head}\n\n{shown}")
}

fn standing(split: &TerritoryRepSplit) -> Vec<Cell> {
    let points = plus;
    let name = if split.subject.region { format!("region {}", split.subject.name) } else { crate::drivers::named(split) };
    let mostly = match split.verdict {
        SplitVerdict::Neither => Cell::new("–"),
        SplitVerdict::Territory => Cell::new("territory").fg(Color::Yellow),
        SplitVerdict::Rep => Cell::new("rep").fg(Color::Yellow),
        SplitVerdict::Both => Cell::new("both").fg(Color::Yellow),
        SplitVerdict::RepMakesUp => Cell::new("book −, rep +"),
        SplitVerdict::BookMakesUp => Cell::new("book +, rep −"),
    };
    let rep = format!(
        "{}±{}",
        points(-split.parts.rep.points.value),
        rounded(50.0 * (split.parts.rep_high - split.parts.rep_low) / attain_sim::summarise::Z95, 1)
    );
    let book = format!("{}±{}", points(-split.parts.book.points.value), rounded(100.0 * split.parts.book.points.se, 1));
    vec![
        Cell::new(hyphened(&name, 18)),
        Cell::new(percent(split.attainment.present.value)),
        Cell::new(plus(-split.parts.gap.value)),
        Cell::new(plus(-split.parts.common.points.value)),
        Cell::new(book),
        Cell::new(rep),
        mostly,
    ]
}
