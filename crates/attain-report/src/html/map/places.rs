//! Accounts, homes and owners for the script that draws the map.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::frame::rounded;
use crate::html::inputs::ReportInputs;
use attain_core::geography::GeoPoint;

/// Names of owners, each with its team, numbered in order of first use.
#[derive(Default)]
struct OwnerNames {
    numbers: BTreeMap<String, usize>,
    rows: Vec<Value>,
}

impl OwnerNames {
    fn number(&mut self, name: &str, team: &str, home: Option<GeoPoint>) -> usize {
        if let Some(&known) = self.numbers.get(name) {
            return known;
        }
        let number = self.rows.len();
        self.numbers.insert(name.to_owned(), number);
        self.rows.push(json!([name, team, home.map(at)]));
        number
    }
}

/// The accounts with the most potential: their places, and their owner today and in every plan.
pub(super) fn places(input: &ReportInputs, most: usize) -> Value {
    let book = input.book;
    let mut shown: Vec<usize> = (0..book.accounts.len()).filter(|&a| book.accounts[a].place.is_some()).collect();
    shown.sort_by(|&a, &b| book.accounts[b].potential.total_cmp(&book.accounts[a].potential).then(a.cmp(&b)));
    shown.truncate(most);
    let mut names = OwnerNames::default();
    let plans: Vec<Vec<Option<usize>>> = input
        .plans
        .iter()
        .map(|plan| {
            let owner = |&a: &usize| {
                let seat = &plan.seats[plan.accounts[a].seat?];
                Some(names.number(&seat.name, book.teams.get(seat.team).map_or("", String::as_str), seat.place))
            };
            shown.iter().map(owner).collect()
        })
        .collect();
    let today: Vec<Option<usize>> = shown
        .iter()
        .map(|&a| {
            let rep = &book.reps[book.accounts[a].owner?];
            rep.left.is_none().then(|| names.number(&rep.name, "", rep.place))
        })
        .collect();
    let accounts: Vec<Value> = shown
        .iter()
        .map(|&a| {
            let account = &book.accounts[a];
            let name = if account.name.is_empty() { &account.id } else { &account.name };
            json!([account.place.map(at), (account.potential / 1000.0).round() as i64, name])
        })
        .collect();
    json!({ "accounts": accounts, "owners": names.rows, "today": today, "plans": plans })
}

fn at(place: GeoPoint) -> [f64; 2] {
    [rounded(place.longitude), rounded(place.latitude)]
}
