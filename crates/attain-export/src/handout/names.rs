//! File names of hand-outs.

use std::collections::BTreeSet;

/// File names that are safe on every system: letters, digits, `.`, `_` and `-` are kept. Names that
/// would be equal, ignoring case, are numbered.
#[must_use]
pub fn file_names(labels: &[String]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |label: &String| {
        let plain: String =
            label.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' }).take(80).collect();
        // Windows takes no name that begins or ends with a dot.
        let plain = plain.trim_matches(|c| c == '.' || c == '-');
        let plain = if plain.is_empty() { "page" } else { plain };
        let numbered = |n: usize| if n == 1 { format!("{plain}.html") } else { format!("{plain}-{n}.html") };
        // One more name than there are labels is always free.
        let free = (1..=labels.len() + 1).map(numbered).find(|name| taken.insert(name.to_lowercase()));
        free.unwrap_or_default()
    };
    labels.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_distinct() {
        let labels = ["rep-R1-Ann Lee", "rep-r1-ann lee", "../../etc", "a/b\\c:d", "…", ""].map(str::to_owned);
        let names = file_names(&labels);
        assert_eq!(
            names,
            ["rep-R1-Ann-Lee.html", "rep-r1-ann-lee-2.html", "etc.html", "a-b-c-d.html", "page.html", "page-2.html"]
        );
    }
}
