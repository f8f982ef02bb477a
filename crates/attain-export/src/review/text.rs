//! A review as text.

use std::fmt::Write as _;

use super::record::PlanReview;
use super::seat_review::SeatReview;
use super::trouble::SeatTrouble;
use crate::diff::AccountChange;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};

/// Most moves and accounts that are listed.
const LISTED: usize = 15;

/// The review in paragraphs: results, equity, what changed, seats in trouble, and proposed moves.
#[must_use]
pub fn text(review: &PlanReview) -> String {
    let n = NumberFormat::in_currency(&review.currency);
    let money = |value: f64| n.plain(MetricUnit::Money, value);
    let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
    let mut text = format!(
        "{} on {}, {:.1} months after its first day\n\nBookings {}: {} of the quota that is due ({}).",
        review.plan,
        review.as_of,
        review.months,
        money(review.bookings),
        share(review.attainment),
        money(review.quota_to_date)
    );
    if let Some(band) = review.band {
        let [low, middle, high] = band.quantiles;
        let _ = write!(
            text,
            " Among the simulated years at month {}: percentile {:.0} (one year in ten below {}, median {}, one in ten above {}).",
            band.month,
            band.percentile,
            money(low),
            money(middle),
            money(high)
        );
    }
    let coverage = review.pipeline_coverage.map_or_else(|| MISSING.to_owned(), |coverage| format!("{coverage:.1}"));
    let _ = writeln!(text, "\nOpen pipeline {}, {coverage} times the quota not booked yet.", money(review.pipeline));
    let _ = writeln!(text, "Accounts touched in the last 90 days: {}.", share(review.engaged));
    let (start, now) = (review.equity_start, review.equity_now);
    let _ = writeln!(
        text,
        "Equity: largest deviation from like seats {} (at the start {}), highest over lowest book {} ({}), coefficient of variation {:.2} ({:.2}).",
        share(Some(now.largest_deviation)),
        share(Some(start.largest_deviation)),
        share(Some(now.range)),
        share(Some(start.range)),
        now.cv,
        start.cv
    );
    for earlier in &review.trend {
        let _ = writeln!(
            text,
            "Review of {}: {} of quota, touched {}, largest deviation {}.",
            earlier.as_of,
            share(earlier.attainment),
            share(earlier.engaged),
            share(earlier.largest_deviation)
        );
    }
    if review.triggered.is_empty() {
        text += "No trigger is reached.\n";
    }
    for group in &review.triggered {
        let _ = writeln!(text, "Trigger reached in {group}");
    }
    text += "\n";
    changes(review, &mut text);
    troubles(review, &n, &mut text);
    moves(review, &n, &mut text);
    text.replace('\u{a0}', " ")
}

/// Accounts and people that changed since the plan was frozen.
fn changes(review: &PlanReview, text: &mut String) {
    let count = |change: AccountChange| review.accounts.iter().filter(|account| account.change == change).count();
    let _ = writeln!(
        text,
        "Since the plan was frozen: {} moved, {} added, {} lost.",
        plural(count(AccountChange::Moved), "account"),
        count(AccountChange::Added),
        count(AccountChange::Lost)
    );
    for account in review.accounts.iter().take(LISTED) {
        let owner = |owner: &Option<String>| owner.clone().unwrap_or_else(|| "nobody".to_owned());
        let name = &account.name;
        let _ = writeln!(text, "  {} {name}: {} → {}", account.id, owner(&account.from), owner(&account.to));
    }
    if review.accounts.len() > LISTED {
        let _ = writeln!(text, "  and {} more", review.accounts.len() - LISTED);
    }
    for seat in review.seats.iter().filter(|seat| !seat.present) {
        let what = if seat.filled { "Gone" } else { "No rep has the id of" };
        let _ = writeln!(text, "{what}: {} ({}), with {} in the plan", seat.name, seat.id, plural(seat.accounts[0], "account"));
    }
    for seat in review.seats.iter().filter(|seat| seat.quota.is_none()) {
        let _ = writeln!(text, "New: {} ({}), with {} now", seat.name, seat.id, plural(seat.accounts[1], "account"));
    }
}

/// Seats behind their quota, by cause.
fn troubles(review: &PlanReview, n: &NumberFormat<'_>, text: &mut String) {
    for (trouble, title) in [
        (SeatTrouble::Territory, "Behind, and the territory is the likely cause"),
        (SeatTrouble::Rep, "Behind, and the rep is the likely cause"),
        (SeatTrouble::TooEarly, "Behind, but so few wins may be chance"),
    ] {
        let seats: Vec<&SeatReview> = review.seats.iter().filter(|seat| seat.trouble == Some(trouble)).collect();
        if seats.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{title}: {}", plural(seats.len(), "seat"));
        for seat in seats {
            let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
            let _ = writeln!(
                text,
                "  {} ({}): {} of quota, potential {} against like seats, touched {} of {}",
                seat.name,
                seat.id,
                share(seat.attainment),
                seat.off_mean.map_or_else(|| MISSING.to_owned(), |off| n.signed(MetricUnit::Share, off).replace("pts", "%")),
                seat.touched,
                plural(seat.accounts[1], "account")
            );
            for one in seat.earlier_owners.iter().take(3) {
                let won = n.plain(MetricUnit::Money, one.won_a_year);
                let _ = writeln!(
                    text,
                    "    before: {} ({}) won {won} a year here, {} of the quota, in {} of the accounts with wins",
                    one.name,
                    one.id,
                    share(one.attainment),
                    share(Some(one.share_of_accounts))
                );
            }
        }
    }
}

/// Moves that bring the books back within the tolerance.
fn moves(review: &PlanReview, n: &NumberFormat<'_>, text: &mut String) {
    if review.proposed.is_empty() {
        text.push_str("\nNo move is proposed.\n");
        return;
    }
    let _ = writeln!(text, "\nProposed: {}", plural(review.proposed.len(), "move"));
    for one in review.proposed.iter().take(LISTED) {
        let potential = n.plain(MetricUnit::Money, one.potential);
        let _ =
            writeln!(text, "  {} {}: {} → {}, potential {potential}; {}", one.account, one.name, one.from, one.to, one.reason);
    }
    if review.proposed.len() > LISTED {
        let _ = writeln!(text, "  and {} more", review.proposed.len() - LISTED);
    }
}
