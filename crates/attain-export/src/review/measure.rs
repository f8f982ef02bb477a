//! Measures a review from a frozen plan and fresh data.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::record::{BookingsBand, PlanReview, ProposedMove, ReviewEquity, ReviewTrend};
use super::seat_review::SeatReview;
use super::trouble::{TroubleEvidence, earlier_owners, trouble};
use crate::diff::diff;
use crate::snapshot::PlanSnapshot;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::{Book, BusinessType, Opportunity, Outcome};
use attain_design::revisions::RebalanceProposal;
use attain_design::territory::equity::{EquityScratch, measure_equity, peer_groups};
use attain_design::territory::fairness::seat_groups;
use attain_report::explanations::touched_recently;

/// Number of the format of `review.json`.
const FORMAT: u32 = 1;
/// Mean days of a month.
const MONTH: f64 = 365.25 / 12.0;
/// Probabilities of the kept quantiles.
const BAND: [f64; 7] = [5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0];

/// What a review is measured from.
#[derive(Debug, Clone, Copy)]
pub struct ReviewInputs<'a> {
    pub frozen: &'a PlanSnapshot,
    /// First day of the plan.
    pub start: Date,
    /// Day of the review.
    pub as_of: Date,
    /// Quantiles of simulated bookings by month, from 5 % to 95 %; empty without simulated years.
    pub bands: &'a [[f64; 7]],
    /// The data on the day of the review.
    pub book: &'a Book,
    pub resolved: &'a ResolvedScenario,
    /// The plan that keeps the owners of that day, and the moves that would rebalance it.
    pub rebalance: &'a RebalanceProposal,
    /// Earlier reviews.
    pub trend: &'a [ReviewTrend],
}

