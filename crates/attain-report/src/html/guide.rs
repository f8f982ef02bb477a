//! How to read the report.

use maud::{Markup, html};

/// What the words and signs mean.
#[must_use]
pub fn guide() -> Markup {
    let entries = [
        (
            "Probability of target",
            "The share of simulated years in which the plan's bookings reached its target. It is a statement about the model and its \
             assumptions, listed below, not a promise.",
        ),
        (
            "± ",
            "One Monte Carlo standard error: how far a figure would move if the simulation were run again with another seed. It does not \
             contain errors of the assumptions. Four times the years halve it.",
        ),
        (
            "P10–P90",
            "Eight of ten simulated years lie in between. P50 is the median: half of the years are better. This is the luck of a year, and no \
             number of simulated years makes it smaller.",
        ),
        (
            "Attainment",
            "Of the company: bookings that count over the target. Of a seat or a group: bookings while a rep held the seat over the quota carried; \
             a seat that carried less than a quarter of a year's quota is not judged.",
        ),
        (
            "Win rate, pipeline conversion",
            "Win rate counts opportunities: won over closed. Conversion weighs them: amount won over amount decided.",
        ),
        (
            "Same worlds",
            "All plans live in the same simulated markets: the same opportunities, leavers and market swings. A difference between plans is \
             therefore much surer than each plan's own figure. The pairing gain says how many times more years separate worlds would have needed.",
        ),
        (
            "95 % interval of a difference",
            "Simultaneous: the chance that all intervals of the report hold at once is 95 %. When one holds zero, the plans may be equal there.",
        ),
        (
            "Equity range",
            "Potential of the largest over the smallest book among like seats, less one; from 0.2 on, planners call for a review.",
        ),
        (
            "Regret",
            "What a plan books less than the plan that turned out best in the same world, on average: the price of choosing it and being wrong.",
        ),
        ("Beaten", "Another plan is at least as good in bookings, equity, disruption and cost, and better in one of them."),
    ];
    html! { dl .guide { @for (term, text) in entries { div { dt { (term) } dd { (text) } } } } }
}
