//! Whether a seat is behind because of its territory or because of its rep.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use attain_data::{Book, Outcome};

/// Share of the quota that is due below which a seat is behind. P: practitioner guide (70 %).
pub(super) const BEHIND: f64 = 0.7;
/// Earlier owners who did not do better, from which on the territory is the likely cause. P:
/// practitioner guides (a rep who missed where several predecessors missed has a territory problem).
const SEVERAL: usize = 2;
/// Share of the accounts with an earlier win in which somebody must have won to count as an earlier
/// owner of the territory. A: no published figure.
const SUBSTANTIAL: f64 = 1.0 / 3.0;
/// Chance below which so few wins are no luck. A: the usual level of a one-sided test.
const UNLIKELY: f64 = 0.1;
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
    /// So few wins may be chance: with the wins that are due, as few happen in a tenth of all cases.
    TooEarly,
}

impl SeatTrouble {
    /// Name in texts and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Vacant => "vacant",
            Self::Territory => "territory",
            Self::Rep => "rep",
            Self::TooEarly => "too early to say",
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
    /// Share of the accounts with an earlier win in which this person won.
    pub share_of_accounts: f64,
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
    let mut won_in: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut all: BTreeSet<usize> = BTreeSet::new();
    for deal in
        book.opportunities.iter().filter(|deal| deal.outcome == Outcome::Won && accounts.binary_search(&deal.account).is_ok())
    {
        let Some(day) = deal.closes.filter(|day| *day < before) else { continue };
        all.insert(deal.account);
        let Some(owner) = deal.owner.filter(|owner| Some(*owner) != rep) else { continue };
        let (amount, first, last) = wins.entry(owner).or_insert((0.0, day, day));
        won_in.entry(owner).or_default().insert(deal.account);
        *amount += deal.amount;
        *first = (*first).min(day);
        *last = (*last).max(day);
    }
    let owner = |(owner, (amount, first, last)): (usize, (f64, Date, Date))| {
        let days = first.until(last).map_or(0, |span| span.get_days());
        let won_a_year = amount / (f64::from(days) / YEAR).max(1.0);
        let rep = &book.reps[owner];
        let attainment = quota.filter(|quota| *quota > 0.0).map(|quota| won_a_year / quota);
        let accounts = won_in.get(&owner).map_or(0, BTreeSet::len);
        let share_of_accounts = accounts as f64 / all.len().max(1) as f64;
        EarlierOwner { id: rep.id.clone(), name: rep.name.clone(), won_a_year, attainment, share_of_accounts }
    };
    let mut found: Vec<EarlierOwner> = wins.into_iter().map(owner).collect();
    found.sort_by(|a, b| b.won_a_year.total_cmp(&a.won_a_year).then(a.id.cmp(&b.id)));
    found
}

/// What decides whether and why a seat is behind.
#[derive(Debug, Clone, Copy)]
pub(super) struct TroubleEvidence<'a> {
    pub(super) present: bool,
    pub(super) attainment: Option<f64>,
    /// Wins since the first day of the plan.
    pub(super) wins: usize,
    /// Wins that the quota asks for by now, at the mean size of the team's wins.
    pub(super) wins_due: Option<f64>,
    pub(super) off_mean: Option<f64>,
    pub(super) tolerance: f64,
    pub(super) earlier: &'a [EarlierOwner],
}

/// Why a seat is behind; `None` if it is not.
pub(super) fn trouble(evidence: &TroubleEvidence<'_>) -> Option<SeatTrouble> {
    if !evidence.present {
        return Some(SeatTrouble::Vacant);
    }
    if !evidence.attainment.is_some_and(|attainment| attainment < BEHIND) {
        return None;
    }
    if evidence.off_mean.is_some_and(|off| off < -evidence.tolerance) {
        return Some(SeatTrouble::Territory);
    }
    if evidence.wins_due.is_none_or(|due| at_most(evidence.wins, due) >= UNLIKELY) {
        return Some(SeatTrouble::TooEarly);
    }
    let before: Vec<&EarlierOwner> = evidence.earlier.iter().filter(|one| one.share_of_accounts >= SUBSTANTIAL).collect();
    let all_behind = before.len() >= SEVERAL && before.iter().all(|one| one.attainment.is_some_and(|share| share < BEHIND));
    Some(if all_behind { SeatTrouble::Territory } else { SeatTrouble::Rep })
}

/// The chance of at most so many wins if they come at random with this mean (Poisson).
fn at_most(wins: usize, mean: f64) -> f64 {
    let mut term = libm::exp(-mean);
    let mut sum = term;
    for count in 1..=wins {
        term *= mean / count as f64;
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn earlier(attainment: f64, share_of_accounts: f64) -> EarlierOwner {
        EarlierOwner {
            id: "x".to_owned(),
            name: "X".to_owned(),
            won_a_year: 1.0,
            attainment: Some(attainment),
            share_of_accounts,
        }
    }

    #[test]
    fn territories_and_reps_are_told_apart() {
        let of = |attainment: f64, off: f64, wins: usize, earlier: &[EarlierOwner]| {
            let (attainment, wins_due, off_mean) = (Some(attainment), Some(12.0), Some(off));
            trouble(&TroubleEvidence { present: true, attainment, wins, wins_due, off_mean, tolerance: 0.15, earlier })
        };
        assert_eq!(of(0.9, -0.5, 11, &[]), None);
        assert_eq!(of(0.3, -0.2, 4, &[]), Some(SeatTrouble::Territory));
        assert_eq!(of(0.3, 0.0, 4, &[]), Some(SeatTrouble::Rep));
        // Nine of twelve wins, in small deals.
        assert_eq!(of(0.6, 0.0, 9, &[]), Some(SeatTrouble::TooEarly));
        assert_eq!(of(0.3, 0.0, 4, &[earlier(0.3, 0.5)]), Some(SeatTrouble::Rep));
        assert_eq!(of(0.3, 0.0, 4, &[earlier(0.3, 0.5), earlier(0.6, 0.4)]), Some(SeatTrouble::Territory));
        assert_eq!(of(0.3, 0.0, 4, &[earlier(0.9, 0.5), earlier(0.6, 0.4)]), Some(SeatTrouble::Rep));
        // Somebody who won in a few of the accounts had another territory.
        assert_eq!(of(0.3, 0.0, 4, &[earlier(0.3, 0.5), earlier(0.1, 0.1)]), Some(SeatTrouble::Rep));
        let gone = TroubleEvidence {
            present: false,
            attainment: Some(2.0),
            wins: 9,
            wins_due: None,
            off_mean: None,
            tolerance: 0.15,
            earlier: &[],
        };
        assert_eq!(trouble(&gone), Some(SeatTrouble::Vacant));
    }

    #[test]
    fn the_chance_of_few_wins() {
        assert!((at_most(0, 2.0) - 0.135_335_283).abs() < 1e-8);
        assert!((at_most(2, 2.0) - 0.676_676_416).abs() < 1e-8);
        assert!((at_most(50, 2.0) - 1.0).abs() < 1e-12);
    }
}
