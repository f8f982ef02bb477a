//! The data behind explanations: the books today and in the plan, and names.

use attain_core::number_format::NumberFormat;
use attain_core::plan::{Plan, PointScale};
use attain_data::{Account, Book, Outcome};
use attain_design::coverage::opportunity_hours;
use attain_design::territory::{account_load, equity};

/// Explains the assignment of every account of a plan.
#[derive(Debug)]
pub struct AssignmentExplainer<'a> {
    pub(super) book: &'a Book,
    pub(super) plan: &'a Plan,
    /// Scale of the costs of other owners.
    pub(super) scale: PointScale,
    /// Number and amount of open opportunities, indexed by account.
    pub(super) open: Vec<(usize, f64)>,
    /// By account: hours a month that its open opportunities need.
    pub(super) open_hours: Vec<f64>,
    /// By seat: mean potential of its peer seats.
    pub(super) mean: Vec<f64>,
    /// Group of peer seats, indexed by seat.
    pub(super) group: Vec<usize>,
    /// Whether the name is unique among seats, indexed by seat.
    pub(super) unique_name: Vec<bool>,
    /// Number of accounts of the same family with the same owner in the plan, including the account
    /// itself, indexed by account.
    pub(super) family: Vec<usize>,
}

/// The figures of a book.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BookFigures {
    pub accounts: usize,
    /// Potential of the accounts per year.
    pub potential: f64,
    /// Recurring revenue of the accounts per year.
    pub revenue: f64,
    /// Amount of the accounts' open opportunities.
    pub pipeline: f64,
    /// Workload divided by the seat's capacity.
    pub load: f64,
    /// Number of accounts with a touch in the 90 days before the horizon.
    pub touched: usize,
}

/// Whether an account was touched in the 90 days before a day.
#[must_use]
pub fn touched_recently(account: &Account, day: jiff::civil::Date) -> bool {
    let days = |touch: jiff::civil::Date| touch.until(day).map_or(i32::MAX, |span| span.get_days());
    account.last_touch.is_some_and(|touch| days(touch) <= 90)
}

impl<'a> AssignmentExplainer<'a> {
    /// Prepares the explanations of a plan.
    #[must_use]
    pub fn new(book: &'a Book, plan: &'a Plan) -> Self {
        let mut open = vec![(0, 0.0); book.accounts.len()];
        for opportunity in book.opportunities.iter().filter(|o| matches!(o.outcome, Outcome::Open(_))) {
            open[opportunity.account].0 += 1;
            open[opportunity.account].1 += opportunity.amount;
        }
        let group = equity::peer_groups(plan);
        let potential: Vec<f64> = plan.seats.iter().map(|seat| seat.potential).collect();
        let mut families = std::collections::BTreeMap::new();
        for (account, made) in book.accounts.iter().zip(&plan.accounts) {
            *families.entry((account.family.as_str(), made.seat)).or_insert(0) += 1;
        }
        let together = plan.scenario.territory.family_lock;
        let family = book
            .accounts
            .iter()
            .zip(&plan.accounts)
            .map(|(account, made)| if together { families[&(account.family.as_str(), made.seat)] } else { 1 });
        let mut named = std::collections::BTreeMap::new();
        for seat in &plan.seats {
            *named.entry(seat.name.as_str()).or_insert(0) += 1;
        }
        Self {
            family: family.collect(),
            unique_name: plan.seats.iter().map(|seat| named[seat.name.as_str()] == 1).collect(),
            scale: PointScale::from_potentials(book.accounts.iter().map(|account| account.potential)),
            book,
            plan,
            open,
            open_hours: opportunity_hours(book, &plan.scenario),
            mean: equity::group_means(&potential, &group),
            group,
        }
    }

    /// Whether the rep of a seat is known to leave during the horizon.
    pub(super) fn is_leaving(&self, seat: usize) -> bool {
        let rep = self.plan.seats[seat].incumbent.map(|rep| self.book.reps[rep].id.as_str());
        self.plan.scenario.attrition.leavers.iter().any(|leaver| Some(leaver.rep.as_str()) == rep)
    }

    /// Amount of an account's open opportunities.
    #[must_use]
    pub fn pipeline(&self, account: usize) -> f64 {
        self.open[account].1
    }

    /// Whether an account that has an owner changes owner in the plan.
    #[must_use]
    pub fn moves(&self, account: usize) -> bool {
        let made = &self.plan.accounts[account];
        let owned = self.book.accounts[account].owner.is_some() || made.before.is_some();
        owned && (made.before.is_none() || made.before != made.seat)
    }

    /// The figures of a seat's book, today or in the plan.
    #[must_use]
    pub fn book_figures(&self, seat: usize, today: bool) -> BookFigures {
        let made = self.plan.accounts.iter().enumerate();
        let held = made.filter(|(_, made)| (if today { made.before } else { made.seat }) == Some(seat));
        let mut sum = BookFigures::default();
        for (account, _) in held {
            let row = &self.book.accounts[account];
            sum.accounts += 1;
            sum.potential += row.potential;
            sum.revenue += row.revenue;
            sum.pipeline += self.pipeline(account);
            sum.touched += usize::from(touched_recently(row, self.plan.scenario.horizon.start));
            sum.load += account_load(self.plan, self.book, account, seat, self.open_hours[account]);
        }
        sum.load = self.plan.seats[seat].load_of(sum.load);
        sum
    }

    /// Mean potential of a seat's peer seats in the plan.
    #[must_use]
    pub fn mean(&self, seat: usize) -> f64 {
        self.mean[seat]
    }

    /// The peer seats of a seat, including the seat itself: seats of the same team, and of the same
    /// region if accounts stay in their region.
    #[must_use]
    pub fn peers(&self, seat: usize) -> Vec<usize> {
        (0..self.group.len()).filter(|&other| self.group[other] == self.group[seat]).collect()
    }

    /// Name of a seat, with its id if the name is not unique.
    #[must_use]
    pub fn seat(&self, seat: usize) -> String {
        let row = &self.plan.seats[seat];
        match row.name.as_str() {
            "" => row.id.clone(),
            name if self.unique_name[seat] => name.to_owned(),
            name => format!("{name} ({})", row.id),
        }
    }

    /// Name of today's owner, whether or not that rep has a seat in the plan; `None` for accounts
    /// without an owner.
    #[must_use]
    pub fn owner(&self, account: usize) -> Option<String> {
        let rep = self.book.accounts[account].owner.and_then(|owner| self.book.reps.get(owner));
        let gone = rep.map(|rep| if rep.name.is_empty() { rep.id.clone() } else { format!("{} ({})", rep.name, rep.id) });
        self.plan.accounts[account].before.map(|seat| self.seat(seat)).or(gone)
    }

    /// Name of an account, with its id.
    #[must_use]
    pub fn account(&self, account: usize) -> String {
        let row = &self.book.accounts[account];
        if row.name.is_empty() || row.name == row.id { row.id.clone() } else { format!("{} ({})", row.name, row.id) }
    }

    /// Converts a cost of the assignment to points.
    #[must_use]
    pub fn points(&self, cost: f64) -> f64 {
        self.scale.points(cost)
    }

    /// The number format of the plan's currency.
    #[must_use]
    pub fn numbers(&self) -> NumberFormat<'a> {
        NumberFormat::in_currency(&self.plan.scenario.money.currency)
    }
}
