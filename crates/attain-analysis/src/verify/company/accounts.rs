//! Accounts and renewals of a synthetic company.

use jiff::ToSpan;

use super::truth::CompanyTruth;
use super::window::{ACCOUNTS, REGIONS, RENEWALS, SEGMENTS, START, month_start};
use attain_core::scenario::choices::{GrowthClass, RiskClass};
use attain_data::demo::DemoStream;
use attain_data::{Account, Book, BusinessType, Opportunity, Outcome};

/// Generates the accounts of a company.
pub(super) fn generate_accounts(seed: u64, book: &Book) -> Vec<Account> {
    let mut accounts = Vec::new();
    for segment in 0..SEGMENTS.len() {
        for number in 0..ACCOUNTS {
            let id = format!("A{segment}-{number:04}");
            let mut s = DemoStream::new(seed, &id, "account");
            let worked = s.chance(0.7);
            let ago = if worked { 5.0 + 80.0 * s.uniform() } else { 100.0 + 200.0 * s.uniform() };
            let potential = 100_000.0 * s.lognormal(0.8);
            let risk = [RiskClass::Low, RiskClass::Medium, RiskClass::High][s.pick([0.4, 0.35, 0.25].into_iter())];
            accounts.push(Account {
                key: attain_core::random::key_of(&format!("{seed} {id}")),
                name: id.clone(),
                family: id.clone(),
                segment,
                industry: Some((s.uniform() * book.industries.len() as f64) as usize),
                region: Some((s.uniform() * REGIONS as f64) as usize),
                place: None,
                potential,
                revenue: 0.3 * potential,
                growth: GrowthClass::Medium,
                strategic: false,
                risk,
                skill: None,
                fit: 0.5,
                engagement: None,
                owner: None,
                owner_since: None,
                last_touch: Some(START.saturating_sub((ago as i64).days())),
                created: None,
                renewal: None,
                id,
            });
        }
    }
    accounts
}

/// Generates the renewals of a company within the window.
pub(super) fn generate_renewals(seed: u64, book: &Book, truth: &CompanyTruth) -> Vec<Opportunity> {
    let mut s = DemoStream::new(seed, "company", "renewals");
    let from = book.opportunities.len();
    (0..RENEWALS)
        .map(|at| {
            let account = (s.uniform() * book.accounts.len() as f64) as usize;
            let class = match book.accounts[account].risk {
                RiskClass::Low => 0,
                RiskClass::Medium => 1,
                RiskClass::High => 2,
            };
            let lost = s.chance(truth.churn[class]);
            let closes = month_start(0).saturating_add(((s.uniform() * 729.0) as i64).days());
            let id = format!("R{:06}", from + at);
            Opportunity {
                key: attain_core::random::key_of(&id),
                id,
                account,
                owner: None,
                stage: String::new(),
                outcome: if lost { Outcome::Lost } else { Outcome::Won },
                amount: 1_000.0,
                created: Some(closes.saturating_sub(30.days())),
                closes: Some(closes),
                source: None,
                product: None,
                business: Some(BusinessType::Renewal),
                currency: None,
                stages: Vec::new(),
            }
        })
        .collect()
}
