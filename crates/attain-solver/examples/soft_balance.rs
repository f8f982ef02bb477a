//! Assigns 200 accounts to 6 reps so that every rep gets about the same value without excessive
//! workload or travel.
//!
//! ```sh
//! cargo run --example soft_balance
//! ```

use attain_solver::{
    AssignmentModel, AssignmentOption, AssignmentUnit, ConvexPenalty, Effort, Ledger, SeatTerms, TargetPull, solve,
};

const REPS: usize = 6;
const ACCOUNTS: usize = 200;
/// Monthly hours of a rep.
const HOURS: f64 = 120.0;

fn main() {
    let value = |account: usize| 20_000.0 + (account * account * 37 % 101) as f64 * 2_000.0;
    let hours = |account: usize| 2.0 + (account % 4) as f64 * 0.5;
    // Reps and accounts lie on a line; travel costs 40 per unit of distance.
    let home = |rep: usize| 10.0 + 18.0 * rep as f64;
    let place = |account: usize| (account * 53 % 110) as f64;
    let travel = |account: usize, rep: usize| 40.0 * (home(rep) - place(account)).abs();

    // Value within 5 % of the mean is free. Beyond that, half of it counts as lost, and an
    // increasing share further out.
    let mean = (0..ACCOUNTS).map(value).sum::<f64>() / REPS as f64;
    let band = |edge: f64| ConvexPenalty { edge, slope: 0.5, curvature: 2.0 / mean };
    let terms = SeatTerms {
        pull: TargetPull::default(),
        low: band(0.95 * mean),
        high: band(1.05 * mean),
        load: ConvexPenalty { edge: HOURS, slope: 800.0, curvature: 10.0 },
        min_count: 0,
        max_count: u32::MAX,
        count_penalty: 0.0,
    };

    let mut model = AssignmentModel { seats: vec![terms; REPS], unassigned_cost: f64::INFINITY, ..AssignmentModel::default() };
    for account in 0..ACCOUNTS {
        let first = model.options.len();
        model.options.extend((0..REPS).map(|rep| AssignmentOption {
            seat: rep as u32,
            load: hours(account) as f32,
            cost: travel(account, rep),
        }));
        // The first ten accounts are strategic and stay with the first rep.
        let fixed = (account < 10).then_some(first);
        model.units.push(AssignmentUnit { value: value(account), count: 1, fixed, options: first..model.options.len() });
    }

    let start = vec![None; ACCOUNTS];
    let solution = solve(&model, &start, &Effort::for_model(&model, 1.0));
    let certificate = solution.certificate;
    println!("cost {:.0}, no assignment costs less than {:.0}", certificate.value, certificate.bound);
    println!("gap: at most {:.2} %", 100.0 * certificate.gap());

    let ledger = Ledger::from_assignment(&model, &solution.assignment);
    for (rep, totals) in ledger.totals.iter().enumerate() {
        println!(
            "rep {rep}: {} accounts, {:+.1} % of the mean value, {:.0} of {HOURS:.0} hours",
            totals.count,
            100.0 * (totals.value / mean - 1.0),
            totals.load
        );
    }
}
