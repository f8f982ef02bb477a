//! Tables that can be read without scripts.

use maud::{Markup, html};

/// A table of texts, in which the first cell of a row is its heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlTable {
    caption: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl HtmlTable {
    /// Creates a table without rows.
    #[must_use]
    pub fn new(caption: &str, head: &[&str]) -> Self {
        Self { caption: caption.into(), head: head.iter().map(|h| (*h).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a column.
    pub fn head(&mut self, name: &str) {
        self.head.push(name.to_owned());
    }

    /// Starts a row.
    pub fn row(&mut self, name: &str, cells: &[String]) {
        let mut row = vec![name.to_owned()];
        row.extend_from_slice(cells);
        self.rows.push(row);
    }

    /// Adds cells to the last row.
    pub fn extend(&mut self, cells: impl IntoIterator<Item = String>) {
        if let Some(row) = self.rows.last_mut() {
            row.extend(cells);
        }
    }

    /// Renders the table in a box that scrolls if the table is wider than the page.
    #[must_use]
    pub fn markup(&self) -> Markup {
        boxed(
            &self.caption,
            &html! {
                thead { tr { @for head in &self.head { th scope="col" { (head) } } } }
                tbody { @for row in &self.rows { (cells(row)) } }
            },
        )
    }
}

fn cells(row: &[String]) -> Markup {
    html! {
        tr {
            @for (i, cell) in row.iter().enumerate() {
                @if i == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
            }
        }
    }
}

/// Renders a table in a scrolling box that is accessible by keyboard.
#[must_use]
pub fn boxed(caption: &str, content: &Markup) -> Markup {
    html! {
        p .caption { (caption) }
        div .box tabindex="0" role="region" aria-label=(caption) {
            table aria-label=(caption) { (content) }
        }
    }
}
