//! How long a year takes: raw draws, the world alone, one plan, five plans.

mod common;

use std::hint::black_box;

use attain::simulate::live;
use attain::world::address::{Purpose, Streams};
use attain::world::{Odds, World};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn simulate(c: &mut Criterion) {
    let (_folder, paths) = common::company(5000, 100, 5);
    let (study, plans) = common::designed(&paths);
    let odds = Odds::new(&study.book, &plans[0].scenario);
    let mut world = World::empty();
    world.draw(&odds, 1, 0);
    let latent = world.deals.len() as u64;

    let mut group = c.benchmark_group("simulate");
    group.sample_size(10);
    group.throughput(Throughput::Elements(latent));
    let streams = Streams::new(1, 0);
    let mut buffer = vec![[0_u32; 4]; latent as usize];
    group.bench_function("raw draws, one block a latent opportunity", |b| {
        b.iter(|| {
            for (i, block) in buffer.iter_mut().enumerate() {
                *block = streams.at(Purpose::Marks, i as u64, 0).0;
            }
            black_box(&buffer);
        });
    });
    group.bench_function("world", |b| {
        let mut year = 0;
        b.iter(|| {
            year += 1;
            world.draw(&odds, 1, year);
            black_box(world.deals.len())
        });
    });
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    for n in [1, 5] {
        group.bench_function(format!("16 years, {n} plans, one thread"), |b| {
            b.iter(|| one.install(|| black_box(live(&study.book, &plans[..n], 1, 16, &|_| ()))));
        });
    }
    group.finish();
}

criterion_group!(benches, simulate);
criterion_main!(benches);
