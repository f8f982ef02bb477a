//! Sentences and tables that hand-outs share.

use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::plan_export::{PlanExport, label};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat};
use attain_core::scenario::choices::QuotaPolicy;
use attain_report::explanations::AssignmentExplainer;

/// How quotas are set in the plan.
pub(super) fn quota_policy(export: &PlanExport<'_>) -> String {
    let policy = match &export.plan.scenario.quota.policy {
        QuotaPolicy::Current => "It is today's quota.".to_owned(),
        QuotaPolicy::Flat { .. } => "Every seat has the same quota.".to_owned(),
        QuotaPolicy::PotentialShare { share } => format!(
            "It is {:.0} % of the bookings that can be expected from the book, the hours and the open pipeline.",
            100.0 * share.get()
        ),
        QuotaPolicy::TopDown { .. } => {
            "The company's quotas are divided in proportion to the bookings that can be expected from each book, its hours and its \
             open pipeline."
                .to_owned()
        }
        QuotaPolicy::EqualChance { .. } => "Quotas are set so that every seat has the same chance of making its quota.".to_owned(),
    };
    let ramped = if export.plan.scenario.quota.ramped { " New reps carry it in proportion to their ramp." } else { "" };
    format!("{policy}{ramped}")
}

/// First day of a seat in the plan.
pub(super) fn first_day(export: &PlanExport<'_>, seat: usize) -> Date {
    let start = export.plan.scenario.horizon.start;
    let months = i64::from(export.plan.seats[seat].start_month);
    start.checked_add(months.months()).unwrap_or(start)
}

/// Last day on which both owners work on an account.
pub(super) fn transition_end(export: &PlanExport<'_>, from: Date) -> Date {
    let days = (7.0 * export.plan.scenario.transition.weeks).round() as i64;
    from.checked_add(days.days()).unwrap_or(from)
}

/// Today's owner of an account.
pub(super) fn owner(export: &PlanExport<'_>, account: usize) -> String {
    export.owner(account).map_or_else(|| "nobody".to_owned(), |rep| label(&rep.name, &rep.id))
}

/// Accounts that come or go, each with the other owner and the reason.
pub(super) fn moves(export: &PlanExport<'_>, explainer: &AssignmentExplainer<'_>, accounts: &[usize], comes: bool) -> Markup {
    let book = export.book;
    let n = NumberFormat::in_currency(&export.plan.scenario.money.currency);
    let other = |at: usize| {
        if comes {
            format!("from {}", owner(export, at))
        } else {
            export
                .seat(at)
                .map_or_else(|| "to the house account".to_owned(), |seat| format!("to {}", label(&seat.name, &seat.id)))
        }
    };
    html! {
        table {
            thead { tr { th { "Account" } th { (if comes { "From" } else { "To" }) } th.n { "Potential" } th.n { "Open pipeline" } th { "Why" } } }
            tbody { @for &at in accounts {
                tr {
                    td { (label(&book.accounts[at].name, &book.accounts[at].id)) }
                    td { (other(at)) }
                    td.n { (n.plain(MetricUnit::Money, book.accounts[at].potential)) }
                    td.n { (if explainer.pipeline(at) > 0.0 { n.plain(MetricUnit::Money, explainer.pipeline(at)) } else { MISSING.to_owned() }) }
                    td { (explainer.why(at)) }
                }
            } }
        }
    }
}
