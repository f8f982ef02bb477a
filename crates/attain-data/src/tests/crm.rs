//! CRM exports in each of their dialects, small and made up; the real samples
//! are in `real`.

use super::super::{BusinessType, Outcome, examine};
use super::{ACCOUNTS, codes, folder, read, resolved, scenario};
use crate::quality::{FindingKind, FindingTreatment};
use crate::{Examination, ReadReport};
use attain_core::diagnostics::Faults;
use attain_core::scenario::choices::{DataTable, ReversedDatesPolicy, Scenario, UnknownOwnerPolicy, UnmatchedPolicy};

fn look(scenario: Scenario, folder: &std::path::Path) -> (Examination, Faults) {
    let mut faults = Faults::default();
    let examination = examine(&resolved(scenario, folder), &mut faults);
    (examination, faults)
}

/// Count and treatment of a kind of finding.
fn found(reading: &ReadReport, kind: FindingKind) -> Vec<(usize, FindingTreatment)> {
    reading.findings.iter().filter(|finding| finding.kind == kind).map(|finding| (finding.count, finding.treatment)).collect()
}

const SHORT: &str = "0015500000Xyy06";
const LONG: &str = "0015500000Xyy06AAB";

#[test]
fn salesforce_by_api_names_with_short_and_long_ids() {
    let accounts = format!(
        "Id,Name,OwnerId,Industry,AnnualRevenue,NumberOfEmployees,Potential__c,IsDeleted\n{LONG},Alpha,r1,retail,9e9,5,600000,false\n001q000000wW9BeAAK,Beta,r2,retail,,7,40000,false\n001q0000013WMSUAA4,Gone,r2,,,,1,true\n"
    );
    let folder = folder("accounts.csv", accounts.as_bytes());
    let rows = format!(
        "Id,AccountId,OwnerId,StageName,Amount,Probability,CloseDate,CreatedDate,Type,IsClosed,IsWon\no1,{SHORT},r1,Custom Won,50000,100,2025-06-01,2025-01-01T00:00:00.000Z,New Customer,true,true\no2,{LONG},r3,Custom Lost,8000,0,2025-02-01,2025-01-01,Existing Customer - Upgrade,true,false\no3,{},r1,Sniffing,,35,,2026-11-01,Renewal,false,false\n",
        LONG.to_uppercase()
    );
    std::fs::write(folder.path().join("opportunities.csv"), rows).expect("a file");
    let (examination, faults) = look(scenario(), folder.path());
    assert!(faults.0.is_empty(), "{faults}");
    let book = examination.book.expect("a book");
    assert_eq!(book.accounts.len(), 2, "the deleted one is left out");
    assert_eq!(book.accounts[0].id, LONG);
    assert!(book.opportunities.iter().all(|one| one.account == 0), "short, long and upper-case ids are one account");
    let outcomes: Vec<Outcome> = book.opportunities.iter().map(|one| one.outcome).collect();
    assert_eq!(outcomes, [Outcome::Won, Outcome::Lost, Outcome::Open(0.35)], "the rows say themselves how they stand");
    let business: Vec<Option<BusinessType>> = book.opportunities.iter().map(|one| one.business).collect();
    assert_eq!(business, [Some(BusinessType::New), Some(BusinessType::Existing), Some(BusinessType::Renewal)]);
    let reading = &examination.reading;
    assert_eq!(
        reading.files.iter().map(|file| file.dialect).collect::<Vec<_>>(),
        ["plain names", "Salesforce, API names", "Salesforce, API names"]
    );
    assert_eq!(found(reading, FindingKind::ShortId).len(), 1);
    assert_eq!(found(reading, FindingKind::IdCase).len(), 1);
    assert_eq!(found(reading, FindingKind::Deleted), [(1, FindingTreatment::LeftOut)]);
    assert_eq!(found(reading, FindingKind::StageByRow), [(3, FindingTreatment::Read("read from other columns of the row"))]);
    let account_file = &reading.files[1];
    assert_eq!((account_file.rows, account_file.left_out), (2, 1));
    assert_eq!(account_file.ignored, ["AnnualRevenue", "NumberOfEmployees"], "the customer's turnover is not our revenue");
}

