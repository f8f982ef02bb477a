//! Checks a file against the JSON Schema and reports every deviation at its key or value.

use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::paths::LocationSegment;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value;

use super::document::{self, DocumentNode};
use super::schema::{self, ChoiceTag};
use super::schema_fault::{ExpectedShape, ScenarioSchemaFault};
use crate::diagnostics::{Fault, Faults, Place};

/// Keys and indices that lead from the top of a file to a value.
pub(super) type ValuePath = Vec<String>;

static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| {
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .should_validate_formats(true)
        .with_format("date", is_date)
        .build(schema::root())
        .ok()
});

/// Whether a text is a date in the supported format and range of years.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse().is_ok_and(|date: jiff::civil::Date| (1970..=2200).contains(&date.year()))
}

/// Checks a file against the schema. Faults are added to `faults`, and invalid values are removed
/// from `root` so that the remaining values can be checked further. Returns the paths of removed
/// values.
pub(super) fn check(root: &mut DocumentNode, broken_lines: &[usize], faults: &mut Faults) -> Vec<ValuePath> {
    let json = root.json();
    let mut found = SchemaFaultCollector { root, faults: Vec::new(), taken: Vec::new() };
    for error in VALIDATOR.iter().flat_map(|validator| validator.iter_errors(&json)) {
        found.sort(&error);
    }
    let SchemaFaultCollector { faults: mut new, taken, .. } = found;
    new.retain(|fault| !follows_from_syntax(fault, broken_lines));
    new.sort_by_key(Fault::line_column);
    faults.0.append(&mut new);
    for path in &taken {
        root.remove(path);
    }
    taken
}

/// Whether a fault may be a consequence of a syntax error: it is on the same line, or below a
/// broken header or an error that affects later lines.
fn follows_from_syntax(fault: &Fault, broken_lines: &[usize]) -> bool {
    let (Place::Span(source, span), [first, others @ ..]) = (&fault.place, broken_lines) else { return false };
    let (line, _) = source.line_column(span.start);
    let header = |broken: usize| source.text[source.lines(broken, broken)].trim_start().starts_with('[');
    let swallowed = !others.is_empty() || header(*first);
    broken_lines.contains(&line) || (swallowed && line > *first)
}

/// Collects the schema faults of a file.
struct SchemaFaultCollector<'n> {
    root: &'n DocumentNode,
    faults: Vec<Fault>,
    taken: Vec<ValuePath>,
}

