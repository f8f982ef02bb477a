//! From the events of a year to the lines of a story.

use std::collections::BTreeMap;

use super::View;
use super::entry::{Entry, Kind};
use super::odds;
use super::people::Holders;
use super::words::{self, Words};
use crate::simulate::coverage::Counts;
use crate::simulate::hand_over::Cause;
use crate::simulate::setting::{HOUSE, Setting};
use crate::simulate::watch::{Booking, Event, Terms, What, Worked};
use crate::world::World;
use crate::world::chance::{Chance, Origin};
use attain_data::Outcome;

/// A change of an account's coverage that is worth a line.
const NOTABLE: f64 = 0.05;

/// Tells a year.
#[derive(Debug)]
pub struct Teller<'a> {
    setting: &'a Setting<'a>,
    world: &'a World,
    words: Words<'a>,
    view: View,
    holders: Holders,
    /// Where the deals of the opening pipeline come from.
    opening: Vec<(Origin, Chance)>,
    /// Where each deal that was told of comes from.
    deals: BTreeMap<u32, (Origin, Chance)>,
    /// By seat: what its book's month counted.
    covered: Vec<(Counts, usize)>,
    orphaned: Vec<bool>,
    /// When an account is told: its owner, and the coverage that was told last.
    owner: u32,
    coverage: Option<f64>,
    entries: Vec<Entry>,
}

impl<'a> Teller<'a> {
    /// The lines of a year in the order of their dates, as far as they belong to the view.
    #[must_use]
    pub fn tell(setting: &'a Setting<'a>, world: &'a World, view: View, events: &[Event]) -> Vec<Entry> {
        let mut teller = Self {
            setting,
            world,
            words: Words { setting, world },
            view,
            holders: Holders::new(setting),
            opening: world.opening_chances(setting.odds),
            deals: BTreeMap::new(),
            covered: vec![(Counts::default(), 0); setting.seats.len()],
            orphaned: vec![false; setting.accounts.len()],
            owner: if let View::Account(a) = view { setting.accounts[a].first } else { HOUSE },
            coverage: None,
            entries: Vec::new(),
        };
        for event in events {
            teller.hear(event);
        }
        // Within a day the order of telling is that of cause and effect.
        teller.entries.sort_by_key(|entry| entry.date);
        teller.entries
    }

    /// Takes in an event: what it changes about who is who, and its line.
    fn hear(&mut self, event: &Event) {
        match &event.what {
            What::Open { deal } => _ = self.deals.insert(*deal, self.opening[*deal as usize]),
            What::Created { deal, .. } => {
                let month = self.month_of(event.day);
                _ = self.deals.insert(*deal, self.world.chance_of(self.setting.odds, *deal as usize, month));
            }
            What::Covered { counts, accounts, .. } => self.covered(event, counts, accounts),
            What::Arrived { spell, .. } => self.holders.arrives(event.seat, *spell),
            _ => {}
        }
        if self.belongs(event)
            && let Some(entry) = self.entry(event)
        {
            self.entries.push(entry);
        }
        match &event.what {
            What::Left { .. } => self.holders.leaves(event.seat),
            What::HandedOver { .. } | What::TakenOver { .. } if self.view == Self::view_of(event) => self.owner = event.seat,
            What::YearEnded { .. } if event.seat == HOUSE => self.orphaned.fill(false),
            _ => {}
        }
    }

    /// Whether an event belongs to what is told.
    fn belongs(&self, event: &Event) -> bool {
        let whole = event.account.is_none() && event.seat == HOUSE;
        match self.view {
            View::Plan => true,
            View::Seat(seat) => {
                let from = match event.what {
                    What::HandedOver { from, .. } | What::TakenOver { from } => Some(from),
                    _ => None,
                };
                event.seat == seat as u32 || from == Some(seat as u32) || whole
            }
            View::Account(account) => {
                let people = matches!(event.what, What::Left { .. } | What::Arrived { .. });
                event.account == Some(account as u32) || people && event.seat == self.owner
            }
        }
    }

    /// The view of an event's account alone.
    fn view_of(event: &Event) -> View {
        event.account.map_or(View::Plan, |a| View::Account(a as usize))
    }

