//! A story as text for a terminal.

use std::fmt::Write;

use super::chance_summary::ChanceSummary;
use super::sentences::percent;
use super::{ReplayEntry, ReplaySubject, YearReplay};
use attain_core::metric::{ALL, MetricUnit};
use attain_core::number_format::{MISSING, NumberFormat, decimal};

/// Which entries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// The largest, as many as this.
    Largest(usize),
    /// All of them.
    All,
}

/// The whole text: what it is, the figures, the luck of the year, the months, the events.
#[must_use]
pub fn text(story: &YearReplay, length: Length, width: usize) -> String {
    let mut out = header(story, width);
    out += &figures(story, width);
    out += &luck(&story.chance, width);
    out += &months(story, width);
    out += &events(story, length, width);
    out
}

fn header(story: &YearReplay, width: usize) -> String {
    let of = match &story.subject {
        None => String::new(),
        Some(ReplaySubject::Seat(id, name)) => format!(", seat {}", titled(id, name)),
        Some(ReplaySubject::Account(id, name)) => format!(", account {}", titled(id, name)),
    };
    let mut text = format!("Plan {}, year {}, seed {}{of}\n", story.plan, story.year, story.seed);
    let rows = if matches!(story.subject, Some(ReplaySubject::Seat(..))) { "seats" } else { "years" };
    let told = match &story.subject {
        Some(ReplaySubject::Account(..)) => "All that happened to the account.".to_owned(),
        _ => format!("The figures are those of this year in {rows}.parquet (or .csv) of a run with the same files and seed."),
    };
    let check = format!(
        "{} to {}. {told} Checked: the events of the year add up to all {} figures of the run's rows, money to the cent.",
        story.start,
        story.end,
        decimal(story.checked as f64, 0)
    );
    text += &wrapped(&check, 0, width);
    text
}

/// "R009 Iris Costa", or the id alone.
fn titled(id: &str, name: &str) -> String {
    if name.is_empty() || name == id { id.to_owned() } else { format!("{id} {name}") }
}

/// The row of the run, metric by metric; money to the cent.
fn figures(story: &YearReplay, width: usize) -> String {
    if story.row.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n");
    if story.subject.is_none() {
        let short = story.target - story.row[0];
        let word = if short > 0.0 { "short by" } else { "over by" };
        let before = currency(story);
        let line = format!(
            "Bookings of {before}{} against a target of {before}{}: {word} {before}{}.",
            decimal(story.row[0], 2),
            decimal(story.target, 2),
            decimal(short.abs(), 2)
        );
        text += &(wrapped(&line, 0, width) + "\n");
    }
    let name = ALL.iter().map(|metric| metric.name.len()).max().unwrap_or(0);
    let cells: Vec<String> = ALL
        .iter()
        .zip(&story.row)
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

fn luck(luck: &ChanceSummary, width: usize) -> String {
    let mut text = String::from("\nWhat chance had in store, whatever the plan\n");
    for segment in &luck.segments {
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
        luck.attrition,
        luck.ramp,
        luck.time_to_fill,
        100.0 * luck.hand_over_loss
    );
    text + &wrapped(&people, 2, width)
}

/// A table by month; numbers of opportunities where there is room.
fn months(story: &YearReplay, width: usize) -> String {
    if matches!(story.subject, Some(ReplaySubject::Account(..))) {
        return String::new();
    }
    let total: f64 = story.months.iter().map(|month| month.bookings.abs().max(month.lost_amount)).sum();
    let (unit, divisor) = if total >= 1e9 { ("millions", 1e6) } else { ("thousands", 1e3) };
    let wide = width >= 100;
    let amount = |amount: f64| decimal(amount / divisor, 0);
    let dealt = |count: u32, sum: f64| if wide { vec![count.to_string(), amount(sum)] } else { vec![amount(sum)] };
    let head = |name: &str| if wide { vec![String::new(), name.to_owned()] } else { vec![name.to_owned()] };
    let mut table = vec![
        [vec!["month".to_owned()], head("created"), head("won"), head("lost")]
            .concat()
            .into_iter()
            .chain(["renewed", "churned", "booked", "sum", "cover", "left", "new", "moved"].map(str::to_owned))
            .collect::<Vec<String>>(),
    ];
    let mut sum = 0.0;
    for (m, month) in story.months.iter().enumerate() {
        sum += month.bookings;
        let first = story.start.checked_add(jiff::Span::new().months(m as i64)).unwrap_or(story.start);
        let covered = if month.hours_needed > 0.0 { percent(month.hours_given / month.hours_needed) } else { MISSING.to_owned() };
        let mut row = vec![first.strftime("%Y-%m").to_string()];
        row.extend(dealt(month.created, month.created_amount));
        row.extend(dealt(month.won, month.won_amount));
        row.extend(dealt(month.lost, month.lost_amount));
        row.extend([month.renewal + month.expansion, month.churned, month.bookings, sum].map(amount));
        row.push(covered);
        row.extend([month.leavers, month.hires, month.hand_overs].map(|count| count.to_string()));
        table.push(row);
    }
    format!("\nBy month, amounts in {unit}\n{}", aligned(&table))
}

/// Rows with their cells to the right, one space apart.
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

fn currency(story: &YearReplay) -> String {
    NumberFormat::in_currency(&story.currency).currency_prefix().replace('\u{a0}', " ")
}

fn events(story: &YearReplay, length: Length, width: usize) -> String {
    let chosen = chosen(&story.entries, length);
    let title = if chosen.len() == story.entries.len() {
        format!("\nAll {} events\n", decimal(chosen.len() as f64, 0))
    } else {
        format!(
            "\nThe {} of {} events that took the year furthest from what was to be expected (--all tells every one, --seat and \
             --account all of one)\n",
            chosen.len(),
            decimal(story.entries.len() as f64, 0)
        )
    };
    let mut text = format!("\n{}", wrapped(title.trim(), 0, width));
    for entry in chosen {
        text += &wrapped(&line(entry), 12, width);
    }
    let change = |factor: f64| decimal(100.0 * (factor - 1.0).abs(), 1);
    let note = format!(
        "Odds are told in points: each part adds what it does to the chance after those before it. An opportunity is won when its \
         draw is under the odds of the day it is decided. A win leaves an account's potential {} % higher, a loss {} % lower.",
        change(story.windfalls[0]),
        change(story.windfalls[1])
    );
    text + "\n" + &wrapped(&note, 0, width)
}

/// The chosen entries in the order of the story; of equal ones the earlier.
fn chosen(entries: &[ReplayEntry], length: Length) -> Vec<&ReplayEntry> {
    let Length::Largest(most) = length else { return entries.iter().collect() };
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|&a, &b| entries[b].weight.total_cmp(&entries[a].weight).then(a.cmp(&b)));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|i| &entries[i]).collect()
}

/// "2027-03-14  A0412 Alpine Freight: won by …".
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

/// Text in lines of a width, all but the first indented. Signs and units stay with their numbers.
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
