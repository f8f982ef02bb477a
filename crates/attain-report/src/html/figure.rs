//! A figure: charts, a note on how to read them, and the same data as a table.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::html_table::HtmlTable;

/// One figure of the report.
pub struct ReportFigure {
    /// Anchor of the figure.
    pub id: &'static str,
    /// Short name in the navigation.
    pub short: &'static str,
    /// Heading of the figure.
    pub title: String,
    /// One or two sentences on how to read the figure.
    pub lead: String,
    /// Drop-down lists. A panel has one view per combination of options; the last list varies
    /// fastest.
    pub selectors: Vec<Selector>,
    /// Minimum width of a panel in px.
    pub panel_width: u32,
    /// Whether colours represent plans and need a legend.
    pub legend: bool,
    pub panels: Vec<Panel>,
    /// The charts' data as a table.
    pub table: HtmlTable,
}

/// A drop-down list of a figure.
pub struct Selector {
    pub label: &'static str,
    pub options: Vec<String>,
    /// Index of the initially selected option.
    pub chosen: usize,
}

/// One chart of a figure.
pub struct Panel {
    pub title: String,
    /// Short note beside the heading.
    pub note: String,
    /// Index of the plan shown; `None` if the panel shows several.
    pub plan: Option<usize>,
    /// Height in px.
    pub height: u32,
    /// One view per combination of the selectors' options.
    pub views: Vec<ChartView>,
}

/// A panel's chart for one combination of the selectors' options.
#[derive(Debug, Clone)]
pub struct ChartView {
    /// Options of the chart library, as JSON.
    pub option: Value,
    /// Tooltips indexed by axis position, for charts whose axis triggers them.
    pub tips: Vec<Value>,
}

impl ChartView {
    /// Creates a view whose points have their own tooltips.
    #[must_use]
    pub fn with_point_tooltips(option: Value) -> Self {
        Self { option, tips: Vec::new() }
    }
}

impl ReportFigure {
    /// Renders the figure; the script draws its charts. `plans` are the names in the legend.
    #[must_use]
    pub fn markup(&self, plans: &[&str]) -> Markup {
        self.markup_with_legend(self.legend.then(|| legend(plans)))
    }

    /// Renders the figure with an optional legend.
    #[must_use]
    pub fn markup_with_legend(&self, legend: Option<Markup>) -> Markup {
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
                details .numbers { summary { "Data" } (self.table.markup()) }
            }
        }
    }

    /// The charts' data as JSON for the script.
    #[must_use]
    pub fn data(&self) -> Value {
        let view = |view: &ChartView| json!({ "option": view.option, "tips": view.tips });
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
    fn markup(&self, figure: &ReportFigure, place: usize) -> Markup {
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
                    aria-label={ "Chart: " (about) ". The same data is in the table of this figure." } {}
            }
        }
    }
}

/// The mark in the colour of a plan.
#[must_use]
pub fn swatch(plan: usize) -> Markup {
    html! { span .swatch style={ "--c:var(--plan-" (plan) ")" } aria-hidden="true" {} }
}

/// A legend of plans and colours; the script toggles each plan in all figures.
fn legend(plans: &[&str]) -> Markup {
    html! {
        div .legend role="group" aria-label="Plans shown" {
            @for (i, plan) in plans.iter().enumerate() {
                button .chip type="button" data-toggle=(i) aria-pressed="true" disabled { (swatch(i)) (plan) }
            }
        }
    }
}
