//! Progress bars with an estimate of the time left.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::console::Console;
use attain_analysis::experiment::simulate_cells::CellEvent;
use attain_sim::run::{RunEvent, YearSource};

/// Creates a progress bar from a style template. The bar is hidden if standard error is not a
/// terminal.
fn bar(console: &Console, total: u64, template: &str) -> ProgressBar {
    let target = if console.shows_progress { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(total), target);
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Creates a bar over a few steps; the caller sets a message for each step.
#[must_use]
pub fn steps(console: &Console, total: u64) -> ProgressBar {
    bar(console, total, "{wide_bar} {pos}/{len} {msg}")
}

/// Creates a bar over many small items, such as years, with the time left.
#[must_use]
pub fn items(console: &Console, total: u64, items: &str) -> ProgressBar {
    bar(console, total, &format!("Simulating {{wide_bar}} {{human_pos}}/{{human_len}} {items}, about {{eta}} left"))
}

/// The speed of a simulation.
#[derive(Debug)]
struct Pace {
    began: Instant,
    /// Completed years, including those of an earlier run.
    done: u64,
    /// Years simulated by this run.
    simulated: u64,
    /// Reused blocks or years of an earlier run.
    reused: usize,
    /// Expected end of the simulation.
    end: Option<Instant>,
}

impl Pace {
    fn start() -> Mutex<Self> {
        Mutex::new(Self { began: Instant::now(), done: 0, simulated: 0, reused: 0, end: None })
    }

    /// Shows the time left beside the bar.
    fn show_time_left(&self, bar: &ProgressBar) {
        if let Some(end) = self.end {
            let left = HumanDuration(end.saturating_duration_since(Instant::now()));
            bar.set_message(format!(", about {left} left"));
        }
    }
}

/// Estimated time for the remaining years at the pace of the years simulated so far.
fn time_left(elapsed: Duration, simulated: u64, left: u64) -> Option<Duration> {
    (simulated > 0).then(|| elapsed.mul_f64(left as f64 / simulated as f64))
}

/// Progress of a comparison.
pub struct RunProgress<'a> {
    console: &'a Console,
    bar: ProgressBar,
    /// Maximum number of years to simulate.
    most: u64,
    pace: Mutex<Pace>,
}

impl<'a> RunProgress<'a> {
    /// Creates a bar for a run of at most `total` years.
    #[must_use]
    pub fn new(console: &'a Console, total: u64) -> Self {
        let bar = bar(console, total, "Simulating {wide_bar} {human_pos}/{human_len} years{msg}");
        Self { console, bar, most: total, pace: Pace::start() }
    }

    /// Updates the bar after an event.
    pub fn on_event(&self, event: RunEvent) {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        let total = self.bar.length().unwrap_or(0);
        match event {
            RunEvent::Year(done) => self.bar.set_position(pace.done + u64::from(done)),
            RunEvent::Reused(years) => {
                pace.done += years.len() as u64;
                pace.reused += 1;
                self.bar.set_position(pace.done);
            }
            RunEvent::Simulated(years) => {
                pace.done += years.len() as u64;
                pace.simulated += years.len() as u64;
                pace.end = time_left(pace.began.elapsed(), pace.simulated, total.saturating_sub(pace.done))
                    .map(|left| Instant::now() + left);
            }
            RunEvent::Redone { years, why } => {
                let text = format!("warning: simulating years {} to {} again: {why}", years.start, years.end);
                self.bar.suspend(|| self.console.error(&text));
            }
        }
        pace.show_time_left(&self.bar);
    }

    /// Sets the length to the years needed to narrow intervals by a factor: interval width
    /// falls with the square root of the number of years.
    pub fn expect(&self, years: &dyn YearSource, factor: f64) {
        let most = self.most.max(1) as f64;
        let needed = years.total() as f64 * (factor * factor).max(1.0);
        self.bar.set_length(needed.min(most) as u64);
    }

    /// Number of reused blocks of an earlier run.
    #[must_use]
    pub fn reused_blocks(&self) -> usize {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).reused
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Combined progress of all cells of a grid.
pub struct CellProgress {
    bar: ProgressBar,
    pace: Mutex<Pace>,
}

impl CellProgress {
    /// Creates a bar whose length grows as cells are added.
    #[must_use]
    pub fn new(console: &Console) -> Self {
        let bar = bar(console, 0, "Simulating {wide_bar} {human_pos}/{human_len} years{msg}");
        Self { bar, pace: Pace::start() }
    }

    /// Updates the bar after an event.
    pub fn on_event(&self, event: CellEvent) {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            CellEvent::Total(years) => {
                self.bar.set_length(pace.done + years);
            }
            CellEvent::Cached(years) => {
                pace.done += years;
                pace.reused += years as usize;
            }
            CellEvent::Simulating(years) => {
                let (done, simulated) = (pace.done + years, pace.simulated + years);
                let total = self.bar.length().unwrap_or(0);
                pace.end =
                    time_left(pace.began.elapsed(), simulated, total.saturating_sub(done)).map(|left| Instant::now() + left);
                // Threads may report out of order.
                self.bar.set_position(self.bar.position().max(done));
            }
            CellEvent::Simulated(years) => {
                pace.done += years;
                pace.simulated += years;
            }
        }
        self.bar.set_position(self.bar.position().max(pace.done));
        pace.show_time_left(&self.bar);
    }

    /// Number of years reused from an earlier run and number of years simulated by this run.
    #[must_use]
    pub fn reused_and_simulated(&self) -> (u64, u64) {
        let pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        (pace.reused as u64, pace.simulated)
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Progress of work whose total is not known in advance.
pub struct YearProgress(ProgressBar);

impl YearProgress {
    /// Creates a bar of length 0.
    #[must_use]
    pub fn new(console: &Console) -> Self {
        Self(bar(console, 0, "Simulating {wide_bar} {human_pos}/{human_len} years, {eta} left"))
    }

    /// Shows the number of completed years out of the expected ones.
    pub fn update(&self, done: u64, expected: u64) {
        self.0.set_length(expected);
        self.0.set_position(done);
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_years_simulated() {
        assert_eq!(time_left(Duration::from_secs(10), 0, 100), None);
        assert_eq!(time_left(Duration::from_secs(10), 50, 100), Some(Duration::from_secs(20)));
        assert_eq!(time_left(Duration::from_secs(10), 50, 0), Some(Duration::ZERO));
    }
}
