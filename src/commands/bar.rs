//! A bar over years of plans, for work whose end moves as it goes on.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Screen;

/// A bar over years of plans; hidden where nobody watches.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that expects nothing yet.
    #[must_use]
    pub fn new(screen: &Screen) -> Self {
        let target = if screen.live { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let template = "living {wide_bar} {human_pos}/{human_len} years of plans, {eta} left";
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar)
    }

    /// So many years are lived of so many.
    pub fn note(&self, done: u64, expected: u64) {
        self.0.set_length(expected);
        self.0.set_position(done);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
