//! Exit codes: the one place that defines them.

use std::process::ExitCode;

/// How a command ends, as the exit code of the process.
///
/// | code | name | meaning |
/// |---:|---|---|
/// | 0 | done | The command did what it was asked to do. |
/// | 1 | failed | A failure outside the input, such as a full disk; or a figure of `attain verify` does not hold. |
/// | 2 | bad input | The command line, a scenario or the data has errors. Every error is printed. |
/// | 3 | condition not met | `--require` does not hold, or the goal of `attain solve` is out of reach. |
/// | 75 | locked | Another run is writing to the output folder. Try again when it has ended (`EX_TEMPFAIL`). |
/// | 130 | interrupted | The process received SIGINT (Ctrl-C): 128 + 2. |
/// | 143 | terminated | The process received SIGTERM: 128 + 15. |
///
/// The last two are set by the shell: attain does not handle the signals. A run
/// that a signal ends loses at most the block of years it was in; resume it with
/// `--resume`.
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
