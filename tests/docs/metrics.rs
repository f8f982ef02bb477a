//! The table of metrics, made from their definitions.

use std::fmt::Write;

use attain::metric::{ALL, Better, SHARED, Unit};

use crate::assert_fresh;

#[test]
fn the_table_of_metrics_is_fresh() {
    let mut page = "# Metrics\n\n\
        Metrics of a simulated year. The name is the key in `results.json` and the column in \
        `years` and `seats`, and what `--require`, `--precision`, `--race` and `--metric` take.\n\n\
        This page is generated from the code.\n"
        .to_owned();
    for (heading, metrics) in
        [("For the company, groups and seats", &ALL[..SHARED]), ("For the company only", &ALL[SHARED..])]
    {
        write!(page, "\n## {heading}\n\n| name | unit | better | meaning |\n|---|---|---|---|\n").expect("a text takes text");
        for metric in metrics {
            let unit = match metric.unit {
                Unit::Money => "currency",
                Unit::Share => "share",
                Unit::Ratio => "ratio",
                Unit::Count => "count",
                Unit::Months => "months",
            };
            let better = match metric.better {
                Better::Higher => "higher",
                Better::Lower => "lower",
                Better::Neither => "–",
            };
            writeln!(page, "| `{}` | {unit} | {better} | {} |", metric.name, metric.meaning).expect("a text takes text");
        }
    }
    assert_fresh("reference/metrics.md", &page);
}
