//! Text for deviations from a mean.

/// Formats a relative deviation, such as "12 % over", "3 % under" or "at the mean".
#[must_use]
pub fn deviation(share: f64) -> String {
    let rounded = (100.0 * share).round();
    match rounded {
        r if r > 0.0 => format!("{r:.0} % over"),
        r if r < 0.0 => format!("{:.0} % under", -r),
        _ => "at the mean".to_owned(),
    }
}
