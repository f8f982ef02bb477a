//! Lists in sentences.

/// Longest list of which every entry is named.
const NAMED: usize = 4;

/// Joins entries, such as "a", "a and b" or "a, b and c".
pub(super) fn listed<T: AsRef<str>>(entries: &[T]) -> String {
    match entries {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Names plans; of a long list, the first three and the number of others.
pub(super) fn plans(names: &[String]) -> String {
    if names.len() <= NAMED {
        return listed(names);
    }
    let others = format!("{} other plans", names.len() - 3);
    listed(&names[..3].iter().map(String::as_str).chain([others.as_str()]).collect::<Vec<_>>())
}

/// Values in a list, such as "0.71 and 0.70"; of many, the smallest and the largest. Values that
/// read alike are given once.
pub(super) fn values(values: &[String]) -> String {
    match values {
        [] => String::new(),
        [first, rest @ ..] if rest.iter().all(|value| value == first) => first.clone(),
        [first, .., last] if values.len() > 3 => format!("{first} to {last}"),
        few => listed(few),
    }
}

/// Writes the first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_as_long_as_they_may_be() {
        let names = |count: usize| (0..count).map(|i| format!("p{i}")).collect::<Vec<_>>();
        assert_eq!(plans(&names(1)), "p0");
        assert_eq!(plans(&names(2)), "p0 and p1");
        assert_eq!(plans(&names(4)), "p0, p1, p2 and p3");
        assert_eq!(plans(&names(6)), "p0, p1, p2 and 3 other plans");
        let shown = |list: &[&str]| values(&list.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(shown(&["0.71", "0.70"]), "0.71 and 0.70");
        assert_eq!(shown(&["0.70", "0.70"]), "0.70");
        assert_eq!(shown(&["4", "3", "2", "1"]), "4 to 1");
    }
}
