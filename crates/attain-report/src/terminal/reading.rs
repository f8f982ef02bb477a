//! Terminal output about the data: the files read and the findings.

use super::layout::{clean, paragraph};
use attain_data::quality::DataFinding;
use attain_data::{ColumnReport, FileReport, ReadReport};

/// Renders the data section of `attain check`: every file with its columns, then the findings.
#[must_use]
pub fn reading(reading: &ReadReport, width: usize) -> String {
    let width = width.clamp(20, 200);
    let mut lines: Vec<String> = Vec::new();
    for file in &reading.files {
        lines.extend(wrapped(&headline(file), "", width));
        for (what, list) in [("read", read(file)), ("filled in", filled(file)), ("ignored", ignored(file))] {
            if !list.is_empty() {
                lines.extend(wrapped(&format!("{what}: {}", list.join(", ")), "  ", width));
            }
        }
    }
    if !reading.files.is_empty() {
        let count = reading.findings.len();
        lines.push(match count {
            0 => "No findings in the data.".to_owned(),
            1 => "1 finding in the data:".to_owned(),
            _ => format!("{count} findings in the data:"),
        });
    }
    for finding in &reading.findings {
        lines.extend(wrapped(&finding_line(finding), "  ", width));
    }
    lines.into_iter().fold(String::new(), |text, line| text + &line + "\n")
}

fn headline(file: &FileReport) -> String {
    let left_out = if file.left_out > 0 { format!(", {} left out", file.left_out) } else { String::new() };
    let remarks = file.remarks.iter().fold(String::new(), |text, remark| text + "; " + &clean(remark));
    format!("{} ({}): {} rows{left_out}; {}{remarks}", clean(&file.file), file.table, file.rows, file.dialect)
}

/// Formats a column mapping: `ours` if the file uses the same name, otherwise `ours = theirs`.
fn read(file: &FileReport) -> Vec<String> {
    let one = |column: &ColumnReport| {
        let theirs = if column.theirs == column.ours { String::new() } else { format!(" = {}", clean(&column.theirs)) };
        let mut notes: Vec<String> = Vec::new();
        notes.extend(column.mapped.then(|| "mapped".to_owned()));
        notes.extend(column.written.map(str::to_owned));
        notes.extend((column.blank > 0).then(|| format!("{} blank", column.blank)));
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        format!("{}{theirs}{notes}", column.ours)
    };
    file.columns.iter().filter(|column| !column.theirs.is_empty()).map(one).collect()
}

fn filled(file: &FileReport) -> Vec<String> {
    let rules = |column: &ColumnReport| {
        let one = |(count, rule): &(usize, &'static str)| format!("{} in {count} rows ({rule})", column.ours);
        column.filled.iter().map(one).collect::<Vec<_>>()
    };
    file.columns.iter().flat_map(rules).collect()
}

fn ignored(file: &FileReport) -> Vec<String> {
    let name = |header: &String| if header.is_empty() { "a column without a name".to_owned() } else { clean(header) };
    file.ignored.iter().map(name).collect()
}

/// Formats one finding: location, count, description, treatment and examples.
fn finding_line(finding: &DataFinding) -> String {
    let column = if finding.column.is_empty() { String::new() } else { format!(" `{}`", clean(&finding.column)) };
    let count = if finding.count == finding.total {
        format!("{}", finding.count)
    } else {
        format!("{} of {}", finding.count, finding.total)
    };
    let examples: Vec<String> = finding.examples.iter().map(|example| clean(example)).collect();
    let more = if finding.count > examples.len() && examples.len() == 5 { ", …" } else { "" };
    let examples = if examples.is_empty() { String::new() } else { format!("; e.g. {}{more}", examples.join("; ")) };
    format!(
        "{}{column}, {}: {count} {}; {}{examples}",
        finding.table,
        finding.kind.code(),
        finding.kind.words(),
        finding.treatment.words()
    )
}

/// Wraps text to a width and indents all lines after the first.
fn wrapped(text: &str, before: &str, width: usize) -> Vec<String> {
    let inner = width.saturating_sub(before.len() + 2).max(10);
    let lines = paragraph(text, inner);
    lines.lines().enumerate().map(|(at, line)| format!("{before}{}{line}", if at == 0 { "" } else { "  " })).collect()
}
