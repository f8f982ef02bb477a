//! `deals-<plan>.csv`: every open opportunity of a leaver, with what is proposed for it.

use super::error::ExportError;
use super::format::Format;
use super::table::{ColumnValues, TableBlock, write as write_table};
use attain_core::output::OutputFolder;
use attain_core::plan::Seat;
use attain_data::{Book, Outcome};
use attain_design::revisions::{DealHandling, Proposal};

/// Writes the opportunities of a proposal, the largest first.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &mut OutputFolder, name: &str, book: &Book, proposal: &Proposal) -> Result<(), ExportError> {
    let deals = &proposal.deals;
    let opportunity = |row: usize| &book.opportunities[deals[row].opportunity];
    let account = |row: usize| &book.accounts[opportunity(row).account];
    let text =
        |name: &str, of: &dyn Fn(usize) -> String| (name.to_owned(), ColumnValues::Text((0..deals.len()).map(of).collect()));
    let real = |name: &str, of: &dyn Fn(usize) -> f64| (name.to_owned(), ColumnValues::Long((0..deals.len()).map(of).collect()));
    let to = |row: usize| match deals[row].handling {
        DealHandling::HandOver(seat) => Some(&proposal.plan.seats[seat]),
        _ => None,
    };
    let chance = |row: usize| match opportunity(row).outcome {
        Outcome::Open(chance) => chance,
        Outcome::Won | Outcome::Lost => f64::NAN,
    };
    let block: TableBlock = vec![
        text("opportunity", &|row| opportunity(row).id.clone()),
        text("account", &|row| account(row).id.clone()),
        text("account_name", &|row| account(row).name.clone()),
        real("amount", &|row| opportunity(row).amount),
        text("stage", &|row| opportunity(row).stage.clone()),
        real("chance", &chance),
        text("expected_close", &|row| deals[row].expected.to_string()),
        text("expected_from", &|row| if deals[row].dated { "data" } else { "median cycle" }.to_owned()),
        text("proposal", &|row| label(deals[row].handling).to_owned()),
        text("rep", &|row| to(row).map_or_else(String::new, |seat: &Seat| seat.id.clone())),
        text("rep_name", &|row| to(row).map_or_else(String::new, |seat: &Seat| seat.name.clone())),
    ];
    let file = folder.file(name)?;
    write_table(file, Format::Csv, std::iter::once(Ok(block))).map_err(|error| error.in_file(name))
}

/// Stable name of a proposal.
fn label(handling: DealHandling) -> &'static str {
    match handling {
        DealHandling::StaysUntilClose => "stays-until-close",
        DealHandling::HandOver(_) => "hand-over",
        DealHandling::Manager => "manager",
        DealHandling::Colleagues => "colleagues",
        DealHandling::Nobody => "nobody",
    }
}
