//! Public CRM exports with all their dirt: what is read, repaired and refused.

use std::path::Path;

use attain::data::quality::{DataFinding, FindingKind, FindingTreatment};
use attain::data::{Book, Examination, FileReport, Outcome, examine, load};
use attain::diagnostics::{Fault, Faults};
use attain::scenario::ResolvedScenario;
use attain::scenario::choices::{
    AccountsTable, DataTable, MissingPotentialPolicy, OpportunitiesTable, RepsTable, Scenario, Segment, Team, UnknownOwnerPolicy,
    UnmatchedPolicy,
};
use attain::units::Share;

fn resolved(scenario: Scenario, folder: &Path) -> ResolvedScenario {
    ResolvedScenario::in_memory(scenario, "plan.toml", folder)
}

fn read(scenario: Scenario, folder: &Path) -> Result<Book, Vec<Fault>> {
    let mut faults = Faults::default();
    let book = load(&resolved(scenario, folder), &mut faults);
    assert_eq!(book.is_none(), !faults.0.is_empty(), "a book exactly when there is no fault: {faults}");
    book.ok_or(faults.0)
}

fn map(pairs: &[(&str, &str)]) -> std::collections::BTreeMap<String, String> {
    pairs.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect()
}

/// One segment and one team that serves it.
fn plain() -> Scenario {
    let mut scenario = Scenario::default();
    scenario.market.segments.insert("all".into(), Segment::default());
    scenario.teams.insert("sales".into(), Team::default());
    scenario
}

fn file(name: &str) -> DataTable {
    DataTable { file: name.into(), ..DataTable::default() }
}

fn maven() -> Scenario {
    let mut scenario = plain();
    let columns = map(&[("id", "account"), ("industry", "sector"), ("revenue", ""), ("region", "office_location")]);
    let without_potential = MissingPotentialPolicy::FromHistory { sold: Share::literal(0.5) };
    scenario.data.accounts =
        Some(AccountsTable { file: "accounts.csv".into(), columns, without_potential, ..AccountsTable::default() });
    scenario.data.reps = Some(RepsTable { file: "sales_teams.csv".into(), ..RepsTable::default() });
    let stages = [("Prospecting", 0.1), ("Engaging", 0.4)].map(|(stage, chance)| (stage.to_owned(), Share::literal(chance)));
    scenario.data.opportunities =
        Some(OpportunitiesTable { file: "sales_pipeline.csv".into(), stages: stages.into(), ..OpportunitiesTable::default() });
    scenario.data.products = Some(file("products.csv"));
    scenario
}

fn look(scenario: Scenario, folder: &Path) -> (Examination, Vec<Fault>) {
    let mut faults = Faults::default();
    let examination = examine(&resolved(scenario, folder), &mut faults);
    (examination, faults.0)
}

fn count(faults: &[Fault], code: &str) -> usize {
    faults.iter().filter(|fault| fault.code() == code).count()
}

fn codes(faults: &[Fault]) -> Vec<String> {
    let mut codes: Vec<String> = faults.iter().map(|fault| fault.code().to_owned()).collect();
    codes.dedup();
    codes
}

pub fn maven_is_read_whole_and_its_dirt_is_listed(folder: &Path) {
    let (examination, faults) = look(maven(), folder);
    assert!(faults.is_empty(), "{faults:?}");
    let book: Book = examination.book.expect("a book");
    assert_eq!((book.accounts.len(), book.reps.len(), book.products.len()), (85, 35, 7));
    assert_eq!((book.opportunities.len(), book.unattached.len()), (8800 - 1425, 1425));
    let won: f64 = book.opportunities.iter().filter(|one| one.outcome == Outcome::Won).map(|one| one.amount).sum();
    assert_eq!(won, 10_005_534.0);
    let golddex = book.accounts.iter().filter(|account| account.family == "Golddex").count();
    assert_eq!(golddex, 3, "two subsidiaries and itself");

    let found = |kind: FindingKind, table: &str| -> Vec<&DataFinding> {
        examination.reading.findings.iter().filter(|finding| finding.kind == kind && finding.table == table).collect()
    };
    let one = |kind: FindingKind, table: &str, column: &str| -> (usize, FindingTreatment, Vec<String>) {
        let found: Vec<&DataFinding> = found(kind, table).into_iter().filter(|finding| finding.column == column).collect();
        let [one] = found[..] else { panic!("{kind:?}: {found:?}") };
        (one.count, one.treatment, one.examples.clone())
    };
    let (cells, _, examples) = one(FindingKind::SameLetters, "opportunities", "product");
    assert_eq!((cells, examples), (1480, vec!["GTXPro for GTX Pro (1480 cells)".to_owned()]));
    let (cells, _, examples) = one(FindingKind::NearName, "accounts", "sector");
    assert_eq!((cells, examples), (12, vec!["technolgy for technology (12 cells)".to_owned()]));
    let (cells, _, examples) = one(FindingKind::NearName, "accounts", "office_location");
    assert_eq!((cells, examples), (1, vec!["Philipines for Philippines (1 cells)".to_owned()]));
    assert_eq!(one(FindingKind::NoAccount, "opportunities", "account").0, 1425);
    assert_eq!(one(FindingKind::NoAccount, "opportunities", "account").1, FindingTreatment::SetAside);
    assert_eq!(one(FindingKind::NoOpportunities, "reps", "").0, 5);
    assert_eq!(one(FindingKind::OpenBeyondCycles, "opportunities", "").0, 1291, "of 1,589 engaging");
    assert_eq!(examination.reading.findings.len(), 6, "{:?}", examination.reading.findings);
    assert!(book.industries.contains(&"technology".to_owned()));
    let pipeline: &FileReport = examination.reading.files.iter().find(|file| file.table == "opportunities").expect("read");
    let amount = pipeline.columns.iter().find(|column| column.ours == "amount").expect("read");
    assert_eq!((amount.theirs.as_str(), amount.blank), ("close_value", 2089));
    assert_eq!(amount.filled, [(2089, "list price of the product")]);
}

