//! Numbers of a scenario that an axis can set, multiply or shift, whatever their unit.

use attain_core::units::{
    Days, Evidence, Factor, Hours, LogOdds, Money, Months, OutOfRange, Persistence, Rate, Share, Sigma, Weight,
};

/// A number of a scenario, whatever its unit.
pub(in crate::experiment) trait ScenarioNumber {
    /// The value; `None` where the scenario gives none.
    fn value(&self) -> Option<f64>;
    /// Replaces the value.
    ///
    /// # Errors
    /// A value outside the range of the unit.
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

/// The numbers of a scenario that one axis changes.
pub(super) type ScenarioNumbers<'a> = Vec<&'a mut dyn ScenarioNumber>;
