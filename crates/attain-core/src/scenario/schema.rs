//! JSON Schema of scenario files, derived from the types of the choices, and queries that other
//! modules use.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::{Map, Value};

use super::choices::Scenario;

static ROOT: LazyLock<Value> = LazyLock::new(|| {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(without_null));
    let mut root = settings.into_generator().into_root_schema_for::<Scenario>().to_value();
    if let Some(top) = root.as_object_mut() {
        top.insert("title".into(), "attain scenario".into());
        top.insert(
            "description".into(),
            "The choices of one candidate plan. Keys that are not set are inherited or take their default values.".into(),
        );
    }
    root
});

/// Returns the JSON Schema of scenario files (draft 07) as text with a trailing newline.
#[must_use]
pub fn schema() -> String {
    format!("{:#}\n", *ROOT)
}

/// Returns the schema of a whole file.
pub(super) fn root() -> &'static Value {
    &ROOT
}

/// Removes null, which TOML does not support. Optional keys are not listed as required.
fn without_null(schema: &mut schemars::Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(default) = object.remove("default").and_then(given) {
        object.insert("default".into(), default);
    }
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(any)) = object.get_mut("anyOf") {
        any.retain(|branch| branch.get("type").is_none_or(|kind| kind != "null"));
        if any.len() == 1 {
            let any = object.remove("anyOf").unwrap_or_default();
            object.insert("allOf".into(), any);
        }
    }
}

/// Returns a value without null entries, or `None` for null itself.
fn given(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Object(entries) => {
            let kept = entries.into_iter().filter_map(|(key, entry)| Some((key, given(entry)?)));
            Some(Value::Object(kept.collect()))
        }
        other => Some(other),
    }
}

/// Follows references to the schema that defines types, properties and choices.
pub(super) fn bare(mut node: &'static Value) -> &'static Value {
    loop {
        let next = match (node.get("$ref").and_then(Value::as_str), node.get("allOf").and_then(Value::as_array)) {
            (Some(reference), _) => reference.strip_prefix('#').and_then(|pointer| ROOT.pointer(pointer)),
            (None, Some(all)) if all.len() == 1 => all.first(),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => return node,
        }
    }
}

/// Whether a node is a choice between several alternatives.
pub(super) fn is_choice(node: &'static Value) -> bool {
    bare(node).get("oneOf").is_some()
}

/// Returns the schema of the value that follows the tag of a choice.
pub(super) fn branch(node: &'static Value, tag: &str) -> Option<&'static Value> {
    tags(node).into_iter().find_map(|known| match known {
        ChoiceTag::Table(name, inner) if name == tag => Some(inner),
        _ => None,
    })
}

/// Returns the named keys of a table.
pub(super) fn properties(node: &'static Value) -> Option<&'static Map<String, Value>> {
    bare(node).get("properties").and_then(Value::as_object)
}

/// Returns the schema of a table's entry: a known key, or any name in a table of names.
pub(super) fn entry(node: &'static Value, key: &str) -> Option<&'static Value> {
    properties(node)
        .and_then(|known| known.get(key))
        .or_else(|| bare(node).get("additionalProperties").filter(|any| any.is_object()))
}

/// Returns the schema of a list's elements.
pub(super) fn items(node: &'static Value) -> Option<&'static Value> {
    bare(node).get("items")
}

/// Notation of an alternative of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChoiceTag {
    /// `"none"`
    Word(&'static str),
    /// `{ linear = { months = 6 } }`, with the schema of the value that follows the tag.
    Table(&'static str, &'static Value),
}

impl ChoiceTag {
    /// Formats the alternative as in a scenario file.
    pub(super) fn written(self) -> String {
        match self {
            Self::Word(name) => format!("\"{name}\""),
            Self::Table(name, inner) => {
                let inner = match properties(inner) {
                    Some(keys) => format!("{{ {} }}", keys.keys().map(|key| format!("{key} = …")).collect::<Vec<_>>().join(", ")),
                    None => "[…]".to_owned(),
                };
                format!("{{ {name} = {inner} }}")
            }
        }
    }

    /// Returns the tag of the alternative.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Word(name) | Self::Table(name, _) => name,
        }
    }
}

/// Returns all alternatives of a choice.
pub(super) fn tags(node: &'static Value) -> Vec<ChoiceTag> {
    let mut tags = Vec::new();
    for branch in bare(node).get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        tags.extend(branch.get("const").and_then(Value::as_str).map(ChoiceTag::Word));
        let words = branch.get("enum").and_then(Value::as_array);
        tags.extend(words.into_iter().flatten().filter_map(Value::as_str).map(ChoiceTag::Word));
        let tables = branch.get("properties").and_then(Value::as_object);
        tags.extend(tables.into_iter().flatten().map(|(name, inner)| ChoiceTag::Table(name.as_str(), inner)));
    }
    tags
}

/// Returns the description of a key on one line.
pub(super) fn meaning(node: &Value) -> Option<String> {
    let text = node.get("description").and_then(Value::as_str)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_nothing_of_null_and_ends_with_a_line() {
        assert!(!schema().contains("\"null\""));
        assert!(schema().ends_with("}\n"));
    }

    #[test]
    fn words_and_tables_are_both_choices() {
        let protection = entry(root(), "protection").unwrap();
        let written: Vec<String> = tags(protection).into_iter().map(ChoiceTag::written).collect();
        assert_eq!(written[0], "\"none\"");
        assert_eq!(written[1], "{ active-pipeline = { from-chance = … } }");
    }
}
