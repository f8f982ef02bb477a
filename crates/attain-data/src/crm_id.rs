//! Salesforce ids. A record has a case-sensitive 15-character id and a case-insensitive
//! 18-character id, which ends with three letters that each encode which of five characters
//! are capitals (Salesforce Help, "15-character and 18-character record IDs"). Reports use
//! the short form and everything else uses the long form, so ids are normalised to the long
//! form.

const CHECK: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// First three characters of the ids of accounts, contacts, users, opportunities, leads, roles and
/// territories.
const KINDS: &[&str] = &["001", "003", "005", "006", "00Q", "00E", "0MI"];

/// An id in its 18-character form, classified by the problem with the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CrmId {
    /// The id had 15 characters.
    Lengthened(String),
    /// The id had lost its upper and lower case.
    Recased(String),
}

/// Returns the 18-character form of a Salesforce id that is in a different form, and
/// `None` for everything else, including correct ids.
pub(super) fn canonical(cell: &str) -> Option<CrmId> {
    let alphanumeric = cell.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let kind = cell.get(..3).is_some_and(|kind| KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)));
    // An id that consists only of digits belongs to another system.
    if !alphanumeric || !kind || !cell.bytes().skip(3).any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    match cell.len() {
        15 => Some(CrmId::Lengthened(lengthen(cell))),
        18 => recase(cell).filter(|id| id != cell).map(CrmId::Recased),
        _ => None,
    }
}

/// The 18-character form of a Salesforce id, and all other text as it is.
pub(super) fn long_form(text: &str) -> String {
    match canonical(text) {
        Some(CrmId::Lengthened(id) | CrmId::Recased(id)) => id,
        None => text.to_owned(),
    }
}

/// The 18-character form of a Salesforce id of the kind with this prefix, such as `001` for accounts.
/// Returns `None` for text that is no such id.
#[must_use]
pub fn salesforce_id(text: &str, prefix: &str) -> Option<String> {
    if !text.starts_with(prefix) || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    match text.len() {
        15 => Some(lengthen(text)),
        18 => recase(text),
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

/// Restores the case of an 18-character id from its check letters. Returns `None` if the check
/// letters mark a digit as a capital, so the text is not a Salesforce id.
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
        // Ids from a public sample of Salesforce exports.
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
    fn ids_of_a_kind() {
        let id = "0015500000Xyy06AAB";
        assert_eq!(salesforce_id(&id[..15], "001").as_deref(), Some(id));
        assert_eq!(salesforce_id(id, "001").as_deref(), Some(id));
        assert_eq!(salesforce_id(id, "006"), None);
        for wrong in ["A0001", "", "001", "0015500000Xyy0!", "0015500000Xyy06AA?", "0015500000Xyy06é"] {
            assert_eq!(salesforce_id(wrong, "001"), None, "{wrong}");
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
