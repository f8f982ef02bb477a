//! The table of accounts.
//!
//! What is missing is filled in so: the name is the id; the segment follows
//! from the potential (`potential-from`); the potential is the revenue, for an
//! account is worth at least what it spends (neither: a fault); revenue is none;
//! growth and risk are medium; the account is not strategic; fit is 0.5. A blank
//! owner, or one who has left, means nobody: the carve assigns the account.

use super::book::{Account, Rep};
use super::names::{Frame, Lookup, Spellings};
use super::parse::{self, normal};
use super::problem::DataProblem;
use super::sheet::Sheet;
use crate::scenario::choices::{Growth, Risk};
use crate::world::address::key_of;

const AVERAGE_FIT: f64 = 0.5;

/// An account whose industry, region, skill, owner and parent are still names.
#[derive(Debug)]
pub(super) struct Draft {
    /// All else.
    pub account: Account,
    /// Row of the file.
    pub row: usize,
    /// The parent account's id.
    pub parent: Option<String>,
    industry: Option<String>,
    region: Option<String>,
    skill: Option<String>,
    owner: Option<String>,
}

/// Reads the accounts, by id.
pub(super) fn read(sheet: &mut Sheet, frame: &Frame) -> Vec<Draft> {
    let ids = sheet.ids();
    let potentials = potentials(sheet);
    let revenues = sheet.amounts("revenue");
    let segments = segments(sheet, frame, &potentials, &revenues);
    let growth = sheet.each("growth", parse::class);
    let risk = sheet.each("risk", parse::class);
    let strategic = sheet.each("strategic", parse::flag);
    let [fit, engagement] = ["fit", "engagement"].map(|column| sheet.shares(column));
    let [owner_since, last_touch, renewal] = ["owner-since", "last-touch", "renewal"].map(|column| sheet.dates(column));
    let places = sheet.places();
    let draft = |(row, id): (usize, Option<String>)| {
        let id = id?;
        Some(Draft {
            row,
            parent: sheet.word("parent", row),
            industry: sheet.word("industry", row),
            region: sheet.word("region", row),
            skill: sheet.word("skill", row),
            owner: sheet.word("owner", row),
            account: Account {
                key: key_of(&id),
                name: sheet.word("name", row).unwrap_or_else(|| id.clone()),
                segment: segments[row].unwrap_or_default(),
                industry: None,
                region: None,
                place: places[row],
                potential: potentials[row].or(revenues[row]).unwrap_or_default(),
                revenue: revenues[row].unwrap_or_default(),
                growth: [Growth::Low, Growth::Medium, Growth::High][usize::from(growth[row].unwrap_or(1))],
                strategic: strategic[row].unwrap_or(false),
                risk: [Risk::Low, Risk::Medium, Risk::High][usize::from(risk[row].unwrap_or(1))],
                family: id.clone(),
                skill: None,
                fit: fit[row].unwrap_or(AVERAGE_FIT),
                engagement: engagement[row],
                owner: None,
                owner_since: owner_since[row],
                last_touch: last_touch[row],
                renewal: renewal[row],
                id,
            },
        })
    };
    let mut drafts: Vec<Draft> = ids.into_iter().enumerate().filter_map(draft).collect();
    drafts.sort_by(|a, b| a.account.id.cmp(&b.account.id));
    drafts
}

fn potentials(sheet: &mut Sheet) -> Vec<Option<f64>> {
    let potentials = sheet.amounts("potential");
    for row in 0..sheet.len() {
        if sheet.text("potential", row).is_none() && sheet.text("revenue", row).is_none() {
            sheet.fault(row, "potential", DataProblem::Blank { allowed: "a yearly potential, or the revenue to stand for it" });
        }
    }
    if !potentials.is_empty() && potentials.iter().all(|potential| *potential == Some(0.0)) {
        sheet.findings.file(DataProblem::NoPotential);
    }
    potentials
}

fn segments(sheet: &mut Sheet, frame: &Frame, potentials: &[Option<f64>], revenues: &[Option<f64>]) -> Vec<Option<usize>> {
    let mut segments = sheet.each("segment", |cell| frame.segments.find(cell));
    for (row, segment) in segments.iter_mut().enumerate() {
        let Some(potential) = potentials[row].or(revenues[row]) else { continue };
        if segment.is_none() && sheet.text("segment", row).is_none() {
            *segment = frame.segment_for(potential);
            if segment.is_none() {
                sheet.fault(row, "segment", DataProblem::NoSegmentFits { potential });
            }
        }
    }
    segments
}

/// Adds the names that the accounts use.
pub(super) fn name(drafts: &[Draft], industries: &mut Spellings, regions: &mut Spellings, skills: &mut Spellings) {
    for draft in drafts {
        draft.industry.iter().for_each(|industry| industries.add(industry));
        draft.region.iter().for_each(|region| regions.add(region));
        draft.skill.iter().for_each(|skill| skills.add(skill));
    }
}

/// Finds each account's owner. `reps` is `None` when the file of reps cannot be used: nothing is said then.
pub(super) fn own(drafts: &mut [Draft], reps: Option<&[Rep]>, sheet: &mut Sheet) {
    let Some(reps) = reps else { return };
    let ids = Lookup::reps(reps);
    for draft in drafts {
        let found = draft.owner.as_deref().map(|owner| ids.find(owner));
        match found {
            Some(Ok(owner)) if reps[owner].left.is_none() => draft.account.owner = Some(owner),
            Some(Err(problem)) => sheet.fault(draft.row, "owner", problem),
            _ => draft.account.owner_since = None,
        }
    }
}

/// Whether some account names an owner.
pub(super) fn any_owner(drafts: &[Draft]) -> bool {
    drafts.iter().any(|draft| draft.owner.is_some())
}

/// The accounts, names replaced by positions.
pub(super) fn finish(drafts: Vec<Draft>, industries: &Spellings, regions: &Spellings, skills: &Spellings) -> Vec<Account> {
    let (industries, regions, skills) = (industries.places(), regions.places(), skills.places());
    let finish = |draft: Draft| Account {
        industry: draft.industry.and_then(|name| industries.get(&normal(&name)).copied()),
        region: draft.region.and_then(|name| regions.get(&normal(&name)).copied()),
        skill: draft.skill.and_then(|name| skills.get(&normal(&name)).copied()),
        ..draft.account
    };
    drafts.into_iter().map(finish).collect()
}
