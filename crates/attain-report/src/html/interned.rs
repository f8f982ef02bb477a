//! Shared parts of the charts' JSON, written once.
//!
//! Charts repeat styles and axes many times. Every object or array that occurs more than once is
//! moved to a list, and `{"$": n}` stands for its n-th element; the script puts it back.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Parts that are shorter than this are not worth a reference.
const LEAST: usize = 24;

/// A value with its repeated parts in a list: `{"shared": […], "value": …}`.
pub(super) fn interned(value: &Value) -> Value {
    let mut counts = BTreeMap::new();
    count(value, &mut counts);
    counts.retain(|_, times| *times > 1);
    let mut shared = Shared { counts, numbers: BTreeMap::new(), parts: Vec::new() };
    let value = shared.referenced(value);
    json!({ "shared": shared.parts, "value": value })
}

struct Shared {
    counts: BTreeMap<String, usize>,
    numbers: BTreeMap<String, usize>,
    parts: Vec<Value>,
}

impl Shared {
    fn referenced(&mut self, value: &Value) -> Value {
        let key = text(value).filter(|key| self.counts.contains_key(key));
        let Some(key) = key else { return self.inside(value) };
        let number = self.numbers.get(&key).copied().unwrap_or_else(|| {
            let part = self.inside(value);
            self.parts.push(part);
            self.numbers.insert(key, self.parts.len() - 1);
            self.parts.len() - 1
        });
        json!({ "$": number })
    }

    fn inside(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.referenced(item)).collect(),
            Value::Object(fields) => {
                Value::Object(fields.iter().map(|(name, field)| (name.clone(), self.referenced(field))).collect::<Map<_, _>>())
            }
            plain => plain.clone(),
        }
    }
}

/// Counts the parts; those inside a repeated part count once.
fn count(value: &Value, counts: &mut BTreeMap<String, usize>) {
    if let Some(key) = text(value) {
        let times = counts.entry(key).or_insert(0);
        *times += 1;
        if *times > 1 {
            return;
        }
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| count(item, counts)),
        Value::Object(fields) => fields.values().for_each(|field| count(field, counts)),
        _ => {}
    }
}

/// The text of an object or array that is long enough.
fn text(value: &Value) -> Option<String> {
    (value.is_object() || value.is_array()).then(|| value.to_string()).filter(|text| text.len() >= LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(value: &Value, shared: &Value) -> Value {
        match value {
            Value::Object(fields) if fields.contains_key("$") => {
                restored(&shared[fields["$"].as_u64().expect("a number") as usize], shared)
            }
            Value::Object(fields) => fields.iter().map(|(k, v)| (k.clone(), restored(v, shared))).collect(),
            Value::Array(items) => items.iter().map(|item| restored(item, shared)).collect(),
            plain => plain.clone(),
        }
    }

    #[test]
    fn every_part_is_written_once_and_restored() {
        let axis = json!({ "type": "value", "label": { "colour": "var(--muted)", "size": 11 }, "data": [1, 2] });
        let whole =
            json!([{ "x": axis, "y": axis }, { "x": axis, "label": { "colour": "var(--muted)", "size": 11 } }, 3.5, "text"]);
        let made = interned(&whole);
        assert_eq!(restored(&made["value"], &made["shared"]), whole);
        assert_eq!(made.to_string().matches("var(--muted)").count(), 1);
    }
}