    fn month_of(&self, day: f64) -> usize {
        self.setting.odds.calendar.month_of(day as f32).min(self.setting.odds.calendar.months - 1)
    }

    /// A line with its date, seat and account; what is due before the start is dated on the first day.
    fn line(&self, event: &Event, kind: Kind, text: String) -> Entry {
        self.line_of(event, event.account, kind, text)
    }

    fn line_of(&self, event: &Event, account: Option<u32>, kind: Kind, text: String) -> Entry {
        let calendar = &self.setting.odds.calendar;
        let mut month = self.month_of(event.day);
        if let What::HandedOver { cause: Cause::Reviewed, .. } = event.what {
            // A review's moves are made on the next day but count in its own month.
            month = month.saturating_sub(1);
        }
        let mut entry = Entry::new(calendar.date_of(event.day.max(0.0)), month, kind, text);
        entry.seat = self.setting.plan.seats.get(event.seat as usize).map(|seat| seat.id.clone());
        entry.rep = self.holders.rep(self.setting, event.seat);
        if let Some(account) = account.map(|a| &self.setting.book.accounts[a as usize]) {
            (entry.account, entry.account_name) = (Some(account.id.clone()), Some(account.name.clone()));
        }
        entry
    }

    fn entry(&self, event: &Event) -> Option<Entry> {
        let words = &self.words;
        let line = |kind, text| self.line(event, kind, text);
        let plain = |kind, text, weight| Some(Entry { weight, ..self.line(event, kind, text) });
        match &event.what {
            What::Began { found, triggered } => {
                let calls = if *triggered { "calls for a review" } else { "calls for no review" };
                plain(Kind::Began, format!("the year begins: {}; {calls}", words::equity(found)), 0.0)
            }
            What::Open { deal } => {
                let text = format!("opportunity of {} is open{}", words.money(self.amount(*deal)), self.since(*deal));
                Some(self.about(line(Kind::Open, text), *deal))
            }
            What::Created { deal, rate, coverage } => {
                let over = f64::from(*rate) / f64::from(self.world.deals.ratio[*deal as usize]);
                let text = words.created(self.amount(*deal), self.chance(*deal).create, over, *coverage);
                let slip = self.slip(*deal);
                Some(self.about(line(Kind::Created, text + &slip), *deal))
            }
            What::Delayed { deal, days, until } => {
                let text = format!(
                    "a change of owner moves its opportunity of {} by {days:.0} days to {}",
                    words.money(self.amount(*deal)),
                    words.when(f64::from(*until))
                );
                Some(self.about(line(Kind::Delayed, text), *deal))
            }
            What::Passed { deal, terms, until } => Some(self.passed(event, *deal, terms, *until)),
            What::Won { deal, terms, booking, .. } => {
                let by = self.holders.name(self.setting, event.seat);
                let text = format!("won by {by}: {}", words.money(self.amount(*deal)));
                let mut entry = self.decided(line(Kind::Won, text), *deal, terms);
                entry.bookings_new = Some(self.amount(*deal));
                entry.weight *= 1.0 - entry.odds.unwrap_or(0.0);
                Some(booked(entry, booking))
            }
            What::Lost { deal, terms, .. } => {
                let by = self.holders.name(self.setting, event.seat);
                let text = format!("lost by {by}: {}", words.money(self.amount(*deal)));
                let mut entry = self.decided(line(Kind::Lost, text), *deal, terms);
                entry.weight *= entry.odds.unwrap_or(0.0);
                Some(entry)
            }
            What::Renewed { renewal, expansion, booking, renewing } => {
                let more = if *expansion > 0.0 { format!(" and expands by {}", words.money(*expansion)) } else { String::new() };
                let text = format!("renews {}{more}; {}", words.money(*renewal), Words::renewing(renewing, false));
                let mut entry = booked(line(Kind::Renewed, text), booking);
                (entry.bookings_renewal, entry.bookings_expansion) = (Some(*renewal), Some(*expansion));
                (entry.odds, entry.draw) = (Some(words::churn(renewing)), Some(renewing.mark));
                let weight = renewal * words::churn(renewing);
                Some(Entry { amount: Some(renewal + expansion), weight, ..entry })
            }
            What::Churned { revenue, renewing } => {
                let text = format!("churns: {} a year lost; {}", words.money(*revenue), Words::renewing(renewing, true));
                let mut entry = line(Kind::Churned, text);
                (entry.odds, entry.draw) = (Some(words::churn(renewing)), Some(renewing.mark));
                let weight = revenue * (1.0 - words::churn(renewing));
                Some(Entry { amount: Some(*revenue), weight, ..entry })
            }
            What::HandedOver { from, cause, toll } => {
                let a = event.account.map_or(0, |a| a as usize);
                let (old, new) = (self.giver(*from, a), self.holders.name(self.setting, event.seat));
                let entry = line(Kind::HandedOver, words.hand_over(&old, &new, *cause, a, toll));
                let weight = ((toll.mean + toll.luck) * words.new_business(a)).abs();
                Some(Entry { from_seat: self.id(*from), weight, ..entry })
            }
            What::TakenOver { from } => {
                let names = (self.holders.name(self.setting, *from), self.holders.name(self.setting, event.seat));
                let text = format!("goes from {} to {}; what the departure cost is paid already", names.0, names.1);
                Some(Entry { from_seat: self.id(*from), ..line(Kind::TakenOver, text) })
            }
            What::Left { known, hazard, threshold, fill_days, arrives, .. } => {
                let months = self.setting.odds.calendar.months as u32;
                let vacant = arrives.unwrap_or(months).min(months).saturating_sub(self.month_of(event.day) as u32);
                let weight = self.setting.plan.seats[event.seat as usize].quota / 12.0 * f64::from(vacant);
                plain(Kind::Left, words.left(*known, (*hazard, *threshold), *fill_days, *arrives), weight)
            }
            What::Arrived { skill, cost, .. } => plain(Kind::Arrived, words.arrived(event.seat as usize, *skill, *cost), *cost),
            What::MonthEnded(month) => {
                let (counts, accounts) = &self.covered[event.seat as usize];
                plain(Kind::SeatMonth, words.seat_month(month, counts, *accounts), 0.0)
            }
            What::Reviewed { found, triggered, acted, moves, after } => {
                let text = Words::reviewed(found, *triggered, *acted, *moves, after);
                plain(Kind::Reviewed, text, 0.0)
            }
            What::QuotaSet { before, quota } => {
                let text = format!("yearly quota set anew: {} → {}", words.money(*before), words.money(*quota));
                plain(Kind::QuotaSet, text, 0.0)
            }
            What::YearEnded { tally } if event.seat != HOUSE => {
                let year = self.month_of(event.day) / 12 + 1;
                plain(Kind::YearEnded, words.year_ended(year, tally), 0.0)
            }
            What::YearEnded { .. } | What::Covered { .. } => None,
        }
    }

