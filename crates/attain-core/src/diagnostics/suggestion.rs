//! Suggestions for unknown names, and the words of help texts that list names.

use std::fmt::Display;

/// The known name most like one that is not known, when it is near enough to be
/// meant. The case of letters does not count, nor do blanks, `_` and `-`.
#[must_use]
pub fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    // Longer texts are no names, and comparing them takes long.
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

/// A help text that starts with the known name that was probably meant.
#[must_use]
pub fn suggest(name: Option<impl Display>, help: impl Display) -> String {
    match name {
        Some(name) => format!("did you mean `{name}`? {help}"),
        None => help.to_string(),
    }
}

/// A help text that lists the known names; says so when there are none.
#[must_use]
pub fn one_of<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => "no name is defined here".to_owned(),
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