pub fn maven_names_can_be_kept_and_its_own_questions_are_asked(folder: &Path) {
    let mut kept = maven();
    kept.data.keep_names = vec!["technolgy".into()];
    let (examination, _) = look(kept, folder);
    assert!(examination.book.expect("a book").industries.contains(&"technolgy".to_owned()), "spelling is the user's");
    let mut asked = maven();
    let table = asked.data.accounts.as_mut().expect("a table");
    table.columns.remove("revenue");
    table.without_potential = MissingPotentialPolicy::Refuse;
    let faults = read(asked, folder).expect_err("no potential");
    assert_eq!(codes(&faults), ["data::missing-column"]);
    let mut strange = maven();
    let table = strange.data.opportunities.as_mut().expect("a table");
    table.stages = OpportunitiesTable::default().stages;
    table.missing_account = UnmatchedPolicy::Refuse;
    let faults = read(strange, folder).expect_err("`Engaging` is unknown");
    assert_eq!((count(&faults, "data::unknown-stage"), count(&faults, "data::missing-value")), (21, 21));
}

pub fn a_warehouse_copy_of_salesforce(folder: &Path) {
    let mut scenario = plain();
    scenario.data.accounts = Some(AccountsTable { file: "sf_account_data.csv".into(), ..AccountsTable::default() });
    scenario.data.reps = Some(RepsTable { file: "sf_user_data.csv".into(), ..RepsTable::default() });
    scenario.data.opportunities =
        Some(OpportunitiesTable { file: "sf_opportunity_data.csv".into(), ..OpportunitiesTable::default() });
    scenario.data.history = Some(file("sf_opportunity_history_data.csv"));
    let (examination, faults) = look(scenario.clone(), folder);
    // Every opportunity of the sample is deleted, and no column holds a potential.
    assert_eq!(codes(&faults), ["data::all-deleted", "data::missing-column", "data::all-deleted"], "{}", Faults(faults));
    let dialects: Vec<&str> = examination.reading.files.iter().map(|file| file.dialect).collect();
    assert_eq!(dialects, ["Salesforce, warehouse names"; 4]);
    let users = examination.reading.files.iter().find(|file| file.table == "reps").expect("read");
    assert_eq!((users.rows, users.left_out), (4, 6), "deleted, or versions that no longer count");

    scenario.data.keep_deleted = true;
    let accounts = scenario.data.accounts.as_mut().expect("a table");
    accounts.without_potential = MissingPotentialPolicy::FromHistory { sold: Share::literal(0.5) };
    accounts.columns.insert("owner".into(), String::new());
    let deals = scenario.data.opportunities.as_mut().expect("a table");
    (deals.unknown_account, deals.unknown_owner) = (UnmatchedPolicy::SetAside, UnknownOwnerPolicy::Nobody);
    deals.reversed_dates = attain::scenario::choices::ReversedDatesPolicy::UnknownCreation;
    let (examination, faults) = look(scenario, folder);
    // The owners and accounts of deals are masked in the sample: they match nothing. Four wins have no
    // amount. All else is read.
    let allowed = ["data::missing-value"];
    assert!(faults.iter().all(|fault| allowed.contains(&fault.code())), "{}", Faults(faults));
    assert_eq!(count(&faults, "data::missing-value"), 4, "the amounts");
    let kinds: Vec<FindingKind> = examination.reading.findings.iter().map(|finding| finding.kind).collect();
    for kind in [
        FindingKind::StageByRow,
        FindingKind::UnknownAccount,
        FindingKind::UnknownOwner,
        FindingKind::ClosedBeforeCreated,
        FindingKind::UnknownType,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}: {kinds:?}");
    }
}

pub fn a_warehouse_copy_of_hubspot(folder: &Path) {
    let mut scenario = plain();
    let columns = map(&[("potential", "property_annualrevenue")]);
    scenario.data.accounts = Some(AccountsTable { file: "company_data.csv".into(), columns, ..AccountsTable::default() });
    scenario.data.reps = Some(RepsTable { file: "owner_data.csv".into(), ..RepsTable::default() });
    scenario.data.opportunities = Some(OpportunitiesTable { file: "deal_data.csv".into(), ..OpportunitiesTable::default() });
    let faults = read(scenario.clone(), folder).expect_err("deals name no company");
    assert!(faults.iter().any(|fault| fault.to_string().contains("missing column `account`")), "{}", Faults(faults));
    scenario.data.links = Some(file("deal_company_data.csv"));
    scenario.data.stages = Some(file("deal_pipeline_stage_data.csv"));
    let (examination, faults) = look(scenario, folder);
    let dialects: Vec<&str> = examination.reading.files.iter().map(|file| file.dialect).collect();
    assert_eq!(dialects, ["HubSpot, warehouse names"; 5], "{:?}", examination.reading.files);
    // The sample's deals have neither stage nor amount, and so cannot be used; companies and owners can.
    assert!(codes(&faults).iter().all(|code| *code == "data::missing-value"), "{}", Faults(faults));
    let read = |table: &str| examination.reading.files.iter().find(|file| file.table == table).map(|file| file.rows);
    assert_eq!((read("accounts"), read("reps"), read("stages"), read("links")), (Some(24), Some(100), Some(69), Some(2)));
}
