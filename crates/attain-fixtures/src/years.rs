//! A tiny study with artificial results for tests.

use attain_core::metric::{ALL, MetricId, SERIES, SHARED, SeriesStep};
use attain_core::plan::{Assignment, Disruption, EquityChange, Plan, Reason, Seat};
use attain_core::random::NormalStream;
use attain_core::scenario::choices::{GrowthClass, RampShape, RiskClass, Scenario};
use attain_data::{Account, Book};
use attain_sim::simulate::rollup::rollup_groups;
use attain_sim::simulate::{PlanOutput, SimulationOutput};

/// Returns a study with two seats, three accounts, the named plans and `years` simulated years.
#[must_use]
pub fn study(names: &[&str], years: usize) -> (Book, Vec<Plan>, SimulationOutput) {
    let book = book();
    let plans: Vec<Plan> = names.iter().map(|name| plan(name)).collect();
    let output = SimulationOutput {
        seed: 7,
        years,
        plans: plans.iter().enumerate().map(|(i, plan)| years_of(i, rollup_groups(&book, plan).len(), years)).collect(),
        latent_opportunities: 10,
    };
    (book, plans, output)
}

fn book() -> Book {
    let account = |id: &str, name: &str| Account {
        id: id.into(),
        key: 1,
        name: name.into(),
        segment: 0,
        industry: None,
        region: Some(0),
        place: None,
        potential: 100_000.0,
        revenue: 20_000.0,
        growth: GrowthClass::Medium,
        strategic: false,
        risk: RiskClass::Low,
        family: id.into(),
        skill: None,
        fit: 0.5,
        engagement: None,
        owner: None,
        owner_since: None,
        last_touch: None,
        created: None,
        renewal: None,
    };
    Book {
        accounts: vec![account("a1", "Acme, \"the\" one"), account("a2", "=SUM(A1)"), account("a3", "Zoë\nLtd")],
        segments: vec!["mid-market".into()],
        regions: vec!["north".into()],
        teams: vec!["field".into()],
        hash: "da7a".into(),
        ..Book::default()
    }
}

/// Returns a plan with two seats. The third account is a house account.
#[must_use]
pub fn plan(name: &str) -> Plan {
    let seat = |id: &str| Seat {
        id: id.into(),
        key: 1,
        name: format!("Rep {id}"),
        team: 0,
        region: Some(0),
        manager: "Mo".into(),
        incumbent: None,
        tenure_months: 12.0,
        start_month: 0,
        end_month: None,
        skills: vec![],
        place: None,
        quota: 500_000.0,
        ramp: RampShape::None,
        capacity: 120.0,
        usable_capacity: 120.0,
        realistic: 0.0,
        workload: 90.0,
        potential: 100_000.0,
        potential_before: 80_000.0,
    };
    let assignment = |before, seat, reason| Assignment {
        score: 0.5,
        score_parts: [0.2, 0.1, 0.1, 0.0, 0.05, 0.05, 0.0],
        tier: 0,
        hours: 2.0,
        touches: 0.0,
        field_touches: 0.0,
        before,
        seat,
        from_month: 0,
        is_protected: false,
        reason,
        next_best: Some(attain_core::plan::Alternative { seat: 1, balance: 1234.5, ..Default::default() }),
        return_to_owner: None,
    };
    Plan {
        name: name.into(),
        scenario: Scenario { name: name.into(), description: format!("The plan {name}."), ..Scenario::default() },
        assumed: None,
        seats: vec![seat("r1"), seat("r2")],
        accounts: vec![
            assignment(Some(0), Some(1), Reason::Balance),
            assignment(Some(1), Some(1), Reason::Best),
            assignment(None, None, Reason::NoSeat),
        ],
        stages: Vec::new(),
        equity: EquityChange::default(),
        expected: attain_core::plan::ExpectedYear::default(),
        certificate: None,
        teams: vec![],
        disruption: Disruption { moved: 1, accounts: 0.5, revenue: 0.4, pipeline: 0.0 },
        street_quota: 1_000_000.0,
        target: 42_000_000.0,
        notes: vec!["One account has no seat.".into()],
    }
}

/// Years in which plans share half of their chance effects. Metric 5 of the seats has no value.
fn years_of(plan: usize, groups: usize, years: usize) -> PlanOutput {
    let value = |purpose: u64, year: usize| {
        let shared = NormalStream::new(purpose, year as u64).next_normal();
        let own = NormalStream::new(1000 * (plan as u64 + 1) + purpose, year as u64).next_normal();
        1.0 + 0.1 * plan as f64 + 0.2 * (shared + own)
    };
    let company = |metric: usize, year: usize| match metric {
        m if m == MetricId::TargetHit as usize => f64::from(u8::from(value(0, year) > 1.0)),
        m if m == MetricId::Participation as usize => value(m as u64, year).clamp(0.0, 1.0),
        m if m == MetricId::Bookings as usize => 4e7 * value(0, year),
        m if m == MetricId::CapTouched as usize => 0.0,
        m => value(m as u64, year),
    };
    let all = || (0..ALL.len()).map(|m| (0..years).map(|year| company(m, year)).collect()).collect::<Vec<Vec<f64>>>();
    let some = |offset: u64| {
        let of = |m: usize, year: usize| if m == 5 { f32::NAN } else { value(offset + m as u64, year) as f32 };
        (0..SHARED).map(|m| (0..years).map(|year| of(m, year)).collect()).collect::<Vec<Vec<f32>>>()
    };
    let steps = |step| if step == SeriesStep::Month { 12 } else { 4 };
    PlanOutput {
        company: all(),
        groups: (0..groups as u64).map(|g| some(100 * (g + 1))).collect(),
        seats: (0..2).map(|s| some(10_000 * (s + 1))).collect(),
        series: SERIES
            .iter()
            .map(|series| (0..steps(series.step)).map(|_| (0..years).map(|y| value(3, y) as f32).collect()).collect())
            .collect(),
        periods: vec![],
    }
}
