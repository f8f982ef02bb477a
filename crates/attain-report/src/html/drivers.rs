//! The page of `attain spread`.

use maud::{Markup, html};

use super::html_table::HtmlTable;
use super::static_page::{BarSegment, Section, StaticPage, TornadoBar, key, stacks, tornado as drawn};
use crate::drivers::{history, median_sensitivity, named, parts, plus, rounded, share, span, spread, value, verdict};
use attain_analysis::experiment::axis_kind::DecidedBy;
use attain_analysis::experiment::interval_estimate::IntervalEstimate;
use attain_analysis::experiment::spread::worlds::{ALL, group_meaning, group_name};
use attain_analysis::experiment::spread::{
    Drivers, SplitVerdict, SpreadFigure, SpreadScope, TerritoryRepSplit, Tornado, TornadoAxis, TornadoEnd,
};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Colours of the groups, the choice of plan and the interactions.
const COLOURS: [&str; 8] = [
    "var(--hue-0)",
    "var(--hue-4)",
    "var(--hue-1)",
    "var(--hue-2)",
    "var(--hue-3)",
    "var(--hue-5)",
    "var(--hue-6)",
    "var(--ref)",
];
const PLAN: usize = 6;
const INTERACTIONS: usize = 7;

/// Renders the page.
#[must_use]
pub fn drivers_sheet(drivers: &Drivers) -> String {
    let mut answer = spread(drivers);
    if let Some(asked) = drivers.selected_split() {
        answer.insert(1, verdict(asked));
    }
    let mut sections = vec![shares_section(drivers), seats_section(drivers)];
    if let Some(asked) = drivers.selected_split() {
        sections.insert(0, verdict_section(drivers, asked));
    }
    if let Some(tornado) = &drivers.tornado {
        sections.push(tornado_section(tornado, &drivers.currency));
        answer.push(median_sensitivity(tornado, &drivers.currency));
    }
    sections.push(territory_or_rep_section(drivers));
    sections.push(method_section());
    let spread = &drivers.spread;
    StaticPage {
        title: "Where does the variance of results come from?".to_owned(),
        meta: format!(
            "{} of {} · {} of years · {} per plan · {} from {}",
            spread.metric.name.replace('_', " "),
            if spread.plans.len() == 1 { spread.seats_of.clone() } else { number_format::plural(spread.plans.len(), "plan") },
            number_format::plural(spread.pairs as usize, "pair"),
            number_format::plural(spread.years as usize, "world"),
            number_format::plural(drivers.horizon_months as usize, "month"),
            drivers.start
        ),
        answer,
        sections,
        made_from: made_from(drivers),
    }
    .render()
}

fn made_from(drivers: &Drivers) -> Vec<(String, String)> {
    let mut made_from = vec![("Seed".to_owned(), drivers.seed.to_string()), ("Data".to_owned(), drivers.data_hash.clone())];
    made_from.extend(drivers.scenarios.iter().cloned());
    made_from
}

fn legend(drivers: &Drivers) -> Markup {
    let mut entries: Vec<(String, String)> =
        ALL.into_iter().zip(COLOURS).map(|(group, colour)| (group_name(group).to_owned(), colour.to_owned())).collect();
    if drivers.spread.plans.len() > 1 {
        entries.push(("choice of plan".to_owned(), COLOURS[PLAN].to_owned()));
    }
    entries.push(("interactions".to_owned(), COLOURS[INTERACTIONS].to_owned()));
    key(&entries)
}

fn bar(figure: &SpreadFigure) -> (String, Vec<BarSegment>) {
    let piece = |what: &str, estimate: &IntervalEstimate, colour: &str| BarSegment {
        share: estimate.value.max(0.0),
        colour: colour.to_owned(),
        tooltip: format!("{what}: {}", share(estimate)),
    };
    let groups = ALL.iter().zip(&figure.shares.first).zip(COLOURS);
    let mut pieces: Vec<BarSegment> = groups.map(|((group, first), colour)| piece(group_name(*group), first, colour)).collect();
    if let Some((first, _)) = &figure.shares.plan {
        pieces.push(piece("choice of plan", first, COLOURS[PLAN]));
    }
    pieces.push(piece("interactions", &figure.shares.interactions, COLOURS[INTERACTIONS]));
    (figure.name.clone(), pieces)
}

