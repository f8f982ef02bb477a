//! Rows and accounts that occur twice.

use std::collections::{BTreeMap, HashMap};

use super::finding::{DataFinding, FindingKind, FindingPlace, FindingTreatment};
use crate::book::Account;
use crate::table::TextTable;

/// Words after the name of a company that do not distinguish companies.
const FORMS: &[&str] = &[
    "inc",
    "llc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "ag",
    "kg",
    "sa",
    "sas",
    "sarl",
    "bv",
    "nv",
    "oy",
    "ab",
    "as",
    "plc",
    "pty",
    "spa",
    "srl",
    "se",
];

/// Rows that have the same cells as an earlier row.
pub fn repeated_rows(table: &TextTable) -> Vec<usize> {
    let mut first: HashMap<Vec<Option<&str>>, usize> = HashMap::with_capacity(table.rows.len());
    let mut repeated = Vec::new();
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.broken) {
        let cells = (0..table.headers.len()).map(|column| table.cell(column, at)).collect();
        if *first.entry(cells).or_insert(row.number) != row.number {
            repeated.push(at);
        }
    }
    repeated
}

/// Accounts with different ids that seem to be the same company.
pub fn accounts_alike(accounts: &[Account]) -> Option<DataFinding> {
    let mut groups: BTreeMap<String, Vec<&Account>> = BTreeMap::new();
    for account in accounts {
        let words = account.name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut words: Vec<String> = words.map(str::to_lowercase).collect();
        while words.len() > 1 && words.last().is_some_and(|word| FORMS.contains(&word.as_str())) {
            words.pop();
        }
        groups.entry(words.concat()).or_default().push(account);
    }
    let alike: Vec<&Vec<&Account>> =
        groups.iter().filter(|(key, group)| !key.is_empty() && group.len() > 1).map(|(_, g)| g).collect();
    let count = alike.iter().map(|group| group.len()).sum();
    let examples = alike.iter().map(|group| {
        let names: Vec<String> = group.iter().take(3).map(|account| format!("{} ({})", account.name, account.id)).collect();
        names.join(", ")
    });
    (count > 0).then(|| {
        let examples = examples.take(5).collect();
        DataFinding::counted(
            FindingKind::AccountsAlike,
            FindingPlace::rows("accounts"),
            count,
            examples,
            accounts.len(),
            FindingTreatment::Nothing,
        )
    })
}