#[test]
fn salesforce_report_labels_refer_by_name() {
    let folder = folder("opportunities.csv", b"Opportunity ID,Account Name,Opportunity Owner,Stage,Amount,Probability (%),Close Date,Created Date,Lead Source,Type,Closed,Won\no1,alpha,Ann,Closed Won,50000,100,6/1/2025,1/31/2025,Web,New Business,1,1\no2,Beta,Bob,Needs Analysis,8000,20,6/1/2027,12/1/2026,Web,,0,0\n");
    let (examination, faults) = look(scenario(), folder.path());
    assert!(faults.0.is_empty(), "{faults}");
    let reading = &examination.reading;
    let file = reading.files.iter().find(|file| file.table == "opportunities").expect("the file");
    assert_eq!(file.dialect, "Salesforce, report labels");
    assert!(file.ignored.is_empty(), "{:?}", file.ignored);
    assert_eq!(
        file.columns.iter().find(|column| column.ours == "created").and_then(|column| column.written),
        Some("month first")
    );
    assert_eq!(found(reading, FindingKind::ByName).len(), 2);
    let book = examination.book.expect("a book");
    assert_eq!((book.opportunities[0].account, book.opportunities[1].owner), (0, Some(1)));
}

#[test]
fn a_name_that_several_have_is_none() {
    let folder = folder("accounts.csv", ACCOUNTS.replace("Beta", "Alpha").as_bytes());
    let rows = "id,account,owner,stage,amount,created\no1,Alpha,r1,Closed Won,5,2025-01-01\n";
    std::fs::write(folder.path().join("opportunities.csv"), rows).expect("a file");
    let faults = read(scenario(), folder.path()).expect_err("a fault");
    assert_eq!(codes(&faults), [("data::unknown-account", 2)]);
    assert!(faults[0].to_string().contains("several are named"), "{}", faults[0]);
}

#[test]
fn hubspot_with_stages_and_links_of_their_own() {
    let folder = folder("opportunities.csv", b"deal_id,deal_pipeline_stage_id,owner_id,property_dealname,property_amount,property_createdate,property_closedate,is_deleted\n11,s1,r1,A,500,2025-01-01 3:15:52,2025-03-01,false\n12,s2,r1,B,,2026-01-01,,false\n13,s3,r1,C,700,2025-01-01,2025-04-01,false\n14,Contract,r2,D,700,2026-05-01,,false\n");
    std::fs::write(folder.path().join("stages.csv"), "stage_id,label,probability,closed_won,is_closed\ns1,Signed,1.0,TRUE,TRUE\ns2,Demo,0.3,FALSE,FALSE\ns3,Closed lost,0.0,FALSE,FALSE\ns4,Contract,0.8,FALSE,FALSE\n").expect("a file");
    std::fs::write(folder.path().join("links.csv"), "deal_id,company_id\n11,a1\n12,a2\n13,a1\n").expect("a file");
    let mut scenario = scenario();
    scenario.data.stages = Some(DataTable { file: "stages.csv".into(), ..DataTable::default() });
    scenario.data.links = Some(DataTable { file: "links.csv".into(), ..DataTable::default() });
    let (examination, faults) = look(scenario, folder.path());
    assert!(faults.0.is_empty(), "{faults}");
    let book = examination.book.expect("a book");
    let outcomes: Vec<Outcome> = book.opportunities.iter().map(|one| one.outcome).collect();
    assert_eq!(outcomes, [Outcome::Won, Outcome::Open(0.3), Outcome::Lost]);
    assert_eq!((book.unattached.len(), book.unattached[0].outcome), (1, Outcome::Open(0.8)), "no link, found by label");
    assert_eq!(examination.reading.files.last().map(|file| file.dialect), Some("HubSpot, warehouse names"));
}

