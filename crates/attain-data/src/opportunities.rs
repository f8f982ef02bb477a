//! The table of opportunities.
//!
//! A blank amount of an opportunity that was not won is the list price of its
//! product, where that is known, else the median amount of the won ones of its
//! account's segment, or of all where the segment has none; without a won one
//! it is a fault. Blank dates are allowed. A source that the scenario does not
//! name has average odds. An open opportunity whose owner has left belongs to
//! nobody; a closed one stays with who closed it. One without an account of the
//! book is set aside or refused, as the scenario says.

use std::collections::HashMap;

use jiff::civil::Date;

use super::amounts::{self, Filling};
use super::book::{Account, BusinessType, Opportunity, Outcome, Product, Rep, UnattachedOpportunity};
use super::currency::Rates;
use super::fault::DataFault;
use super::names::{Frame, Lookup};
use super::parse::{self, normal};
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::Sheet;
pub(super) use super::stages::Standing;
use attain_core::random::key_of;
use attain_core::scenario::choices::{OpportunitiesTable, ReversedDatesPolicy, UnknownOwnerPolicy, UnmatchedPolicy};

/// What opportunities refer to; tables that cannot be used are `None`.
pub(super) struct Others<'a> {
    /// Accounts.
    pub accounts: Option<(&'a [Account], &'a Lookup)>,
    /// Reps.
    pub reps: Option<(&'a [Rep], &'a Lookup)>,
    /// Products.
    pub products: &'a [Product],
    /// Accounts by opportunity, where a table of links says so.
    pub links: &'a HashMap<String, String>,
    /// What stages mean.
    pub standing: &'a Standing,
    /// Currencies.
    pub rates: &'a Rates,
}

