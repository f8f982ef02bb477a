//! CRMs that change files are written for: their ids, columns and file names.

use attain_data::{CrmRecordKind, salesforce_id};

/// A CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrmTarget {
    /// Salesforce, by Data Loader: `Id,OwnerId` with 18-character ids.
    Salesforce,
    /// `HubSpot`, by import: `Record ID` and the owner's e-mail address.
    Hubspot,
}

impl CrmTarget {
    /// Name on the command line and in manifests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Salesforce => "salesforce",
            Self::Hubspot => "hubspot",
        }
    }

    /// The target with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Salesforce, Self::Hubspot].into_iter().find(|target| target.name() == name)
    }

    /// The id of a record in the form that the CRM imports; `None` if it is no id of the CRM.
    #[must_use]
    pub fn record_id(self, kind: CrmRecordKind, id: &str) -> Option<String> {
        match self {
            Self::Salesforce => {
                let prefix = match kind {
                    CrmRecordKind::Account => "001",
                    CrmRecordKind::Opportunity => "006",
                    CrmRecordKind::Contact => "003",
                };
                salesforce_id(id, prefix)
            }
            Self::Hubspot => (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then(|| id.to_owned()),
        }
    }

    /// An owner in the form that the CRM imports: a user's id, or an e-mail address.
    #[must_use]
    pub fn owner_id(self, text: &str) -> Option<String> {
        match self {
            Self::Salesforce => salesforce_id(text, "005"),
            Self::Hubspot => is_email(text).then(|| text.to_owned()),
        }
    }

    /// Description of the ids of a kind, for faults.
    #[must_use]
    pub fn expected(self, kind: CrmRecordKind) -> &'static str {
        match (self, kind) {
            (Self::Salesforce, CrmRecordKind::Account) => "an account id of 15 or 18 characters that begins with 001",
            (Self::Salesforce, CrmRecordKind::Opportunity) => "an opportunity id of 15 or 18 characters that begins with 006",
            (Self::Salesforce, CrmRecordKind::Contact) => "a contact id of 15 or 18 characters that begins with 003",
            (Self::Hubspot, _) => "a Record ID, which consists of digits",
        }
    }

    /// Description of owners, for faults.
    #[must_use]
    pub fn expected_owner(self) -> &'static str {
        match self {
            Self::Salesforce => "a user id of 15 or 18 characters that begins with 005",
            Self::Hubspot => "the e-mail address of a user, from the column email of the reps",
        }
    }

    /// Name of the file of a kind.
    #[must_use]
    pub fn file(self, kind: CrmRecordKind) -> &'static str {
        match (self, kind) {
            (Self::Salesforce, CrmRecordKind::Account) => "accounts.csv",
            (Self::Salesforce, CrmRecordKind::Opportunity) => "opportunities.csv",
            (Self::Hubspot, CrmRecordKind::Account) => "companies.csv",
            (Self::Hubspot, CrmRecordKind::Opportunity) => "deals.csv",
            (_, CrmRecordKind::Contact) => "contacts.csv",
        }
    }

    /// Header of the file of a kind.
    #[must_use]
    pub fn header(self, kind: CrmRecordKind) -> [&'static str; 2] {
        match (self, kind) {
            (Self::Salesforce, _) => ["Id", "OwnerId"],
            (Self::Hubspot, CrmRecordKind::Account) => ["Record ID", "Company owner"],
            (Self::Hubspot, CrmRecordKind::Opportunity) => ["Record ID", "Deal owner"],
            (Self::Hubspot, CrmRecordKind::Contact) => ["Record ID", "Contact owner"],
        }
    }
}

/// Whether a text is an e-mail address that no spreadsheet takes for a formula.
fn is_email(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.split_once('@').is_some_and(|(user, host)| {
            user.chars().all(plain) && host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_take_the_form_of_the_crm() {
        let salesforce = CrmTarget::Salesforce;
        assert_eq!(salesforce.record_id(CrmRecordKind::Account, "0015500000Xyy06").as_deref(), Some("0015500000Xyy06AAB"));
        assert_eq!(salesforce.record_id(CrmRecordKind::Account, "A0001"), None);
        assert_eq!(salesforce.record_id(CrmRecordKind::Opportunity, "0015500000Xyy06"), None);
        let hubspot = CrmTarget::Hubspot;
        assert_eq!(hubspot.record_id(CrmRecordKind::Contact, "4711").as_deref(), Some("4711"));
        assert_eq!(hubspot.record_id(CrmRecordKind::Account, "47a"), None);
        for (text, known) in [("jo.x@example.com", true), ("jo", false), ("=a@b.c", false), ("a,b@c.d", false), ("a@b", false)] {
            assert_eq!(hubspot.owner_id(text).is_some(), known, "{text}");
        }
    }
}