#[test]
fn history_gives_stages_by_day_and_owner() {
    let folder = folder("history.csv", b"OpportunityId,StageName,CreatedDate,OwnerId\no1,Closed Won,2025-06-01,r1\no1,Prospecting,2025-01-01,r2\no9,Prospecting,2025-01-01,r2\n");
    let mut scenario = scenario();
    scenario.data.history = Some(DataTable { file: "history.csv".into(), ..DataTable::default() });
    let (examination, faults) = look(scenario, folder.path());
    assert!(faults.0.is_empty(), "{faults}");
    let book = examination.book.expect("a book");
    let stages: Vec<(&str, Option<usize>)> =
        book.opportunities[0].stages.iter().map(|one| (one.stage.as_str(), one.owner)).collect();
    assert_eq!(stages, [("Prospecting", Some(1)), ("Closed Won", Some(0))]);
    assert_eq!(found(&examination.reading, FindingKind::UnknownOpportunity), [(1, FindingTreatment::LeftOut)]);
}

#[test]
fn who_is_inactive_has_left_and_names_are_put_together() {
    let reps = "Id,FirstName,LastName,Email,IsActive,Team\nr1,Ann,Lee,ann@x.io,true,field\nr2,Bob,Ray,bob@x.io,true,inside\nr3,Cyd,Poe,cyd@x.io,false,inside\n";
    let folder = folder("reps.csv", reps.as_bytes());
    let accounts = ACCOUNTS.replace("a1,r2", "a1,bob@x.io");
    std::fs::write(folder.path().join("accounts.csv"), accounts).expect("a file");
    let (examination, faults) = look(scenario(), folder.path());
    assert!(faults.0.is_empty(), "{faults}");
    let book = examination.book.expect("a book");
    assert_eq!((book.reps[0].name.as_str(), book.reps[2].left.is_some(), book.accounts[1].owner), ("Ann Lee", true, Some(1)));
    assert_eq!(found(&examination.reading, FindingKind::Inactive).len(), 1);
}

#[test]
fn what_does_not_match_is_refused_or_set_aside_as_the_scenario_says() {
    let rows = "id,account,owner,stage,amount,created,closed\no1,a1,r1,Won,5,2025-01-01,2025-02-01\no2,,r1,Won,5,2025-01-01,2025-02-01\no3,a9,r1,Won,5,2025-01-01,2025-02-01\no4,a1,r9,Won,5,2025-01-01,2025-02-01\no5,a1,r1,Won,5,2025-03-01,2025-02-01\n";
    let folder = folder("opportunities.csv", rows.as_bytes());
    let faults = read(scenario(), folder.path()).expect_err("faults");
    assert_eq!(codes(&faults), [("data::unknown-account", 4), ("data::unknown-rep", 5), ("data::closed-before-created", 6)]);
    let mut lenient = scenario();
    let choice = lenient.data.opportunities.as_mut().expect("a table");
    (choice.unknown_account, choice.unknown_owner) = (UnmatchedPolicy::SetAside, UnknownOwnerPolicy::Nobody);
    choice.reversed_dates = ReversedDatesPolicy::UnknownCreation;
    let (examination, faults) = look(lenient, folder.path());
    assert!(faults.0.is_empty(), "{faults}");
    let book = examination.book.expect("a book");
    assert_eq!((book.opportunities.len(), book.unattached.len()), (3, 2));
    assert_eq!((book.opportunities[1].owner, book.opportunities[2].created), (None, None));
    for kind in [FindingKind::NoAccount, FindingKind::UnknownAccount, FindingKind::UnknownOwner, FindingKind::ClosedBeforeCreated]
    {
        assert_eq!(found(&examination.reading, kind).len(), 1, "{kind:?}");
    }
    let mut strict = scenario();
    strict.data.opportunities.as_mut().expect("a table").missing_account = UnmatchedPolicy::Refuse;
    assert!(codes(&read(strict, folder.path()).expect_err("faults")).contains(&("data::missing-value", 3)));
}

