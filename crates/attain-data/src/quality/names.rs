//! Inconsistent spellings of names. There are three conservative rules:
//!
//! 1. *Same letters.* Names that differ only by case, blanks and punctuation are the same name.
//!    The correct spelling is that of the product table, for products, or the most frequent one.
//! 2. *One slip from a name of the study.* The name is not in any list and is one slip (a letter
//!    added, missing, replaced or swapped) away from exactly one name of the scenario or the
//!    products, or from exactly one name in the column that is at least twenty times as
//!    frequent.
//! 3. *One slip from a known word.* The same rule applied to the industries that CRMs offer
//!    and to the countries of the world.
//!
//! Names with fewer than five letters, names that contain different numbers, and
//! names in a list are never changed: `GTX Plus Pro` is not `GTX Plus Basic`, and
//! Gambia is not Zambia.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::FindingKind;
use super::words::{COUNTRIES, INDUSTRIES};

/// Minimum number of letters in a name for slips to be recognised.
const SHORTEST: usize = 5;
/// Minimum ratio of frequencies for a name to replace one that is one slip away.
const DOMINANCE: usize = 20;

/// The names with which a column's names are compared.
#[derive(Debug, Clone, Default)]
pub struct KnownNames {
    /// Names of the scenario or of the products.
    pub own: Vec<String>,
    /// Whether their spelling takes precedence over the most frequent one of the file.
    pub spelling: bool,
    /// Names that are never changed.
    pub keep: Vec<String>,
}

/// The replacement of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRepair {
    /// The correct name.
    pub to: String,
    /// The problem with the name.
    pub kind: FindingKind,
    /// The rule that applies.
    pub rule: &'static str,
}

const LETTERS: &str = "spelled as in other cells";
const OWN: &str = "spelled as in the scenario or the products";
const FREQUENT: &str = "spelled as the frequent name";
const WORD: &str = "spelled as the known word";

/// Returns the replacements for names in a column.
pub fn repairs(column: &str, counts: &BTreeMap<String, usize>, known: &KnownNames) -> BTreeMap<String, NameRepair> {
    let words: &[&str] = match column {
        "industry" => INDUSTRIES,
        "region" => COUNTRIES,
        _ => &[],
    };
    let kept: BTreeSet<&str> = known.keep.iter().map(String::as_str).collect();
    let mut groups: BTreeMap<String, Vec<(&String, usize)>> = BTreeMap::new();
    for (name, count) in counts {
        groups.entry(letters(name)).or_default().push((name, *count));
    }
    let own: BTreeMap<String, &String> = known.own.iter().map(|name| (letters(name), name)).collect();
    let words: BTreeMap<String, &str> = words.iter().map(|word| (letters(word), *word)).collect();
    let total = |group: &[(&String, usize)]| group.iter().map(|(_, count)| count).sum::<usize>();
    let spelt: BTreeMap<&String, &String> = groups
        .iter()
        .map(|(key, group)| (key, own.get(key).copied().filter(|_| known.spelling).unwrap_or_else(|| most_frequent(group))))
        .collect();

    let mut repairs = BTreeMap::new();
    for (key, group) in &groups {
        let listed = own.contains_key(key) || words.contains_key(key);
        let slip = if listed { None } else { slip(key, total(group), &own, &words, &groups, &spelt) };
        for (name, _) in group.iter().filter(|(name, _)| !kept.contains(name.as_str())) {
            let repair = match &slip {
                Some((to, rule)) => NameRepair { to: in_case_of(name, to, rule), kind: FindingKind::NearName, rule },
                None => NameRepair { to: spelt[key].clone(), kind: FindingKind::SameLetters, rule: LETTERS },
            };
            if repair.to != **name {
                repairs.insert((*name).clone(), repair);
            }
        }
    }
    repairs
}

/// The unique name that is one slip away, with the rule that found it.
fn slip(
    key: &str,
    count: usize,
    own: &BTreeMap<String, &String>,
    words: &BTreeMap<String, &str>,
    groups: &BTreeMap<String, Vec<(&String, usize)>>,
    spelt: &BTreeMap<&String, &String>,
) -> Option<(String, &'static str)> {
    let mut near = own.iter().filter(|(other, _)| one_slip(key, other));
    if let (Some((_, name)), None) = (near.next(), near.next()) {
        return Some(((*name).clone(), OWN));
    }
    let frequent = |group: &[(&String, usize)]| group.iter().map(|(_, count)| count).sum::<usize>() >= DOMINANCE * count;
    let mut near = groups.iter().filter(|(other, group)| frequent(group) && one_slip(key, other));
    if let (Some((other, _)), None) = (near.next(), near.next()) {
        return Some(((*spelt.get(other)?).clone(), FREQUENT));
    }
    let mut near = words.iter().filter(|(other, _)| one_slip(key, other));
    if let (Some((other, word)), None) = (near.next(), near.next()) {
        // Use the file's own spelling of the word, if it has one.
        return Some((spelt.get(other).map_or_else(|| (*word).to_owned(), |name| (*name).clone()), WORD));
    }
    None
}

