//! Where a year stands: accounts, seats and open deals of one plan, month by month.

use super::setting::{HOUSE, Setting};
use super::tally::{Tally, Whole};
use crate::metric::{SERIES, Step};
use crate::world::World;

/// The state of one plan's year. Kept between years as scratch.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Accounts in columns.
    pub accounts: Accounts,
    /// By seat.
    pub seats: Vec<SeatState>,
    /// By seat: its book in order of priority.
    pub books: Vec<Vec<u32>>,
    /// Open deals by the month of their next event; the last entry is after the horizon.
    pub due: Vec<Vec<OpenDeal>>,
    /// By seat, then the house: counts of the current year of the horizon.
    pub tallies: Vec<Tally>,
    /// The same for the horizon so far.
    pub totals: Vec<Tally>,
    /// Counts of the company alone.
    pub whole: Whole,
    /// By series, then step.
    pub series: Vec<Vec<f32>>,
    /// By year of the horizon: the company's counts.
    pub periods: Vec<(Tally, Whole)>,
    /// Departures by month and team, for the peer effect.
    pub departures: Vec<u16>,
}

/// Accounts in columns.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// Owner seat.
    pub owner: Vec<u32>,
    /// One less the relationship's strength.
    pub gap: Vec<f64>,
    /// Share of creation lost to the last change of owner.
    pub loss: Vec<f64>,
    /// Changes of owner so far.
    pub hand_overs: Vec<u32>,
    /// Month of the last change of owner; negative when there was none.
    pub handed: Vec<i32>,
    /// Hours a month needed, travel included.
    pub need: Vec<f64>,
    /// Of these, travel.
    pub travel: Vec<f64>,
    /// Coverage this month.
    pub coverage: Vec<f64>,
    /// Sum of coverage over the months since the last renewal.
    pub covered: Vec<f64>,
    /// Months without a touch.
    pub untouched: Vec<f64>,
    /// Orphaned at some time.
    pub orphaned: Vec<bool>,
    /// Rate of creation this month against the normal one, drift and season aside.
    pub rate: Vec<f32>,
    /// Windfalls and losses so far, on the rate.
    pub windfall: Vec<f64>,
    /// Windfalls and losses so far, on potential.
    pub potential: Vec<f64>,
    /// Open deals.
    pub open: Vec<u32>,
    /// Recurring revenue.
    pub revenue: Vec<f64>,
    /// Of it, won in this year of the horizon.
    pub fresh: Vec<f64>,
    /// Recurring revenue left of that at the start.
    pub kept: Vec<f64>,
}

/// One seat's state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeatState {
    /// The rep, if there is one.
    pub rep: Option<RepState>,
    /// Which rep of the seat holds it or comes next: 0 the incumbent.
    pub spell: u32,
    /// Month in which the next rep starts; `u32::MAX` when none comes.
    pub arrives: u32,
    /// Month until which a cut of the book raises the hazard.
    pub cut_until: u32,
    /// Yearly quota now.
    pub quota: f64,
    /// Hours already spoken for this month by hand-overs.
    pub busy: f64,
    /// Hours left over this month.
    pub spare: f64,
    /// Productivity this month.
    pub productivity: f64,
}

/// A rep in a seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepState {
    /// Skill.
    pub skill: f64,
    /// Tenure at the start of the horizon, months; negative for those who came later.
    pub tenure_at_start: f64,
    /// Hazard gathered.
    pub hazard: f64,
    /// Hazard borne before leaving.
    pub threshold: f64,
    /// Came during the horizon.
    pub hired: bool,
}

/// A deal that is open in a plan's year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenDeal {
    /// Index into the world's deals.
    pub deal: u32,
    /// Changes of owner of its account that it has felt.
    pub felt: u32,
    /// Day of the next event.
    pub day: f32,
    /// Days by which it was delayed.
    pub delay: f32,
    /// Shift of its log odds.
    pub shift: f32,
    /// Whether its first event is behind it.
    pub second: bool,
}

