//! Observer that records the closed deals and staffed months of a simulated year.

use attain_sim::simulate::events::{EventKind, SimulationEvent};
use attain_sim::simulate::observer::Observer;
use attain_sim::simulate::owner::HOUSE;

/// A deal that closed in a simulated year.
#[derive(Debug, Clone, Copy)]
pub(super) struct ObservedClosing {
    pub day: f64,
    pub account: u32,
    pub deal: u32,
    pub won: bool,
    /// Seat, if the rep who held it on the cut day still held it.
    pub seat: Option<u32>,
}

/// Records the closed deals and the staffed seats of a simulated year.
#[derive(Debug, Default)]
pub(super) struct ForecastObserver {
    pub deals: Vec<ObservedClosing>,
    /// End day of each month in which a seat had a rep, with one entry per seat and month.
    pub staffed: Vec<f64>,
    /// Creation rates by account and month, in event order.
    pub rates: Vec<(u32, f32)>,
    /// Whether the rep of the cut day has left, indexed by seat.
    gone: Vec<bool>,
    /// Whether creation rates are recorded.
    with_rates: bool,
}

impl ForecastObserver {
    pub fn new(seats: usize, with_rates: bool) -> Self {
        Self { gone: vec![false; seats], with_rates, ..Self::default() }
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
            EventKind::Covered { accounts, .. } if self.with_rates => {
                self.rates.extend(accounts.iter().map(|worked| (worked.account, worked.rate)));
            }
            _ => {}
        }
    }
}
