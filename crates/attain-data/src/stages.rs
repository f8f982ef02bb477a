//! How an opportunity stands: by the table of stages, the scenario's stages, or
//! what its own row says.

use std::collections::HashMap;

use super::book::Outcome;
use super::fault::{DataFault, NameKind};
use super::names::Lookup;
use super::parse::{self, Decimal, normal};
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::Sheet;
use attain_core::scenario::choices::OpportunitiesTable;

/// What stages mean.
#[derive(Debug)]
pub(super) struct Standing {
    names: Lookup,
    outcomes: Vec<Outcome>,
}

impl Standing {
    /// The table of stages first, then the scenario's; of a stage that is both won and open, won counts.
    pub fn new(choice: &OpportunitiesTable, table: Vec<(String, Outcome)>) -> Self {
        let won = choice.won.iter().map(|name| (name.clone(), Outcome::Won));
        let lost = choice.lost.iter().map(|name| (name.clone(), Outcome::Lost));
        let open = choice.stages.iter().map(|(name, chance)| (name.clone(), Outcome::Open(chance.get())));
        let (names, outcomes) = table.into_iter().chain(won).chain(lost).chain(open).unzip();
        Self { names: Lookup::defined(NameKind::Stage, names), outcomes }
    }

    fn named(&self, stage: &str) -> Result<Outcome, DataFault> {
        self.names.find(stage).map(|place| self.outcomes[place])
    }

    /// How a row stands as far as its stage and its marks tell; nothing is said about what they do not.
    pub fn quiet(&self, sheet: &Sheet, row: usize) -> Option<Outcome> {
        let stage = sheet.text("stage", row);
        stage.and_then(|stage| self.named(stage).ok()).or_else(|| marked(sheet, row))
    }

    /// How every row stands.
    pub fn all(&self, sheet: &mut Sheet) -> Vec<Option<Outcome>> {
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
        sheet.finding(
            FindingKind::StageByRow,
            "stage",
            by_row,
            FindingTreatment::Read("read from the row's own marks of closed and won, or its chance"),
        );
        outcomes
    }
}

/// What the marks of closed and won say, where they say how it ended.
fn marked(sheet: &Sheet, row: usize) -> Option<Outcome> {
    if says(sheet, "is-won", row, true) {
        Some(Outcome::Won)
    } else if says(sheet, "is-closed", row, true) && says(sheet, "is-won", row, false) {
        Some(Outcome::Lost)
    } else {
        None
    }
}

fn says(sheet: &Sheet, column: &str, row: usize, wanted: bool) -> bool {
    sheet.text(column, row).is_some_and(|cell| parse::flag(cell).is_ok_and(|flag| flag == wanted))
}

/// Chances as shares: a column with a number above 1 is in per cent throughout.
/// A chance that is none is left out here; only a row that needs it is faulty.
fn chances(sheet: &Sheet) -> Vec<Option<f64>> {
    let read = |row: usize| {
        let cell = sheet.text("chance", row)?;
        let (digits, percent) = cell.strip_suffix('%').map_or((cell, false), |rest| (rest, true));
        Some((parse::number(digits, Decimal::Point).ok()?, percent))
    };
    let numbers: Vec<Option<(f64, bool)>> = (0..sheet.len()).map(read).collect();
    let percent = numbers.iter().flatten().any(|(number, percent)| *percent || *number > 1.0);
    let share = |(number, _): (f64, bool)| if percent { number / 100.0 } else { number };
    numbers.into_iter().map(|number| number.map(share).filter(|share| (0.0..=1.0).contains(share))).collect()
}

/// Reads a table of stages: each id and label with what it means.
pub(super) fn read(sheet: &mut Sheet) -> Vec<(String, Outcome)> {
    let ids = sheet.ids();
    let chances = sheet.shares("chance");
    let [won, closed] = ["won", "closed"].map(|column| sheet.each(column, parse::flag));
    let mut stages = Vec::new();
    let mut labels: HashMap<String, Option<(String, Outcome)>> = HashMap::new();
    for (row, id) in ids.into_iter().enumerate() {
        let Some(id) = id else { continue };
        let label = sheet.word("label", row);
        let lost = label.as_deref().is_some_and(|label| normal(label) == "closedlost");
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
                    sheet.fault(row, "chance", DataFault::Blank { allowed: "the chance of an open stage" });
                }
                continue;
            }
        };
        // A label that two pipelines use for different things tells nothing.
        if let Some(label) = label {
            let known = labels.entry(normal(&label)).or_insert_with(|| Some((label, outcome)));
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
