//! Formats amounts of money, shares, ratios and counts, with their standard errors.

use crate::metric::MetricUnit;

/// Placeholder for missing values.
pub const MISSING: &str = "–";
/// No-break space.
pub const NBSP: char = '\u{a0}';

/// Format of the numbers in one study, with amounts in its currency.
#[derive(Debug, Clone, Copy)]
pub struct NumberFormat<'a> {
    currency: &'a str,
}

impl<'a> NumberFormat<'a> {
    /// Creates a format with amounts in the given currency.
    #[must_use]
    pub fn in_currency(currency: &'a str) -> Self {
        Self { currency }
    }

    /// Text before an amount: a symbol, or a code followed by a space.
    #[must_use]
    pub fn currency_prefix(&self) -> String {
        let code = self.currency.ends_with(|c: char| c.is_alphanumeric() || c == '.');
        if code { format!("{}{NBSP}", self.currency) } else { self.currency.to_owned() }
    }

    /// Formats a value in its unit, with three significant digits.
    #[must_use]
    pub fn plain(&self, unit: MetricUnit, value: f64) -> String {
        let scale = self.scale(unit, value);
        scale.write(value, three_digits(value / scale.divisor, unit))
    }

    /// Formats a value with its standard error, both rounded to the last significant digit of the
    /// error.
    #[must_use]
    pub fn with_error(&self, unit: MetricUnit, value: f64, error: f64) -> String {
        if !value.is_finite() {
            return MISSING.to_owned();
        }
        if !(error.is_finite() && error > 0.0) {
            return self.plain(unit, value);
        }
        let scale = self.scale(unit, value);
        let most = if unit == MetricUnit::Ratio { 3 } else { 2 };
        let decimals = decimals_for(error / scale.divisor).min(most);
        let rounded = decimal(error / scale.divisor, decimals);
        let less = if rounded.bytes().any(|b| (b'1'..=b'9').contains(&b)) { String::new() } else { "<".to_owned() };
        let error = if less.is_empty() { rounded } else { decimal(libm::pow(10.0, -(decimals as f64)), decimals) };
        format!("{}{NBSP}±{NBSP}{less}{error}", scale.write(value, decimals))
    }

    /// Formats a difference with a sign. Differences of shares are in percentage points.
    #[must_use]
    pub fn signed(&self, unit: MetricUnit, value: f64) -> String {
        let text = self.plain(unit, value);
        let text = if unit == MetricUnit::Share { text.replace('%', "pts") } else { text };
        if value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) { format!("+{text}") } else { text }
    }

    /// Formats a range from low to high. Both ends use the scale of the larger one.
    #[must_use]
    pub fn span(&self, unit: MetricUnit, low: f64, high: f64) -> String {
        if !(low.is_finite() && high.is_finite()) {
            return MISSING.to_owned();
        }
        let largest = if high.abs() >= low.abs() { high } else { low };
        let scale = self.scale(unit, largest);
        let decimals = three_digits(largest / scale.divisor, unit);
        if low < 0.0 || high < 0.0 {
            return format!("{} to {}", scale.write(low, decimals), scale.write(high, decimals));
        }
        let ends = (decimal(low / scale.divisor, decimals), decimal(high / scale.divisor, decimals));
        format!("{}{}–{}{}", scale.before, ends.0, ends.1, scale.after)
    }

    /// Formats a range of differences, with signs on both ends.
    #[must_use]
    pub fn signed_span(&self, unit: MetricUnit, low: f64, high: f64) -> String {
        format!("{} to {}", self.signed(unit, low), self.signed(unit, high))
    }

    fn scale(&self, unit: MetricUnit, value: f64) -> UnitScale {
        let money = |divisor, after| UnitScale { divisor, before: self.currency_prefix(), after };
        let bare = |divisor, after| UnitScale { divisor, before: String::new(), after };
        match unit {
            MetricUnit::Money if value.abs() >= 999.5e6 => money(1e9, "B"),
            MetricUnit::Money if value.abs() >= 999.5e3 => money(1e6, "M"),
            MetricUnit::Money if value.abs() >= 999.5 => money(1e3, "k"),
            MetricUnit::Money => money(1.0, ""),
            MetricUnit::Share => bare(0.01, "\u{a0}%"),
            MetricUnit::Ratio | MetricUnit::Count | MetricUnit::Months => bare(1.0, ""),
        }
    }
}

