//! True parameters of a synthetic company.

use libm::exp;
use rand_distr::{Distribution, Gamma};

use super::window::{REGIONS, SEGMENTS, TEAMS};
use crate::verify::closed_forms::lognormal::Lognormal;
use attain_core::quantile::logit;
use attain_core::scenario::choices::Scenario;
use attain_data::demo::DemoStream;

/// True parameters of a segment.
#[derive(Debug, Clone)]
pub struct SegmentTruth {
    /// Log odds of a win for an average opportunity.
    pub base: f64,
    /// Yearly opportunities of an account with mean potential.
    pub rate: f64,
    /// Exponent of relative potential in the number of opportunities.
    pub on_count: f64,
    /// Exponent of relative potential in the deal size.
    pub on_size: f64,
    pub size: Lognormal,
    /// Days from creation to a win.
    pub to_win: Lognormal,
    /// Days from creation to a loss.
    pub to_loss: Lognormal,
}

/// True hazard of departures.
#[derive(Debug, Clone)]
pub struct HazardTruth {
    /// Mean monthly hazard over the months served.
    pub monthly: f64,
    /// Hazard of each tenure band divided by the mean.
    pub bands: Vec<f64>,
    /// Hazard of each team divided by the mean.
    pub teams: Vec<f64>,
}

/// True parameters of a company.
#[derive(Debug, Clone)]
pub struct CompanyTruth {
    pub segments: Vec<SegmentTruth>,
    /// Log-odds effect of each industry.
    pub industries: Vec<f64>,
    /// Log-odds effect of each source.
    pub sources: Vec<f64>,
    /// Log-odds effect of each month of the quarter.
    pub months: [f64; 3],
    /// Change in log odds per unit of log size.
    pub size_log_odds: f64,
    /// Standard deviations of log odds between reps, between territories and between accounts.
    pub spreads: [f64; 3],
    /// Log-odds effect of each rep.
    pub skills: Vec<f64>,
    /// Log-odds effect of each region.
    pub territories: Vec<f64>,
    /// Creation rate of untouched accounts divided by that of touched ones.
    pub inbound: f64,
    /// Relative creation rate by calendar month, mean one.
    pub season: [f64; 12],
    /// Standard deviation of the monthly shock to log odds.
    pub shock: f64,
    /// Factor applied to the scenario's ramp.
    pub ramp: f64,
    /// Change in log hazard per unit of attainment below one.
    pub low_attainment: f64,
    /// Days to fill a seat.
    pub fill: Lognormal,
    pub hazard: HazardTruth,
    /// Churn at renewal by risk class.
    pub churn: [f64; 3],
}

impl CompanyTruth {
    /// Draws the parameters of a company. Parameters whose estimate has a prior are drawn from it.
    #[must_use]
    pub(super) fn draw(seed: u64, scenario: &Scenario) -> Self {
        let mut s = DemoStream::new(seed, "company", "truth");
        let mut between = |low: f64, high: f64| low + (high - low) * s.uniform();
        let segments = (0..SEGMENTS.len())
            .map(|_| SegmentTruth {
                base: logit(between(0.15, 0.45)),
                rate: between(1.2, 2.6),
                on_count: between(0.2, 0.6),
                on_size: between(0.3, 0.8),
                size: Lognormal { median: between(10_000.0, 200_000.0), sigma: between(0.4, 0.9) },
                to_win: Lognormal { median: between(40.0, 120.0), sigma: between(0.35, 0.7) },
                to_loss: Lognormal { median: between(30.0, 110.0), sigma: between(0.4, 0.8) },
            })
            .collect();
        let spreads = [between(0.05, 0.6), between(0.05, 0.6), between(0.05, 0.6)];
        let (size_log_odds, inbound, ramp) = (between(-0.6, 0.0), between(0.2, 0.7), between(0.3, 2.0));
        let (shock, fill) = (between(0.04, 0.18), Lognormal { median: between(35.0, 90.0), sigma: between(0.2, 0.5) });
        let mut normals = |n: usize, sd: f64| -> Vec<f64> { (0..n).map(|_| sd * s.normal()).collect() };
        let (industries, sources, months) = (normals(5, 0.35), normals(4, 0.35), normals(3, 0.3));
        let territories = normals(REGIONS, spreads[1]);
        let season: Vec<f64> = normals(12, 0.15).into_iter().map(exp).collect();
        let mean = season.iter().sum::<f64>() / 12.0;
        let low_attainment = scenario.attrition.low_attainment_log_hazard.get() + normals(1, 1.0)[0];
        let mut gammas = |n: usize, shape: f64| -> Vec<f64> {
            Gamma::new(shape, 1.0 / shape).map_or_else(|_| vec![1.0; n], |gamma| (0..n).map(|_| gamma.sample(&mut s)).collect())
        };
        // The gamma priors of bands and teams carry the weight of four leavers.
        let bands = gammas(scenario.attrition.bands.len(), 4.0);
        let teams = gammas(TEAMS.len(), 4.0);
        let churn = [0.08, 0.12, 0.16].map(|share| share * (0.8 + 0.4 * s.uniform()));
        Self {
            segments,
            industries,
            sources,
            months: [months[0], months[1], months[2]],
            size_log_odds,
            spreads,
            skills: Vec::new(),
            territories,
            inbound,
            season: std::array::from_fn(|month| season[month] / mean),
            shock,
            ramp,
            low_attainment,
            fill,
            hazard: HazardTruth { monthly: 0.025, bands, teams },
            churn,
        }
    }
}
