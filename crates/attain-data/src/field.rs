//! What the field says about accounts, blended with the data by credibility.
//!
//! For each figure of an account (its potential, the odds of its open
//! opportunities) let `n` be the sum of the confidences of all statements about
//! it and `f` their mean, weighted by confidence. The field has the credibility
//! `Z = n / (n + data-evidence)`, and the plans count with `data + Z (f - data)`:
//! Bühlmann's formula, in which the data stands for `data-evidence` statements
//! that are sure. Odds are blended for every open opportunity of the account.
//! An account keeps the segment that the data gives it.

use std::collections::BTreeMap;

use super::book::{Account, BlendedFigure, FieldView, Opportunity, Outcome};
use super::currency::Rates;
use super::fault::DataFault;
use super::names::Lookup;
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::Sheet;
use attain_core::scenario::choices::FieldTable;

/// Statements about one account: value and confidence each.
#[derive(Default)]
struct Said {
    potential: Vec<(f64, f64)>,
    odds: Vec<(f64, f64)>,
    notes: Vec<String>,
}

/// Reads the statements, blends them into accounts and opportunities, and gives both sides.
pub(super) fn read(
    sheet: &mut Sheet,
    choice: &FieldTable,
    rates: &Rates,
    known: &Lookup,
    accounts: &mut [Account],
    opportunities: &mut [Opportunity],
) -> Vec<FieldView> {
    let places = sheet.refer("account", known);
    let potentials = sheet.amounts("potential", rates);
    let [odds, confidences] = ["odds", "confidence"].map(|column| sheet.shares(column));
    let mut said: BTreeMap<usize, Said> = BTreeMap::new();
    let (mut doubtful, mut empty) = (0, Vec::new());
    for (row, place) in places.into_iter().enumerate() {
        if sheet.text("account", row).is_none() {
            sheet.fault(row, "account", DataFault::Blank { allowed: "the account's id" });
        }
        let Some(place) = place else { continue };
        doubtful += usize::from(sheet.text("confidence", row).is_none());
        let confidence = confidences[row].unwrap_or(choice.confidence.get());
        let one = said.entry(place).or_default();
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
    for (account, said) in said {
        let potential = blend(&said.potential, accounts[account].potential, choice);
        let open = opportunities.iter_mut().filter(|one| one.account == account && matches!(one.outcome, Outcome::Open(_)));
        let odds = blend_odds(&said.odds, open.collect(), choice);
        let name = &accounts[account].id;
        if potential.is_none() && !said.potential.is_empty() {
            empty.push(format!("{name}: potential without confidence"));
        }
        if odds.is_none() && !said.odds.is_empty() {
            empty.push(format!("{name}: odds without confidence, or no open opportunity"));
        }
        if let Some(blend) = potential {
            accounts[account].potential = blend.value();
        }
        views.push(FieldView { account, potential, odds, notes: said.notes });
    }
    sheet.finding(FindingKind::FieldUnused, "", empty, FindingTreatment::Nothing);
    views
}

/// The blend of what was said with what the data says; `None` where nobody is sure of anything.
fn blend(said: &[(f64, f64)], data: f64, choice: &FieldTable) -> Option<BlendedFigure> {
    let sure: f64 = said.iter().map(|(_, confidence)| confidence).sum();
    let sum: f64 = said.iter().map(|(value, confidence)| value * confidence).sum();
    (sure > 0.0).then(|| BlendedFigure { data, field: sum / sure, credibility: sure / (sure + choice.data_evidence.get()) })
}

fn blend_odds(said: &[(f64, f64)], mut open: Vec<&mut Opportunity>, choice: &FieldTable) -> Option<BlendedFigure> {
    let chance = |one: &Opportunity| if let Outcome::Open(chance) = one.outcome { chance } else { 0.0 };
    let count = open.len() as f64;
    let amount: f64 = open.iter().map(|one| one.amount).sum();
    // Where all amounts are zero each counts the same.
    let weight = |one: &Opportunity| if amount > 0.0 { one.amount / amount } else { 1.0 / count };
    let data = open.iter().map(|one| weight(one) * chance(one)).sum();
    let whole = (!open.is_empty()).then(|| blend(said, data, choice)).flatten()?;
    for one in &mut open {
        let own = BlendedFigure { data: chance(one), ..whole };
        one.outcome = Outcome::Open(own.value().clamp(0.0, 1.0));
    }
    Some(whole)
}
