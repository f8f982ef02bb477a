//! Converts the events of a year into the entries of its replay.

use super::ReplayScope;
use super::account_label;
use super::deal_lines::DealLines;
use super::entry::{EntryKind, ReplayEntry};
use super::seat_holders::SeatHolders;
use super::sentences::{self, EventSentences};
use crate::simulate::business_counts::Booking;
use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::coverage_counts::CoverageCounts;
use crate::simulate::event_details::{AccountMonth, DealTerms};
use crate::simulate::events::{EventKind, SimulationEvent};
use crate::simulate::handover_cost::HandoverCause;
use crate::simulate::owner::HOUSE;
use crate::world::World;

/// Smallest change of an account's coverage that is reported.
const NOTABLE: f64 = 0.05;

/// Converts the events of a year into entries and tracks the holders of seats and the owner of an
/// account.
#[derive(Debug)]
pub struct EventNarrator<'a> {
    plan: &'a CompiledPlan<'a>,
    world: &'a World,
    sentences: EventSentences<'a>,
    scope: ReplayScope,
    holders: SeatHolders,
    deals: DealLines<'a>,
    /// Coverage totals and number of accounts of each seat's book in the month.
    covered: Vec<(CoverageCounts, usize)>,
    orphaned: Vec<bool>,
    /// Owner and last reported coverage of the account, if an account is replayed.
    owner: u32,
    coverage: Option<f64>,
    entries: Vec<ReplayEntry>,
}

impl<'a> EventNarrator<'a> {
    /// Entries of a year within the scope, ordered by date.
    #[must_use]
    pub fn narrate(
        plan: &'a CompiledPlan<'a>,
        world: &'a World,
        scope: ReplayScope,
        events: &[SimulationEvent],
    ) -> Vec<ReplayEntry> {
        let mut narrator = Self {
            plan,
            world,
            sentences: EventSentences { plan, world },
            scope,
            holders: SeatHolders::new(plan),
            deals: DealLines::new(plan, world),
            covered: vec![(CoverageCounts::default(), 0); plan.seats.len()],
            orphaned: vec![false; world.accounts.keys.len()],
            owner: if let ReplayScope::Account(a) = scope {
                plan.accounts.get(a).map_or(HOUSE, |account| account.first)
            } else {
                HOUSE
            },
            coverage: None,
            entries: Vec::new(),
        };
        for event in events {
            narrator.on_event(event);
        }
        // Events of one day stay in causal order.
        narrator.entries.sort_by_key(|entry| entry.date);
        narrator.entries
    }

    /// Processes an event: updates the holders and adds an entry.
    fn on_event(&mut self, event: &SimulationEvent) {
        match &event.kind {
            EventKind::Open { deal } => self.deals.open(*deal),
            EventKind::Created { deal, .. } => {
                let month = self.month_of(event.day);
                self.deals.create(*deal, month);
            }
            EventKind::Covered { counts, accounts, .. } => self.covered(event, counts, accounts),
            EventKind::Arrived { spell, .. } => self.holders.arrives(event.seat, *spell),
            _ => {}
        }
        if self.belongs(event)
            && let Some(entry) = self.entry(event)
        {
            self.entries.push(entry);
        }
        match &event.kind {
            EventKind::Left { .. } | EventKind::Closed { .. } => self.holders.leaves(event.seat),
            EventKind::HandedOver { .. } | EventKind::TakenOver { .. } | EventKind::CameIn { .. }
                if self.scope == Self::scope_of(event) =>
            {
                self.owner = event.seat;
            }
            EventKind::YearEnded { .. } if event.seat == HOUSE => self.orphaned.fill(false),
            _ => {}
        }
    }

