//! Line breaking and display width of names.

/// Breaks a name into lines of at most `width` columns, after hyphens, spaces and underscores
/// where possible.
#[must_use]
pub fn lines(name: &str, width: usize) -> Vec<String> {
    let whole: Vec<char> = name.chars().collect();
    let (mut lines, mut rest) = (Vec::new(), whole.as_slice());
    loop {
        let fits = fitting(rest, width);
        if fits == rest.len() {
            lines.push(rest.iter().collect());
            return lines;
        }
        let cut = rest[..fits].iter().rposition(|c| "- _".contains(*c)).map_or(fits, |at| at + 1);
        lines.push(rest[..cut].iter().collect());
        rest = &rest[cut..];
    }
}

/// Display width of a text in columns; East Asian characters and pictographs take two.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().map(wide).sum()
}

/// Number of characters that fit into `width` columns; at least one.
fn fitting(text: &[char], width: usize) -> usize {
    let mut taken = 0;
    let over = text.iter().position(|c| {
        taken += wide(*c);
        taken > width
    });
    over.map_or(text.len(), |at| at.max(1))
}

fn wide(c: char) -> usize {
    1 + usize::from(c >= '\u{1100}' && !('\u{2000}'..'\u{2e80}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn names_break_after_hyphens_or_anywhere() {
        assert_eq!(lines("potential-over-conversion", 19), ["potential-over-", "conversion"]);
        assert_eq!(lines("withoutanybreak", 6), ["withou", "tanybr", "eak"]);
        assert_eq!(lines("日本語の計画", 6), ["日本語", "の計画"]);
        assert_eq!(lines("", 6), [""]);
        assert_eq!(lines("日本", 1), ["日", "本"]);
    }
}
