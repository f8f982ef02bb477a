use super::*;
use crate::simulate::observer::NoopObserver;
use crate::world::CompiledMarket;
use attain_fixtures::studies::plans;

const TEXT: &str = r#"
name = "crowded"
[target]
bookings = 9_000_000
[market.segments.large]
accounts = 40
mean-potential = 300_000
potential = { median = 200_000, sigma = 1.1 }
reps = 5
[market.segments.small]
accounts = 90
mean-potential = 40_000
potential = { median = 25_000, sigma = 1.0 }
reps = 6
[teams.field]
segments = ["large"]
[teams.inside]
segments = ["small"]
[territory]
carve = "keep"
max-accounts = 17
[rebalance]
cadence = "quarterly"
"#;

/// Gain of a move by definition: the reduction of the distance between two books.
fn gain(balance: &BookBalance, from: usize, to: usize, potential: f64) -> f64 {
    let apart = |change: f64| (balance.potential[from] - balance.potential[to] - 2.0 * change).abs();
    apart(0.0) - apart(potential)
}

/// Best gain of all moves out of the fullest seat that has a move, by exhaustive search.
fn most_gain(
    plan: &CompiledPlan,
    world: &World,
    state: &YearState,
    balance: &BookBalance,
    group: &[usize],
) -> Option<(usize, f64)> {
    let staffed = |s: usize| state.seats[s].rep.is_some();
    let room = |s: usize| state.books[s].accounts.len() < plan.seats[s].max_accounts;
    let lowest = group.iter().filter(|&&s| staffed(s)).map(|&s| balance.potential[s]).fold(f64::INFINITY, f64::min);
    let limit = plan.policies.review.high_over_low;
    let mut full: Vec<usize> = group.iter().copied().filter(|&s| balance.potential[s] > limit * lowest).collect();
    full.sort_by(|&a, &b| balance.potential[b].total_cmp(&balance.potential[a]));
    full.into_iter().find_map(|from| {
        let to =
            |a: usize| group.iter().filter(move |&&to| to != from && staffed(to) && room(to) && plan.may_serve(to as u32, a));
        let all = state.books[from].accounts.iter().flat_map(|&a| {
            let (a, potential) = (a as usize, potential(world, state, a as usize, 0));
            to(a).map(move |&to| gain(balance, from, to, potential))
        });
        all.filter(|&gain| gain > 0.0).max_by(f64::total_cmp).map(|gain| (from, gain))
    })
}

#[test]
fn no_move_gains_more_than_the_one_to_the_emptiest_seat() {
    let (study, plans) = plans(&[TEXT]);
    let market = CompiledMarket::new(&study.book, &plans[0].scenario);
    let plan = CompiledPlan::new(&study.book, &plans[0], &market);
    let (mut world, mut state, mut balance) = (World::empty(), YearState::default(), BookBalance::default());
    let (mut moves, mut full) = (0, 0);
    for year in 0..20 {
        world.draw(&market, 7, year);
        state.reset(&plan, &world);
        // A vacant seat may give up accounts but not receive any.
        let vacant = year as usize % plan.seats.len();
        state.seats[vacant].rep = None;
        balance.measure(&plan, &world, &state, 0);
        let protected = vec![false; plan.accounts.len()];
        for group in plan.by_group.iter().filter(|group| !group.is_empty()) {
            let mut emptiest = group.clone();
            emptiest.sort_by(|&a, &b| balance.fuller(a, b));
            for _ in 0..30 {
                let found = best_of_group(&plan, &world, &state, &balance, &protected, &emptiest, 1);
                let most = most_gain(&plan, &world, &state, &balance, group);
                assert_eq!(found.map(|found| found.from), most.map(|(from, _)| from));
                let (Some(found), Some((_, most))) = (found, most) else { break };
                assert!((found.gain - most).abs() <= 1e-9 * most, "{found:?}, {most}");
                assert_ne!(found.to, vacant);
                let moved =
                    hand_over::AccountMove { account: found.account, to: found.to as u32, cause: HandoverCause::Reviewed };
                hand_over::move_account(&plan, &world, &mut state, moved, 1, &mut NoopObserver);
                balance.potential[found.from] -= found.potential;
                balance.potential[found.to] += found.potential;
                balance.reorder(&mut emptiest, [found.from, found.to]);
                assert!(emptiest.is_sorted_by(|&a, &b| balance.fuller(a, b).is_lt()));
                moves += 1;
            }
            full += group.iter().filter(|&&s| state.books[s].accounts.len() == 17).count();
        }
        state.arrange();
    }
    assert!(moves > 100 && full > 10, "{moves} moves, {full} full books");
}

#[test]
fn an_account_that_waits_counts_where_it_will_be() {
    let short = "[teams.inside]\nhours-per-month = 12\n";
    let text = TEXT.replace("carve = \"keep\"", "carve = \"redesign\"").replace("[teams.inside]\n", short)
        + "[headcount]\nadds = [{ team = \"inside\", seats = 2, start-month = 4 }]\n";
    let (study, plans) = plans(&[&text]);
    let market = CompiledMarket::new(&study.book, &plans[0].scenario);
    let plan = CompiledPlan::new(&study.book, &plans[0], &market);
    let (mut world, mut state, mut balance) = (World::empty(), YearState::default(), BookBalance::default());
    world.draw(&market, 7, 0);
    state.reset(&plan, &world);
    balance.measure(&plan, &world, &state, 0);
    let waiting: Vec<usize> = plan.waiting.iter().flatten().map(|&a| a as usize).filter(|&a| state.waits(&plan, a)).collect();
    assert!(waiting.len() > 5, "{waiting:?}");
    for s in 0..plan.seats.len() {
        let of_seat = |a: usize| {
            let to = if waiting.contains(&a) { plan.accounts[a].owner } else { state.accounts.states[a].owner };
            to as usize == s
        };
        let accounts = (0..plan.accounts.len()).filter(|&a| of_seat(a));
        let (mut all, mut need) = (0.0, 0.0);
        for a in accounts {
            all += potential(&world, &state, a, 0);
            need += f64::from(state.accounts.states[a].need);
        }
        // Exact to the last bit: removing an account must not leave a remainder.
        assert_eq!(balance.potential[s], all, "seat {s}");
        let load = need / plan.seats[s].capacity.max(1e-9);
        assert!((balance.load[s] - load).abs() <= 1e-9 * load, "seat {s}");
    }
}
