//! Productivity of reps as a function of tenure.

use crate::scenario::choices::RampShape;

/// Productivity at a tenure in months, as a share of full productivity. `stretch` is a factor on
/// the length of the ramp.
#[inline]
#[must_use]
pub fn productivity(shape: &RampShape, tenure_months: f64, stretch: f64) -> f64 {
    let along = |months: f64| {
        let length = months * stretch;
        if length > 0.0 { (tenure_months / length).clamp(0.0, 1.0) } else { 1.0 }
    };
    match shape {
        RampShape::None => 1.0,
        RampShape::Linear { months } => along(months.get()),
        RampShape::SCurve { months } => {
            let x = along(months.get());
            x * x * (3.0 - 2.0 * x)
        }
        RampShape::Stepped { shares, months_per_step } => {
            let step = months_per_step.get() * stretch;
            if step <= 0.0 {
                return 1.0;
            }
            shares.get((tenure_months / step).max(0.0) as usize).map_or(1.0, |share| share.get())
        }
    }
}

/// Length of a ramp in months.
#[must_use]
pub fn length(shape: &RampShape) -> f64 {
    match shape {
        RampShape::None => 0.0,
        RampShape::Linear { months } | RampShape::SCurve { months } => months.get(),
        RampShape::Stepped { shares, months_per_step } => shares.len() as f64 * months_per_step.get(),
    }
}

/// Months of full productivity lost to a ramp: the area above its curve.
#[must_use]
pub fn lost_months(shape: &RampShape) -> f64 {
    match shape {
        RampShape::None => 0.0,
        RampShape::Linear { months } | RampShape::SCurve { months } => months.get() / 2.0,
        RampShape::Stepped { shares, months_per_step } => {
            shares.iter().map(|share| 1.0 - share.get()).sum::<f64>() * months_per_step.get()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Months, Share};

    #[test]
    fn ramps_rise_from_nothing_to_full_and_stay() {
        let quarter = |share| Share::literal(share);
        let shapes = [
            RampShape::Linear { months: Months::literal(6.0) },
            RampShape::SCurve { months: Months::literal(6.0) },
            RampShape::Stepped { shares: vec![quarter(0.0), quarter(0.25), quarter(0.5)], months_per_step: Months::literal(3.0) },
        ];
        for shape in shapes {
            let mut before = 0.0;
            let mut area = 0.0;
            for i in 0..12_000 {
                let now = productivity(&shape, (f64::from(i) + 0.5) / 1000.0, 1.0);
                assert!(now >= before);
                before = now;
                area += (1.0 - now) / 1000.0;
            }
            assert_eq!(before, 1.0);
            assert!((area - lost_months(&shape)).abs() < 1e-3, "{shape:?} {area}");
            assert!(productivity(&shape, length(&shape) * 1.999, 2.0) < 1.0);
            assert_eq!(productivity(&shape, length(&shape) * 2.001, 2.0), 1.0);
        }
    }
}
