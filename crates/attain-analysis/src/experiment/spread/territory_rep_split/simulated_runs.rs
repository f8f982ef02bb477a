//! The simulated runs that separate the effects of territory and rep, and the parts of a seat's gap
//! computed from them.

use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::random::{Purpose, WorldStreams};
use attain_data::Book;
use attain_sim::simulate::SimulationOutput;
use attain_sim::summarise::Z95;
use attain_sim::world::skills::SkillPosterior;

use super::result::{
    ExpectedAttainment, GapPart, GapParts, RepSwap, SkillBelief, SplitSubject, TerritoryComparison, TerritoryRepSplit,
};
use super::verdict::verdict;
use crate::experiment::interval_estimate::IntervalEstimate;

/// Runs of one plan in the same worlds, with different skills of its reps.
pub(super) struct SplitRuns<'a> {
    pub(super) book: &'a Book,
    pub(super) plan: &'a Plan,
    pub(super) seed: u64,
    /// Output with the reps' own skills.
    pub(super) present: &'a SimulationOutput,
    /// Output with an average rep in every seat.
    pub(super) average: &'a SimulationOutput,
    /// The posterior of each rep's skill.
    pub(super) beliefs: &'a [SkillPosterior],
}

/// One year of a set of seats, as means over the seats with values.
struct SplitYear {
    actual: f64,
    average: f64,
    /// Attainment with an average rep and the quota that comparable seats have for their potential.
    at_usual_quota: f64,
    like: f64,
    skill: f64,
}

impl SplitRuns<'_> {
    /// Computes the split of a set of seats. Returns `None` if fewer than two years have values.
    pub(super) fn split(&self, subject: SplitSubject, members: &[usize]) -> Option<TerritoryRepSplit> {
        let years: Vec<SplitYear> = (0..self.present.years).filter_map(|year| self.year(members, year)).collect();
        if years.len() < 2 {
            return None;
        }
        let mean = |figure: &dyn Fn(&SplitYear) -> f64| {
            IntervalEstimate::mean(years.iter().map(figure).collect::<Vec<f64>>().into_iter())
        };
        let skill = self.skill(members);
        let parts = gap_parts(&years, skill.sd);
        let verdict = verdict(&parts);
        Some(TerritoryRepSplit {
            subject,
            years: years.len(),
            attainment: ExpectedAttainment {
                present: mean(&|year| year.actual),
                average_rep: mean(&|year| year.average),
                like_seats: mean(&|year| year.like),
            },
            parts,
            skill,
            territory: self.territory(members),
            verdict,
            swap: None,
        })
    }

    /// Computes the effect of exchanging the reps of two seats, from a run with their skills
    /// exchanged.
    pub(super) fn swap(&self, seat: usize, other: usize, exchanged: &SimulationOutput) -> RepSwap {
        let mean = |run: &SimulationOutput, s: usize| {
            IntervalEstimate::mean(finite(attainment(run, s)).collect::<Vec<f64>>().into_iter())
        };
        let change = |s: usize| {
            let both =
                attainment(exchanged, s).iter().zip(attainment(self.present, s)).map(|(a, b)| f64::from(*a) - f64::from(*b));
            IntervalEstimate::mean(both.filter(|value| value.is_finite()).collect::<Vec<f64>>().into_iter())
        };
        RepSwap {
            with: self.plan.seats[other].id.clone(),
            name: self.plan.seats[other].name.clone(),
            here: mean(exchanged, seat),
            change_here: change(seat),
            there_before: mean(self.present, other),
            there: mean(exchanged, other),
            change_there: change(other),
        }
    }

    fn skill(&self, members: &[usize]) -> SkillBelief {
        let beliefs: Vec<SkillPosterior> =
            members.iter().filter_map(|&s| self.plan.seats[s].incumbent).map(|rep| self.beliefs[rep]).collect();
        let reps = beliefs.len().max(1) as f64;
        SkillBelief {
            mean: beliefs.iter().map(|belief| belief.mean).sum::<f64>() / reps,
            sd: beliefs.iter().map(|belief| belief.sd * belief.sd).sum::<f64>().sqrt() / reps,
        }
    }

    fn territory(&self, members: &[usize]) -> TerritoryComparison {
        let seats = &self.plan.seats;
        let of_like =
            |figure: &dyn Fn(usize) -> f64| mean_or_nan(members.iter().flat_map(|&s| self.like_seats(members, s)).map(figure));
        let own = |figure: &dyn Fn(usize) -> f64| mean_or_nan(members.iter().copied().map(figure));
        let load = |s: usize| seats[s].load();
        TerritoryComparison {
            load: own(&load),
            load_like: of_like(&load),
            potential: own(&|s| seats[s].potential) / of_like(&|s| seats[s].potential),
            tightness: own(&|s| self.tightness(members, s)),
        }
    }

    /// Returns the seats of the same team that are not in `members`.
    fn like_seats<'b>(&'b self, members: &'b [usize], seat: usize) -> impl Iterator<Item = usize> + 'b {
        let team = self.plan.seats[seat].team;
        (0..self.plan.seats.len()).filter(move |s| self.plan.seats[*s].team == team && !members.contains(s))
    }

    /// Quota per unit of potential, divided by the pooled ratio of comparable seats.
    fn tightness(&self, members: &[usize], seat: usize) -> f64 {
        let (mut quota, mut potential) = (0.0, 0.0);
        for s in self.like_seats(members, seat) {
            quota += self.plan.seats[s].quota;
            potential += self.plan.seats[s].potential;
        }
        let own = &self.plan.seats[seat];
        let ratio = own.quota / own.potential / (quota / potential);
        if ratio.is_finite() { ratio } else { 1.0 }
    }

    fn year(&self, members: &[usize], year: usize) -> Option<SplitYear> {
        let streams = WorldStreams::new(self.seed, year as u32);
        let (mut sum, mut seats) = ([0.0; 5], 0.0);
        for &s in members {
            let (actual, average) = (f64::from(attainment(self.present, s)[year]), f64::from(attainment(self.average, s)[year]));
            let like = self.like_seats(members, s).map(|s| f64::from(attainment(self.average, s)[year]));
            let like = mean_or_nan(like.filter(|value| value.is_finite()));
            if !(actual.is_finite() && average.is_finite() && like.is_finite()) {
                continue;
            }
            let skill = self.plan.seats[s]
                .incumbent
                .map_or(0.0, |rep| self.beliefs[rep].at(streams.uniform(Purpose::Skill, self.book.reps[rep].key, 0)));
            let all = [actual, average, average * self.tightness(members, s), like, skill];
            sum.iter_mut().zip(all).for_each(|(sum, value)| *sum += value);
            seats += 1.0;
        }
        let [actual, average, at_usual_quota, like, skill] = sum.map(|sum| sum / seats);
        (seats > 0.0).then_some(SplitYear { actual, average, at_usual_quota, like, skill })
    }
}