fn shares_section(drivers: &Drivers) -> Section {
    let figures: Vec<&SpreadFigure> = drivers.spread.figures.iter().filter(|figure| figure.scope != SpreadScope::Seat).collect();
    let rows: Vec<_> = figures.iter().map(|figure| bar(figure)).collect();
    Section {
        id: "shares",
        short: "Shares of variance",
        title: "Where the variance comes from".to_owned(),
        lead: "Each segment is the share of the variance that would disappear if that group of causes were known in advance. Interactions between groups come last.".to_owned(),
        body: html! { (legend(drivers)) (stacks(&rows)) (shares_table(&figures).markup()) },
    }
}

fn seats_section(drivers: &Drivers) -> Section {
    let figures: Vec<&SpreadFigure> = drivers.spread.figures_of(SpreadScope::Seat).collect();
    let rows: Vec<_> = figures.iter().map(|figure| bar(figure)).collect();
    Section {
        id: "seats",
        short: "Seats",
        title: format!("The seats of {}", drivers.spread.seats_of),
        lead: "The same decomposition for every seat.".to_owned(),
        body: html! { (legend(drivers)) (stacks(&rows)) details .numbers { summary { "Data" } (shares_table(&figures).markup()) } },
    }
}

fn shares_table(figures: &[&SpreadFigure]) -> HtmlTable {
    let several = figures.iter().any(|figure| figure.shares.plan.is_some());
    let mut head = vec!["", "Standard deviation"];
    head.extend(ALL.map(group_name));
    if several {
        head.push("choice of plan");
    }
    head.push("interactions");
    let mut table = HtmlTable::new("Percent of the variance: main effect ± one standard error (total effect)", &head);
    for figure in figures {
        let shares = &figure.shares;
        let cell = |first: &IntervalEstimate, total: &IntervalEstimate| {
            format!("{} ({} %)", share(first), rounded(100.0 * total.value, 0))
        };
        let sd =
            if shares.sd < 10.0 { format!("{} %", rounded(100.0 * shares.sd, 1)) } else { number_format::decimal(shares.sd, 0) };
        table.row(&figure.name, &[sd]);
        table.extend(shares.first.iter().zip(&shares.total).map(|(first, total)| cell(first, total)));
        if several {
            table.extend([shares.plan.map_or(String::new(), |(first, total)| cell(&first, &total))]);
        }
        table.extend([share(&shares.interactions)]);
    }
    table
}

fn tornado_section(found: &Tornado, currency: &str) -> Section {
    let n = NumberFormat::in_currency(currency);
    let by_target = {
        let swing = |bar: &TornadoAxis| bar.ends().map(|end| end.p_target.value.abs()).fold(0.0, f64::max);
        let mut bars: Vec<&TornadoAxis> = found.bars.iter().collect();
        bars.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
        bars
    };
    let spans = |bars: &[&TornadoAxis], of: fn(&TornadoEnd) -> &IntervalEstimate| -> Vec<TornadoBar> {
        bars.iter().take(DRAWN).map(|bar| tornado_bar(bar, currency, of)).collect()
    };
    let by_median: Vec<&TornadoAxis> = found.bars.iter().collect();
    let head = [
        "Axis",
        "Decided by",
        "From … to",
        "Median at the low end",
        "Median at the high end",
        "Target at the low end",
        "Target at the high end",
        "Reason for the range",
    ];
    let mut table = HtmlTable::new("Changes ± one standard error, all axes", &head);
    let end = |end: Option<&TornadoEnd>, of: fn(&TornadoEnd) -> &IntervalEstimate, unit: MetricUnit| {
        end.map_or(number_format::MISSING.to_owned(), |end| n.with_error(unit, of(end).value, of(end).se))
    };
    for bar in &found.bars {
        let who = if bar.decided_by == DecidedBy::Plan { "planner" } else { "market or chance" };
        let (low, high) = (bar.low.as_ref(), bar.high.as_ref());
        table.row(
            &bar.axis,
            &[
                who.to_owned(),
                span(bar, currency),
                end(low, |e| &e.median, MetricUnit::Money),
                end(high, |e| &e.median, MetricUnit::Money),
            ],
        );
        table.extend([
            end(low, |e| &e.p_target, MetricUnit::Share),
            end(high, |e| &e.p_target, MetricUnit::Share),
            bar.reason.clone(),
        ]);
    }
    Section {
        id: "tornado",
        short: "Tornado",
        title: format!("Sensitivity of {}", found.plan),
        lead: format!(
            "One axis at a time, at the low end (upper bar) and the high end of its range, {} each in the same worlds; pale bars are not significant. Axes determined by the planner change the design; all others change conditions, and the plan stays as designed.",
            number_format::plural(found.years as usize, "year")
        ),
        body: html! {
            h3 { "Median of bookings" } (drawn(&spans(&by_median, |end| &end.median), |value| n.signed(MetricUnit::Money, value)))
            h3 { "Chance of reaching the target" } (drawn(&spans(&by_target, |end| &end.p_target), |value| n.signed(MetricUnit::Share, value)))
            details .numbers { summary { "Data of every axis" } (table.markup()) }
        },
    }
}

