//! Determines whether opportunities are open, won or lost: by the table of stages, by the
//! scenario's stages, or by other columns of the row.

use std::collections::HashMap;

use super::book::Outcome;
use super::comparable_name::comparable;
use super::fault::{DataFault, NameKind};
use super::names::NameLookup;
use super::parse;
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::DataSheet;
use attain_core::scenario::choices::{DecimalSign, OpportunitiesTable};

/// Outcomes by stage.
#[derive(Debug)]
pub(super) struct StageOutcomes {
    names: NameLookup,
    outcomes: Vec<Outcome>,
}

impl StageOutcomes {
    /// Combines the table of stages and the scenario's stages. The table takes precedence, and
    /// a stage that is both won and open counts as won.
    pub fn new(choice: &OpportunitiesTable, table: Vec<(String, Outcome)>) -> Self {
        let won = choice.won.iter().map(|name| (name.clone(), Outcome::Won));
        let lost = choice.lost.iter().map(|name| (name.clone(), Outcome::Lost));
        let open = choice.stages.iter().map(|(name, chance)| (name.clone(), Outcome::Open(chance.get())));
        let (names, outcomes) = table.into_iter().chain(won).chain(lost).chain(open).unzip();
        Self { names: NameLookup::defined(NameKind::Stage, names), outcomes }
    }

    fn named(&self, stage: &str) -> Result<Outcome, DataFault> {
        self.names.find(stage).map(|place| self.outcomes[place])
    }

    /// The outcome of a row, from its stage or flags. An unknown outcome is not reported.
    pub fn outcome_of(&self, sheet: &DataSheet, row: usize) -> Option<Outcome> {
        let stage = sheet.text("stage", row);
        stage.and_then(|stage| self.named(stage).ok()).or_else(|| marked(sheet, row))
    }

    /// The outcome of every row. Rows without an outcome are faults.
    pub fn all(&self, sheet: &mut DataSheet) -> Vec<Option<Outcome>> {
        let chances = chances(sheet);
        let mut by_row = Vec::new();
        let mut outcomes = Vec::with_capacity(sheet.len());
        for (row, chance) in chances.into_iter().enumerate() {
            let stage = sheet.word("stage", row);
            let named = stage.as_deref().map(|stage| self.named(stage));
            let outcome = match named {
                Some(Ok(outcome)) => Some(outcome),
                _ => marked(sheet, row).or_else(|| chance.filter(|_| !says(sheet, "is-closed", row, true)).map(Outcome::Open)),
            };
            match (outcome, named) {
                (Some(_), Some(Err(_)) | None) => by_row.push(stage.unwrap_or_else(|| "no stage".to_owned())),
                (None, Some(Err(problem))) => sheet.fault(row, "stage", problem),
                (None, _) => sheet.fault(row, "stage", DataFault::Blank { allowed: "a stage of the scenario" }),
                _ => {}
            }
            outcomes.push(outcome);
        }
        sheet.finding(FindingKind::StageByRow, "stage", by_row, FindingTreatment::Read("read from other columns of the row"));
        outcomes
    }
}

/// The outcome according to the columns `is-closed` and `is-won`, if available.
fn marked(sheet: &DataSheet, row: usize) -> Option<Outcome> {
    if says(sheet, "is-won", row, true) {
        Some(Outcome::Won)
    } else if says(sheet, "is-closed", row, true) && says(sheet, "is-won", row, false) {
        Some(Outcome::Lost)
    } else {
        None
    }
}

fn says(sheet: &DataSheet, column: &str, row: usize, wanted: bool) -> bool {
    sheet.text(column, row).is_some_and(|cell| parse::flag(cell).is_ok_and(|flag| flag == wanted))
}

/// Reads chances as shares. If a column contains a number above 1, all its numbers are
/// percentages. Invalid cells are ignored, because only some rows require a chance.
fn chances(sheet: &DataSheet) -> Vec<Option<f64>> {
    let read = |row: usize| {
        let cell = sheet.text("chance", row)?;
        let (digits, percent) = cell.strip_suffix('%').map_or((cell, false), |rest| (rest, true));
        Some((parse::number(digits, DecimalSign::Point).ok()?, percent))
    };
    let numbers: Vec<Option<(f64, bool)>> = (0..sheet.len()).map(read).collect();
    let percent = numbers.iter().flatten().any(|(number, percent)| *percent || *number > 1.0);
    let share = |(number, _): (f64, bool)| if percent { number / 100.0 } else { number };
    numbers.into_iter().map(|number| number.map(share).filter(|share| (0.0..=1.0).contains(share))).collect()
}

/// Reads a table of stages: the outcome of each id and label.
pub(super) fn read(sheet: &mut DataSheet) -> Vec<(String, Outcome)> {
    let ids = sheet.ids();
    let chances = sheet.shares("chance");
    let [won, closed] = ["won", "closed"].map(|column| sheet.each(column, parse::flag));
    let mut stages = Vec::new();
    let mut labels: HashMap<String, Option<(String, Outcome)>> = HashMap::new();
    for (row, id) in ids.into_iter().enumerate() {
        let Some(id) = id else { continue };
        let label = sheet.word("label", row);
        let lost = label.as_deref().is_some_and(|label| comparable(label) == "closedlost");
        let marks = sheet.has("won") || sheet.has("closed");
        let outcome = match (won[row], closed[row], chances[row]) {
            (Some(true), ..) => Outcome::Won,
            (_, Some(true), _) => Outcome::Lost,
            _ if lost => Outcome::Lost,
            (.., Some(chance)) if !marks && chance >= 1.0 => Outcome::Won,
            (.., Some(chance)) if !marks && chance <= 0.0 => Outcome::Lost,
            (.., Some(chance)) => Outcome::Open(chance),
            (.., None) => {
                if sheet.text("chance", row).is_none() {
                    sheet.fault(row, "chance", DataFault::Blank { allowed: "the win probability of an open stage" });
                }
                continue;
            }
        };
        // A label that two pipelines use for different outcomes is ambiguous.
        if let Some(label) = label {
            let known = labels.entry(comparable(&label)).or_insert_with(|| Some((label, outcome)));
            if known.as_ref().is_some_and(|(_, other)| *other != outcome) {
                *known = None;
            }
        }
        stages.push((id, outcome));
    }
    let mut labels: Vec<(String, Outcome)> = labels.into_values().flatten().collect();
    labels.sort_by(|a, b| a.0.cmp(&b.0));
    stages.extend(labels);
    stages
}
