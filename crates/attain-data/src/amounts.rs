//! Amounts of opportunities, the blank ones filled in.

use std::collections::HashMap;

use super::book::{Outcome, Product};
use super::currency::Rates;
use super::fault::DataFault;
use super::parse::normal;
use super::sheet::Sheet;

/// What blank amounts are filled in by.
pub(super) struct Filling<'a> {
    /// How the rows stand.
    pub outcomes: &'a [Option<Outcome>],
    /// Segments of the rows' accounts.
    pub segments: Vec<Option<usize>>,
    /// Number of segments.
    pub count: usize,
    /// Products with list prices.
    pub products: &'a [Product],
}

/// Reads the amounts. What was won has to have one, and so has what stands for
/// nothing else: a row without an account has no segment and may be blank.
pub(super) fn read(sheet: &mut Sheet, filling: &Filling<'_>, rates: &Rates) -> Vec<Option<f64>> {
    let mut amounts = sheet.amounts("amount", rates);
    let mut won: Vec<Vec<f64>> = vec![Vec::new(); filling.count + 1];
    for (row, amount) in amounts.iter().enumerate() {
        if let (Some(amount), Some(Outcome::Won)) = (amount, filling.outcomes[row]) {
            won[filling.segments[row].unwrap_or(filling.count)].push(*amount);
            if filling.segments[row].is_some() {
                won[filling.count].push(*amount);
            }
        }
    }
    let medians: Vec<Option<f64>> = won.into_iter().map(median).collect();
    let prices: HashMap<String, f64> = filling.products.iter().map(|product| (normal(&product.name), product.price)).collect();
    let (mut by_price, mut by_median) = (0, 0);
    for (row, amount) in amounts.iter_mut().enumerate() {
        if sheet.text("amount", row).is_some() {
            continue;
        }
        if filling.outcomes[row] != Some(Outcome::Won) {
            let price = sheet.text("product", row).and_then(|product| prices.get(&normal(product)));
            let median = filling.segments[row].and_then(|segment| medians[segment]).or(medians[filling.count]);
            *amount = price.copied().or(median);
            by_price += usize::from(price.is_some());
            by_median += usize::from(price.is_none() && median.is_some());
        }
        // Where nobody knows how a row stands, that is the fault.
        if amount.is_none() && filling.outcomes[row].is_some() {
            sheet.fault(row, "amount", DataFault::Blank { allowed: "an amount; only what was not won may leave it out" });
        }
    }
    sheet.filled("amount", by_price, "the product's list price");
    sheet.filled("amount", by_median, "the median of what was won in the segment");
    amounts
}

/// The middle amount, the lower of two.
fn median(mut amounts: Vec<f64>) -> Option<f64> {
    amounts.sort_by(f64::total_cmp);
    amounts.get(amounts.len().saturating_sub(1) / 2).copied()
}
