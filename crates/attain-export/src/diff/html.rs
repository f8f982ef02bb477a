//! The differences as a page.

use maud::{Markup, html};

use super::compare::PlanDiff;
use crate::page::page;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};

/// Renders the differences as a page without scripts.
#[must_use]
pub fn html(diff: &PlanDiff) -> String {
    let n = NumberFormat::in_currency(&diff.currency);
    let money = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Money, value));
    let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
    let owner = |owner: &Option<String>| owner.clone().unwrap_or_else(|| "house account".to_owned());
    let pair = |values: [f64; 2]| html! { td.n { (money(Some(values[0]))) } td.n { (money(Some(values[1]))) } };
    let body: Markup = html! {
        h1 { (diff.from) " → " (diff.to) }
        @if diff.is_empty() { p { "Nothing differs." } } @else {
            p { (plural(diff.accounts.len(), "account")) " and " (plural(diff.seats.len(), "seat")) " differ." }
        }
        @if !diff.accounts.is_empty() {
            h2 { "Accounts" }
            table {
                thead { tr { th { "Account" } th { "Name" } th { "Change" } th { "From" } th { "To" } th.n { "Potential" } th.n { "Revenue" } th.n { "Open pipeline" } } }
                tbody { @for account in &diff.accounts {
                    tr {
                        td { (account.id) } td { (account.name) } td { (account.change.name()) }
                        td { (owner(&account.from)) } td { (owner(&account.to)) }
                        td.n { (money(account.potential)) } td.n { (money(account.revenue)) } td.n { (money(account.pipeline)) }
                    }
                } }
            }
        }
        @if !diff.seats.is_empty() {
            h2 { "Seats" }
            p { "Two columns a figure: " (diff.from) ", then " (diff.to) "." }
            table {
                thead { tr { th { "Seat" } @for name in ["Quota", "Accounts", "Potential", "Revenue", "Open pipeline", "Chance of quota"] { th.n colspan="2" { (name) } } } }
                tbody { @for seat in &diff.seats {
                    tr {
                        td { (seat.name) " (" (seat.id) ")" }
                        td.n { (money(seat.quota[0])) } td.n { (money(seat.quota[1])) }
                        td.n { (seat.accounts[0]) } td.n { (seat.accounts[1]) }
                        (pair(seat.potential)) (pair(seat.revenue)) (pair(seat.pipeline))
                        td.n { (share(seat.chance[0])) } td.n { (share(seat.chance[1])) }
                    }
                } }
            }
        }
    };
    page(&format!("{} → {}", diff.from, diff.to), &body)
}
