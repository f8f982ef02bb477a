//! Output of `market.toml`, the file of calibrated choices that scenarios extend.

use std::fmt::Write as _;

use serde_json::Value;

use super::calibration::Calibration;
use super::setting::CalibratedSetting;

/// Width of comments, in columns.
const WIDTH: usize = 100;

impl Calibration {
    /// Returns the calibrated choices as TOML, with numbers of observations, intervals and methods
    /// as comments. `extends` is the file that the calibrated scenario extends;
    /// `hindcast` is a sentence about the simulated past.
    #[must_use]
    pub fn write_toml(&self, extends: Option<&str>, hindcast: Option<&str>) -> String {
        let mut text = String::new();
        let head = format!(
            "Market and people, calibrated on the history from {} to {}. Scenarios use this file with `extends`; their own values \
             take precedence. Comments give the number of observations, method and 90 % interval of each value. Values that could \
             not be estimated are omitted; the reasons are listed at the end.",
            self.from, self.as_of
        );
        comment(&mut text, &head);
        if let Some(hindcast) = hindcast {
            comment(&mut text, hindcast);
        }
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
        // TOML requires the choices of a table before its sub-tables.
        tables.sort();
        for table in tables {
            let names: Vec<String> = table.iter().map(|name| key(name)).collect();
            let _ = writeln!(text, "\n[{}]", names.join("."));
            for setting in self.settings.iter().filter(|setting| table_of(setting) == table) {
                comment(&mut text, &setting.note);
                let name = setting.path.last().map(|name| key(name)).unwrap_or_default();
                let _ = writeln!(text, "{name} = {}", toml_value(&setting.value));
            }
        }
        let defaults: Vec<_> = self.estimates.iter().filter_map(|e| Some((e, e.fallback.as_ref()?))).collect();
        if !defaults.is_empty() {
            text.push_str("\n# Not estimated:\n");
            for (estimate, why) in defaults {
                comment(&mut text, &format!("{}: {why}", [estimate.family, &estimate.subject].join(" ").trim_end()));
            }
        }
        text
    }
}

fn table_of(setting: &CalibratedSetting) -> &[String] {
    &setting.path[..setting.path.len().saturating_sub(1)]
}

/// Appends a comment, wrapped at spaces.
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

/// Formats a name as a TOML key, quoted unless it consists of ASCII letters, digits, `-` and `_`.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn toml_value(value: &Value) -> String {
    match value {
        Value::Null => "0".to_owned(),
        Value::String(text) => quoted(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) => format!("[{}]", list.iter().map(toml_value).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let entries: Vec<String> =
                table.iter().map(|(name, value)| format!("{} = {}", key(name), toml_value(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}
