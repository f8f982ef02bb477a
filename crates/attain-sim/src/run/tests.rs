//! Tests that write the blocks of a small study and read them back.

use std::path::Path;

use super::folder::{BlockSpan, damage};
use super::*;
use crate::fixture::study;
use crate::run::ScenarioHash;
use crate::simulate::{PlanOutput, SimulationOutput};
use attain_core::metric::{ALL, MetricId, SERIES, SHARED};

/// The years of a span.
fn cut(output: &SimulationOutput, years: std::ops::Range<usize>, active: &[bool]) -> SimulationOutput {
    fn some<T: Copy>(columns: &[Vec<T>], years: &std::ops::Range<usize>) -> Vec<Vec<T>> {
        columns.iter().map(|column| column[years.clone()].to_vec()).collect()
    }
    let of = |(plan, active): (&PlanOutput, &bool)| {
        let years = if *active { years.clone() } else { 0..0 };
        PlanOutput {
            company: some(&plan.company, &years),
            groups: plan.groups.iter().map(|group| some(group, &years)).collect(),
            seats: plan.seats.iter().map(|seat| some(seat, &years)).collect(),
            series: plan.series.iter().map(|steps| some(steps, &years)).collect(),
            periods: plan.periods.iter().map(|period| some(period, &years)).collect(),
        }
    };
    SimulationOutput { years: years.len(), plans: output.plans.iter().zip(active).map(of).collect(), ..*output }
}

fn identity(names: &[&str], seed: u64) -> Identity {
    let scenario = |name: &&str| ScenarioHash { plan: (*name).to_owned(), scenario_hash: name.repeat(64) };
    Identity {
        format: BLOCK_FORMAT,
        version: "1".into(),
        seed,
        data_hash: "da7a".into(),
        reference: names[0].into(),
        scenarios: names.iter().map(scenario).collect(),
        block_years: 512,
    }
}

/// Three plans on disk and in memory. The last plan has only the first 512 years.
fn kept(out: &Path, years: usize) -> (BlockStore, SimulationOutput) {
    let names = ["a", "b", "c"];
    let (book, mut plans, mut output) = study(&names, years);
    for (plan, output) in plans.iter_mut().zip(&mut output.plans) {
        plan.scenario.horizon.months = 24;
        output.periods = vec![output.company.clone(); 2];
        output.series.iter_mut().for_each(|steps| steps.extend(steps.clone()));
    }
    let shape = OutputShape::from_plans(&book, &plans);
    assert_eq!(shape.block_years(), 512);
    let folder = BlockFolder::open(out, "run").unwrap();
    let mut store = BlockStore::new(shape.clone(), names.map(str::to_owned).to_vec(), output.seed);
    for block in 0..shape.blocks(years as u32) {
        let span = shape.block(block, years as u32);
        let active = vec![true, true, block == 0];
        let part = cut(&output, span.start as usize..span.end as usize, &active);
        let reported = BlockSpan { from: span.start, active: active.clone(), run_years: years as u32 };
        let sidecar = folder.write(block, &part, &identity(&names, 7), &shape, &reported).unwrap();
        assert_eq!(damage(&folder.file(block), &sidecar), None);
        let plans = (0..3).filter(|&plan| active[plan]).collect();
        store.push(BlockFile { path: folder.file(block), years: span, plans });
    }
    for plan in &mut output.plans[2..] {
        let short = cut(&SimulationOutput { plans: vec![plan.clone()], ..output }, 0..years.min(512), &[true]);
        *plan = short.plans[0].clone();
    }
    (store, output)
}

#[test]
fn blocks_of_a_run_that_ended_are_no_unfinished_run() {
    let temp = tempfile::tempdir().unwrap();
    drop(kept(temp.path(), 600));
    let open = || BlockFolder::open(temp.path(), "run").unwrap();
    assert!(matches!(found(&open(), |_| true, false, false), Err(RunError::Input(_))));
    // A run interrupted while removing blocks: the marker file exists and one block is missing.
    std::fs::write(temp.path().join(BLOCKS).join(".spent"), "").unwrap();
    open().remove(0).unwrap();
    assert!(found(&open(), |_| true, false, false).unwrap().is_empty());
    assert!(!temp.path().join(BLOCKS).exists());
    // The same without an interruption.
    drop(kept(temp.path(), 600));
    open().clear().unwrap();
    assert!(!temp.path().join(BLOCKS).exists());
}

