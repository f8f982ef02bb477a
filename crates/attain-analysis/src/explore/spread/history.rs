//! What history says about territory and rep: closed opportunities with an
//! effect of the rep who sold and one of the territory sold in, crossed.
//!
//! logit P(won) = segment's own rate + u(rep) + v(territory), u ~ N(0, σᵤ²),
//! v ~ N(0, σᵥ²). A territory is what a present rep owns today; a deal counts
//! to it whoever sold it then, so a predecessor's failures speak against the
//! territory and a rep's former accounts for the rep. Modes by Newton's method,
//! spreads by EM with the curvature at the mode (Breslow & Clayton 1993, JASA
//! 88(421)). Only the seats of one team are looked at together.

use serde::Serialize;

use attain_core::plan::Plan;
use attain_core::quantile::{logistic, logit};
use attain_data::{Book, Outcome};

/// What history says about a seat.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct History {
    /// Closed opportunities of the territory's accounts.
    pub deals: usize,
    /// Of these, sold by others than today's rep.
    pub by_others: usize,
    /// Closed opportunities of the rep in accounts of others.
    pub elsewhere: usize,
    /// Won, as a share of closed, in the territory.
    pub win_rate: f64,
    /// What its segments win, at the mix of the territory.
    pub expected: f64,
    /// Effect of the rep, log odds.
    pub rep: f64,
    /// Its standard deviation.
    pub rep_sd: f64,
    /// Effect of the territory, log odds.
    pub territory: f64,
    /// Its standard deviation.
    pub territory_sd: f64,
    /// Correlation of the two: near −1, history cannot tell them apart.
    pub correlation: f64,
    /// Spread between reps, log odds.
    pub between_reps: f64,
    /// Spread between territories, log odds.
    pub between_territories: f64,
}

struct Deal {
    won: f64,
    base: f64,
    rep: usize,
    territory: usize,
}

/// Rounds of EM; spreads settle in fewer.
const ROUNDS: usize = 60;
/// Effects up to which the dense equations are solved.
const MOST: usize = 300;

/// What history says about a seat with a rep; `None` where nothing was closed,
/// or where the team is too large for the crossed model.
#[must_use]
pub fn history(book: &Book, plan: &Plan, seat: usize) -> Option<History> {
    let rep = plan.seats.get(seat)?.incumbent?;
    let team = book.reps[rep].team;
    let rates = rates(book);
    let (mut reps, mut territories) = (Vec::new(), Vec::new());
    let mut deals = Vec::new();
    for deal in &book.opportunities {
        let won = match deal.outcome {
            Outcome::Won => 1.0,
            Outcome::Lost => 0.0,
            Outcome::Open(_) => continue,
        };
        let account = &book.accounts[deal.account];
        let (Some(seller), Some(owner)) = (deal.owner, account.owner) else { continue };
        if book.reps[owner].team != team {
            continue;
        }
        let base = logit(rates[account.segment]);
        deals.push(Deal { won, base, rep: place(&mut reps, seller), territory: place(&mut territories, owner) });
    }
    let (own, territory) = (reps.iter().position(|&other| other == rep)?, territories.iter().position(|&other| other == rep)?);
    if reps.len() + territories.len() > MOST {
        return None;
    }
    let fit = fit(&deals, reps.len(), territories.len());
    let there = || deals.iter().filter(|deal| deal.territory == territory);
    let n = there().count();
    let at = reps.len() + territory;
    let (rep_sd, territory_sd) = (fit.covariance[own][own].sqrt(), fit.covariance[at][at].sqrt());
    Some(History {
        deals: n,
        by_others: there().filter(|deal| deal.rep != own).count(),
        elsewhere: deals.iter().filter(|deal| deal.rep == own && deal.territory != territory).count(),
        win_rate: there().map(|deal| deal.won).sum::<f64>() / n as f64,
        expected: there().map(|deal| logistic(deal.base)).sum::<f64>() / n as f64,
        rep: fit.effects[own],
        rep_sd,
        territory: fit.effects[at],
        territory_sd,
        correlation: fit.covariance[own][at] / (rep_sd * territory_sd),
        between_reps: fit.spreads[0].sqrt(),
        between_territories: fit.spreads[1].sqrt(),
    })
}

/// Share won by segment, over the closed opportunities of each; half a deal is added to both sides.
fn rates(book: &Book) -> Vec<f64> {
    let mut counts = vec![(0.5, 1.0); book.segments.len()];
    for deal in &book.opportunities {
        let won = match deal.outcome {
            Outcome::Won => 1.0,
            Outcome::Lost => 0.0,
            Outcome::Open(_) => continue,
        };
        let count = &mut counts[book.accounts[deal.account].segment];
        count.0 += won;
        count.1 += 1.0;
    }
    counts.into_iter().map(|(won, closed)| won / closed).collect()
}

fn place(known: &mut Vec<usize>, wanted: usize) -> usize {
    known.iter().position(|&other| other == wanted).unwrap_or_else(|| {
        known.push(wanted);
        known.len() - 1
    })
}

