//! The cost of assigning an account to a seat, in money per year: travel, disruption
//! and misfit.

use super::eligibility::EligibleSeats;
use super::inputs::CarveInputs;
use super::tier_matrix::teams_of_book;
use super::travel::{in_person_share, travel_hours};
use crate::score::months_between;
use attain_core::scenario::choices::{Protection, Scenario, Team};
use attain_data::Outcome;

/// Share of an account's new business that is lost if the seat lacks the required skill,
/// and again if its team does not serve such accounts. A: no published figure.
const MISFIT: f64 = 0.25;

/// Share of new business that is lost if the seat lacks the skill of the account's industry. A: no
/// published figure.
const UNKNOWN_INDUSTRY: f64 = 0.02;

/// What the time of a change of owner costs.
fn move_price(scenario: &Scenario, team: &Team) -> f64 {
    let pay = (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get());
    scenario.territory.move_hours.get() * pay / (12.0 * team.hours_per_month.get()).max(1.0)
}

/// Costs and loads of giving accounts to seats.
pub(crate) struct PairCosts<'a> {
    inputs: CarveInputs<'a>,
    eligible: &'a EligibleSeats,
    /// Open pipeline of each account, weighted by the chance of winning.
    pipeline: Vec<f64>,
    /// The skill that represents each industry, if there is one.
    industry_skill: Vec<Option<usize>>,
    in_person: Vec<f64>,
    counts_accounts: Vec<bool>,
    /// Price of a move to a seat of each team: the time that a change of owner takes.
    move_price: Vec<f64>,
}

impl<'a> PairCosts<'a> {
    pub(crate) fn new(inputs: CarveInputs<'a>, eligible: &'a EligibleSeats) -> Self {
        let book = inputs.book;
        let mut pipeline = vec![0.0; book.accounts.len()];
        for opportunity in &book.opportunities {
            if let Outcome::Open(chance) = opportunity.outcome {
                pipeline[opportunity.account] += chance * opportunity.amount;
            }
        }
        let skill = |industry: &String| book.skills.iter().position(|skill| skill == industry);
        let teams = teams_of_book(book, inputs.scenario);
        Self {
            inputs,
            eligible,
            pipeline,
            industry_skill: book.industries.iter().map(skill).collect(),
            in_person: teams.iter().map(in_person_share).collect(),
            counts_accounts: teams.iter().map(|team| team.accounts.is_some()).collect(),
            move_price: teams.iter().map(|team| move_price(inputs.scenario, team)).collect(),
        }
    }

    /// The account's cost with this seat compared with an ideal seat, in money per year.
    pub(crate) fn total(&self, account: usize, seat: usize) -> f64 {
        self.travel(account, seat) + self.disruption(account, seat) + self.misfit(account, seat)
    }

    /// The account's load on the seat's capacity: hours per month, or 1 if the team counts accounts.
    pub(crate) fn load(&self, account: usize, seat: usize) -> f64 {
        if self.counts_accounts[self.inputs.roster.seats[seat].team] {
            1.0
        } else {
            self.inputs.figures.needs.hours[account] + self.inputs.figures.needs.open[account] + self.travel_hours(account, seat)
        }
    }

    fn travel_hours(&self, account: usize, seat: usize) -> f64 {
        let seat = &self.inputs.roster.seats[seat];
        let touches = self.in_person[seat.team] * self.inputs.figures.needs.touches[account];
        let rate = self.inputs.scenario.territory.travel_hours_per_100_km.get();
        travel_hours(touches, seat.place, self.inputs.book.accounts[account].place, rate)
    }

    /// Cost of travel in money per year.
    pub(crate) fn travel(&self, account: usize, seat: usize) -> f64 {
        12.0 * self.travel_hours(account, seat) * self.inputs.scenario.money.cost_per_travel_hour.get()
    }

