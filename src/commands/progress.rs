//! The progress of long work, and an honest estimate of what is left.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Screen;
use attain_analysis::explore::live as cells;
use attain_sim::run::{RunEvent, YearSource};

/// Shows how a run goes on; hidden where nobody watches.
pub struct Progress<'a> {
    screen: &'a Screen,
    bar: ProgressBar,
    /// Years at most.
    most: u64,
    pace: Mutex<Pace>,
}

/// How fast blocks were finished.
#[derive(Debug)]
struct Pace {
    began: Instant,
    /// Years that are done, lived now or before.
    done: u64,
    /// Years that were lived since then.
    lived: u64,
    /// Blocks of an earlier run that were used.
    kept: usize,
    /// When the last of all years should be done.
    end: Option<Instant>,
}

impl<'a> Progress<'a> {
    /// A bar for a run of so many years.
    #[must_use]
    pub fn new(screen: &'a Screen, total: u64) -> Self {
        let target = if screen.live { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        let template = "living {wide_bar} {human_pos}/{human_len} years{msg}";
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        let pace = Mutex::new(Pace { began: Instant::now(), done: 0, lived: 0, kept: 0, end: None });
        Self { screen, bar, most: total, pace }
    }

    /// Takes note of what happens.
    pub fn note(&self, event: RunEvent) {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        let total = self.bar.length().unwrap_or(0);
        match event {
            RunEvent::Year(done) => self.bar.set_position(pace.done + u64::from(done)),
            RunEvent::Reused(years) => {
                pace.done += years.len() as u64;
                pace.kept += 1;
                self.bar.set_position(pace.done);
            }
            RunEvent::Simulated(years) => {
                pace.done += years.len() as u64;
                pace.lived += years.len() as u64;
                pace.end =
                    left(pace.began.elapsed(), pace.lived, total.saturating_sub(pace.done)).map(|left| Instant::now() + left);
            }
            RunEvent::Redone { years, why } => {
                let text = format!("warning: the years {} to {} are lived again: {why}", years.start, years.end);
                self.bar.suspend(|| self.screen.complain(&text));
            }
        }
        if let Some(end) = pace.end {
            let left = HumanDuration(end.saturating_duration_since(Instant::now()));
            self.bar.set_message(format!(", about {left} left"));
        }
    }

    /// Expects so many years more as it takes to make intervals narrower by a factor: their
    /// width falls with the root of the years.
    pub fn expect(&self, years: &dyn YearSource, factor: f64) {
        let most = self.most.max(1) as f64;
        let needed = years.total() as f64 * (factor * factor).max(1.0);
        self.bar.set_length(needed.min(most) as u64);
    }

    /// Blocks of an earlier run that were used.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).kept
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// What the years that are left will take if they go on as those that were lived.
fn left(elapsed: Duration, lived: u64, left: u64) -> Option<Duration> {
    (lived > 0).then(|| elapsed.mul_f64(left as f64 / lived as f64))
}

/// Shows how cells are lived, all of them together; hidden where nobody watches.
pub struct CellProgress {
    bar: ProgressBar,
    pace: Mutex<Pace>,
}

impl CellProgress {
    /// A bar that waits for the first cells.
    #[must_use]
    pub fn new(screen: &Screen) -> Self {
        let target = if screen.live { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let template = "living {wide_bar} {human_pos}/{human_len} years of cells{msg}";
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, pace: Mutex::new(Pace { began: Instant::now(), done: 0, lived: 0, kept: 0, end: None }) }
    }

    /// Takes note of what happens.
    pub fn note(&self, event: cells::Event) {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            cells::Event::Total(years) => {
                self.bar.set_length(pace.done + years);
            }
            cells::Event::Kept(years) => {
                pace.done += years;
                pace.kept += years as usize;
            }
            cells::Event::Living(years) => {
                let (done, lived) = (pace.done + years, pace.lived + years);
                let total = self.bar.length().unwrap_or(0);
                pace.end = left(pace.began.elapsed(), lived, total.saturating_sub(done)).map(|left| Instant::now() + left);
                // Threads may be told in another order than they were done.
                self.bar.set_position(self.bar.position().max(done));
            }
            cells::Event::Lived(years) => {
                pace.done += years;
                pace.lived += years;
            }
        }
        self.bar.set_position(self.bar.position().max(pace.done));
        if let Some(end) = pace.end {
            let left = HumanDuration(end.saturating_duration_since(Instant::now()));
            self.bar.set_message(format!(", about {left} left"));
        }
    }

    /// Years of cells that were on disk, and those that were lived now.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        (pace.kept as u64, pace.lived)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar over a few steps, each with a name that the caller sets; hidden where
/// nobody watches.
#[must_use]
pub fn steps(screen: &Screen, total: u64) -> ProgressBar {
    let target = if screen.live { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(total), target);
    bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// A bar over many small things, with what is left; hidden where nobody watches.
#[must_use]
pub fn counted(screen: &Screen, total: u64, what: &str) -> ProgressBar {
    let target = if screen.live { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(total), target);
    let template = format!("living {{wide_bar}} {{human_pos}}/{{human_len}} {what}, about {{eta}} left");
    bar.set_style(ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_what_was_lived() {
        assert_eq!(left(Duration::from_secs(10), 0, 100), None);
        assert_eq!(left(Duration::from_secs(10), 50, 100), Some(Duration::from_secs(20)));
        assert_eq!(left(Duration::from_secs(10), 50, 0), Some(Duration::ZERO));
    }
}
