//! Tests of ambiguous decimal signs, currencies and dates.

use super::super::examine;
use super::{codes, folder, read, resolved, scenario};
use crate::quality::FindingKind;
use attain_core::diagnostics::Faults;
use attain_core::scenario::choices::{DecimalSign, Scenario};
use attain_core::units::Factor;

const REST: &str = ",r1,Won,2025-01-01,2025-03-01";

fn rows(amounts: &[&str]) -> String {
    let row = |(n, amount): (usize, &&str)| format!("o{n};a1{};{amount}\n", REST.replace(',', ";"));
    amounts.iter().enumerate().map(row).fold("id;account;owner;stage;created;closed;amount\n".to_owned(), |text, row| text + &row)
}

fn amounts(scenario: Scenario, content: &str) -> Result<Vec<f64>, String> {
    let folder = folder("opportunities.csv", content.as_bytes());
    let book = read(scenario, folder.path()).map_err(|faults| Faults(faults).to_string())?;
    Ok(book.opportunities.iter().map(|one| one.amount).collect())
}

fn with(decimal: DecimalSign) -> Scenario {
    let mut scenario = scenario();
    scenario.data.opportunities.as_mut().expect("a table").decimal = Some(decimal);
    scenario
}

#[test]
fn thousands_that_could_be_decimals_are_asked_about() {
    let german = rows(&["120.000", "95.500", "7"]);
    let fault = amounts(scenario(), &german).expect_err("a question");
    assert!(fault.contains("error[data::ambiguous-decimal]: 2 numbers such as `120.000`"), "{fault}");
    assert!(fault.contains("decimal = \"comma\""), "{fault}");
    assert_eq!(amounts(with(DecimalSign::Comma), &german), Ok(vec![120_000.0, 95_500.0, 7.0]));
    assert_eq!(amounts(with(DecimalSign::Point), &german), Ok(vec![120.0, 95.5, 7.0]));
    assert_eq!(amounts(scenario(), &rows(&["120.000", "95,50"])), Ok(vec![120_000.0, 95.5]), "one cell tells");
    assert_eq!(amounts(scenario(), &rows(&["120,000", "7"])), Ok(vec![120_000.0, 7.0]), "a lone comma groups");
}

#[test]
fn currencies_are_refused_without_a_rate() {
    let mixed = rows(&["100", "€ 200", "300 EUR", "$5"]);
    let fault = amounts(scenario(), &mixed).expect_err("no rate");
    assert!(
        fault.contains("opportunities.csv:3: column `amount`: error[data::no-rate]: 2 amounts are in EUR, the first in line 3"),
        "{fault}"
    );
    assert!(fault.contains("rates = { EUR = … }"), "{fault}");
    let mut rated = scenario();
    rated.data.rates.insert("EUR".into(), Factor::literal(1.5));
    assert_eq!(amounts(rated.clone(), &mixed), Ok(vec![100.0, 300.0, 450.0, 5.0]));
    let column = "id,account,owner,stage,created,closed,amount,CurrencyIsoCode\no1,a1,r1,Won,2025-01-01,2025-02-01,10,EUR\no2,a1,r1,Won,2025-01-01,2025-02-01,10,usd\n";
    assert_eq!(amounts(rated.clone(), column), Ok(vec![15.0, 10.0]));
    let folder = folder("opportunities.csv", column.as_bytes());
    let book = read(rated, folder.path()).expect("a book");
    assert_eq!(book.opportunities[0].currency.as_deref(), Some("EUR"));
    let all = amounts(scenario(), &column.replace("usd", "EUR")).expect_err("all in another currency");
    assert!(all.contains("set `currency = \"EUR\"` in `[money]`"), "{all}");
    assert!(amounts(scenario(), &column.replace("EUR", "beans")).expect_err("none").contains("data::not-a-currency"));
}

#[test]
fn serial_numbers_of_a_spreadsheet_are_dates_and_told() {
    let rows = "id,account,owner,stage,amount,created,closed\no1,a1,r1,Won,5,45658,2025-02-01\n";
    let folder = folder("opportunities.csv", rows.as_bytes());
    let mut faults = Faults::default();
    let examination = examine(&resolved(scenario(), folder.path()), &mut faults);
    assert_eq!(examination.reading.findings.iter().filter(|finding| finding.kind == FindingKind::SerialDates).count(), 1);
    let book = examination.book.expect("a book");
    assert_eq!(book.opportunities[0].created.map(|day| day.to_string()).as_deref(), Some("2025-01-01"));
    assert!(codes(&faults.0).is_empty());
}

#[test]
fn a_revenue_beside_employees_has_to_be_explained() {
    let accounts = "id,potential,revenue,employees,owner\na1,750000,1100.04,2822,r1\na2,40000,5,7,r2\n";
    let folder = folder("accounts.csv", accounts.as_bytes());
    std::fs::write(folder.path().join("opportunities.csv"), rows(&["5"])).expect("a file");
    assert_eq!(codes(&read(scenario(), folder.path()).expect_err("a question")), [("data::whose-revenue", 0)]);
    for (theirs, revenue) in [("revenue", 1100.04), ("", 0.0)] {
        let mut scenario = scenario();
        scenario.data.accounts.as_mut().expect("a table").columns.insert("revenue".into(), theirs.into());
        assert_eq!(read(scenario, folder.path()).expect("a book").accounts[0].revenue, revenue);
    }
}
