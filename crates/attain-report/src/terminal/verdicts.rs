//! Terminal output of `attain verify`: each case with its figures, and the overall verdict.

use comfy_table::{Cell, Color};

use super::layout::{MIDDLE, hyphened, paragraph, plain_spaces, table};
use attain_analysis::verify::{LIMIT, VerificationCase, VerificationCheck};

/// Width in columns of the figures of a line.
const FIGURES: usize = 49;
/// Magnitude from which figures are written with an exponent.
const LARGE: f64 = 1e7;
/// Probability that a correct line deviates by more than [`LIMIT`]: a normal variable beyond four
/// standard deviations.
const ALPHA: f64 = 6.334e-5;

/// Renders one case with its lines, `width` columns wide. Colour marks lines that do not hold.
#[must_use]
pub fn case(case: &VerificationCase, lines: &[VerificationCheck], width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let head = paragraph(&format!("{}: {}", case.name, case.about), width);
    let body = if width >= MIDDLE {
        let header = ["", "expected", "actual", "s.e.", "z", "holds"].map(str::to_owned);
        table(&header, lines.iter().map(|line| row(line, width - FIGURES.min(width - 20))).collect(), width, colour)
    } else {
        lines.iter().map(|line| paragraph(&sentence(line), width)).collect::<Vec<_>>().join("\n")
    };
    plain_spaces(&format!("{head}\n{body}")) + "\n"
}

/// Renders the overall verdict.
#[must_use]
pub fn verdict(lines: &[VerificationCheck], width: usize) -> String {
    let holding = lines.iter().filter(|line| line.holds()).count();
    let by_chance = 1.0 - libm::pow(1.0 - ALPHA, lines.iter().filter(|line| line.se > 0.0).count() as f64);
    let note = format!(
        "A figure holds if it is within {LIMIT} standard errors. If all figures were independent, at least one would fail by chance \
         for {:.2} % of seeds.",
        100.0 * by_chance
    );
    format!("{}\n{holding} of {} hold\n", plain_spaces(&paragraph(&note, width.clamp(20, 200))), lines.len())
}

fn row(line: &VerificationCheck, room: usize) -> Vec<Cell> {
    let [expected, got, se] = figures(line);
    let holds = Cell::new(if line.holds() { "yes" } else { "NO" });
    let holds = if line.holds() { holds } else { holds.fg(Color::Red) };
    vec![
        Cell::new(hyphened(&line.label, room)),
        Cell::new(expected),
        Cell::new(got),
        Cell::new(se),
        Cell::new(score(line)),
        holds,
    ]
}

fn sentence(line: &VerificationCheck) -> String {
    let [expected, got, se] = figures(line);
    let verdict = if line.holds() { "holds" } else { "DOES NOT HOLD" };
    format!("- {}: expected {expected}, actual {got}, s.e. {se}, z {}: {verdict}", line.label, score(line))
}

fn score(line: &VerificationCheck) -> String {
    if line.se > 0.0 { format!("{:.2}", line.z) } else { "exact".to_owned() }
}

/// Formats expected value, observed value and standard error to the second digit of the error.
fn figures(line: &VerificationCheck) -> [String; 3] {
    let exponent = |value: f64| if value == 0.0 { 0 } else { libm::floor(libm::log10(value.abs())) as i32 };
    let last = if line.se > 0.0 { exponent(line.se) - 1 } else { -5 };
    let write = |value: f64| {
        if line.expected.abs() >= LARGE {
            format!("{value:.*e}", (exponent(value) - last).clamp(1, 8) as usize)
        } else {
            format!("{value:.*}", (-last).clamp(0, 9) as usize)
        }
    };
    let se = if line.se > 0.0 { write(line.se) } else { "0".to_owned() };
    [write(line.expected), write(line.observed), se]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(expected: f64, observed: f64, se: f64, z: f64) -> VerificationCheck {
        VerificationCheck { label: "wins of a year, mean (n 6000)".to_owned(), expected, observed, se, z }
    }

    #[test]
    fn figures_end_where_their_error_does() {
        assert_eq!(figures(&line(12.345_678, 12.4, 0.0123, 4.5)), ["12.346", "12.400", "0.012"]);
        assert_eq!(figures(&line(3.214e10, 3.2e10, 1.23e8, -1.1)), ["3.214e10", "3.200e10", "1.2e8"]);
        assert_eq!(figures(&line(255.0, 300.0, 22.6, 2.0)), ["255", "300", "23"]);
        assert_eq!(figures(&line(2.25, 2.25, 0.0, 0.0))[2], "0");
    }

    #[test]
    fn every_width_tells_the_same() {
        let lines = [line(12.3, 12.4, 0.1, 1.0), line(12.3, 22.4, 0.1, 101.0)];
        for width in [20, 40, 56, 80, 100] {
            let text = case(&attain_analysis::verify::CASES[0], &lines, width, false);
            assert!(text.contains("12.30") && text.contains("22.40") && text.contains("101.00"), "{text}");
            let shown = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(shown <= width.max(30), "{width}: {shown}\n{text}");
            assert!(verdict(&lines, width).ends_with("\n1 of 2 hold\n"));
        }
    }
}
