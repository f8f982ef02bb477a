//! The small tables beside the accounts, reps and opportunities.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::book::{Opportunity, Product, StageChange};
use super::currency::Rates;
use super::fault::{DataFault, NameKind};
use super::names::Lookup;
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::Sheet;

/// Products with their list prices, by name.
pub(super) fn products(sheet: &mut Sheet, rates: &Rates) -> Vec<Product> {
    let prices = sheet.amounts("price", rates);
    let mut products: Vec<Product> = Vec::new();
    for (row, price) in prices.into_iter().enumerate() {
        let name = sheet.word("product", row);
        for (column, missing) in [("product", name.is_none()), ("price", sheet.text("price", row).is_none())] {
            if missing {
                sheet.fault(row, column, DataFault::Blank { allowed: "a product with its list price" });
            }
        }
        let (Some(name), Some(price)) = (name, price) else { continue };
        if products.iter().any(|known| known.name == name) {
            sheet.fault(row, "product", DataFault::DuplicateId { id: name, first: "another row".to_owned() });
        } else {
            products.push(Product { name, price });
        }
    }
    products.sort_by(|a, b| a.name.cmp(&b.name));
    products
}

/// The account of each opportunity that a table of links names; of several, the first.
pub(super) fn links(sheet: &mut Sheet) -> HashMap<String, String> {
    let mut links = HashMap::with_capacity(sheet.len());
    let mut several = Vec::new();
    for row in 0..sheet.len() {
        let (opportunity, account) = (sheet.word("opportunity", row), sheet.word("account", row));
        for (column, missing) in [("opportunity", opportunity.is_none()), ("account", account.is_none())] {
            if missing {
                sheet.fault(row, column, DataFault::Blank { allowed: "an id" });
            }
        }
        if let (Some(opportunity), Some(account)) = (opportunity, account) {
            match links.entry(opportunity) {
                Entry::Occupied(known) => several.push(known.key().clone()),
                Entry::Vacant(free) => _ = free.insert(account),
            }
        }
    }
    sheet.finding(
        FindingKind::SeveralCompanies,
        "account",
        several,
        FindingTreatment::Read("belongs to the one of the first row"),
    );
    links
}

/// Gives the opportunities the stages that they entered.
pub(super) fn history(sheet: &mut Sheet, opportunities: &mut [Opportunity], reps: Option<&Lookup>) {
    let days = sheet.dates("date");
    let owners = match reps {
        Some(reps) => (0..sheet.len()).map(|row| sheet.text("owner", row).and_then(|owner| reps.find(owner).ok())).collect(),
        None => vec![None; sheet.len()],
    };
    let known = Lookup::ids(NameKind::Opportunity, opportunities.iter().map(|one| one.id.as_str()));
    let mut strangers = Vec::new();
    for (row, owner) in owners.into_iter().enumerate() {
        for column in ["opportunity", "stage", "date"] {
            if sheet.text(column, row).is_none() {
                sheet.fault(row, column, DataFault::Blank { allowed: "an opportunity, its stage and the day it entered it" });
            }
        }
        let (Some(id), Some(stage), Some(on)) = (sheet.word("opportunity", row), sheet.word("stage", row), days[row]) else {
            continue;
        };
        match known.find(&id) {
            Ok(place) => opportunities[place].stages.push(StageChange { on, stage, owner }),
            Err(_) => strangers.push(id),
        }
    }
    sheet.finding(FindingKind::UnknownOpportunity, "opportunity", strangers, FindingTreatment::LeftOut);
    for opportunity in opportunities {
        opportunity.stages.sort_by(|a, b| (a.on, &a.stage, a.owner).cmp(&(b.on, &b.stage, b.owner)));
    }
}
