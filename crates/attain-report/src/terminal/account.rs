//! One account of a plan: with whom it is, why, and what it would take to have it otherwise.

use super::layout::{clean, paragraph, ratio, unbound};
use crate::why::Reasons;
use attain_core::plan::{Plan, SCORE_PARTS};
use attain_data::Book;

/// What `attain plan --why` shows of an account, `width` columns wide.
#[must_use]
pub fn account_page(book: &Book, plan: &Plan, account: usize, width: usize) -> String {
    let width = width.clamp(20, 200);
    let reasons = Reasons::new(book, plan);
    let (row, made) = (&book.accounts[account], &plan.accounts[account]);
    let mut kind = vec![book.segments.get(row.segment).cloned().unwrap_or_default()];
    kind.extend(plan.scenario.tiers.get(made.tier).map(|tier| format!("tier {}", tier.name)));
    kind.extend(row.industry.map(|industry| book.industries[industry].clone()));
    kind.extend(row.region.map(|region| book.regions[region].clone()));
    kind.retain(|word| !word.is_empty());
    let mut lines = vec![format!("{}: {}; {}.", reasons.account(account), kind.join(", "), reasons.facts(account))];
    let today = match (reasons.owner(account), row.owner_since) {
        (Some(owner), Some(day)) => format!("Today with {owner}, since {day}."),
        (Some(owner), None) => format!("Today with {owner}."),
        (None, _) => "Nobody owns it today.".to_owned(),
    };
    let planned = made.seat.map_or_else(|| "the house".to_owned(), |seat| reasons.seat(seat));
    let held = if made.held { ", and no move may change that" } else { "" };
    lines.push(format!("{today} In plan {}: with {planned}{held}.", plan.name));
    lines.push(format!("Why: {}", reasons.why(account)));
    lines.extend(reasons.back(account));
    lines.push(reasons.next_best(account));
    let parts: Vec<String> = SCORE_PARTS
        .iter()
        .zip(made.score_parts)
        .filter(|(_, part)| *part >= 0.005)
        .map(|(name, part)| format!("{name} {}", ratio(part)))
        .collect();
    lines.push(format!("Score {}: {}.", ratio(made.score), parts.join(", ")));
    unbound(&lines.iter().map(|line| paragraph(&clean(line), width)).collect::<Vec<_>>().join("\n")) + "\n"
}
