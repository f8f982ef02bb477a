//! Invalid options of `attain quick`.

use attain_core::diagnostics::{nearest, one_of, suggest};
use miette::Diagnostic;

use super::preset::PRESETS;

/// Largest number of reps. The command works on aggregates rather than a book of business.
pub(super) const MOST_REPS: u32 = 1000;
/// Longest ramp, in months.
pub(super) const MOST_MONTHS: f64 = 36.0;

/// An invalid option.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum QuickOptionFault {
    #[error("missing value")]
    #[diagnostic(code("quick::missing"), help("{}", expected_of(option)))]
    Missing { option: &'static str },
    #[error("invalid number `{found}`")]
    #[diagnostic(code("quick::not-a-number"), help("expected a whole number from 1 to {MOST_REPS}"))]
    NoWhole { found: String },
    #[error("{found} reps are out of range")]
    #[diagnostic(code("quick::out-of-range"), help("expected a whole number from 1 to {MOST_REPS}"))]
    Reps { found: String },
    #[error("invalid amount `{found}`")]
    #[diagnostic(code("quick::not-a-number"), help("{AMOUNT}"))]
    NoAmount { found: String },
    #[error("amount `{found}` is out of range")]
    #[diagnostic(code("quick::out-of-range"), help("{AMOUNT}"))]
    Amount { found: String },
    #[error("quota `{found}` is out of range")]
    #[diagnostic(code("quick::out-of-range"), help("{QUOTA}"))]
    Quota { found: String },
    #[error("invalid share `{found}`")]
    #[diagnostic(code("quick::not-a-number"), help("{SHARE}"))]
    NoShare { found: String },
    #[error("share `{found}` is out of range")]
    #[diagnostic(code("quick::out-of-range"), help("{SHARE}"))]
    Share { found: String },
    #[error("share `{found}` is not positive")]
    #[diagnostic(code("quick::out-of-range"), help("expected a share greater than 0 and less than 1, such as 0.8 or 80%"))]
    NoPart { found: String },
    #[error("invalid attainment `{found}`")]
    #[diagnostic(code("quick::not-an-attainment"), help("expected an attainment from 5% to 500%, such as 0.85 or 85%"))]
    Attainment { found: String },
    #[error("cannot be used together with `--quota-share`")]
    #[diagnostic(code("quick::both-levels"), help("use only one of them: both set how productive reps are relative to quota"))]
    Both,
    #[error("invalid number of months `{found}`")]
    #[diagnostic(code("quick::not-a-number"), help("expected a number of months from 0 to {MOST_MONTHS:.0}"))]
    NoMonths { found: String },
    #[error("{found} months are out of range")]
    #[diagnostic(code("quick::out-of-range"), help("expected a number of months from 0 to {MOST_MONTHS:.0}"))]
    Months { found: String },
    #[error("unknown segment `{found}`")]
    #[diagnostic(
        code("quick::unknown-segment"),
        help("{}", suggest(nearest(found, PRESETS.iter().map(|preset| preset.name)), one_of(&PRESETS.map(|preset| preset.name))))
    )]
    NoSegment { found: String },
    #[error("duplicate segment `{found}`")]
    #[diagnostic(code("quick::segment-twice"), help("name each segment once"))]
    Twice { found: String },
    #[error("the segments do not add up to {reps} reps: {said} are given, and {open} segments have no number")]
    #[diagnostic(
        code("quick::segments-do-not-add-up"),
        help(
            "give numbers that add up to --reps, with at least one rep for each segment, such as --segment smb=30 --segment enterprise=10"
        )
    )]
    DoNotAdd { said: u32, open: u32, reps: u32 },
}

const AMOUNT: &str = "expected an amount from 1 to 10,000bn, such as 900k, 32M or 1.2bn";
const QUOTA: &str = "expected an amount from 1k to 1bn, such as 900k or 1.2M";
const SHARE: &str = "expected a share of at least 0 and less than 1, such as 0.3 or 30%";

fn expected_of(option: &str) -> String {
    match option {
        "--reps" => format!("expected a whole number from 1 to {MOST_REPS}"),
        "--quota" => QUOTA.to_owned(),
        _ => AMOUNT.to_owned(),
    }
}
