//! Currencies of amounts. Amounts that cannot be converted to `money.currency` are faults.

use std::collections::BTreeMap;

use super::fault::DataFault;
use super::parse::shorten;
use attain_core::scenario::ResolvedScenario;

/// Currencies written with `$`.
const DOLLARS: &[&str] = &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"];

/// Exchange rates to `money.currency`.
#[derive(Debug, Default)]
pub(super) struct CurrencyRates {
    /// Code of `money.currency`.
    pub home: String,
    worth: BTreeMap<String, f64>,
    /// Whether a scenario file sets `money.currency`.
    pub given: bool,
}

impl CurrencyRates {
    /// Reads the exchange rates of a scenario.
    pub fn new(resolved: &ResolvedScenario) -> Self {
        let scenario = &resolved.scenario;
        let worth = scenario.data.rates.iter().map(|(name, rate)| (plain(name), rate.get())).collect();
        Self { home: plain(&scenario.money.currency), worth, given: resolved.is_given("money.currency") }
    }

    /// Normalises a currency's code or sign to its code.
    pub fn code(&self, name: &str) -> Result<String, DataFault> {
        let code = plain(name);
        let known = code == self.home || self.worth.contains_key(&code);
        if name.trim() == "$" && DOLLARS.contains(&self.home.as_str()) {
            Ok(self.home.clone())
        } else if known || (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())) {
            Ok(code)
        } else {
            Err(DataFault::Currency { found: shorten(name) })
        }
    }

    /// Value of one unit of a currency; `None` if there is no rate.
    pub fn rate(&self, code: &str) -> Option<f64> {
        if code == self.home { Some(1.0) } else { self.worth.get(code).copied() }
    }
}

/// The code for a currency sign; other text in upper case.
fn plain(name: &str) -> String {
    match name.trim() {
        "$" | "US$" => "USD".to_owned(),
        "€" => "EUR".to_owned(),
        "£" => "GBP".to_owned(),
        "¥" => "JPY".to_owned(),
        "₹" => "INR".to_owned(),
        other => other.to_uppercase(),
    }
}
