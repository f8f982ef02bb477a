//! Figures of the company of all plans, some years at a time.

use attain_sim::run::{ColumnSelection, OutputPart, ReadError, YearSource};

/// Years that are in memory at once.
const YEARS: usize = 2048;

/// Calls `each` with some metrics of the years that follow each other: by plan,
/// then by metric. A plan that was dropped has fewer years in the chunk in
/// which it was, and none in those after it.
pub(super) fn chunks(years: &dyn YearSource, metrics: &[usize], mut each: impl FnMut(&[Vec<Vec<f64>>])) -> Result<(), ReadError> {
    let lived: Vec<usize> = (0..years.plans()).map(|plan| years.years_of(plan)).collect();
    let most = lived.iter().copied().max().unwrap_or(0);
    for from in (0..most).step_by(YEARS) {
        let of = |(plan, &lived): (usize, &usize)| {
            let span = from.min(lived)..lived.min(from + YEARS);
            if span.is_empty() {
                return Ok(vec![Vec::new(); metrics.len()]);
            }
            years.read(ColumnSelection { plan, part: OutputPart::Company, of: (0, 1), figures: metrics }, span)
        };
        each(&lived.iter().enumerate().map(of).collect::<Result<Vec<_>, ReadError>>()?);
    }
    Ok(())
}
