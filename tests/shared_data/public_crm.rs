//! A public CRM export ("CRM Sales Opportunities", Maven Analytics, public
//! domain): what its makers put in is estimated, and its last quarter forecast.

use std::path::Path;

use attain::backtest::{BacktestOptions, ForecastSeries, MarketSource, backtest};
use attain::calibrate::{Calibration, CalibrationEstimate, calibrate};
use attain::data::Book;
use attain::diagnostics::Faults;
use attain::scenario::{self, ResolvedScenario};
use attain::study::{self, Study};

const SCENARIO: &str = r#"
name = "maven"
[data.accounts]
file = "FOLDER/accounts.csv"
columns = { id = "account", industry = "sector", revenue = "", region = "office_location" }
without-potential = { from-history = { sold = 0.5 } }
[data.reps]
file = "FOLDER/sales_teams.csv"
[data.opportunities]
file = "FOLDER/sales_pipeline.csv"
stages = { Prospecting = 0.1, Engaging = 0.4 }
[data.products]
file = "FOLDER/products.csv"
[horizon]
start = "2018-01-01"
[target]
bookings = 10_000_000
[market.segments.all]
[teams.sales]
"#;

/// The text of the scenario, its book and the scenario itself.
fn study(folder: &Path) -> (String, Book, ResolvedScenario) {
    let text = SCENARIO.replace("FOLDER", &folder.display().to_string().replace('\\', "/"));
    let resolved = scenario::from_texts(&[("maven.toml", &text)]).unwrap_or_else(|faults| panic!("{faults}"));
    let Study { book, mut scenarios } =
        study::from_scenarios(vec![resolved], Faults::default()).unwrap_or_else(|faults| panic!("{faults}"));
    (text, book, scenarios.remove(0))
}

/// What is written as a market file gives the choices that are applied directly.
fn assert_usable(found: &Calibration, text: &str, resolved: &ResolvedScenario) {
    let mut applied = resolved.scenario.clone();
    found.apply(&mut applied).expect("choices that fit");
    for estimate in &found.estimates {
        assert!(estimate.value.is_finite() && estimate.se.is_finite(), "{estimate:?}");
        assert!(estimate.low <= estimate.high, "{estimate:?}");
    }
    let market = found.write_toml(None, None);
    let plan = format!("extends = \"market.toml\"\n{text}");
    let read = scenario::from_texts(&[("plan.toml", &plan), ("market.toml", &market)])
        .unwrap_or_else(|faults| panic!("{faults}\n{market}"));
    assert_eq!(read.scenario.market, applied.market);
    assert_eq!(read.scenario.attrition, applied.attrition);
    assert_eq!(read.scenario.ramp, applied.ramp);
}

pub fn wins_depend_on_the_month_of_the_quarter_alone(folder: &Path) {
    let (text, book, resolved) = study(folder);
    let found = calibrate(&book, &resolved.scenario, None);
    assert_usable(&found, &text, &resolved);
    let gains: Vec<&CalibrationEstimate> =
        found.estimates.iter().filter(|estimate| estimate.family == "out-of-sample gain").collect();
    for gain in &gains {
        let month = gain.subject == "month in the quarter (chosen)";
        assert_eq!(month, gain.subject.contains("(chosen)"), "{gain:?}");
        assert_eq!(month, gain.value > gain.se, "{gain:?}");
    }
    for factor in ["rep", "region", "rep's region", "industry", "product", "manager"] {
        assert!(gains.iter().any(|gain| gain.subject == factor), "{factor} was asked");
    }
    let estimate_of = |family: &str, of: &str| found.find(family, of).unwrap_or_else(|| panic!("{family} {of}"));
    for (month, share) in [("month 1", 0.49), ("month 2", 0.55), ("month 3", 0.81)] {
        let estimate = estimate_of("won by month in the quarter", month);
        assert!((estimate.value - share).abs() < 0.01, "{estimate:?}");
    }
    for family in ["created by rep and month, dispersion", "won by rep and month, dispersion"] {
        let estimate = estimate_of(family, "");
        assert!(estimate.low < 1.0 && estimate.high > 1.0, "{estimate:?}");
    }
    let (mean, spread) =
        (estimate_of("price, mean of amount over list", ""), estimate_of("price, spread of amount over list", ""));
    assert!((mean.value - 1.0).abs() < 0.01 && (spread.value - 0.10).abs() < 0.01, "{mean:?} {spread:?}");
    let mut applied = resolved.scenario.clone();
    found.apply(&mut applied).expect("choices that fit");
    let closing = applied.market.segments["all"].closing.as_ref().expect("no lognormal law tells these times");
    let week = |month: usize, age: f64| {
        let band = closing.until_days.partition_point(|until| until.get() <= age);
        closing.a_week[month][band].get()
    };
    assert!(week(0, 75.0) < 0.01 && week(1, 75.0) > 0.1 && week(2, 75.0) > 0.2, "old ones rest in the first month: {closing:?}");
    assert!(week(0, 8.0) > 2.0 * week(1, 8.0), "young ones close in it: {closing:?}");
    assert!(found.notes.iter().any(|note| note.starts_with("List prices explain 99")), "{:?}", found.notes);
}

pub fn the_last_quarter_is_forecast_from_what_was_known_before(folder: &Path) {
    let (_, book, resolved) = study(folder);
    let options = BacktestOptions { cut: "2017-09-30".into(), every: None, months: None, years: 500, seed: 1 };
    let found = backtest(&book, &resolved, &options, MarketSource::Calibrated, &|_| ());
    let found = found.unwrap_or_else(|faults| panic!("{faults}"));
    let of = |series: ForecastSeries| found.pooled.iter().find(|score| score.series == series).expect("a score");
    let reps = of(ForecastSeries::RepWins);
    assert_eq!((reps.n, reps.actual), (90, 1196.0), "30 agents, three months");
    assert!(reps.in_80 > 0.72 && reps.in_80 < 0.88, "{reps:?}");
    for score in [reps, of(ForecastSeries::Wins), of(ForecastSeries::Bookings), of(ForecastSeries::Cycle)] {
        assert!(score.loss.crps < score.loss.crps_last && score.loss.crps < score.loss.crps_mean, "{score:?}");
    }
}
