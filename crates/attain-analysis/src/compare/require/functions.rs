//! Functions that a requirement can call.

/// Kind of name that a function argument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArgumentKind {
    Plan,
    /// A metric of the company.
    Metric,
    /// A metric on which plans are compared.
    Compared,
}

/// The figure that a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    PTarget,
    /// A field of `plans[].company.<metric>`.
    Company(&'static str),
    /// A field of `pairs[]`.
    Pair(PairField),
}

/// A field of a paired difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PairField {
    Difference,
    Low,
    High,
    Beats,
}

/// All functions, with their names, figures and arguments.
pub(super) const FUNCTION_TABLE: [(&str, Function, &[ArgumentKind]); 15] = [
    ("p_target", Function::PTarget, &[ArgumentKind::Plan]),
    ("mean", Function::Company("mean"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("se", Function::Company("se"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("sd", Function::Company("sd"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p05", Function::Company("p05"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p10", Function::Company("p10"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p25", Function::Company("p25"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p50", Function::Company("p50"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p75", Function::Company("p75"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p90", Function::Company("p90"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("p95", Function::Company("p95"), &[ArgumentKind::Plan, ArgumentKind::Metric]),
    ("difference", Function::Pair(PairField::Difference), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
    ("low", Function::Pair(PairField::Low), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
    ("high", Function::Pair(PairField::High), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
    ("p_beats", Function::Pair(PairField::Beats), &[ArgumentKind::Plan, ArgumentKind::Plan, ArgumentKind::Compared]),
];

/// List of functions for help texts.
pub const FUNCTIONS: &str = "p_target(\"plan\"); mean, se, sd, p05, p10, p25, p50, p75, p90, p95 (\"plan\", \"metric\"); \
                             difference, low, high, p_beats (\"a\", \"b\", \"metric\")";
