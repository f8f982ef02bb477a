//! The page of `attain regret`.

use maud::{Markup, html};

use super::html_table::HtmlTable;
use super::static_page::{BarSegment, Section, StaticPage, key, stacks};
use crate::drivers::rounded;
use crate::regret::{MapAxes, amount, answer, axis_value, conditions, rules};
use attain_analysis::experiment::regret::{PlanLoss, RegretAnalysis, RegretAxis};
use attain_core::number_format;

/// Colour of a plan.
fn colour(plan: usize) -> String {
    if plan == 0 { "var(--ref)".to_owned() } else { format!("var(--hue-{})", (plan - 1) % 7) }
}

/// Renders the page; `map` holds the two axes of the map.
#[must_use]
pub fn regret_sheet(found: &RegretAnalysis, currency: &str, map: Option<MapAxes>, made_from: &[(String, String)]) -> String {
    let mut sections = Vec::new();
    if let Some(map) = map {
        sections.push(Section {
            id: "map",
            short: "Map",
            title: "Best plan by assumptions".to_owned(),
            lead: format!(
                "Each mark is a set of assumptions, placed by {} and {}, in the colour of the best plan; hollow if the next-best plan may be as good. The other assumptions vary from mark to mark. A dashed box shows a rule on these two assumptions.",
                found.axes[map.across].name, found.axes[map.up].name
            ),
            body: html! { (legend(found)) (map_chart(found, currency, map)) },
        });
    }
    sections.push(Section {
        id: "rules",
        short: "Rules",
        title: format!("When {} loses", found.plans[found.best_overall]),
        lead: "The range of assumptions, bounded by at most two conditions, in which switching to the other plan gains most; measured on held-out points.".to_owned(),
        body: html! { div .words { @for line in rules(found, currency) { p { (line) } } } (rules_table(found, currency).markup()) },
    });
    sections.push(Section {
        id: "choices",
        short: "Choices",
        title: "Regret of each plan".to_owned(),
        lead:
            "Share of the sets of assumptions at which each plan is best; regret is the difference from the best plan of each set."
                .to_owned(),
        body: html! { (legend(found)) (stacks(&[("best at".to_owned(), wins(found))])) (choices_table(found, currency).markup()) },
    });
    sections.push(Section {
        id: "axes",
        short: "Assumptions",
        title: "The assumptions and their ranges".to_owned(),
        lead: String::new(),
        body: axes_table(found, currency).markup(),
    });
    StaticPage {
        title: "When does another plan become the best?".to_owned(),
        meta: format!(
            "{} · {} of {} · {} per plan and set · by {}",
            number_format::plural(found.plans.len(), "plan"),
            number_format::plural(found.points.len(), "set"),
            number_format::plural(found.axes.len(), "assumption"),
            number_format::plural(found.years as usize, "year"),
            found.metric.replace('_', " ")
        ),
        answer: answer(found, currency),
        sections,
        made_from: made_from.to_vec(),
    }
    .render()
}

fn legend(found: &RegretAnalysis) -> Markup {
    let entries: Vec<(String, String)> = found
        .plans
        .iter()
        .enumerate()
        .filter(|(p, _)| found.choices[*p].wins > 0.0)
        .map(|(p, name)| (name.clone(), colour(p)))
        .collect();
    key(&entries)
}

fn wins(found: &RegretAnalysis) -> Vec<BarSegment> {
    let piece = |(p, choice): (usize, &attain_analysis::experiment::regret::PlanRegret)| BarSegment {
        share: choice.wins,
        colour: colour(p),
        tooltip: format!("{}: best at {:.0} %", choice.plan, 100.0 * choice.wins),
    };
    found.choices.iter().enumerate().map(piece).collect()
}

/// Width, height and margins of the map, in its own pixel units.
const SIZE: (f64, f64) = (620.0, 420.0);
const MARGIN: (f64, f64, f64, f64) = (72.0, 14.0, 600.0, 370.0);

fn map_chart(found: &RegretAnalysis, currency: &str, map: MapAxes) -> Markup {
    let MapAxes { across: x, up: y } = map;
    let (left, top, right, bottom) = MARGIN;
    let along =
        |axis: &RegretAxis, value: f64, from: f64, to: f64| from + (value - axis.low) / (axis.high - axis.low) * (to - from);
    let across = |value: f64| along(&found.axes[x], value, left, right);
    let up = |value: f64| along(&found.axes[y], value, bottom, top);
    let ticks = |axis: &RegretAxis| (0..=4).map(|i| axis.low + (axis.high - axis.low) * f64::from(i) / 4.0).collect::<Vec<f64>>();
    let n = |value: f64| format!("{value:.1}");
    let plans = |at: &attain_analysis::experiment::regret::DesignPoint| {
        let all = found
            .axes
            .iter()
            .zip(&at.values)
            .map(|(axis, value)| format!("{} {}", axis.name, axis_value(axis, currency, *value)));
        let regret = found
            .plans
            .iter()
            .zip(&at.regret)
            .map(|(plan, regret)| format!("{plan}: regret {}", amount(found, currency, *regret)));
        all.chain(regret).collect::<Vec<_>>().join("\n")
    };
    html! {
        svg .map viewBox={ "0 0 " (SIZE.0) " " (SIZE.1) } role="img" aria-label="Map of the winning plans. The regrets at every point are in regret.json." {
            rect .frame x=(left) y=(top) width=(right - left) height=(bottom - top) {}
            @for value in ticks(&found.axes[x]) { text x=(n(across(value))) y=(bottom + 18.0) text-anchor="middle" { (axis_value(&found.axes[x], currency, value)) } }
            @for value in ticks(&found.axes[y]) { text x=(left - 8.0) y=(n(up(value) + 4.0)) text-anchor="end" { (axis_value(&found.axes[y], currency, value)) } }
            text x=(n(f64::midpoint(left, right))) y=(bottom + 40.0) text-anchor="middle" { (found.axes[x].name) }
            text x="14" y=(n(f64::midpoint(top, bottom))) text-anchor="middle" transform={ "rotate(-90 14 " (n(f64::midpoint(top, bottom))) ")" } { (found.axes[y].name) }
            @for range in rule_boxes(found, map) {
                rect .rule x=(n(across(range.left))) y=(n(up(range.top))) width=(n(across(range.right) - across(range.left))) height=(n(up(range.bottom) - up(range.top))) {}
            }
            @for at in &found.points {
                circle .point cx=(n(across(at.values[x]))) cy=(n(up(at.values[y]))) r="6.5"
                    style=(if at.significant { format!("fill:{}", colour(at.best)) } else { format!("fill:var(--card);stroke:{};stroke-width:2.5", colour(at.best)) }) {
                    title { (found.plans[at.best]) " is best\n" (plans(at)) }
                }
            }
        }
    }
}

