//! The table of reps.

use super::book::Rep;
use super::names::{Frame, Spellings};
use super::parse::normal;
use super::problem::DataProblem;
use super::sheet::Sheet;
use crate::world::address::key_of;

/// A rep whose region and skills are still names.
#[derive(Debug)]
pub(super) struct Draft {
    /// All else.
    pub rep: Rep,
    region: Option<String>,
    skills: Vec<String>,
}

/// Reads the reps, by id. A blank team is the scenario's only one; a blank name is the id.
pub(super) fn read(sheet: &mut Sheet, frame: &Frame) -> Vec<Draft> {
    let ids = sheet.ids();
    let teams = teams(sheet, frame);
    let [hired, left] = ["hired", "left"].map(|column| sheet.dates(column));
    let quotas = sheet.amounts("quota");
    let places = sheet.places();
    let mut drafts = Vec::with_capacity(ids.len());
    for (row, id) in ids.into_iter().enumerate() {
        if let (Some(hired), Some(left)) = (hired[row], left[row])
            && left < hired
        {
            sheet.fault(row, "left", DataProblem::LeftBeforeHired { hired, left });
        }
        if let Some(left) = left[row].filter(|left| *left >= frame.start) {
            sheet.fault(row, "left", DataProblem::LeftInHorizon { left });
        }
        let Some(id) = id else { continue };
        let skills = sheet.text("skills", row).unwrap_or_default().split([';', '|', ',']).map(str::trim);
        drafts.push(Draft {
            skills: skills.filter(|skill| !skill.is_empty()).map(str::to_owned).collect(),
            region: sheet.word("region", row),
            rep: Rep {
                key: key_of(&id),
                name: sheet.word("name", row).unwrap_or_else(|| id.clone()),
                id,
                team: teams[row].unwrap_or_default(),
                region: None,
                manager: sheet.word("manager", row).unwrap_or_default(),
                hired: hired[row],
                left: left[row],
                quota: quotas[row],
                skills: Vec::new(),
                place: places[row],
            },
        });
    }
    drafts.sort_by(|a, b| a.rep.id.cmp(&b.rep.id));
    drafts
}

fn teams(sheet: &mut Sheet, frame: &Frame) -> Vec<Option<usize>> {
    if frame.teams.names().len() == 1 {
        let teams = sheet.each("team", |cell| frame.teams.find(cell));
        return teams.into_iter().map(|team| team.or(Some(0))).collect();
    }
    if !sheet.has("team") {
        sheet.missing("team");
        return vec![None; sheet.len()];
    }
    let teams = sheet.each("team", |cell| frame.teams.find(cell));
    for row in 0..sheet.len() {
        if sheet.text("team", row).is_none() {
            sheet.fault(row, "team", DataProblem::Blank { allowed: "a team of the scenario" });
        }
    }
    teams
}

/// Adds the names that the reps use.
pub(super) fn name(drafts: &[Draft], regions: &mut Spellings, skills: &mut Spellings) {
    for draft in drafts {
        draft.region.iter().for_each(|region| regions.add(region));
        draft.skills.iter().for_each(|skill| skills.add(skill));
    }
}

/// The reps, names replaced by positions.
pub(super) fn finish(drafts: Vec<Draft>, regions: &Spellings, skills: &Spellings) -> Vec<Rep> {
    let (regions, skills) = (regions.places(), skills.places());
    let finish = |draft: Draft| {
        let mut known: Vec<usize> = draft.skills.iter().filter_map(|skill| skills.get(&normal(skill)).copied()).collect();
        known.sort_unstable();
        known.dedup();
        let region = draft.region.and_then(|region| regions.get(&normal(&region)).copied());
        Rep { region, skills: known, ..draft.rep }
    };
    drafts.into_iter().map(finish).collect()
}
