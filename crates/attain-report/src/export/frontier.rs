//! `frontier.csv`: designs that trade off balance, contribution and disruption.

use super::error::ExportError;
use super::format::Format;
use super::table::{ColumnValues, TableBlock, write as write_table};
use attain_analysis::frontier::FrontierPlan;
use attain_core::output::OutputFolder;

/// Name of the file.
pub const NAME: &str = "frontier.csv";

/// Writes one row per design. Equity refers to potential among peer seats, moved shares
/// refer to accounts that have an owner today, and money is per year. The metrics
/// from `p_target` on are means over `years` simulated years, and
/// `bookings_over_target_more` is the difference from the first design in the same worlds.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &mut OutputFolder, points: &[FrontierPlan]) -> Result<(), ExportError> {
    let text =
        |name: &str, of: fn(&FrontierPlan) -> String| (name.to_owned(), ColumnValues::Text(points.iter().map(of).collect()));
    let real = |name: &str, of: fn(&FrontierPlan) -> f64| (name.to_owned(), ColumnValues::Long(points.iter().map(of).collect()));
    let block: TableBlock = vec![
        text("plan", |point| point.plan.name.clone()),
        text("carve", |point| point.label.clone()),
        real("cv", |point| point.equity.cv),
        real("gini", |point| point.equity.gini),
        real("largest_deviation", |point| point.equity.largest_deviation),
        real("peak_load", |point| point.equity.peak_load),
        real("new_business", |point| point.plan.expected.new),
        real("existing_business", |point| point.plan.expected.existing),
        real("lost_by_moves", |point| point.plan.expected.lost),
        real("travel", |point| point.plan.expected.travel),
        real("pay", |point| point.plan.expected.pay),
        real("contribution", |point| point.plan.expected.contribution),
        real("accounts_moved", |point| point.plan.disruption.moved as f64),
        real("share_of_accounts", |point| point.plan.disruption.accounts),
        real("share_of_revenue", |point| point.plan.disruption.revenue),
        real("share_of_pipeline", |point| point.plan.disruption.pipeline),
        real("years", |point| point.outcome.map_or(0.0, |outcome| f64::from(outcome.years))),
        real("p_target", |point| point.outcome.map_or(f64::NAN, |outcome| outcome.p_target)),
        real("p_target_se", |point| point.outcome.map_or(f64::NAN, |outcome| outcome.p_target_se)),
        real("bookings_over_target", |point| point.outcome.map_or(f64::NAN, |outcome| outcome.bookings_over_target)),
        real("bookings_over_target_se", |point| point.outcome.map_or(f64::NAN, |outcome| outcome.bookings_over_target_se)),
        real("bookings_over_target_more", |point| point.outcome.map_or(f64::NAN, |outcome| outcome.gain)),
        real("bookings_over_target_more_se", |point| point.outcome.map_or(f64::NAN, |outcome| outcome.gain_se)),
        ("knee".to_owned(), ColumnValues::Flag(points.iter().map(|point| point.knee).collect())),
        ("beaten".to_owned(), ColumnValues::Flag(points.iter().map(|point| point.dominated).collect())),
    ];
    let file = folder.file(NAME)?;
    write_table(file, Format::Csv, std::iter::once(Ok(block))).map_err(|error| error.in_file(NAME))
}
