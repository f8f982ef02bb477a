//! Auxiliary tables: products, links and stage history.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::book::{Opportunity, Product, StageChange};
use super::currency::CurrencyRates;
use super::fault::{DataFault, NameKind};
use super::names::NameLookup;
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::DataSheet;

/// Reads products with their list prices, sorted by name.
pub(super) fn products(sheet: &mut DataSheet, rates: &CurrencyRates) -> Vec<Product> {
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

/// Reads the account of each opportunity from a table of links. If there are several, the first
/// one is used.
pub(super) fn links(sheet: &mut DataSheet) -> HashMap<String, String> {
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
        FindingTreatment::Read("the account of the first row is used"),
    );
    links
}

/// Adds the stages that the opportunities entered.
pub(super) fn history(sheet: &mut DataSheet, opportunities: &mut [Opportunity], reps: Option<&NameLookup>) {
    let days = sheet.dates("date");
    let owners = match reps {
        Some(reps) => (0..sheet.len()).map(|row| sheet.text("owner", row).and_then(|owner| reps.find(owner).ok())).collect(),
        None => vec![None; sheet.len()],
    };
    let known = NameLookup::ids(NameKind::Opportunity, opportunities.iter().map(|one| one.id.as_str()));
    let mut strangers = Vec::new();
    for (row, owner) in owners.into_iter().enumerate() {
        for column in ["opportunity", "stage", "date"] {
            if sheet.text(column, row).is_none() {
                sheet.fault(
                    row,
                    column,
                    DataFault::Blank { allowed: "an opportunity, a stage and the date on which it was entered" },
                );
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
