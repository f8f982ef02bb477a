//! Invalid values of `--precision` and `--race`.

use attain_core::diagnostics::{nearest, one_of, suggest};
use miette::Diagnostic;

use super::metrics::COMPARED_METRICS;

/// An invalid precision goal or race.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum PrecisionFault {
    #[error("invalid width `{found}`")]
    #[diagnostic(code("precision::not-a-width"), help("expected a number greater than 0, such as 0.5% or 20000"))]
    NotAWidth { found: String },
    #[error("metric `{found}` is not compared between plans")]
    #[diagnostic(code("precision::unknown-metric"), help("{}", compared_metric(found)))]
    UnknownMetric { found: String },
    #[error("unknown plan `{found}`")]
    #[diagnostic(code("precision::unknown-plan"), help("expected one of: {plans}"))]
    UnknownPlan { found: String, plans: String },
    #[error("expected a pair of different plans")]
    #[diagnostic(code("precision::not-a-pair"), help("write WIDTH:METRIC:PLAN:PLAN"))]
    NotAPair,
    #[error("a single plan cannot be compared")]
    #[diagnostic(code("precision::one-plan"), help("pass at least two plans"))]
    OnePlan,
}

fn compared_metric(found: &str) -> String {
    let names = COMPARED_METRICS.map(|(name, _)| name);
    suggest(nearest(found, names.into_iter()), one_of(&names))
}
