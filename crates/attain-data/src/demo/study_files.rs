//! The files of the demo study.

use super::tables::DemoCompany;

/// A file of the demo study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFile {
    /// Path within the study's folder, with `/` as separator.
    pub path: &'static str,
    pub bytes: Vec<u8>,
}

/// Files that do not depend on the seed.
const TEXTS: [(&str, &str); 11] = [
    ("base.toml", include_str!("../../../../scenarios/base.toml")),
    ("status-quo.toml", include_str!("../../../../scenarios/status-quo.toml")),
    ("potential-over-conversion.toml", include_str!("../../../../scenarios/potential-over-conversion.toml")),
    ("add-mid-market.toml", include_str!("../../../../scenarios/add-mid-market.toml")),
    ("no-geography.toml", include_str!("../../../../scenarios/no-geography.toml")),
    ("protect-everything.toml", include_str!("../../../../scenarios/protect-everything.toml")),
    ("dedicated-top-50.toml", include_str!("../../../../scenarios/dedicated-top-50.toml")),
    ("aggregate/one-page.toml", include_str!("../../../../scenarios/aggregate/one-page.toml")),
    ("stress/headcount.toml", include_str!("../../../../scenarios/stress/headcount.toml")),
    ("data/README.md", include_str!("../../../../scenarios/data/README.md")),
    ("schema.json", include_str!("../../../../scenarios/schema.json")),
];

/// Returns the files of the demo study: scenario files, their schema and the company's data for
/// a seed. The files under `scenarios/` were generated with seed 1.
#[must_use]
pub fn files(seed: u64) -> Vec<DemoFile> {
    let company = DemoCompany::new(seed);
    let texts = TEXTS.iter().map(|&(path, text)| DemoFile { path, bytes: text.into() });
    let tables = [
        ("data/accounts.csv", company.accounts_csv()),
        ("data/reps.csv", company.reps_csv()),
        ("data/opportunities.csv", company.opportunities_csv()),
        ("data/production.csv", company.production_csv()),
    ];
    texts.chain(tables.map(|(path, csv)| DemoFile { path, bytes: csv.into_bytes() })).collect()
}
