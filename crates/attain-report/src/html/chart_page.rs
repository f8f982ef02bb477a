//! The common frame of pages with charts.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The stylesheet of all pages.
pub const STYLE: &str = include_str!("../assets/report.css");
const SCRIPT: &str = include_str!("../assets/report.js");
const CHARTS: &str = include_str!("../assets/echarts.min.js");

/// Content security policy that forbids fetching anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Renders the head of a self-contained page: stylesheet, additional styles and content security
/// policy.
pub(super) fn head(title: &str, version: &str, styles: &str, policy: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="generator" content={ "attain " (version) };
            title { (title) }
            style { (PreEscaped(STYLE)) (PreEscaped(styles)) }
        }
    }
}

/// A page with charts.
pub struct ChartPage<'a> {
    /// Title of the window.
    pub title: &'a str,
    /// Version of attain.
    pub version: &'a str,
    /// Styles in addition to the stylesheet.
    pub styles: &'a str,
    /// Header: title, subject and contents.
    pub header: Markup,
    pub sections: Markup,
    /// The inputs of the page.
    pub footer: Markup,
    /// The charts, as JSON that is safe in a script element.
    pub charts: &'a str,
    /// Scripts that the common script calls.
    pub scripts: &'a [&'static str],
}

impl ChartPage<'_> {
    /// Renders the self-contained page.
    #[must_use]
    pub fn page(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                (head(self.title, self.version, self.styles, POLICY))
                body {
                    a .skip href="#answer" { "Skip to the answer" }
                    (self.header)
                    main { (self.sections) }
                    (self.footer)
                    dialog #zoom aria-label="Enlarged chart" { div .bar { span #zoom-title {} button .chip type="button" #zoom-close { "Close" } } div #zoom-chart {} }
                    script #figures type="application/json" { (PreEscaped(self.charts)) }
                    script { (PreEscaped(CHARTS)) }
                    @for extra in self.scripts { script { (PreEscaped(extra)) } }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }
}
