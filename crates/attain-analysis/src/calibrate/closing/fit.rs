//! Closing hazards: closings divided by open deals.

use libm::log;

use super::window::{ClosedDeal, ObservationWindow};

/// Number of age bands. Each has about the same number of closings.
pub(super) const BANDS: usize = 10;
/// Weight of the hazard pooled over all months as a prior for the hazard of a single month, in
/// closings.
const PRIOR: f64 = 1.0;

/// Hazards by day class and age band, with the resulting stock and likelihood.
pub(super) struct HazardFit {
    pub(super) hazards: Vec<Vec<f64>>,
    pub(super) stock: Vec<f64>,
    /// Poisson log likelihood of the closings, used to compare tables.
    pub(super) log_likelihood: f64,
}

/// Returns the ends of age bands with about equal numbers of closings.
pub(super) fn bands(closed: &[ClosedDeal]) -> Vec<i32> {
    let mut ages: Vec<i32> = closed.iter().map(|one| one.closed - one.created).collect();
    ages.sort_unstable();
    let mut until: Vec<i32> = (1..=BANDS).map(|band| ages[(band * ages.len()).div_ceil(BANDS) - 1] + 1).collect();
    until.dedup();
    until
}

/// Estimates hazards by day class. `class` holds the class of each day, starting before the window
/// by the longest age. With `prior`, the hazards of a class are shrunk toward the given hazards of
/// all classes.
pub(super) fn fit(
    closed: &[ClosedDeal],
    window: &ObservationWindow,
    until: &[i32],
    class: &[usize],
    prior: Option<&Vec<f64>>,
) -> HazardFit {
    let longest = until[until.len() - 1];
    let first = window.from - longest;
    let at = |day: i32| class[(day - first) as usize];
    let rows = class.iter().max().map_or(1, |most| most + 1);
    let mut days = vec![0.0; rows];
    (window.from..=0).for_each(|day| days[at(day)] += 1.0);
    let mut counts = vec![vec![0.0; longest as usize]; rows];
    let mut inflow = vec![0.0; rows];
    for one in closed {
        counts[at(one.closed)][(one.closed - one.created) as usize] += 1.0;
        inflow[at(one.created)] += 1.0 / days[at(one.closed)];
    }
    // Deals still open by day of creation, for the current age.
    let mut open: Vec<f64> = class.iter().map(|&class| inflow[class]).collect();
    let mut stock = vec![0.0; longest as usize];
    let mut hazards = vec![vec![0.0; until.len()]; rows];
    let mut log_likelihood = 0.0;
    let mut from = 0;
    for (band, &until) in until.iter().enumerate() {
        let (mut seen, mut exposed) = (vec![0.0; rows], vec![0.0; rows]);
        for age in from..until {
            let mut alive = vec![0.0; rows];
            for (created, open) in (first..).zip(&open).take_while(|(created, _)| created + age <= 0) {
                if created + age >= window.from {
                    alive[at(created + age)] += open;
                }
            }
            let of =
                |(alive, counts): (&f64, &Vec<f64>)| if *alive > 0.0 { (counts[age as usize] / alive).min(1.0) } else { 0.0 };
            let hazard: Vec<f64> = alive.iter().zip(&counts).map(of).collect();
            for (created, open) in (first..).zip(&mut open).take_while(|(created, _)| created + age <= 0) {
                *open *= 1.0 - hazard[at(created + age)];
            }
            stock[age as usize] = open[(-age - first) as usize];
            seen.iter_mut().zip(&counts).for_each(|(seen, counts)| *seen += counts[age as usize]);
            exposed.iter_mut().zip(&alive).for_each(|(exposed, alive)| *exposed += alive);
        }
        for (row, (&seen, &exposed)) in hazards.iter_mut().zip(seen.iter().zip(&exposed)) {
            let like = prior.map_or(0.0, |prior| prior[band]);
            let (count, time) = if like > 0.0 { (PRIOR, PRIOR / like) } else { (0.0, 0.0) };
            // If more deals close than are estimated to be open, all close.
            let hazard = |count: f64, time: f64| if time > count { count / time } else { f64::from(u8::from(count > 0.0)) };
            row[band] = hazard(seen + count, exposed + time);
            let plain = hazard(seen, exposed);
            log_likelihood += if seen > 0.0 { seen * log(plain) } else { 0.0 } - plain * exposed;
        }
        from = until;
    }
    HazardFit { hazards, stock, log_likelihood }
}
