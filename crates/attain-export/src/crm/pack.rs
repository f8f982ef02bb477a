//! The changes of owners that bring a CRM to a plan.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::change::{CrmOwnerChange, KeptDeal, PendingAccount};
use super::fault::CrmFault;
use super::owners::{CrmOwner, CrmOwners};
use super::target::CrmTarget;
use attain_core::diagnostics::{Faults, Place};
use attain_core::number_format::plural;
use attain_core::plan::Plan;
use attain_data::{Book, CrmRecordKind, CrmTable, Outcome};

/// What the change files need besides the plan.
#[derive(Debug, Clone, Default)]
pub struct PackOptions {
    /// Owner of every account as written in the data, including owners who have left.
    pub account_owners: BTreeMap<String, String>,
    /// The same for opportunities.
    pub opportunity_owners: BTreeMap<String, String>,
    /// Contacts of the accounts, if known.
    pub contacts: Option<CrmTable>,
    /// Ids of the CRM by ids of the data.
    pub ids: BTreeMap<String, String>,
    /// Open opportunities with at least this chance of winning keep their owner.
    pub keep_deals_from: Option<f64>,
    /// The user who owns house accounts.
    pub house_owner: Option<String>,
    /// Whether accounts of seats without a user are listed instead of being a fault.
    pub pending: bool,
}

/// The changes of owners of a plan.
#[derive(Debug, Clone)]
pub struct ChangePack {
    pub target: CrmTarget,
    /// Changes, sorted by day, kind and id.
    pub changes: Vec<CrmOwnerChange>,
    /// Open opportunities of moved accounts that keep their owner, sorted by id.
    pub kept: Vec<KeptDeal>,
    /// Accounts whose new owner is no user yet, sorted by id.
    pub pending: Vec<PendingAccount>,
    /// Users of the CRM.
    pub owners: Vec<CrmOwner>,
    /// Weeks in which both owners work on an account.
    pub transition_weeks: f64,
}

/// The new owner of an account.
struct MovedAccount {
    before: Option<String>,
    after: String,
    on: Date,
}

/// Finds every account, open opportunity and contact whose owner in the CRM differs from the plan's.
///
/// # Errors
/// Every record and user that changes and has no id of the CRM.
pub fn pack(book: &Book, plan: &Plan, target: CrmTarget, options: &PackOptions) -> Result<ChangePack, Faults> {
    let mut faults = Faults::default();
    let house = options.house_owner.as_deref().and_then(|found| {
        let user = CrmOwners::new(target, book, &options.ids).called(found);
        if user.is_none() {
            let problem = CrmFault::NotAUser { found: found.to_owned(), expected: target.expected_owner() };
            faults.push(Place::Option("--house-owner"), problem);
        }
        user
    });
    let mut draft = PackDraft {
        book,
        plan,
        target,
        options,
        owners: CrmOwners::new(target, book, &options.ids),
        house,
        faults,
        changes: Vec::new(),
        kept: Vec::new(),
        pending: Vec::new(),
    };
    let moved = draft.accounts();
    draft.opportunities(&moved);
    draft.contacts(&moved);
    let PackDraft { faults, mut changes, mut kept, mut pending, owners, .. } = draft;
    changes.sort_by(|a, b| (a.on, a.kind, &a.id).cmp(&(b.on, b.kind, &b.id)));
    kept.sort_by(|a, b| a.id.cmp(&b.id));
    pending.sort_by(|a, b| a.id.cmp(&b.id));
    let transition_weeks = plan.scenario.transition.weeks;
    faults.into_result(ChangePack { target, changes, kept, pending, owners: owners.all(plan), transition_weeks })
}

struct PackDraft<'a> {
    book: &'a Book,
    plan: &'a Plan,
    target: CrmTarget,
    options: &'a PackOptions,
    owners: CrmOwners<'a>,
    house: Option<String>,
    faults: Faults,
    changes: Vec<CrmOwnerChange>,
    kept: Vec<KeptDeal>,
    pending: Vec<PendingAccount>,
}

