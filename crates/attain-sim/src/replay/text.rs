//! Renders a replay as text for a terminal.

use std::fmt::Write;

use super::chance_summary::ChanceSummary;
use super::sentences::percent;
use super::{ReplayEntry, ReplaySubject, YearReplay};
use attain_core::metric::{ALL, MetricUnit};
use attain_core::number_format::{MISSING, NumberFormat, decimal};

/// Number of entries to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// The given number of entries with the largest weights.
    Largest(usize),
    /// All entries.
    All,
}

/// Renders the whole replay: heading, figures, random outcomes, months and events.
#[must_use]
pub fn text(replay: &YearReplay, length: Length, width: usize) -> String {
    let mut out = header(replay, width);
    out += &figures(replay, width);
    out += &chance(&replay.chance, width);
    out += &months(replay, width);
    out += &events(replay, length, width);
    out
}

fn header(replay: &YearReplay, width: usize) -> String {
    let of = match &replay.subject {
        None => String::new(),
        Some(ReplaySubject::Seat(id, name)) => format!(", seat {}", titled(id, name)),
        Some(ReplaySubject::Account(id, name)) => format!(", account {}", titled(id, name)),
    };
    let mut text = format!("Plan {}, year {}, seed {}{of}\n", replay.plan, replay.year, replay.seed);
    let rows = if matches!(replay.subject, Some(ReplaySubject::Seat(..))) { "seats" } else { "years" };
    let source = match &replay.subject {
        Some(ReplaySubject::Account(..)) => "All events of the account.".to_owned(),
        _ => format!("The figures match this year in {rows}.parquet (or .csv) from a run with the same files and seed."),
    };
    let check = format!(
        "{} to {}. {source} Check passed: the events of the year reproduce all {} figures of a run, with money exact to the cent.",
        replay.start,
        replay.end,
        decimal(replay.checked as f64, 0)
    );
    text += &wrapped(&check, 0, width);
    text
}

/// Id and name, such as "R009 Iris Costa", or only the id.
fn titled(id: &str, name: &str) -> String {
    if name.is_empty() || name == id { id.to_owned() } else { format!("{id} {name}") }
}

/// Lists the metrics of the run's row, with amounts to the cent.
fn figures(replay: &YearReplay, width: usize) -> String {
    if replay.row.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n");
    if replay.subject.is_none() {
        let short = replay.target - replay.row[0];
        let word = if short > 0.0 { "short by" } else { "over by" };
        let before = currency(replay);
        let line = format!(
            "Bookings of {before}{} against a target of {before}{}: {word} {before}{}.",
            decimal(replay.row[0], 2),
            decimal(replay.target, 2),
            decimal(short.abs(), 2)
        );
        text += &(wrapped(&line, 0, width) + "\n");
    }
    let name = ALL.iter().map(|metric| metric.name.len()).max().unwrap_or(0);
    let cells: Vec<String> = ALL
        .iter()
        .zip(&replay.row)
        .map(|(metric, &value)| format!("{:name$} {:>16}", metric.name, figure(metric.unit, value)))
        .collect();
    let columns = if width >= 2 * (name + 17) + 3 { 2 } else { 1 };
    let rows = cells.len().div_ceil(columns);
    for row in 0..rows {
        let line: Vec<&str> = (0..columns).filter_map(|column| cells.get(row + column * rows)).map(String::as_str).collect();
        let _ = writeln!(text, "{}", line.join("   "));
    }
    text
}

fn figure(unit: MetricUnit, value: f64) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    match unit {
        MetricUnit::Share => format!("{} %", decimal(100.0 * value, 2)),
        MetricUnit::Ratio => decimal(value, 3),
        MetricUnit::Count | MetricUnit::Months if value.fract() == 0.0 => decimal(value, 0),
        MetricUnit::Money | MetricUnit::Count | MetricUnit::Months => decimal(value, 2),
    }
}

fn chance(chance: &ChanceSummary, width: usize) -> String {
    let mut text = String::from("\nConditions of the year, the same for every plan\n");
    for segment in &chance.segments {
        let line = format!(
            "{}: win rate {:.1} % (scenario {:.1} %), market {} log odds, opportunities ×{:.2}, their size ×{:.2}, potential at the \
             end ×{:.2}",
            segment.segment,
            100.0 * segment.win_rate,
            100.0 * segment.expected_win_rate,
            super::sentences::signed(segment.market),
            segment.rate,
            segment.size,
            segment.potential
        );
        text += &wrapped(&line, 2, width);
    }
    let people = format!(
        "people: hazard of leaving ×{:.2}, ramps ×{:.2}, time to fill ×{:.2}; a change of owner costs {:.1} % of a year's new \
         business on average",
        chance.attrition,
        chance.ramp,
        chance.time_to_fill,
        100.0 * chance.hand_over_loss
    );
    text + &wrapped(&people, 2, width)
}

