//! Observers of a simulated year.
//!
//! The phases of a year report their events to an [`Observer`]. Observing does not change the
//! simulation and costs nothing with [`NoopObserver`]: an event is created only if the observer
//! uses it.

use super::events::SimulationEvent;

/// Receives the events of a year in the order in which they happen.
pub trait Observer {
    /// Called for each event. `event` creates the event on demand.
    fn on_event(&mut self, event: impl FnOnce() -> SimulationEvent);
}

/// Ignores every event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoopObserver;

impl Observer for NoopObserver {
    #[inline]
    fn on_event(&mut self, _event: impl FnOnce() -> SimulationEvent) {}
}

/// Records every event.
impl Observer for Vec<SimulationEvent> {
    fn on_event(&mut self, event: impl FnOnce() -> SimulationEvent) {
        self.push(event());
    }
}
