//! Generation of a company with known parameters.

use super::accounts::{generate_accounts, generate_renewals};
use super::history::CompanyHistory;
use super::truth::CompanyTruth;
use super::window::{BEFORE, MONTHS, REGIONS, SEGMENTS, START, TEAMS};
use attain_core::ramp::length;
use attain_core::scenario::choices::{Industry, OpportunitySource, Scenario, Segment, Team};
use attain_data::Book;

/// A company: its book, the scenario used to calibrate it, and its true parameters.
#[derive(Debug)]
pub struct KnownCompany {
    pub book: Book,
    pub scenario: Scenario,
    pub truth: CompanyTruth,
}

impl KnownCompany {
    /// Generates the company for a seed.
    #[must_use]
    pub fn generate(seed: u64) -> Self {
        let scenario = scenario();
        let mut truth = CompanyTruth::draw(seed, &scenario);
        let mut book = Book {
            segments: SEGMENTS.map(str::to_owned).to_vec(),
            industries: scenario.market.industries.keys().cloned().collect(),
            sources: scenario.market.sources.keys().cloned().collect(),
            regions: (0..REGIONS).map(|region| format!("region-{region}")).collect(),
            teams: TEAMS.map(str::to_owned).to_vec(),
            ..Book::default()
        };
        book.accounts = generate_accounts(seed, &book);
        let mut history = CompanyHistory::new(seed, &book, &scenario, &truth);
        for month in -(BEFORE as i32)..MONTHS as i32 {
            history.simulate_month(month);
        }
        let CompanyHistory { deals, people, hazards, skills, .. } = history;
        truth.hazard = hazards.means();
        truth.skills = skills;
        book.reps = people;
        book.opportunities = deals;
        book.opportunities.extend(generate_renewals(seed, &book, &truth));
        Self { book, scenario, truth }
    }

    /// Returns the length of the ramp in months: that of the scenario times the company's factor.
    #[must_use]
    pub fn ramp_months(&self) -> f64 {
        length(&self.scenario.ramp.shape) * self.truth.ramp
    }
}

fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    for name in SEGMENTS {
        scenario.market.segments.insert(name.to_owned(), Segment::default());
    }
    for name in TEAMS {
        scenario.teams.insert(name.to_owned(), Team::default());
    }
    for at in 0..5 {
        scenario.market.industries.insert(format!("industry-{at}"), Industry::default());
    }
    for at in 0..4 {
        scenario.market.sources.insert(format!("source-{at}"), OpportunitySource::default());
    }
    scenario.horizon.start = START;
    scenario
}
