//! Salesforce ids. A record has a 15-character id that is case-sensitive and an
//! 18-character id that is not: it ends with three letters, each of which says which of
//! five characters are capitals (Salesforce Help, "15-character and 18-character record
//! IDs"). Reports use the short form and everything else the long form, so that ids are
//! always written in the long form here.

const CHECK: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// First three characters of ids of accounts, contacts, users, opportunities, leads, roles and territories.
const KINDS: &[&str] = &["001", "003", "005", "006", "00Q", "00E", "0MI"];

/// An id in its 18-character form, by what was wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CrmId {
    /// The id had 15 characters.
    Lengthened(String),
    /// The id had lost its upper and lower case.
    Recased(String),
}

/// The 18-character form of a Salesforce id, if a cell holds it in another form. Returns
/// `None` for everything else, including correct ids.
pub(super) fn canonical(cell: &str) -> Option<CrmId> {
    let alphanumeric = cell.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let kind = cell.get(..3).is_some_and(|kind| KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)));
    // An id of only digits is a number of another system.
    if !alphanumeric || !kind || !cell.bytes().skip(3).any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    match cell.len() {
        15 => Some(CrmId::Lengthened(lengthen(cell))),
        18 => recase(cell).filter(|id| id != cell).map(CrmId::Recased),
        _ => None,
    }
}

/// A 15-character id followed by its three check letters.
fn lengthen(id: &str) -> String {
    let check = id.as_bytes().chunks(5).map(|five| {
        let capitals = five.iter().enumerate().map(|(at, byte)| usize::from(byte.is_ascii_uppercase()) << at);
        char::from(CHECK[capitals.sum::<usize>() & 31])
    });
    id.chars().chain(check).collect()
}

/// An 18-character id in the case that its check letters give. Returns `None` if they say
/// that a digit is a capital, so that it is not such an id.
fn recase(given: &str) -> Option<String> {
    let (body, check) = given.split_at_checked(15)?;
    let mut id = String::with_capacity(18);
    for (five, letter) in body.as_bytes().chunks(5).zip(check.bytes()) {
        let capitals = CHECK.iter().position(|known| known.eq_ignore_ascii_case(&letter))?;
        for (at, byte) in five.iter().enumerate() {
            let capital = capitals >> at & 1 == 1;
            if capital && !byte.is_ascii_alphabetic() {
                return None;
            }
            id.push(char::from(if capital { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }));
        }
    }
    id.push_str(&check.to_ascii_uppercase());
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_pairs() {
        // Ids as Salesforce gives them, in a public sample of its exports.
        for id in [
            "0015500000Xyy06AAB",
            "0015500000Ygpq1AAB",
            "001q000000wW9BeAAK",
            "001q000000wW9BZAA0",
            "001q0000010PXTEAA4",
            "001q0000013WMSUAA4",
            "006q000000HddohAAB",
            "0051G00000600MlQAI",
            "0051G000005Mx8dQAC",
            "00555000003F3Q6AAK",
        ] {
            assert_eq!(canonical(&id[..15]), Some(CrmId::Lengthened(id.to_owned())));
            assert_eq!(canonical(id), None, "right as it is");
            for lost in [id.to_uppercase(), id.to_lowercase()].into_iter().filter(|lost| lost != id) {
                assert_eq!(canonical(&lost), Some(CrmId::Recased(id.to_owned())));
            }
        }
    }

    #[test]
    fn other_ids_are_left_alone() {
        for id in [
            "",
            "a1",
            "001234567890123",
            "001-55000000Xyy",
            "0015500000Xyy0",
            "9CcfAt8qtZvCTwF",
            "001550000012345AAB",
            "éééé5500000Xyy0",
        ] {
            assert_eq!(canonical(id), None, "{id}");
        }
    }
}
