//! Chances to win: which factors matter, what each does, and whether it is the
//! territory or the rep.
//!
//! ```text
//! closed opportunities ─ trials ─► Trials ─ select ─► factors that foretell unseen accounts
//! Trials ─ model (mixed, spread) ─► segments, effects, reps, territories, accounts ─► Part
//! Model ─ quarters ─► what quarters were off the mean (for drift)
//! ```
//! The chance of a segment is that of a deal of its median size, all else at
//! its average over what closed; it is drawn toward the company's mean by a
//! normal prior (0.5 on the log odds), which matters where little is known.

mod mixed;
mod model;
mod persistence;
mod select;
mod spread;
mod trials;

use libm::sqrt;
use serde_json::json;

use super::estimate::{CalibratedSetting, CalibrationEstimate, CalibrationOutput, EstimateUnit, rounded};
use super::history::CalibrationHistory;
use super::maths::law::{logistic, logit};
use super::minimum;
use super::season::quarter_month;
use attain_core::scenario::choices::Scenario;
pub use model::QuarterShifts;
use model::{MONTH, WinModel};
use select::PRIOR;
use trials::WinFactor;
pub use trials::WinTrials;

/// How the odds are found.
const METHOD: &str = "logistic with random effects of rep, territory and account (Laplace)";
/// Spread of territories where there are too few to tell.
const TERRITORY: f64 = 0.2;
/// Accounts for the spread between them.
const ACCOUNTS: usize = 20;
/// Square of the scale between the logistic and the normal law: (16 √3 / 15 π)².
const SCALE: f64 = 0.345_6;

/// Factors that the engine can take, with the table of the choice.
const TAKEN: [(&str, &str); 2] = [("industry", "industries"), ("source", "sources")];

/// What was learned of the odds of winning; without a model, the scenario's own stand.
#[derive(Debug)]
pub struct WinOdds<'a> {
    gains: Vec<select::FactorGain>,
    model: Result<WinModel<'a>, NoModelReason>,
    trials: usize,
}

/// Why there is no model.
#[derive(Debug)]
enum NoModelReason {
    /// The history is too thin.
    Thin(String),
    /// The likelihood has no summit.
    NoSummit,
}

impl<'a> WinOdds<'a> {
    /// Learns the odds of winning.
    #[must_use]
    pub fn of(history: &CalibrationHistory, scenario: &Scenario, trials: &'a WinTrials) -> Self {
        let won = trials.won.iter().filter(|won| **won).count();
        let n = trials.len();
        let thin = match (n, won) {
            (0, _) => Some("no opportunity has closed".to_owned()),
            (n, _) if n < minimum::CLOSED => Some(format!("{n} closed, {} needed", minimum::CLOSED)),
            (n, won) if won == 0 || won == n => Some(format!("all {n} closed were {}", if won == 0 { "lost" } else { "won" })),
            _ => None,
        };
        if let Some(why) = thin {
            return Self { gains: Vec::new(), model: Err(NoModelReason::Thin(why)), trials: n };
        }
        let gains = if n >= minimum::CLOSED_FOR_EFFECTS { select::select(trials, history.book) } else { Vec::new() };
        let model = WinModel::of(trials, &gains, scenario).ok_or(NoModelReason::NoSummit);
        Self { gains, model, trials: n }
    }

    /// What quarters were off the mean, all that is known of their
    /// opportunities left aside.
    #[must_use]
    pub fn quarters(&self, quarters: &[(i32, i32)]) -> Option<QuarterShifts> {
        self.model.as_ref().ok()?.quarters(quarters)
    }

    /// Whether there is a model.
    #[must_use]
    pub fn learned(&self) -> bool {
        self.model.is_ok()
    }

