//! The table of accounts.
//!
//! Blank cells are filled in as follows. The name defaults to the id. The segment is derived
//! chosen by potential and `potential-from`. The potential defaults to the revenue, because an
//! account can spend at least what it spends today; if both are blank, this is a fault. Revenue
//! defaults to zero, growth and risk to medium, strategic to no, and fit to 0.5. An account whose
//! owner is blank or has left has no owner, and the design assigns it.

use super::book::{Account, Rep};
use super::comparable_name::{bare, comparable};
use super::currency::CurrencyRates;
use super::fault::DataFault;
use super::names::{NameLookup, Spellings};
use super::parse;
use super::purchase_history::PurchaseHistory;
use super::reading::ColumnReport;
use super::scenario_frame::ScenarioFrame;
use super::sheet::DataSheet;
use attain_core::random::key_of;
use attain_core::scenario::choices::{GrowthClass, RiskClass};

const AVERAGE_FIT: f64 = 0.5;

/// An account whose industry, region, skill, owner and parent are not yet resolved.
#[derive(Debug)]
pub(super) struct AccountDraft {
    pub account: Account,
    /// Row of the table.
    pub row: usize,
    /// Id of the parent account.
    pub parent: Option<String>,
    industry: Option<String>,
    region: Option<String>,
    skill: Option<String>,
    owner: Option<String>,
}

/// Inputs for reading the accounts besides their table.
pub(super) struct AccountInputs<'a> {
    pub frame: &'a ScenarioFrame,
    pub rates: &'a CurrencyRates,
    /// Past purchases, if potentials are estimated from them.
    pub purchases: Option<PurchaseHistory>,
}

/// Reads the accounts, sorted by id.
pub(super) fn read(sheet: &mut DataSheet, inputs: &AccountInputs<'_>) -> Vec<AccountDraft> {
    check_meaning_of_revenue(sheet);
    let ids = sheet.ids();
    let revenues = sheet.amounts("revenue", inputs.rates);
    let potentials = potentials(sheet, inputs, &revenues);
    let segments = segments(sheet, inputs.frame, &potentials);
    let growth = sheet.each("growth", parse::class);
    let risk = sheet.each("risk", parse::class);
    let strategic = sheet.each("strategic", parse::flag);
    let [fit, engagement] = ["fit", "engagement"].map(|column| sheet.shares(column));
    let [owner_since, last_touch, renewal] = ["owner-since", "last-touch", "renewal"].map(|column| sheet.dates(column));
    let places = sheet.places();
    let blank = |sheet: &DataSheet, column: &str| (0..sheet.len()).filter(|row| sheet.text(column, *row).is_none()).count();
    for (column, rule) in [
        ("name", "set to the id"),
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
        Some(AccountDraft {
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
    let mut drafts: Vec<AccountDraft> = ids.into_iter().enumerate().filter_map(draft).collect();
    drafts.sort_by(|a, b| a.account.id.cmp(&b.account.id));
    drafts
}

/// Firmographic columns. In a file with one of them, a column `revenue` may be the customer's own
/// turnover.
const FIRMOGRAPHIC: &[&str] = &["employees", "numberofemployees", "yearestablished", "founded", "yearfounded", "headcount"];

/// Reports an unmapped column `revenue` in a file with a firmographic column, because it could
/// be the customer's own turnover.
fn check_meaning_of_revenue(sheet: &mut DataSheet) {
    let beside = FIRMOGRAPHIC.iter().find_map(|header| sheet.ignores(header)).map(str::to_owned);
    let plain = |column: &ColumnReport| !column.mapped && bare(&column.theirs) == "revenue";
    if let (Some(beside), true) = (beside, sheet.reading.column("revenue").is_some_and(|column| plain(column))) {
        let column = sheet.header("revenue").to_owned();
        sheet.faults.file(DataFault::WhoseRevenue { column, beside });
    }
}

/// The potentials, from the potential column, the revenue or past purchases.
fn potentials(sheet: &mut DataSheet, inputs: &AccountInputs<'_>, revenues: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut potentials = sheet.amounts("potential", inputs.rates);
    let (mut by_revenue, mut by_history) = (0, 0);
    for (row, potential) in potentials.iter_mut().enumerate() {
        if sheet.text("potential", row).is_some() {
            continue;
        }
        if let Some(purchases) = &inputs.purchases {
            *potential = purchases.potential(sheet.text("id", row), sheet.text("name", row));
            by_history += usize::from(potential.is_some());
            if potential.is_none() {
                sheet.fault(
                    row,
                    "potential",
                    DataFault::Blank { allowed: "a yearly potential, or won opportunities to estimate it from" },
                );
            }
        } else if sheet.text("revenue", row).is_some() {
            *potential = revenues[row];
            by_revenue += 1;
        } else {
            sheet.fault(row, "potential", DataFault::Blank { allowed: "a yearly potential, or a revenue to use instead" });
        }
    }
    sheet.filled("potential", by_revenue, "set to the revenue");
    sheet.filled("potential", by_history, "amount won per year, divided by the share already sold");
    if !potentials.is_empty() && potentials.iter().all(|potential| *potential == Some(0.0)) {
        sheet.faults.file(DataFault::NoPotential);
    }
    potentials
}

fn segments(sheet: &mut DataSheet, frame: &ScenarioFrame, potentials: &[Option<f64>]) -> Vec<Option<usize>> {
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
    sheet.filled("segment", filled, "chosen by potential and `potential-from`");
    segments
}

/// Collects the names used by the accounts.
pub(super) fn collect_names(
    drafts: &[AccountDraft],
    industries: &mut Spellings,
    regions: &mut Spellings,
    skills: &mut Spellings,
) {
    for draft in drafts {
        draft.industry.iter().for_each(|industry| industries.add(industry));
        draft.region.iter().for_each(|region| regions.add(region));
        draft.skill.iter().for_each(|skill| skills.add(skill));
    }
}

/// Resolves the owner of each account. If `reps` is `None` because the file of reps cannot
/// be used, nothing is reported.
pub(super) fn assign_owners(drafts: &mut [AccountDraft], reps: Option<(&[Rep], &NameLookup)>, sheet: &mut DataSheet) {
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
    sheet.report_names("owner", ids, &owners);
}

/// Whether any account names an owner.
pub(super) fn any_owner(drafts: &[AccountDraft]) -> bool {
    drafts.iter().any(|draft| draft.owner.is_some())
}

/// The accounts, with names replaced by indices.
pub(super) fn finish(drafts: Vec<AccountDraft>, industries: &Spellings, regions: &Spellings, skills: &Spellings) -> Vec<Account> {
    let (industries, regions, skills) = (industries.places(), regions.places(), skills.places());
    let finish = |draft: AccountDraft| Account {
        industry: draft.industry.and_then(|name| industries.get(&comparable(&name)).copied()),
        region: draft.region.and_then(|name| regions.get(&comparable(&name)).copied()),
        skill: draft.skill.and_then(|name| skills.get(&comparable(&name)).copied()),
        ..draft.account
    };
    drafts.into_iter().map(finish).collect()
}
