//! "Is it the territory or the rep?" The same worlds three times: with today's
//! reps, with an average rep in every seat, and with the skills of two reps
//! exchanged.
//!
//! What a seat (or a region) lacks to its quota is then the sum of three parts,
//! over the same years: what any like seat with an average rep lacks, what this
//! book lacks against those, and what this rep adds or takes. The part of the
//! book is again two: how its quota is set against its potential, and what it
//! yields of that potential (workload, mix of accounts, vacancy).

use serde::Serialize;

use super::estimate::Estimate;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::random::{Purpose, WorldStreams};
use attain_data::Book;
use attain_sim::simulate::SimulationOutput;
use attain_sim::simulate::rollup::{RollupLevel, rollup_groups};
use attain_sim::simulate::{Markets, Simulator};
use attain_sim::summarise::Z95;
use attain_sim::world::skills::SkillPosterior;

/// A part of what is lacking: points of attainment, positive where it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Part {
    /// The part with its Monte Carlo error.
    #[serde(flatten)]
    pub points: Estimate,
    /// The part over all that is lacking.
    pub share: f64,
}

/// What is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Neither the book nor the rep is off by more than chance and two points.
    Neither,
    /// Mostly the book.
    Territory,
    /// Mostly the rep.
    Rep,
    /// Both alike.
    Both,
    /// The book holds back, the rep makes up for it.
    RepMakesUp,
    /// The book helps, the rep holds back.
    BookMakesUp,
}

/// Two reps of like seats who exchange books.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swap {
    /// The other seat's id.
    pub with: String,
    /// Its rep's name.
    pub name: String,
    /// This seat's attainment with the other rep's skill.
    pub here: Estimate,
    /// What that changes at this seat.
    pub change_here: Estimate,
    /// The other seat's attainment with its own rep.
    pub there_before: Estimate,
    /// The other seat's attainment with this rep's skill.
    pub there: Estimate,
    /// What that changes there.
    pub change_there: Estimate,
}

/// The answer for a seat or a region.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Whose {
    /// Id of the seat, or the region's name.
    pub id: String,
    /// Name of the rep, or the region's.
    pub name: String,
    /// Whether it is a region.
    pub region: bool,
    /// Seats it has.
    pub seats: usize,
    /// Years in which all parts have a value.
    pub years: usize,
    /// Expected attainment as it is.
    pub attainment: Estimate,
    /// With an average rep.
    pub average: Estimate,
    /// Mean of like seats (same team) elsewhere, with average reps.
    pub like: Estimate,
    /// What it lacks to quota.
    pub gap: Estimate,
    /// Of this, what like seats lack too.
    pub common: Part,
    /// Of this, the book's part.
    pub book: Part,
    /// Of the book's part, how its quota is set against its potential.
    pub quota: Part,
    /// Of the book's part, what it yields of its potential.
    pub yielded: Part,
    /// Of this, the rep's part.
    pub rep: Part,
    /// 95 % interval of the rep's part for what is not known of the rep's skill, low end.
    pub rep_low: f64,
    /// High end.
    pub rep_high: f64,
    /// What is believed of the rep's skill (the mean of reps, in a region), log odds of winning.
    pub skill: f64,
    /// Standard deviation of that belief.
    pub skill_sd: f64,
    /// Workload over capacity of the book.
    pub load: f64,
    /// The same, mean of like seats.
    pub load_like: f64,
    /// Potential against the mean like seat's.
    pub potential: f64,
    /// Quota per unit of potential against like seats'.
    pub tightness: f64,
    /// What is found.
    pub verdict: Verdict,
    /// The reps of two like seats exchanged, for a seat.
    pub swap: Option<Swap>,
}

/// Points of attainment that count as something.
pub const MATTERS: f64 = 0.02;