    /// Whether an event belongs to the part of the plan that is replayed.
    fn belongs(&self, event: &SimulationEvent) -> bool {
        let whole_plan = event.account.is_none() && event.seat == HOUSE;
        match self.scope {
            ReplayScope::Plan => true,
            ReplayScope::Seat(seat) => {
                let from = match event.kind {
                    EventKind::HandedOver { from, .. } | EventKind::TakenOver { from } => Some(from),
                    _ => None,
                };
                event.seat == seat as u32 || from == Some(seat as u32) || whole_plan
            }
            ReplayScope::Account(account) => {
                let people = matches!(event.kind, EventKind::Left { .. } | EventKind::Closed { .. } | EventKind::Arrived { .. });
                event.account == Some(account as u32) || people && event.seat == self.owner
            }
        }
    }

    /// Scope that contains only the event's account.
    fn scope_of(event: &SimulationEvent) -> ReplayScope {
        event.account.map_or(ReplayScope::Plan, |a| ReplayScope::Account(a as usize))
    }

    fn month_of(&self, day: f64) -> usize {
        self.plan.market.calendar.month_of(day as f32).min(self.plan.market.calendar.months - 1)
    }

    /// Creates an entry with date, seat and account. Events due before the start are dated on the
    /// first day.
    fn line(&self, event: &SimulationEvent, kind: EntryKind, text: String) -> ReplayEntry {
        self.line_of(event, event.account, kind, text)
    }

