//! The metrics that comparisons report.

use attain_core::metric::MetricId;

/// Compared metrics, with the name they have in `pairs[].metric`. A new metric is one
/// line; the simultaneous intervals widen with each.
pub const COMPARED_METRICS: [(&str, MetricId); 14] = [
    ("bookings", MetricId::Bookings),
    ("attainment", MetricId::Attainment),
    ("participation", MetricId::Participation),
    ("p_target", MetricId::TargetHit),
    ("coverage", MetricId::Coverage),
    ("win_rate", MetricId::WinRate),
    ("equity_range", MetricId::EquityRange),
    ("disruption", MetricId::Disruption),
    ("hand_over_cost", MetricId::HandOverCost),
    ("leavers", MetricId::Leavers),
    ("vacancy_months", MetricId::VacancyMonths),
    ("retained_revenue", MetricId::RetainedRevenue),
    ("cost", MetricId::Cost),
    ("contribution", MetricId::Contribution),
];
