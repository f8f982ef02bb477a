//! Several views of a plan's year: the top-down target, bottom-up capacity, the data, and the
//! field's estimates. All are bookings that count towards quota, over the horizon.

use crate::expected_staffing::staffed_share;
use attain_core::plan::{Plan, Seat};
use attain_core::ramp;
use attain_data::{Book, FieldView, Outcome};
use attain_design::score::score_accounts;

/// Bookings over the horizon according to each view.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Top-down: the target for the months of the horizon.
    pub target: f64,
    /// Bottom-up capacity: the quotas of all seats from their start month, in proportion to the
    /// ramp of their reps. Excludes leavers, vacancies and late starts.
    pub capacity: f64,
    /// What ramped reps in all seats can be expected to book, from each seat's start month. Excludes
    /// ramp, leavers and vacancies.
    pub ramped: f64,
    /// The same with the expected ramp, leavers and time to fill. Excludes hand-over losses and
    /// changes of the market, which only the simulation includes.
    pub staffed: f64,
    /// Months of the horizon.
    pub months: u32,
    /// Expected bookings of fully covered accounts with the potentials in the data.
    pub data: f64,
    /// Expected bookings with the field's estimates; `None` if there are none.
    pub field: Option<f64>,
    /// Expected bookings with both blended, as in the plan; `None` if the field gives no estimates.
    pub blended: Option<f64>,
}

/// Computes the outlook of a plan.
#[must_use]
pub fn outlook(book: &Book, plan: &Plan) -> Outlook {
    let years = f64::from(plan.scenario.horizon.months) / 12.0;
    let has_field = !book.field.is_empty();
    let with = |weight: &dyn Fn(f64) -> f64| years * accounts(book, plan, weight) + pipeline(book, weight);
    Outlook {
        target: plan.target * years,
        capacity: capacity(plan),
        ramped: plan.seats.iter().map(|seat| seat.realistic * planned_years(plan, seat)).sum(),
        staffed: plan.seats.iter().map(|seat| seat.realistic * staffed_share(plan, book, seat) * planned_years(plan, seat)).sum(),
        months: plan.scenario.horizon.months,
        data: with(&|_| 0.0),
        field: has_field.then(|| with(&|_| 1.0)),
        blended: has_field.then(|| with(&|credibility| credibility)),
    }
}

/// Years of the horizon in which a seat is planned to be staffed.
fn planned_years(plan: &Plan, seat: &Seat) -> f64 {
    f64::from(plan.scenario.horizon.months.saturating_sub(seat.start_month)) / 12.0
}

/// Sum of the quotas in proportion to ramp.
fn capacity(plan: &Plan) -> f64 {
    let seat = |seat: &attain_core::plan::Seat| {
        let month = |month: u32| {
            let tenure = if seat.incumbent.is_some() {
                seat.tenure_months + f64::from(month)
            } else {
                f64::from(month - seat.start_month)
            };
            seat.quota / 12.0 * ramp::productivity(&seat.ramp, tenure, 1.0)
        };
        (seat.start_month..seat.end_month.unwrap_or(u32::MAX).min(plan.scenario.horizon.months)).map(month).sum::<f64>()
    };
    plan.seats.iter().map(seat).sum()
}

/// Expected yearly bookings of the accounts, with the field's estimates weighted by a function of
/// its credibility.
fn accounts(book: &Book, plan: &Plan, weight: &dyn Fn(f64) -> f64) -> f64 {
    let mut adjusted = Book {
        accounts: book.accounts.clone(),
        segments: book.segments.clone(),
        industries: book.industries.clone(),
        skills: book.skills.clone(),
        regions: book.regions.clone(),
        ..Book::default()
    };
    for FieldView { account, potential, .. } in &book.field {
        if let Some(blend) = potential {
            adjusted.accounts[*account].potential = blend.data + weight(blend.credibility) * (blend.field - blend.data);
        }
    }
    let credit = &plan.scenario.quota.credit;
    let credited = |worth: &attain_design::score::AccountWorth| {
        credit.new.get() * worth.new + credit.expansion.get() * worth.expansion + credit.renewal.get() * worth.renewal
    };
    score_accounts(&adjusted, &plan.scenario).worth.iter().map(credited).sum()
}

/// Additional bookings from the field's odds for open opportunities, relative to those in the data.
fn pipeline(book: &Book, weight: &dyn Fn(f64) -> f64) -> f64 {
    let open_amount = |account: usize| {
        let open = book.opportunities.iter().filter(move |one| one.account == account && matches!(one.outcome, Outcome::Open(_)));
        open.map(|one| one.amount).sum::<f64>()
    };
    let extra = |view: &FieldView| {
        view.odds.map_or(0.0, |odds| weight(odds.credibility) * (odds.field - odds.data) * open_amount(view.account))
    };
    book.field.iter().map(extra).sum()
}
