//! Where a year stands: accounts, seats and open deals of one plan, month by month.

use super::setting::{HOUSE, Setting};
use super::tally::{Tally, Whole};
use super::watch::Booking;
use crate::metric::{SERIES, Step};
use crate::scenario::choices::Cover;
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
    /// By segment of the account: counts of the current year of the horizon.
    pub segments: Vec<Tally>,
    /// By seat, then the house: counts of the horizon so far.
    pub totals: Vec<Tally>,
    /// By segment: counts of the horizon so far.
    pub segment_totals: Vec<Tally>,
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
    /// Share of creation lost to changes of owner.
    pub loss: Vec<f64>,
    /// Share of new business lost to changes of owner, all that they do together.
    pub toll: Vec<f64>,
    /// Sum of the days by which changes of owner delay open deals.
    pub delay: Vec<f32>,
    /// Sum of what changes of owner do to the log odds of open deals.
    pub shift: Vec<f32>,
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
    /// These months.
    pub covered_months: Vec<f64>,
    /// Part of a touch that has been given.
    pub touched: Vec<f64>,
    /// Months without a touch.
    pub untouched: Vec<f64>,
    /// Orphaned at some time of this year of the horizon.
    pub orphaned: Vec<bool>,
    /// Orphaned at some time of the years before.
    pub orphaned_before: Vec<bool>,
    /// Rate of creation this month against the normal one, drift and season aside.
    pub rate: Vec<f32>,
    /// Windfalls and losses so far, on the rate.
    pub windfall: Vec<f64>,
    /// What is left of the whitespace of the start.
    pub room: Vec<f64>,
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
    /// Recurring revenue left of that at the start of this year of the horizon.
    pub kept_of_year: Vec<f64>,
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
    /// Part of the seat's bookings that is its rep's own doing, and of quota
    /// that the rep carries: the planned ramp where quotas ramp; 0 without a rep.
    pub own_share: f64,
    /// Month in which its last rep left; negative when none did.
    pub left: i32,
    /// The seat's attained bookings of this year of the horizon at the last month's end.
    pub noted: f64,
}

/// A rep in a seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepState {
    /// Skill.
    pub skill: f64,
    /// Tenure at the start of the horizon, months; negative for those who came later.
    pub tenure_at_start: f64,
    /// Bookings that counted in about the last twelve months.
    pub attained: f64,
    /// Quota carried in about the last twelve months.
    pub quota: f64,
    /// Hazard gathered.
    pub hazard: f64,
    /// Hazard borne before leaving.
    pub threshold: f64,
    /// Leaves at the start of the next month.
    pub leaves: bool,
    /// Came during the horizon.
    pub hired: bool,
}

/// A deal that is open in a plan's year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenDeal {
    /// Index into the world's deals.
    pub deal: u32,
    /// What it has felt of its account's delays.
    pub felt_delay: f32,
    /// What it has felt of its account's shifts of log odds.
    pub felt_shift: f32,
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
        let segments = setting.odds.segments.len();
        let seats = setting.seats.len() + 1;
        for (tallies, n) in [
            (&mut self.tallies, seats),
            (&mut self.totals, seats),
            (&mut self.segments, segments),
            (&mut self.segment_totals, segments),
        ] {
            tallies.clear();
            tallies.resize(n, Tally::default());
        }
        self.whole = Whole {
            target: setting.target,
            owned: setting.owned,
            months_to_trigger: months.min(12) as f64 + 1.0,
            ..Whole::default()
        };
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

    /// Place of an owner among the tallies.
    fn tally_at(&self, owner: u32) -> usize {
        if owner == HOUSE { self.tallies.len() - 1 } else { owner as usize }
    }

    /// Counts something of an account for its owner and for its segment.
    pub fn count(&mut self, setting: &Setting, a: usize, count: impl Fn(&mut Tally)) {
        let at = self.tally_at(self.accounts.owner[a]);
        count(&mut self.tallies[at]);
        count(&mut self.segments[setting.odds.accounts[a].segment]);
    }

    /// Books new business, expansion and renewals of an account; gives what they count.
    pub fn book(&mut self, setting: &Setting, a: usize, new: f64, expansion: f64, renewal: f64) -> Booking {
        let at = self.tally_at(self.accounts.owner[a]);
        let share = self.seats.get(at).map_or(0.0, |seat| seat.own_share);
        let credit = &setting.credits[at];
        self.segments[setting.odds.accounts[a].segment].book(credit, share, new, expansion, renewal);
        self.tallies[at].book(credit, share, new, expansion, renewal)
    }

    /// Skill and lack of productivity of whoever looks after an owner's deals.
    /// Those who help out are of average skill, and as good as their hours on
    /// a book that is not their own.
    #[must_use]
    pub fn seller(&self, setting: &Setting, owner: u32) -> (f64, f64) {
        match self.seats.get(owner as usize) {
            Some(SeatState { rep: Some(rep), productivity, .. }) => (rep.skill, 1.0 - productivity),
            Some(_) if setting.plan.scenario.attrition.cover != Cover::House => {
                (0.0, 1.0 - setting.plan.scenario.attrition.cover_efficiency.get())
            }
            _ => (0.0, 1.0),
        }
    }
}