impl PackDraft<'_> {
    /// The accounts that change owner, by index.
    fn accounts(&mut self) -> BTreeMap<usize, MovedAccount> {
        let mut moved = BTreeMap::new();
        let mut without_user: BTreeMap<usize, usize> = BTreeMap::new();
        let mut to_house = 0;
        for (at, (account, made)) in self.book.accounts.iter().zip(&self.plan.accounts).enumerate() {
            let written = self.options.account_owners.get(&account.id).map(String::as_str);
            let before = written.and_then(|owner| self.owners.called(owner));
            let before = before.or_else(|| account.owner.and_then(|rep| self.owners.of_rep(rep)));
            let stays = match (made.seat, account.owner) {
                (Some(seat), Some(rep)) => self.plan.seats[seat].incumbent == Some(rep),
                (None, None) => true,
                _ => false,
            };
            if stays {
                continue;
            }
            let start = self.plan.scenario.horizon.start;
            let Some(seat) = made.seat else {
                match self.house.clone() {
                    Some(after) if before.as_ref() != Some(&after) => {
                        moved.insert(at, MovedAccount { before, after, on: start });
                    }
                    Some(_) => {}
                    None => to_house += 1,
                }
                continue;
            };
            let on = self.day_of(seat);
            match self.owners.of_seat(&self.plan.seats[seat]) {
                Some(after) if before.as_ref() != Some(&after) => {
                    moved.insert(at, MovedAccount { before, after, on });
                }
                Some(_) => {}
                None if self.options.pending => {
                    let seat = &self.plan.seats[seat];
                    let (id, name) = (account.id.clone(), account.name.clone());
                    self.pending.push(PendingAccount { id, name, seat: seat.id.clone(), seat_name: seat.name.clone(), on });
                }
                None => {
                    *without_user.entry(seat).or_default() += 1;
                    // The id is needed once the seat has a user.
                    let _ = self.record(CrmRecordKind::Account, "account", &account.id);
                }
            }
        }
        if to_house > 0 && self.options.house_owner.is_none() {
            self.faults.push(Place::Option("--house-owner"), CrmFault::HouseOwner { count: to_house });
        }
        for (seat, accounts) in without_user {
            let seat = &self.plan.seats[seat];
            let problem = CrmFault::NoUser {
                id: seat.id.clone(),
                name: seat.name.clone(),
                accounts: plural(accounts, "account"),
                expected: self.target.expected_owner(),
            };
            self.faults.push(Place::Argument("PLAN".to_owned()), problem);
        }
        for (&at, one) in &moved {
            let id = self.record(CrmRecordKind::Account, "account", &self.book.accounts[at].id);
            self.change(CrmRecordKind::Account, id, one.before.clone(), one);
        }
        moved
    }

    /// First day of a seat's rep in the horizon.
    fn day_of(&self, seat: usize) -> Date {
        let start = self.plan.scenario.horizon.start;
        let months = i64::from(self.plan.seats[seat].start_month);
        start.checked_add(months.months()).unwrap_or(start)
    }

    /// The id of a record in the CRM's form, or a fault.
    fn record(&mut self, kind: CrmRecordKind, what: &'static str, id: &str) -> Option<String> {
        let known = self.options.ids.get(id).map_or(id, String::as_str);
        let found = self.target.record_id(kind, known);
        if found.is_none() {
            let problem = CrmFault::UnknownId { what, id: id.to_owned(), expected: self.target.expected(kind) };
            self.faults.push(Place::Argument("PLAN".to_owned()), problem);
        }
        found
    }

    fn change(&mut self, kind: CrmRecordKind, id: Option<String>, before: Option<String>, moved: &MovedAccount) {
        if let Some(id) = id {
            self.changes.push(CrmOwnerChange { kind, id, before, after: moved.after.clone(), on: moved.on });
        }
    }

    /// Open opportunities of moved accounts: those of the old owner move, except late ones by the
    /// rule, and those of other people stay.
    fn opportunities(&mut self, moved: &BTreeMap<usize, MovedAccount>) {
        for deal in &self.book.opportunities {
            let (Outcome::Open(chance), Some(account)) = (deal.outcome, moved.get(&deal.account)) else { continue };
            let written = self.options.opportunity_owners.get(&deal.id).map(String::as_str);
            let before = written.and_then(|owner| self.owners.called(owner));
            let before = before.or_else(|| deal.owner.and_then(|rep| self.owners.of_rep(rep)));
            if before.as_ref() == Some(&account.after) {
                continue;
            }
            let late = self.options.keep_deals_from.is_some_and(|from| chance >= from);
            // A deal of a rep who is still there and does not own the account is somebody else's work.
            let other = before.is_some() && before != account.before && deal.owner.is_some();
            if late || other {
                let owner = written.map(str::to_owned).or_else(|| deal.owner.map(|rep| self.book.reps[rep].id.clone()));
                self.kept.push(KeptDeal {
                    id: deal.id.clone(),
                    account: self.book.accounts[deal.account].id.clone(),
                    owner: owner.unwrap_or_default(),
                    stage: deal.stage.clone(),
                    closes: deal.closes,
                    reason: if other {
                        "belongs to another owner than the account"
                    } else {
                        "late enough to stay with its owner"
                    },
                });
                continue;
            }
            let id = self.record(CrmRecordKind::Opportunity, "opportunity", &deal.id);
            self.change(CrmRecordKind::Opportunity, id, before, account);
        }
    }

    /// Contacts of moved accounts that the old owner has.
    fn contacts(&mut self, moved: &BTreeMap<usize, MovedAccount>) {
        let Some(contacts) = &self.options.contacts else { return };
        if contacts.records.iter().all(|contact| contact.account.is_none()) {
            self.faults.push(Place::Option("--contacts"), CrmFault::ContactsWithoutAccounts);
            return;
        }
        let by_crm_id = |id: &str| self.options.ids.iter().find(|(_, crm)| *crm == id).map(|(id, _)| id.clone());
        for contact in &contacts.records {
            let Some(account) = contact.account.as_deref() else { continue };
            let position = |id: &str| self.book.accounts.binary_search_by(|one| one.id.as_str().cmp(id)).ok();
            // An export of all contacts has contacts of accounts that are not planned.
            let Some(at) = position(account).or_else(|| by_crm_id(account).and_then(|id| position(&id))) else { continue };
            let Some(one) = moved.get(&at) else { continue };
            let before = match contact.owner.as_deref() {
                Some(owner) => self.owners.called(owner),
                None => one.before.clone(),
            };
            if before == one.before && before.as_ref() != Some(&one.after) {
                let id = self.record(CrmRecordKind::Contact, "contact", &contact.id);
                self.change(CrmRecordKind::Contact, id, before, one);
            }
        }
    }
}
