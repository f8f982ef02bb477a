//! Terminal output of `attain rebalance`, `hire` and `leaver`: the proposed moves with their
//! reasons, the changed books, and equity before and after.

use comfy_table::Cell;

use super::layout::{clean, hyphened, paragraph, percent, plain_spaces, table};
use super::leaver_deals::deal_paragraphs;
use super::plans;
use crate::explanations::AssignmentExplainer;
use attain_core::metric::MetricUnit;
use attain_core::number_format::plural;
use attain_core::plan::{Plan, PointScale};
use attain_data::Book;
use attain_design::revisions::Proposal;

/// Maximum number of moves listed individually; the table of owners contains all of them.
const LISTED: usize = 20;

/// Renders the output of `attain rebalance`, `hire` and `leaver`, `width` columns wide. Open deals
/// with the same proposals as in an `earlier` one are not listed again.
#[must_use]
pub fn moves_page(book: &Book, proposal: &Proposal, earlier: &[&Proposal], width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let plan = &proposal.plan;
    let reasons = AssignmentExplainer::new(book, plan);
    let mut parts = vec![
        paragraph(&clean(&format!("{}. {}", plan.name, plan.scenario.description)), width),
        paragraph(&clean(&moved(&reasons, book, plan, &proposal.moves)), width),
        plans::equity(plan, width, colour),
    ];
    parts.extend(changed(&reasons, plan, width, colour));
    parts.extend(list(&reasons, plan, &proposal.moves, width));
    if reasons.has_costs(&proposal.moves) {
        parts.push(paragraph(PointScale::MEANING, width));
    }
    let lists = |of: &Proposal| deal_paragraphs(book, &of.plan, &of.deals);
    let deals = lists(proposal);
    match earlier.iter().find(|other| !deals.is_empty() && lists(other) == deals) {
        Some(same) => parts.push(paragraph(
            &clean(&format!("{}: proposals as in {}.", plural(proposal.deals.len(), "open deal"), same.plan.name)),
            width,
        )),
        None => parts.extend(deals.iter().map(|text| paragraph(&clean(text), width))),
    }
    let remarks = proposal.remarks.iter().map(|remark| paragraph(&clean(remark), width));
    let remarks = remarks.collect::<Vec<_>>().join("\n");
    if !remarks.is_empty() {
        parts.push(remarks);
    }
    plain_spaces(&parts.join("\n\n")) + "\n"
}

fn moved(reasons: &AssignmentExplainer<'_>, book: &Book, plan: &Plan, moves: &[usize]) -> String {
    let n = reasons.numbers();
    let sum = |of: &dyn Fn(usize) -> f64| n.plain(MetricUnit::Money, moves.iter().map(|&account| of(account)).sum());
    format!(
        "{} {}: potential {}, revenue {} ({}), open pipeline {} ({}).",
        plural(moves.len(), "account"),
        if moves.len() == 1 { "changes owner" } else { "change owner" },
        sum(&|a| book.accounts[a].potential),
        sum(&|a| book.accounts[a].revenue),
        percent(plan.disruption.revenue),
        sum(&|a| reasons.pipeline(a)),
        percent(plan.disruption.pipeline),
    )
}

/// The changed books: accounts, potential and workload before and after.
fn changed(reasons: &AssignmentExplainer<'_>, plan: &Plan, width: usize, colour: bool) -> Option<String> {
    let n = reasons.numbers();
    let changes = |seat: &usize| {
        let takes = |made: &attain_core::plan::Assignment| {
            made.before != made.seat && (made.before == Some(*seat) || made.seat == Some(*seat))
        };
        plan.accounts.iter().any(takes)
    };
    let row = |seat: usize| {
        let (today, after) = (reasons.book_figures(seat, true), reasons.book_figures(seat, false));
        let mean = reasons.mean(seat);
        let off = if mean > 0.0 { crate::explanations::deviation(after.potential / mean - 1.0) } else { "–".to_owned() };
        vec![
            Cell::new(hyphened(&reasons.seat(seat), 22)),
            Cell::new(format!("{} → {}", today.accounts, after.accounts)),
            Cell::new(format!(
                "{} → {}",
                n.plain(MetricUnit::Money, today.potential),
                n.plain(MetricUnit::Money, after.potential)
            )),
            Cell::new(off),
            Cell::new(format!("{} → {}", percent(today.load), percent(after.load))),
        ]
    };
    let rows: Vec<Vec<Cell>> = (0..plan.seats.len()).filter(changes).map(row).collect();
    let head = ["seat", "accounts", "potential", "vs peers", "workload"].map(str::to_owned);
    (!rows.is_empty()).then(|| table(&head, rows, width, colour))
}

/// The moves with the most potential, each with its reason and cost.
fn list(reasons: &AssignmentExplainer<'_>, plan: &Plan, moves: &[usize], width: usize) -> Vec<String> {
    let entry = |&account: &usize| {
        let owner = reasons.owner(account).map_or_else(String::new, |owner| format!("{owner} → "));
        let seat = plan.accounts[account].seat.map_or_else(|| "house account".to_owned(), |seat| reasons.seat(seat));
        let head = format!("{}: {owner}{seat}; {}.", reasons.account(account), reasons.facts(account));
        let lines = std::iter::once(reasons.why(account)).chain(reasons.back(account));
        let inner = width.saturating_sub(2).max(18);
        let indented =
            lines.flat_map(|line| paragraph(&clean(&line), inner).lines().map(|line| format!("  {line}")).collect::<Vec<_>>());
        std::iter::once(paragraph(&clean(&head), width)).chain(indented).collect::<Vec<_>>().join("\n")
    };
    let mut entries: Vec<String> = moves.iter().take(LISTED).map(entry).collect();
    if moves.len() > LISTED {
        entries.push(paragraph(&format!("And {} more; the table of appeals lists all of them.", moves.len() - LISTED), width));
    }
    entries
}
