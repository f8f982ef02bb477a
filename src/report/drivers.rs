//! What drives a plan's results, in words: for the terminal and the page.

use crate::explore::spread::worlds::{ALL, words};
use crate::explore::spread::{Drivers, Estimate, Figure, History, Scope, Verdict, Whose};

/// "41 % ± 1".
#[must_use]
pub fn share(estimate: &Estimate) -> String {
    if !estimate.value.is_finite() {
        return super::number::NONE.to_owned();
    }
    let decimals = usize::from(estimate.se < 0.0095);
    format!("{} % ± {}", rounded(100.0 * estimate.value, decimals), rounded(100.0 * estimate.se, decimals.max(1)))
}

/// A number without a negative zero.
pub(super) fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.trim_start_matches('-').bytes().all(|b| b == b'0' || b == b'.') { text.replace('-', "") } else { text };
    text.replace('-', "−")
}

/// Points of attainment: "+3.1 points".
#[must_use]
pub fn points(value: f64) -> String {
    let text = rounded(100.0 * value, 1);
    format!("{text} {}", if text == "1.0" { "point" } else { "points" })
}

/// The company's spread in a few sentences.
#[must_use]
pub fn spread(drivers: &Drivers) -> Vec<String> {
    let mut lines = Vec::new();
    let metric = drivers.spread.metric.name.replace('_', " ");
    let Some(company) = drivers.spread.of(Scope::Company).next() else {
        return vec![format!("The company's {metric} does not vary.")];
    };
    lines.push(told(company, &metric));
    if let Some((first, _)) = company.shares.plan {
        lines.push(format!("Which of the {} plans is taken makes {} of it.", drivers.spread.plans.len(), share(&first)));
    }
    lines.push(format!(
        "Single effects make {} together; {} comes from groups acting together.",
        share(&company.shares.sum),
        share(&company.shares.interactions)
    ));
    if let Some(seats) = drivers.spread.of(Scope::Seats).next() {
        lines.push(told(seats, &metric));
    }
    lines
}

fn told(figure: &Figure, metric: &str) -> String {
    let shares = &figure.shares;
    let mut order: Vec<usize> = (0..ALL.len()).collect();
    order.sort_by(|&a, &b| shares.first[b].value.total_cmp(&shares.first[a].value));
    let largest: Vec<String> =
        order.iter().take(3).map(|&g| format!("{} {}", words(ALL[g]), share(&shares.first[g]))).collect();
    let of = match figure.scope {
        Scope::Company => "The company".to_owned(),
        Scope::Seats => "A seat, taken by itself".to_owned(),
        _ => figure.name.clone(),
    };
    let sd = if shares.sd < 10.0 { points(shares.sd) } else { rounded(shares.sd, 0) };
    format!("{of}: {metric} varies by {sd} (one standard deviation); of the variance, {}.", largest.join(", "))
}

/// The verdict in a sentence.
#[must_use]
pub fn verdict(whose: &Whose) -> String {
    let subject = if whose.region { format!("Region {}", whose.name) } else { format!("{} ({})", whose.name, whose.id) };
    let share_of = |share: f64| if (0.0..=1.0).contains(&share) { format!(", {:.0} % of what is lacking", 100.0 * share) } else { String::new() };
    let (book, rep) = (whose.book.points.value, whose.rep.points.value);
    let people = if whose.region { "the reps" } else { "the rep" };
    let main = match whose.verdict {
        Verdict::Neither => format!("neither the book nor {people} differs from like seats by more than chance and two points"),
        Verdict::Territory if book > 0.0 => format!("it is the territory: the book makes {}{}", points(book), share_of(whose.book.share)),
        Verdict::Territory => format!("the territory carries it: the book brings {} more than like ones", points(-book)),
        Verdict::Rep if rep > 0.0 => format!("it is {people}: skill makes {}{}", points(rep), share_of(whose.rep.share)),
        Verdict::Rep => format!("{people} carry it: skill brings {}", points(-rep)).replace("the rep carry", "the rep carries"),
        Verdict::Both => format!("it is both: the book makes {} and {people} {}", points(book), points(rep)),
        Verdict::RepMakesUp => {
            format!("the territory holds it back by {}, and {people} make up for {}", points(book), points(-rep)).replace("the rep make", "the rep makes")
        }
        Verdict::BookMakesUp => {
            format!("{people} hold it back by {}, and the book makes up for {}", points(rep), points(-book)).replace("the rep hold", "the rep holds")
        }
    };
    format!("{subject}: {main}.")
}