    /// Expected business lost because the seat lacks the skill, the team or the industry.
    pub(crate) fn misfit(&self, account: usize, seat: usize) -> f64 {
        let new = self.inputs.figures.scores.worth[account].new;
        let holder = &self.inputs.roster.seats[seat];
        let lacks_skill = self.inputs.book.accounts[account].skill.is_some_and(|skill| !holder.skills.contains(&skill));
        let foreign = !self.inputs.roster.is_dedicated(account) && !self.eligible.serves(self.inputs.book, account, holder.team);
        let share = MISFIT * f64::from(u8::from(lacks_skill)) + MISFIT * f64::from(u8::from(foreign));
        let unknown = self.skill_of_industry(account).is_some_and(|skill| !holder.skills.contains(&skill));
        new * (share + UNKNOWN_INDUSTRY * f64::from(u8::from(unknown)))
    }

    /// Cost of taking the account from its present owner: the time of the move, and the expected
    /// loss times `disruption-weight` or the price of the protection where that is higher. Zero
    /// for the present owner, or when there is none.
    pub(crate) fn disruption(&self, account: usize, seat: usize) -> f64 {
        let row = &self.inputs.book.accounts[account];
        if row.owner.is_none() || self.inputs.owners.seats[account] == Some(seat) {
            return 0.0;
        }
        let lost = self.expected_loss(account, seat) * self.inputs.scenario.territory.disruption_weight.get();
        let lost = match &self.inputs.scenario.protection {
            Protection::Priced { revenue_share_per_year } => {
                lost.max(revenue_share_per_year.get() * row.revenue * self.months_owned(account) / 12.0)
            }
            _ => lost,
        };
        // An account whose owner has no seat moves in any case.
        let by_choice = self.inputs.owners.seats[account].is_some();
        lost + if by_choice { self.move_price[self.inputs.roster.seats[seat].team] } else { 0.0 }
    }

    /// Expected loss if the account moves from its present owner to this seat: the hand-over
    /// loss on revenue and open pipeline (Shi et al. 2017), the reduced odds of open
    /// opportunities and renewals, and the share of the relationship that does not survive.
    pub(crate) fn expected_loss(&self, account: usize, seat: usize) -> f64 {
        let row = &self.inputs.book.accounts[account];
        if row.owner.is_none() || self.inputs.owners.seats[account] == Some(seat) {
            return 0.0;
        }
        let market = &self.inputs.scenario.market;
        let (hand_over, worth) = (&market.hand_over, &self.inputs.figures.scores.worth[account]);
        let knows = self.skill_of_industry(account).is_some_and(|skill| self.inputs.roster.seats[seat].skills.contains(&skill));
        let transition = &self.inputs.scenario.transition;
        let saved = if knows { 1.0 } else { transition.saves.get() * (transition.weeks / 4.0).clamp(0.0, 1.0) };
        let hire = if self.inputs.roster.seats[seat].incumbent.is_none() { hand_over.new_hire_factor.get() } else { 1.0 };
        let loss =
            0.5 * (hand_over.loss_low.get() + hand_over.loss_high.get()) * (1.0 - hand_over.avoidable.get() * saved) * hire;
        let at_churn = row.revenue * worth.churn * (1.0 - worth.churn);
        let handed_over = loss * (row.revenue + self.pipeline[account])
            - hand_over.win_log_odds.get() * (1.0 - worth.win_rate) * self.pipeline[account]
            + hand_over.churn_log_odds.get() * at_churn;
        let kept_share = if knows { hand_over.kept_known } else { hand_over.kept_unknown };
        let relationship = self.strength(account)
            * (1.0 - kept_share.get())
            * (market.relationship.win_log_odds.get() * (1.0 - worth.win_rate) * worth.new
                - market.relationship.churn_log_odds.get() * at_churn);
        (handed_over + relationship).max(0.0)
    }

    /// Strength of the relationship with the present owner, from 0 to 1.
    fn strength(&self, account: usize) -> f64 {
        1.0 - self.inputs.scenario.market.relationship.missing_strength(self.months_owned(account))
    }

    /// Months with the present owner; 24 if unknown.
    fn months_owned(&self, account: usize) -> f64 {
        let since = self.inputs.book.accounts[account].owner_since;
        since.map_or(24.0, |day| months_between(day, self.inputs.scenario.horizon.start).max(0.0))
    }

    fn skill_of_industry(&self, account: usize) -> Option<usize> {
        self.inputs.book.accounts[account].industry.and_then(|industry| self.industry_skill[industry])
    }
}
