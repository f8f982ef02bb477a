//! Measures of a plan: load, equity, expected business and disruption.

/// Load of a team: the books and the capacity of its seats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamLoad {
    /// Index into `Book::teams`.
    pub team: usize,
    /// Number of seats.
    pub seats: usize,
    /// Number of accounts in all books of the team.
    pub accounts: usize,
    /// Total workload of the team's books, in hours per month (or in accounts, if the team counts
    /// accounts).
    pub workload: f64,
    /// Mean planned capacity of a seat: capacity minus absence and growth buffer.
    pub planned: f64,
}

/// Balance of books within groups of like seats, which are seats that can exchange accounts.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Equity {
    /// Highest potential divided by the lowest, minus one, in the least balanced group. The design
    /// crate caps it.
    pub range: f64,
    /// Largest deviation from the group's mean potential, as a share of the mean.
    pub largest_deviation: f64,
    /// Coefficient of variation of potential, averaged over groups with the number of seats as
    /// weight.
    pub cv: f64,
    /// Gini coefficient of potential, averaged over groups with the number of seats as weight.
    pub gini: f64,
    /// Largest ratio of workload to capacity.
    pub peak_load: f64,
}

/// Equity today and in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct EquityChange {
    /// Equity with today's owners.
    pub before: Equity,
    /// Equity with the planned owners.
    pub after: Equity,
}

/// Expected business and costs of a set of books in a year, computed in closed form without chance,
/// drift or attrition. Use it to compare assignments to the same seats. For absolute values, use
/// the simulation.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct ExpectedYear {
    /// New business at the coverage that each book's hours give its accounts.
    pub new: f64,
    /// Expansion and renewals.
    pub existing: f64,
    /// Business lost because of changes of owner.
    pub lost: f64,
    /// Cost of travel.
    pub travel: f64,
    /// Pay at full attainment, including employer's costs.
    pub pay: f64,
    /// Margin on the business, minus travel and pay.
    pub contribution: f64,
}

/// Shares of accounts, revenue and open pipeline that change owner. Accounts without an owner today
/// do not count as disrupted. Accounts of a rep who has left or whose seat is cut do.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Disruption {
    /// Number of accounts that change owner.
    pub moved: usize,
    /// Accounts that change owner, as a share of owned accounts.
    pub accounts: f64,
    /// Revenue that changes owner, as a share of owned revenue.
    pub revenue: f64,
    /// Open pipeline that changes owner, as a share of the owned open pipeline.
    pub pipeline: f64,
}
