//! What it costs, in money a year, when an account goes to a seat: travel,
//! disruption and misfit.

use super::rules::{Eligible, teams};
use super::seats::Roster;
use super::travel;
use crate::coverage::CoverageNeeds;
use crate::score::{AccountScores, months_between};
use attain_core::scenario::choices::{Protection, Scenario};
use attain_data::{Book, Outcome};

/// Part of an account's new business that a seat without its needed skill, or
/// of a team that does not serve its like, is taken to lose. A: no published figure.
const MISFIT: f64 = 0.25;

/// The same for a seat that does not know the industry, where anybody does. A: no published figure.
const UNKNOWN_INDUSTRY: f64 = 0.02;

/// Prices of giving accounts to seats.
pub(crate) struct Prices<'a> {
    book: &'a Book,
    scenario: &'a Scenario,
    scores: &'a AccountScores,
    needs: &'a CoverageNeeds,
    roster: &'a Roster,
    eligible: &'a Eligible,
    before: &'a [Option<usize>],
    /// Open pipeline by account, each opportunity by its chance.
    pipeline: Vec<f64>,
    /// The skill that stands for each industry.
    industry_skill: Vec<Option<usize>>,
    in_person: Vec<f64>,
    counts_accounts: Vec<bool>,
}

impl<'a> Prices<'a> {
    pub(crate) fn new(
        book: &'a Book,
        scenario: &'a Scenario,
        (scores, needs): (&'a AccountScores, &'a CoverageNeeds),
        roster: &'a Roster,
        eligible: &'a Eligible,
        before: &'a [Option<usize>],
    ) -> Self {
        let mut pipeline = vec![0.0; book.accounts.len()];
        for opportunity in &book.opportunities {
            if let Outcome::Open(chance) = opportunity.outcome {
                pipeline[opportunity.account] += chance * opportunity.amount;
            }
        }
        let skill = |industry: &String| book.skills.iter().position(|skill| skill == industry);
        let teams = teams(book, scenario);
        Self {
            book,
            scenario,
            scores,
            needs,
            roster,
            eligible,
            before,
            pipeline,
            industry_skill: book.industries.iter().map(skill).collect(),
            in_person: teams.iter().map(travel::in_person).collect(),
            counts_accounts: teams.iter().map(|team| team.accounts.is_some()).collect(),
        }
    }

    /// Money a year that the account costs more with this seat than with an ideal one.
    pub(crate) fn cost(&self, account: usize, seat: usize) -> f64 {
        self.travel(account, seat) + self.disruption(account, seat) + self.misfit(account, seat)
    }

    /// What the account takes of the seat's capacity: hours a month, or 1 where accounts are counted.
    pub(crate) fn load(&self, account: usize, seat: usize) -> f64 {
        if self.counts_accounts[self.roster.seats[seat].team] {
            1.0
        } else {
            self.needs.hours[account] + self.needs.open[account] + self.travel_hours(account, seat)
        }
    }

    fn travel_hours(&self, account: usize, seat: usize) -> f64 {
        let seat = &self.roster.seats[seat];
        let touches = self.in_person[seat.team] * self.needs.touches[account];
        let rate = self.scenario.territory.travel_hours_per_100_km.get();
        travel::hours(touches, seat.place, self.book.accounts[account].place, rate)
    }

    /// Cost of travel a year.
    pub(crate) fn travel(&self, account: usize, seat: usize) -> f64 {
        12.0 * self.travel_hours(account, seat) * self.scenario.money.cost_per_travel_hour.get()
    }

    /// Expected loss of business that a seat loses for want of skill, team or industry.
    pub(crate) fn misfit(&self, account: usize, seat: usize) -> f64 {
        let new = self.scores.worth[account].new;
        let holder = &self.roster.seats[seat];
        let lacks_skill = self.book.accounts[account].skill.is_some_and(|skill| !holder.skills.contains(&skill));
        let foreign = !self.roster.is_dedicated(account) && !self.eligible.serves(self.book, account, holder.team);
        let share = MISFIT * f64::from(u8::from(lacks_skill)) + MISFIT * f64::from(u8::from(foreign));
        let unknown = self.industry_skill(account).is_some_and(|skill| !holder.skills.contains(&skill));
        new * (share + UNKNOWN_INDUSTRY * f64::from(u8::from(unknown)))
    }

    /// Expected loss when the account leaves its present owner for this seat:
    /// the hand-over loss on revenue and open pipeline (Shi et al. 2017), the
    /// odds its open opportunities and renewals lose, and the part of the
    /// relationship that does not survive; or the price of the protection
    /// where that is higher. Nothing for the owner, or where there is none.
    pub(crate) fn disruption(&self, account: usize, seat: usize) -> f64 {
        let row = &self.book.accounts[account];
        if row.owner.is_none() || self.before[account] == Some(seat) {
            return 0.0;
        }
        let lost = self.loss(account, seat) * self.scenario.territory.disruption_weight.get();
        match &self.scenario.protection {
            Protection::Priced { revenue_share_per_year } => {
                lost.max(revenue_share_per_year.get() * row.revenue * self.months(account) / 12.0)
            }
            _ => lost,
        }
    }

    /// The same as it is expected, no weight and no price put on it.
    pub(crate) fn loss(&self, account: usize, seat: usize) -> f64 {
        let row = &self.book.accounts[account];
        if row.owner.is_none() || self.before[account] == Some(seat) {
            return 0.0;
        }
        let market = &self.scenario.market;
        let (hand_over, worth) = (&market.hand_over, &self.scores.worth[account]);
        let knows = self.industry_skill(account).is_some_and(|skill| self.roster.seats[seat].skills.contains(&skill));
        let transition = &self.scenario.transition;
        let saved = if knows { 1.0 } else { transition.saves.get() * (transition.weeks / 4.0).clamp(0.0, 1.0) };
        let hire = if self.roster.seats[seat].incumbent.is_none() { hand_over.new_hire_factor.get() } else { 1.0 };
        let loss =
            0.5 * (hand_over.loss_low.get() + hand_over.loss_high.get()) * (1.0 - hand_over.avoidable.get() * saved) * hire;
        let at_churn = row.revenue * worth.churn * (1.0 - worth.churn);
        let handed_over = loss * (row.revenue + self.pipeline[account])
            - hand_over.win_log_odds.get() * (1.0 - worth.win_rate) * self.pipeline[account]
            + hand_over.churn_log_odds.get() * at_churn;
        let kept = if knows { hand_over.kept_known } else { hand_over.kept_unknown };
        let relationship = self.strength(account)
            * (1.0 - kept.get())
            * (market.relationship.win_log_odds.get() * (1.0 - worth.win_rate) * worth.new
                - market.relationship.churn_log_odds.get() * at_churn);
        (handed_over + relationship).max(0.0)
    }

    /// Strength of the relationship with the present owner, 0 to 1.
    fn strength(&self, account: usize) -> f64 {
        1.0 - self.scenario.market.relationship.missing_strength(self.months(account))
    }

    /// Months under the present owner; two years where the data does not say.
    fn months(&self, account: usize) -> f64 {
        let since = self.book.accounts[account].owner_since;
        since.map_or(24.0, |day| months_between(day, self.scenario.horizon.start).max(0.0))
    }

    fn industry_skill(&self, account: usize) -> Option<usize> {
        self.book.accounts[account].industry.and_then(|industry| self.industry_skill[industry])
    }
}
