//! A resolved scenario for people: every value, where it came from, what it means.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::ResolvedScenario;
use super::document::DocumentNode;
use super::path::{join, quote};
use super::schema;
use crate::diagnostics::Place;

/// One value of a resolved scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResolvedValue {
    /// Path of the choice, such as `market.rate-cap`.
    pub path: String,
    /// The value as a scenario file writes it; `none` where there is none.
    pub value: String,
    /// `default`, or file and line that gave it, such as `scenarios/base.toml:12`.
    pub origin: String,
    /// Where a default comes from: published (P), secondary (S), assumed (A);
    /// `none` where there is nothing to say, and for values that a file gives.
    pub source: String,
    /// What the choice means.
    pub meaning: String,
}

impl ResolvedValue {
    /// Whether nobody gave the value.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.origin == DEFAULT
    }
}

const DEFAULT: &str = "default";
const NONE: &str = "none";

/// Every value of a resolved scenario, in the order of the schema.
#[must_use]
pub fn resolved_values(resolved: &ResolvedScenario) -> Vec<ResolvedValue> {
    let mut list = List { resolved, lines: Vec::new() };
    let value = serde_json::to_value(&resolved.scenario).unwrap_or_default();
    list.walk(
        &Spot { path: String::new(), schema: schema::root(), node: Some(&resolved.given), source: NONE, meaning: "" },
        &value,
    );
    list.lines
}

/// The resolved scenario as text: a line for each value with its origin, table by table.
#[must_use]
pub fn show(resolved: &ResolvedScenario) -> String {
    let lines: Vec<ResolvedValue> = resolved_values(resolved);
    let mut text = String::new();
    let top = |line: &ResolvedValue| line.path.split(['.', '[']).next().unwrap_or("").to_owned();
    for group in lines.chunk_by(|a, b| top(a) == top(b)) {
        let name = top(&group[0]);
        let meaning = schema::entry(schema::root(), &name).and_then(schema::meaning).unwrap_or_default();
        let _ = writeln!(text, "{}# {name}: {meaning}", if text.is_empty() { "" } else { "\n" });
        // A few long ones stick out rather than push all others to the right.
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

struct List<'r> {
    resolved: &'r ResolvedScenario,
    lines: Vec<ResolvedValue>,
}

/// Where the walk stands.
struct Spot<'n> {
    path: String,
    schema: &'static Value,
    /// What the files give here.
    node: Option<&'n DocumentNode>,
    /// The source of the nearest default above that has one.
    source: &'static str,
    meaning: &'n str,
}

impl List<'_> {
    fn walk(&mut self, spot: &Spot<'_>, value: &Value) {
        match value {
            Value::Object(table) if schema::is_choice(spot.schema) => {
                for (tag, inner) in table {
                    let Some(schema) = schema::branch(spot.schema, tag) else { continue };
                    let node = spot.node.and_then(|node| node.get(tag));
                    let path = join(&spot.path, tag);
                    self.walk(&Spot { path, schema, node, source: spot.source, meaning: spot.meaning }, inner);
                }
            }
            Value::Object(table) if !table.is_empty() => {
                for (key, inner) in table {
                    let Some(schema) = schema::entry(spot.schema, key) else { continue };
                    let meaning = schema::meaning(schema).unwrap_or_else(|| spot.meaning.to_owned());
                    let own = schema.get("x-source").and_then(Value::as_str).unwrap_or(NONE);
                    let differs = schema.get("default").is_some_and(|default| default != inner && !default.is_object());
                    let source = if own == NONE || (differs && spot.source != NONE) { spot.source } else { own };
                    let node = spot.node.and_then(|node| node.get(key));
                    self.walk(&Spot { path: join(&spot.path, key), schema, node, source, meaning: &meaning }, inner);
                }
            }
            Value::Array(list) if list.iter().any(|element| element.is_object() || element.is_array()) => {
                for (at, inner) in list.iter().enumerate() {
                    let Some(schema) = schema::items(spot.schema) else { continue };
                    let node = spot.node.and_then(|node| node.at(at));
                    let path = format!("{}[{at}]", spot.path);
                    self.walk(&Spot { path, schema, node, source: spot.source, meaning: spot.meaning }, inner);
                }
            }
            leaf => self.line(spot, leaf),
        }
    }

    fn line(&mut self, spot: &Spot<'_>, value: &Value) {
        let origin = match spot.node.map(DocumentNode::place) {
            Some(Place::Span(source, span)) => format!("{}:{}", source.name, source.line_column(span.start).0),
            Some(_) => self.resolved.file.clone(),
            None => DEFAULT.to_owned(),
        };
        self.lines.push(ResolvedValue {
            path: spot.path.clone(),
            value: written(value),
            origin,
            source: if spot.node.is_none() { spot.source } else { NONE }.to_owned(),
            meaning: spot.meaning.to_owned(),
        });
    }
}

/// A value as TOML writes it on one line.
fn written(value: &Value) -> String {
    match value {
        Value::Null => NONE.to_owned(),
        Value::Number(number) => match number.as_f64() {
            // Whole amounts read better without `.0`.
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