/// Maximum number of axes drawn.
const DRAWN: usize = 15;

fn tornado_bar(bar: &TornadoAxis, currency: &str, of: fn(&TornadoEnd) -> &IntervalEstimate) -> TornadoBar {
    let significant = |end: Option<&TornadoEnd>| end.is_some_and(|end| of(end).low > 0.0 || of(end).high < 0.0);
    let end = |end: Option<&TornadoEnd>| {
        let at = end.map_or(bar.base, |end| end.value);
        (end.map_or(0.0, |end| of(end).value), value(bar.unit, bar.effect, currency, at))
    };
    let (low, high) = (bar.low.as_ref(), bar.high.as_ref());
    TornadoBar {
        name: bar.axis.clone(),
        sub: bar.meaning.to_owned(),
        low: end(low),
        high: end(high),
        significant: (significant(low), significant(high)),
    }
}

fn verdict_section(drivers: &Drivers, asked: &TerritoryRepSplit) -> Section {
    let mut lines = parts(asked);
    if !asked.subject.region {
        lines.push(history(drivers.history.as_ref()));
    }
    Section {
        id: "asked",
        short: "Territory or rep?",
        title: format!("{}: territory or rep?", asked.subject.name),
        lead: verdict(asked),
        body: html! { div .words { @for line in &lines { p { (line) } } } },
    }
}

fn territory_or_rep_section(drivers: &Drivers) -> Section {
    let points = |estimate: &IntervalEstimate| format!("{} ± {}", plus(-estimate.value), rounded(100.0 * estimate.se, 1));
    let head = [
        "Seat or region",
        "Attainment",
        "With an average rep",
        "Peer seats",
        "vs 100 %",
        "Team",
        "Book",
        "of which quota",
        "Rep",
        "95 % interval",
        "Mainly",
    ];
    let mut table = HtmlTable::new("Points of attainment above (+) or below 100 %, by cause", &head);
    for split in &drivers.splits {
        let name = if split.subject.region { format!("Region {}", split.subject.name) } else { named(split) };
        table.row(
            &name,
            &[share(&split.attainment.present), share(&split.attainment.average_rep), share(&split.attainment.like_seats)],
        );
        table.extend(
            [
                &split.parts.gap,
                &split.parts.common.points,
                &split.parts.book.points,
                &split.parts.quota.points,
                &split.parts.rep.points,
            ]
            .map(points),
        );
        table.extend([
            format!("{} to {}", plus(-split.parts.rep_high), plus(-split.parts.rep_low)),
            mostly(split.verdict).to_owned(),
        ]);
    }
    Section {
        id: "whose",
        short: "Every seat and region",
        title: "Territory or rep, for every seat and region".to_owned(),
        lead: "The same worlds with today's reps and with an average rep in every seat. The difference between attainment and 100 % is split into the part common to the team's seats, the difference between this book and those of peer seats, and the effect of the rep.".to_owned(),
        body: table.markup(),
    }
}

fn mostly(verdict: SplitVerdict) -> &'static str {
    match verdict {
        SplitVerdict::Neither => "–",
        SplitVerdict::Territory => "territory",
        SplitVerdict::Rep => "rep",
        SplitVerdict::Both => "both",
        SplitVerdict::RepMakesUp => "book −, rep +",
        SplitVerdict::BookMakesUp => "book +, rep −",
    }
}

fn method_section() -> Section {
    Section {
        id: "method_section",
        short: "Method",
        title: "Method".to_owned(),
        lead: String::new(),
        body: html! {
            p { "For each pair of years A and B, the plans are simulated in both and, for each group of causes, in A with the group taken from B and in B with the group taken from A. Covariances give main effects, squared differences total effects (Jansen 1999; Owen 2013; Azzini, Mara & Rosati 2021); standard errors come from the delta method over pairs of years." }
            dl .guide { @for group in ALL { div { dt { (group_name(group)) } dd { (group_meaning(group)) } } } }
        },
    }
}
