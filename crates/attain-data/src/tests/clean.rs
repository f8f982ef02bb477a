//! Tests of `attain clean`: its output equals the data that was read, and reading it again
//! requires no repairs.

use super::super::examine;
use super::{folder, read, resolved, scenario};
use crate::clean::REPAIR_LOG;
use crate::quality::FindingTreatment;
use attain_core::diagnostics::Faults;
use attain_core::scenario::choices::DataTable;

const DIRTY: &str = "\
id,account,owner,stage,amount,created,closed,product,source,note
o1,a1,r1,Closed Won,50000,2025-01-01,2025-06-01,GTXPro,web,\"a \"\"quoted\"\", note\"
o2,a2,r3,closedlost,8000,2025-01-01,2025-02-01,GTX Pro,web,
o2,a2,r3,closedlost,8000,2025-01-01,2025-02-01,GTX Pro,web,
o3,a2,r2,Prospecting,,2026-11-01,,GTX Prp,web,
";

#[test]
fn cleaned_tables_hold_the_same_book_and_need_no_repair() {
    let dirty = folder("opportunities.csv", DIRTY.as_bytes());
    std::fs::write(dirty.path().join("products.csv"), "product,price\nGTX Pro,4821\nGTX Basic,550\n").expect("a file");
    let mut scenario = scenario();
    scenario.data.products = Some(DataTable { file: "products.csv".into(), ..DataTable::default() });
    let mut faults = Faults::default();
    let examination = examine(&resolved(scenario.clone(), dirty.path()), &mut faults);
    let book = examination.book.as_ref().expect("a book");
    assert_eq!(book.opportunities.iter().map(|one| one.product.as_deref()).collect::<Vec<_>>(), [Some("GTX Pro"); 3]);
    assert_eq!(book.opportunities[2].amount, 4821.0, "the list price stands for a blank amount");

    let clean = tempfile::tempdir().expect("a temporary folder");
    let files = examination.cleaned();
    let log = files.iter().find(|file| file.name == REPAIR_LOG).expect("a log");
    let text = String::from_utf8(log.bytes.clone()).expect("text");
    let tails: Vec<&str> = text.lines().map(|line| line.split_once(".csv,").map_or(line, |(_, tail)| tail)).collect();
    assert_eq!(
        tails,
        [
            "file,row,column,before,after,rule",
            "2,industry,retail,Retail,spelled as in other cells",
            "2,product,GTXPro,GTX Pro,spelled as in other cells",
            "5,product,GTX Prp,GTX Pro,spelled as in the scenario or the products",
            "4,,o2,,left out: duplicates another row",
        ]
    );
    for file in files.iter().filter(|file| file.name != REPAIR_LOG) {
        std::fs::write(clean.path().join(&file.name), &file.bytes).expect("a file");
    }
    let written = std::fs::read_to_string(clean.path().join("opportunities.csv")).expect("text");
    assert!(written.contains("\"a \"\"quoted\"\", note\""), "columns that mean nothing to us stay: {written}");
    let again = examine(&resolved(scenario.clone(), clean.path()), &mut faults);
    assert!(faults.0.is_empty(), "{faults}");
    assert!(!again.reading.findings.iter().any(|finding| finding.treatment.changes()), "{:?}", again.reading.findings);
    assert_eq!(again.book.expect("a book").hash, book.hash);
    assert!(again.reading.files.iter().all(|file| file.left_out == 0));

    scenario.data.repair = false;
    let faults = read(scenario.clone(), dirty.path()).expect_err("a repeated id");
    assert_eq!(faults[0].code(), "data::duplicate-id");
    let untouched = examine(&resolved(scenario, dirty.path()), &mut Faults::default());
    assert!(
        untouched
            .reading
            .findings
            .iter()
            .all(|finding| !matches!(finding.treatment, FindingTreatment::Repaired(_) | FindingTreatment::LeftOut))
    );
    assert_eq!(untouched.cleaned().iter().map(|file| file.changes).sum::<usize>(), 0);
}