    /// Tells the odds. `shocks` is the variance of the mean shock of the window:
    /// so far the long run may be from what the window shows, however many have
    /// closed in it. `relationships` are taken off the rates that are set, by segment.
    #[must_use]
    pub fn told(
        &self,
        history: &CalibrationHistory,
        scenario: &Scenario,
        shocks: f64,
        relationships: &[f64],
    ) -> CalibrationOutput {
        let mut part = CalibrationOutput::default();
        let model = match &self.model {
            Ok(model) => model,
            Err(NoModelReason::Thin(reason)) => {
                for (name, segment) in &scenario.market.segments {
                    let why = format!("S: SMB 25-40, mid-market 15-25, enterprise 10-20 %, conflicting; {reason}");
                    let given = segment.win_rate.get();
                    part.estimates.push(CalibrationEstimate::fallback(
                        "win rate",
                        name,
                        EstimateUnit::Share,
                        self.trials,
                        given,
                        why,
                    ));
                }
                return part;
            }
            Err(NoModelReason::NoSummit) => {
                part.notes.push("The odds of winning have no clear summit; the scenario's own stand.".to_owned());
                return part;
            }
        };
        part.append(model.segments(history, shocks, relationships));
        part.append(months(history, scenario));
        part.append(selection(&self.gains, self.trials));
        part.append(model.effects(&self.gains, scenario));
        part.append(model.size(scenario));
        part.append(model.groups(history, scenario));
        part.append(persistence::persistence(model, history));
        part
    }
}

/// Shares won by the month in the quarter in which opportunities closed.
fn months(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let mut counts = [(0.0, 0.0); 3];
    for (deal, won) in history.closed() {
        if let Some(day) = deal.closed {
            let count = &mut counts[quarter_month(history.date(day), scenario.horizon.start)];
            count.0 += f64::from(u8::from(won));
            count.1 += 1.0;
        }
    }
    for (month, (won, n)) in counts.into_iter().enumerate().filter(|(_, (_, n))| *n >= minimum::CLOSED as f64) {
        let rate = (won + 0.5) / (n + 1.0);
        let se = (1.0 / (n * rate * (1.0 - rate))).sqrt();
        let of = format!("month {}", month + 1);
        part.estimates.push(CalibrationEstimate::share(
            "won by month in the quarter",
            &of,
            n as usize,
            (rate, se),
            "won over closed",
        ));
    }
    part
}

/// What the selection says.
fn selection(gains: &[select::FactorGain], n: usize) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let method = "fall of log loss of accounts not seen, per 1,000; ten folds; of those chosen, beside those before";
    for gain in gains {
        let of = format!("{}{}", gain.name, if gain.chosen { " (chosen)" } else { "" });
        part.estimates.push(CalibrationEstimate::normal(
            "out-of-sample gain",
            &of,
            EstimateUnit::Number,
            n,
            (gain.fall, gain.se),
            method,
        ));
    }
    let chosen: Vec<&str> = gains.iter().filter(|gain| gain.chosen).map(|gain| gain.name).collect();
    let others: Vec<&str> = gains.iter().filter(|gain| !gain.chosen).map(|gain| gain.name).collect();
    match (gains.is_empty(), chosen.is_empty()) {
        (true, _) => {
            let why = format!("{} closed needed to say which factors bear on the odds.", minimum::CLOSED_FOR_EFFECTS);
            part.notes.push(why);
        }
        (_, true) => part.notes.push(format!("The win rate depends on none of: {}.", others.join(", "))),
        _ => part.notes.push(format!(
            "The win rate depends on {}; not, as far as unseen accounts tell, on {}.",
            chosen.join(", "),
            if others.is_empty() { "anything else".to_owned() } else { others.join(", ") }
        )),
    }
    part
}

