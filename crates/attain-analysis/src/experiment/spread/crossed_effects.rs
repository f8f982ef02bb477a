//! Effects of territory and rep in history: a model of closed opportunities with crossed effects of
//! the selling rep and the territory.
//!
//! logit P(won) = segment's own rate + u(rep) + v(territory), u ~ N(0, σᵤ²), v ~ N(0, σᵥ²). A
//! territory is the set of accounts that a current rep owns today. A deal belongs to the territory
//! regardless of who sold it, so a predecessor's results inform the territory's effect, and a rep's
//! former accounts inform the rep's effect. Modes are found by Newton's method, variances by EM
//! with the curvature at the mode (Breslow & Clayton 1993, JASA 88(421)). Each team is modelled
//! separately.

use serde::Serialize;

use attain_core::plan::Plan;
use attain_core::quantile::{logistic, logit};
use attain_data::{Book, Outcome};

/// Effects of a seat's rep and territory, estimated from closed opportunities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CrossedEffects {
    /// Number of closed opportunities in the territory's accounts.
    pub deals: usize,
    /// Number of these sold by reps other than the current one.
    pub by_others: usize,
    /// Number of the rep's closed opportunities in other territories.
    pub elsewhere: usize,
    /// Share of the territory's closed opportunities that were won.
    pub win_rate: f64,
    /// Expected win rate for the territory's mix of segments.
    pub expected: f64,
    /// Effect of the rep in log odds.
    pub rep: f64,
    /// Standard deviation of the rep's effect.
    pub rep_sd: f64,
    /// Effect of the territory in log odds.
    pub territory: f64,
    /// Standard deviation of the territory's effect.
    pub territory_sd: f64,
    /// Correlation between the two effects; near −1, history cannot separate them.
    pub correlation: f64,
    /// Standard deviation between reps in log odds.
    pub between_reps: f64,
    /// Standard deviation between territories in log odds.
    pub between_territories: f64,
}

struct CrossedDeal {
    won: f64,
    base: f64,
    rep: usize,
    territory: usize,
}

/// Number of EM rounds; the variances converge in fewer.
const ROUNDS: usize = 60;
/// Largest number of effects for which the dense equations are solved.
const MOST_EFFECTS: usize = 300;

/// Estimates the effects of a seat's rep and territory. Returns `None` if the seat has no rep, if
/// the history has no closed opportunity, or if the team is too large for the model.
#[must_use]
pub fn crossed_effects(book: &Book, plan: &Plan, seat: usize) -> Option<CrossedEffects> {
    let rep = plan.seats.get(seat)?.incumbent?;
    let team = book.reps[rep].team;
    let rates = segment_win_rates(book);
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
        deals.push(CrossedDeal { won, base, rep: index_of(&mut reps, seller), territory: index_of(&mut territories, owner) });
    }
    let (own, territory) = (reps.iter().position(|&other| other == rep)?, territories.iter().position(|&other| other == rep)?);
    if reps.len() + territories.len() > MOST_EFFECTS {
        return None;
    }
    let fit = fit(&deals, reps.len(), territories.len());
    let in_territory = || deals.iter().filter(|deal| deal.territory == territory);
    let n = in_territory().count();
    let at = reps.len() + territory;
    let (rep_sd, territory_sd) = (fit.covariance[own][own].sqrt(), fit.covariance[at][at].sqrt());
    Some(CrossedEffects {
        deals: n,
        by_others: in_territory().filter(|deal| deal.rep != own).count(),
        elsewhere: deals.iter().filter(|deal| deal.rep == own && deal.territory != territory).count(),
        win_rate: in_territory().map(|deal| deal.won).sum::<f64>() / n as f64,
        expected: in_territory().map(|deal| logistic(deal.base)).sum::<f64>() / n as f64,
        rep: fit.effects[own],
        rep_sd,
        territory: fit.effects[at],
        territory_sd,
        correlation: fit.covariance[own][at] / (rep_sd * territory_sd),
        between_reps: fit.variances[0].sqrt(),
        between_territories: fit.variances[1].sqrt(),
    })
}

