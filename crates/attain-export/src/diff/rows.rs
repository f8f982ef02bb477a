//! The differences as CSV and JSON.

use super::compare::PlanDiff;
use crate::csv_text::csv_text;

/// One row an account and one row a seat, in one table: `what` says which.
#[must_use]
pub fn csv(diff: &PlanDiff) -> Vec<u8> {
    let header = [
        "what",
        "id",
        "name",
        "change",
        "from",
        "to",
        "quota_from",
        "quota_to",
        "accounts_from",
        "accounts_to",
        "potential_from",
        "potential_to",
        "revenue_from",
        "revenue_to",
        "pipeline_from",
        "pipeline_to",
        "chance_from",
        "chance_to",
    ];
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut rows = Vec::new();
    for account in &diff.accounts {
        let mut row = vec!["account".to_owned(), account.id.clone(), account.name.clone(), account.change.name().to_owned()];
        row.extend([text(&account.from), text(&account.to)]);
        row.extend(vec![String::new(); 4]);
        for value in [account.potential, account.revenue, account.pipeline] {
            row.extend([String::new(), number(value)]);
        }
        row.extend(vec![String::new(); 2]);
        rows.push(row);
    }
    for seat in &diff.seats {
        let mut row = vec!["seat".to_owned(), seat.id.clone(), seat.name.clone(), String::new(), String::new(), String::new()];
        row.extend(seat.quota.map(number));
        row.extend(seat.accounts.map(|count| count.to_string()));
        for pair in [seat.potential, seat.revenue, seat.pipeline] {
            row.extend(pair.map(|value| value.to_string()));
        }
        row.extend(seat.chance.map(number));
        rows.push(row);
    }
    csv_text(&header, &rows)
}

/// The differences as indented JSON.
///
/// # Errors
/// Never for differences that this crate found.
pub fn json(diff: &PlanDiff) -> Result<Vec<u8>, attain_report::export::ExportError> {
    attain_report::export::pretty("the differences", diff)
}
