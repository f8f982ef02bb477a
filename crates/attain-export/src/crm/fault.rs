//! Faults of change files.

use miette::Diagnostic;

/// Why change files cannot be written or checked.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum CrmFault {
    #[error("{what} `{id}` has no id of the CRM")]
    #[diagnostic(
        code("crm::unknown-id"),
        help("expected {expected}; or give the CRM's ids with --ids FILE (columns id and crm-id)")
    )]
    UnknownId { what: &'static str, id: String, expected: &'static str },
    #[error("seat `{id}` ({name}) has no user of the CRM and receives {accounts}")]
    #[diagnostic(
        code("crm::no-user"),
        help(
            "expected {expected}; give the user with --ids FILE (columns id and crm-id), or list these accounts in pending.csv with --pending"
        )
    )]
    NoUser { id: String, name: String, accounts: String, expected: &'static str },
    #[error("{count} of the plan's accounts go to the house account")]
    #[diagnostic(code("crm::house-account"), help("name the user who owns house accounts in the CRM with --house-owner"))]
    HouseOwner { count: usize },
    #[error("`{found}` is no user of the CRM")]
    #[diagnostic(code("crm::house-owner"), help("expected {expected}"))]
    NotAUser { found: String, expected: &'static str },
    #[error("the contacts have no column of accounts")]
    #[diagnostic(code("crm::no-accounts"), help("expected a column AccountId, or the company's id"))]
    ContactsWithoutAccounts,
    #[error("the data has no accounts with ids of a CRM: it is generated")]
    #[diagnostic(code("crm::generated"), help("name a file of accounts under [data.accounts]"))]
    Generated,
    #[error("the folder holds no change files")]
    #[diagnostic(code("crm::no-pack"), help("expected the folder that `attain crm PLAN --out` wrote"))]
    NoPack,
    #[error("the file was changed after it was written")]
    #[diagnostic(code("crm::edited-pack"), help("write the change files again, or restore the file"))]
    Edited,
    #[error("the file is missing")]
    #[diagnostic(code("crm::missing-file"), help("write the change files again, or restore the file"))]
    MissingFile,
    #[error("the export has no column of owners")]
    #[diagnostic(code("crm::no-owners"), help("expected a column such as OwnerId or Company owner"))]
    NoOwners,
    #[error("the export contains no record of the change files")]
    #[diagnostic(
        code("crm::other-records"),
        help("expected a fresh export of the accounts, opportunities or contacts that change owner")
    )]
    OtherRecords,
}