    /// The lines of a book's month: accounts that are orphaned, and, when an account is told, its coverage.
    fn covered(&mut self, event: &Event, counts: &Counts, accounts: &[Worked]) {
        if let Some(covered) = self.covered.get_mut(event.seat as usize) {
            *covered = (*counts, accounts.len());
        }
        for worked in accounts {
            let a = worked.account as usize;
            let told = match self.view {
                View::Plan => true,
                View::Seat(seat) => event.seat == seat as u32,
                View::Account(account) => account == a,
            };
            if !told {
                continue;
            }
            if self.view == View::Account(a) && self.coverage.is_none_or(|k| (k - worked.coverage).abs() >= NOTABLE) {
                let by = self.holders.name(self.setting, event.seat);
                let text = format!(
                    "covered {} by {by}; new opportunities at {:.2}× the normal rate before season and drift",
                    words::percent(worked.coverage),
                    worked.rate
                );
                self.entries.push(self.line_of(event, Some(worked.account), Kind::Coverage, text));
                self.coverage = Some(worked.coverage);
            }
            if worked.orphaned && !self.orphaned[a] {
                let text = format!("orphaned: no touch for more than {:.1} months", self.setting.accounts[a].patience);
                self.entries.push(self.line_of(event, Some(worked.account), Kind::Orphaned, text));
            }
            self.orphaned[a] |= worked.orphaned;
        }
    }

