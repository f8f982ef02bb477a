//! Texts that stand for figures; errors read as what is allowed.

/// A whole number within limits; `10_000` is one too.
pub(super) fn whole<const LOW: u32, const HIGH: u32>(text: &str) -> Result<u32, NotWhole> {
    let number = text.replace('_', "").parse().ok().filter(|number| (LOW..=HIGH).contains(number));
    number.ok_or(NotWhole { low: LOW.into(), high: HIGH.into() })
}

/// A number that is not within the limits of its option; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("a whole number from {low} to {high}")]
pub(super) struct NotWhole {
    low: u64,
    high: u64,
}

/// An amount of zero or more; `10_000` is one too.
pub(super) fn amount(text: &str) -> Result<f64, NotAmount> {
    let number = text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    number.ok_or(NotAmount)
}

/// What is no amount; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("an amount of zero or more")]
pub(super) struct NotAmount;

/// A day.
pub(super) fn date(text: &str) -> Result<jiff::civil::Date, NotDate> {
    text.parse().map_err(|_| NotDate)
}

/// What is no day; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("a day, as 2026-12-31")]
pub(super) struct NotDate;

/// A seed.
pub(super) fn seed(text: &str) -> Result<u64, NotWhole> {
    text.replace('_', "").parse().map_err(|_| NotWhole { low: 0, high: u64::MAX })
}

/// A share, as a number or in per cent.
pub(super) fn share(text: &str) -> Result<f64, NotShare> {
    let plain = text.replace('_', "");
    let number = match plain.trim_end().strip_suffix('%') {
        Some(percent) => percent.trim_end().parse().ok().map(|percent: f64| percent / 100.0),
        None => plain.parse().ok(),
    };
    number.filter(|share| (0.0..=1.0).contains(share)).ok_or(NotShare)
}

/// What is no share; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("a share from 0 to 1, or a percentage")]
pub(super) struct NotShare;

/// A chance between 0 and 1, both excluded: `0.8` or `80%`.
pub(super) fn chance(text: &str) -> Result<f64, NotChance> {
    let (text, divisor) = text.strip_suffix('%').map_or((text, 1.0), |text| (text.trim_end(), 100.0));
    let chance = text.parse::<f64>().ok().map(|number| number / divisor).filter(|chance| *chance > 0.0 && *chance < 1.0);
    chance.ok_or(NotChance)
}

/// What is no chance; reads as what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("a chance between 0 and 1, such as 0.8 or 80%")]
pub(super) struct NotChance;