fn bits(columns: &[Vec<f64>]) -> Vec<Vec<u64>> {
    columns.iter().map(|column| column.iter().map(|value| value.to_bits()).collect()).collect()
}

#[test]
fn what_is_read_is_what_was_lived() {
    let temp = tempfile::tempdir().unwrap();
    let (store, output) = kept(temp.path(), 1200);
    assert_eq!((store.total(), store.years_of(0), store.years_of(2), store.years_of(9)), (1200, 1200, 512, 0));
    assert_eq!((store.seed(), store.plans()), (output.seed, 3));
    let every: Vec<usize> = (0..ALL.len()).collect();
    let backwards: Vec<usize> = (0..10).rev().collect();
    for plan in 0..3 {
        let years = store.years_of(plan);
        for span in [0..years, 0..1, years - 1..years, 500..years.min(530), 511..512, 40..40] {
            for (part, of, figures) in [
                (OutputPart::Company, (0, 1), &every[..]),
                (OutputPart::Company, (0, 1), &[MetricId::TargetHit as usize][..]),
                (OutputPart::Period, (0, 2), &every[..]),
                (OutputPart::Period, (1, 2), &[3][..]),
                (OutputPart::Group, (0, 2), &every[..5]),
                (OutputPart::Seat, (0, 2), &backwards[..]),
                (OutputPart::Seat, (1, 2), &[5, 0][..]),
                (OutputPart::Step, (0, 24), &[0, 2][..]),
                (OutputPart::Step, (1, 8), &[7][..]),
                (OutputPart::Step, (23, 24), &[1][..]),
            ] {
                let columns = ColumnSelection { plan, part, of, figures };
                let (found, expected) = (store.read(columns, span.clone()).unwrap(), output.read(columns, span.clone()).unwrap());
                assert_eq!(found.len(), columns.count(), "{columns:?} {span:?}");
                assert!(bits(&found) == bits(&expected), "{columns:?} {span:?}");
            }
        }
    }
}

/// Other Parquet readers can read blocks: every row has its keys, and columns of other parts are null.
#[test]
fn a_block_is_a_parquet_file_like_any_other() {
    use polars::prelude::{ParquetReader, SerReader};
    let temp = tempfile::tempdir().unwrap();
    let (_, output) = kept(temp.path(), 600);
    let read = |block: &str| {
        let path = temp.path().join(BLOCKS).join(block);
        ParquetReader::new(std::fs::File::open(path).unwrap()).finish().unwrap()
    };
    for (block, plans, first, years) in [("block-000000.parquet", 3, 0, 512), ("block-000001.parquet", 2, 512, 88)] {
        let frame = read(block);
        let groups = output.plans[0].groups.len();
        let members = 1 + 2 + groups + 2 + 24;
        assert_eq!((frame.height(), frame.width()), (plans * members * years, 4 + ALL.len() + SHARED + SERIES.len()));
        let texts =
            |name: &str| frame.column(name).unwrap().str().unwrap().iter().map(|v| v.unwrap().to_owned()).collect::<Vec<_>>();
        let numbers =
            |name: &str| frame.column(name).unwrap().i32().unwrap().iter().map(|v| v.unwrap() as usize).collect::<Vec<_>>();
        let (plan, part, of, year) = (texts("plan"), texts("part"), numbers("of"), numbers("year"));
        let seat = frame.column("seat.wins").unwrap().f32().unwrap();
        let company = frame.column("company.cost").unwrap().f64().unwrap();
        let step = frame.column("step.potential").unwrap().f32().unwrap();
        for row in 0..frame.height() {
            let output = &output.plans["abc".find(&plan[row]).unwrap()];
            assert!((first..first + years).contains(&year[row]));
            let expected = match part[row].as_str() {
                "company" => (Some(output.company[MetricId::Cost as usize][year[row]]), None, None),
                "period" => (Some(output.periods[of[row]][MetricId::Cost as usize][year[row]]), None, None),
                "group" => (None, Some(output.groups[of[row]][MetricId::Wins as usize][year[row]]), None),
                "seat" => (None, Some(output.seats[of[row]][MetricId::Wins as usize][year[row]]), None),
                _ => (None, None, output.series[9].get(of[row]).map(|steps| steps[year[row]])),
            };
            let step = step.get(row).filter(|value| !value.is_nan());
            assert_eq!((company.get(row), seat.get(row), step), expected, "{row}");
        }
    }
}

