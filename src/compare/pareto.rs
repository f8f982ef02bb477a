//! Which plans no other plan beats.

use crate::metric::{ALL, Better, Id};
use crate::simulate::lived::LivedPlan;
use crate::summarise::results::Pair;
use crate::summarise::stat;

/// What a plan is weighed on.
const WEIGHED: [Id; 4] = [Id::Bookings, Id::EquityRange, Id::Disruption, Id::Cost];

/// Names of the plans that stay. A plan is dropped when another one has means
/// at least as good in all four figures, and in one of them is better by more
/// than chance: its simultaneous interval leaves out zero. What looks better
/// but may be luck drops nobody, so the set is never empty.
pub(super) fn pareto(names: &[&str], plans: &[LivedPlan], pairs: &[Pair]) -> Vec<String> {
    let means: Vec<[f64; 4]> = plans.iter().map(|plan| WEIGHED.map(|id| worth(plan, id))).collect();
    let beaten = |b: usize| {
        (0..means.len()).any(|a| {
            let at_least = (0..WEIGHED.len()).all(|k| means[a][k] >= means[b][k]);
            a != b && at_least && (0..WEIGHED.len()).any(|k| means[a][k] > means[b][k] && proven(names[a], names[b], k, pairs))
        })
    };
    (0..means.len().min(names.len())).filter(|&plan| !beaten(plan)).map(|plan| names[plan].to_owned()).collect()
}

/// The mean, signed so that more is better.
fn worth(plan: &LivedPlan, id: Id) -> f64 {
    let mean = stat(&plan.company[id as usize]).map_or(0.0, |stat| stat.mean);
    if ALL[id as usize].better == Better::Lower { -mean } else { mean }
}

fn proven(a: &str, b: &str, weighed: usize, pairs: &[Pair]) -> bool {
    let metric = ALL[WEIGHED[weighed] as usize].name;
    let between = |pair: &&Pair| pair.metric == metric && ((pair.a == a && pair.b == b) || (pair.a == b && pair.b == a));
    pairs.iter().find(between).is_some_and(|pair| pair.low > 0.0 || pair.high < 0.0)
}
