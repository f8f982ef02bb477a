//! The same opportunities as different tools export them.

use super::{codes, folder, read, scenario};
use crate::Book;

/// The opportunities in rows: id, account, owner, stage, amount, created, closed.
fn rows() -> Vec<[String; 7]> {
    (0..12)
        .map(|at| {
            let stage = ["Closed Won", "Closed Lost", "Prospecting"][at % 3];
            let closed = if stage == "Prospecting" { String::new() } else { format!("2026-0{}-{:02}", 1 + at % 9, 14 + at) };
            let (account, owner) = if at % 2 == 0 { ("a1", "Ann") } else { ("a2", "Bob") };
            let amount = format!("{}500.00", 10 + at);
            [
                format!("o{at:02}"),
                account.into(),
                owner.into(),
                stage.into(),
                amount,
                format!("2025-0{}-{:02}", 1 + at % 9, 2 + at),
                closed,
            ]
        })
        .collect()
}

const HEADER: [&str; 7] = ["Opportunity ID", "Account ID", "Opportunity Owner", "Stage", "Amount", "Created Date", "Close Date"];

/// The table with a separator, each cell changed by its column.
fn table(separator: &str, change: &dyn Fn(usize, &str) -> String) -> String {
    let line = |row: &[String; 7]| {
        let cells: Vec<String> = row.iter().enumerate().map(|(column, cell)| change(column, cell)).collect();
        cells.join(separator)
    };
    let lines: Vec<String> = std::iter::once(HEADER.join(separator)).chain(rows().iter().map(line)).collect();
    lines.join("\n") + "\n"
}

fn same(_: usize, cell: &str) -> String {
    cell.to_owned()
}

/// Writes the dates of both columns another way.
fn dated(write: impl Fn(&str, &str, &str) -> String) -> impl Fn(usize, &str) -> String {
    move |column, cell| {
        let parts: Vec<&str> = cell.split('-').collect();
        match (column, parts.as_slice()) {
            (5 | 6, [year, month, day]) => format!("\"{}\"", write(year, month, day)),
            _ => cell.to_owned(),
        }
    }
}

fn book(content: &[u8]) -> Result<Book, Vec<String>> {
    let folder = folder("opportunities.csv", content);
    read(scenario(), folder.path()).map_err(|faults| codes(&faults).into_iter().map(|(code, _)| code.to_owned()).collect())
}

