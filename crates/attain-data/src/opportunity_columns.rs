//! Columns of the opportunities: currency, type of business, source and product.

use std::collections::{HashMap, HashSet};

use super::book::{BusinessType, Product};
use super::comparable_name::comparable;
use super::currency::CurrencyRates;
use super::parse;
use super::quality::{FindingKind, FindingTreatment};
use super::scenario_frame::ScenarioFrame;
use super::sheet::DataSheet;

/// The currency code of each amount that is not in `money.currency`.
pub(super) fn currencies(sheet: &DataSheet, rates: &CurrencyRates) -> Vec<Option<String>> {
    let code = |row: usize| {
        let cell = sheet.text("amount", row)?;
        let code = rates.code(parse::currency(cell).or_else(|| sheet.text("currency", row))?).ok()?;
        (code != rates.home).then_some(code)
    };
    (0..sheet.len()).map(code).collect()
}

/// The type of business of each row, recognised by the words that CRMs use for new business,
/// existing business (upgrade, replacement, expansion and others) and renewals.
pub(super) fn business(sheet: &mut DataSheet) -> Vec<Option<BusinessType>> {
    const EXISTING: &[&str] = &["exist", "upgrade", "downgrade", "replace", "expan", "upsell", "cross", "addon", "add"];
    let mut unknown = Vec::new();
    let mut all = Vec::with_capacity(sheet.len());
    for row in 0..sheet.len() {
        let Some(cell) = sheet.text("type", row) else {
            all.push(None);
            continue;
        };
        let word = comparable(cell);
        let business = if word.contains("renew") {
            Some(BusinessType::Renewal)
        } else if EXISTING.iter().any(|part| word.contains(part)) {
            Some(BusinessType::Existing)
        } else {
            word.contains("new").then_some(BusinessType::New)
        };
        if business.is_none() {
            unknown.push(cell.to_owned());
        }
        all.push(business);
    }
    sheet.finding(FindingKind::UnknownType, "type", unknown, FindingTreatment::Read("treated as having no type"));
    all
}

/// The source of each row. Unknown sources are reported.
pub(super) fn sources(sheet: &mut DataSheet, frame: &ScenarioFrame) -> Vec<Option<usize>> {
    let known: HashMap<String, usize> = frame.sources.iter().enumerate().map(|(at, name)| (comparable(name), at)).collect();
    let find = |row| sheet.text("source", row).map(|name| known.get(&comparable(name)).copied().ok_or_else(|| name.to_owned()));
    let all: Vec<Option<Result<usize, String>>> = (0..sheet.len()).map(find).collect();
    let unknown = all.iter().filter_map(|source| source.as_ref()?.as_ref().err().cloned()).collect();
    sheet.finding(FindingKind::UnknownSource, "source", unknown, FindingTreatment::Read("given average odds"));
    all.into_iter().map(|source| source.and_then(Result::ok)).collect()
}

/// Reports products that are not in the table of products.
pub(super) fn report_unknown_products(sheet: &mut DataSheet, products: &[Product]) {
    if products.is_empty() {
        return;
    }
    let listed: HashSet<String> = products.iter().map(|product| comparable(&product.name)).collect();
    let unknown = |row| sheet.text("product", row).filter(|name| !listed.contains(&comparable(name))).map(str::to_owned);
    let unknown = (0..sheet.len()).filter_map(unknown).collect();
    sheet.finding(FindingKind::UnknownProduct, "product", unknown, FindingTreatment::Nothing);
}