/// Sets a column to one value.
fn fill<T: Clone>(column: &mut Vec<T>, n: usize, value: T) {
    column.clear();
    column.resize(n, value);
}

/// Sets a column from a list.
fn copy<S, T>(column: &mut Vec<T>, from: &[S], get: impl Fn(&S) -> T) {
    column.clear();
    column.extend(from.iter().map(get));
}

impl Accounts {
    fn reset(&mut self, setting: &Setting) {
        let from = &setting.accounts;
        let n = from.len();
        copy(&mut self.owner, from, |a| a.first);
        copy(&mut self.gap, from, |a| a.gap);
        copy(&mut self.need, from, |a| a.need);
        copy(&mut self.travel, from, |a| a.travel);
        copy(&mut self.untouched, from, |a| a.untouched);
        copy(&mut self.revenue, &setting.book.accounts, |a| a.revenue);
        copy(&mut self.kept, &setting.book.accounts, |a| a.revenue);
        copy(&mut self.kept_of_year, &setting.book.accounts, |a| a.revenue);
        fill(&mut self.loss, n, 0.0);
        fill(&mut self.toll, n, 0.0);
        fill(&mut self.delay, n, 0.0);
        fill(&mut self.shift, n, 0.0);
        fill(&mut self.hand_overs, n, 0);
        fill(&mut self.handed, n, -1000);
        fill(&mut self.coverage, n, 0.0);
        fill(&mut self.covered, n, 0.0);
        fill(&mut self.covered_months, n, 0.0);
        copy(&mut self.touched, from, |a| (a.untouched * a.touches).min(0.999));
        fill(&mut self.orphaned, n, false);
        fill(&mut self.orphaned_before, n, false);
        fill(&mut self.room, n, 1.0);
        fill(&mut self.rate, n, 0.0);
        fill(&mut self.windfall, n, 1.0);
        fill(&mut self.potential, n, 1.0);
        fill(&mut self.open, n, 0);
        fill(&mut self.fresh, n, 0.0);
    }
}

impl Accounts {
    /// Revenue uses up whitespace: the less is left of what the start had, the
    /// fewer new opportunities. Drift and windfalls act on the rate themselves.
    pub fn use_up(&mut self, setting: &Setting, a: usize) {
        let account = &setting.book.accounts[a];
        let left = |revenue: f64| (account.potential - revenue).max(0.0);
        let at_start = left(account.revenue);
        // Where all is sold already, what the account could spend is not known.
        if at_start > 0.0 {
            self.room[a] = (left(self.revenue[a]) / at_start).min(1.0);
        }
    }
}

impl SeatState {
    fn at_start(setting: &Setting, world: &World, s: usize) -> Self {
        let (seat, planned) = (&setting.seats[s], &setting.plan.seats[s]);
        let mut state = Self {
            rep: None,
            spell: 0,
            arrives: u32::MAX,
            cut_until: if seat.cut_now { 6 } else { 0 },
            quota: planned.quota,
            busy: 0.0,
            spare: 0.0,
            productivity: 0.0,
            own_share: 0.0,
            left: -1000,
            noted: 0.0,
        };
        if let Some(rep) = planned.incumbent {
            state.rep = Some(RepState {
                skill: world.skill_of_rep(setting.odds, rep),
                tenure_at_start: seat.tenure,
                attained: 0.0,
                quota: 0.0,
                hazard: 0.0,
                threshold: world.threshold(seat.key, 0),
                leaves: false,
                hired: false,
            });
        } else {
            state.spell = 1;
            let slip = world.hire_slip(setting.plan.scenario.headcount.hire_slip.mean_days.get(), seat.key);
            let calendar = &setting.odds.calendar;
            let start = calendar.start_of((planned.start_month as usize).min(calendar.months));
            state.arrives = calendar.nearest_month(start + slip) as u32;
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
