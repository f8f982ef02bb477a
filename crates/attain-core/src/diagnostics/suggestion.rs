//! Suggestions for unknown names, and help texts that list names.

use std::fmt::Display;

/// Returns the known name that is most similar to an unknown one, if it is similar enough. Case,
/// spaces, `_` and `-` are ignored.
#[must_use]
pub fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    // Longer texts are unlikely to be names, and comparing them would be slow.
    if found.len() > 100 {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['_', ' ', '-'], "");
    let wanted = plain(found);
    known
        .map(|name| (strsim::damerau_levenshtein(&wanted, &plain(name)), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_owned())
}

/// Returns a help text that starts with the suggested name, if there is one.
#[must_use]
pub fn suggest(name: Option<impl Display>, help: impl Display) -> String {
    match name {
        Some(name) => format!("did you mean `{name}`? {help}"),
        None => help.to_string(),
    }
}

/// Returns a help text that lists the known names, or states that there are none.
#[must_use]
pub fn one_of<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => "no names are defined".to_owned(),
        [only] => format!("expected {only}"),
        several => format!("expected one of: {}", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["balance-tolerance", "growth-buffer"];
        assert_eq!(nearest("balance_tolerance", known.into_iter()).as_deref(), Some("balance-tolerance"));
        assert_eq!(nearest("Growth-bufer", known.into_iter()).as_deref(), Some("growth-buffer"));
        assert_eq!(nearest("span", known.into_iter()), None);
        let segments = ["smb", "enterprise"];
        assert_eq!(nearest("enterprize", segments.into_iter()).as_deref(), Some("enterprise"));
        assert_eq!(nearest("zebra", segments.into_iter()), None);
    }
}