/// Reads the opportunities, by id: those of an account of the book, and the others.
pub(super) fn read(
    sheet: &mut Sheet,
    choice: &OpportunitiesTable,
    frame: &Frame,
    others: &Others<'_>,
) -> (Vec<Opportunity>, Vec<UnattachedOpportunity>) {
    let ids = sheet.ids();
    let outcomes = others.standing.all(sheet);
    let (accounts, named) = accounts(sheet, choice, others, &ids);
    let owners = owners(sheet, choice, others);
    let segment = |place: &Option<usize>| others.accounts.zip(*place).map(|((list, _), place)| list[place].segment);
    let filling = Filling {
        outcomes: &outcomes,
        segments: accounts.iter().map(segment).collect(),
        count: frame.segments.names().len(),
        products: others.products,
    };
    let amounts = amounts::read(sheet, &filling, others.rates);
    let currencies = currencies(sheet, others.rates);
    let (created, closes) = days(sheet, choice);
    let business = business(sheet);
    let sources = sources(sheet, frame);
    products(sheet, others.products);
    let (mut rows, mut unattached) = (Vec::with_capacity(ids.len()), Vec::new());
    for (row, id) in ids.into_iter().enumerate() {
        let (Some(id), Some(outcome)) = (id, outcomes[row]) else { continue };
        let gone = |owner: &usize| others.reps.as_ref().is_some_and(|(reps, _)| reps[*owner].left.is_some());
        let owner = owners[row].filter(|owner| !matches!(outcome, Outcome::Open(_)) || !gone(owner));
        let stage = sheet.word("stage", row).unwrap_or_default();
        let (created, closes, source, product) = (created[row], closes[row], sources[row], sheet.word("product", row));
        match (accounts[row], amounts[row]) {
            (Some(account), Some(amount)) => rows.push(Opportunity {
                key: key_of(&id),
                id,
                account,
                owner,
                stage,
                outcome,
                amount,
                created,
                closes,
                source,
                product,
                business: business[row],
                currency: currencies[row].clone(),
                stages: Vec::new(),
            }),
            (Some(_), None) => {}
            (None, amount) => {
                let account = named[row].clone().unwrap_or_default();
                unattached.push(UnattachedOpportunity {
                    id,
                    account,
                    owner,
                    stage,
                    outcome,
                    amount,
                    created,
                    closes,
                    source,
                    product,
                });
            }
        }
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    unattached.sort_by(|a, b| a.id.cmp(&b.id));
    (rows, unattached)
}

/// The account of every row, and what stands for it.
fn accounts(
    sheet: &mut Sheet,
    choice: &OpportunitiesTable,
    others: &Others<'_>,
    ids: &[Option<String>],
) -> (Vec<Option<usize>>, Vec<Option<String>>) {
    let link = |row: usize| ids[row].as_ref().and_then(|id| others.links.get(id)).cloned();
    let named: Vec<Option<String>> = (0..sheet.len()).map(|row| sheet.word("account", row).or_else(|| link(row))).collect();
    let Some((_, known)) = others.accounts else { return (vec![None; sheet.len()], named) };
    let (mut missing, mut unknown) = (Vec::new(), Vec::new());
    let mut places = Vec::with_capacity(sheet.len());
    for (row, name) in named.iter().enumerate() {
        let id = || ids[row].clone().unwrap_or_default();
        places.push(match name.as_ref().map(|name| known.find(name)) {
            Some(Ok(place)) => Some(place),
            Some(Err(problem)) => {
                if choice.unknown_account == UnmatchedPolicy::Refuse {
                    sheet.fault(row, "account", problem);
                }
                unknown.push(format!("{} of {}", id(), name.clone().unwrap_or_default()));
                None
            }
            None => {
                if choice.missing_account == UnmatchedPolicy::Refuse {
                    sheet.fault(row, "account", DataFault::Blank { allowed: "the account's id" });
                }
                missing.push(id());
                None
            }
        });
    }
    sheet.tell_names("account", known, &places);
    for (kind, found, policy) in [
        (FindingKind::NoAccount, missing, choice.missing_account),
        (FindingKind::UnknownAccount, unknown, choice.unknown_account),
    ] {
        if policy == UnmatchedPolicy::SetAside {
            sheet.finding(kind, "account", found, FindingTreatment::SetAside);
        }
    }
    (places, named)
}

fn owners(sheet: &mut Sheet, choice: &OpportunitiesTable, others: &Others<'_>) -> Vec<Option<usize>> {
    let Some((_, known)) = others.reps else { return vec![None; sheet.len()] };
    if choice.unknown_owner == UnknownOwnerPolicy::Refuse {
        return sheet.refer("owner", known);
    }
    let found = |row| sheet.text("owner", row).map(|owner| known.find(owner).map_err(|_| owner.to_owned()));
    let all: Vec<Option<Result<usize, String>>> = (0..sheet.len()).map(found).collect();
    let unknown = all.iter().filter_map(|owner| owner.as_ref()?.as_ref().err().cloned()).collect();
    let places: Vec<Option<usize>> = all.into_iter().map(|owner| owner.and_then(Result::ok)).collect();
    sheet.tell_names("owner", known, &places);
    sheet.finding(FindingKind::UnknownOwner, "owner", unknown, FindingTreatment::Read("belongs to nobody"));
    places
}

/// Days of creation and of closing. Closed before created is a fault, or the
/// day of creation is not known.
fn days(sheet: &mut Sheet, choice: &OpportunitiesTable) -> (Vec<Option<Date>>, Vec<Option<Date>>) {
    let [mut created, closes] = ["created", "closed"].map(|column| sheet.dates(column));
    let mut reversed = Vec::new();
    for row in 0..sheet.len() {
        let (Some(from), Some(to)) = (created[row], closes[row]) else { continue };
        if to >= from {
            continue;
        }
        reversed.push(format!("{}: {from} to {to}", sheet.row(row).words()));
        match choice.reversed_dates {
            ReversedDatesPolicy::Refuse => {
                sheet.fault(row, "closed", DataFault::ClosedBeforeCreated { created: from, closed: to });
            }
            ReversedDatesPolicy::UnknownCreation => {
                created[row] = None;
                sheet.change(row, "created", "", "closed before it was created: the day of creation is not known");
            }
        }
    }
    if choice.reversed_dates == ReversedDatesPolicy::UnknownCreation {
        sheet.finding(
            FindingKind::ClosedBeforeCreated,
            "created",
            reversed,
            FindingTreatment::Repaired("the day of creation is taken as unknown"),
        );
    }
    (created, closes)
}

/// Code of the currency of each amount that is not in `money.currency`.
fn currencies(sheet: &Sheet, rates: &Rates) -> Vec<Option<String>> {
    let code = |row: usize| {
        let cell = sheet.text("amount", row)?;
        let code = rates.code(parse::currency(cell).or_else(|| sheet.text("currency", row))?).ok()?;
        (code != rates.home).then_some(code)
    };
    (0..sheet.len()).map(code).collect()
}

/// What kind of business each row is, by the words that CRMs offer: new,
/// existing (upgrade, replacement, expansion …), renewal.
fn business(sheet: &mut Sheet) -> Vec<Option<BusinessType>> {
    const EXISTING: &[&str] = &["exist", "upgrade", "downgrade", "replace", "expan", "upsell", "cross", "addon", "add"];
    let mut unknown = Vec::new();
    let mut all = Vec::with_capacity(sheet.len());
    for row in 0..sheet.len() {
        let Some(cell) = sheet.text("type", row) else {
            all.push(None);
            continue;
        };
        let word = normal(cell);
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
    sheet.finding(FindingKind::UnknownType, "type", unknown, FindingTreatment::Read("read without a type"));
    all
}

fn sources(sheet: &mut Sheet, frame: &Frame) -> Vec<Option<usize>> {
    let known: HashMap<String, usize> = frame.sources.iter().enumerate().map(|(at, name)| (normal(name), at)).collect();
    let find = |row| sheet.text("source", row).map(|name| known.get(&normal(name)).copied().ok_or_else(|| name.to_owned()));
    let all: Vec<Option<Result<usize, String>>> = (0..sheet.len()).map(find).collect();
    let unknown = all.iter().filter_map(|source| source.as_ref()?.as_ref().err().cloned()).collect();
    sheet.finding(FindingKind::UnknownSource, "source", unknown, FindingTreatment::Read("read with average odds"));
    all.into_iter().map(|source| source.and_then(Result::ok)).collect()
}

/// Tells products that the products do not list.
fn products(sheet: &mut Sheet, products: &[Product]) {
    if products.is_empty() {
        return;
    }
    let listed: std::collections::HashSet<String> = products.iter().map(|product| normal(&product.name)).collect();
    let unknown = |row| sheet.text("product", row).filter(|name| !listed.contains(&normal(name))).map(str::to_owned);
    let unknown = (0..sheet.len()).filter_map(unknown).collect();
    sheet.finding(FindingKind::UnknownProduct, "product", unknown, FindingTreatment::Nothing);
}
