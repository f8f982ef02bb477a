//! Units of the numbers in scenario files. Each unit is a type that rejects values outside its
//! range, so that values need no further checks after parsing.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A number outside the range of its unit.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{found} is not {allowed}")]
pub struct OutOfRange {
    pub found: f64,
    /// Description of the range that the unit allows.
    pub allowed: &'static str,
}

macro_rules! unit {
    ($(#[$meta:meta])* $name:ident, $low:literal ..= $high:literal, $allowed:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $name(f64);

        impl $name {
            /// Smallest allowed value.
            pub const LOW: f64 = $low;
            /// Largest allowed value.
            pub const HIGH: f64 = $high;

            /// Creates a value from a number within the unit's range.
            ///
            /// # Errors
            /// Returns [`OutOfRange`] for all other numbers, including NaN.
            pub fn new(value: f64) -> Result<Self, OutOfRange> {
                if ($low..=$high).contains(&value) {
                    Ok(Self(value))
                } else {
                    Err(OutOfRange { found: value, allowed: $allowed })
                }
            }

            /// Creates a value from a literal. In a constant, a value out of range is a compile
            /// error.
            #[must_use]
            pub const fn literal(value: f64) -> Self {
                assert!(value >= $low && value <= $high);
                Self(value)
            }

            /// Returns the value as a plain number.
            #[inline]
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = OutOfRange;
            fn try_from(value: f64) -> Result<Self, OutOfRange> {
                Self::new(value)
            }
        }

        impl From<$name> for f64 {
            fn from(value: $name) -> f64 {
                value.0
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "number", "minimum": $low, "maximum": $high, "x-allowed": $allowed })
            }
        }
    };
}

unit!(
    /// A share of a whole, such as 0.25 for a quarter.
    Share, 0.0..=1.0, "a share from 0 to 1"
);
unit!(
    /// An amount in the currency of the study.
    Money, 0.0..=1e15, "an amount from 0 to 1e15"
);
unit!(
    /// A multiplier, where 1 changes nothing.
    Factor, 0.0..=1000.0, "a factor from 0 to 1000"
);
unit!(
    /// A number of observations. 10 million or more mean certainty.
    Evidence, 0.0..=1e9, "a number from 0 to 1e9"
);
unit!(
    /// A relative importance. Only ratios of weights matter.
    Weight, 0.0..=1e6, "a weight from 0 to 1000000"
);
unit!(
    /// A change in log odds. A change of +0.7 approximately doubles the odds.
    LogOdds, -10.0..=10.0, "a change in log odds from -10 to 10"
);
unit!(
    /// A yearly rate of change, such as 0.03 for 3 % per year.
    Rate, -1.0..=10.0, "a yearly rate from -1 to 10"
);
unit!(
    /// A length of time in days.
    Days, 0.0..=3650.0, "days from 0 to 3650"
);
unit!(
    /// A length of working time in hours.
    Hours, 0.0..=10000.0, "hours from 0 to 10000"
);
unit!(
    /// A length of time in months, which need not be an integer.
    Months, 0.0..=600.0, "months from 0 to 600"
);
unit!(
    /// A standard deviation, often of a logarithm.
    Sigma, 0.0..=5.0, "a standard deviation from 0 to 5"
);
unit!(
    /// The correlation of a series with itself one month earlier.
    Persistence, 0.0..=0.999, "a persistence from 0 to 0.999"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_outside_and_nan() {
        assert!(Share::new(0.0).is_ok());
        assert!(Share::new(1.0).is_ok());
        for bad in [-1e-9, 1.0 + 1e-9, f64::NAN, f64::INFINITY] {
            assert!(Share::new(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Share>("1.2").is_err());
    }
}
