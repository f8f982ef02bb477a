//! Resolves a scenario: adds inherited values and then defaults to the values that are set.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::choices::Scenario;
use super::document::{DocumentNode, NodeKind};
use super::schema;

/// Merges the values of a file with those of its base. Tables are merged key by key. All other
/// values (lists, single values and choices) replace the base's values.
pub(super) fn merge(base: DocumentNode, over: DocumentNode, schema: &'static Value) -> DocumentNode {
    let DocumentNode { source, key, span, kind } = over;
    let kind = match (base.kind, kind) {
        (NodeKind::Table(mut below), NodeKind::Table(above)) if !schema::is_choice(schema) => {
            for (name, node) in above {
                let merged = match (below.remove(&name), schema::entry(schema, &name)) {
                    (Some(inherited), Some(entry)) => merge(inherited, node, entry),
                    _ => node,
                };
                below.insert(name, merged);
            }
            NodeKind::Table(below)
        }
        (_, above) => above,
    };
    DocumentNode { source, key, span, kind }
}

/// Adds defaults to the values that are set. `inherited` is the default given by the enclosing
/// table, which may differ from the default of the type.
pub(super) fn fill(given: &DocumentNode, schema: &'static Value, inherited: Option<&Value>) -> Value {
    match &given.kind {
        NodeKind::Leaf(value) => whole(value, schema),
        NodeKind::List(list) => {
            let items = schema::items(schema);
            Value::Array(list.iter().map(|node| items.map_or_else(|| node.json(), |items| fill(node, items, None))).collect())
        }
        NodeKind::Table(table) => {
            let mut filled = Map::new();
            let inherited_of = |key: &str| inherited.and_then(|table| table.get(key));
            for (key, property) in schema::properties(schema).into_iter().flatten() {
                let default = inherited_of(key).or_else(|| property.get("default"));
                let value = match table.get(key) {
                    Some(node) => Some(fill(node, property, default)),
                    None => default.cloned(),
                };
                filled.extend(value.map(|value| (key.clone(), value)));
            }
            for (key, node) in table {
                if filled.contains_key(key) {
                    continue;
                }
                let inner = schema::branch(schema, key).or_else(|| schema::entry(schema, key));
                filled.insert(key.clone(), inner.map_or_else(|| node.json(), |inner| fill(node, inner, inherited_of(key))));
            }
            Value::Object(filled)
        }
    }
}

/// Converts a number such as `3.0` to 3 if the schema expects an integer.
fn whole(value: &Value, schema: &'static Value) -> Value {
    let integer = schema::bare(schema).get("type").is_some_and(|kind| kind == "integer");
    match value.as_f64() {
        Some(number) if integer && value.is_f64() && number.fract() == 0.0 && number.abs() < 9e15 => Value::from(number as i64),
        _ => value.clone(),
    }
}

/// SHA-256 of the choices in canonical JSON, in lower-case hex. Names, descriptions and file paths
/// are not included.
pub(super) fn hash(scenario: &Scenario) -> String {
    hash_with(scenario, "")
}

/// Like [`hash`], but includes choices from another file, given as their hash.
pub(super) fn hash_with(scenario: &Scenario, other: &str) -> String {
    let mut value = serde_json::to_value(scenario).unwrap_or_default();
    if let Some(top) = value.as_object_mut() {
        for key in ["name", "description", "extends", "format"] {
            top.remove(key);
        }
        for (_, table) in top.get_mut("data").and_then(Value::as_object_mut).into_iter().flatten() {
            table.as_object_mut().and_then(|table| table.remove("file"));
        }
    }
    if let Some(table) = value.pointer_mut("/territory/carve/table").and_then(Value::as_object_mut) {
        table.remove("file");
    }
    value.sort_all_objects();
    Sha256::digest(value.to_string() + other).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
