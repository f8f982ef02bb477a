//! Opportunity streams: accounts with their owner, or pairs of an account and a rep.
//!
//! In the engine, each account has one owner, who works all of its opportunities. If the data
//! differs from this (accounts have no owners, or their opportunities mostly belong to other reps),
//! accounts are split into one stream for each present rep who has had opportunities with the
//! account. Such a stream is a pseudo-account with the account's segment, industry, region and
//! potential. The potential is not divided, because the streams do not share a budget.
//! Opportunities without an account form one stream for each rep.

use std::collections::{BTreeMap, BTreeSet};

use attain_core::random::key_of;
use attain_data::{Account, Book, Opportunity, Outcome, UnattachedOpportunity};

/// Minimum share of opportunities that belong to their account's owner; below it, accounts are
/// split.
const OWNED: f64 = 0.5;

/// A book whose accounts are streams with one owner each.
#[derive(Debug, Clone)]
pub struct OpportunityStreams {
    /// Book of streams. Opportunities without an account are in separate streams.
    pub book: Book,
    /// Account of each stream, if it has one.
    pub account: Vec<Option<usize>>,
    /// Whether accounts were split.
    pub split: bool,
    /// Assumptions made where the data has gaps, one sentence each.
    pub notes: Vec<String>,
}

/// Divides a book into streams. Accounts are split if fewer than half of them have an owner, or if
/// fewer than half of their opportunities belong to the owner.
#[must_use]
pub fn split_streams(past: &Book) -> OpportunityStreams {
    let (owned, agreed, known) = ownership(past);
    let split = owned * 2 < past.accounts.len() || (agreed as f64) < OWNED * known as f64;
    let mut notes = Vec::new();
    let mut builder = StreamBuilder::new(past);
    if split {
        notes.push(format!(
            "{owned} of {} accounts have an owner, and {agreed} of {known} of their opportunities belong to the owner: each rep's business with an account is a separate stream.",
            past.accounts.len()
        ));
        past.opportunities.iter().for_each(|one| builder.add_split(past, one));
    } else {
        builder.accounts.clone_from(&past.accounts);
        builder.account = (0..past.accounts.len()).map(Some).collect();
        builder.opportunities.clone_from(&past.opportunities);
    }
    let attached = builder.opportunities.len();
    past.unattached.iter().for_each(|one| builder.add_unattached(past, one));
    if builder.opportunities.len() > attached {
        notes.push(format!(
            "{} opportunities have no account: they form one stream for each rep.",
            builder.opportunities.len() - attached
        ));
    }
    let book = Book { accounts: builder.accounts, opportunities: builder.opportunities, unattached: Vec::new(), ..past.clone() };
    OpportunityStreams { book, account: builder.account, split, notes }
}

/// Counts the accounts with an owner, the opportunities that belong to their account's owner, and
/// the opportunities of accounts with an owner.
fn ownership(past: &Book) -> (usize, usize, usize) {
    let owned = past.accounts.iter().filter(|account| account.owner.is_some()).count();
    let (mut agreed, mut known) = (0, 0);
    for one in &past.opportunities {
        let account = &past.accounts[one.account];
        let since = account.owner_since.is_none_or(|since| one.created.is_some_and(|created| created >= since));
        if let (Some(owner), Some(seller), true) = (account.owner, one.owner, since) {
            known += 1;
            agreed += usize::from(owner == seller);
        }
    }
    (owned, agreed, known)
}

/// Builder of opportunity streams.
#[derive(Debug)]
struct StreamBuilder {
    accounts: Vec<Account>,
    account: Vec<Option<usize>>,
    opportunities: Vec<Opportunity>,
    places: BTreeMap<(Option<usize>, Option<usize>), usize>,
    present: BTreeSet<usize>,
}

impl StreamBuilder {
    fn new(past: &Book) -> Self {
        let present = past.reps.iter().enumerate().filter(|(_, rep)| rep.left.is_none()).map(|(at, _)| at).collect();
        Self { accounts: Vec::new(), account: Vec::new(), opportunities: Vec::new(), places: BTreeMap::new(), present }
    }

    /// Returns the index of the stream of an account and a rep, and creates it on first use. A rep
    /// who has left counts as no rep.
    fn stream_of(&mut self, past: &Book, account: Option<usize>, owner: Option<usize>) -> usize {
        let owner = owner.filter(|owner| self.present.contains(owner));
        if let Some(&place) = self.places.get(&(account, owner)) {
            return place;
        }
        let of = account.map_or("(no account)", |account| past.accounts[account].id.as_str());
        let by = owner.map_or("(nobody)", |owner| past.reps[owner].id.as_str());
        let id = format!("{of} · {by}");
        let like = account.map_or_else(|| typical_account(past), |account| past.accounts[account].clone());
        self.accounts.push(Account {
            key: key_of(&id),
            name: id.clone(),
            family: id.clone(),
            owner,
            owner_since: None,
            // Existing revenue renews with the account, not with each stream.
            revenue: 0.0,
            renewal: None,
            id,
            ..like
        });
        self.account.push(account);
        self.places.insert((account, owner), self.accounts.len() - 1);
        self.accounts.len() - 1
    }

    fn add_split(&mut self, past: &Book, one: &Opportunity) {
        let account = self.stream_of(past, Some(one.account), one.owner);
        self.opportunities.push(Opportunity { account, ..one.clone() });
    }

    fn add_unattached(&mut self, past: &Book, one: &UnattachedOpportunity) {
        let account = self.stream_of(past, None, one.owner);
        self.opportunities.push(Opportunity {
            id: one.id.clone(),
            key: key_of(&one.id),
            account,
            owner: one.owner,
            stage: one.stage.clone(),
            outcome: one.outcome,
            amount: one.amount.unwrap_or_else(|| median_won(past)),
            created: one.created,
            closes: one.closes,
            source: one.source,
            product: one.product.clone(),
            business: None,
            currency: None,
            stages: Vec::new(),
        });
    }
}

/// Creates a placeholder for an unknown account, with the largest segment and the median potential.
fn typical_account(past: &Book) -> Account {
    let mut sizes = vec![0_usize; past.segments.len()];
    past.accounts.iter().for_each(|account| sizes[account.segment] += 1);
    let segment = (0..sizes.len()).rev().max_by_key(|&segment| sizes[segment]).unwrap_or(0);
    let mut potentials: Vec<f64> = past.accounts.iter().map(|account| account.potential).collect();
    potentials.sort_by(f64::total_cmp);
    let potential = potentials.get(potentials.len() / 2).copied().unwrap_or(0.0);
    Account {
        id: String::new(),
        key: 0,
        name: String::new(),
        segment,
        industry: None,
        region: None,
        place: None,
        potential,
        revenue: 0.0,
        growth: attain_core::scenario::choices::GrowthClass::Medium,
        strategic: false,
        risk: attain_core::scenario::choices::RiskClass::Medium,
        family: String::new(),
        skill: None,
        fit: 0.5,
        engagement: None,
        owner: None,
        owner_since: None,
        last_touch: None,
        renewal: None,
        created: None,
    }
}

fn median_won(past: &Book) -> f64 {
    let won = past.opportunities.iter().filter(|one| one.outcome == Outcome::Won);
    let mut amounts: Vec<f64> = won.map(|one| one.amount).collect();
    amounts.sort_by(f64::total_cmp);
    amounts.get(amounts.len() / 2).copied().unwrap_or(0.0)
}
