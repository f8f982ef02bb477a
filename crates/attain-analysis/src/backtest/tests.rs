//! Backtests of a generated company.

use jiff::civil::date;

use super::*;
use attain_core::random::key_of;
use attain_core::scenario;
use attain_data::{Opportunity, Outcome};
use attain_design::design::design;
use attain_design::study;
use attain_design::study::Study;
use attain_sim::simulate::compiled_plan::CompiledPlan;
use attain_sim::simulate::events::{EventKind, SimulationEvent};
use attain_sim::simulate::year::YearSimulator;
use attain_sim::world::{CompiledMarket, World};

fn request(cut: &str, every: Option<&str>, years: u32) -> BacktestOptions {
    BacktestOptions { cut: cut.into(), every: every.map(str::to_owned), months: None, years, seed: 1 }
}

/// A company that follows the model exactly. `{start}` and `{months}` are placeholders.
const COMPANY: &str = r#"
name = "generated"
[horizon]
start = {start}
months = {months}
[market.segments.large]
accounts = 60
mean-potential = 400_000
potential = { median = 300_000, sigma = 0.7 }
opportunities-per-year = 6.0
win-rate = 0.3
win-rate-evidence = 10_000_000
size = { lognormal = { median = 30_000, sigma = 0.6 } }
days-to-win = { median-days = 60, sigma = 0.5 }
days-to-loss = { median-days = 45, sigma = 0.7 }
sold = 0
reps = 6
[market]
response = { power = { inbound = 1, elasticity = 1 } }
shock = { sd = 0 }
segment-shock = { sd = 0 }
renewal = { recurring = 0 }
[market.uncertainty]
opportunity-rate = 0
size = 0
[teams.sales]
[attrition]
annual = 0
"#;

