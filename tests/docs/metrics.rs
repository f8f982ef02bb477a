//! The table of metrics, made from their definitions.

use std::fmt::Write;

use attain::metric::{ALL, BOOKINGS_OVER_TARGET, Direction, Metric, MetricUnit, SHARED};

use crate::assert_fresh;

#[test]
fn the_table_of_metrics_is_fresh() {
    let mut page = "# Metrics\n\n\
        Metrics of a simulated year. The name is the key in `results.json`, the column in \
        `years` and `seats`, and the value for `--require`, `--precision`, `--race` and `--metric`.\n\n\
        This page is generated from the code.\n"
        .to_owned();
    let company: Vec<Metric> = [BOOKINGS_OVER_TARGET].into_iter().chain(ALL[SHARED..].iter().copied()).collect();
    for (heading, metrics) in [("For the company, groups and seats", &ALL[..SHARED]), ("For the company only", &company)] {
        write!(page, "\n## {heading}\n\n| name | unit | better | meaning |\n|---|---|---|---|\n").expect("a text takes text");
        for metric in metrics {
            let unit = match metric.unit {
                MetricUnit::Money => "currency",
                MetricUnit::Share => "share",
                MetricUnit::Ratio => "ratio",
                MetricUnit::Count => "count",
                MetricUnit::Months => "months",
            };
            let better = match metric.direction {
                Direction::Higher => "higher",
                Direction::Lower => "lower",
                Direction::Neither => "–",
            };
            writeln!(page, "| `{}` | {unit} | {better} | {} |", metric.name, metric.meaning).expect("a text takes text");
        }
    }
    assert_fresh("reference/metrics.md", &page);
}
