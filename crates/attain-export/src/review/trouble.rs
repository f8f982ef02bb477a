//! Whether a seat is behind because of its territory or because of its rep.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use attain_data::{Book, Outcome};

/// Share of the quota that is due below which a seat is behind. P: practitioner guide (70 %).
pub(super) const BEHIND: f64 = 0.7;
/// Earlier owners who did not do better, from which on the territory is the likely cause. P:
/// practitioner guides (a rep who missed where several predecessors missed has a territory problem).
const SEVERAL: usize = 2;
/// Days of a year.
const YEAR: f64 = 365.25;

/// Why a seat is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeatTrouble {
    /// The rep has left.
    Vacant,
    /// The book is too small, or those who had the accounts before did no better.
    Territory,
    /// The book is like that of its peers, and others did better with it.
    Rep,
}

impl SeatTrouble {
    /// Name in texts and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Vacant => "vacant",
            Self::Territory => "territory",
            Self::Rep => "rep",
        }
    }
}

/// Somebody who won opportunities in a seat's accounts before the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EarlierOwner {
    pub id: String,
    pub name: String,
    /// Amount won a year in these accounts, between the first and the last win, at least a year.
    pub won_a_year: f64,
    /// The same over the seat's yearly quota.
    pub attainment: Option<f64>,
}

/// The people other than the rep who won opportunities in accounts before a day, those who won most
/// first.
pub(super) fn earlier_owners(
    book: &Book,
    accounts: &[usize],
    rep: Option<usize>,
    before: Date,
    quota: Option<f64>,
) -> Vec<EarlierOwner> {
    let mut wins: BTreeMap<usize, (f64, Date, Date)> = BTreeMap::new();
    for deal in
        book.opportunities.iter().filter(|deal| deal.outcome == Outcome::Won && accounts.binary_search(&deal.account).is_ok())
    {
        let (Some(owner), Some(day)) = (deal.owner.filter(|owner| Some(*owner) != rep), deal.closes.filter(|day| *day < before))
        else {
            continue;
        };
        let (amount, first, last) = wins.entry(owner).or_insert((0.0, day, day));
        *amount += deal.amount;
        *first = (*first).min(day);
        *last = (*last).max(day);
    }
    let owner = |(owner, (amount, first, last)): (usize, (f64, Date, Date))| {
        let days = first.until(last).map_or(0, |span| span.get_days());
        let won_a_year = amount / (f64::from(days) / YEAR).max(1.0);
        let rep = &book.reps[owner];
        let attainment = quota.filter(|quota| *quota > 0.0).map(|quota| won_a_year / quota);
        EarlierOwner { id: rep.id.clone(), name: rep.name.clone(), won_a_year, attainment }
    };
    let mut found: Vec<EarlierOwner> = wins.into_iter().map(owner).collect();
    found.sort_by(|a, b| b.won_a_year.total_cmp(&a.won_a_year).then(a.id.cmp(&b.id)));
    found
}

/// Why a seat is behind; `None` if it is not.
pub(super) fn trouble(
    present: bool,
    attainment: Option<f64>,
    off_mean: Option<f64>,
    tolerance: f64,
    earlier: &[EarlierOwner],
) -> Option<SeatTrouble> {
    if !present {
        return Some(SeatTrouble::Vacant);
    }
    if !attainment.is_some_and(|attainment| attainment < BEHIND) {
        return None;
    }
    let small = off_mean.is_some_and(|off| off < -tolerance);
    let all_behind = earlier.len() >= SEVERAL && earlier.iter().all(|one| one.attainment.is_some_and(|share| share < BEHIND));
    Some(if small || all_behind { SeatTrouble::Territory } else { SeatTrouble::Rep })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn earlier(attainment: f64) -> EarlierOwner {
        EarlierOwner { id: "x".to_owned(), name: "X".to_owned(), won_a_year: 1.0, attainment: Some(attainment) }
    }

    #[test]
    fn territories_and_reps_are_told_apart() {
        let of = |attainment: f64, off: f64, earlier: &[EarlierOwner]| trouble(true, Some(attainment), Some(off), 0.15, earlier);
        assert_eq!(of(0.9, -0.5, &[]), None);
        assert_eq!(of(0.5, -0.2, &[]), Some(SeatTrouble::Territory));
        assert_eq!(of(0.5, 0.0, &[]), Some(SeatTrouble::Rep));
        assert_eq!(of(0.5, 0.0, &[earlier(0.3)]), Some(SeatTrouble::Rep));
        assert_eq!(of(0.5, 0.0, &[earlier(0.3), earlier(0.6)]), Some(SeatTrouble::Territory));
        assert_eq!(of(0.5, 0.0, &[earlier(0.9), earlier(0.6)]), Some(SeatTrouble::Rep));
        assert_eq!(trouble(false, Some(2.0), None, 0.15, &[]), Some(SeatTrouble::Vacant));
    }
}