#[test]
fn broken_histories_have_clear_answers() {
    let rows = |stage: &str, owner: &str, amount: &str| {
        let row = |n: usize| {
            format!(
                "o{n},a{},{},{stage},{amount},2025-01-0{n},2025-03-01\n",
                1 + n % 2,
                if owner.is_empty() { ["r1", "r2"][n % 2] } else { owner }
            )
        };
        (1..9).fold("id,account,owner,stage,amount,created,closed\n".to_owned(), |text, n| text + &row(n))
    };
    let kinds = |content: String| {
        let folder = folder("opportunities.csv", content.as_bytes());
        let (examination, faults) = look(scenario(), folder.path());
        assert!(faults.0.is_empty(), "{faults}");
        examination
            .reading
            .findings
            .iter()
            .filter(|finding| finding.table != "accounts")
            .map(|finding| finding.kind)
            .collect::<Vec<_>>()
    };
    let all = |stage, owner, amount| kinds(rows(stage, owner, amount));
    assert_eq!(all("Prospecting", "", "5"), [FindingKind::AllOpen]);
    assert_eq!(all("Won", "", "5"), [FindingKind::NoneLost]);
    assert_eq!(all("Lost", "", "5"), [FindingKind::NoneWon]);
    assert_eq!(all("Won", "r1", "5"), [FindingKind::NoneLost, FindingKind::OneOwner, FindingKind::NoOpportunities]);
    assert_eq!(all("Won", "", "0"), [FindingKind::NoneLost, FindingKind::WonForNothing]);
    let mixed = rows("Won", "", "5").replace("2025-03-01", "") + "x1,a1,r1,Lost,1,,\n";
    assert_eq!(kinds(mixed), [FindingKind::ClosedWithoutDay]);
}

#[test]
fn an_old_open_deal_is_told() {
    let rows = "id,account,owner,stage,amount,created,closed\no1,a1,r1,Won,5,2025-01-01,2025-02-01\no2,a1,r2,Lost,5,2025-11-01,2025-12-31\no3,a2,r1,Prospecting,5,2025-10-31,\no4,a2,r1,Prospecting,5,2025-11-01,\n";
    let folder = folder("opportunities.csv", rows.as_bytes());
    let (examination, _) = look(scenario(), folder.path());
    assert_eq!(
        found(&examination.reading, FindingKind::OpenBeyondCycles),
        [(1, FindingTreatment::Nothing)],
        "61 days are more than 60, 60 are not"
    );
}

#[test]
fn no_potential_may_follow_from_history() {
    use attain_core::scenario::choices::MissingPotentialPolicy;
    use attain_core::units::Share;
    let folder = folder("accounts.csv", b"id,name,owner\na1,Alpha,r1\na2,Beta,r2\na3,Gamma,r2\n");
    let rows = "id,account,owner,stage,amount,created,closed\no1,a1,r1,Won,400000,2024-06-01,2025-01-01\no2,beta,r1,Won,1000,2024-06-01,2025-12-31\n";
    std::fs::write(folder.path().join("opportunities.csv"), rows).expect("a file");
    assert_eq!(codes(&read(scenario(), folder.path()).expect_err("a fault")), [("data::missing-column", 0)]);
    let mut scenario = scenario();
    scenario.data.accounts.as_mut().expect("a table").without_potential =
        MissingPotentialPolicy::FromHistory { sold: Share::literal(0.5) };
    let book = read(scenario, folder.path()).expect("a book");
    let potentials: Vec<f64> = book.accounts.iter().map(|account| account.potential.round()).collect();
    // 365 of 365.25 days, half sold; accounts without purchases get the (lower) median of the others.
    assert_eq!(potentials, [800_548.0, 2001.0, 2001.0]);
    assert_eq!((book.accounts[0].segment, book.accounts[1].segment), (0, 1));
}
