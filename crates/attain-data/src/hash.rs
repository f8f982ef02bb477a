//! The fingerprint of a book. It depends only on the content, not on the order of rows and
//! columns or the file format.

use std::fmt::Write;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::book::{Book, Outcome};
use attain_core::geography::GeoPoint;

/// SHA-256 of the content in lower-case hex. Each value is hashed with its type and
/// length, so that different contents cannot produce the same input.
pub(super) fn content_hash(book: &Book) -> String {
    let mut hasher = ContentHasher(Sha256::new());
    for names in [&book.segments, &book.industries, &book.regions, &book.teams, &book.skills, &book.sources] {
        hasher.count(names.len());
        for name in names {
            hasher.text(name);
        }
    }
    accounts(book, &mut hasher);
    reps(book, &mut hasher);
    opportunities(book, &mut hasher);
    hasher.count(book.production.len());
    for row in &book.production {
        hasher.count(row.rep);
        hasher.day(Some(row.month));
        hasher.number(row.bookings);
    }
    unattached(book, &mut hasher);
    let mut hex = String::with_capacity(64);
    for byte in hasher.0.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn accounts(book: &Book, hasher: &mut ContentHasher) {
    hasher.count(book.accounts.len());
    for account in &book.accounts {
        for text in [&account.id, &account.name, &account.family] {
            hasher.text(text);
        }
        hasher.count(account.segment);
        for position in [account.industry, account.region, account.skill, account.owner] {
            hasher.position(position);
        }
        hasher.place(account.place);
        for number in [account.potential, account.revenue, account.fit] {
            hasher.number(number);
        }
        hasher.maybe(account.engagement);
        hasher.count(account.growth as usize);
        hasher.count(account.risk as usize);
        hasher.count(usize::from(account.strategic));
        for day in [account.owner_since, account.last_touch, account.renewal] {
            hasher.day(day);
        }
        // Hashes of books without creation dates are those of earlier versions.
        if account.created.is_some() {
            hasher.day(account.created);
        }
    }
}

fn reps(book: &Book, hasher: &mut ContentHasher) {
    hasher.count(book.reps.len());
    for rep in &book.reps {
        for text in [&rep.id, &rep.name, &rep.manager] {
            hasher.text(text);
        }
        hasher.count(rep.team);
        hasher.position(rep.region);
        hasher.day(rep.hired);
        hasher.day(rep.left);
        hasher.maybe(rep.quota);
        hasher.count(rep.skills.len());
        rep.skills.iter().for_each(|skill| hasher.count(*skill));
        hasher.place(rep.place);
    }
}

fn opportunities(book: &Book, hasher: &mut ContentHasher) {
    hasher.count(book.opportunities.len());
    for opportunity in &book.opportunities {
        hasher.text(&opportunity.id);
        hasher.text(&opportunity.stage);
        hasher.count(opportunity.account);
        hasher.position(opportunity.owner);
        hasher.outcome(opportunity.outcome);
        hasher.number(opportunity.amount);
        hasher.day(opportunity.created);
        hasher.day(opportunity.closes);
        hasher.position(opportunity.source);
        hasher.text(opportunity.product.as_deref().unwrap_or_default());
    }
}

/// Content that the first version of the fingerprint did not include. It is hashed with its
/// name, and only if it is present, so that older fingerprints remain valid.
fn unattached(book: &Book, hasher: &mut ContentHasher) {
    for one in &book.unattached {
        hasher.text("unattached");
        for text in [&one.id, &one.account, &one.stage, one.product.as_ref().unwrap_or(&String::new())] {
            hasher.text(text);
        }
        hasher.position(one.owner);
        hasher.position(one.source);
        hasher.outcome(one.outcome);
        hasher.maybe(one.amount);
        hasher.day(one.created);
        hasher.day(one.closes);
    }
    for product in &book.products {
        hasher.text("product");
        hasher.text(&product.name);
        hasher.number(product.price);
    }
    for view in &book.field {
        hasher.text("field");
        hasher.count(view.account);
        for blend in [view.potential, view.odds].into_iter().flatten() {
            for number in [blend.data, blend.field, blend.credibility] {
                hasher.number(number);
            }
        }
        for note in &view.notes {
            hasher.text(note);
        }
    }
    for opportunity in &book.opportunities {
        if let Some(business) = opportunity.business {
            hasher.text("business");
            hasher.count(business as usize);
        }
        if let Some(currency) = &opportunity.currency {
            hasher.text("currency");
            hasher.text(currency);
        }
        for change in &opportunity.stages {
            hasher.text("change");
            hasher.day(Some(change.on));
            hasher.text(&change.stage);
            hasher.position(change.owner);
        }
    }
}

/// A hasher of typed values.
struct ContentHasher(Sha256);

impl ContentHasher {
    fn text(&mut self, text: &str) {
        self.0.update([b't']);
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
    }

    fn count(&mut self, count: usize) {
        self.0.update([b'c']);
        self.0.update((count as u64).to_le_bytes());
    }

    fn number(&mut self, number: f64) {
        self.0.update([b'n']);
        self.0.update(number.to_bits().to_le_bytes());
    }

    fn outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Open(chance) => self.number(chance),
            Outcome::Won => self.text("won"),
            Outcome::Lost => self.text("lost"),
        }
    }

    fn none(&mut self) {
        self.0.update([b'-']);
    }

    fn position(&mut self, position: Option<usize>) {
        match position {
            Some(position) => self.count(position),
            None => self.none(),
        }
    }

    fn maybe(&mut self, number: Option<f64>) {
        match number {
            Some(number) => self.number(number),
            None => self.none(),
        }
    }

    fn day(&mut self, day: Option<Date>) {
        match day {
            Some(day) => self.text(&day.to_string()),
            None => self.none(),
        }
    }

    fn place(&mut self, place: Option<GeoPoint>) {
        self.maybe(place.map(|place| place.latitude));
        self.maybe(place.map(|place| place.longitude));
    }
}
