//! Changes of a plan that take effect after the start: seats that close, and accounts that change
//! owner in a month of the horizon.
//!
//! The carve and the quotas describe the plan after all changes. Here they get their months, and
//! each stage before a change gets the quotas of the books as they stand until then.

use std::collections::{BTreeMap, BTreeSet};

use crate::account_figures::AccountFigures;
use crate::quota::QuotaInputs;
use crate::territory::capacity::usable_capacity;
use crate::territory::fault::TerritoryFault;
use crate::territory::lookup::find_account;
use crate::territory::roster::ClosingSeat;
use crate::territory::seat_layout::seat_of_rep;
use crate::territory::tier_matrix::teams_of_book;
use crate::territory::travel::{in_person_share, travel_hours};
use attain_core::diagnostics::Faults;
use attain_core::plan::{Assignment, Plan, PlanStage, Seat};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Team;
use attain_data::Book;

/// Dates the changes of a designed plan. A plan without a month in its choices stays as it is.
pub(crate) fn date_changes(
    book: &Book,
    resolved: &ResolvedScenario,
    figures: &AccountFigures,
    closing: &[ClosingSeat],
    plan: &mut Plan,
    faults: &mut Faults,
) {
    let listed = resolved.owners.as_ref().is_some_and(|owners| owners.rows.iter().any(|row| row.from_month.is_some()));
    if closing.is_empty() && !listed && resolved.scenario.territory.from_month <= 1 {
        return;
    }
    add_closing_seats(book, resolved, closing, plan);
    set_months(book, resolved, plan, faults);
    let changes: BTreeSet<u32> = plan
        .accounts
        .iter()
        .map(|made| made.from_month)
        .chain(plan.seats.iter().filter_map(|seat| seat.end_month))
        .filter(|&month| month > 0)
        .collect();
    let teams = teams_of_book(book, &resolved.scenario);
    let inputs = StageInputs { book, resolved, figures, teams: &teams };
    let mut from = 0;
    for until in changes {
        let stage = inputs.stage(plan, from, until);
        plan.stages.push(stage);
        from = until;
    }
    spread_target(resolved, plan);
    note_changes(book, plan);
}

/// Adds the seats that close, with their accounts' present owners.
fn add_closing_seats(book: &Book, resolved: &ResolvedScenario, closing: &[ClosingSeat], plan: &mut Plan) {
    let teams = teams_of_book(book, &resolved.scenario);
    let mut seat_of: BTreeMap<usize, usize> = BTreeMap::new();
    for &ClosingSeat { rep, month } in closing {
        seat_of.insert(rep, plan.seats.len());
        let mut seat = Seat { end_month: Some(month), ..seat_of_rep(book, &resolved.scenario, rep) };
        seat.usable_capacity = usable_capacity(&teams[seat.team], &seat);
        let owned = book.accounts.iter().filter(|account| account.owner == Some(rep));
        seat.potential_before = owned.map(|account| account.potential).sum();
        plan.seats.push(seat);
    }
    for (account, made) in book.accounts.iter().zip(&mut plan.accounts) {
        if let Some(&seat) = account.owner.and_then(|rep| seat_of.get(&rep)) {
            made.before = Some(seat);
        }
    }
}

/// Sets the month in which each account moves.
fn set_months(book: &Book, resolved: &ResolvedScenario, plan: &mut Plan, faults: &mut Faults) {
    let mut listed = vec![None; book.accounts.len()];
    for row in resolved.owners.iter().flat_map(|owners| &owners.rows) {
        if let (Some(month), Ok(account)) = (row.from_month, find_account(book, &row.account)) {
            listed[account] = Some((month - 1, &row.month_at));
        }
    }
    for (made, listed) in plan.accounts.iter_mut().zip(listed) {
        if made.seat.is_some() && made.seat == made.before {
            continue;
        }
        let closes = made.before.and_then(|seat| plan.seats[seat].end_month);
        made.from_month = match (listed, closes) {
            (Some((month, place)), Some(end)) if month > end => {
                let rep = made.before.map_or_else(String::new, |seat| plan.seats[seat].id.clone());
                faults.push(place.clone(), TerritoryFault::ListedAfterCut { rep, month: month + 1, cut: end + 1 });
                end
            }
            (Some((month, _)), _) => month,
            (None, Some(end)) => end,
            (None, None) if made.before.is_some() => resolved.scenario.territory.from_month.saturating_sub(1),
            (None, None) => 0,
        };
    }
}

