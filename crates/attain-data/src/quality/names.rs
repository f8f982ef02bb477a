//! Names that are spelt in two ways. Three rules, each of which has to be sure:
//!
//! 1. *Same letters.* Names that differ by case, blanks and signs alone are one:
//!    the spelling of the products for products, else the most frequent one.
//! 2. *A slip from a name of the study.* A name that no list knows, one slip (a
//!    letter more, less, other, or two swapped) away from exactly one name of
//!    the scenario or the products, or from one of the column that is at least
//!    twenty times as frequent.
//! 3. *A slip from a known word.* The same against the industries that CRMs
//!    offer and the countries of the world.
//!
//! Names of fewer than five letters, names with different numbers in them, and
//! names that a list knows are never changed: `GTX Plus Pro` is not `GTX Plus
//! Basic`, and Gambia is not Zambia.

use std::collections::{BTreeMap, BTreeSet};

use super::FindingKind;
use super::words::{COUNTRIES, INDUSTRIES};

/// Shortest name that a slip can be seen in, letters.
const SHORTEST: usize = 5;
/// How many times as frequent a name must be to swallow one that is a slip away.
const DOMINANCE: usize = 20;

/// What a column's names are compared with.
#[derive(Debug, Clone, Default)]
pub struct KnownNames {
    /// Names of the scenario or of the products.
    pub own: Vec<String>,
    /// Whether their spelling wins over the most frequent one of the file.
    pub spelling: bool,
    /// Names that are never changed.
    pub keep: Vec<String>,
}

/// One name to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRepair {
    /// The right name.
    pub to: String,
    /// What is wrong.
    pub kind: FindingKind,
    /// By which rule.
    pub rule: &'static str,
}

const LETTERS: &str = "spelt as elsewhere";
const OWN: &str = "spelt as the study's own name";
const FREQUENT: &str = "spelt as the frequent name";
const WORD: &str = "spelt as the known word";

/// The names of a column of `kind` (our column's name) that should be others.
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

/// The one name that another is a slip away from, and the rule that says so.
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
        // The file's own spelling of the word, where it has one.
        return Some((spelt.get(other).map_or_else(|| (*word).to_owned(), |name| (*name).clone()), WORD));
    }
    None
}

/// A known word in the case of the name it replaces.
fn in_case_of(name: &str, to: &str, rule: &str) -> String {
    let lower = !name.chars().any(char::is_uppercase);
    if rule == WORD && lower { to.to_lowercase() } else { to.to_owned() }
}

/// The spelling that most cells have, the first in the alphabet of several.
fn most_frequent<'a>(group: &[(&'a String, usize)]) -> &'a String {
    let mut best = group[0];
    for candidate in group {
        if candidate.1 > best.1 {
            best = *candidate;
        }
    }
    best.0
}

/// A name without case, blanks and the signs that people put between words.
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

    fn told(column: &str, names: &[(&str, usize)], own: &[&str]) -> Vec<(String, String, &'static str)> {
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
        let found = told("product", &[("GTXPro", 1480), ("GTX Basic", 1866)], &["GTX Pro", "GTX Basic"]);
        assert_eq!(found, [("GTXPro".to_owned(), "GTX Pro".to_owned(), LETTERS)]);
        let found = told("product", &[("gtx pro", 3), ("GTX Pro", 40)], &[]);
        assert_eq!(found, [("gtx pro".to_owned(), "GTX Pro".to_owned(), LETTERS)]);
    }

    #[test]
    fn slips_are_put_right() {
        assert_eq!(
            told("industry", &[("technolgy", 12), ("software", 7)], &[]),
            [("technolgy".to_owned(), "technology".to_owned(), WORD)]
        );
        assert_eq!(
            told("region", &[("Philipines", 1), ("Japan", 1)], &[]),
            [("Philipines".to_owned(), "Philippines".to_owned(), WORD)]
        );
        assert_eq!(told("source", &[("refferral", 2), ("referral", 40)], &[])[0].1, "referral");
        assert_eq!(told("source", &[("Prtner", 2)], &["partner"])[0].1, "partner");
    }

    #[test]
    fn names_that_differ_are_left_alone() {
        let products = [("GTX Plus Pro", 968), ("GTX Plus Basic", 1383), ("GTK 500", 40), ("GTK 501", 1), ("MG Special", 1651)];
        assert_eq!(told("product", &products, &[]), []);
        assert_eq!(
            told("region", &[("Gambia", 1), ("Zambia", 500), ("North", 9), ("South", 900), ("East", 1), ("West", 50)], &[]),
            []
        );
        assert_eq!(told("product", &[("Alpine", 10), ("Alpina", 90)], &[]), [], "both are frequent");
        assert_eq!(told("product", &[("Kept-Name", 1), ("Kept Name", 90)], &[]), [], "the user says so");
        assert_eq!(told("product", &[("C", 5), ("C++", 5), ("C#", 1)], &[]), []);
    }
}
