//! A page without scripts: title, answer, sections and inputs. Bars are boxes,
//! so they print and scale.

use maud::{DOCTYPE, Markup, html};

use super::chart_page::head;
use super::guide::glossary_link;

const MORE: &str = include_str!("../assets/static_page.css");

/// Content security policy that forbids fetching and scripts.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A page without scripts.
pub struct StaticPage {
    /// The question that the page answers.
    pub title: String,
    /// One line with plan, years and horizon.
    pub meta: String,
    /// The answer, one paragraph per entry.
    pub answer: Vec<String>,
    pub sections: Vec<Section>,
    /// The inputs of the page, as pairs of name and value.
    pub made_from: Vec<(String, String)>,
}

/// A section of a page.
pub struct Section {
    /// Anchor of the section.
    pub id: &'static str,
    /// Short name in the navigation.
    pub short: &'static str,
    pub title: String,
    /// Introduction to the section.
    pub lead: String,
    pub body: Markup,
}

impl StaticPage {
    /// Renders the page. The same page produces the same bytes.
    #[must_use]
    pub fn render(&self) -> String {
        html! {
            (DOCTYPE)
            html lang="en" {
                (head(&self.title, env!("CARGO_PKG_VERSION"), MORE, POLICY))
                body {
                    a .skip href="#answer" { "Skip to the answer" }
                    header .top {
                        h1 { (self.title) }
                        p .meta { (self.meta) }
                        nav aria-label="Contents" { @for section in &self.sections { a href={ "#" (section.id) } { (section.short) } } }
                    }
                    main {
                        section #answer .card .answer aria-label="The answer" {
                            @for (i, text) in self.answer.iter().enumerate() { p .headline[i == 0] { (text) } }
                        }
                        @for section in &self.sections { (section.markup()) }
                    }
                    footer {
                        dl {
                            div { dt { "attain" } dd { (env!("CARGO_PKG_VERSION")) } }
                            @for (name, value) in &self.made_from { div { dt { (name) } dd { code { (value) } } } }
                        }
                        (glossary_link())
                        p { "The same files and seed reproduce this page byte for byte." }
                    }
                }
            }
        }
        .into_string()
    }
}

impl Section {
    fn markup(&self) -> Markup {
        html! {
            section .card id=(self.id) aria-labelledby={ (self.id) "-title" } {
                h2 id={ (self.id) "-title" } { (self.title) }
                @if !self.lead.is_empty() { p .lead { (self.lead) } }
                (self.body)
            }
        }
    }
}

/// A segment of a stacked bar.
pub struct BarSegment {
    /// Fraction of the bar's length.
    pub share: f64,
    /// Colour, as a CSS value.
    pub colour: String,
    pub tooltip: String,
}

/// Renders rows of stacked bars.
#[must_use]
pub fn stacks(rows: &[(String, Vec<BarSegment>)]) -> Markup {
    html! {
        div .stacks role="img" aria-label="Stacked bars. The same data is in the table below." {
            @for (name, pieces) in rows {
                div .of { (name) }
                div .stack { @for piece in pieces.iter().filter(|piece| piece.share > 0.0005) {
                    span style={ "width:" (format!("{:.2}", 100.0 * piece.share.min(1.0))) "%;--c:" (piece.colour) } title=(piece.tooltip) {
                        @if piece.share >= 0.06 { (format!("{:.0}", 100.0 * piece.share)) }
                    }
                } }
            }
        }
    }
}

/// Renders a legend of colours and names.
#[must_use]
pub fn key(entries: &[(String, String)]) -> Markup {
    html! { p .key { @for (name, colour) in entries { span { span .swatch style={ "--c:" (colour) } {} (name) } } } }
}

/// A row of a tornado chart: two bars around a centre line.
pub struct TornadoBar {
    pub name: String,
    /// Short note below the name.
    pub sub: String,
    /// The change at the low end and the label of that end.
    pub low: (f64, String),
    /// The change at the high end and the label of that end.
    pub high: (f64, String),
    /// Whether the change at each end is significant.
    pub significant: (bool, bool),
}

/// Renders a tornado chart: bars from the centre line to the changes at the low and high ends.
#[must_use]
pub fn tornado(spans: &[TornadoBar], shown: impl Fn(f64) -> String) -> Markup {
    let most = spans.iter().flat_map(|span| [span.low.0.abs(), span.high.0.abs()]).fold(0.0, f64::max).max(1e-12);
    let bar = |to: f64| {
        let width = 50.0 * to.abs() / most;
        let left = if to < 0.0 { 50.0 - width } else { 50.0 };
        format!("left:{left:.2}%;width:{width:.2}%")
    };
    let caption = |(to, end): &(f64, String)| format!("{end}: {}", shown(*to));
    html! {
        div .tornado role="img" aria-label="Bars. The same data is in the table below." {
            @for span in spans {
                div .of { (span.name) span .sub { (span.sub) } }
                div .track {
                    span .low .unsure[!span.significant.0] style=(bar(span.low.0)) title=(caption(&span.low)) {}
                    span .high .unsure[!span.significant.1] style=(bar(span.high.0)) title=(caption(&span.high)) {}
                }
                div .ends { (caption(&span.low)) br; (caption(&span.high)) }
            }
        }
    }
}
