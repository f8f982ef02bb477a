//! Names of the sheets, columns and items of a plan's workbook, which one crate writes and this
//! one reads back.

/// Sheet with the answer and what the workbook was made from.
pub const SUMMARY: &str = "Summary";
/// Sheet with one row an account, whose owners may be edited.
pub const BOOKS: &str = "Books";
/// Sheet with one row a seat.
pub const SEATS: &str = "Seats";
/// Column of `Books` with the account's id.
pub const ACCOUNT: &str = "Account id";
/// Column of `Books` with the owner that may be edited.
pub const OWNER: &str = "Owner after";
/// Column of `Books` with the owner that the plan chose.
pub const PLANNED: &str = "Planned owner";
/// Item of `Summary` with the path of the scenario file.
pub const SCENARIO: &str = "Scenario file";
/// Item of `Summary` with the hash of the scenario.
pub const SCENARIO_HASH: &str = "Scenario hash";
/// Item of `Summary` with the hash of the data.
pub const DATA_HASH: &str = "Data hash";
