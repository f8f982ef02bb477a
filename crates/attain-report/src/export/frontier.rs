//! `frontier.csv`: a set of carves between balance, contribution and disruption.

use super::accounts::guarded;
use super::table::{Block, Values, write as write_table};
use super::{ExportError, Format};
use attain_analysis::frontier::Point;
use attain_core::output::OutputFolder;

/// Name of the file.
pub const NAME: &str = "frontier.csv";

/// Writes one row a carve. Equity is of potential among like seats; shares moved
/// are of what has an owner today; money is a year's. What was lived is of
/// `years` years; `attainment_more` is against the first carve in the same worlds.
///
/// # Errors
/// What cannot be written.
pub fn write(folder: &mut OutputFolder, points: &[Point]) -> Result<(), ExportError> {
    let text = |name: &str, of: fn(&Point) -> String| {
        (name.to_owned(), Values::Text(points.iter().map(|point| guarded(of(point))).collect()))
    };
    let real = |name: &str, of: fn(&Point) -> f64| (name.to_owned(), Values::Long(points.iter().map(of).collect()));
    let block: Block = vec![
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
        real("years", |point| point.attained.map_or(0.0, |lived| f64::from(lived.years))),
        real("p_target", |point| point.attained.map_or(f64::NAN, |lived| lived.p_target)),
        real("p_target_se", |point| point.attained.map_or(f64::NAN, |lived| lived.p_target_se)),
        real("attainment", |point| point.attained.map_or(f64::NAN, |lived| lived.attainment)),
        real("attainment_se", |point| point.attained.map_or(f64::NAN, |lived| lived.attainment_se)),
        real("attainment_more", |point| point.attained.map_or(f64::NAN, |lived| lived.more)),
        real("attainment_more_se", |point| point.attained.map_or(f64::NAN, |lived| lived.more_se)),
        ("beaten".to_owned(), Values::Flag(points.iter().map(|point| point.beaten).collect())),
    ];
    let file = folder.file(NAME)?;
    write_table(file, Format::Csv, std::iter::once(Ok(block))).map_err(|error| error.told(NAME))
}