/// Renders the monthly table. Numbers of opportunities are included if the width allows.
fn months(replay: &YearReplay, width: usize) -> String {
    if matches!(replay.subject, Some(ReplaySubject::Account(..))) {
        return String::new();
    }
    let total: f64 = replay.months.iter().map(|month| month.bookings.abs().max(month.lost_amount)).sum();
    let (unit, divisor) = if total >= 1e9 { ("millions", 1e6) } else { ("thousands", 1e3) };
    let wide = width >= 100;
    let amount = |amount: f64| decimal(amount / divisor, 0);
    let deal_cells = |count: u32, sum: f64| if wide { vec![count.to_string(), amount(sum)] } else { vec![amount(sum)] };
    let head = |name: &str| if wide { vec![String::new(), name.to_owned()] } else { vec![name.to_owned()] };
    let mut table = vec![
        [vec!["month".to_owned()], head("created"), head("won"), head("lost")]
            .concat()
            .into_iter()
            .chain(["renewed", "churned", "booked", "sum", "cover", "left", "new", "moved"].map(str::to_owned))
            .collect::<Vec<String>>(),
    ];
    let mut sum = 0.0;
    for (m, month) in replay.months.iter().enumerate() {
        sum += month.bookings;
        let first = replay.start.checked_add(jiff::Span::new().months(m as i64)).unwrap_or(replay.start);
        let covered = if month.hours_needed > 0.0 { percent(month.hours_given / month.hours_needed) } else { MISSING.to_owned() };
        let mut row = vec![first.strftime("%Y-%m").to_string()];
        row.extend(deal_cells(month.created, month.created_amount));
        row.extend(deal_cells(month.won, month.won_amount));
        row.extend(deal_cells(month.lost, month.lost_amount));
        row.extend([month.renewal + month.expansion, month.churned, month.bookings, sum].map(amount));
        row.push(covered);
        row.extend([month.leavers, month.hires, month.hand_overs].map(|count| count.to_string()));
        table.push(row);
    }
    format!("\nBy month, amounts in {unit}\n{}", aligned(&table))
}

/// Right-aligns the cells of rows, separated by one space.
fn aligned(table: &[Vec<String>]) -> String {
    let columns = table.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| table.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| widest(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:>width$}")).collect();
        cells.join(" ") + "\n"
    };
    table.iter().map(line).collect()
}

fn currency(replay: &YearReplay) -> String {
    NumberFormat::in_currency(&replay.currency).currency_prefix().replace('\u{a0}', " ")
}

fn events(replay: &YearReplay, length: Length, width: usize) -> String {
    let chosen = chosen(&replay.entries, length);
    let title = if chosen.len() == replay.entries.len() {
        format!("\nAll {} events\n", decimal(chosen.len() as f64, 0))
    } else {
        format!(
            "\nThe {} of {} events with the largest deviation from expectation (--all lists every event; --seat \
             and --account list those of one seat or account)\n",
            chosen.len(),
            decimal(replay.entries.len() as f64, 0)
        )
    };
    let mut text = format!("\n{}", wrapped(title.trim(), 0, width));
    for entry in chosen {
        text += &wrapped(&line(entry), 12, width);
    }
    let change = |factor: f64| decimal(100.0 * (factor - 1.0).abs(), 1);
    let note = format!(
        "Odds are broken down in percentage points: each component changes the probability that results from those before it. An opportunity \
         is won if its draw is below the odds on the day of the decision. A win raises an account's potential by {} %, a loss \
         lowers it by {} %.",
        change(replay.windfalls[0]),
        change(replay.windfalls[1])
    );
    text + "\n" + &wrapped(&note, 0, width)
}

/// Selects entries by weight and returns them in order of occurrence. Among equal weights, earlier
/// entries take precedence.
fn chosen(entries: &[ReplayEntry], length: Length) -> Vec<&ReplayEntry> {
    let Length::Largest(most) = length else { return entries.iter().collect() };
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|&a, &b| entries[b].weight.total_cmp(&entries[a].weight).then(a.cmp(&b)));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|i| &entries[i]).collect()
}

/// Renders an entry, such as "2027-03-14  A0412 Alpine Freight: won by …".
fn line(entry: &ReplayEntry) -> String {
    let subject = match (&entry.account, &entry.account_name, &entry.seat) {
        (Some(id), name, _) => titled(id, name.as_deref().unwrap_or("")) + ": ",
        (None, _, Some(seat)) => titled(seat, entry.rep.as_deref().unwrap_or("")) + ": ",
        (None, _, None) => String::new(),
    };
    let opportunity = entry.opportunity.as_ref().map_or(String::new(), |id| format!(" [{id}]"));
    let text: String = entry.text.chars().chain(opportunity.chars()).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{}  {subject}{text}", entry.date)
}

/// Wraps text to a width and indents all lines but the first. Signs and units stay with their
/// numbers.
fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let text = text.replace(" %", "\u{a0}%").replace("− ", "−\u{a0}").replace("+ ", "+\u{a0}");
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width && used > indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            used = indent;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out.push('\n');
    out.replace('\u{a0}', " ")
}