/// Measures the review.
#[must_use]
pub fn review(inputs: &ReviewInputs<'_>) -> PlanReview {
    let ReviewInputs { frozen, book, as_of, start, .. } = *inputs;
    let now = &inputs.rebalance.start;
    // Accounts that nobody owns are assigned in the plan; the review is about owners in the data.
    let owned = owners_of_today(book, now);
    let differences = diff(frozen, &owned);
    let months = f64::from(start.until(as_of).map_or(0, |span| span.get_days()) + 1) / MONTH;
    let seats = seats(inputs, &owned, months);
    let bookings: f64 = book.opportunities.iter().filter_map(|deal| booked(inputs, deal)).sum();
    let quotas: f64 = frozen.seats.values().filter_map(|seat| seat.quota).sum();
    let quota_to_date = quotas * (months / 12.0).max(0.0);
    let open = book.opportunities.iter().filter(|deal| matches!(deal.outcome, Outcome::Open(_)));
    let pipeline: f64 = open.map(|deal| deal.amount).sum();
    let touched = book.accounts.iter().filter(|account| touched_recently(account, as_of)).count();
    let triggered = seat_groups(book, now).into_iter().filter(|group| group.triggered).map(|group| {
        let names: Vec<&str> = group.outside.iter().map(|&seat| now.seats[seat].name.as_str()).collect();
        if names.is_empty() { group.name } else { format!("{}: {}", group.name, names.join(", ")) }
    });
    PlanReview {
        format: FORMAT,
        plan: frozen.name.clone(),
        currency: frozen.currency.clone(),
        start: start.to_string(),
        as_of: as_of.to_string(),
        months,
        bookings,
        quota_to_date,
        attainment: share(bookings, quota_to_date),
        pipeline,
        pipeline_coverage: share(pipeline, (quotas - bookings).max(0.0)),
        engaged: share(touched as f64, book.accounts.len() as f64),
        band: band(inputs.bands, months, bookings),
        equity_start: equity(now, &frozen.books().iter().map(|(id, book)| ((*id).to_owned(), book.potential)).collect()),
        equity_now: equity(now, &owned.books().iter().map(|(id, book)| ((*id).to_owned(), book.potential)).collect()),
        triggered: triggered.collect(),
        accounts: differences.accounts,
        seats,
        proposed: proposed(inputs),
        trend: inputs.trend.to_vec(),
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The owners in the data, with the figures of the plan that keeps them.
fn owners_of_today(book: &Book, now: &Plan) -> PlanSnapshot {
    let mut state = PlanSnapshot::from_plan(book, now, None);
    for account in &book.accounts {
        let owner = account.owner.map(|owner| book.reps[owner].id.clone());
        if let Some(row) = state.accounts.get_mut(&account.id) {
            row.owner = owner;
        }
    }
    state
}

/// The amount of an opportunity that counts since the first day of the plan.
fn booked(inputs: &ReviewInputs<'_>, deal: &Opportunity) -> Option<f64> {
    let since = deal.closes.is_some_and(|day| day >= inputs.start && day <= inputs.as_of);
    let credit = &inputs.resolved.scenario.quota.credit;
    let counts = match deal.business {
        None | Some(BusinessType::New) => credit.new,
        Some(BusinessType::Existing) => credit.expansion,
        Some(BusinessType::Renewal) => credit.renewal,
    };
    (deal.outcome == Outcome::Won && since).then(|| deal.amount * counts.get())
}

fn seats(inputs: &ReviewInputs<'_>, owned: &PlanSnapshot, months: f64) -> Vec<SeatReview> {
    let ReviewInputs { frozen, book, as_of, start, .. } = *inputs;
    let now = &inputs.rebalance.start;
    let tolerance = inputs.resolved.scenario.territory.balance_tolerance.get();
    let rep_of: BTreeMap<&str, usize> = book.reps.iter().enumerate().map(|(at, rep)| (rep.id.as_str(), at)).collect();
    let (books_then, books_now) = (frozen.books(), owned.books());
    let means = means(now, &books_now.iter().map(|(id, book)| ((*id).to_owned(), book.potential)).collect());
    let sizes = win_sizes(book);
    let owners: BTreeSet<&str> = books_now.keys().copied().collect();
    let ids: BTreeSet<&str> = frozen.seats.keys().map(String::as_str).chain(owners).collect();
    let seat = |id: &str| {
        let rep = rep_of.get(id).copied();
        let present = rep.is_some_and(|rep| book.reps[rep].left.is_none());
        let known = frozen.seats.get(id);
        let quota = known.and_then(|seat| seat.quota);
        let quota_to_date = quota.map(|quota| quota * months / 12.0);
        let of_rep = |deal: &&Opportunity| rep.is_some() && deal.owner == rep;
        let bookings: f64 = book.opportunities.iter().filter(of_rep).filter_map(|deal| booked(inputs, deal)).sum();
        let open = book.opportunities.iter().filter(of_rep).filter(|deal| matches!(deal.outcome, Outcome::Open(_)));
        let pipeline: f64 = open.map(|deal| deal.amount).sum();
        let mine: Vec<usize> = (0..book.accounts.len()).filter(|&at| rep.is_some() && book.accounts[at].owner == rep).collect();
        let had = |account: &str| frozen.accounts.get(account).is_some_and(|row| row.owner.as_deref() == Some(id));
        let kept: Vec<usize> = mine.iter().copied().filter(|&at| had(&book.accounts[at].id)).collect();
        let then: f64 = kept.iter().filter_map(|&at| frozen.accounts.get(&book.accounts[at].id)?.potential).sum();
        let still: f64 = kept.iter().map(|&at| book.accounts[at].potential).sum();
        let (x, y) = (books_then.get(id).copied().unwrap_or_default(), books_now.get(id).copied().unwrap_or_default());
        let attainment = quota_to_date.and_then(|due| share(bookings, due));
        let off_mean = means.get(id).and_then(|mean| share(y.potential, *mean)).map(|over| over - 1.0);
        let earlier = earlier_owners(book, &mine, rep, start, quota);
        let (name, team, manager) = match (known, rep) {
            (Some(seat), _) => (seat.name.clone(), seat.team.clone(), seat.manager.clone()),
            (None, Some(rep)) => {
                let rep = &book.reps[rep];
                (rep.name.clone(), book.teams.get(rep.team).cloned().unwrap_or_default(), rep.manager.clone())
            }
            (None, None) => (id.to_owned(), String::new(), String::new()),
        };
        SeatReview {
            id: id.to_owned(),
            name,
            team,
            manager,
            filled: rep.is_some(),
            present,
            quota,
            quota_to_date,
            bookings,
            attainment,
            pipeline,
            pipeline_coverage: quota.and_then(|quota| share(pipeline, (quota - bookings).max(0.0))),
            accounts: [x.accounts, y.accounts],
            potential: [x.potential, y.potential],
            off_mean,
            touched: mine.iter().filter(|&&at| touched_recently(&book.accounts[at], as_of)).count(),
            drift: share(still, then).map(|over| over - 1.0),
            came: mine.len() - kept.len(),
            went: x.accounts - kept.len(),
            trouble: trouble(&TroubleEvidence {
                present,
                attainment,
                wins: book.opportunities.iter().filter(of_rep).filter(|deal| booked(inputs, deal).is_some()).count(),
                wins_due: rep.and_then(|rep| sizes.get(&book.reps[rep].team)).zip(quota_to_date).map(|(size, due)| due / size),
                off_mean,
                tolerance,
                earlier: &earlier,
            }),
            earlier_owners: earlier,
        }
    };
    ids.into_iter().map(seat).collect()
}

/// Mean amount of the wins of each team, by its index.
fn win_sizes(book: &Book) -> BTreeMap<usize, f64> {
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for deal in book.opportunities.iter().filter(|deal| deal.outcome == Outcome::Won && deal.amount > 0.0) {
        if let Some(owner) = deal.owner {
            let sum = sums.entry(book.reps[owner].team).or_default();
            *sum = (sum.0 + deal.amount, sum.1 + 1.0);
        }
    }
    sums.into_iter().map(|(team, (amount, count))| (team, amount / count)).collect()
}

/// Mean potential of the like seats of each seat of today.
fn means(now: &Plan, potential: &BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    let values: Vec<f64> = now.seats.iter().map(|seat| potential.get(&seat.id).copied().unwrap_or(0.0)).collect();
    let means = attain_design::territory::equity::group_means(&values, &peer_groups(now));
    now.seats.iter().zip(means).map(|(seat, mean)| (seat.id.clone(), mean)).collect()
}

/// Equity of books, given by the ids of the seats of today.
fn equity(now: &Plan, potential: &BTreeMap<String, f64>) -> ReviewEquity {
    let values: Vec<f64> = now.seats.iter().map(|seat| potential.get(&seat.id).copied().unwrap_or(0.0)).collect();
    let loads = vec![0.0; values.len()];
    let found = measure_equity(&values, &peer_groups(now), &loads, &mut EquityScratch::default());
    ReviewEquity { range: found.range, largest_deviation: found.largest_deviation, cv: found.cv }
}

/// Where bookings lie among the simulated years at the end of the last whole month.
fn band(bands: &[[f64; 7]], months: f64, bookings: f64) -> Option<BookingsBand> {
    let month = (months + 0.05).floor() as usize;
    let quantiles = bands.get(month.checked_sub(1)?)?;
    let percentile = match quantiles.iter().position(|quantile| bookings < *quantile) {
        Some(0) => BAND[0],
        None => BAND[6],
        Some(at) => {
            let (low, high) = (quantiles[at - 1], quantiles[at]);
            BAND[at - 1] + (BAND[at] - BAND[at - 1]) * (bookings - low) / (high - low)
        }
    };
    Some(BookingsBand { month, quantiles: [quantiles[1], quantiles[3], quantiles[5]], percentile })
}

/// The moves of the rebalance among owned accounts.
fn proposed(inputs: &ReviewInputs<'_>) -> Vec<ProposedMove> {
    let (book, plan) = (inputs.book, &inputs.rebalance.proposal.plan);
    let name = |seat: Option<usize>| seat.map_or_else(|| "house account".to_owned(), |seat| plan.seats[seat].name.clone());
    let moves = inputs.rebalance.proposal.moves.iter().map(|&at| ProposedMove {
        account: book.accounts[at].id.clone(),
        name: book.accounts[at].name.clone(),
        from: name(plan.accounts[at].before),
        to: name(plan.accounts[at].seat),
        potential: book.accounts[at].potential,
        reason: plan.accounts[at].reason.words().to_owned(),
    });
    moves.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookings_lie_between_quantiles() {
        let bands = [[5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0], [10.0, 20.0, 50.0, 100.0, 150.0, 180.0, 190.0]];
        assert_eq!(band(&bands, 0.5, 1.0), None);
        assert_eq!(band(&bands, 3.0, 1.0), None);
        let at = |months, bookings| band(&bands, months, bookings).unwrap().percentile;
        assert_eq!((at(1.0, 40.0), at(1.99, 100.0), at(2.0, 0.0), at(2.9, 1e9)), (40.0, 50.0, 5.0, 95.0));
    }
}
