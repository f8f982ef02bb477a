//! Words of the commands that the page shows.

/// Returns a word of a command, quoted for a shell if necessary.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn words_with_other_characters_are_quoted() {
        assert_eq!(shell_word("scenarios/a-b.toml"), "scenarios/a-b.toml");
        assert_eq!(shell_word("O'Neil; rm -r x"), "'O'\\''Neil; rm -r x'");
        assert_eq!(shell_word(""), "''");
    }
}
