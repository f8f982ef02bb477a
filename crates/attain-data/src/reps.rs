//! The table of reps.

use jiff::civil::Date;

use super::book::Rep;
use super::column_specs::REPS;
use super::comparable_name::comparable;
use super::currency::CurrencyRates;
use super::fault::{DataFault, NameKind};
use super::names::{NameLookup, Spellings};
use super::parse;
use super::quality::{FindingKind, FindingTreatment};
use super::scenario_frame::ScenarioFrame;
use super::sheet::DataSheet;
use attain_core::random::key_of;

/// A rep whose region and skills are not yet resolved.
#[derive(Debug)]
pub(super) struct RepDraft {
    pub rep: Rep,
    region: Option<String>,
    skills: Vec<String>,
}

/// Reads the reps, sorted by id. A blank team is filled in if the scenario has one team, and a
/// blank name defaults to the id.
pub(super) fn read(sheet: &mut DataSheet, frame: &ScenarioFrame, rates: &CurrencyRates) -> Vec<RepDraft> {
    let ids = sheet.ids();
    let teams = teams(sheet, frame);
    let [hired, mut left] = ["hired", "left"].map(|column| sheet.dates(column));
    let quotas = sheet.amounts("quota", rates);
    retire(sheet, frame, &mut left);
    let places = sheet.places();
    let mut drafts = Vec::with_capacity(ids.len());
    let mut later = Vec::new();
    for (row, id) in ids.into_iter().enumerate() {
        if let (Some(hired), Some(left)) = (hired[row], left[row])
            && left < hired
        {
            sheet.fault(row, "left", DataFault::LeftBeforeHired { hired, left });
        }
        if let Some(day) = left[row].filter(|left| *left >= frame.start && frame.history_only) {
            later.push(format!("{} leaves on {day}", id.as_deref().unwrap_or_default()));
            left[row] = None;
        }
        if let Some(left) = left[row].filter(|left| *left >= frame.start) {
            sheet.fault(row, "left", DataFault::LeftInHorizon { left });
        }
        let Some(id) = id else { continue };
        let skills = sheet.text("skills", row).unwrap_or_default().split([';', '|', ',']).map(str::trim);
        drafts.push(RepDraft {
            skills: skills.filter(|skill| !skill.is_empty()).map(str::to_owned).collect(),
            region: sheet.word("region", row),
            rep: Rep {
                key: key_of(&id),
                name: full_name(sheet, row).unwrap_or_else(|| id.clone()),
                id,
                email: sheet.word("email", row),
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
    sheet.finding(FindingKind::LeavesLater, "left", later, FindingTreatment::Read("present, because only the history counts"));
    drafts.sort_by(|a, b| a.rep.id.cmp(&b.rep.id));
    drafts
}

/// The name of a rep, or the combined first and last name.
fn full_name(sheet: &DataSheet, row: usize) -> Option<String> {
    sheet.word("name", row).or_else(|| {
        let parts: Vec<&str> = ["first-name", "last-name"].into_iter().filter_map(|column| sheet.text(column, row)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

/// Treats reps marked as inactive as having left, by default on the day before the first
/// simulated day.
fn retire(sheet: &mut DataSheet, frame: &ScenarioFrame, left: &mut [Option<Date>]) {
    let active = sheet.each("active", parse::flag);
    let mut retired = Vec::new();
    for (row, left) in left.iter_mut().enumerate() {
        if active[row] == Some(false) && left.is_none() && sheet.text("left", row).is_none() {
            *left = frame.start.yesterday().ok();
            retired.push(full_name(sheet, row).or_else(|| sheet.word("id", row)).unwrap_or_default());
        }
    }
    sheet.finding(
        FindingKind::Inactive,
        "active",
        retired,
        FindingTreatment::Read("treated as having left before the first simulated day"),
    );
}

fn teams(sheet: &mut DataSheet, frame: &ScenarioFrame) -> Vec<Option<usize>> {
    if frame.teams.names().len() == 1 {
        let teams = sheet.each("team", |cell| frame.teams.find(cell));
        let blank = (0..sheet.len()).filter(|row| sheet.text("team", *row).is_none()).count();
        sheet.filled("team", blank, "the only team of the scenario");
        return teams.into_iter().map(|team| team.or(Some(0))).collect();
    }
    if !sheet.has("team") {
        sheet.missing(REPS, "team");
        return vec![None; sheet.len()];
    }
    let teams = sheet.each("team", |cell| frame.teams.find(cell));
    for row in 0..sheet.len() {
        if sheet.text("team", row).is_none() {
            sheet.fault(row, "team", DataFault::Blank { allowed: "a team of the scenario" });
        }
    }
    teams
}

/// Collects the names used by the reps.
pub(super) fn collect_names(drafts: &[RepDraft], regions: &mut Spellings, skills: &mut Spellings) {
    for draft in drafts {
        draft.region.iter().for_each(|region| regions.add(region));
        draft.skills.iter().for_each(|skill| skills.add(skill));
    }
}

/// The reps, with names replaced by indices.
pub(super) fn finish(drafts: Vec<RepDraft>, regions: &Spellings, skills: &Spellings) -> Vec<Rep> {
    let (regions, skills) = (regions.places(), skills.places());
    let finish = |draft: RepDraft| {
        let mut known: Vec<usize> = draft.skills.iter().filter_map(|skill| skills.get(&comparable(skill)).copied()).collect();
        known.sort_unstable();
        known.dedup();
        let region = draft.region.and_then(|region| regions.get(&comparable(&region)).copied());
        Rep { region, skills: known, ..draft.rep }
    };
    drafts.into_iter().map(finish).collect()
}

/// Creates a lookup of reps by id, unique name or unique e-mail address.
pub(super) fn lookup(drafts: &[RepDraft]) -> NameLookup {
    let names = drafts.iter().enumerate().flat_map(|(place, draft)| {
        [Some(draft.rep.name.as_str()), draft.rep.email.as_deref()].into_iter().flatten().map(move |name| (place, name))
    });
    NameLookup::ids(NameKind::Rep, drafts.iter().map(|draft| draft.rep.id.as_str())).or_called(names)
}