/// The range of a rule on the map.
struct RuleBox {
    left: f64,
    right: f64,
    bottom: f64,
    top: f64,
}

/// The ranges of the rules whose conditions involve only the map's axes.
fn rule_boxes(found: &RegretAnalysis, map: MapAxes) -> Vec<RuleBox> {
    let sound = found.rules.iter().filter_map(|loses| loses.rule.as_ref()).filter(|rule| rule.better_than_chance());
    let on_map = |axis: usize| axis == map.across || axis == map.up;
    let ours = sound.filter(|rule| rule.conditions.iter().all(|condition| on_map(condition.axis)));
    ours.map(|rule| {
        let ends = |axis: usize| {
            let (mut low, mut high) = (found.axes[axis].low, found.axes[axis].high);
            for condition in rule.conditions.iter().filter(|condition| condition.axis == axis) {
                if condition.above { low = low.max(condition.bound) } else { high = high.min(condition.bound) }
            }
            (low, high.max(low))
        };
        let ((left, right), (bottom, top)) = (ends(map.across), ends(map.up));
        RuleBox { left, right, bottom, top }
    })
    .collect()
}

fn rules_table(found: &RegretAnalysis, currency: &str) -> HtmlTable {
    let head = [
        "Loses to",
        "Better at",
        "When",
        "Points in the range",
        "Precision",
        "Recall",
        "Gain, held-out points",
        "Shuffled outcomes do as well",
    ];
    let mut table = HtmlTable::new("Rules; gains are means over all points, ± one standard error over points", &head);
    let share = |share: f64| format!("{:.0} %", 100.0 * share);
    for PlanLoss { to, better, rule, .. } in &found.rules {
        table.row(to, &[share(*better)]);
        let Some(rule) = rule else {
            table.extend(std::iter::repeat_n(number_format::MISSING.to_owned(), 6));
            continue;
        };
        let gain = format!("{} ± {}", amount(found, currency, rule.validated.value), amount(found, currency, rule.validated.se));
        let when = conditions(found, rule, currency) + if rule.better_than_chance() { "" } else { " (no better than chance)" };
        table.extend([
            when,
            share(rule.support),
            share(rule.precision),
            share(rule.recall),
            gain,
            format!("{} of 100", rounded(100.0 * rule.p_chance, 0)),
        ]);
    }
    table
}

fn choices_table(found: &RegretAnalysis, currency: &str) -> HtmlTable {
    let enough = format!("Target at {:.0} % or more", 100.0 * found.enough);
    let head = ["Plan", "Best at", "Regret, mean", "Behind the best on average", "Regret, largest", "where", &enough, ""];
    let mut table = HtmlTable::new("Over all sets of assumptions", &head);
    let share = |share: f64| format!("{:.0} %", 100.0 * share);
    for (p, choice) in found.choices.iter().enumerate() {
        let at = found.axes.iter().zip(&found.points[choice.largest_at].values);
        let place = at
            .map(|(axis, value)| format!("{} {}", axis.name, axis_value(axis, currency, *value)))
            .collect::<Vec<_>>()
            .join(", ");
        let marks: Vec<&str> =
            [(found.best_overall, "best on average"), (found.minimax, "minimax"), (found.satisficing, "good enough most often")]
                .into_iter()
                .filter(|(plan, _)| *plan == p)
                .map(|(_, mark)| mark)
                .collect();
        let behind = format!("{} ± {}", amount(found, currency, choice.behind.value), amount(found, currency, choice.behind.se));
        table.row(&choice.plan, &[share(choice.wins), amount(found, currency, choice.regret), behind]);
        let largest = format!("{} ± {}", amount(found, currency, choice.largest), amount(found, currency, choice.largest_se));
        table.extend([
            largest,
            if choice.largest > 0.0 { place } else { number_format::MISSING.to_owned() },
            share(choice.satisfices),
            marks.join(", "),
        ]);
    }
    table
}

fn axes_table(found: &RegretAnalysis, currency: &str) -> HtmlTable {
    let mut table = HtmlTable::new("Ranges", &["Assumption", "In the scenario", "From", "To", "Reason for the range", "Meaning"]);
    for axis in &found.axes {
        table.row(
            &axis.name,
            &[axis_value(axis, currency, axis.base), axis_value(axis, currency, axis.low), axis_value(axis, currency, axis.high)],
        );
        table.extend([axis.reason.clone(), axis.meaning.to_owned()]);
    }
    table
}