    /// The first of a deal's days passed.
    fn passed(&self, event: &Event, deal: u32, terms: &Terms, until: f32) -> Entry {
        let money = self.words.money(self.amount(deal));
        let deals = &self.world.deals;
        let next = self.words.when(f64::from(until));
        let text = if deals.fate(deal as usize).win_day <= deals.fate(deal as usize).loss_day {
            format!("opportunity of {money} is not won on its day and goes on until it is lost, {next}")
        } else {
            format!("opportunity of {money} is not lost on its day and goes on to be decided {next}")
        };
        Entry { weight: 0.0, ..self.decided(self.line(event, Kind::Passed, text), deal, terms) }
    }

    /// A line about a deal.
    fn about(&self, entry: Entry, deal: u32) -> Entry {
        Entry { opportunity: Some(self.name_of(deal)), amount: Some(self.amount(deal)), ..entry }
    }

    /// A line about a deal's decision, with the odds of the day.
    fn decided(&self, entry: Entry, deal: u32, plan: &Terms) -> Entry {
        let chance = self.chance(deal);
        let terms = odds::terms(chance, plan);
        let p = odds::chance(&terms);
        let base = match self.origin(deal) {
            Origin::Data { .. } => "stage",
            Origin::Latent { .. } => "segment",
        };
        let source = chance.came_by.and_then(|source| self.setting.odds.market.sources.keys().nth(source));
        let told = odds::in_words(&terms, base, source.map(String::as_str));
        let text = format!("{}; odds {told}; draw {}", entry.text, words::measured(chance.draw, p, chance.draw < p));
        let weight = self.amount(deal);
        Entry { odds: Some(p), draw: Some(chance.draw), terms: Some(terms), text, weight, ..self.about(entry, deal) }
    }

    fn amount(&self, deal: u32) -> f64 {
        self.world.deals.fate(deal as usize).amount
    }

    fn chance(&self, deal: u32) -> &Chance {
        &self.deals[&deal].1
    }

    fn origin(&self, deal: u32) -> Origin {
        self.deals[&deal].0
    }

    /// ", 12 days late" for a deal that slips.
    fn slip(&self, deal: u32) -> String {
        let days = self.chance(deal).slip_days;
        if days > 0.0 { format!("; it slips by {days:.0} days") } else { String::new() }
    }

    /// Since when a deal of the opening pipeline is open, and at what stage.
    fn since(&self, deal: u32) -> String {
        let created = f64::from(self.world.deals.fate(deal as usize).created).min(0.0);
        let date = self.setting.odds.calendar.date_of(created.floor());
        let stage = match self.origin(deal) {
            Origin::Data { key } => self.setting.book.opportunities.iter().find(|o| o.key == key),
            Origin::Latent { .. } => None,
        };
        match stage.map(|o| (&o.stage, &o.outcome)) {
            Some((stage, Outcome::Open(chance))) => format!(" since {date}, at `{stage}` ({} to win)", words::percent(*chance)),
            _ => format!(" since {date}"),
        }
    }

    /// Id of a deal: the data's, or account, month and number of a simulated one.
    fn name_of(&self, deal: u32) -> String {
        match self.origin(deal) {
            Origin::Data { key } => {
                let known = self.setting.book.opportunities.iter().find(|o| o.key == key);
                known.map_or_else(|| format!("{key:016x}"), |o| o.id.clone())
            }
            Origin::Latent { month, k } => {
                let account = &self.setting.book.accounts[self.world.deals.account[deal as usize] as usize].id;
                let start = self.setting.odds.calendar.date_of(self.setting.odds.calendar.span(month).0);
                format!("{account}/{}/{}", start.strftime("%Y-%m"), k + 1)
            }
        }
    }

    fn id(&self, seat: u32) -> Option<String> {
        self.setting.plan.seats.get(seat as usize).map(|seat| seat.id.clone())
    }

    /// Who gives an account: a seat's holder, or the rep of the book whose seat is gone.
    fn giver(&self, from: u32, a: usize) -> String {
        let gone = (from == HOUSE).then(|| self.setting.book.accounts[a].owner).flatten();
        match gone.and_then(|rep| self.setting.book.reps.get(rep)) {
            Some(rep) if rep.name.is_empty() => rep.id.clone(),
            Some(rep) => rep.name.clone(),
            None => self.holders.name(self.setting, from),
        }
    }
}

fn booked(mut entry: Entry, booking: &Booking) -> Entry {
    entry.bookings = Some(booking.credited);
    entry
}
