//! What happens at Ctrl-C and SIGTERM: one line, no partial files, exit code 130 or 143.

use std::sync::{Mutex, PoisonError};

/// What the run keeps if it is interrupted; empty if it keeps nothing.
static KEPT: Mutex<String> = Mutex::new(String::new());

/// States what is kept from now on, such as "finished blocks are in DIR; continue with --resume".
pub fn keeps(text: String) {
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = text;
}

/// Handles the signals from now on. Where a system has no such signals, it ends the process itself.
#[cfg(unix)]
pub fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};

    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
    let handler = move || {
        let mut received = signals.forever();
        let Some(signal) = received.next() else { return };
        eprintln!("{}", line(&KEPT.lock().unwrap_or_else(PoisonError::into_inner)));
        // Files that are just getting their final names are waited for, unless a second signal comes.
        std::thread::spawn(move || {
            attain_core::output::abandon();
            end(signal)
        });
        if let Some(signal) = received.next() {
            end(signal)
        }
    };
    // Without a thread, the signals keep ending the process at once.
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(handler);
}

#[cfg(not(unix))]
pub fn watch() {}

/// Ends the process as a shell expects it after a signal.
#[cfg(unix)]
fn end(signal: i32) -> ! {
    std::process::exit(128 + signal)
}

/// The line that is printed.
#[cfg(unix)]
fn line(kept: &str) -> String {
    if kept.is_empty() { "interrupted: no result was written".to_owned() } else { format!("interrupted: {kept}") }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::line;

    #[test]
    fn the_line_names_what_is_kept() {
        assert_eq!(line(""), "interrupted: no result was written");
        assert_eq!(line("finished blocks are kept"), "interrupted: finished blocks are kept");
    }
}
