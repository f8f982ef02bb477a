//! Forecasts of the year from four sources, and field judgements compared with the data.

use comfy_table::Cell;

use super::layout::{AmountScale, clean, hyphened, paragraph, percent, plain_spaces, table};
use attain_analysis::outlook::Outlook;
use attain_core::number_format::{MISSING, NumberFormat};
use attain_data::{BlendedFigure, Book, FieldView};

/// Maximum number of accounts shown individually.
const SHOWN: usize = 10;

/// Renders target, capacity, data and field forecasts, each with its gap to the target,
/// followed by the field's judgement of accounts, largest differences first.
#[must_use]
pub fn outlook(book: &Book, outlook: &Outlook, currency: &str, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let n = NumberFormat::in_currency(currency);
    let views = [
        ("top-down: target", Some(outlook.target)),
        ("bottom-up: quotas after ramp", Some(outlook.capacity)),
        ("data: accounts, fully covered", Some(outlook.data)),
        ("field: accounts as estimated by the field", outlook.field),
        ("data and field weighted by credibility", outlook.blended),
    ];
    let scale = AmountScale::for_amounts(views.iter().filter_map(|(_, bookings)| *bookings));
    let row = |(name, bookings): &(&str, Option<f64>)| {
        let bookings = (*bookings)?;
        let gap = if *name == views[0].0 { MISSING.to_owned() } else { scale.signed(bookings - outlook.target) };
        Some(vec![Cell::new(name), Cell::new(scale.plain(bookings)), Cell::new(gap)])
    };
    let header = ["forecast of the year".to_owned(), scale.heading("bookings, ", n), "gap to target".to_owned()];
    let mut parts = vec![table(&header, views.iter().filter_map(row).collect(), width, colour)];
    parts.extend(field(book, width, colour, n));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

fn field(book: &Book, width: usize, colour: bool, n: NumberFormat<'_>) -> Vec<String> {
    let mut views: Vec<&FieldView> = book.field.iter().collect();
    if views.is_empty() {
        return Vec::new();
    }
    let difference = |view: &FieldView| view.potential.map_or(0.0, |blend| (blend.field - blend.data).abs());
    views.sort_by(|a, b| difference(b).total_cmp(&difference(a)).then(a.account.cmp(&b.account)));
    let scale =
        AmountScale::for_amounts(views.iter().filter_map(|view| view.potential).flat_map(|blend| [blend.data, blend.field]));
    let amounts = |blend: Option<BlendedFigure>| three(blend, |value| scale.plain(value));
    let odds = |blend: Option<BlendedFigure>| three(blend, percent);
    let row = |view: &&FieldView| {
        let mut cells = vec![Cell::new(hyphened(&book.accounts[view.account].name, 22))];
        cells.extend(amounts(view.potential).into_iter().chain(odds(view.odds)).map(Cell::new));
        cells
    };
    let heading = scale.heading("potential, ", n);
    let header =
        ["account", &format!("{heading}\ndata"), "\nfield", "\nblend", "chance\ndata", "\nfield", "\nblend"].map(str::to_owned);
    let mut parts = vec![table(&header, views.iter().take(SHOWN).map(row).collect(), width, colour)];
    let notes = views
        .iter()
        .take(SHOWN)
        .flat_map(|view| view.notes.iter().map(|note| format!("{}: {}", clean(&book.accounts[view.account].name), clean(note))));
    let notes: Vec<String> = notes.map(|note| paragraph(&note, width)).collect();
    if !notes.is_empty() {
        parts.push(notes.join("\n"));
    }
    if views.len() > SHOWN {
        parts.push(paragraph(&format!("The field has estimates for {} more accounts.", views.len() - SHOWN), width));
    }
    parts
}

fn three(blend: Option<BlendedFigure>, show: impl Fn(f64) -> String) -> [String; 3] {
    blend.map_or([MISSING, MISSING, MISSING].map(str::to_owned), |blend| [blend.data, blend.field, blend.value()].map(show))
}
