//! Lists a resolved scenario: every value with its origin and description.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::document::DocumentNode;
use super::path::{join, quote};
use super::resolved::ResolvedScenario;
use super::schema;
use crate::diagnostics::Place;

/// One value of a resolved scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResolvedValue {
    /// Path of the value, such as `market.rate-cap`.
    pub path: String,
    /// The value as written in a scenario file, or `none`.
    pub value: String,
    /// `default`, or the file and line that set the value, such as `scenarios/base.toml:12`.
    pub origin: String,
    /// Source of a default: published (P), secondary (S) or assumed (A). It is `none` for values
    /// set by a file and for defaults without a source.
    pub source: String,
    /// Description of the choice.
    pub meaning: String,
}

impl ResolvedValue {
    /// Whether the value is a default.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.origin == DEFAULT
    }
}

const DEFAULT: &str = "default";
const NONE: &str = "none";

/// Returns every value of a resolved scenario, in the order of the schema.
#[must_use]
pub fn resolved_values(resolved: &ResolvedScenario) -> Vec<ResolvedValue> {
    let mut list = ValueLister { resolved, lines: Vec::new() };
    let value = serde_json::to_value(&resolved.scenario).unwrap_or_default();
    list.walk(
        &WalkPosition { path: String::new(), schema: schema::root(), node: Some(&resolved.given), source: NONE, meaning: "" },
        &value,
    );
    list.lines
}

/// Formats the resolved scenario as text, table by table, with one line for each value and its
/// origin.
#[must_use]
pub fn show(resolved: &ResolvedScenario) -> String {
    let lines: Vec<ResolvedValue> = resolved_values(resolved);
    let mut text = String::new();
    let top = |line: &ResolvedValue| line.path.split(['.', '[']).next().unwrap_or("").to_owned();
    for group in lines.chunk_by(|a, b| top(a) == top(b)) {
        let name = top(&group[0]);
        let meaning = schema::entry(schema::root(), &name).and_then(schema::meaning).unwrap_or_default();
        let _ = writeln!(text, "{}# {name}: {meaning}", if text.is_empty() { "" } else { "\n" });
        // A few long entries may exceed their column, so that the other columns are not shifted to
        // the right.
        let width = |most: usize, part: fn(&ResolvedValue) -> &str| {
            group.iter().map(|line| part(line).chars().count()).filter(|w| *w <= most).max().unwrap_or(0)
        };
        let (paths, values) = (width(60, |line| &line.path), width(24, |line| &line.value));
        for line in group {
            let origin = match (line.is_default(), line.source.as_str()) {
                (true, NONE) => "default".to_owned(),
                (true, source) => format!("default ({source})"),
                (false, _) => format!("from {}", line.origin),
            };
            let _ = writeln!(text, "{:paths$} = {:values$}  # {origin}", line.path, line.value);
        }
    }
    text
}

/// Collects the values of a scenario.
struct ValueLister<'r> {
    resolved: &'r ResolvedScenario,
    lines: Vec<ResolvedValue>,
}

/// Position in the walk through the schema and the files.
struct WalkPosition<'n> {
    path: String,
    schema: &'static Value,
    /// Values set by the files at this position.
    node: Option<&'n DocumentNode>,
    /// Source of the nearest enclosing default that has a source.
    source: &'static str,
    meaning: &'n str,
}

impl ValueLister<'_> {
    fn walk(&mut self, position: &WalkPosition<'_>, value: &Value) {
        match value {
            Value::Object(table) if schema::is_choice(position.schema) => {
                for (tag, inner) in table {
                    let Some(schema) = schema::branch(position.schema, tag) else { continue };
                    let node = position.node.and_then(|node| node.get(tag));
                    let path = join(&position.path, tag);
                    self.walk(&WalkPosition { path, schema, node, source: position.source, meaning: position.meaning }, inner);
                }
            }
            Value::Object(table) if !table.is_empty() => {
                for (key, inner) in table {
                    let Some(schema) = schema::entry(position.schema, key) else { continue };
                    let meaning = schema::meaning(schema).unwrap_or_else(|| position.meaning.to_owned());
                    let own = schema.get("x-source").and_then(Value::as_str).unwrap_or(NONE);
                    let differs = schema.get("default").is_some_and(|default| default != inner && !default.is_object());
                    let source = if own == NONE || (differs && position.source != NONE) { position.source } else { own };
                    let node = position.node.and_then(|node| node.get(key));
                    self.walk(&WalkPosition { path: join(&position.path, key), schema, node, source, meaning: &meaning }, inner);
                }
            }
            Value::Array(list) if list.iter().any(|element| element.is_object() || element.is_array()) => {
                for (at, inner) in list.iter().enumerate() {
                    let Some(schema) = schema::items(position.schema) else { continue };
                    let node = position.node.and_then(|node| node.at(at));
                    let path = format!("{}[{at}]", position.path);
                    self.walk(&WalkPosition { path, schema, node, source: position.source, meaning: position.meaning }, inner);
                }
            }
            leaf => self.line(position, leaf),
        }
    }

    fn line(&mut self, position: &WalkPosition<'_>, value: &Value) {
        let origin = match position.node.map(DocumentNode::place) {
            Some(Place::Span(source, span)) => format!("{}:{}", source.name, source.line_column(span.start).0),
            Some(_) => self.resolved.file.clone(),
            None => DEFAULT.to_owned(),
        };
        self.lines.push(ResolvedValue {
            path: position.path.clone(),
            value: written(value),
            origin,
            source: if position.node.is_none() { position.source } else { NONE }.to_owned(),
            meaning: position.meaning.to_owned(),
        });
    }
}

/// Formats a value in TOML on one line.
fn written(value: &Value) -> String {
    match value {
        Value::Null => NONE.to_owned(),
        Value::Number(number) => match number.as_f64() {
            // Integers are shown without `.0`.
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole:.0}"),
            _ => number.to_string(),
        },
        Value::Array(list) => format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let entries: Vec<String> = table.iter().map(|(key, value)| format!("{} = {}", quote(key), written(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        text_or_switch => text_or_switch.to_string(),
    }
}
