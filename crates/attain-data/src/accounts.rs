//! The table of accounts.
//!
//! What is missing is filled in so: the name is the id; the segment follows
//! from the potential (`potential-from`); the potential is the revenue, for an
//! account is worth at least what it spends (neither: a fault); revenue is none;
//! growth and risk are medium; the account is not strategic; fit is 0.5. A blank
//! owner, or one who has left, means nobody: the carve assigns the account.

use super::book::{Account, Rep};
use super::bought::Bought;
use super::columns;
use super::currency::Rates;
use super::fault::DataFault;
use super::names::{Frame, Lookup, Spellings};
use super::parse::{self, normal};
use super::reading::ColumnReport;
use super::sheet::Sheet;
use attain_core::random::key_of;
use attain_core::scenario::choices::{GrowthClass, RiskClass};

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

/// What reading the accounts needs beside their file.
pub(super) struct Needs<'a> {
    /// Segments and the like.
    pub frame: &'a Frame,
    /// Currencies.
    pub rates: &'a Rates,
    /// What the accounts bought, where no column holds the potential.
    pub bought: Option<Bought>,
}

/// Reads the accounts, by id.
pub(super) fn read(sheet: &mut Sheet, needs: &Needs<'_>) -> Vec<Draft> {
    whose_revenue(sheet);
    let ids = sheet.ids();
    let revenues = sheet.amounts("revenue", needs.rates);
    let potentials = potentials(sheet, needs, &revenues);
    let segments = segments(sheet, needs.frame, &potentials);
    let growth = sheet.each("growth", parse::class);
    let risk = sheet.each("risk", parse::class);
    let strategic = sheet.each("strategic", parse::flag);
    let [fit, engagement] = ["fit", "engagement"].map(|column| sheet.shares(column));
    let [owner_since, last_touch, renewal] = ["owner-since", "last-touch", "renewal"].map(|column| sheet.dates(column));
    let places = sheet.places();
    let blank = |sheet: &Sheet, column: &str| (0..sheet.len()).filter(|row| sheet.text(column, *row).is_none()).count();
    for (column, rule) in [
        ("name", "the id stands for it"),
        ("growth", "medium"),
        ("risk", "medium"),
        ("strategic", "not strategic"),
        ("fit", "0.5"),
        ("revenue", "none"),
    ] {
        sheet.filled(column, blank(sheet, column), rule);
    }
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
                potential: potentials[row].unwrap_or_default(),
                revenue: revenues[row].unwrap_or_default(),
                growth: [GrowthClass::Low, GrowthClass::Medium, GrowthClass::High][usize::from(growth[row].unwrap_or(1))],
                strategic: strategic[row].unwrap_or(false),
                risk: [RiskClass::Low, RiskClass::Medium, RiskClass::High][usize::from(risk[row].unwrap_or(1))],
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

/// Firmographic columns beside which a `revenue` may be the customer's own turnover.
const FIRMOGRAPHIC: &[&str] = &["employees", "numberofemployees", "yearestablished", "founded", "yearfounded", "headcount"];

/// A `revenue` that nobody mapped, beside the customer's number of employees, has to be explained.
fn whose_revenue(sheet: &mut Sheet) {
    let beside = FIRMOGRAPHIC.iter().find_map(|header| sheet.ignores(header)).map(str::to_owned);
    let plain = |column: &ColumnReport| !column.mapped && columns::bare(&column.theirs) == "revenue";
    if let (Some(beside), true) = (beside, sheet.reading.column("revenue").is_some_and(|column| plain(column))) {
        let column = sheet.header("revenue").to_owned();
        sheet.findings.file(DataFault::WhoseRevenue { column, beside });
    }
}

/// The potentials: from the column, else the revenue, else what was bought.
fn potentials(sheet: &mut Sheet, needs: &Needs<'_>, revenues: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut potentials = sheet.amounts("potential", needs.rates);
    let (mut by_revenue, mut by_history) = (0, 0);
    for (row, potential) in potentials.iter_mut().enumerate() {
        if sheet.text("potential", row).is_some() {
            continue;
        }
        if let Some(bought) = &needs.bought {
            *potential = bought.potential(sheet.text("id", row), sheet.text("name", row));
            by_history += usize::from(potential.is_some());
            if potential.is_none() {
                sheet.fault(
                    row,
                    "potential",
                    DataFault::Blank { allowed: "a yearly potential, or opportunities won to take it from" },
                );
            }
        } else if sheet.text("revenue", row).is_some() {
            *potential = revenues[row];
            by_revenue += 1;
        } else {
            sheet.fault(row, "potential", DataFault::Blank { allowed: "a yearly potential, or the revenue to stand for it" });
        }
    }
    sheet.filled("potential", by_revenue, "the revenue stands for it");
    sheet.filled("potential", by_history, "what was won a year, over the share presumed sold");
    if !potentials.is_empty() && potentials.iter().all(|potential| *potential == Some(0.0)) {
        sheet.findings.file(DataFault::NoPotential);
    }
    potentials
}

fn segments(sheet: &mut Sheet, frame: &Frame, potentials: &[Option<f64>]) -> Vec<Option<usize>> {
    let mut segments = sheet.each("segment", |cell| frame.segments.find(cell));
    let mut filled = 0;
    for (row, segment) in segments.iter_mut().enumerate() {
        let Some(potential) = potentials[row] else { continue };
        if segment.is_none() && sheet.text("segment", row).is_none() {
            *segment = frame.segment_for(potential);
            filled += 1;
            if segment.is_none() {
                sheet.fault(row, "segment", DataFault::NoSegmentFits { potential });
            }
        }
    }
    sheet.filled("segment", filled, "by the potential (`potential-from`)");
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
pub(super) fn own(drafts: &mut [Draft], reps: Option<(&[Rep], &Lookup)>, sheet: &mut Sheet) {
    let Some((reps, ids)) = reps else { return };
    let mut owners = vec![None; sheet.len()];
    for draft in drafts {
        let found = draft.owner.as_deref().map(|owner| ids.find(owner));
        match found {
            Some(Ok(owner)) => {
                owners[draft.row] = Some(owner);
                match reps[owner].left {
                    None => draft.account.owner = Some(owner),
                    Some(_) => draft.account.owner_since = None,
                }
            }
            Some(Err(problem)) => sheet.fault(draft.row, "owner", problem),
            None => draft.account.owner_since = None,
        }
    }
    sheet.tell_names("owner", ids, &owners);
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
