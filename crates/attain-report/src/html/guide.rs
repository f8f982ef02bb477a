//! Guide to the comparison report.

use maud::{Markup, html};

/// Short explanations of terms and symbols.
#[must_use]
pub fn guide() -> Markup {
    let entries = [
        (
            "Probability of target",
            "The share of simulated years in which the plan's bookings reached its target. It depends on the model and its \
             assumptions, which are listed below; it is not a guarantee.",
        ),
        (
            "± ",
            "One Monte Carlo standard error: how much a figure would typically change with another seed. It does not \
             include errors in the assumptions. Four times as many years halve it.",
        ),
        (
            "P10–P90",
            "The interval that contains eight of ten simulated years. P50 is the median: half of the years are better. This is the variation \
             between years; more simulated years do not reduce it.",
        ),
        (
            "Attainment",
            "For seats and groups: bookings made while a rep held the seat, divided by the quota carried; undefined for a seat that carried less than a quarter of a \
             year's quota. For the company, see bookings over target: all bookings that count, divided by the target. \
             Quotas usually add up to more than the target, so the two differ.",
        ),
        (
            "Decision rule",
            "The rule that selects the plan at the top. Each criterion keeps the plans that are not significantly worse than the best remaining plan; \
             the next criterion decides among them.",
        ),
        (
            "Win rate, pipeline conversion",
            "Win rate is the number of opportunities won divided by the number closed. Conversion is the amount won divided by the amount closed.",
        ),
        (
            "Same worlds",
            "All plans are simulated in the same markets: the same opportunities, leavers and market swings (common random numbers). Differences \
             between plans are therefore much more precise than the figures of each plan. The pairing gain is the factor by which more independent years would be needed for the same precision.",
        ),
        (
            "95 % interval of a difference",
            "Simultaneous: with 95 % confidence, all intervals of the report hold at once. If an interval contains zero, the plans may be equal in that metric.",
        ),
        (
            "Equity range",
            "Potential of the largest book divided by that of the smallest among peer seats, minus one. Planners usually review books from 0.2.",
        ),
        (
            "Regret",
            "How much less a plan books than the best plan in the same world, on average: the expected cost of choosing it.",
        ),
        (
            "Pareto-efficient",
            "No other plan is significantly better in bookings, equity, disruption or cost without being significantly worse in another of them.",
        ),
    ];
    html! { dl .guide { @for (term, text) in entries { div { dt { (term) } dd { (text) } } } } }
}

/// URL of the glossary in the documentation.
const GLOSSARY: &str = "https://attain-planning.github.io/attain/reference/glossary.html";

/// A link to the glossary.
#[must_use]
pub fn glossary_link() -> Markup {
    html! { p .small { "All terms: " a href=(GLOSSARY) { "glossary of the documentation" } } }
}
