//! `frontier.csv`: a set of carves between balance, contribution and disruption.

use super::accounts::guarded;
use super::table::{Block, Values, write as write_table};
use super::{ExportError, Format, OutFolder};
use crate::plan::Plan;
use crate::territory::modes::Point;

/// Name of the file.
pub const NAME: &str = "frontier.csv";

/// Writes one row a carve. Equity is of potential within teams; shares moved
/// are of what has an owner today; money is a year's.
///
/// # Errors
/// What cannot be written.
pub fn write(folder: &mut OutFolder, points: &[Point]) -> Result<(), ExportError> {
    let text = |name: &str, of: fn(&Point) -> String| {
        (name.to_owned(), Values::Text(points.iter().map(|point| guarded(of(point))).collect()))
    };
    let real = |name: &str, of: fn(&Plan) -> f64| {
        (name.to_owned(), Values::Long(points.iter().map(|point| of(&point.plan)).collect()))
    };
    let block: Block = vec![
        text("plan", |point| point.plan.name.clone()),
        text("carve", |point| point.label.clone()),
        real("cv", |plan| plan.equity.after.cv),
        real("gini", |plan| plan.equity.after.gini),
        real("largest_deviation", |plan| plan.equity.after.largest_deviation),
        real("peak_load", |plan| plan.equity.after.peak_load),
        real("new_business", |plan| plan.expected.new),
        real("existing_business", |plan| plan.expected.existing),
        real("lost_by_moves", |plan| plan.expected.lost),
        real("travel", |plan| plan.expected.travel),
        real("pay", |plan| plan.expected.pay),
        real("contribution", |plan| plan.expected.contribution),
        real("accounts_moved", |plan| plan.disruption.moved as f64),
        real("share_of_accounts", |plan| plan.disruption.accounts),
        real("share_of_revenue", |plan| plan.disruption.revenue),
        real("share_of_pipeline", |plan| plan.disruption.pipeline),
        ("beaten".to_owned(), Values::Flag(points.iter().map(|point| point.beaten).collect())),
    ];
    let file = folder.file(NAME)?;
    write_table(file, Format::Csv, std::iter::once(block)).map_err(|source| ExportError::Table { file: NAME.to_owned(), source })
}
