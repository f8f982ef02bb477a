//! Users of the CRM: the reps and seats of a plan in the CRM's form.

use std::collections::BTreeMap;

use super::target::CrmTarget;
use attain_core::plan::{Plan, Seat};
use attain_data::Book;
use serde::Serialize;

/// A user of the CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrmOwner {
    /// Id or e-mail address in the CRM's form.
    pub id: String,
    pub name: String,
    pub email: Option<String>,
}

/// Finds users by what the data calls them.
#[derive(Debug)]
pub struct CrmOwners<'a> {
    target: CrmTarget,
    book: &'a Book,
    ids: &'a BTreeMap<String, String>,
    /// Index of the rep by id, name and e-mail address in lower case; `None` if several have it.
    reps: BTreeMap<String, Option<usize>>,
}

impl<'a> CrmOwners<'a> {
    #[must_use]
    pub fn new(target: CrmTarget, book: &'a Book, ids: &'a BTreeMap<String, String>) -> Self {
        let mut reps: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (at, rep) in book.reps.iter().enumerate() {
            let email = rep.email.as_deref().unwrap_or("");
            for name in [rep.name.as_str(), email].into_iter().filter(|name| !name.is_empty()) {
                let known = reps.entry(name.to_lowercase()).or_insert(Some(at));
                if *known != Some(at) {
                    *known = None;
                }
            }
        }
        for (at, rep) in book.reps.iter().enumerate() {
            reps.insert(rep.id.to_lowercase(), Some(at));
        }
        Self { target, book, ids, reps }
    }

    /// The user of a rep.
    #[must_use]
    pub fn of_rep(&self, rep: usize) -> Option<String> {
        let rep = &self.book.reps[rep];
        let email = if self.target == CrmTarget::Hubspot { rep.email.as_deref() } else { None };
        let known = self.ids.get(&rep.id).map(String::as_str).or(email);
        self.target.owner_id(known.unwrap_or(&rep.id))
    }

    /// The user of a seat: its rep, or the one that a table gives for an added seat.
    #[must_use]
    pub fn of_seat(&self, seat: &Seat) -> Option<String> {
        match seat.incumbent {
            Some(rep) => self.of_rep(rep),
            None => self.ids.get(&seat.id).and_then(|id| self.target.owner_id(id)),
        }
    }

    /// The rep that a text in the data names.
    #[must_use]
    pub fn rep_called(&self, text: &str) -> Option<usize> {
        self.reps.get(&text.to_lowercase()).copied().flatten()
    }

    /// The user that a text in the data names: a rep, or an id of the CRM.
    #[must_use]
    pub fn called(&self, text: &str) -> Option<String> {
        self.rep_called(text).and_then(|rep| self.of_rep(rep)).or_else(|| self.target.owner_id(text))
    }

    /// All users of the reps and of the seats of a plan, sorted by id.
    #[must_use]
    pub fn all(&self, plan: &Plan) -> Vec<CrmOwner> {
        let reps = (0..self.book.reps.len()).filter_map(|at| {
            let rep = &self.book.reps[at];
            Some(CrmOwner { id: self.of_rep(at)?, name: rep.name.clone(), email: rep.email.clone() })
        });
        let added = plan.seats.iter().filter(|seat| seat.incumbent.is_none());
        let added = added.filter_map(|seat| Some(CrmOwner { id: self.of_seat(seat)?, name: seat.name.clone(), email: None }));
        let mut all: Vec<CrmOwner> = reps.chain(added).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        all
    }
}