/// Win rate of closed opportunities by segment, with half a deal added to each of won and lost.
fn segment_win_rates(book: &Book) -> Vec<f64> {
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

fn index_of(known: &mut Vec<usize>, wanted: usize) -> usize {
    known.iter().position(|&other| other == wanted).unwrap_or_else(|| {
        known.push(wanted);
        known.len() - 1
    })
}

struct CrossedFit {
    /// Effects of reps, followed by those of territories.
    effects: Vec<f64>,
    covariance: Vec<Vec<f64>>,
    /// Variances between reps and between territories.
    variances: [f64; 2],
}

fn fit(deals: &[CrossedDeal], reps: usize, territories: usize) -> CrossedFit {
    let size = reps + territories;
    let mut fit = CrossedFit { effects: vec![0.0; size], covariance: vec![vec![0.0; size]; size], variances: [0.09, 0.09] };
    for _ in 0..ROUNDS {
        let variance = |i: usize| fit.variances[usize::from(i >= reps)];
        let mut gradient: Vec<f64> = (0..size).map(|i| -fit.effects[i] / variance(i)).collect();
        let mut curvature = vec![vec![0.0; size]; size];
        for (i, row) in curvature.iter_mut().enumerate() {
            row[i] = 1.0 / variance(i);
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
        for (variance, range) in fit.variances.iter_mut().zip([0..reps, reps..size]) {
            let n = range.len() as f64;
            *variance = range.map(|i| fit.effects[i].powi(2) + fit.covariance[i][i]).sum::<f64>() / n;
            // A variance of 0 would remain 0.
            *variance = variance.max(1e-6);
        }
    }
    fit
}

/// Inverse of a symmetric, diagonally dominant matrix with a positive diagonal, by Gauss–Jordan
/// elimination.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let size = matrix.len();
    for k in 0..size {
        let pivot = matrix[k][k];
        let row: Vec<f64> = matrix[k].iter().map(|value| value / pivot).collect();
        for (i, other) in matrix.iter_mut().enumerate() {
            if i == k {
                continue;
            }
            let factor = other[k];
            if factor != 0.0 {
                for (value, pivot_value) in other.iter_mut().zip(&row) {
                    *value -= factor * pivot_value;
                }
            }
            other[k] = -factor / pivot;
        }
        matrix[k] = row;
        matrix[k][k] = 1.0 / pivot;
    }
    matrix
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

    /// Four territories, one of them bad, each sold by three reps in turn, one of whom is good. The
    /// model identifies both within three of its standard deviations.
    #[test]
    fn a_bad_territory_and_a_good_rep_are_separated() {
        let streams = WorldStreams::new(3, 0);
        let mut deals = Vec::new();
        for n in 0..3_000_u32 {
            let (rep, territory) = (n as usize % 3, n as usize / 3 % 4);
            let odds = -0.5 + if rep == 0 { 0.8 } else { 0.0 } - if territory == 2 { 0.9 } else { 0.0 };
            let won = f64::from(u8::from(streams.uniform(Purpose::Marks, 1, n) < logistic(odds)));
            deals.push(CrossedDeal { won, base: -0.5, rep, territory });
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

    /// With one rep per territory the effects cannot be separated, which the correlation shows.
    #[test]
    fn inseparable_effects_are_correlated() {
        let deals: Vec<CrossedDeal> = (0..600_usize)
            .map(|n| CrossedDeal { won: f64::from(u8::from(n % 7 == 0 || n % 3 == 1)), base: -0.5, rep: n % 3, territory: n % 3 })
            .collect();
        let fit = fit(&deals, 3, 3);
        let correlation = fit.covariance[0][3] / (fit.covariance[0][0] * fit.covariance[3][3]).sqrt();
        assert!(correlation < -0.8, "{correlation}");
    }
}
