//! Observers of a simulated year.
//!
//! The phases of a year report what they do to an [`Observer`]. Reporting never
//! changes what happens, and costs nothing with [`NoopObserver`]: an event is
//! made only when the observer asks for it.

use super::events::SimulationEvent;

/// Receives the events of a year in the order in which they happen.
pub trait Observer {
    /// Called for each event; `event` makes it when it is needed.
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
