//! Application of calibrated settings to a scenario.

use serde_json::{Map, Value};

use super::setting::CalibratedSetting;
use attain_core::scenario::choices::Scenario;

/// Error for calibrated settings that are not valid in a scenario.
#[derive(Debug, thiserror::Error)]
#[error("the calibrated choices do not fit a scenario: {0}")]
pub struct ApplySettingsError(#[from] serde_json::Error);

/// Overwrites choices of a scenario with calibrated settings.
///
/// # Errors
/// Returns an error if a setting does not exist in a scenario or its value is out of range.
pub(super) fn apply_settings(scenario: &mut Scenario, settings: &[CalibratedSetting]) -> Result<(), ApplySettingsError> {
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