    fn line_of(&self, event: &SimulationEvent, account: Option<u32>, kind: EntryKind, text: String) -> ReplayEntry {
        let calendar = &self.plan.market.calendar;
        let mut month = self.month_of(event.day);
        if let EventKind::HandedOver { cause: HandoverCause::Reviewed, .. } = event.kind {
            // A review's moves are made on the following day but belong to the review's month.
            month = month.saturating_sub(1);
        }
        let mut entry = ReplayEntry::new(calendar.date_of(event.day.max(0.0)), month, kind, text);
        entry.seat = self.plan.seats.get(event.seat as usize).map(|seat| seat.id.clone());
        entry.rep = self.holders.rep(self.plan, event.seat);
        if let Some(a) = account.map(|a| a as usize) {
            let book = self.plan.book;
            entry.account = Some(account_label::id(book, self.world, a));
            entry.account_name = Some(account_label::name(book, self.world, a));
        }
        entry
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of event")]
    fn entry(&self, event: &SimulationEvent) -> Option<ReplayEntry> {
        let words = &self.sentences;
        let line = |kind, text| self.line(event, kind, text);
        let plain = |kind, text, weight| Some(ReplayEntry { weight, ..self.line(event, kind, text) });
        match &event.kind {
            EventKind::Began { found, triggered } => {
                let calls = if *triggered { "triggers a review" } else { "does not trigger a review" };
                plain(EntryKind::Began, format!("the year begins: {}; {calls}", sentences::equity(found)), 0.0)
            }
            EventKind::Open { deal } => {
                let text = format!("opportunity of {} is open{}", words.money(self.deals.amount(*deal)), self.deals.since(*deal));
                Some(self.deals.about(line(EntryKind::Open, text), *deal))
            }
            EventKind::Created { deal, rate, coverage } => {
                let over = f64::from(*rate) / f64::from(self.world.deals.ratio[*deal as usize]);
                let text = words.created(self.deals.amount(*deal), self.deals.chance(*deal).create, over, *coverage);
                let slip = self.deals.slip(*deal);
                Some(self.deals.about(line(EntryKind::Created, text + &slip), *deal))
            }
            EventKind::Delayed { deal, days, waited, until } => {
                let cause = if waited < days { "a change of owner" } else { "a lack of selling time" };
                let text = format!(
                    "{cause} delays its opportunity of {} by {days:.0} days to {}",
                    words.money(self.deals.amount(*deal)),
                    words.when(f64::from(*until))
                );
                Some(self.deals.about(line(EntryKind::Delayed, text), *deal))
            }
            EventKind::Passed { deal, terms, until } => Some(self.passed(event, *deal, terms, *until)),
            EventKind::Won { deal, terms, booking, .. } => {
                let by = self.holders.name(self.plan, event.seat);
                let text = format!("won by {by}: {}", words.money(self.deals.amount(*deal)));
                let mut entry = self.deals.decided(line(EntryKind::Won, text), *deal, terms);
                entry.bookings_new = Some(self.deals.amount(*deal));
                entry.weight *= 1.0 - entry.odds.unwrap_or(0.0);
                Some(booked(entry, booking))
            }
            EventKind::Lost { deal, terms, .. } => {
                let by = self.holders.name(self.plan, event.seat);
                let text = format!("lost by {by}: {}", words.money(self.deals.amount(*deal)));
                let mut entry = self.deals.decided(line(EntryKind::Lost, text), *deal, terms);
                entry.weight *= entry.odds.unwrap_or(0.0);
                Some(entry)
            }
            EventKind::Renewed { renewal, expansion, booking, renewing } => {
                let more = if *expansion > 0.0 { format!(" and expands by {}", words.money(*expansion)) } else { String::new() };
                let text = format!("renews {}{more}; {}", words.money(*renewal), EventSentences::renewing(renewing, false));
                let mut entry = booked(line(EntryKind::Renewed, text), booking);
                (entry.bookings_renewal, entry.bookings_expansion) = (Some(*renewal), Some(*expansion));
                (entry.odds, entry.draw) = (Some(sentences::churn(renewing)), Some(renewing.mark));
                let weight = renewal * sentences::churn(renewing);
                Some(ReplayEntry { amount: Some(renewal + expansion), weight, ..entry })
            }
            EventKind::Churned { revenue, renewing } => {
                let text =
                    format!("churns: loses {} a year; {}", words.money(*revenue), EventSentences::renewing(renewing, true));
                let mut entry = line(EntryKind::Churned, text);
                (entry.odds, entry.draw) = (Some(sentences::churn(renewing)), Some(renewing.mark));
                let weight = revenue * (1.0 - sentences::churn(renewing));
                Some(ReplayEntry { amount: Some(*revenue), weight, ..entry })
            }
            EventKind::HandedOver { from, cause, cost } => {
                let a = event.account.map_or(0, |a| a as usize);
                let (old, new) = (self.giver(*from, a), self.holders.name(self.plan, event.seat));
                let entry = line(EntryKind::HandedOver, words.hand_over(&old, &new, *cause, a, cost));
                let weight = ((cost.mean + cost.chance_effect) * words.new_business(a)).abs();
                Some(ReplayEntry { from_seat: self.id(*from), weight, ..entry })
            }
            EventKind::TakenOver { from } => {
                let names = (self.holders.name(self.plan, *from), self.holders.name(self.plan, event.seat));
                let counted = if *from == HOUSE { "" } else { "; the cost of the departure has already been counted" };
                let text = format!("moves from {} to {}{counted}", names.0, names.1);
                Some(ReplayEntry { from_seat: self.id(*from), ..line(EntryKind::TakenOver, text) })
            }
            EventKind::CameIn { model, number, mark, share } => {
                let owner = self.holders.name(self.plan, event.seat);
                plain(EntryKind::CameIn, words.came_in(*model, *number, *mark, *share, &owner), 0.0)
            }
            EventKind::Left { known, hazard, threshold, fill_days, arrives, .. } => {
                let months = self.plan.market.calendar.months as u32;
                let vacant = arrives.unwrap_or(months).min(months).saturating_sub(self.month_of(event.day) as u32);
                let weight = self.plan.seats[event.seat as usize].quota / 12.0 * f64::from(vacant);
                plain(EntryKind::Left, words.left(*known, *hazard, *threshold, *fill_days, *arrives), weight)
            }
            EventKind::Closed { staffed, left } => {
                let months = self.plan.market.calendar.months - self.month_of(event.day);
                let quota = self.plan.planned_at_start(event.seat as usize).quota;
                plain(EntryKind::Closed, EventSentences::closed(*staffed, *left), quota / 12.0 * months as f64)
            }
            EventKind::Arrived { skill, cost, .. } => {
                plain(EntryKind::Arrived, words.arrived(event.seat as usize, *skill, *cost), *cost)
            }
            EventKind::MonthEnded(month) => {
                let (counts, accounts) = &self.covered[event.seat as usize];
                plain(EntryKind::SeatMonth, words.seat_month(month, counts, *accounts), 0.0)
            }
            EventKind::Reviewed { found, triggered, acted, moves, after } => {
                let text = EventSentences::reviewed(found, *triggered, *acted, *moves, after);
                plain(EntryKind::Reviewed, text, 0.0)
            }
            EventKind::QuotaSet { before, quota } => {
                let text = format!("new yearly quota: {} → {}", words.money(*before), words.money(*quota));
                plain(EntryKind::QuotaSet, text, 0.0)
            }
            EventKind::YearEnded { tally } if event.seat != HOUSE => {
                let year = self.month_of(event.day) / 12 + 1;
                plain(EntryKind::YearEnded, words.year_ended(year, tally), 0.0)
            }
            EventKind::YearEnded { .. } | EventKind::Covered { .. } => None,
        }
    }

    /// Creates the entries of a book's month: orphaned accounts and, if an account is replayed, its
    /// coverage.
    fn covered(&mut self, event: &SimulationEvent, counts: &CoverageCounts, accounts: &[AccountMonth]) {
        if let Some(covered) = self.covered.get_mut(event.seat as usize) {
            *covered = (*counts, accounts.len());
        }
        for worked in accounts {
            let a = worked.account as usize;
            let included = match self.scope {
                ReplayScope::Plan => true,
                ReplayScope::Seat(seat) => event.seat == seat as u32,
                ReplayScope::Account(account) => account == a,
            };
            if !included {
                continue;
            }
            if self.scope == ReplayScope::Account(a) && self.coverage.is_none_or(|k| (k - worked.coverage).abs() >= NOTABLE) {
                let by = self.holders.name(self.plan, event.seat);
                let text = format!(
                    "covered {} by {by}; new opportunities at {:.2}× the normal rate before season and drift",
                    sentences::percent(worked.coverage),
                    worked.rate
                );
                self.entries.push(self.line_of(event, Some(worked.account), EntryKind::Coverage, text));
                self.coverage = Some(worked.coverage);
            }
            if worked.orphaned && !self.orphaned[a] {
                let patience = self.plan.accounts[self.world.accounts.model(a)].patience;
                let text = format!("orphaned: not touched for more than {patience:.1} months");
                self.entries.push(self.line_of(event, Some(worked.account), EntryKind::Orphaned, text));
            }
            self.orphaned[a] |= worked.orphaned;
        }
    }

    /// Creates the entry for the first of a deal's two days that passes without closing it.
    fn passed(&self, event: &SimulationEvent, deal: u32, terms: &DealTerms, until: f32) -> ReplayEntry {
        let money = self.sentences.money(self.deals.amount(deal));
        let deals = &self.world.deals;
        let next = self.sentences.when(f64::from(until));
        let text = if deals.outcome(deal as usize).win_day <= deals.outcome(deal as usize).loss_day {
            format!("opportunity of {money} is not won on its potential win date and stays open until it is lost ({next})")
        } else {
            format!("opportunity of {money} is not lost on its potential loss date and stays open until it is decided ({next})")
        };
        ReplayEntry { weight: 0.0, ..self.deals.decided(self.line(event, EntryKind::Passed, text), deal, terms) }
    }

    fn id(&self, seat: u32) -> Option<String> {
        self.plan.seats.get(seat as usize).map(|seat| seat.id.clone())
    }

    /// Name of the previous owner: the seat's holder, or the rep in the data whose seat is cut.
    fn giver(&self, from: u32, a: usize) -> String {
        let gone = self.plan.book.accounts.get(a).filter(|_| from == HOUSE).and_then(|account| account.owner);
        match gone.and_then(|rep| self.plan.book.reps.get(rep)) {
            Some(rep) if rep.name.is_empty() => rep.id.clone(),
            Some(rep) => rep.name.clone(),
            None => self.holders.name(self.plan, from),
        }
    }
}

fn booked(mut entry: ReplayEntry, booking: &Booking) -> ReplayEntry {
    entry.bookings = Some(booking.credited);
    entry
}
