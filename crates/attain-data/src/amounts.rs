//! Amounts of opportunities; blank amounts are filled in.

use std::collections::HashMap;

use super::book::{Outcome, Product};
use super::comparable_name::comparable;
use super::currency::CurrencyRates;
use super::fault::DataFault;
use super::sheet::DataSheet;

/// The data used to fill in blank amounts.
pub(super) struct AmountInputs<'a> {
    /// Outcome of each row.
    pub outcomes: &'a [Option<Outcome>],
    /// Segment of each row's account.
    pub segments: Vec<Option<usize>>,
    /// Number of segments.
    pub count: usize,
    pub products: &'a [Product],
}

/// Reads the amounts. A won opportunity must have an amount. Any other blank amount is
/// filled in, or is a fault if there is nothing to fill it in from.
pub(super) fn read(sheet: &mut DataSheet, inputs: &AmountInputs<'_>, rates: &CurrencyRates) -> Vec<Option<f64>> {
    let mut amounts = sheet.amounts("amount", rates);
    let mut won: Vec<Vec<f64>> = vec![Vec::new(); inputs.count + 1];
    for (row, amount) in amounts.iter().enumerate() {
        if let (Some(amount), Some(Outcome::Won)) = (amount, inputs.outcomes[row]) {
            won[inputs.segments[row].unwrap_or(inputs.count)].push(*amount);
            if inputs.segments[row].is_some() {
                won[inputs.count].push(*amount);
            }
        }
    }
    let medians: Vec<Option<f64>> = won.into_iter().map(median).collect();
    let prices: HashMap<String, f64> = inputs.products.iter().map(|product| (comparable(&product.name), product.price)).collect();
    let (mut by_price, mut by_median) = (0, 0);
    for (row, amount) in amounts.iter_mut().enumerate() {
        if sheet.text("amount", row).is_some() {
            continue;
        }
        if inputs.outcomes[row] != Some(Outcome::Won) {
            let price = sheet.text("product", row).and_then(|product| prices.get(&comparable(product)));
            let median = inputs.segments[row].and_then(|segment| medians[segment]).or(medians[inputs.count]);
            *amount = price.copied().or(median);
            by_price += usize::from(price.is_some());
            by_median += usize::from(price.is_none() && median.is_some());
        }
        // A row without a known outcome is reported elsewhere.
        if amount.is_none() && inputs.outcomes[row].is_some() {
            sheet.fault(
                row,
                "amount",
                DataFault::Blank { allowed: "an amount; only opportunities that were not won may omit it" },
            );
        }
    }
    sheet.filled("amount", by_price, "list price of the product");
    sheet.filled("amount", by_median, "median of won amounts in the segment");
    amounts
}

/// The median, or the lower of the two middle amounts.
fn median(mut amounts: Vec<f64>) -> Option<f64> {
    amounts.sort_by(f64::total_cmp);
    amounts.get(amounts.len().saturating_sub(1) / 2).copied()
}
