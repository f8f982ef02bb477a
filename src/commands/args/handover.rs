//! Arguments of the commands that hand a plan over.

use std::path::PathBuf;

use super::threads::ThreadArgs;
use super::values::{date, seed, share, whole};
use attain_export::crm::CrmTarget;

/// Years to simulate for the chances that an export shows.
#[derive(Debug, clap::Args)]
pub struct ChanceArgs {
    /// Years to simulate for the chances of target and quota; 0 to leave them out [default: 500; RESULTS:NAME has its own]
    #[arg(long, default_value_t = 500, value_parser = whole::<0, 10_000_000>)]
    pub years: u32,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
}

/// Years to simulate for the chances, which are left out by default.
#[derive(Debug, clap::Args)]
pub struct OptionalChanceArgs {
    /// Years to simulate for the chances of quota; 0 to leave them out
    #[arg(long, default_value_t = 0, value_parser = whole::<0, 10_000_000>)]
    pub years: u32,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct ExportArgs {
    /// Scenario file, edited workbook, frozen plan, or a plan of a comparison as RESULTS:NAME
    pub plan: String,
    /// Write a workbook with the answer, the books, the seats, the moves and the assumptions to this file
    #[arg(long, value_name = "FILE", group = "what")]
    pub xlsx: Option<PathBuf>,
    /// Write the territory plan document, a page that prints on A4 and Letter, to this file
    #[arg(long, value_name = "FILE", group = "what")]
    pub document: Option<PathBuf>,
    /// Write a page for each rep and each manager to this folder
    #[arg(long, value_name = "DIR", group = "what")]
    pub handout: Option<PathBuf>,
    /// Hand-out of this rep only, by id or name; repeatable
    #[arg(long, value_name = "REP", requires = "handout")]
    pub rep: Vec<String>,
    /// Hand-out of this manager only, by name; repeatable
    #[arg(long, value_name = "MANAGER", requires = "handout")]
    pub manager: Vec<String>,
    /// Day on which the document was prepared [default: the first day of the plan]
    #[arg(long, value_parser = date)]
    pub date: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub chance: ChanceArgs,
    /// Replace the names of accounts, reps and managers with ids and numbers
    #[arg(long)]
    pub pseudonymise: bool,
}

/// A CRM on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CrmChoice {
    /// Files for Data Loader: Id and `OwnerId`, with 18-character ids
    Salesforce,
    /// Files for an import: Record ID and the owner's e-mail address
    Hubspot,
}

impl From<CrmChoice> for CrmTarget {
    fn from(choice: CrmChoice) -> Self {
        match choice {
            CrmChoice::Salesforce => Self::Salesforce,
            CrmChoice::Hubspot => Self::Hubspot,
        }
    }
}

/// Arguments of `crm`.
#[derive(Debug, clap::Args)]
pub struct CrmArgs {
    /// Scenario file, edited workbook, frozen plan, or a plan of a comparison as RESULTS:NAME
    #[arg(required_unless_present = "check")]
    pub plan: Option<String>,
    /// CRM that the files are for
    #[arg(long = "for", value_enum, value_name = "CRM", default_value = "salesforce")]
    pub target: CrmChoice,
    /// Folder for the change files; with --check, the folder that holds them
    #[arg(long)]
    pub out: PathBuf,
    /// Fresh CRM export to compare the change files in --out with (exit code 3 if a change is missing); repeatable
    #[arg(long, value_name = "EXPORT", conflicts_with = "plan")]
    pub check: Vec<PathBuf>,
    /// Table of contacts with their accounts and owners, which move with the accounts
    #[arg(long, value_name = "FILE")]
    pub contacts: Option<PathBuf>,
    /// Table with the columns id and crm-id, for data with other ids than the CRM's and for added seats
    #[arg(long, value_name = "FILE")]
    pub ids: Option<PathBuf>,
    /// Leave open opportunities with at least this chance of winning with their owner, such as 60% [default: all move with the account]
    #[arg(long, value_name = "CHANCE", value_parser = share)]
    pub keep_deals_from: Option<f64>,
    /// User who owns house accounts in the CRM
    #[arg(long, value_name = "USER")]
    pub house_owner: Option<String>,
    /// List accounts of seats without a user in pending.csv instead of refusing them
    #[arg(long)]
    pub pending: bool,
}

/// Format of differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DiffFormat {
    /// One line an account or seat
    Text,
    /// One row an account or seat
    Csv,
    /// One object
    Json,
    /// A page
    Html,
}

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct DiffArgs {
    /// First state: scenario file, edited workbook, RESULTS:NAME, frozen plan, or a CRM export of accounts with owners
    #[arg(value_name = "A")]
    pub from: String,
    /// Second state, in the same forms
    #[arg(value_name = "B")]
    pub to: String,
    /// Format of the differences
    #[arg(long, value_enum, default_value = "text")]
    pub format: DiffFormat,
    /// File to write [default: standard output]
    #[arg(long)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub chance: OptionalChanceArgs,
}

/// Arguments of `freeze`.
#[derive(Debug, clap::Args)]
pub struct FreezeArgs {
    /// Plan to freeze: scenario file, edited workbook or RESULTS:NAME; or a frozen plan to add entries to
    pub plan: String,
    /// Folder for the frozen plan, which must not hold one yet
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Add an approval by this person
    #[arg(long, value_name = "NAME")]
    pub approve: Option<String>,
    /// Remark of the approval
    #[arg(long, value_name = "TEXT", requires = "approve")]
    pub note: Option<String>,
    /// Add an exception for this account, with --by, --reason and --until
    #[arg(long, value_name = "ACCOUNT")]
    pub except: Option<String>,
    /// Person who grants the exception
    #[arg(long, value_name = "NAME", requires = "except")]
    pub by: Option<String>,
    /// Reason of the exception
    #[arg(long, value_name = "TEXT", requires = "except")]
    pub reason: Option<String>,
    /// Last day of the exception
    #[arg(long, value_name = "DATE", requires = "except", value_parser = date)]
    pub until: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub chance: OptionalChanceArgs,
}

/// Arguments of `review`.
#[derive(Debug, clap::Args)]
pub struct ReviewArgs {
    /// Folder of a frozen plan
    pub plan: PathBuf,
    /// Day of the review, the last day that the data covers
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: jiff::civil::Date,
    /// Folder with fresh data, in files with the names that the scenario's data has [default: the scenario's data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Folder for the review [default: reviews/DATE in the folder of the plan, where the next review finds it]
    #[arg(long)]
    pub out: Option<PathBuf>,
}
