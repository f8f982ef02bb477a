//! How long designing a plan takes.

mod common;

use std::hint::black_box;

use attain::design::design;
use criterion::{Criterion, criterion_group, criterion_main};

fn plan(c: &mut Criterion) {
    let mut group = c.benchmark_group("plan");
    group.sample_size(10);
    for (accounts, reps) in [(2000, 40), (5000, 100)] {
        let (_folder, paths) = common::company(accounts, reps, 2);
        let (study, _) = common::designed(&paths);
        group.bench_function(format!("{accounts} accounts, {reps} reps"), |b| {
            b.iter(|| black_box(design(&study.book, &study.scenarios[1]).is_ok()));
        });
    }
    group.finish();
}

criterion_group!(benches, plan);
criterion_main!(benches);