/// Formats a count with its noun, such as "1 plan" or "6 plans".
#[must_use]
pub fn plural(count: usize, what: &str) -> String {
    format!("{} {what}{}", whole_number(count as f64), if count == 1 { "" } else { "s" })
}

/// Formats a number rounded to an integer, with thousands separators.
#[must_use]
pub fn whole_number(value: f64) -> String {
    decimal(value, 0)
}

/// Formats a positive number with the given number of significant figures, such as 12, 1.2 or
/// 0.012.
#[must_use]
pub fn significant(value: f64, figures: u32) -> String {
    let size = if value > 0.0 { value.log10().floor() } else { 0.0 };
    decimal(value, (f64::from(figures) - 1.0 - size).clamp(0.0, 6.0) as usize)
}

/// Formats a number with a fixed number of decimals and thousands separators.
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (before, after) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (i, digit) in before.chars().enumerate() {
        if i > 0 && (before.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !after.is_empty() {
        out.push('.');
        out.push_str(after);
    }
    out
}

/// Scale of a unit: a divisor, and the text before and after the number.
struct UnitScale {
    divisor: f64,
    before: String,
    after: &'static str,
}

impl UnitScale {
    fn write(&self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return MISSING.to_owned();
        }
        let text = decimal(value / self.divisor, decimals);
        match text.strip_prefix('−') {
            Some(rest) => format!("−{}{rest}{}", self.before, self.after),
            None => format!("{}{text}{}", self.before, self.after),
        }
    }
}

fn three_digits(value: f64, unit: MetricUnit) -> usize {
    let magnitude = value.abs();
    match unit {
        MetricUnit::Share => 1,
        MetricUnit::Ratio if magnitude < 9.995 => 2,
        _ if magnitude >= 99.95 => 0,
        _ if magnitude >= 9.995 => 1,
        _ if magnitude == 0.0 => 0,
        _ => 2,
    }
}

/// Number of decimals that gives the error one or two significant digits.
fn decimals_for(error: f64) -> usize {
    match error {
        e if e >= 9.5 => 0,
        e if e >= 0.095 => 1,
        e if e >= 0.0095 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: NumberFormat<'_> = NumberFormat { currency: "$" };

    #[test]
    fn figures_read_as_a_planner_writes_them() {
        assert_eq!(N.plain(MetricUnit::Money, 42_034_000.0), "$42.0M");
        assert_eq!(N.plain(MetricUnit::Money, -1_250_000.0), "−$1.25M");
        assert_eq!(N.plain(MetricUnit::Money, 999_999.0), "$1.00M");
        assert_eq!(N.plain(MetricUnit::Share, 0.7132), "71.3\u{a0}%");
        assert_eq!(N.plain(MetricUnit::Count, 12_345.6), "12,346");
        assert_eq!(N.plain(MetricUnit::Ratio, f64::NAN), MISSING);
        assert_eq!(N.with_error(MetricUnit::Money, 42_034_000.0, 31_000.0), "$42.03M\u{a0}±\u{a0}0.03");
        assert_eq!(N.with_error(MetricUnit::Share, 0.0803, 0.00001), "8.03\u{a0}%\u{a0}±\u{a0}<0.01");
        assert_eq!(N.signed(MetricUnit::Money, 320_400.0), "+$320k");
        assert_eq!(N.signed(MetricUnit::Share, 0.051), "+5.1\u{a0}pts");
        assert_eq!(N.signed(MetricUnit::Share, -0.00001), "0.0\u{a0}pts");
        assert_eq!(N.span(MetricUnit::Money, 950_000.0, 42e6), "$0.9–42.0M");
    }

    #[test]
    fn codes_stand_apart_and_symbols_do_not() {
        let written = |currency| NumberFormat { currency }.plain(MetricUnit::Money, -42e6);
        assert_eq!(written("€"), "−€42.0M");
        assert_eq!(written("EUR"), "−EUR\u{a0}42.0M");
        assert_eq!(written("R$"), "−R$42.0M");
        assert_eq!(written("Fr."), "−Fr.\u{a0}42.0M");
    }
}
