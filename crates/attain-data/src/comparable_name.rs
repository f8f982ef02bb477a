//! Normalised names for comparison.

/// Removes case, blanks, underscores and hyphens from a name. Headers, segments, teams, stages
/// and industries are compared in this form.
pub(super) fn comparable(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// A header without the prefixes and suffixes that tools add to names.
pub(super) fn bare(header: &str) -> String {
    let lower = header.trim().to_lowercase();
    let prefixes = ["property_", "deal - ", "organization - ", "person - "];
    let inner = prefixes.iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
    comparable(inner.strip_suffix("__c").unwrap_or(inner))
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
        assert_eq!(bare("Deal - Won time"), "wontime");
    }
}
