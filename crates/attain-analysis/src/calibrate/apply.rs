//! Giving a scenario what was found.

use serde_json::{Map, Value};

use super::estimate::CalibratedSetting;
use attain_core::scenario::choices::Scenario;

/// A scenario that cannot take what was found: a gap between this room and the choices.
#[derive(Debug, thiserror::Error)]
#[error("the calibrated choices do not fit a scenario: {0}")]
pub struct ApplySettingsError(#[from] serde_json::Error);

/// Lays the settings over a scenario's own choices.
///
/// # Errors
/// A setting that no scenario has, or whose value is out of range.
pub fn apply(scenario: &mut Scenario, settings: &[CalibratedSetting]) -> Result<(), ApplySettingsError> {
    let mut tree = serde_json::to_value(&*scenario)?;
    for setting in settings {
        put(&mut tree, &setting.path, &setting.value);
    }
    *scenario = serde_json::from_value(tree)?;
    Ok(())
}

fn put(tree: &mut Value, path: &[String], value: &Value) {
    if !tree.is_object() {
        *tree = Value::Object(Map::new());
    }
    let (Some(table), Some((first, rest))) = (tree.as_object_mut(), path.split_first()) else { return };
    let entry = table.entry(first.clone()).or_insert(Value::Null);
    if rest.is_empty() {
        *entry = value.clone();
    } else {
        put(entry, rest, value);
    }
}
