//! Statements from the field about accounts, blended with the data by credibility.
//!
//! For each figure of an account (its potential, the odds of its open
//! opportunities), let `n` be the sum of the confidences of all statements about
//! it and `f` their mean weighted by confidence. The statements have the credibility
//! `Z = n / (n + data-evidence)`, and plans use `data + Z (f - data)`. This is Bühlmann's
//! formula, in which the data counts as `data-evidence` fully confident statements. Odds
//! are blended for every open opportunity of the account. The account's segment is always
//! determined by the data.

use std::collections::BTreeMap;

use super::book::{Account, BlendedFigure, FieldView, Opportunity, Outcome};
use super::currency::CurrencyRates;
use super::fault::DataFault;
use super::names::NameLookup;
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::DataSheet;
use attain_core::scenario::choices::FieldTable;

/// Statements about one account, as pairs of value and confidence.
#[derive(Default)]
struct FieldStatements {
    potential: Vec<(f64, f64)>,
    odds: Vec<(f64, f64)>,
    notes: Vec<String>,
}

/// Reads the statements and blends them into accounts and opportunities. Returns the
/// figures from the data and from the field.
pub(super) fn read(
    sheet: &mut DataSheet,
    choice: &FieldTable,
    rates: &CurrencyRates,
    known: &NameLookup,
    accounts: &mut [Account],
    opportunities: &mut [Opportunity],
) -> Vec<FieldView> {
    let places = sheet.refer("account", known);
    let potentials = sheet.amounts("potential", rates);
    let [odds, confidences] = ["odds", "confidence"].map(|column| sheet.shares(column));
    let mut statements: BTreeMap<usize, FieldStatements> = BTreeMap::new();
    let (mut doubtful, mut empty) = (0, Vec::new());
    for (row, place) in places.into_iter().enumerate() {
        if sheet.text("account", row).is_none() {
            sheet.fault(row, "account", DataFault::Blank { allowed: "the account's id" });
        }
        let Some(place) = place else { continue };
        doubtful += usize::from(sheet.text("confidence", row).is_none());
        let confidence = confidences[row].unwrap_or(choice.confidence.get());
        let one = statements.entry(place).or_default();
        one.potential.extend(potentials[row].map(|value| (value, confidence)));
        one.odds.extend(odds[row].map(|value| (value, confidence)));
        if let Some(note) = sheet.text("note", row) {
            one.notes.push(sheet.text("by", row).map_or_else(|| note.to_owned(), |by| format!("{by}: {note}")));
        }
        if potentials[row].is_none() && odds[row].is_none() {
            empty.push(format!("{}: neither potential nor odds", sheet.row(row).words()));
        }
    }
    sheet.filled("confidence", doubtful, "the `confidence` of the scenario");
    let mut views = Vec::new();
    for (account, stated) in statements {
        let potential = blend(&stated.potential, accounts[account].potential, choice);
        let open = opportunities.iter_mut().filter(|one| one.account == account && matches!(one.outcome, Outcome::Open(_)));
        let odds = blend_odds(&stated.odds, open.collect(), choice);
        let name = &accounts[account].id;
        if potential.is_none() && !stated.potential.is_empty() {
            empty.push(format!("{name}: potential without confidence"));
        }
        if odds.is_none() && !stated.odds.is_empty() {
            empty.push(format!("{name}: odds without confidence, or no open opportunity"));
        }
        if let Some(blend) = potential {
            accounts[account].potential = blend.value();
        }
        views.push(FieldView { account, potential, odds, notes: stated.notes });
    }
    sheet.finding(FindingKind::FieldUnused, "", empty, FindingTreatment::Nothing);
    views
}

/// The blend of statements with a figure of the data; `None` if no statement has any confidence.
fn blend(statements: &[(f64, f64)], data: f64, choice: &FieldTable) -> Option<BlendedFigure> {
    let sure: f64 = statements.iter().map(|(_, confidence)| confidence).sum();
    let sum: f64 = statements.iter().map(|(value, confidence)| value * confidence).sum();
    (sure > 0.0).then(|| BlendedFigure { data, field: sum / sure, credibility: sure / (sure + choice.data_evidence.get()) })
}

fn blend_odds(statements: &[(f64, f64)], mut open: Vec<&mut Opportunity>, choice: &FieldTable) -> Option<BlendedFigure> {
    let chance = |one: &Opportunity| if let Outcome::Open(chance) = one.outcome { chance } else { 0.0 };
    let count = open.len() as f64;
    let amount: f64 = open.iter().map(|one| one.amount).sum();
    // If all amounts are zero, all opportunities have the same weight.
    let weight = |one: &Opportunity| if amount > 0.0 { one.amount / amount } else { 1.0 / count };
    let data = open.iter().map(|one| weight(one) * chance(one)).sum();
    let whole = (!open.is_empty()).then(|| blend(statements, data, choice)).flatten()?;
    for one in &mut open {
        let own = BlendedFigure { data: chance(one), ..whole };
        one.outcome = Outcome::Open(own.value().clamp(0.0, 1.0));
    }
    Some(whole)
}