/// Answers for every seat and region of a plan that has like seats elsewhere;
/// `swap` are two seats whose reps exchange skills. `progress` is called once a
/// year of each run.
#[must_use]
pub fn whose(
    book: &Book,
    plan: &Plan,
    (seed, years): (u64, u32),
    swap: Option<(usize, usize)>,
    progress: &(dyn Fn(u32) + Sync),
) -> Vec<Whose> {
    let plans = std::slice::from_ref(plan);
    let live = |change: &dyn Fn(&mut [SkillPosterior])| {
        let markets = Markets::from_plans(book, plans).with_skills(change);
        let simulator = Simulator::new(book, plans, &markets, seed);
        simulator.simulate_span(0..years, &[true], progress)
    };
    let as_is = live(&|_| ());
    let average = live(&|skills| skills.fill(SkillPosterior { mean: 0.0, sd: 0.0 }));
    let exchanged = swap.map(|(a, b)| {
        let reps = plan.seats[a].incumbent.zip(plan.seats[b].incumbent);
        (
            b,
            live(&|skills| {
                if let Some((a, b)) = reps {
                    skills.swap(a, b);
                }
            }),
        )
    });
    let beliefs = Markets::from_plans(book, plans).market_of(0).map(|odds| odds.skills.clone()).unwrap_or_default();
    let run = Runs { book, plan, seed, as_is: &as_is, average: &average, beliefs: &beliefs };
    let seats = (0..plan.seats.len()).map(|s| (plan.seats[s].id.clone(), plan.seats[s].name.clone(), false, vec![s]));
    let regions = rollup_groups(book, plan).into_iter().filter(|group| group.level == RollupLevel::Region);
    let regions = regions.map(|group| (group.name.clone(), group.name, true, group.seats));
    seats
        .chain(regions)
        .filter_map(|(id, name, region, members)| {
            let mut found = run.whose(id, name, region, &members)?;
            if let (Some((other, lived)), [seat]) = (&exchanged, members.as_slice())
                && swap.is_some_and(|(asked, _)| asked == *seat)
            {
                found.swap = Some(run.swap(*seat, *other, lived));
            }
            Some(found)
        })
        .collect()
}

/// The like seat whose rep differs most in skill from a seat's, best first.
#[must_use]
pub fn partner(book: &Book, plan: &Plan, seat: usize) -> Option<usize> {
    let markets = Markets::from_plans(book, std::slice::from_ref(plan));
    let skills = &markets.market_of(0)?.skills;
    let skill = |s: usize| plan.seats[s].incumbent.map(|rep| skills[rep].mean);
    let own = skill(seat)?;
    let like = (0..plan.seats.len()).filter(|&s| s != seat && plan.seats[s].team == plan.seats[seat].team);
    like.filter_map(|s| Some((s, (skill(s)? - own).abs()))).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(s, _)| s)
}

struct Runs<'a> {
    book: &'a Book,
    plan: &'a Plan,
    seed: u64,
    as_is: &'a SimulationOutput,
    average: &'a SimulationOutput,
    beliefs: &'a [SkillPosterior],
}

/// A seat's attainment, a value a year.
fn attainment(lived: &SimulationOutput, seat: usize) -> &[f32] {
    &lived.plans[0].seats[seat][MetricId::Attainment as usize]
}

/// One year of a set of seats, means over those that have values.
struct Year {
    actual: f64,
    average: f64,
    /// With an average rep and the quota that like seats have for their potential.
    at_usual_quota: f64,
    like: f64,
    skill: f64,
}

