//! `market.toml`: what was found, as a file that scenarios extend.

use std::fmt::Write as _;

use serde_json::Value;

use super::Calibration;
use super::estimate::CalibratedSetting;

/// Columns of a comment.
const WIDTH: usize = 100;

impl Calibration {
    /// The file: choices with their numbers, intervals and methods as
    /// comments. `extends` is what the calibrated scenario itself extends.
    #[must_use]
    pub fn write_toml(&self, extends: Option<&str>) -> String {
        let mut text = String::new();
        let head = format!(
            "What the history from {} to {} says about the market and the people. Scenarios use it by `extends`; what they give \
             themselves stands above it. Each figure has its number of observations, its method and its 90 % interval; figures \
             that are not here stay as they were, for the reasons at the end.",
            self.from, self.as_of
        );
        comment(&mut text, &head);
        let _ = writeln!(text, "format = {}", attain_core::scenario::FORMAT);
        if let Some(base) = extends {
            let _ = writeln!(text, "extends = {}", quoted(base));
        }
        let mut tables: Vec<&[String]> = Vec::new();
        for setting in &self.settings {
            let table = table_of(setting);
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        // A table's own choices come before its tables.
        tables.sort();
        for table in tables {
            let names: Vec<String> = table.iter().map(|name| key(name)).collect();
            let _ = writeln!(text, "\n[{}]", names.join("."));
            for setting in self.settings.iter().filter(|setting| table_of(setting) == table) {
                comment(&mut text, &setting.note);
                let name = setting.path.last().map(|name| key(name)).unwrap_or_default();
                let _ = writeln!(text, "{name} = {}", value(&setting.value));
            }
        }
        let kept: Vec<_> = self.estimates.iter().filter_map(|e| Some((e, e.fallback.as_ref()?))).collect();
        if !kept.is_empty() {
            text.push_str("\n# Not estimated:\n");
            for (estimate, why) in kept {
                comment(&mut text, &format!("{}: {why}", [estimate.family, &estimate.subject].join(" ").trim_end()));
            }
        }
        text
    }
}

fn table_of(setting: &CalibratedSetting) -> &[String] {
    &setting.path[..setting.path.len().saturating_sub(1)]
}

/// A comment, broken at spaces.
fn comment(text: &mut String, words: &str) {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() + 1 > WIDTH {
            let _ = writeln!(text, "# {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(text, "# {line}");
    }
}

/// A name as a key: quoted where it holds other than letters, digits, `-` and `_`.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn value(of: &Value) -> String {
    match of {
        Value::Null => "0".to_owned(),
        Value::String(text) => quoted(text),
        Value::Bool(_) | Value::Number(_) => of.to_string(),
        Value::Array(list) => format!("[{}]", list.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let entries: Vec<String> = table.iter().map(|(name, of)| format!("{} = {}", key(name), value(of))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}
