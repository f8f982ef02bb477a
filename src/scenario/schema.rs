//! The JSON Schema of scenario files, made from the choice tables, and the few
//! questions the other files of this room ask of it.

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
        top.insert("description".into(), "One candidate plan: the choices it makes; what it leaves out it inherits.".into());
    }
    root
});

/// The JSON Schema of scenario files (draft 07), for editors; ends with a new line.
#[must_use]
pub fn schema() -> String {
    format!("{:#}\n", *ROOT)
}

/// The schema of a whole file.
pub(super) fn root() -> &'static Value {
    &ROOT
}

/// TOML has no null: what may be left out is simply not required.
fn without_null(schema: &mut schemars::Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if object.get("default").is_some_and(Value::is_null) {
        object.remove("default");
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

/// The schema behind references: where types, properties and choices stand.
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

/// The branches of a choice: exactly one is taken.
pub(super) fn branches(node: &'static Value) -> Option<&'static Vec<Value>> {
    bare(node).get("oneOf").and_then(Value::as_array)
}

/// The named keys of a table.
pub(super) fn properties(node: &'static Value) -> Option<&'static Map<String, Value>> {
    bare(node).get("properties").and_then(Value::as_object)
}

/// The schema of a table's entry: a named key, or any name in a table of names.
pub(super) fn entry(node: &'static Value, key: &str) -> Option<&'static Value> {
    properties(node)
        .and_then(|known| known.get(key))
        .or_else(|| bare(node).get("additionalProperties").filter(|any| any.is_object()))
}

/// The schema of a list's elements.
pub(super) fn items(node: &'static Value) -> Option<&'static Value> {
    bare(node).get("items")
}

/// How a branch of a choice is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `"none"`
    Word(&'static str),
    /// `{ linear = { months = 6 } }`, with the schema of what follows the tag.
    Table(&'static str, &'static Value),
}

impl Tag {
    /// The name of the choice.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Word(name) | Self::Table(name, _) => name,
        }
    }
}

/// Every way to write a choice, with the position of its branch.
pub(super) fn tags(node: &'static Value) -> Vec<(usize, Tag)> {
    let mut tags = Vec::new();
    for (at, branch) in branches(node).into_iter().flatten().enumerate() {
        tags.extend(branch.get("const").and_then(Value::as_str).map(|word| (at, Tag::Word(word))));
        let words = branch.get("enum").and_then(Value::as_array);
        tags.extend(words.into_iter().flatten().filter_map(Value::as_str).map(|word| (at, Tag::Word(word))));
        let tables = branch.get("properties").and_then(Value::as_object);
        tags.extend(tables.into_iter().flatten().map(|(name, inner)| (at, Tag::Table(name.as_str(), inner))));
    }
    tags
}

/// What the field means, in one line.
pub(super) fn meaning(node: &Value) -> Option<String> {
    let text = node.get("description").and_then(Value::as_str)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dump() {
        std::fs::write("/tmp/schema.json", schema()).unwrap();
        let text = "a.b.c = 1\n[t.u]\nx = 1\n[[arr]]\ny=2\n[t.u.w]\nq = {a = 1, b.c=2}\n";
        let (doc, errors) = toml::de::DeTable::parse_recoverable(text);
        println!("{doc:#?} {errors:?}");
        for bad in [
            "a = \nb = 1\n",
            "[teams\nx = 1\n[ok]\ny = 2",
            "a = \"abc\nb = 2\n",
            "a = [1, 2\nb = 3\n[t]\nc=1\n",
            "a = 1\na = 2\n",
            "a b c\nc = 1",
            "x = 2027-13-45\ny=+5\nz=1_000\nw=nan\n",
        ] {
            let (doc, errors) = toml::de::DeTable::parse_recoverable(bad);
            println!("=== {bad:?}\n{:?}", doc.get_ref());
            for e in errors {
                println!("  ! {} {:?}", e.message(), e.span());
            }
        }
    }
}
