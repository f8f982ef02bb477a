//! The table of plans in the summary of a comparison.

use comfy_table::{Cell, Color};

use super::layout::{AmountScale, amount_range, highest_to_lowest, hyphened, percent, table};
use crate::stat;
use attain_analysis::compare::find_pair;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results};

/// Minimum width for the difference in bookings and for equity and moves.
const STANDARD: usize = 78;
/// Minimum width for all columns.
const WIDE: usize = 100;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OverviewColumn {
    Plan,
    Chance,
    /// Median and P10–P90 of bookings.
    Bookings,
    OfTarget,
    AtQuota,
    /// Equity range, and below it the accounts moved at the start.
    EquityAndMoves,
    Equity,
    Moves,
    /// Mean contribution.
    Contribution,
    /// Difference from the reference in a metric.
    Difference(&'static str),
}

use OverviewColumn::{AtQuota, Bookings, Chance, Contribution, Difference, Equity, EquityAndMoves, Moves, OfTarget, Plan};

/// Renders one row per plan; related figures share a cell.
pub(super) fn overview(results: &Results, width: usize, colour: bool) -> String {
    let mut columns = match width {
        WIDE.. => {
            vec![Plan, Chance, Bookings, OfTarget, AtQuota, Equity, Moves, Difference("bookings"), Difference("contribution")]
        }
        STANDARD.. => {
            vec![Plan, Chance, Bookings, AtQuota, EquityAndMoves, Difference("bookings"), Difference("contribution")]
        }
        _ => vec![Plan, Chance, Bookings, AtQuota, Difference("contribution")],
    };
    if results.plans.len() < 2 {
        columns.retain(|column| !matches!(column, Difference(_)));
        columns.push(Contribution);
    }
    let overview = Overview { results, names: if width >= WIDE { 24 } else { 16 } };
    let rows = results.plans.iter().map(|plan| columns.iter().map(|column| overview.cell(plan, *column)).collect());
    let header: Vec<String> = columns.iter().map(|column| overview.heading(*column)).collect();
    table(&header, rows.collect(), width, colour)
}

struct Overview<'a> {
    results: &'a Results,
    /// Width of the names of plans.
    names: usize,
}

impl Overview<'_> {
    fn heading(&self, column: OverviewColumn) -> String {
        let n = NumberFormat::in_currency(&self.results.currency);
        match column {
            Plan => "plan".to_owned(),
            Chance => "reach\ntarget".to_owned(),
            Bookings => format!("bookings\n{}", self.bookings_scale().heading("P10–P90 ", n)),
            OfTarget => "of\ntarget".to_owned(),
            AtQuota => "at\nquota".to_owned(),
            EquityAndMoves => "high/low\nmoved".to_owned(),
            Equity => "high/\nlow".to_owned(),
            Moves => "moved".to_owned(),
            Contribution => format!("contribution\n{}", self.contribution_scale().heading("", n)),
            Difference(metric) => {
                format!("{metric}\n{} vs\n{}", self.scale(metric).heading("", n), hyphened(&self.results.reference, 12))
            }
        }
    }

    fn cell(&self, plan: &PlanResult, column: OverviewColumn) -> Cell {
        let mean = |metric| stat::company(plan, metric).mean;
        let text = match column {
            Plan => hyphened(&plan.name, self.names),
            Chance => chance(plan),
            Bookings => {
                let (scale, bookings) = (self.bookings_scale(), stat::company(plan, "bookings"));
                format!("{}\n{}–{}", scale.plain(bookings.p50), scale.plain(bookings.p10), scale.plain(bookings.p90))
            }
            OfTarget => percent(mean("bookings_over_target")),
            AtQuota => percent(mean("participation")),
            EquityAndMoves => format!("{}\n{}", ratio_of_books(plan), percent(plan.disruption.accounts)),
            Equity => ratio_of_books(plan),
            Moves => percent(plan.disruption.accounts),
            Contribution => {
                let (scale, contribution) = (self.contribution_scale(), stat::company(plan, "contribution"));
                format!("{}\n±{}", scale.plain(contribution.mean), scale.plain(contribution.se))
            }
            Difference(metric) => return self.difference(plan, metric),
        };
        Cell::new(text)
    }

    /// The difference from the reference with its interval, coloured if it is significant.
    fn difference(&self, plan: &PlanResult, metric: &str) -> Cell {
        let Some(pair) = find_pair(self.results, &plan.name, &self.results.reference, metric) else {
            return Cell::new(if plan.name == self.results.reference { "reference" } else { "" });
        };
        let scale = self.scale(metric);
        let cell = Cell::new(format!("{}\n{}", scale.signed(pair.difference), amount_range(&scale, pair.low, pair.high)));
        match (pair.low > 0.0, pair.high < 0.0) {
            (true, _) => cell.fg(Color::Green),
            (_, true) => cell.fg(Color::Red),
            _ => cell,
        }
    }

    fn bookings_scale(&self) -> AmountScale {
        let amounts = |plan: &PlanResult| [plan.target, stat::company(plan, "bookings").p90];
        AmountScale::for_amounts(self.results.plans.iter().flat_map(amounts))
    }

    fn contribution_scale(&self) -> AmountScale {
        AmountScale::for_amounts(self.results.plans.iter().map(|plan| stat::company(plan, "contribution").mean))
    }

    /// The scale of the differences in a metric.
    fn scale(&self, metric: &str) -> AmountScale {
        let pairs = self.results.pairs.iter().filter(|pair| pair.metric == metric);
        AmountScale::for_amounts(pairs.flat_map(|pair| [pair.low, pair.high]))
    }
}

/// The chance on one line and its standard error or interval end on the next.
fn chance(plan: &PlanResult) -> String {
    match crate::chance::end_of_interval(plan) {
        Some(end) => format!("{:.2}\n{}", plan.p_target, end.replace("under\u{a0}", "<").replace("over\u{a0}", ">")),
        None => crate::chance::chance(plan).replace("\u{a0}±\u{a0}", "\n±"),
    }
}

/// Highest over lowest potential of like seats on the first day, as `attain plan` states it.
fn ratio_of_books(plan: &PlanResult) -> String {
    highest_to_lowest(plan.equity.after.range).trim_end_matches(" : 1").to_owned()
}
