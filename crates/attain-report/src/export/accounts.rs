//! `accounts-<plan>.csv`: every account's owner before and after, with the reason.

use super::error::ExportError;
use super::format::Format;
use super::table::{ColumnValues, TableBlock, write as write_table};
use attain_core::output::OutputFolder;
use attain_core::plan::{Assignment, Plan, PointScale, SCORE_PARTS};
use attain_data::Book;

/// Names of the plans' files of a kind, such as `accounts`. Letters, digits, `.`, `_` and `-` of a
/// plan's name are kept; all other characters become `-`. If two names would collide,
/// ignoring case, the later ones are numbered.
#[must_use]
pub fn names(kind: &str, plans: &[&str]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for plan in plans {
        let plain: String =
            plan.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' }).take(80).collect();
        let numbered = |n: usize| if n == 1 { format!("{kind}-{plain}.csv") } else { format!("{kind}-{plain}-{n}.csv") };
        let free = |name: &String| !taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
        let name = (1..=plans.len() + 1).map(numbered).find(free);
        taken.extend(name);
    }
    taken
}

/// Writes the accounts of a plan, sorted by id.
///
/// `owner_before` and `owner_after` are ids of reps and seats, or empty for house accounts.
/// `moved` marks accounts with an owner that change owner. `points_to_overturn` is the additional
/// score of the plan with the next best seat (see [`PointScale`]). Text that a spreadsheet would
/// interpret as a formula is prefixed with an apostrophe.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &mut OutputFolder, name: &str, book: &Book, plan: &Plan) -> Result<(), ExportError> {
    let block = block(book, plan);
    let file = folder.file(name)?;
    write_table(file, Format::Csv, std::iter::once(Ok(block))).map_err(|error| error.in_file(name))
}

fn block(book: &Book, plan: &Plan) -> TableBlock {
    let scale = PointScale::from_potentials(book.accounts.iter().map(|account| account.potential));
    let rows: Vec<AccountRow<'_>> =
        book.accounts.iter().zip(&plan.accounts).map(|(account, made)| AccountRow { book, plan, account, made, scale }).collect();
    let text = |name: &str, of: fn(&AccountRow<'_>) -> String| {
        (name.to_owned(), ColumnValues::Text(rows.iter().map(|row| of(row)).collect()))
    };
    let real = |name: &str, of: fn(&AccountRow<'_>) -> f64| (name.to_owned(), ColumnValues::Long(rows.iter().map(of).collect()));
    let mut block = vec![
        text("id", |row| row.account.id.clone()),
        text("name", |row| row.account.name.clone()),
        text("segment", |row| row.book.segments.get(row.account.segment).cloned().unwrap_or_default()),
        text("region", |row| row.account.region.and_then(|region| row.book.regions.get(region)).cloned().unwrap_or_default()),
        text("tier", |row| row.plan.scenario.tiers.get(row.made.tier).map(|tier| tier.name.clone()).unwrap_or_default()),
        real("score", |row| row.made.score),
    ];
    for (part, name) in SCORE_PARTS.iter().enumerate() {
        block.push((format!("score_{name}"), ColumnValues::Long(rows.iter().map(|row| row.made.score_parts[part]).collect())));
    }
    block.extend([
        text("owner_before", |row| row.before().map(|(id, _)| id).unwrap_or_default()),
        text("owner_before_name", |row| row.before().map(|(_, name)| name).unwrap_or_default()),
        text("owner_after", |row| row.seat(row.made.seat).map(|(id, _)| id).unwrap_or_default()),
        text("owner_after_name", |row| row.seat(row.made.seat).map(|(_, name)| name).unwrap_or_default()),
        ("moved".to_owned(), ColumnValues::Flag(rows.iter().map(AccountRow::moved).collect())),
        text("reason", |row| row.made.reason.words().to_owned()),
        text("next_best", |row| row.seat(row.made.next_best.map(|next| next.seat)).map(|(id, _)| id).unwrap_or_default()),
        real("points_to_overturn", |row| row.made.next_best.map_or(f64::NAN, |next| row.scale.points(next.cost()))),
        real("potential", |row| row.account.potential),
        real("revenue", |row| row.account.revenue),
        real("hours", |row| row.made.hours),
    ]);
    // Only where accounts move later, so that the table can be used as a table of owners.
    if plan.accounts.iter().any(|made| made.from_month > 0) {
        let month = |row: &AccountRow<'_>| {
            if row.made.from_month > 0 { (row.made.from_month + 1).to_string() } else { String::new() }
        };
        block.push(text("from_month", month));
    }
    block
}

struct AccountRow<'a> {
    book: &'a Book,
    plan: &'a Plan,
    account: &'a attain_data::Account,
    made: &'a Assignment,
    scale: PointScale,
}

impl AccountRow<'_> {
    fn seat(&self, seat: Option<usize>) -> Option<(String, String)> {
        seat.and_then(|seat| self.plan.seats.get(seat)).map(|seat| (seat.id.clone(), seat.name.clone()))
    }

    /// The current rep in the book, even if that rep has no seat in the plan.
    fn before(&self) -> Option<(String, String)> {
        let rep = self.account.owner.and_then(|owner| self.book.reps.get(owner)).map(|rep| (rep.id.clone(), rep.name.clone()));
        rep.or_else(|| self.seat(self.made.before))
    }

    fn moved(&self) -> bool {
        let owned = self.account.owner.is_some() || self.made.before.is_some();
        owned && (self.made.before != self.made.seat || self.made.before.is_none())
    }
}
