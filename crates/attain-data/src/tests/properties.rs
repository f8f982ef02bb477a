//! Property tests: the order of rows does not change the book, and arbitrary bytes do not crash
//! the program.

use polars::prelude::{Column, DataFrame, ParquetWriter};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::strategy::{Just, Strategy};

use super::{ACCOUNTS, OPPORTUNITIES, REPS, folder, read, scenario};

/// A file with its rows shuffled.
fn shuffled(content: &'static str) -> impl Strategy<Value = String> {
    let (header, body) = content.split_once('\n').unwrap_or((content, ""));
    let rows: Vec<&'static str> = body.lines().collect();
    Just(rows).prop_shuffle().prop_map(move |rows| format!("{header}\n{}\n", rows.join("\n")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_rows_does_not_matter(accounts in shuffled(ACCOUNTS), reps in shuffled(REPS), opportunities in shuffled(OPPORTUNITIES)) {
        let plain = folder("", b"");
        let changed = folder("accounts.csv", accounts.as_bytes());
        std::fs::write(changed.path().join("reps.csv"), reps).expect("a file");
        std::fs::write(changed.path().join("opportunities.csv"), opportunities).expect("a file");
        let (mut one, mut other) = (read(scenario(), plain.path()).expect("a book"), read(scenario(), changed.path()).expect("a book"));
        // The report contains folders and rows.
        (one.reading, other.reading) = Default::default();
        assert_eq!(one.hash, other.hash);
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let folder = folder("accounts.csv", &bytes);
        let _ = read(scenario(), folder.path());
    }

    #[test]
    fn no_table_ends_the_program(cells in "(id|potential|owner|a1|r1|[\",;\r\n\t .0-9e%()$€-]|nan|2025-01-01|/|é){0,60}") {
        for file in ["accounts.csv", "reps.csv", "opportunities.csv"] {
            let folder = folder(file, format!("id,potential,team,account,stage,amount,created\n{cells}").as_bytes());
            let _ = read(scenario(), folder.path());
        }
    }

    #[test]
    fn no_damage_to_a_parquet_file_ends_the_program(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut content = parquet();
        for (place, byte) in damage {
            let place = place.index(content.len());
            content[place] = byte;
        }
        let folder = folder("accounts.csv", &content);
        let _ = read(scenario(), folder.path());
    }
}

/// A small valid Parquet file.
fn parquet() -> Vec<u8> {
    let mut frame = DataFrame::new(
        3,
        vec![
            Column::new("id".into(), ["a1", "a2", "a3"]),
            Column::new("potential".into(), [Some(750_000.0), None, Some(5.0)]),
            Column::new("strategic".into(), [true, false, true]),
        ],
    )
    .expect("a frame");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).expect("written");
    bytes
}
