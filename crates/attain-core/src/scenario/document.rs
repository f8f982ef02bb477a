//! A TOML file as a tree in which every value has a position.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::file_fault::ScenarioFileFault;
use crate::diagnostics::{Faults, Place, SourceFile};

/// A value with its position in a file.
#[derive(Debug, Clone)]
pub struct DocumentNode {
    pub source: Arc<SourceFile>,
    /// Position of the key; `None` for elements of lists.
    pub key: Option<Range<usize>>,
    pub span: Range<usize>,
    pub kind: NodeKind,
}

/// Kind of a value.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// A string, a number or a boolean; null for a value that has already been reported as a fault.
    Leaf(Value),
    List(Vec<DocumentNode>),
    Table(BTreeMap<String, DocumentNode>),
}

impl DocumentNode {
    /// Parses a text as a tree. All syntax errors are reported.
    pub fn parse(source: &Arc<SourceFile>, faults: &mut Faults) -> Self {
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        let mut last_line = None;
        for error in &errors {
            let at = error.span().unwrap_or(0..0);
            // Recovery may report an error several times. Only the first message for a line is
            // useful.
            let line = source.line_column(at.start).0;
            if last_line.replace(line) != Some(line) {
                faults.push(Place::Span(Arc::clone(source), at), ScenarioFileFault::syntax(error.message()));
            }
        }
        let whole = 0..source.text.len();
        Self { source: Arc::clone(source), key: None, span: whole, kind: table_of(table.get_ref(), source, faults) }
    }

    /// Creates the tree of a file without values.
    #[must_use]
    pub fn empty(source: &Arc<SourceFile>) -> Self {
        Self { source: Arc::clone(source), key: None, span: 0..0, kind: NodeKind::Table(BTreeMap::new()) }
    }

    fn new(key: Option<Range<usize>>, value: &Spanned<DeValue<'_>>, source: &Arc<SourceFile>, faults: &mut Faults) -> Self {
        let span = value.span();
        let mut unfit = |fault: ScenarioFileFault| {
            faults.push(Place::Span(Arc::clone(source), span.clone()), fault);
            Value::Null
        };
        let kind = match value.get_ref() {
            DeValue::String(text) => NodeKind::Leaf(Value::String(text.clone().into_owned())),
            DeValue::Boolean(on) => NodeKind::Leaf(Value::Bool(*on)),
            // The rest of a date that could not be parsed.
            DeValue::Datetime(date) if date.date.is_none() && date.time.is_none() => NodeKind::Leaf(Value::Null),
            DeValue::Datetime(date) => NodeKind::Leaf(Value::String(date.to_string())),
            DeValue::Integer(digits) => NodeKind::Leaf(match i64::from_str_radix(digits.as_str(), digits.radix()) {
                Ok(number) => number.into(),
                Err(_) => unfit(ScenarioFileFault::TooLarge { found: digits.as_str().to_owned() }),
            }),
            DeValue::Float(digits) => NodeKind::Leaf(match digits.as_str().parse().ok().and_then(serde_json::Number::from_f64) {
                Some(number) => Value::Number(number),
                None => unfit(ScenarioFileFault::NotFinite { found: digits.as_str().to_owned() }),
            }),
            DeValue::Array(list) => NodeKind::List(list.iter().map(|element| Self::new(None, element, source, faults)).collect()),
            DeValue::Table(table) => table_of(table, source, faults),
        };
        Self { source: Arc::clone(source), key, span, kind }
    }

    /// Returns the tree as JSON, without positions.
    pub fn json(&self) -> Value {
        match &self.kind {
            NodeKind::Leaf(value) => value.clone(),
            NodeKind::List(list) => Value::Array(list.iter().map(Self::json).collect()),
            NodeKind::Table(table) => Value::Object(table.iter().map(|(key, node)| (key.clone(), node.json())).collect()),
        }
    }

    /// Place of the value in faults: the value itself, or the name of a table.
    #[must_use]
    pub fn place(&self) -> Place {
        let span = match (&self.kind, &self.key) {
            (NodeKind::Table(_), Some(key)) => key.clone(),
            _ => self.span.clone(),
        };
        Place::Span(Arc::clone(&self.source), span)
    }

    /// Place of the value's key in faults.
    #[must_use]
    pub fn key_place(&self) -> Place {
        Place::Span(Arc::clone(&self.source), self.key.clone().unwrap_or_else(|| self.span.clone()))
    }

    /// Returns an entry of a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.kind {
            NodeKind::Table(table) => table.get(key),
            _ => None,
        }
    }

    /// Returns an element of a list.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Self> {
        match &self.kind {
            NodeKind::List(list) => list.get(index),
            _ => None,
        }
    }

    /// Returns the value if it is a string.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Leaf(value) => value.as_str(),
            _ => None,
        }
    }

    /// Returns the node at a path of keys and indices, or the last existing node on the path.
    pub fn nearest<'p>(&self, path: impl IntoIterator<Item = &'p str>) -> &Self {
        let mut node = self;
        for step in path {
            let Some(next) = node.step(step) else { break };
            node = next;
        }
        node
    }

    /// Returns the node one level below: an entry of a table, or an element of a list by its index.
    fn step(&self, step: &str) -> Option<&Self> {
        self.get(step).or_else(|| step.parse().ok().and_then(|index| self.at(index)))
    }

    fn step_mut(&mut self, step: &str) -> Option<&mut Self> {
        match &mut self.kind {
            NodeKind::Table(table) => table.get_mut(step),
            NodeKind::List(list) => step.parse::<usize>().ok().and_then(|index| list.get_mut(index)),
            NodeKind::Leaf(_) => None,
        }
    }

    /// Removes the value at a path. If it is an element of a list, the whole list is removed.
    pub fn remove(&mut self, path: &[String]) {
        let mut node = &*self;
        let mut entry = None;
        for (depth, step) in path.iter().enumerate() {
            if matches!(node.kind, NodeKind::Table(_)) {
                entry = Some(depth);
            }
            let Some(next) = node.step(step) else { break };
            node = next;
        }
        let Some(entry) = entry else { return };
        let mut parent = self;
        for step in &path[..entry] {
            let Some(next) = parent.step_mut(step) else { return };
            parent = next;
        }
        if let NodeKind::Table(table) = &mut parent.kind {
            table.remove(&path[entry]);
        }
    }
}

fn table_of(table: &DeTable<'_>, source: &Arc<SourceFile>, faults: &mut Faults) -> NodeKind {
    let entries = table.iter().map(|(key, value)| {
        let node = DocumentNode::new(Some(key.span()), value, source, faults);
        (key.get_ref().clone().into_owned(), node)
    });
    NodeKind::Table(entries.collect())
}
