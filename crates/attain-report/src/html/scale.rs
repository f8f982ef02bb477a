//! Round axis limits, shared by the panels of a figure.

/// An axis with a round low end, high end and step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AxisScale {
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Distance between ticks.
    pub step: f64,
}

/// Creates a round axis with about `ticks` steps that contains all finite values.
#[must_use]
pub fn round(values: impl IntoIterator<Item = f64>, ticks: f64) -> AxisScale {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.into_iter().filter(|v| v.is_finite()) {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return AxisScale { low: 0.0, high: 1.0, step: 0.5 };
    }
    if low == high {
        let pad = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
        (low, high) = (low - pad, high + pad);
    }
    let step = round_step((high - low) / ticks);
    AxisScale { low: clean((low / step).floor() * step), high: clean((high / step).ceil() * step), step }
}

fn round_step(raw: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(raw).floor());
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|f| f * power >= raw * 0.999).unwrap_or(10.0);
    clean(factor * power)
}

/// Rounds to twelve significant digits, which removes rounding errors.
#[must_use]
pub fn clean(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// Rounds to five significant digits, which is enough for drawing.
#[must_use]
pub fn drawn(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_round_and_hold_the_values() {
        assert_eq!(round([0.0, 41.7e6], 4.0), AxisScale { low: 0.0, high: 60e6, step: 20e6 });
        assert_eq!(round([0.83, 1.21], 4.0), AxisScale { low: 0.8, high: 1.3, step: 0.1 });
        assert_eq!(round([f64::NAN], 4.0), AxisScale { low: 0.0, high: 1.0, step: 0.5 });
        assert_eq!(round([0.0, 0.0], 4.0), AxisScale { low: -1.0, high: 1.0, step: 0.5 });
    }
}
