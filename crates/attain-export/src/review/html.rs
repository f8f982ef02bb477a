//! A review as a page that prints.

use maud::{Markup, html};

use super::record::PlanReview;
use crate::diff::AccountChange;
use crate::page::page;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};

/// Renders the review.
#[must_use]
pub fn html(review: &PlanReview) -> String {
    let n = NumberFormat::in_currency(&review.currency);
    let money = |value: f64| n.plain(MetricUnit::Money, value);
    let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
    let (start, now) = (review.equity_start, review.equity_now);
    let body = html! {
        h1 { "Review of " (review.plan) }
        p.lead { "On " (review.as_of) ", " (format!("{:.1}", review.months)) " months after its first day." }
        dl.facts {
            dt { "Bookings" } dd { (money(review.bookings)) ", " (share(review.attainment)) " of the quota that is due (" (money(review.quota_to_date)) ")" }
            @if let Some(band) = review.band {
                dt { "Simulated years" } dd { "percentile " (format!("{:.0}", band.percentile)) " at month " (band.month) "; one in ten below " (money(band.quantiles[0])) ", median " (money(band.quantiles[1])) ", one in ten above " (money(band.quantiles[2])) }
            }
            dt { "Open pipeline" } dd { (money(review.pipeline)) ", " (review.pipeline_coverage.map_or_else(|| MISSING.to_owned(), |ratio| format!("{ratio:.1}"))) " times the quota not booked yet" }
            dt { "Touched in 90 days" } dd { (share(review.engaged)) " of all accounts" }
        }
        h2 { "Equity" }
        table {
            thead { tr { th { "Among like seats" } th.n { "Start" } th.n { "Now" } } }
            tbody {
                tr { td { "Largest deviation from the mean" } td.n { (share(Some(start.largest_deviation))) } td.n { (share(Some(now.largest_deviation))) } }
                tr { td { "Highest over lowest book, minus one" } td.n { (share(Some(start.range))) } td.n { (share(Some(now.range))) } }
                tr { td { "Coefficient of variation" } td.n { (format!("{:.2}", start.cv)) } td.n { (format!("{:.2}", now.cv)) } }
            }
        }
        @if review.triggered.is_empty() { p { "No trigger is reached." } } @else {
            p { "Trigger reached in:" } ul { @for group in &review.triggered { li { (group) } } }
        }
        @if !review.trend.is_empty() { (trend(review)) }
        h2 { "Since the plan was frozen" }
        (changes(review))
        h2 { "Seats" }
        (seats(review))
        h2 { "Proposed moves: " (review.proposed.len()) }
        @if !review.proposed.is_empty() {
            table {
                thead { tr { th { "Account" } th { "From" } th { "To" } th.n { "Potential" } th { "Reason" } } }
                tbody { @for one in &review.proposed { tr { td { (one.name) " (" (one.account) ")" } td { (one.from) } td { (one.to) } td.n { (money(one.potential)) } td { (one.reason) } } } }
            }
        }
    };
    page(&format!("Review of {} on {}", review.plan, review.as_of), &body)
}

fn trend(review: &PlanReview) -> Markup {
    let n = NumberFormat::in_currency(&review.currency);
    let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
    html! {
        h2 { "Trend" }
        table {
            thead { tr { th { "Review" } th.n { "Attainment" } th.n { "Touched" } th.n { "Largest deviation" } } }
            tbody {
                @for one in &review.trend { tr { td { (one.as_of) } td.n { (share(one.attainment)) } td.n { (share(one.engaged)) } td.n { (share(one.largest_deviation)) } } }
                tr { td { (review.as_of) } td.n { (share(review.attainment)) } td.n { (share(review.engaged)) } td.n { (share(Some(review.equity_now.largest_deviation))) } }
            }
        }
    }
}

fn changes(review: &PlanReview) -> Markup {
    let count = |change: AccountChange| review.accounts.iter().filter(|account| account.change == change).count();
    let owner = |owner: &Option<String>| owner.clone().unwrap_or_else(|| "nobody".to_owned());
    html! {
        p { (plural(count(AccountChange::Moved), "account")) " moved, " (count(AccountChange::Added)) " added, " (count(AccountChange::Lost)) " lost." }
        @if !review.accounts.is_empty() {
            table {
                thead { tr { th { "Account" } th { "Change" } th { "From" } th { "To" } } }
                tbody { @for one in &review.accounts { tr { td { (one.name) " (" (one.id) ")" } td { (one.change.name()) } td { (owner(&one.from)) } td { (owner(&one.to)) } } } }
            }
        }
    }
}

fn seats(review: &PlanReview) -> Markup {
    let n = NumberFormat::in_currency(&review.currency);
    let money = |value: f64| n.plain(MetricUnit::Money, value);
    let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
    html! {
        table {
            thead { tr { th { "Seat" } th.n { "Quota due" } th.n { "Bookings" } th.n { "Attainment" } th.n { "Pipeline over rest" } th.n { "Accounts start, now" } th.n { "Potential off peers" } th.n { "Drift" } th.n { "Touched" } th { "Cause, earlier owners" } } }
            tbody { @for seat in &review.seats {
                tr {
                    td { (seat.name) " (" (seat.id) ")" @if !seat.filled { ", no rep" } @else if !seat.present { ", gone" } @else if seat.quota.is_none() { ", new" } }
                    td.n { (seat.quota_to_date.map_or_else(|| MISSING.to_owned(), money)) } td.n { (money(seat.bookings)) } td.n { (share(seat.attainment)) }
                    td.n { (seat.pipeline_coverage.map_or_else(|| MISSING.to_owned(), |ratio| format!("{ratio:.1}"))) }
                    td.n { (seat.accounts[0]) ", " (seat.accounts[1]) }
                    td.n { (share(seat.off_mean)) } td.n { (share(seat.drift)) } td.n { (seat.touched) }
                    td {
                        @if let Some(trouble) = seat.trouble { (trouble.name()) }
                        @if seat.trouble.is_some() && !seat.earlier_owners.is_empty() {
                            ": " (seat.earlier_owners.iter().take(3).map(|one| format!("{} {} a year", one.name, money(one.won_a_year))).collect::<Vec<_>>().join(", "))
                        }
                    }
                }
            } }
        }
    }
}