impl Runs<'_> {
    fn whose(&self, id: String, name: String, region: bool, members: &[usize]) -> Option<Whose> {
        let years: Vec<Year> = (0..self.as_is.years).filter_map(|year| self.year(members, year)).collect();
        if years.len() < 2 {
            return None;
        }
        let mean = |of: &dyn Fn(&Year) -> f64| Estimate::mean(years.iter().map(of).collect::<Vec<f64>>().into_iter());
        let gap = mean(&|year| 1.0 - year.actual);
        let part = |of: &dyn Fn(&Year) -> f64| {
            let points = mean(of);
            Part { points, share: if gap.value.abs() > 1e-9 { points.value / gap.value } else { f64::NAN } }
        };
        let (book, rep) = (part(&|year| year.like - year.average), part(&|year| year.average - year.actual));
        let beliefs: Vec<SkillPosterior> =
            members.iter().filter_map(|&s| self.plan.seats[s].incumbent).map(|rep| self.beliefs[rep]).collect();
        let held = beliefs.len().max(1) as f64;
        let skill = beliefs.iter().map(|belief| belief.mean).sum::<f64>() / held;
        let skill_sd = beliefs.iter().map(|belief| belief.sd * belief.sd).sum::<f64>().sqrt() / held;
        // What skill is not known moves, and the error of the simulation.
        let half = Z95 * (slope(&years) * skill_sd).hypot(rep.points.se);
        let (rep_low, rep_high) = (rep.points.value - half, rep.points.value + half);
        let seats = &self.plan.seats;
        let of_like = |of: &dyn Fn(usize) -> f64| average(members.iter().flat_map(|&s| self.like(members, s)).map(of));
        let own = |of: &dyn Fn(usize) -> f64| average(members.iter().copied().map(of));
        let load = |s: usize| seats[s].workload / seats[s].capacity.max(1e-9);
        Some(Whose {
            id,
            name,
            region,
            seats: members.len(),
            years: years.len(),
            attainment: mean(&|year| year.actual),
            average: mean(&|year| year.average),
            like: mean(&|year| year.like),
            gap,
            common: part(&|year| 1.0 - year.like),
            book,
            quota: part(&|year| year.at_usual_quota - year.average),
            yielded: part(&|year| year.like - year.at_usual_quota),
            rep,
            rep_low,
            rep_high,
            skill,
            skill_sd,
            load: own(&load),
            load_like: of_like(&load),
            potential: own(&|s| seats[s].potential) / of_like(&|s| seats[s].potential),
            tightness: own(&|s| self.tightness(members, s)),
            verdict: verdict(&book, &rep, (rep_low, rep_high)),
            swap: None,
        })
    }

    /// Seats of the same team that are not among `members`.
    fn like<'b>(&'b self, members: &'b [usize], seat: usize) -> impl Iterator<Item = usize> + 'b {
        let team = self.plan.seats[seat].team;
        (0..self.plan.seats.len()).filter(move |s| self.plan.seats[*s].team == team && !members.contains(s))
    }

    /// Quota per unit of potential, against like seats' together.
    fn tightness(&self, members: &[usize], seat: usize) -> f64 {
        let (mut quota, mut potential) = (0.0, 0.0);
        for s in self.like(members, seat) {
            quota += self.plan.seats[s].quota;
            potential += self.plan.seats[s].potential;
        }
        let own = &self.plan.seats[seat];
        let ratio = own.quota / own.potential / (quota / potential);
        if ratio.is_finite() { ratio } else { 1.0 }
    }

    fn year(&self, members: &[usize], year: usize) -> Option<Year> {
        let streams = WorldStreams::new(self.seed, year as u32);
        let (mut sum, mut seats) = ([0.0; 5], 0.0);
        for &s in members {
            let (actual, average) = (f64::from(attainment(self.as_is, s)[year]), f64::from(attainment(self.average, s)[year]));
            let like = self.like(members, s).map(|s| f64::from(attainment(self.average, s)[year]));
            let like = self::average(like.filter(|value| value.is_finite()));
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
        (seats > 0.0).then_some(Year { actual, average, at_usual_quota, like, skill })
    }

    fn swap(&self, seat: usize, other: usize, lived: &SimulationOutput) -> Swap {
        let at = |lived: &'_ SimulationOutput, s: usize| {
            Estimate::mean(numbers(attainment(lived, s)).collect::<Vec<f64>>().into_iter())
        };
        let change = |s: usize| {
            let both = attainment(lived, s).iter().zip(attainment(self.as_is, s)).map(|(a, b)| f64::from(*a) - f64::from(*b));
            Estimate::mean(both.filter(|value| value.is_finite()).collect::<Vec<f64>>().into_iter())
        };
        Swap {
            with: self.plan.seats[other].id.clone(),
            name: self.plan.seats[other].name.clone(),
            here: at(lived, seat),
            change_here: change(seat),
            there_before: at(self.as_is, other),
            there: at(lived, other),
            change_there: change(other),
        }
    }
}

fn numbers(values: &[f32]) -> impl Iterator<Item = f64> + '_ {
    values.iter().map(|&value| f64::from(value)).filter(|value| value.is_finite())
}

/// The mean; NaN of nothing.
fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    sum / n
}

/// Points of attainment for a unit of skill: the regression of what the reps add on the skill they were drawn with.
fn slope(years: &[Year]) -> f64 {
    let n = years.len() as f64;
    let mean = |of: fn(&Year) -> f64| years.iter().map(of).sum::<f64>() / n;
    let added = |year: &Year| year.actual - year.average;
    let (skill, of) = (mean(|year| year.skill), mean(added));
    let (mut above, mut below) = (0.0, 0.0);
    for year in years {
        above += (year.skill - skill) * (added(year) - of);
        below += (year.skill - skill).powi(2);
    }
    if below > 0.0 { above / below } else { 0.0 }
}

fn verdict(book: &Part, rep: &Part, (low, high): (f64, f64)) -> Verdict {
    let real = |value: f64, low: f64, high: f64| value.abs() >= MATTERS && (low > 0.0 || high < 0.0);
    let of_book = real(book.points.value, book.points.low, book.points.high);
    let of_rep = real(rep.points.value, low, high);
    let (b, r) = (book.points.value, rep.points.value);
    match (of_book, of_rep) {
        (false, false) => Verdict::Neither,
        (true, true) if b > 0.0 && r < 0.0 => Verdict::RepMakesUp,
        (true, true) if b < 0.0 && r > 0.0 => Verdict::BookMakesUp,
        (true, true) if b.abs() < 2.0 * r.abs() && r.abs() < 2.0 * b.abs() => Verdict::Both,
        _ if of_book && (!of_rep || b.abs() >= r.abs()) => Verdict::Territory,
        _ => Verdict::Rep,
    }
}