#[test]
fn every_form_of_an_export_is_read_alike() {
    let name =
        |month: &str| ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"][month.parse::<usize>().unwrap_or(1) - 1];
    let plain = table(",", &same);
    let wide =
        |text: &str| -> Vec<u8> { [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect() };
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("UTF-16 with tabs", wide(&table("\t", &same))),
        (
            "Windows-1252",
            table(";", &|column, cell| if column == 2 { format!("{cell} (Z\u{e9})") } else { cell.into() })
                .chars()
                .map(|letter| letter as u32 as u8)
                .collect(),
        ),
        ("sep line", format!("sep=;\n{}", table(";", &same)).into_bytes()),
        ("titles", format!("Pipeline FY26,,,,,,\nexported 2026-12-31\n\n{plain}").into_bytes()),
        (
            "footer",
            format!("{plain}\n\"Grand Totals (12 records)\"\n\n\"Confidential Information - Do Not Distribute\"\n").into_bytes(),
        ),
        ("total row", format!("{plain}Total,,,,186000.00,,\n").into_bytes()),
        ("month first", table(",", &dated(|y, m, d| format!("{m}/{d}/{y}"))).into_bytes()),
        ("two digits", table(",", &dated(|y, m, d| format!("{m}/{d}/{}", &y[2..]))).into_bytes()),
        ("points", table(",", &dated(|y, m, d| format!("{d}.{m}.{}", &y[2..]))).into_bytes()),
        ("named", table(",", &dated(|y, m, d| format!("{d}-{}-{}", name(m), &y[2..]))).into_bytes()),
        ("long", table(",", &dated(|y, m, d| format!("{} {d}, {y}", name(m)))).into_bytes()),
        ("clock", table(",", &dated(|y, m, d| format!("{m}/{d}/{y}, 9:33 AM"))).into_bytes()),
        (
            "thousands",
            table(",", &|column, cell| if column == 4 { format!("{}.5k", &cell[..2]) } else { cell.into() }).into_bytes(),
        ),
        (
            "numbered stages",
            table(",", &|column, cell| if column == 3 { format!("6 - {cell}") } else { cell.into() }).into_bytes(),
        ),
        (
            "former owner",
            table(",", &|column, cell| if column == 2 { format!("{cell} (Deactivated User)") } else { cell.into() }).into_bytes(),
        ),
        ("dash", table(",", &|column, cell| if column == 6 && cell.is_empty() { "-".into() } else { cell.into() }).into_bytes()),
        (
            "several companies",
            table(",", &|column, cell| if column == 1 { format!("{cell};a3") } else { cell.into() }).into_bytes(),
        ),
    ];
    let essence = |book: &Book| {
        let one =
            |one: &crate::Opportunity| (one.id.clone(), one.account, one.owner, one.outcome, one.amount, one.created, one.closes);
        book.opportunities.iter().map(one).collect::<Vec<_>>()
    };
    let wanted = essence(&book(plain.as_bytes()).expect("the plain form"));
    assert_eq!(wanted.len(), 12);
    for (form, content) in forms {
        let found = book(&content).unwrap_or_else(|codes| panic!("{form}: {codes:?}"));
        assert_eq!(essence(&found), wanted, "{form}");
    }
}

/// One tool wrote the file: a column that shows the order decides for the others.
#[test]
fn the_order_of_dates_is_one_for_a_file() {
    let first_of_month = table(",", &|column, cell| match (column, cell.split('-').collect::<Vec<_>>().as_slice()) {
        (5, [year, month, _]) => format!("16/{month}/{year}"),
        (6, [year, month, _]) => format!("01/{month}/{year}"),
        _ => cell.to_owned(),
    });
    let found = book(first_of_month.as_bytes()).expect("a book");
    assert!(found.opportunities.iter().filter_map(|one| one.closes).all(|day| day.day() == 1), "day first in both columns");
    let ambiguous = table(",", &dated(|year, month, _| format!("03/{month}/{year}")));
    let refused = book(ambiguous.as_bytes()).expect_err("two readings");
    assert!(refused.contains(&"data::ambiguous-dates".to_owned()), "{refused:?}");
    let folder = folder("opportunities.csv", ambiguous.as_bytes());
    let mut given = scenario();
    if let Some(choice) = &mut given.data.opportunities {
        choice.date_order = Some(attain_core::scenario::choices::DateOrder::DayFirst);
    }
    let found = read(given, folder.path()).expect("the scenario gives the order");
    assert!(found.opportunities.iter().filter_map(|one| one.created).all(|day| day.day() == 3));
}

/// Pipedrive leaves a closed deal in its last stage; the status tells that it was won.
#[test]
fn the_status_of_a_deal_counts_before_its_stage() {
    let mut text = "Deal - ID,Deal - Organization,Deal - Owner,Deal - Stage,Deal - Status,Deal - Value,Deal - Deal created,Deal - Deal closed on\n".to_owned();
    for [id, account, owner, stage, amount, created, closed] in rows() {
        let status = match stage.as_str() {
            "Closed Won" => "Won",
            "Closed Lost" => "Lost",
            _ => "Open",
        };
        let row = [&id, &account, &owner, "Prospecting", status, &amount, &created, &closed].join(",");
        text.extend([&row, "\n"]);
    }
    let found = book(text.as_bytes()).unwrap_or_else(|codes| panic!("{codes:?}"));
    let won = found.opportunities.iter().filter(|one| one.outcome == crate::Outcome::Won).count();
    assert_eq!((found.opportunities.len(), won), (12, 4));
}
