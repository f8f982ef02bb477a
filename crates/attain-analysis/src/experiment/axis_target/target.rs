//! How an axis changes a scenario: by setting, multiplying or shifting numbers, or through custom
//! functions.

use super::number::ScenarioNumbers;
use crate::experiment::axis_kind::AxisEffect;
use crate::experiment::error::AxisValueError;
use attain_core::scenario::choices::Scenario;

/// The part of a scenario that an axis changes. The text passed to the functions is the team or
/// segment to which the axis is narrowed.
#[derive(Debug, Clone, Copy)]
pub(in crate::experiment) enum AxisTarget {
    /// Numbers that all change in the same way, with a description.
    Numbers(for<'a> fn(&'a mut Scenario, Option<&str>) -> ScenarioNumbers<'a>, &'static str),
    /// Functions that return the neutral value and that change the scenario.
    Functions(fn(&Scenario, Option<&str>) -> Option<f64>, fn(&mut Scenario, Option<&str>, f64) -> Result<(), AxisValueError>),
}

impl AxisTarget {
    /// Returns the value at which nothing changes; `None` if the scenario has nothing to change.
    pub(in crate::experiment) fn base(
        self,
        scenario: &mut Scenario,
        narrowed_to: Option<&str>,
        effect: AxisEffect,
    ) -> Option<f64> {
        match self {
            Self::Functions(base, _) => base(scenario, narrowed_to),
            Self::Numbers(find, _) => {
                let numbers = find(scenario, narrowed_to);
                let first = numbers.first()?;
                match effect {
                    AxisEffect::Value => first.value(),
                    AxisEffect::Times => Some(1.0),
                    AxisEffect::Shift => Some(0.0),
                }
            }
        }
    }

    /// Changes the scenario.
    ///
    /// # Errors
    /// Returns an error if the value takes a number out of its range, or if the scenario has
    /// nothing to change.
    pub(in crate::experiment) fn set(
        self,
        scenario: &mut Scenario,
        narrowed_to: Option<&str>,
        effect: AxisEffect,
        value: f64,
    ) -> Result<(), AxisValueError> {
        match self {
            Self::Functions(_, set) => set(scenario, narrowed_to, value),
            Self::Numbers(find, what) => {
                let numbers = find(scenario, narrowed_to);
                if numbers.is_empty() {
                    return Err(AxisValueError::Nothing(what));
                }
                for number in numbers {
                    let own = number.value().unwrap_or(0.0);
                    number.set_value(match effect {
                        AxisEffect::Value => value,
                        AxisEffect::Times => own * value,
                        AxisEffect::Shift => own + value,
                    })?;
                }
                Ok(())
            }
        }
    }
}
