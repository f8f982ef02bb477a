//! The fingerprint of a book: the same for the same content in any order of
//! rows and columns and in any kind of file.

use std::fmt::Write;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::book::{Book, Outcome};
use attain_core::geography::GeoPoint;

/// SHA-256 of the content, lower-case hex. Each value goes in with its kind and
/// its length, so no two contents run together.
pub(super) fn of(book: &Book) -> String {
    let mut ink = Ink(Sha256::new());
    for names in [&book.segments, &book.industries, &book.regions, &book.teams, &book.skills, &book.sources] {
        ink.count(names.len());
        for name in names {
            ink.text(name);
        }
    }
    accounts(book, &mut ink);
    reps(book, &mut ink);
    opportunities(book, &mut ink);
    ink.count(book.production.len());
    for row in &book.production {
        ink.count(row.rep);
        ink.day(Some(row.month));
        ink.number(row.bookings);
    }
    unattached(book, &mut ink);
    let mut hex = String::with_capacity(64);
    for byte in ink.0.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn accounts(book: &Book, ink: &mut Ink) {
    ink.count(book.accounts.len());
    for account in &book.accounts {
        for text in [&account.id, &account.name, &account.family] {
            ink.text(text);
        }
        ink.count(account.segment);
        for position in [account.industry, account.region, account.skill, account.owner] {
            ink.position(position);
        }
        ink.place(account.place);
        for number in [account.potential, account.revenue, account.fit] {
            ink.number(number);
        }
        ink.maybe(account.engagement);
        ink.count(account.growth as usize);
        ink.count(account.risk as usize);
        ink.count(usize::from(account.strategic));
        for day in [account.owner_since, account.last_touch, account.renewal] {
            ink.day(day);
        }
    }
}

fn reps(book: &Book, ink: &mut Ink) {
    ink.count(book.reps.len());
    for rep in &book.reps {
        for text in [&rep.id, &rep.name, &rep.manager] {
            ink.text(text);
        }
        ink.count(rep.team);
        ink.position(rep.region);
        ink.day(rep.hired);
        ink.day(rep.left);
        ink.maybe(rep.quota);
        ink.count(rep.skills.len());
        rep.skills.iter().for_each(|skill| ink.count(*skill));
        ink.place(rep.place);
    }
}

fn opportunities(book: &Book, ink: &mut Ink) {
    ink.count(book.opportunities.len());
    for opportunity in &book.opportunities {
        ink.text(&opportunity.id);
        ink.text(&opportunity.stage);
        ink.count(opportunity.account);
        ink.position(opportunity.owner);
        ink.outcome(opportunity.outcome);
        ink.number(opportunity.amount);
        ink.day(opportunity.created);
        ink.day(opportunity.closes);
        ink.position(opportunity.source);
        ink.text(opportunity.product.as_deref().unwrap_or_default());
    }
}

/// What came after the first version of the fingerprint: each with its name, and nothing where there is none.
fn unattached(book: &Book, ink: &mut Ink) {
    for one in &book.unattached {
        ink.text("unattached");
        for text in [&one.id, &one.account, &one.stage, one.product.as_ref().unwrap_or(&String::new())] {
            ink.text(text);
        }
        ink.position(one.owner);
        ink.position(one.source);
        ink.outcome(one.outcome);
        ink.maybe(one.amount);
        ink.day(one.created);
        ink.day(one.closes);
    }
    for product in &book.products {
        ink.text("product");
        ink.text(&product.name);
        ink.number(product.price);
    }
    for view in &book.field {
        ink.text("field");
        ink.count(view.account);
        for blend in [view.potential, view.odds].into_iter().flatten() {
            for number in [blend.data, blend.field, blend.credibility] {
                ink.number(number);
            }
        }
        for note in &view.notes {
            ink.text(note);
        }
    }
    for opportunity in &book.opportunities {
        if let Some(business) = opportunity.business {
            ink.text("business");
            ink.count(business as usize);
        }
        if let Some(currency) = &opportunity.currency {
            ink.text("currency");
            ink.text(currency);
        }
        for change in &opportunity.stages {
            ink.text("change");
            ink.day(Some(change.on));
            ink.text(&change.stage);
            ink.position(change.owner);
        }
    }
}

struct Ink(Sha256);

impl Ink {
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
