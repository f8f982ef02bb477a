//! The reference of scenario files, made from their JSON Schema.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Map, Value};

use crate::assert_fresh;

#[test]
fn the_reference_of_scenario_files_is_fresh() {
    let schema: Value = serde_json::from_str(&attain::scenario::schema()).expect("the schema is JSON");
    assert_fresh("reference/scenario.md", &Reference::new(&schema).page());
}

const HEAD: &str = "# Scenario files

A scenario file is a TOML file that describes one candidate plan. It can inherit from another file with `extends`. \
Keys that are set in none of these files take the default values below. \
[`attain show`](../commands/show.md) prints a scenario with every value and its origin, \
[`attain check`](../commands/check.md) reports all errors, and \
[`attain schema`](../commands/schema.md) prints the JSON Schema, which editors use for completion.

Sources are marked P (primary or first-hand), S (second-hand, quoted by an aggregator) and A (an assumption \
without a published figure); see [Sources](../method/sources.md).

This page is generated from the JSON Schema.
";

/// A page in the making.
struct Reference<'a> {
    definitions: &'a Map<String, Value>,
    root: &'a Value,
    page: String,
    /// Tables that are described already.
    described: BTreeSet<String>,
}

impl<'a> Reference<'a> {
    fn new(schema: &'a Value) -> Self {
        let definitions = schema["definitions"].as_object().expect("the schema has definitions");
        Self { definitions, root: schema, page: HEAD.to_owned(), described: BTreeSet::new() }
    }

    fn page(mut self) -> String {
        self.line("\n## Top level\n");
        let tables = self.fields(self.root);
        for (path, definition) in tables {
            self.table(&path, &definition, 2);
        }
        self.page
    }

    fn line(&mut self, text: &str) {
        writeln!(self.page, "{text}").expect("a text takes text");
    }

    /// Describes a table, then the tables within it.
    fn table(&mut self, path: &str, definition: &str, level: usize) {
        if !self.described.insert(definition.to_owned()) {
            return;
        }
        let schema = &self.definitions[definition];
        self.line(&format!("\n{} `{path}` {{#{}}}\n", "#".repeat(level), anchor(definition)));
        if let Some(text) = schema["description"].as_str() {
            self.line(&format!("{}\n", folded(text)));
        }
        let inner = if schema["oneOf"].is_array() { self.alternatives(path, schema) } else { self.fields_of(path, schema) };
        for (path, definition) in inner {
            self.table(&path, &definition, 3);
        }
    }

    fn fields(&mut self, schema: &Value) -> Vec<(String, String)> {
        self.fields_of("", schema)
    }

    /// One row for each entry of a table; returns the tables that the rows name.
    fn fields_of(&mut self, path: &str, schema: &Value) -> Vec<(String, String)> {
        let Some(fields) = schema["properties"].as_object() else { return Vec::new() };
        let mut inner = Vec::new();
        self.line("| key | value | default | meaning | source |\n|---|---|---|---|---|");
        for (name, field) in fields {
            let inside = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.definitions_in(field, &inside, &mut inner);
            let source = field["x-source"].as_str().filter(|source| *source != "none").unwrap_or("");
            let meaning = field["description"].as_str().unwrap_or("");
            let row = [self.value(field), default(field), folded(meaning), folded(source)].map(|cell| cell.replace('|', "\\|"));
            self.line(&format!("| `{name}` | {} |", row.join(" | ")));
        }
        inner
    }

    /// One row for each form that a value can take.
    fn alternatives(&mut self, path: &str, schema: &Value) -> Vec<(String, String)> {
        let mut inner = Vec::new();
        self.line("| value | meaning |\n|---|---|");
        for form in schema["oneOf"].as_array().into_iter().flatten() {
            let meaning = folded(form["description"].as_str().unwrap_or(""));
            let names: Vec<String> = match (form["const"].as_str(), form["enum"].as_array()) {
                (Some(name), _) => vec![name.to_owned()],
                (None, Some(names)) => names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect(),
                (None, None) => {
                    let parts = form["properties"].as_object().into_iter().flatten();
                    for (name, part) in parts {
                        self.definitions_in(part, &format!("{path}.{name}"), &mut inner);
                        let value = self.parts(part);
                        self.line(&format!("| `{{ {name} = … }}` | {meaning}{value} |"));
                    }
                    continue;
                }
            };
            for name in names {
                self.line(&format!("| `\"{name}\"` | {meaning} |"));
            }
        }
        inner
    }