impl State {
    /// Puts everything to the start of a year in `world`.
    pub fn reset(&mut self, setting: &Setting, world: &World) {
        let months = setting.odds.calendar.months;
        self.accounts.reset(setting);
        self.books.clone_from(&setting.books);
        self.seats.clear();
        self.seats.extend((0..setting.seats.len()).map(|s| SeatState::at_start(setting, world, s)));
        self.due.resize(months + 1, Vec::new());
        self.due.iter_mut().for_each(Vec::clear);
        for tallies in [&mut self.tallies, &mut self.totals] {
            tallies.clear();
            tallies.resize(setting.seats.len() + 1, Tally::default());
        }
        self.whole =
            Whole { target: setting.target, owned: setting.owned, months_to_trigger: months as f64 + 1.0, ..Whole::default() };
        self.periods.clear();
        self.series.resize(SERIES.len(), Vec::new());
        for (values, series) in self.series.iter_mut().zip(&SERIES) {
            let steps = if series.step == Step::Month { months } else { months / 3 };
            values.clear();
            values.resize(steps, 0.0);
        }
        self.departures.clear();
        self.departures.resize(months * setting.teams.len(), 0);
    }

    /// Counts of an account's owner.
    pub fn tally_of(&mut self, owner: u32) -> &mut Tally {
        let house = self.tallies.len() - 1;
        let at = if owner == HOUSE { house } else { owner as usize };
        &mut self.tallies[at]
    }

    /// Skill and lack of productivity of whoever looks after an owner's deals.
    #[must_use]
    pub fn seller(&self, owner: u32) -> (f64, f64) {
        match self.seats.get(owner as usize) {
            Some(SeatState { rep: Some(rep), productivity, .. }) => (rep.skill, 1.0 - productivity),
            _ => (0.0, 1.0),
        }
    }
}

impl Accounts {
    fn reset(&mut self, setting: &Setting) {
        let from = &setting.accounts;
        let n = from.len();
        fn fill<T: Clone>(column: &mut Vec<T>, n: usize, value: T) {
            column.clear();
            column.resize(n, value);
        }
        fn copy<S, T>(column: &mut Vec<T>, from: &[S], get: impl Fn(&S) -> T) {
            column.clear();
            column.extend(from.iter().map(get));
        }
        copy(&mut self.owner, from, |a| if a.before == HOUSE { a.owner } else { a.before });
        copy(&mut self.gap, from, |a| a.gap);
        copy(&mut self.need, from, |a| a.need);
        copy(&mut self.travel, from, |a| a.travel);
        copy(&mut self.untouched, from, |a| a.untouched);
        copy(&mut self.revenue, &setting.book.accounts, |a| a.revenue);
        copy(&mut self.kept, &setting.book.accounts, |a| a.revenue);
        fill(&mut self.loss, n, 0.0);
        fill(&mut self.hand_overs, n, 0);
        fill(&mut self.handed, n, -1000);
        fill(&mut self.coverage, n, 0.0);
        fill(&mut self.covered, n, 0.0);
        fill(&mut self.orphaned, n, false);
        fill(&mut self.rate, n, 0.0);
        fill(&mut self.windfall, n, 1.0);
        fill(&mut self.potential, n, 1.0);
        fill(&mut self.open, n, 0);
        fill(&mut self.fresh, n, 0.0);
    }
}

impl SeatState {
    fn at_start(setting: &Setting, world: &World, s: usize) -> Self {
        let (seat, planned) = (&setting.seats[s], &setting.plan.seats[s]);
        let mut state = Self {
            rep: None,
            spell: 0,
            arrives: u32::MAX,
            cut_until: if seat.cut { 6 } else { 0 },
            quota: planned.quota,
            busy: seat.transition_hours,
            spare: 0.0,
            productivity: 0.0,
        };
        match planned.incumbent {
            Some(rep) => {
                state.rep = Some(RepState {
                    skill: world.skill_of_rep(setting.odds, rep),
                    tenure_at_start: seat.tenure,
                    hazard: 0.0,
                    threshold: world.threshold(seat.key, 0),
                    hired: false,
                });
            }
            None => {
                state.spell = 1;
                let slip = world.hire_slip(setting.plan.scenario.headcount.hire_slip.mean_days.get(), seat.key);
                let calendar = &setting.odds.calendar;
                let start = calendar.start_of((planned.start_month as usize).min(calendar.months));
                state.arrives = calendar.month_from(start + slip) as u32;
            }
        }
        state
    }
}

impl RepState {
    /// Tenure in the middle of a month of the horizon, months.
    #[must_use]
    pub fn tenure(&self, month: usize) -> f64 {
        self.tenure_at_start + month as f64 + 0.5
    }
}
