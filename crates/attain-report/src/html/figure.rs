//! A figure: panels of charts, what a reader needs to read them, and the same numbers as a table.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::tables::Table;

/// One figure of the report.
pub struct Figure {
    /// Anchor.
    pub id: &'static str,
    /// Short name in the navigation.
    pub short: &'static str,
    /// What the figure asks or says.
    pub title: String,
    /// How to read it, one or two sentences.
    pub lead: String,
    /// Choices the reader has; a panel has one view for each combination, the last selector turning fastest.
    pub selectors: Vec<Selector>,
    /// Smallest width of a panel, px; panels fill rows.
    pub panel_width: u32,
    /// Whether colours stand for plans and need a legend.
    pub legend: bool,
    /// The charts.
    pub panels: Vec<Panel>,
    /// The numbers.
    pub table: Table,
}

/// A choice of the reader.
pub struct Selector {
    /// What is chosen.
    pub label: &'static str,
    /// Among what.
    pub options: Vec<String>,
    /// The one shown first.
    pub chosen: usize,
}

/// One chart of a figure.
pub struct Panel {
    /// Heading.
    pub title: String,
    /// A few words beside the heading.
    pub note: String,
    /// The plan it is about, when it is about one.
    pub plan: Option<usize>,
    /// Height, px.
    pub height: u32,
    /// What is drawn, by combination of the selectors.
    pub views: Vec<View>,
}

/// What a panel draws.
#[derive(Debug, Clone)]
pub struct View {
    /// Options of the chart library.
    pub option: Value,
    /// What a tooltip says at each place of the axis, when the axis triggers it.
    pub tips: Vec<Value>,
}

impl View {
    /// A view whose points carry their own tooltips.
    #[must_use]
    pub fn of(option: Value) -> Self {
        Self { option, tips: Vec::new() }
    }
}

impl Figure {
    /// The figure without its charts, which the script draws; `plans` are the names in its legend.
    #[must_use]
    pub fn markup(&self, plans: &[&str]) -> Markup {
        self.with(self.legend.then(|| legend(plans)))
    }

    /// The figure with a legend of its own, or none.
    #[must_use]
    pub fn with(&self, legend: Option<Markup>) -> Markup {
        html! {
            figure .card id=(self.id) aria-labelledby={ (self.id) "-title" } {
                h3 id={ (self.id) "-title" } { (self.title) }
                p .lead { (self.lead) }
                div .controls {
                    @for (i, selector) in self.selectors.iter().enumerate() { (selector.markup(self.id, i)) }
                    @if let Some(legend) = legend { (legend) }
                }
                div .panels style={ "--panel:" (self.panel_width) "px" } {
                    @for (i, panel) in self.panels.iter().enumerate() { (panel.markup(self, i)) }
                }
                details .numbers { summary { "The numbers" } (self.table.markup()) }
            }
        }
    }

    /// What the script draws.
    #[must_use]
    pub fn data(&self) -> Value {
        let view = |view: &View| json!({ "option": view.option, "tips": view.tips });
        let panel = |panel: &Panel| json!(panel.views.iter().map(view).collect::<Vec<_>>());
        json!({
            "id": self.id,
            "sizes": self.selectors.iter().map(|s| s.options.len()).collect::<Vec<_>>(),
            "panels": self.panels.iter().map(panel).collect::<Vec<_>>(),
        })
    }
}

impl Selector {
    fn markup(&self, figure: &str, place: usize) -> Markup {
        html! {
            label .select {
                span { (self.label) }
                select data-figure=(figure) data-place=(place) autocomplete="off" {
                    @for (i, option) in self.options.iter().enumerate() {
                        option value=(i) selected[i == self.chosen] { (option) }
                    }
                }
            }
        }
    }
}

impl Panel {
    fn markup(&self, figure: &Figure, place: usize) -> Markup {
        let about = if self.title.is_empty() { &figure.title } else { &self.title };
        html! {
            div .panel data-plan=[self.plan] {
                @if !self.title.is_empty() {
                    h4 {
                        @if let Some(plan) = self.plan { (swatch(plan)) }
                        (self.title)
                        @if !self.note.is_empty() { span .sub { (self.note) } }
                    }
                }
                div .chart id={ (figure.id) "-" (place) } role="img" style={ "--height:" (self.height) "px" }
                    aria-label={ "Chart: " (about) ". The same numbers are in the table “The numbers” of this figure." } {}
            }
        }
    }
}

/// The mark of a plan.
#[must_use]
pub fn swatch(plan: usize) -> Markup {
    html! { span .swatch style={ "--c:var(--plan-" (plan) ")" } aria-hidden="true" {} }
}

/// The plans and their colours; the script lets the reader switch each on and off in all figures.
fn legend(plans: &[&str]) -> Markup {
    html! {
        div .legend role="group" aria-label="Plans shown" {
            @for (i, plan) in plans.iter().enumerate() {
                button .chip type="button" data-toggle=(i) aria-pressed="true" disabled { (swatch(i)) (plan) }
            }
        }
    }
}
