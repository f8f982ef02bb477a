//! Scenario numbers that an axis can set, multiply or shift, regardless of unit.

use attain_core::units::{
    Days, Evidence, Factor, Hours, LogOdds, Money, Months, OutOfRange, Persistence, Rate, Share, Sigma, Weight,
};

/// A scenario number of any unit.
pub(in crate::experiment) trait ScenarioNumber {
    /// Returns the value; `None` if the scenario gives none.
    fn value(&self) -> Option<f64>;
    /// Replaces the value.
    ///
    /// # Errors
    /// Returns an error if the value is outside the range of the unit.
    fn set_value(&mut self, value: f64) -> Result<(), OutOfRange>;
}

macro_rules! numbers {
    ($($unit:ident),*) => {$(
        impl ScenarioNumber for $unit {
            fn value(&self) -> Option<f64> {
                Some(self.get())
            }
            fn set_value(&mut self, value: f64) -> Result<(), OutOfRange> {
                *self = Self::new(value)?;
                Ok(())
            }
        }
    )*};
}
numbers!(Days, Evidence, Factor, Hours, LogOdds, Money, Months, Persistence, Rate, Share, Sigma, Weight);

impl ScenarioNumber for Option<Money> {
    fn value(&self) -> Option<f64> {
        self.map(Money::get)
    }
    fn set_value(&mut self, value: f64) -> Result<(), OutOfRange> {
        *self = Some(Money::new(value)?);
        Ok(())
    }
}

impl ScenarioNumber for f64 {
    fn value(&self) -> Option<f64> {
        Some(*self)
    }
    fn set_value(&mut self, value: f64) -> Result<(), OutOfRange> {
        *self = value;
        Ok(())
    }
}

impl ScenarioNumber for u32 {
    fn value(&self) -> Option<f64> {
        Some(f64::from(*self))
    }
    fn set_value(&mut self, value: f64) -> Result<(), OutOfRange> {
        *self = value as Self;
        Ok(())
    }
}

/// The scenario numbers that an axis changes.
pub(super) type ScenarioNumbers<'a> = Vec<&'a mut dyn ScenarioNumber>;
