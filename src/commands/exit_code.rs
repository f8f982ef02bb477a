//! Exit codes.

use std::process::ExitCode;

/// The outcome of a command, as the exit code of the process.
///
/// | code | name | meaning |
/// |---:|---|---|
/// | 0 | done | The command succeeded. |
/// | 1 | failed | A failure unrelated to the input, such as a full disk, or a failed check of `attain verify`. |
/// | 2 | bad input | The command line, a scenario or the data has errors. Every error is printed. |
/// | 3 | condition not met | `--require` does not hold, the goal of `attain solve` is out of reach, or `attain migrate --check` found a file to migrate. |
/// | 75 | locked | Another run is writing to the output folder. Try again later (`EX_TEMPFAIL`). |
/// | 130 | interrupted | The process received SIGINT (Ctrl-C): 128 + 2. |
/// | 143 | terminated | The process received SIGTERM: 128 + 15. |
///
/// An interrupted command prints one line, leaves no partial file and no result file half of
/// which is new. A run of years loses at most the blocks in progress; continue it with `--resume`.
/// A second signal ends the process at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    Done = 0,
    Failed = 1,
    BadInput = 2,
    ConditionNotMet = 3,
    Locked = 75,
    Interrupted = 130,
    Terminated = 143,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}