impl WinModel<'_> {
    /// Square of the spread between accounts.
    fn account_square(&self) -> f64 {
        self.learned.spreads[2].map_or(0.0, |spread| spread.square)
    }

    /// What logarithms of odds at an average account are in the mean over accounts, which the engine does not tell apart.
    fn over_accounts(&self) -> f64 {
        1.0 / sqrt(1.0 + SCALE * self.account_square())
    }

    /// Weights of the average of a factor over what closed.
    fn average(weights: &mut [f64], factor: &WinFactor, from: usize, by: f64) {
        for (level, share) in factor.shares().iter().enumerate() {
            weights[from + level] += by * share;
        }
    }

    fn segments(&self, history: &CalibrationHistory, shocks: f64, relationships: &[f64]) -> CalibrationOutput {
        let mut part = CalibrationOutput::default();
        let (segments, first) = self.fixed[0];
        let shares = segments.shares();
        for (name, relationship) in history.book.segments.iter().zip(relationships) {
            let level = segments.levels.iter().position(|level| level == name);
            let mut weights = vec![0.0; self.columns];
            weights[0] = 1.0;
            if let Some(level) = level {
                weights[first + level] = 1.0;
            }
            self.fixed.iter().skip(1).for_each(|(factor, from)| Self::average(&mut weights, factor, *from, 1.0));
            let n = level.map_or(0, |level| (shares[level] * self.trials.len() as f64).round() as usize);
            let own = if level.is_none() { PRIOR * PRIOR } else { 0.0 };
            let shrink = self.over_accounts();
            let rate = logistic(shrink * self.learned.summit.value(&weights));
            let se = (shrink * shrink * (self.learned.summit.variance(&weights) + own) + shocks).sqrt();
            let told = CalibrationEstimate::share("win rate", name, n, (rate, se), METHOD);
            let path = |choice| ["market", "segments", name.as_str(), choice];
            // The engine adds the relationships of its day.
            let without = logistic(logit(rate) - relationship);
            let note = format!(
                "n {n} closed; {METHOD}; {rate:.3}, 90 % {:.3} to {:.3}, with the relationships there were; here with one of half \
                 strength",
                told.low, told.high
            );
            let evidence = (1.0 / (se * se * without * (1.0 - without))).clamp(1.0, 1e6);
            part.settings.push(CalibratedSetting::number(&path("win-rate"), without.clamp(1e-4, 1.0 - 1e-4), note));
            let note = "closed opportunities that would make it as sure as it is".to_owned();
            part.settings.push(CalibratedSetting::number(&path("win-rate-evidence"), evidence, note));
            if n < minimum::CLOSED {
                part.notes.push(format!("{name}: {n} closed, so its win rate is drawn to the company's mean."));
            }
            part.estimates.push(told);
        }
        part
    }

    /// Effects of factors that the engine can take; those that were not chosen are told and set to nothing.
    fn effects(&self, gains: &[select::FactorGain], scenario: &Scenario) -> CalibrationOutput {
        let mut part = CalibrationOutput::default();
        let chosen = |name: &str| gains.iter().any(|gain| gain.chosen && gain.name == name);
        let mut months = [None; 3];
        for &(factor, from) in self.fixed.iter().skip(1) {
            let shares = factor.shares();
            for (level, name) in factor.levels.iter().enumerate().filter(|(_, name)| *name != "none") {
                let mut weights = vec![0.0; self.columns];
                Self::average(&mut weights, factor, from, -1.0);
                weights[from + level] += 1.0;
                let (value, se) = (self.learned.summit.value(&weights), self.learned.summit.variance(&weights).sqrt());
                let n = (shares[level] * self.trials.len() as f64).round() as usize;
                let family = match factor.name {
                    "industry" => "odds by industry",
                    "source" => "odds by source",
                    MONTH => "odds by month in the quarter",
                    "product" => "odds by product",
                    _ => "odds by kind of business",
                };
                let told = CalibrationEstimate::normal(family, name, EstimateUnit::LogOdds, n, (value, se), METHOD);
                let note = format!("n {n}; 90 % {:+.2} to {:+.2}", told.low, told.high);
                part.estimates.push(told);
                if factor.name == MONTH {
                    let month = name.trim_start_matches("month ").parse::<usize>().unwrap_or(1);
                    months[(month - 1).min(2)] = Some(rounded(value));
                }
                let Some((_, table)) = TAKEN.iter().find(|(taken, _)| *taken == factor.name) else { continue };
                let (value, se, note) =
                    if chosen(factor.name) { (value, se, note) } else { (0.0, 0.0, format!("{note}; not chosen: average odds")) };
                let path = ["market", table, name.as_str()];
                let mut entry = json!({ "win-log-odds": rounded(value), "uncertainty": rounded(se) });
                if let Some(source) = scenario.market.sources.get(name).filter(|_| factor.name == "source") {
                    let share = if shares[level] > 0.0 { shares[level] } else { source.share.get() };
                    entry["share"] = json!(rounded(share));
                }
                part.settings.push(CalibratedSetting::value(&path, entry, note));
            }
        }
        if let [Some(first), Some(second), Some(third)] = months {
            let taken = chosen(MONTH);
            let value = if taken { json!([first, second, third]) } else { json!([0.0, 0.0, 0.0]) };
            let note = format!("n {}; {}", self.trials.len(), if taken { "chosen" } else { "not chosen: no season" });
            part.settings.push(CalibratedSetting::value(&["market", "season", "win-log-odds-by-quarter-month"], value, note));
        }
        part
    }

    fn size(&self, scenario: &Scenario) -> CalibrationOutput {
        let mut part = CalibrationOutput::default();
        let n = self.trials.len();
        let given = scenario.market.size_log_odds.get();
        let family = "odds by size";
        if self.trials.size.is_none() || n < minimum::CLOSED_FOR_EFFECTS {
            let why = match self.trials.size {
                None => "A: sizes of lost opportunities are not known, or all alike".to_owned(),
                Some(_) => format!("A: {n} closed, {} needed", minimum::CLOSED_FOR_EFFECTS),
            };
            part.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::LogOdds, n, given, why));
            return part;
        }
        let mut weights = vec![0.0; self.columns];
        weights[self.columns - 1] = 1.0;
        let (value, se) = (self.learned.summit.value(&weights), self.learned.summit.variance(&weights).sqrt());
        let told = CalibrationEstimate::normal(family, "", EstimateUnit::LogOdds, n, (value, se), METHOD);
        let note = format!("n {n}; for e times the median; 90 % {:+.2} to {:+.2}", told.low, told.high);
        part.settings.push(CalibratedSetting::number(&["market", "size-log-odds"], value.clamp(-10.0, 10.0), note));
        let note = "standard error of the change of odds with size".to_owned();
        part.settings.push(CalibratedSetting::number(&["market", "uncertainty", "size-log-odds"], se.min(5.0), note));
        part.estimates.push(told);
        part
    }

    /// Reps, territories and accounts: spreads and effects.
    fn groups(&self, history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
        let mut part = CalibrationOutput::default();
        let families = [
            ("spread of reps", "reps", scenario.market.skill.sd.get()),
            ("spread of territories", "territories", TERRITORY),
            ("spread of accounts", "accounts", 0.0),
        ];
        for (k, (family, things, held)) in families.into_iter().enumerate() {
            let levels = match self.random.get(k) {
                Some(random) => random.as_ref().map_or(1, |(factor, _)| factor.levels.len()),
                None => self.learned.summit.accounts.len(),
            };
            let Some(spread) = self.learned.spreads[k] else {
                let why = match k {
                    2 => format!("{levels} accounts with {} closed, {ACCOUNTS} with two each needed", self.trials.len()),
                    _ => format!("A: {levels} {things}, {} needed, and {} closed", minimum::GROUPS, minimum::CLOSED_FOR_EFFECTS),
                };
                part.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::LogOdds, levels, held, why));
                continue;
            };
            let told = (spread.mean, spread.sd);
            let method = "posterior of the marginal likelihood, half-normal prior of one";
            part.estimates.push(CalibrationEstimate::between(
                family,
                "",
                EstimateUnit::LogOdds,
                levels,
                told,
                spread.ends,
                method,
            ));
            if k == 0 {
                let note = format!("n {levels} reps; {method}; 90 % {:.2} to {:.2}", spread.ends.0, spread.ends.1);
                part.settings.push(CalibratedSetting::number(&["market", "skill", "sd"], spread.mean, note));
            }
        }
        for (k, (family, table)) in
            [("skill of rep", ["market", "skill", "reps"].as_slice()), ("territory", &["market", "regions"])]
                .into_iter()
                .enumerate()
        {
            let Some((factor, _)) = self.random[k].filter(|_| self.learned.spreads[k].is_some()) else { continue };
            let shares = factor.shares();
            for (level, name) in factor.levels.iter().enumerate().filter(|(_, name)| *name != "none") {
                let (mean, variance) = self.learned.effects[k][level];
                let se = variance.sqrt();
                let n = (shares[level] * self.trials.len() as f64).round() as usize;
                let told = CalibrationEstimate::normal(family, name, EstimateUnit::LogOdds, n, (mean, se), METHOD);
                let note = format!("n {n}; 90 % {:+.2} to {:+.2}", told.low, told.high);
                part.estimates.push(told);
                if k == 1 && !history.book.accounts.iter().any(|account| account.region.is_some()) {
                    continue;
                }
                let path: Vec<&str> = table.iter().copied().chain([name.as_str()]).collect();
                let value = json!({ "win-log-odds": rounded(mean), "uncertainty": rounded(se) });
                part.settings.push(CalibratedSetting::value(&path, value, note));
            }
        }
        part
    }
}
