//! Renders faults for a terminal: a searchable line for each fault, followed by a snippet of the
//! file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::fault::{Fault, Faults};
use super::place::Place;

/// Maximum number of faults of one code and file that are printed; the others are counted.
const OF_A_KIND: usize = 20;

/// Maximum number of faults with a snippet. All others get only their line.
const SNIPPETS: usize = 60;

/// Maximum length of a line in a snippet. Files with longer lines are usually generated, and no
/// snippet is shown for these lines.
const LONGEST_LINE: usize = 400;

/// Renders all faults as text. Snippets are wrapped to `width` columns.
#[must_use]
pub fn render(faults: &Faults, colour: bool, width: usize) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width.clamp(40, 160)).with_links(false);
    let mut text = String::new();
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, fault) in faults.0.iter().enumerate() {
        let times = kinds.entry((fault.place.file().unwrap_or_default(), fault.code())).or_insert(0);
        *times += 1;
        if *times > OF_A_KIND {
            continue;
        }
        let line = if colour {
            format!("{}: \u{1b}[1;31merror[{}]\u{1b}[0m: {}", fault.place, fault.code(), fault.message())
        } else {
            fault.to_string()
        };
        text.extend([&line, "\n"]);
        if at < SNIPPETS
            && let Some(snippet) = Snippet::of(fault)
        {
            text += &snippet.draw(&handler);
        }
    }
    for ((file, code), times) in kinds.iter().filter(|(_, times)| **times > OF_A_KIND) {
        let file = if file.is_empty() { String::new() } else { format!("{file}: ") };
        let _ = writeln!(text, "{file}{} more errors [{code}], {times} in total", times - OF_A_KIND);
    }
    let count = faults.0.len();
    text + &format!("Found {count} {}.\n", if count == 1 { "error" } else { "errors" })
}

/// Lines around a fault, with a marker under the faulty text.
#[derive(Debug, thiserror::Error)]
#[error("")]
struct Snippet {
    name: String,
    lines: String,
    /// Number of lines in the file before the snippet.
    above: usize,
    mark: std::ops::Range<usize>,
}

impl Snippet {
    fn of(fault: &Fault) -> Option<Self> {
        let Place::Span(source, span) = &fault.place else { return None };
        let (line, _) = source.line_column(span.start);
        let from = line.saturating_sub(1).max(1);
        let shown = source.lines(from, line + 1);
        let lines = source.text.get(shown.clone())?;
        if lines.trim().is_empty() || lines.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        // For values with several lines, only the first line is marked.
        let end_of_line = source.lines(line, line).end.max(span.start);
        let last = source.text.get(span.start..end_of_line)?.trim_end().len() + span.start;
        let mark = span.start.checked_sub(shown.start)?..span.end.min(last).max(span.start) - shown.start;
        Some(Self {
            name: source.name.clone(),
            // Control characters must not reach the terminal. They are replaced byte for byte,
            // because the marker counts bytes.
            lines: lines
                .chars()
                .map(|c| if c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t') { '?' } else { c })
                .collect(),
            above: from - 1,
            mark,
        })
    }

    /// Draws the snippet without miette's headline, which would repeat the fault's line.
    fn draw(&self, handler: &GraphicalReportHandler) -> String {
        let mut text = String::new();
        if handler.render_report(&mut text, self).is_err() {
            return String::new();
        }
        let start = text.find('╭').and_then(|corner| text.get(..corner)?.rfind('\n'));
        let snippet = start.map_or("", |start| &text[start + 1..]);
        snippet.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
    }
}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new(None, self.mark.start, self.mark.len());
        Some(Box::new(std::iter::once(label)))
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let part = self.lines.read_span(span, before, after)?;
        let line = part.line() + self.above;
        let named =
            MietteSpanContents::new_named(self.name.clone(), part.data(), *part.span(), line, part.column(), part.line_count());
        Ok(Box::new(named))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::place::SourceFile;
    use super::*;

    #[derive(Debug, thiserror::Error, Diagnostic)]
    #[error("1.5 is out of range")]
    #[diagnostic(code("test::out-of-range"), help("expected a share from 0 to 1"))]
    struct OutOfRangeExample;

    fn one(text: &str, span: std::ops::Range<usize>) -> Faults {
        let source = Arc::new(SourceFile::new("plan.toml".into(), text.into()));
        let mut faults = Faults::default();
        faults.push(Place::Span(source, span), OutOfRangeExample);
        faults
    }

    #[test]
    fn faults_of_one_kind_are_counted_after_twenty() {
        let fault = |place, text: &str| Fault::new(place, miette::MietteDiagnostic::new(text.to_owned()).with_code("data::odd"));
        let many = (0..1000).map(|n| fault(Place::File("a.csv".to_owned()), &format!("row {n}")));
        let faults = Faults(many.chain([fault(Place::File("b.csv".to_owned()), "other")]).collect());
        let text = render(&faults, false, 80);
        assert_eq!(text.matches("a.csv: error").count(), 20);
        assert!(text.contains("b.csv: error[data::odd]: other"));
        assert!(text.contains("a.csv: 980 more errors [data::odd], 1000 in total\n"), "{text}");
        assert!(text.ends_with("Found 1001 errors.\n"));
    }

    #[test]
    fn a_line_for_tools_then_a_snippet_for_people() {
        let faults = one("# one\n[quota]\nshare = 1.5\nnext = 2\n", 22..25);
        let expected = "\
plan.toml:3:9: error[test::out-of-range]: 1.5 is out of range; help: expected a share from 0 to 1
   ╭─[plan.toml:3:9]
 2 │ [quota]
 3 │ share = 1.5
   ·         ───
 4 │ next = 2
   ╰────
Found 1 error.
";
        assert_eq!(render(&faults, false, 80), expected);
    }

    #[test]
    fn a_fault_is_one_line_whatever_the_file_says() {
        #[derive(Debug, thiserror::Error, Diagnostic)]
        #[error("unknown name `{0}`")]
        #[diagnostic(code("test::unknown-name"))]
        struct UnknownNameExample(String);
        let mut faults = Faults::default();
        faults.push(Place::File("a.toml".into()), UnknownNameExample("x\n\u{1b}[2J".into()));
        faults.push(Place::File("a.toml".into()), UnknownNameExample("x".repeat(1 << 20)));
        let text = render(&faults, false, 80);
        assert!(text.starts_with("a.toml: error[test::unknown-name]: unknown name `x\\n\\u{1b}[2J`\n"), "{text}");
        assert_eq!(text.lines().count(), 3);
        assert!(text.len() < 3000);
    }

    #[test]
    fn long_lines_and_odd_spans_are_rendered() {
        let long = format!("a = \"{}\"\n", "x".repeat(1 << 20));
        assert!(render(&one(&long, 4..9), false, 80).len() < 200);
        for span in [0..0, 3..3, 3..1000, 1000..1001] {
            assert!(render(&one("a=1", span), true, 10).ends_with("Found 1 error.\n"));
        }
        assert!(render(&one("é\u{feff}é", 1..2), false, 80).contains("plan.toml:1:"));
    }
}
