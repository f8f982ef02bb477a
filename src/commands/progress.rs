//! The progress bar of long work.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Screen;

/// A bar with an estimate of the time left from what is done; hidden where
/// nobody watches.
#[must_use]
pub fn bar(screen: &Screen, total: u32, what: &'static str) -> ProgressBar {
    let target = if screen.live { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(u64::from(total)), target);
    let template = "{msg} {wide_bar} {human_pos}/{human_len} years, {eta} left";
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what);
    bar
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
