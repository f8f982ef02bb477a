//! Chunked reading of company metrics of all plans.

use attain_sim::run::{ColumnSelection, OutputPart, ReadError, YearSource};

/// Number of years held in memory at once.
const CHUNK_YEARS: usize = 2048;

/// Calls `each` with the metrics of consecutive years, indexed by plan, metric and year. A plan
/// that was dropped has fewer years in the chunk in which it was dropped and none in later chunks.
pub(super) fn for_each_chunk(
    years: &dyn YearSource,
    metrics: &[usize],
    mut each: impl FnMut(&[Vec<Vec<f64>>]),
) -> Result<(), ReadError> {
    let simulated: Vec<usize> = (0..years.plans()).map(|plan| years.years_of(plan)).collect();
    let most = simulated.iter().copied().max().unwrap_or(0);
    for from in (0..most).step_by(CHUNK_YEARS) {
        let read = |(plan, &simulated): (usize, &usize)| {
            let span = from.min(simulated)..simulated.min(from + CHUNK_YEARS);
            if span.is_empty() {
                return Ok(vec![Vec::new(); metrics.len()]);
            }
            years.read(ColumnSelection { plan, part: OutputPart::Company, of: (0, 1), figures: metrics }, span)
        };
        each(&simulated.iter().enumerate().map(read).collect::<Result<Vec<_>, ReadError>>()?);
    }
    Ok(())
}
