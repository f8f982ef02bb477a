//! Console output of commands.

use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

/// The first error of writing to standard output.
static FAILURE: OnceLock<std::io::Error> = OnceLock::new();

/// Standard output and standard error, with their width and colour settings.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that do not depend on each other")]
pub struct Console {
    /// Whether only results and errors are printed.
    pub quiet: bool,
    /// Text width in columns: from `COLUMNS`, else the terminal, else 80; clamped to 20 to 100.
    pub width: usize,
    /// Whether standard output is coloured. False if `NO_COLOR` is set.
    pub colour: bool,
    /// Whether standard error is coloured. False if `NO_COLOR` is set.
    pub colour_err: bool,
    /// Whether progress bars are shown: if standard error is a terminal and `--quiet` is not given.
    pub shows_progress: bool,
}

impl Console {
    /// Creates the console of this process from its streams and environment.
    #[must_use]
    pub fn new(quiet: bool) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = given.or_else(terminal_width).unwrap_or(80);
        Self {
            quiet,
            width: width.clamp(20, 100),
            colour: !no_colour && std::io::stdout().is_terminal(),
            colour_err: !no_colour && std::io::stderr().is_terminal(),
            shows_progress: !quiet && std::io::stderr().is_terminal(),
        }
    }

    #[expect(clippy::unused_self, reason = "what is printed goes through the console")]
    /// Writes a result to standard output. The first error is kept for [`failure`].
    pub fn print(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let end: &[u8] = if text.ends_with('\n') { b"" } else { b"\n" };
        note_failure(out.write_all(text.as_bytes()).and_then(|()| out.write_all(end)));
    }

    /// Writes a note to standard error, unless `--quiet` is given.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.error(text);
        }
    }

    #[expect(clippy::unused_self, reason = "what is printed goes through the console")]
    /// Writes an error or a warning to standard error.
    pub fn error(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", text.trim_end_matches('\n'));
    }
}

/// Keeps the first error of writing to standard output. A closed pipe is not an error.
pub fn note_failure(written: std::io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        // Only the first error is of interest.
        let _ = FAILURE.set(error);
    }
}

/// Flushes standard output and returns the first error of writing to it.
#[must_use]
pub fn failure() -> Option<&'static std::io::Error> {
    note_failure(std::io::stdout().lock().flush());
    FAILURE.get()
}

/// Width of the terminal in columns; `None` if standard output is not a terminal.
fn terminal_width() -> Option<usize> {
    std::io::stdout().is_terminal().then(|| comfy_table::Table::new().width()).flatten().map(usize::from)
}