#[test]
fn results_are_the_same_from_disk_and_from_memory() {
    let temp = tempfile::tempdir().unwrap();
    let (store, output) = kept(temp.path(), 1200);
    let (book, mut plans, _) = study(&["a", "b", "c"], 1);
    for plan in &mut plans {
        plan.scenario.horizon.months = 24;
    }
    let json = |years: &dyn YearSource| {
        let results = crate::summarise::summarise(&book, &plans, &[], years).unwrap();
        serde_json::to_string(&results).unwrap()
    };
    let (disk, memory) = (json(&store), json(&output));
    assert!(disk == memory);
    assert!(disk.contains("\"seats\"") && disk.contains("\"periods\"") && disk.len() > 50_000);
}

#[test]
fn blocks_have_the_same_bytes_again() {
    let [one, two] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    kept(one.path(), 700);
    kept(two.path(), 700);
    for file in ["block-000000.parquet", "block-000001.parquet", "block-000001.json"] {
        let read = |folder: &Path| std::fs::read(folder.join(BLOCKS).join(file)).unwrap();
        assert!(read(one.path()) == read(two.path()), "{file}");
    }
}

#[test]
fn damage_is_seen_before_anything_is_parsed() {
    let temp = tempfile::tempdir().unwrap();
    kept(temp.path(), 100);
    let folder = BlockFolder::open(temp.path(), "run").unwrap();
    let sidecar = folder.finished().unwrap().remove(&0).unwrap().unwrap();
    let whole = std::fs::read(folder.file(0)).unwrap();
    let reported = |bytes: &[u8]| {
        std::fs::write(folder.file(0), bytes).unwrap();
        damage(&folder.file(0), &sidecar).unwrap_or_default()
    };
    assert_eq!(reported(&whole), "");
    assert!(reported(&whole[..whole.len() - 9]).starts_with("it is truncated: "));
    assert!(reported(&[]).starts_with("it is truncated: 0 of"));
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    assert_eq!(reported(&changed), "its contents have changed");
    assert_eq!(reported(&[&whole[..], b"x"].concat()), "its contents have changed");
    std::fs::remove_file(folder.file(0)).unwrap();
    assert!(damage(&folder.file(0), &sidecar).is_some());
}

#[test]
fn unfinished_work_is_neither_lost_nor_taken_up_unasked() {
    let temp = tempfile::tempdir().unwrap();
    kept(temp.path(), 1200);
    let folder = BlockFolder::open(temp.path(), "run").unwrap();
    let fault = found(&folder, |_| true, false, false).unwrap_err().to_string();
    assert!(fault.contains("run::unfinished") && fault.contains("3 finished blocks"), "{fault}");
    assert_eq!(found(&folder, |_| true, true, false).unwrap().len(), 3);
    assert_eq!(found(&folder, |block| block % 2 == 1, true, false).unwrap().len(), 1);
    std::fs::write(folder.path().join("block-000001.json"), "{").unwrap();
    assert!(found(&folder, |_| true, true, false).unwrap()[&1].is_err(), "a block without a sound file beside it is reported");
    assert!(found(&folder, |block| block == 1, false, true).unwrap().is_empty());
    assert_eq!(folder.finished().unwrap().into_keys().collect::<Vec<_>>(), [0, 2], "the blocks of others stay");
}

#[test]
fn one_run_at_a_time_writes_to_a_folder() {
    let temp = tempfile::tempdir().unwrap();
    let first = BlockFolder::open(temp.path(), "run").unwrap();
    let fault = BlockFolder::open(temp.path(), "run").unwrap_err().to_string();
    assert!(fault.contains("out::in-use"), "{fault}");
    assert!(BlockFolder::open(temp.path(), "shard-1-of-2").is_ok(), "shards may share a folder");
    drop(first);
    assert!(!temp.path().join(BLOCKS).exists(), "nothing is left of a folder without blocks");
}