/// Computes the gap to quota and its parts over years. `skill_sd` is the standard deviation of the
/// skill's posterior.
fn gap_parts(years: &[SplitYear], skill_sd: f64) -> GapParts {
    let mean =
        |figure: &dyn Fn(&SplitYear) -> f64| IntervalEstimate::mean(years.iter().map(figure).collect::<Vec<f64>>().into_iter());
    let gap = mean(&|year| 1.0 - year.actual);
    let part = |figure: &dyn Fn(&SplitYear) -> f64| {
        let points = mean(figure);
        GapPart { points, share: if gap.value.abs() > 1e-9 { points.value / gap.value } else { f64::NAN } }
    };
    let rep = part(&|year| year.average - year.actual);
    // Combine the uncertainty about the skill with the simulation error.
    let half = Z95 * (skill_slope(years) * skill_sd).hypot(rep.points.se);
    GapParts {
        gap,
        common: part(&|year| 1.0 - year.like),
        book: part(&|year| year.like - year.average),
        quota: part(&|year| year.at_usual_quota - year.average),
        yielded: part(&|year| year.like - year.at_usual_quota),
        rep,
        rep_low: rep.points.value - half,
        rep_high: rep.points.value + half,
    }
}

/// Points of attainment per unit of skill: the regression of the reps' effect on the skill with
/// which they were simulated.
fn skill_slope(years: &[SplitYear]) -> f64 {
    let n = years.len() as f64;
    let mean = |figure: fn(&SplitYear) -> f64| years.iter().map(figure).sum::<f64>() / n;
    let added = |year: &SplitYear| year.actual - year.average;
    let (skill, mean_added) = (mean(|year| year.skill), mean(added));
    let (mut above, mut below) = (0.0, 0.0);
    for year in years {
        above += (year.skill - skill) * (added(year) - mean_added);
        below += (year.skill - skill).powi(2);
    }
    if below > 0.0 { above / below } else { 0.0 }
}

/// A seat's yearly attainment.
fn attainment(run: &SimulationOutput, seat: usize) -> &[f32] {
    &run.plans[0].seats[seat][MetricId::Attainment as usize]
}

fn finite(values: &[f32]) -> impl Iterator<Item = f64> + '_ {
    values.iter().map(|&value| f64::from(value)).filter(|value| value.is_finite())
}

/// Returns the mean; NaN if there are no values.
fn mean_or_nan(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    sum / n
}
