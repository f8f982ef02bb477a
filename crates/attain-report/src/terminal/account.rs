//! Terminal output of `attain plan --why`: an account's owner, the reason, and the cost of
//! another owner.

use super::layout::{clean, paragraph, plain_spaces, ratio};
use crate::explanations::AssignmentExplainer;
use attain_core::plan::{Plan, PointScale, SCORE_PARTS};
use attain_data::Book;

/// Renders the output of `attain plan --why` for an account, `width` columns wide.
#[must_use]
pub fn account_page(book: &Book, plan: &Plan, account: usize, width: usize) -> String {
    let width = width.clamp(20, 200);
    let reasons = AssignmentExplainer::new(book, plan);
    let (row, made) = (&book.accounts[account], &plan.accounts[account]);
    let mut kind = vec![book.segments.get(row.segment).cloned().unwrap_or_default()];
    kind.extend(plan.scenario.tiers.get(made.tier).map(|tier| format!("tier {}", tier.name)));
    kind.extend(row.industry.map(|industry| book.industries[industry].clone()));
    kind.extend(row.region.map(|region| book.regions[region].clone()));
    kind.retain(|word| !word.is_empty());
    let mut lines = vec![format!("{}: {}; {}.", reasons.account(account), kind.join(", "), reasons.facts(account))];
    let today = match (reasons.owner(account), row.owner_since) {
        (Some(owner), Some(day)) => format!("Owner today: {owner}, since {day}."),
        (Some(owner), None) => format!("Owner today: {owner}."),
        (None, _) => "Owner today: none.".to_owned(),
    };
    let planned = made.seat.map_or_else(|| "none (house account)".to_owned(), |seat| reasons.seat(seat));
    let fixed = if made.is_protected { " (fixed)" } else { "" };
    lines.push(format!("{today} Owner in plan {}: {planned}{fixed}.", plan.name));
    lines.push(format!("Why: {}", reasons.why(account)));
    lines.extend(reasons.back(account));
    lines.push(reasons.next_best(account));
    let parts: Vec<String> = SCORE_PARTS
        .iter()
        .zip(made.score_parts)
        .filter(|(_, part)| *part >= 0.005)
        .map(|(name, part)| format!("{name} {}", ratio(part)))
        .collect();
    lines.push(PointScale::MEANING.to_owned());
    lines.push(format!("Score of the account {}: {}.", ratio(made.score), parts.join(", ")));
    plain_spaces(&lines.iter().map(|line| paragraph(&clean(line), width)).collect::<Vec<_>>().join("\n")) + "\n"
}
