//! Descriptions of deals in the lines of a replay: their origin and their odds.

use std::collections::BTreeMap;

use super::entry::ReplayEntry;
use super::{account_label, sentences, win_odds};
use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::event_details::DealTerms;
use crate::world::World;
use crate::world::deal_chance::{DealChance, DealOrigin};
use attain_data::Outcome;

/// Deals of a year that have occurred so far.
#[derive(Debug)]
pub(crate) struct DealLines<'a> {
    plan: &'a CompiledPlan<'a>,
    world: &'a World,
    /// Origins and chances of the deals in the opening pipeline.
    opening: Vec<(DealOrigin, DealChance)>,
    /// Origin and chance of each deal that has occurred.
    known: BTreeMap<u32, (DealOrigin, DealChance)>,
}

impl<'a> DealLines<'a> {
    pub(crate) fn new(plan: &'a CompiledPlan<'a>, world: &'a World) -> Self {
        Self { plan, world, opening: world.opening_chances(plan.market), known: BTreeMap::new() }
    }

    /// Records a deal that is open on the first day.
    pub(crate) fn open(&mut self, deal: u32) {
        self.known.insert(deal, self.opening[deal as usize]);
    }

    /// Records a deal that is created in a month.
    pub(crate) fn create(&mut self, deal: u32, month: usize) {
        self.known.insert(deal, self.world.chance_of(self.plan.market, deal as usize, month));
    }

    /// Completes an entry about a deal.
    pub(crate) fn about(&self, entry: ReplayEntry, deal: u32) -> ReplayEntry {
        ReplayEntry { opportunity: Some(self.name_of(deal)), amount: Some(self.amount(deal)), ..entry }
    }

    /// Completes an entry about a deal's decision with the odds of the day.
    pub(crate) fn decided(&self, entry: ReplayEntry, deal: u32, plan: &DealTerms) -> ReplayEntry {
        let chance = self.chance(deal);
        let terms = win_odds::terms(chance, plan);
        let p = win_odds::chance(&terms);
        let base = match self.origin(deal) {
            DealOrigin::Data { .. } => "stage",
            DealOrigin::Latent { .. } => "segment",
        };
        let source = chance.source_index.and_then(|source| self.plan.market.choices.sources.keys().nth(source));
        let parts = win_odds::in_words(&terms, base, source.map(String::as_str));
        let text = format!("{}; odds {parts}; draw {}", entry.text, sentences::measured(chance.draw, p, chance.draw < p));
        let weight = self.amount(deal);
        ReplayEntry { odds: Some(p), draw: Some(chance.draw), terms: Some(terms), text, weight, ..self.about(entry, deal) }
    }

    /// Amount of a deal.
    pub(crate) fn amount(&self, deal: u32) -> f64 {
        self.world.deals.outcome(deal as usize).amount
    }

    pub(crate) fn chance(&self, deal: u32) -> &DealChance {
        &self.known[&deal].1
    }

    fn origin(&self, deal: u32) -> DealOrigin {
        self.known[&deal].0
    }

    /// Clause about the delay of a deal that slips; empty if it does not slip.
    pub(crate) fn slip(&self, deal: u32) -> String {
        let days = self.chance(deal).slip_days;
        if days > 0.0 { format!("; it slips by {days:.0} days") } else { String::new() }
    }

    /// Clause with the date on which a deal of the opening pipeline was created, and its stage.
    pub(crate) fn since(&self, deal: u32) -> String {
        let created = f64::from(self.world.deals.outcome(deal as usize).created).min(0.0);
        let date = self.plan.market.calendar.date_of(created.floor());
        let stage = match self.origin(deal) {
            DealOrigin::Data { key } => self.plan.book.opportunities.iter().find(|o| o.key == key),
            DealOrigin::Latent { .. } => None,
        };
        match stage.map(|o| (&o.stage, &o.outcome)) {
            Some((stage, Outcome::Open(chance))) => {
                format!(" since {date}, at `{stage}` ({} to win)", sentences::percent(*chance))
            }
            _ => format!(" since {date}"),
        }
    }

    /// Id of a deal: the id in the data, or account, month and number of a simulated deal.
    fn name_of(&self, deal: u32) -> String {
        match self.origin(deal) {
            DealOrigin::Data { key } => {
                let known = self.plan.book.opportunities.iter().find(|o| o.key == key);
                known.map_or_else(|| format!("{key:016x}"), |o| o.id.clone())
            }
            DealOrigin::Latent { month, k } => {
                let account = account_label::id(self.plan.book, self.world, self.world.deals.account[deal as usize] as usize);
                let start = self.plan.market.calendar.date_of(self.plan.market.calendar.span(month).first);
                format!("{account}/{}/{}", start.strftime("%Y-%m"), k + 1)
            }
        }
    }
}
