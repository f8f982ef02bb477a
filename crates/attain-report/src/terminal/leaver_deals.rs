//! The open opportunities of a leaver, with what is proposed for each. Equal proposals are listed
//! together.

use std::collections::BTreeMap;

use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, plural};
use attain_core::plan::Plan;
use attain_data::{Book, Outcome};
use attain_design::revisions::{DealHandling, DealProposal};

/// Paragraphs on all opportunities, one for each proposal.
pub(super) fn deal_paragraphs(book: &Book, plan: &Plan, deals: &[DealProposal]) -> Vec<String> {
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let amount = |deal: &DealProposal| book.opportunities[deal.opportunity].amount;
    let mut alike: BTreeMap<DealHandling, Vec<&DealProposal>> = BTreeMap::new();
    for deal in deals {
        alike.entry(deal.handling).or_default().push(deal);
    }
    let paragraph = |(handling, deals): (DealHandling, Vec<&DealProposal>)| {
        let sum: f64 = deals.iter().map(|deal| amount(deal)).sum();
        let listed: Vec<String> = deals.iter().map(|deal| entry(book, n, deal)).collect();
        format!(
            "{} of {} {}: {}.",
            plural(deals.len(), "open deal"),
            n.plain(MetricUnit::Money, sum),
            words(book, plan, handling, deals.len()),
            listed.join("; ")
        )
    };
    alike.into_iter().map(paragraph).collect()
}

/// An opportunity: account, amount, chance and the day on which it is expected to close.
fn entry(book: &Book, n: NumberFormat, deal: &DealProposal) -> String {
    let opportunity = &book.opportunities[deal.opportunity];
    let account = &book.accounts[opportunity.account];
    let chance = match opportunity.outcome {
        Outcome::Open(chance) => format!(" at {:.0} %", 100.0 * chance),
        Outcome::Won | Outcome::Lost => String::new(),
    };
    let about = if deal.dated { "" } else { "about " };
    let name = if account.name.is_empty() { &account.id } else { &account.name };
    format!("{name} {}{chance}, {about}{}", n.plain(MetricUnit::Money, opportunity.amount), deal.expected)
}

/// What is proposed.
fn words(book: &Book, plan: &Plan, handling: DealHandling, deals: usize) -> String {
    let verb = |one: &str, many: &str| if deals == 1 { one.to_owned() } else { many.to_owned() };
    match handling {
        DealHandling::StaysUntilClose => {
            format!("{} with the leaver, who has the time to close", verb("stays", "stay"))
        }
        DealHandling::HandOver(seat) => {
            let seat = &plan.seats[seat];
            format!("{} to {}", verb("goes", "go"), if seat.name.is_empty() { &seat.id } else { &seat.name })
        }
        DealHandling::Manager => {
            let known = plan.seats.iter().find(|seat| {
                let leaves = plan.scenario.attrition.leavers.last().is_some_and(|leaver| leaver.rep == seat.id);
                leaves && !seat.manager.is_empty()
            });
            let manager = known.map_or_else(String::new, |seat| format!(" {}", seat.manager));
            format!("{} to the manager{manager} until the backfill starts", verb("goes", "go"))
        }
        DealHandling::Colleagues => {
            let what = if book.teams.len() > 1 { "of the team " } else { "" };
            format!("{} to colleagues {what}with spare time until the backfill starts", verb("goes", "go"))
        }
        DealHandling::Nobody => format!("{} nobody to work on {}", verb("has", "have"), verb("it", "them")),
    }
}
