//! The synthetic company as CSV files.

use std::fmt::Write as _;

use super::accounts::{DemoAccount, accounts, set_quotas};
use super::history::{DemoOpportunity, date, opportunities, production};
use super::people::{DemoRep, reps};
use super::truth::{CLASSES, INDUSTRIES, PRODUCTS, REGIONS, SEGMENTS, SOURCES, TEAMS};

/// The synthetic company generated from one seed.
#[derive(Debug, Clone)]
pub(super) struct DemoCompany {
    pub reps: Vec<DemoRep>,
    pub accounts: Vec<DemoAccount>,
    pub opportunities: Vec<DemoOpportunity>,
}

impl DemoCompany {
    pub(super) fn new(seed: u64) -> Self {
        let mut reps = reps(seed);
        let accounts = accounts(seed, &reps);
        set_quotas(seed, &mut reps, &accounts);
        let opportunities = opportunities(seed, &reps, &accounts);
        Self { reps, accounts, opportunities }
    }

    /// Returns the content of `accounts.csv`.
    pub(super) fn accounts_csv(&self) -> String {
        let mut csv = String::from(
            "id,name,segment,industry,region,latitude,longitude,potential,revenue,growth,strategic,risk,parent,skill,fit,engagement,\
             owner,owner_since,last_touch,renewal\n",
        );
        for account in &self.accounts {
            let (latitude, longitude) = account.place;
            line(
                &mut csv,
                &[
                    &account.id,
                    &account.name,
                    SEGMENTS[account.segment].name,
                    INDUSTRIES[account.industry].0,
                    REGIONS[account.region].name,
                    &format!("{latitude:.2}"),
                    &format!("{longitude:.2}"),
                    &format!("{:.0}", account.potential),
                    &format!("{:.0}", account.revenue),
                    CLASSES[account.growth],
                    if account.strategic { "yes" } else { "no" },
                    CLASSES[account.risk],
                    account.parent.as_deref().unwrap_or(""),
                    account.skill.unwrap_or(""),
                    &format!("{:.2}", account.fit),
                    &format!("{:.2}", account.engagement),
                    &self.reps[account.owner].id,
                    &date(account.owner_since).to_string(),
                    &date(account.last_touch).to_string(),
                    &day(account.renewal),
                ],
            );
        }
        csv
    }

    /// Returns the content of `reps.csv`.
    pub(super) fn reps_csv(&self) -> String {
        let mut csv = String::from("id,name,team,region,manager,hired,left,quota,skills,latitude,longitude\n");
        for rep in &self.reps {
            line(
                &mut csv,
                &[
                    &rep.id,
                    &rep.name,
                    TEAMS[rep.team].name,
                    REGIONS[rep.region].name,
                    rep.manager,
                    &date(rep.hired).to_string(),
                    &day(rep.left),
                    &rep.quota.map_or_else(String::new, |quota| format!("{quota:.0}")),
                    &rep.skills.join(";"),
                    &format!("{:.2}", rep.place.0),
                    &format!("{:.2}", rep.place.1),
                ],
            );
        }
        csv
    }

    /// Returns the content of `opportunities.csv`.
    pub(super) fn opportunities_csv(&self) -> String {
        let mut csv = String::from("id,account,owner,stage,amount,created,closed,source,product\n");
        for deal in &self.opportunities {
            line(
                &mut csv,
                &[
                    &deal.id,
                    &self.accounts[deal.account].id,
                    &self.reps[deal.owner].id,
                    deal.stage,
                    &format!("{:.0}", deal.amount),
                    &date(deal.created).to_string(),
                    &date(deal.closes).to_string(),
                    SOURCES[deal.source].0,
                    PRODUCTS[deal.product].0,
                ],
            );
        }
        csv
    }

    /// Returns the content of `production.csv`.
    pub(super) fn production_csv(&self) -> String {
        let mut csv = String::from("rep,month,bookings\n");
        for (rep, month, amount) in production(&self.reps, &self.opportunities) {
            let _ = writeln!(csv, "{},{month},{amount:.0}", self.reps[rep].id);
        }
        csv
    }
}

fn day(day: Option<i32>) -> String {
    day.map_or_else(String::new, |day| date(day).to_string())
}

/// Cells never contain commas, quotes or line breaks, so no quoting is needed.
fn line(csv: &mut String, cells: &[&str]) {
    csv.push_str(&cells.join(","));
    csv.push('\n');
}