/// The inputs to the stages of a plan.
struct StageInputs<'a> {
    book: &'a Book,
    resolved: &'a ResolvedScenario,
    figures: &'a AccountFigures,
    teams: &'a [Team],
}

impl StageInputs<'_> {
    /// The stage from a month until the next change.
    fn stage(&self, plan: &Plan, from: u32, until: u32) -> PlanStage {
        let open: Vec<usize> = (0..plan.seats.len()).filter(|&s| plan.seats[s].end_month.is_none_or(|end| end > from)).collect();
        let place: BTreeMap<usize, usize> = open.iter().enumerate().map(|(at, &seat)| (seat, at)).collect();
        let seats: Vec<Seat> = open.iter().map(|&seat| plan.seats[seat].clone()).collect();
        let owner = |made: &Assignment| if made.from_month <= from { made.seat } else { made.before };
        let standing =
            |made: &Assignment| Assignment { seat: owner(made).and_then(|seat| place.get(&seat).copied()), ..made.clone() };
        let accounts: Vec<Assignment> = plan.accounts.iter().map(standing).collect();
        let (mut workload, mut potential) = (vec![0.0; seats.len()], vec![0.0; plan.seats.len()]);
        for (a, made) in accounts.iter().enumerate() {
            if let Some(seat) = made.seat {
                workload[seat] += self.load(a, &seats[seat]);
                potential[open[seat]] += self.book.accounts[a].potential;
            }
        }
        let Self { book, resolved, figures, .. } = *self;
        let scores = &figures.scores;
        let inputs = QuotaInputs { book, resolved, scores, seats: &seats, workload: &workload, accounts: &accounts };
        // Faults of the policy have been reported for the plan itself.
        let set = inputs.by_policy(&mut Faults::default()).seats;
        let mut quotas = vec![0.0; plan.seats.len()];
        open.iter().zip(set).for_each(|(&seat, quota)| quotas[seat] = quota);
        PlanStage { until, quotas, potential }
    }

    /// The load of an account on a seat's capacity.
    fn load(&self, account: usize, seat: &Seat) -> f64 {
        let (team, needs) = (&self.teams[seat.team], &self.figures.needs);
        if team.accounts.is_some() {
            return 1.0;
        }
        let rate = self.resolved.scenario.territory.travel_hours_per_100_km.get();
        let touches = in_person_share(team) * needs.touches[account];
        needs.hours[account] + needs.open[account] + travel_hours(touches, seat.place, self.book.accounts[account].place, rate)
    }
}

/// Without a target of its own, the target is the street quota, month by month.
fn spread_target(resolved: &ResolvedScenario, plan: &mut Plan) {
    let months = resolved.scenario.horizon.months;
    if resolved.scenario.target.bookings.is_some() || months == 0 {
        return;
    }
    let (mut from, mut sum) = (0, 0.0);
    for stage in &plan.stages {
        let until = stage.until.min(months);
        sum += stage.quotas.iter().sum::<f64>() * f64::from(until - from);
        from = until;
    }
    plan.target = (sum + plan.street_quota * f64::from(months - from)) / f64::from(months);
}

/// Says what changes when.
fn note_changes(book: &Book, plan: &mut Plan) {
    let mut notes = Vec::new();
    for (s, seat) in plan.seats.iter().enumerate() {
        let Some(month) = seat.end_month else { continue };
        let held = plan.accounts.iter().filter(|made| made.before == Some(s)).count();
        notes.push(format!(
            "The seat of {} closes at the start of month {}; until then the rep works the book of {} and carries its quota.",
            if seat.name.is_empty() { &seat.id } else { &seat.name },
            month + 1,
            if held == 1 { "1 account".to_owned() } else { format!("{held} accounts") },
        ));
    }
    let mut later: BTreeMap<u32, (usize, f64)> = BTreeMap::new();
    for (a, made) in plan.accounts.iter().enumerate() {
        let closes = made.before.is_some_and(|seat| plan.seats[seat].end_month.is_some());
        if made.from_month > 0 && !closes {
            let sum = later.entry(made.from_month).or_default();
            *sum = (sum.0 + 1, sum.1 + book.accounts[a].potential);
        }
    }
    for (month, (accounts, _)) in later {
        notes.push(format!(
            "{} at the start of month {}; until then present owners work them and carry their quota.",
            if accounts == 1 { "1 account changes owner".to_owned() } else { format!("{accounts} accounts change owner") },
            month + 1,
        ));
    }
    plan.notes.extend(notes);
}
