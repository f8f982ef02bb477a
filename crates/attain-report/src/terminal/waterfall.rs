//! The bridge from quota capacity to bookings as a waterfall chart in text.

use comfy_table::Cell;

use super::layout::{AmountScale, hyphened, table};
use attain_analysis::capacity::CapacityBridge;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Width of the bars in columns.
const BARS: usize = 26;
/// Minimum terminal width for the bars, in columns.
pub(super) const WIDE: usize = 76;
/// Width of a name in columns.
pub(super) const NAME: usize = 26;

/// Renders the bridge of a plan, followed by the target.
#[must_use]
pub fn waterfall(bridge: &CapacityBridge, target: f64, currency: &str, width: usize, colour: bool) -> String {
    let n = NumberFormat::in_currency(currency);
    let levels = || bridge.steps.iter().map(|step| step.after.amount()).chain([bridge.quota_capacity.amount(), target]);
    let scale = AmountScale::for_amounts(levels()).finer();
    let bars = BarScale::of(levels());
    let drawn = width >= WIDE;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut put = |name: String, change: String, se: String, after: f64, bar: String| {
        let mut row = vec![Cell::new(hyphened(&name, NAME)), Cell::new(change), Cell::new(se), Cell::new(scale.plain(after))];
        if drawn {
            row.push(Cell::new(bar).set_alignment(comfy_table::CellAlignment::Left));
        }
        rows.push(row);
    };
    let capacity = bridge.quota_capacity.amount();
    put(
        format!("{} × quota", number_format::plural(bridge.seats, "seat")),
        String::new(),
        String::new(),
        capacity,
        bars.full(capacity),
    );
    let mut before = capacity;
    for step in &bridge.steps {
        let after = step.after.amount();
        let se = format!("±{}", scale.plain(step.se));
        put(step.name.to_owned(), scale.signed(step.change.amount()), se, after, bars.between(before, after));
        before = after;
    }
    put("P50 of bookings".to_owned(), String::new(), String::new(), before, bars.full(before));
    put("target".to_owned(), scale.signed(before - target), String::new(), target, bars.full(target));
    let mut header = vec!["the bridge".to_owned(), scale.heading("step, ", n), "s.e.".to_owned(), "after".to_owned()];
    if drawn {
        header.push(String::new());
    }
    table(&header, rows, width, colour)
}

/// Bars on one scale.
struct BarScale {
    low: f64,
    step: f64,
}

impl BarScale {
    /// Creates a scale for these levels. It starts just below the lowest level, so that steps are
    /// visible.
    fn of(levels: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for level in levels.filter(|level| level.is_finite()) {
            (low, high) = (low.min(level), high.max(level));
        }
        let low = if high - low < 0.5 * high { (low - 0.25 * (high - low)).max(0.0) } else { low.min(0.0) };
        Self { low, step: ((high - low) / BARS as f64).max(f64::MIN_POSITIVE) }
    }

    fn at(&self, level: f64) -> usize {
        (((level - self.low) / self.step).round().max(0.0) as usize).min(BARS)
    }

    fn full(&self, level: f64) -> String {
        "█".repeat(self.at(level))
    }

    /// Draws the bar from one level to the next: `▓` up, `░` down.
    fn between(&self, before: f64, after: f64) -> String {
        let (from, to) = (self.at(before), self.at(after));
        let (low, high) = (from.min(to), from.max(to));
        let body = if high == low { "│".to_owned() } else { if after > before { "▓" } else { "░" }.repeat(high - low) };
        format!("{}{body}", " ".repeat(low))
    }
}