/// Adapts a known word to the case of the name that it replaces.
fn in_case_of(name: &str, to: &str, rule: &str) -> String {
    let lower = !name.chars().any(char::is_uppercase);
    if rule == WORD && lower { to.to_lowercase() } else { to.to_owned() }
}

/// The most frequent spelling; ties go to the alphabetically first one.
fn most_frequent<'a>(group: &[(&'a String, usize)]) -> &'a String {
    let mut best = group[0];
    for candidate in group {
        if candidate.1 > best.1 {
            best = *candidate;
        }
    }
    best.0
}

/// Removes case, blanks and punctuation from a name.
fn letters(name: &str) -> String {
    let sign = |letter: &char| letter.is_whitespace() || matches!(letter, '_' | '-' | '.' | ',' | '\'' | '’');
    name.chars().filter(|letter| !sign(letter)).flat_map(char::to_lowercase).collect()
}

fn one_slip(one: &str, other: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let lengths = (one.chars().count(), other.chars().count());
    one != other
        && lengths.0.min(lengths.1) >= SHORTEST
        && lengths.0.abs_diff(lengths.1) <= 1
        && lengths.0 <= 100
        && digits(one) == digits(other)
        && strsim::osa_distance(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repairs_of(column: &str, names: &[(&str, usize)], own: &[&str]) -> Vec<(String, String, &'static str)> {
        let counts = names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        let known = KnownNames {
            spelling: true,
            own: own.iter().map(|name| (*name).to_owned()).collect(),
            keep: vec!["Kept-Name".into()],
        };
        repairs(column, &counts, &known).into_iter().map(|(from, repair)| (from, repair.to, repair.rule)).collect()
    }

    #[test]
    fn two_spellings_are_one_name() {
        let found = repairs_of("product", &[("GTXPro", 1480), ("GTX Basic", 1866)], &["GTX Pro", "GTX Basic"]);
        assert_eq!(found, [("GTXPro".to_owned(), "GTX Pro".to_owned(), LETTERS)]);
        let found = repairs_of("product", &[("gtx pro", 3), ("GTX Pro", 40)], &[]);
        assert_eq!(found, [("gtx pro".to_owned(), "GTX Pro".to_owned(), LETTERS)]);
    }

    #[test]
    fn slips_are_put_right() {
        assert_eq!(
            repairs_of("industry", &[("technolgy", 12), ("software", 7)], &[]),
            [("technolgy".to_owned(), "technology".to_owned(), WORD)]
        );
        assert_eq!(
            repairs_of("region", &[("Philipines", 1), ("Japan", 1)], &[]),
            [("Philipines".to_owned(), "Philippines".to_owned(), WORD)]
        );
        assert_eq!(repairs_of("source", &[("refferral", 2), ("referral", 40)], &[])[0].1, "referral");
        assert_eq!(repairs_of("source", &[("Prtner", 2)], &["partner"])[0].1, "partner");
    }

    #[test]
    fn names_that_differ_are_left_alone() {
        let products = [("GTX Plus Pro", 968), ("GTX Plus Basic", 1383), ("GTK 500", 40), ("GTK 501", 1), ("MG Special", 1651)];
        assert_eq!(repairs_of("product", &products, &[]), []);
        assert_eq!(
            repairs_of("region", &[("Gambia", 1), ("Zambia", 500), ("North", 9), ("South", 900), ("East", 1), ("West", 50)], &[]),
            []
        );
        assert_eq!(repairs_of("product", &[("Alpine", 10), ("Alpina", 90)], &[]), [], "both are frequent");
        assert_eq!(repairs_of("product", &[("Kept-Name", 1), ("Kept Name", 90)], &[]), [], "the user says so");
        assert_eq!(repairs_of("product", &[("C", 5), ("C++", 5), ("C#", 1)], &[]), []);
    }
}