impl SchemaFaultCollector<'_> {
    fn add(&mut self, node: &DocumentNode, path: ValuePath, fault: ScenarioSchemaFault) {
        let place = match fault {
            ScenarioSchemaFault::UnknownKey { .. } => node.key_place(),
            _ => node.place(),
        };
        self.faults.push(Fault::new(place, fault));
        self.taken.push(path);
    }

    /// Converts a validation error to faults.
    fn sort(&mut self, error: &ValidationError<'_>) {
        let root = self.root;
        let path: ValuePath = error.instance_path().segments().map(step).collect();
        let node = root.nearest(path.iter().map(String::as_str));
        // Null represents a value that was reported while the file was parsed.
        if error.instance().is_null() {
            self.taken.push(path);
            return;
        }
        let keyword = error.schema_path().as_str();
        let at = keyword.rsplit_once('/').map_or("", |(node, _)| node);
        let Some(schema) = schema::root().pointer(at) else { return };
        let found = || found(node);
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => {
                for key in unexpected {
                    let child = root.nearest(path.iter().map(String::as_str).chain([key.as_str()]));
                    let known = schema::properties(schema).into_iter().flatten().map(|(known, _)| known.clone());
                    let place = path.iter().cloned().chain([key.clone()]).collect();
                    self.add(
                        child,
                        place,
                        ScenarioSchemaFault::UnknownKey { key: key.clone(), table: path.join("."), known: known.collect() },
                    );
                }
            }
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } => self.choice(node, &path, schema, context),
            Kind::Required { property } => {
                let key = property.as_str().unwrap_or_default().to_owned();
                self.add(node, path, ScenarioSchemaFault::MissingKey { key });
            }
            Kind::Type { .. } => {
                let allowed = ExpectedShape::of(schema);
                self.add(node, path, ScenarioSchemaFault::WrongType { found: found(), allowed });
            }
            Kind::Pattern { .. }
            | Kind::MinLength { .. }
            | Kind::MaxLength { .. }
            | Kind::Minimum { .. }
            | Kind::Maximum { .. }
            | Kind::ExclusiveMinimum { .. }
            | Kind::ExclusiveMaximum { .. } => {
                let allowed = ExpectedShape::of(schema);
                self.add(node, path, ScenarioSchemaFault::OutOfRange { found: found(), allowed });
            }
            Kind::MinItems { .. } | Kind::MaxItems { .. } => {
                let length = error.instance().as_array().map_or(0, Vec::len);
                self.add(node, path, ScenarioSchemaFault::WrongLength { length, allowed: ExpectedShape::of(schema) });
            }
            Kind::Format { .. } => self.add(node, path, ScenarioSchemaFault::BadDate { found: found() }),
            other => {
                let rule = other.keyword().to_owned();
                self.add(node, path, ScenarioSchemaFault::Other { found: found(), rule });
            }
        }
    }

    /// Adds the fault of a choice that matches none of its forms. If the tag is known, its form
    /// determines the fault.
    fn choice(
        &mut self,
        node: &DocumentNode,
        path: &ValuePath,
        schema: &'static Value,
        context: &[Vec<ValidationError<'static>>],
    ) {
        let tags: Vec<ChoiceTag> = schema::tags(schema);
        let names = || tags.iter().map(|tag| tag.written()).collect();
        let fault = match &node.kind {
            document::NodeKind::Leaf(Value::String(word)) => match tags.iter().find(|tag| tag.name() == word) {
                Some(tag) => ScenarioSchemaFault::ChoiceNeedsMore { tag: word.clone(), written: tag.written() },
                None => ScenarioSchemaFault::UnknownChoice {
                    tag: word.clone(),
                    known: tags.iter().map(|tag| tag.name()).collect(),
                    written: names(),
                },
            },
            document::NodeKind::Table(table) if table.len() == 1 => {
                let Some((word, inner)) = table.iter().next() else { return };
                match tags.iter().find(|tag| tag.name() == word) {
                    Some(ChoiceTag::Table(..)) => {
                        let depth = path.len();
                        let nested = context.iter().flatten().filter(|error| error.instance_path().segments().count() > depth);
                        let before = self.taken.len();
                        nested.for_each(|error| self.sort(error));
                        // A choice that contains a fault is removed as a whole.
                        self.taken.truncate(before);
                        self.taken.push(path.clone());
                        return;
                    }
                    Some(tag) => ScenarioSchemaFault::ChoiceIsWord { tag: word.clone(), written: tag.written() },
                    None => {
                        let known = tags.iter().map(|tag| tag.name()).collect();
                        let fault = ScenarioSchemaFault::UnknownChoice { tag: word.clone(), known, written: names() };
                        self.faults.push(Fault::new(inner.key_place(), fault));
                        self.taken.push(path.clone());
                        return;
                    }
                }
            }
            document::NodeKind::Table(_) => ScenarioSchemaFault::NotOneChoice { written: names() },
            _ => ScenarioSchemaFault::WrongType { found: found(node), allowed: ExpectedShape::Choice(names()) },
        };
        self.add(node, path.clone(), fault);
    }
}

fn step(segment: LocationSegment<'_>) -> String {
    match segment {
        LocationSegment::Property(name) => name.into_owned(),
        LocationSegment::Index(index) => index.to_string(),
    }
}

/// Formats a value for messages, shortened if it is long.
fn found(node: &DocumentNode) -> String {
    match &node.kind {
        document::NodeKind::Leaf(value) => {
            let text = value.to_string();
            let kind = match value {
                Value::String(_) => "the text ",
                Value::Bool(_) => "the switch ",
                _ => "",
            };
            let short: String = text.chars().take(60).collect();
            let more = if short.len() < text.len() { "…" } else { "" };
            format!("{kind}{short}{more}")
        }
        document::NodeKind::List(list) => format!("a list of {}", list.len()),
        document::NodeKind::Table(_) => "a table".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_one() {
        assert!(VALIDATOR.is_some());
    }
}