/// The parts of what a seat or a region lacks, and how they come about.
#[must_use]
pub fn parts(whose: &Whose) -> Vec<String> {
    let one = !whose.region;
    let interval = |low: f64, high: f64| format!("95 %: {} to {}", rounded(100.0 * low, 1), rounded(100.0 * high, 1));
    let mut lines = vec![format!(
        "Expected attainment is {}; with an average rep in {} seat{} it would be {}, and like seats elsewhere with average reps have {}.",
        share(&whose.attainment),
        if one { "this" } else { "each of its" },
        if one { "" } else { "s" },
        share(&whose.average),
        share(&whose.like),
    )];
    let gap = whose.gap.value;
    lines.push(format!(
        "{} {} = {} that like seats {} too + {} of the book ({}) + {} of {} ({}).",
        if gap >= 0.0 { "To 100 % it lacks" } else { "It is over 100 %, lacking" },
        points(gap),
        points(whose.common.points.value),
        if whose.common.points.value >= 0.0 { "lack" } else { "are over" },
        points(whose.book.points.value),
        interval(whose.book.points.low, whose.book.points.high),
        points(whose.rep.points.value),
        if one { "the rep" } else { "the reps" },
        interval(whose.rep_low, whose.rep_high),
    ));
    lines.push(format!(
        "The book: {:.0} % of the potential of a like seat, quota {} for its potential ({}), workload {:.0} % of capacity against {:.0} %; what it yields makes {}.",
        100.0 * whose.potential,
        if (whose.tightness - 1.0).abs() < 0.005 { "as usual".to_owned() } else { format!("{:.0} % {}", 100.0 * (whose.tightness - 1.0).abs(), if whose.tightness > 1.0 { "tighter" } else { "easier" }) },
        points(whose.quota.points.value),
        100.0 * whose.load,
        100.0 * whose.load_like,
        points(whose.yielded.points.value),
    ));
    lines.push(format!(
        "The belief about {}: {} ± {} log odds of winning.",
        if one { "the rep's skill" } else { "the mean skill of its reps" },
        rounded(whose.skill, 2),
        rounded(whose.skill_sd, 2)
    ));
    if let Some(swap) = &whose.swap {
        lines.push(format!(
            "Swap: with the skill of {} ({}) this seat would have {} ({} points), and that seat with this rep's {} instead of {} ({} points).",
            swap.name,
            swap.with,
            share(&swap.here),
            signed(&swap.change_here),
            share(&swap.there),
            share(&swap.there_before),
            signed(&swap.change_there),
        ));
    }
    lines
}

fn signed(estimate: &Estimate) -> String {
    let text = rounded(100.0 * estimate.value, 1);
    format!("{}{text} ± {}", if text.starts_with('−') { "" } else { "+" }, rounded(100.0 * estimate.se, 1))
}

/// Correlation beyond which history cannot tell rep and territory apart.
const CONFOUNDED: f64 = -0.8;

/// What history says about a seat.
#[must_use]
pub fn history(found: Option<&History>) -> String {
    let Some(found) = found else {
        return "History: no closed opportunity of this rep in these accounts to learn from.".to_owned();
    };
    let apart = if found.correlation < CONFOUNDED {
        " Nearly all of it was sold by the same rep, so history cannot tell the two apart."
    } else if found.by_others == 0 {
        " Nobody else has sold there: only the rep's deals elsewhere tell the two apart."
    } else {
        ""
    };
    format!(
        "History: {:.0} % of {} closed opportunities won where its segments win {:.0} %; {} of them were other reps', and the rep closed {} elsewhere. Effect of the rep {} ± {}, of the territory {} ± {} log odds.{apart}",
        100.0 * found.win_rate,
        found.deals,
        100.0 * found.expected,
        found.by_others,
        found.elsewhere,
        rounded(found.rep, 2),
        rounded(found.rep_sd, 2),
        rounded(found.territory, 2),
        rounded(found.territory_sd, 2),
    )
}