struct Fit {
    /// Reps, then territories.
    effects: Vec<f64>,
    covariance: Vec<Vec<f64>>,
    /// Variance between reps, and between territories.
    spreads: [f64; 2],
}

fn fit(deals: &[Deal], reps: usize, territories: usize) -> Fit {
    let size = reps + territories;
    let mut fit = Fit { effects: vec![0.0; size], covariance: vec![vec![0.0; size]; size], spreads: [0.09, 0.09] };
    for _ in 0..ROUNDS {
        let spread = |i: usize| fit.spreads[usize::from(i >= reps)];
        let mut gradient: Vec<f64> = (0..size).map(|i| -fit.effects[i] / spread(i)).collect();
        let mut curvature = vec![vec![0.0; size]; size];
        for (i, row) in curvature.iter_mut().enumerate() {
            row[i] = 1.0 / spread(i);
        }
        for deal in deals {
            let (r, t) = (deal.rep, reps + deal.territory);
            let p = logistic(deal.base + fit.effects[r] + fit.effects[t]);
            let weight = p * (1.0 - p);
            for i in [r, t] {
                gradient[i] += deal.won - p;
                curvature[i][i] += weight;
            }
            curvature[r][t] += weight;
            curvature[t][r] += weight;
        }
        fit.covariance = inverse(curvature);
        for i in 0..size {
            fit.effects[i] += fit.covariance[i].iter().zip(&gradient).map(|(c, g)| c * g).sum::<f64>();
        }
        for (spread, range) in fit.spreads.iter_mut().zip([0..reps, reps..size]) {
            let n = range.len() as f64;
            *spread = range.map(|i| fit.effects[i].powi(2) + fit.covariance[i][i]).sum::<f64>() / n;
            // A spread of nothing would never come back.
            *spread = spread.max(1e-6);
        }
    }
    fit
}

/// The inverse of a symmetric matrix with a positive diagonal that dominates, by Gauss and Jordan.
fn inverse(mut of: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let size = of.len();
    for k in 0..size {
        let pivot = of[k][k];
        let row: Vec<f64> = of[k].iter().map(|value| value / pivot).collect();
        for (i, other) in of.iter_mut().enumerate() {
            if i == k {
                continue;
            }
            let factor = other[k];
            if factor != 0.0 {
                for (value, of_row) in other.iter_mut().zip(&row) {
                    *value -= factor * of_row;
                }
            }
            other[k] = -factor / pivot;
        }
        of[k] = row;
        of[k][k] = 1.0 / pivot;
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::random::{Purpose, WorldStreams};

    #[test]
    fn an_inverse_by_hand() {
        let found = inverse(vec![vec![4.0, 1.0], vec![1.0, 3.0]]);
        for (row, known) in found.iter().zip([[3.0 / 11.0, -1.0 / 11.0], [-1.0 / 11.0, 4.0 / 11.0]]) {
            assert!(row.iter().zip(known).all(|(value, known)| (value - known).abs() < 1e-12), "{found:?}");
        }
    }

    /// Four territories, one of them bad, each sold by three reps in turn, one
    /// of whom is good: the model finds both, within three of its deviations.
    #[test]
    fn a_bad_territory_and_a_good_rep_are_told_apart() {
        let streams = WorldStreams::new(3, 0);
        let mut deals = Vec::new();
        for n in 0..3_000_u32 {
            let (rep, territory) = (n as usize % 3, n as usize / 3 % 4);
            let odds = -0.5 + if rep == 0 { 0.8 } else { 0.0 } - if territory == 2 { 0.9 } else { 0.0 };
            let won = f64::from(u8::from(streams.uniform(Purpose::Marks, 1, n) < logistic(odds)));
            deals.push(Deal { won, base: -0.5, rep, territory });
        }
        let fit = fit(&deals, 3, 4);
        let apart = |a: usize, b: usize| {
            let c = &fit.covariance;
            (fit.effects[a] - fit.effects[b], (c[a][a] + c[b][b] - 2.0 * c[a][b]).sqrt())
        };
        let (rep, sd) = apart(0, 1);
        assert!((rep - 0.8).abs() < 3.0 * sd && sd < 0.2, "{rep} ± {sd}");
        let (territory, sd) = apart(3 + 2, 3);
        assert!((territory + 0.9).abs() < 3.0 * sd && sd < 0.2, "{territory} ± {sd}");
    }

    /// One rep in each territory: nothing tells them apart, and that is said.
    #[test]
    fn what_cannot_be_told_apart_is_not() {
        let deals: Vec<Deal> = (0..600_usize)
            .map(|n| Deal { won: f64::from(u8::from(n % 7 == 0 || n % 3 == 1)), base: -0.5, rep: n % 3, territory: n % 3 })
            .collect();
        let fit = fit(&deals, 3, 3);
        let correlation = fit.covariance[0][3] / (fit.covariance[0][0] * fit.covariance[3][3]).sqrt();
        assert!(correlation < -0.8, "{correlation}");
    }
}