    /// The entries of a form's table, in a sentence.
    fn parts(&self, schema: &Value) -> String {
        let Some(fields) = schema["properties"].as_object() else { return format!(" Value: {}.", self.value(schema)) };
        let part = |(name, field): (&String, &Value)| {
            let meaning = field["description"].as_str().map_or_else(String::new, |text| format!(": {}", folded(text)));
            format!("`{name}` ({}){}", self.value(field), meaning.trim_end_matches('.'))
        };
        format!(" Keys: {}.", fields.iter().map(part).collect::<Vec<_>>().join("; "))
    }

    /// What a value is, in words, linked to its table.
    fn value(&self, schema: &Value) -> String {
        if let Some(name) = reference(schema) {
            return self.link(name);
        }
        if let Some(allowed) = schema["x-allowed"].as_str() {
            return allowed.to_owned();
        }
        match schema["type"].as_str() {
            Some("array") => format!("list of {}", self.value(&schema["items"])),
            Some("object") if !schema["additionalProperties"].is_boolean() => {
                format!("table: name → {}", self.value(&schema["additionalProperties"]))
            }
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("integer") => match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
                (Some(low), Some(high)) => format!("whole number from {low} to {high}"),
                (Some(low), None) => format!("whole number from {low}"),
                _ => "whole number".to_owned(),
            },
            Some("string") if schema["format"] == "date" => "date".to_owned(),
            Some("string") => "text".to_owned(),
            Some(other) => other.to_owned(),
            None => "value".to_owned(),
        }
    }

    fn link(&self, name: &str) -> String {
        let schema = &self.definitions[name];
        let plain = schema["properties"].is_null() && schema["oneOf"].is_null();
        if plain { self.value(schema) } else { format!("[{}](#{})", anchor(name).replace('-', " "), anchor(name)) }
    }

    /// The tables that a field's value is made of.
    fn definitions_in(&self, schema: &Value, path: &str, found: &mut Vec<(String, String)>) {
        if let Some(name) = reference(schema) {
            let inner = &self.definitions[name];
            if !(inner["properties"].is_null() && inner["oneOf"].is_null()) {
                found.push((path.to_owned(), name.to_owned()));
            }
            return;
        }
        match schema["type"].as_str() {
            Some("array") => self.definitions_in(&schema["items"], &format!("{path}[]"), found),
            Some("object") => {
                self.definitions_in(&schema["additionalProperties"], &format!("{path}.NAME"), found);
                for (name, part) in schema["properties"].as_object().into_iter().flatten() {
                    self.definitions_in(part, &format!("{path}.{name}"), found);
                }
            }
            _ => {}
        }
    }
}

/// The definition that a schema refers to.
fn reference(schema: &Value) -> Option<&str> {
    let direct = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
    direct.and_then(|path| path.strip_prefix("#/definitions/"))
}

/// A definition's place on the page.
fn anchor(name: &str) -> String {
    let mut anchor = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            anchor.push('-');
        }
        anchor.extend(letter.to_lowercase());
    }
    anchor
}

/// A default as TOML would write it; long ones are left to `attain show`.
fn default(field: &Value) -> String {
    const LONGEST: usize = 60;
    match &field["default"] {
        Value::Null => String::new(),
        Value::Object(entries) if entries.is_empty() => String::new(),
        Value::Array(entries) if entries.is_empty() => String::new(),
        Value::String(text) if text.is_empty() => String::new(),
        value => {
            let text = toml_text(value);
            if text.chars().count() > LONGEST { "see below".to_owned() } else { format!("`{text}`") }
        }
    }
}

fn toml_text(value: &Value) -> String {
    match value {
        Value::Object(entries) => {
            let entries: Vec<String> = entries.iter().map(|(name, value)| format!("{name} = {}", toml_text(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(entries) => format!("[{}]", entries.iter().map(toml_text).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A text on one line.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
