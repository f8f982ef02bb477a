//! Metrics reported by comparisons.

use attain_core::metric::MetricId;

/// Compared metrics with their names in `pairs[].metric`. Adding a metric takes one line; each
/// addition widens the simultaneous intervals.
pub const COMPARED_METRICS: [(&str, MetricId); 14] = [
    ("bookings", MetricId::Bookings),
    ("bookings_over_target", MetricId::Attainment),
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