fn company(start: &str, months: u32) -> Study {
    let text = COMPANY.replace("{start}", start).replace("{months}", &months.to_string());
    let resolved = scenario::from_texts(&[("company.toml", &text)]).unwrap_or_else(|faults| panic!("{faults}"));
    study::from_scenarios(vec![resolved], Faults::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Simulates two years of the company and records them as a CRM would.
fn history(year: u32) -> (Book, ResolvedScenario) {
    let Study { book, scenarios } = company("2025-01-01", 24);
    let plan = design(&book, &scenarios[0]).unwrap_or_else(|faults| panic!("{faults}"));
    let odds = CompiledMarket::new(&book, &plan.scenario);
    let setting = CompiledPlan::new(&book, &plan, &odds);
    let mut world = World::empty();
    world.draw(&odds, 7, year);
    let mut events: Vec<SimulationEvent> = Vec::new();
    YearSimulator::default().simulate_observed(&setting, &mut world, &mut events);
    let mut rows: std::collections::BTreeMap<u32, Opportunity> = std::collections::BTreeMap::new();
    for event in &events {
        let (EventKind::Open { deal } | EventKind::Created { deal, .. }) = event.kind else { continue };
        let latent = &world.deals.outcome(deal as usize);
        let id = format!("O{deal:06}");
        let owner = plan.seats[event.seat as usize].incumbent;
        let opportunity = Opportunity {
            key: key_of(&id),
            id,
            account: event.account.map_or(0, |a| a as usize),
            owner,
            stage: String::new(),
            outcome: Outcome::Open(0.5),
            amount: latent.amount,
            created: Some(odds.calendar.date_of(f64::from(latent.created).floor())),
            closes: None,
            source: None,
            product: None,
            business: None,
            currency: None,
            stages: Vec::new(),
        };
        rows.insert(deal, opportunity);
    }
    for event in &events {
        let (deal, outcome) = match event.kind {
            EventKind::Won { deal, .. } => (deal, Outcome::Won),
            EventKind::Lost { deal, .. } => (deal, Outcome::Lost),
            _ => continue,
        };
        if let Some(row) = rows.get_mut(&deal) {
            row.outcome = outcome;
            row.closes = Some(odds.calendar.date_of(event.day.floor()));
        }
    }
    let mut later = company("2027-01-01", 12);
    (Book { opportunities: rows.into_values().collect(), ..book }, later.scenarios.remove(0))
}

/// For companies that follow the model, with two years of history of which the last half-year is
/// forecast, transforms are uniform (Kolmogorov-Smirnov test and chi-square test of the histogram,
/// at α = 0.01 with fixed seeds).
#[test]
fn forecasts_of_a_company_that_is_the_model_are_calibrated() {
    let mut cells: Vec<CellScore> = Vec::new();
    for year in 0..8 {
        let (book, resolved) = history(year);
        let found = backtest(&book, &resolved, &request("2026-06-30", None, 300), MarketSource::AsGiven, &|_| ());
        let mut found = found.unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(found.cuts[0].months, 6);
        cells.append(&mut found.cuts[0].cells);
    }
    let scores = scoring::score_series(&cells.iter().collect::<Vec<_>>());
    let of = |series: ForecastSeries| scores.iter().find(|score| score.series == series).expect("a score");
    let reps = of(ForecastSeries::RepWins);
    assert_eq!(reps.n, 8 * 6 * 6);
    for score in [reps, of(ForecastSeries::Bookings), of(ForecastSeries::WinRate)] {
        assert!(score.kolmogorov.1 > 0.01, "{score:?}");
        assert!(score.chi_square.is_none_or(|(_, p)| p > 0.01), "{score:?}");
    }
    assert!((reps.in_80 - 0.8).abs() < 0.08, "{reps:?}");
    assert!((reps.forecast / reps.actual - 1.0).abs() < 0.1, "{reps:?}");
    assert!(reps.loss.crps < reps.loss.crps_last, "{reps:?}");
}

#[test]
fn a_forecast_that_is_too_high_is_reported() {
    let (book, resolved) = history(0);
    let raise = |scenario: &mut Scenario| {
        scenario.market.segments.values_mut().for_each(|segment| segment.win_rate = Share::literal(0.9));
    };
    let resolved = resolved.with_choices(raise);
    let found = backtest(&book, &resolved, &request("2026-06-30", None, 200), MarketSource::AsGiven, &|_| ());
    let found = found.unwrap_or_else(|faults| panic!("{faults}"));
    let reps = found.pooled.iter().find(|score| score.series == ForecastSeries::RepWins).expect("a score");
    assert!(reps.finding.bias < -verdict::THRESHOLD && reps.kolmogorov.1 < 0.01, "{reps:?}");
    assert!(reps.words.contains("too high"), "{}", reps.words);
}

#[test]
fn figures_do_not_depend_on_threads_and_what_comes_later_is_not_seen() {
    let (book, resolved) = history(1);
    let run = |book: &Book, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let found = pool
            .install(|| backtest(book, &resolved, &request("2026-03-31", Some("quarter"), 100), MarketSource::AsGiven, &|_| ()));
        found.unwrap_or_else(|faults| panic!("{faults}"))
    };
    let one = run(&book, 1);
    assert_eq!(one.cuts.iter().map(|cut| cut.cut).collect::<Vec<_>>(), [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]);
    let three = run(&book, 3);
    for (a, b) in one.cuts.iter().zip(&three.cuts) {
        assert_eq!(a.cells, b.cells);
    }
    // Another future: what was open is lost at once, and nothing else comes.
    let mut other = book.clone();
    let cut = date(2026, 3, 31);
    for row in &mut other.opportunities {
        if row.created.is_some_and(|day| day <= cut) && row.closes.is_some_and(|day| day > cut) {
            row.outcome = Outcome::Lost;
        }
    }
    let changed = run(&other, 2);
    let forecast = |cut: &CutResult| {
        cut.cells.iter().map(|cell| (cell.subject.clone(), cell.forecast.p50, cell.forecast.p90)).collect::<Vec<_>>()
    };
    let of = |series: ForecastSeries, cut: &CutResult| CutResult {
        cells: cut.cells.iter().filter(|cell| cell.series == series).cloned().collect(),
        ..cut.clone()
    };
    assert_eq!(forecast(&of(ForecastSeries::RepWins, &one.cuts[0])), forecast(&of(ForecastSeries::RepWins, &changed.cuts[0])));
    assert!(changed.cuts[0].scores != one.cuts[0].scores);
}

#[test]
fn cuts_that_the_history_does_not_allow_are_faults() {
    let (book, resolved) = history(2);
    let codes = |cut: &str, every: Option<&str>| {
        let faults = backtest(&book, &resolved, &request(cut, every, 100), MarketSource::AsGiven, &|_| ()).expect_err("a fault");
        faults.0.iter().map(|fault| fault.code().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes("2026-06-29", None), ["backtest::not-month-end"]);
    assert_eq!(codes("2020-06-30", None), ["backtest::nothing-closed"]);
    assert_eq!(codes("2026-12-31", None), ["backtest::nothing-after"]);
    assert_eq!(codes("2031-01-15", None), ["backtest::not-month-end", "backtest::nothing-after"]);
    assert_eq!(codes("soon", Some("now and then")), ["backtest::no-date", "backtest::no-step"]);
    let empty = Book { opportunities: Vec::new(), ..book.clone() };
    let faults =
        backtest(&empty, &resolved, &request("2026-06-30", None, 100), MarketSource::AsGiven, &|_| ()).expect_err("a fault");
    assert_eq!(faults.0[0].code(), "backtest::no-history");
}

#[test]
fn a_book_is_cut_as_it_stood() {
    let (book, resolved) = history(3);
    let day = date(2026, 6, 30);
    let past = cut_book(&book, &resolved.scenario, day).book;
    let later = |one: &Opportunity| one.created.is_some_and(|created| created > day);
    assert_eq!(past.opportunities.len(), book.opportunities.iter().filter(|one| !later(one)).count());
    for one in &past.opportunities {
        let now = &book.opportunities[book.opportunities.iter().position(|other| other.id == one.id).expect("there")];
        let closed = now.closes.is_some_and(|closes| closes <= day);
        assert_eq!(!matches!(one.outcome, Outcome::Open(_)), closed, "{now:?}");
        assert!(closed || one.closes.is_none(), "the day of closing is not seen");
    }
    let mut undated = book.clone();
    undated.opportunities.iter_mut().for_each(|one| one.created = None);
    let past = cut_book(&undated, &resolved.scenario, day);
    let closed = book.opportunities.iter().filter(|one| one.closes.is_some_and(|closes| closes <= day)).count();
    assert_eq!(past.book.opportunities.len(), closed, "without a day of creation only what had closed is known");
    assert!(past.notes.iter().any(|note| note.contains("left out")), "{:?}", past.notes);
}
