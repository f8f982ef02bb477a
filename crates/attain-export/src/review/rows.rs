//! The seats of a review as CSV.

use super::record::PlanReview;
use crate::csv_text::csv_text;

/// One row a seat.
#[must_use]
pub fn csv(review: &PlanReview) -> Vec<u8> {
    let header = [
        "seat",
        "name",
        "team",
        "manager",
        "present",
        "quota",
        "quota_to_date",
        "bookings",
        "attainment",
        "open_pipeline",
        "pipeline_coverage",
        "accounts_start",
        "accounts",
        "potential_start",
        "potential",
        "off_mean",
        "touched",
        "drift",
        "came",
        "went",
        "trouble",
        "earlier_owners",
    ];
    // An empty sum is negative zero.
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| (value + 0.0).to_string());
    let rows = review.seats.iter().map(|seat| {
        let earlier = seat.earlier_owners.iter().map(|one| format!("{} {:.0}", one.id, one.won_a_year)).collect::<Vec<_>>();
        let mut row = vec![seat.id.clone(), seat.name.clone(), seat.team.clone(), seat.manager.clone(), seat.present.to_string()];
        row.extend([seat.quota, seat.quota_to_date, Some(seat.bookings), seat.attainment, Some(seat.pipeline)].map(number));
        row.push(number(seat.pipeline_coverage));
        row.extend(seat.accounts.map(|count| count.to_string()));
        row.extend(seat.potential.map(|value| (value + 0.0).to_string()));
        row.extend([number(seat.off_mean), seat.touched.to_string(), number(seat.drift), seat.came.to_string()]);
        row.extend([seat.went.to_string(), seat.trouble.map_or_else(String::new, |trouble| trouble.name().to_owned())]);
        row.push(earlier.join("; "));
        row
    });
    csv_text(&header, &rows.collect::<Vec<_>>())
}
