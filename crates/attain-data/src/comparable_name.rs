//! Names in a form in which they can be compared, and the known name that is most
//! similar to an unknown one.

/// A name without case, blanks, underscores and hyphens. Headers, segments, teams, stages
/// and industries are compared in this form.
pub(super) fn comparable(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// A header without the prefix and suffix that tools put around a name.
pub(super) fn bare(header: &str) -> String {
    let lower = header.trim().to_lowercase();
    let inner = lower.strip_prefix("property_").unwrap_or(&lower);
    comparable(inner.strip_suffix("__c").unwrap_or(inner))
}

/// The known name that is most similar to an unknown one, if it is similar enough to be meant.
pub(super) fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted: String = comparable(found).chars().take(100).collect();
    known
        .map(|name| (strsim::osa_distance(&wanted, &comparable(name)), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().min(wanted.len()) / 4)
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_letters() {
        assert_eq!(comparable("Account ID"), comparable("account_id"));
        assert_eq!(comparable("Mid-Market"), "midmarket");
    }

    #[test]
    fn names_are_bared() {
        assert_eq!(bare("property_createdate"), "createdate");
        assert_eq!(bare(" Potential__c "), "potential");
        assert_eq!(bare("Account ID"), "accountid");
    }

    #[test]
    fn near_names() {
        assert_eq!(nearest("enterprize", ["smb", "enterprise"].into_iter()).as_deref(), Some("enterprise"));
        assert_eq!(nearest("zebra", ["smb", "enterprise"].into_iter()), None);
    }
}
