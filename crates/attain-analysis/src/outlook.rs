//! What a plan's year looks like from each side: the target from the top, the
//! capacity from the bottom, the data, the field, and the gaps between them.
//! All in bookings that count to quota, over the horizon.

use attain_core::plan::Plan;
use attain_core::ramp;
use attain_data::{Book, FieldView, Outcome};
use attain_design::score::score_accounts;

/// Bookings of the horizon as each side sees them.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Top-down: the target, for the months of the horizon.
    pub target: f64,
    /// Bottom-up: the quotas of all seats from the month they start, each month
    /// as far as its rep is ramped. Leavers, vacancies and hire slip are not in it.
    pub capacity: f64,
    /// What fully covered accounts are expected to book with the potentials of the data.
    pub data: f64,
    /// The same with what the field says taken at its word; `None` where it says nothing.
    pub field: Option<f64>,
    /// The same with both blended: what the plan counts with; `None` where the field says nothing.
    pub blended: Option<f64>,
}

/// Looks at a plan from all sides.
#[must_use]
pub fn outlook(book: &Book, plan: &Plan) -> Outlook {
    let years = f64::from(plan.scenario.horizon.months) / 12.0;
    let said = !book.field.is_empty();
    let with = |weight: &dyn Fn(f64) -> f64| years * accounts(book, plan, weight) + pipeline(book, weight);
    Outlook {
        target: plan.target * years,
        capacity: capacity(plan),
        data: with(&|_| 0.0),
        field: said.then(|| with(&|_| 1.0)),
        blended: said.then(|| with(&|credibility| credibility)),
    }
}

/// Quotas after ramp.
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
        (seat.start_month..plan.scenario.horizon.months).map(month).sum::<f64>()
    };
    plan.seats.iter().map(seat).sum()
}

/// Yearly bookings that the accounts are expected to give, where the field has
/// a weight that follows from its credibility.
fn accounts(book: &Book, plan: &Plan, weight: &dyn Fn(f64) -> f64) -> f64 {
    let mut seen = Book {
        accounts: book.accounts.clone(),
        segments: book.segments.clone(),
        industries: book.industries.clone(),
        skills: book.skills.clone(),
        regions: book.regions.clone(),
        ..Book::default()
    };
    for FieldView { account, potential, .. } in &book.field {
        if let Some(blend) = potential {
            seen.accounts[*account].potential = blend.data + weight(blend.credibility) * (blend.field - blend.data);
        }
    }
    let credit = &plan.scenario.quota.credit;
    let credited = |worth: &attain_design::score::AccountWorth| {
        credit.new.get() * worth.new + credit.expansion.get() * worth.expansion + credit.renewal.get() * worth.renewal
    };
    score_accounts(&seen, &plan.scenario).worth.iter().map(credited).sum()
}

/// What other odds of the open opportunities bring more than those of the data.
fn pipeline(book: &Book, weight: &dyn Fn(f64) -> f64) -> f64 {
    let open = |account: usize| {
        let of = book.opportunities.iter().filter(move |one| one.account == account && matches!(one.outcome, Outcome::Open(_)));
        of.map(|one| one.amount).sum::<f64>()
    };
    let more =
        |view: &FieldView| view.odds.map_or(0.0, |odds| weight(odds.credibility) * (odds.field - odds.data) * open(view.account));
    book.field.iter().map(more).sum()
}
