//! Currencies of amounts. Every amount is converted to `money.currency` or is a fault.

use std::collections::BTreeMap;

use super::fault::DataFault;
use super::parse::shorten;
use attain_core::scenario::ResolvedScenario;

/// Currencies that are written with `$`.
const DOLLARS: &[&str] = &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"];

/// Exchange rates to `money.currency`.
#[derive(Debug, Default)]
pub(super) struct CurrencyRates {
    /// Code of `money.currency`.
    pub home: String,
    worth: BTreeMap<String, f64>,
    /// Whether a scenario file gives `money.currency`.
    pub given: bool,
}

impl CurrencyRates {
    /// The rates of a scenario.
    pub fn new(resolved: &ResolvedScenario) -> Self {
        let scenario = &resolved.scenario;
        let worth = scenario.data.rates.iter().map(|(name, rate)| (plain(name), rate.get())).collect();
        Self { home: plain(&scenario.money.currency), worth, given: resolved.is_given("money.currency") }
    }

    /// The code of a currency, from its code or sign.
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

/// The code of a sign, or the name in capitals.
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
