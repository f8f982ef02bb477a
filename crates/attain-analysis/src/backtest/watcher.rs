//! What is noted of a year while it is lived.

use attain_sim::simulate::compiled_plan::HOUSE;
use attain_sim::simulate::events::{EventKind, Observer, SimulationEvent};

/// A deal that closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct ObservedClosing {
    pub day: f64,
    pub account: u32,
    pub deal: u32,
    pub won: bool,
    /// Seat, where the rep of the cut day still held it.
    pub seat: Option<u32>,
}

/// Notes closed deals and who is in a seat.
#[derive(Debug, Default)]
pub(super) struct ForecastObserver {
    pub deals: Vec<ObservedClosing>,
    /// Day of a month in which a seat had a rep.
    pub staffed: Vec<f64>,
    /// By account and month: its rate of creation.
    pub rates: Vec<(u32, f32)>,
    /// By seat: whether the rep of the cut day is gone.
    gone: Vec<bool>,
    /// Whether rates are asked for.
    probing: bool,
}

impl ForecastObserver {
    pub fn new(seats: usize, probing: bool) -> Self {
        Self { gone: vec![false; seats], probing, ..Self::default() }
    }

    pub fn clear(&mut self) {
        self.deals.clear();
        self.staffed.clear();
        self.rates.clear();
        self.gone.fill(false);
    }

    fn close(&mut self, event: &SimulationEvent, deal: u32, won: bool) {
        let held = event.seat != HOUSE && self.gone.get(event.seat as usize) == Some(&false);
        let account = event.account.unwrap_or(0);
        self.deals.push(ObservedClosing { day: event.day, account, deal, won, seat: held.then_some(event.seat) });
    }
}

impl Observer for ForecastObserver {
    fn on_event(&mut self, event: impl FnOnce() -> SimulationEvent) {
        let event = event();
        match &event.kind {
            EventKind::Won { deal, .. } => self.close(&event, *deal, true),
            EventKind::Lost { deal, .. } => self.close(&event, *deal, false),
            EventKind::Left { .. } => {
                if let Some(gone) = self.gone.get_mut(event.seat as usize) {
                    *gone = true;
                }
            }
            EventKind::MonthEnded(month) if month.staffed && !month.leaves => self.staffed.push(event.day),
            EventKind::Covered { accounts, .. } if self.probing => {
                self.rates.extend(accounts.iter().map(|worked| (worked.account, worked.rate)));
            }
            _ => {}
        }
    }
}
