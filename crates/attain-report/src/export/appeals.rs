//! `appeals-<plan>.csv`: every account that changes owner, with the facts for an
//! appeal.

use super::error::ExportError;
use super::format::Format;
use super::table::{ColumnValues, TableBlock, write as write_table};
use crate::explanations::AssignmentExplainer;
use attain_core::output::OutputFolder;
use attain_core::plan::{Alternative, Plan};
use attain_data::Book;

/// Writes the accounts that change owner, grouped by today's owner; accounts that are
/// cheapest to give back come first.
///
/// Points are those of the account with its family (see [`attain_core::plan::PointScale`]): `points_to_give_back`
/// is the plan's additional score with today's owner, `points_of_next_best` with the next
/// best seat. Their components follow. Cells are empty if the change is not possible.
/// `*_off_mean` is a book's potential in the plan divided by the mean of peer seats, minus
/// one.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &mut OutputFolder, name: &str, book: &Book, plan: &Plan) -> Result<(), ExportError> {
    let block = block(book, plan);
    let file = folder.file(name)?;
    write_table(file, Format::Csv, std::iter::once(Ok(block))).map_err(|error| error.in_file(name))
}

fn block(book: &Book, plan: &Plan) -> TableBlock {
    let reasons = AssignmentExplainer::new(book, plan);
    let mut rows: Vec<usize> = (0..plan.accounts.len()).filter(|&account| reasons.moves(account)).collect();
    let owner = |a: usize| book.accounts[a].owner.map_or("", |owner| book.reps[owner].id.as_str());
    let price = |a: usize| plan.accounts[a].return_to_owner.map_or(f64::INFINITY, |back| back.cost());
    rows.sort_by(|&a, &b| owner(a).cmp(owner(b)).then(price(a).total_cmp(&price(b))).then(a.cmp(&b)));
    let text = |name: &str, of: &dyn Fn(usize) -> String| {
        (name.to_owned(), ColumnValues::Text(rows.iter().map(|&account| of(account).replace('\u{a0}', " ")).collect()))
    };
    let real = |name: &str, of: &dyn Fn(usize) -> f64| {
        (name.to_owned(), ColumnValues::Long(rows.iter().map(|&account| of(account)).collect()))
    };
    let seat = |a: usize| plan.accounts[a].seat.map(|seat| &plan.seats[seat]);
    let off_mean = |seat: Option<usize>| {
        let seat = seat.filter(|&seat| reasons.mean(seat) > 0.0);
        seat.map_or(f64::NAN, |seat| plan.seats[seat].potential / reasons.mean(seat) - 1.0)
    };
    let mut block = vec![
        text("account", &|a| book.accounts[a].id.clone()),
        text("name", &|a| book.accounts[a].name.clone()),
        text("segment", &|a| book.segments[book.accounts[a].segment].clone()),
        real("potential", &|a| book.accounts[a].potential),
        real("revenue", &|a| book.accounts[a].revenue),
        real("open_pipeline", &|a| reasons.pipeline(a)),
        text("owner_before", &|a| owner(a).to_owned()),
        text("owner_before_name", &|a| book.accounts[a].owner.map_or_else(String::new, |rep| book.reps[rep].name.clone())),
        real("owner_before_off_mean", &|a| off_mean(plan.accounts[a].before)),
        text("owner_after", &|a| seat(a).map_or_else(String::new, |seat| seat.id.clone())),
        text("owner_after_name", &|a| seat(a).map_or_else(String::new, |seat| seat.name.clone())),
        real("owner_after_off_mean", &|a| off_mean(plan.accounts[a].seat)),
        text("reason", &|a| plan.accounts[a].reason.words().to_owned()),
        text("why", &|a| reasons.why(a)),
    ];
    let priced = |block: &mut TableBlock, total: &str, prefix: &str, of: &dyn Fn(usize) -> Option<Alternative>| {
        block.push(real(total, &|a| of(a).map_or(f64::NAN, |other| reasons.points(other.cost()))));
        for (i, name) in ["balance", "workload", "travel", "relationship", "fit"].into_iter().enumerate() {
            let part = |other: Alternative| [other.balance, other.workload, other.travel, other.relationship, other.fit][i];
            block
                .push(real(&format!("{prefix}_points_{name}"), &|a| of(a).map_or(f64::NAN, |other| reasons.points(part(other)))));
        }
    };
    priced(&mut block, "points_to_give_back", "back", &|a| plan.accounts[a].return_to_owner);
    let next = |a: usize| plan.accounts[a].next_best;
    block.push(text("next_best", &|a| next(a).map_or_else(String::new, |next| plan.seats[next.seat].id.clone())));
    priced(&mut block, "points_of_next_best", "next", &next);
    block
}
