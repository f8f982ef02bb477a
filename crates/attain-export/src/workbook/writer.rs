//! Encodes sheets as an Excel workbook. The same sheets give the same bytes.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Chart, Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Workbook, Worksheet, XlsxError,
};

use super::chart::{CellRange, ChartAxisUnit, SheetChart};
use super::sheet::{SheetCell, SheetColumn, SheetModel};
use attain_core::number_format::NumberFormat;
use attain_core::output::is_formula_like;

/// A workbook that could not be encoded.
#[derive(Debug, thiserror::Error)]
#[error("cannot encode the workbook: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// Colours of the plans in charts, as on the pages.
const COLOURS: [u32; 6] = [0x88_94_A6, 0x25_63_EB, 0xD9_77_06, 0x05_96_69, 0xDB_27_77, 0x7C_3A_ED];
const A4: u8 = 9;
/// Height of the header in points: three lines.
const HEADER_HEIGHT: f64 = 45.0;

/// Encodes the sheets. `title` names the plan, `day` is the creation day, and amounts are in
/// `currency`.
///
/// # Errors
/// If a sheet has more rows or columns than Excel allows.
pub fn write(sheets: &[SheetModel], title: &str, day: Date, currency: &str) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let created = excel_date(day)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_author("attain").set_creation_datetime(&created));
    let styles = CellStyles::in_currency(currency);
    for model in sheets {
        let sheet = workbook.add_worksheet();
        fill(sheet, model, &styles, title)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The formats of cells.
struct CellStyles {
    header: Format,
    money: Format,
    share: Format,
    decimal: Format,
    whole: Format,
    date: Format,
    text: Format,
    wrapped: Format,
    edited: Format,
    /// Number format of axes in money.
    millions: String,
}

impl CellStyles {
    fn in_currency(currency: &str) -> Self {
        let prefix = NumberFormat::in_currency(currency).currency_prefix().replace('"', "");
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            millions: format!("\"{prefix}\"0.0,,\"M\""),
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(Color::RGB(0xE8_EE_F7))
                .set_border_bottom(FormatBorder::Thin),
            money: top().set_num_format(format!("\"{prefix}\"#,##0;-\"{prefix}\"#,##0")),
            share: top().set_num_format("0.0%"),
            decimal: top().set_num_format("#,##0.00"),
            whole: top().set_num_format("#,##0"),
            date: top().set_num_format("yyyy-mm-dd"),
            text: top(),
            wrapped: top().set_text_wrap(),
            edited: top().set_background_color(Color::RGB(0xFF_F7_D6)),
        }
    }

    /// The format of a text. Text like a formula stays text when its cell is edited.
    fn of_text(&self, column: &SheetColumn, text: &str) -> Format {
        let base = match (column.choices.is_some(), column.wraps) {
            (true, _) => &self.edited,
            (false, true) => &self.wrapped,
            (false, false) => &self.text,
        };
        if is_formula_like(text) { base.clone().set_quote_prefix() } else { base.clone() }
    }
}

fn fill(sheet: &mut Worksheet, model: &SheetModel, styles: &CellStyles, title: &str) -> Result<(), XlsxError> {
    let columns = u16::try_from(model.columns.len()).unwrap_or(u16::MAX).max(1);
    let rows = u32::try_from(model.rows.len()).unwrap_or(u32::MAX);
    sheet.set_name(model.name)?;
    for (at, column) in (0_u16..).zip(&model.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, &column.title, &styles.header)?;
        if let Some((choices, count)) = column.choices.filter(|_| rows > 0) {
            let list = Formula::new(format!("='{choices}'!$A$2:$A${}", count.max(1) + 1));
            let validation = DataValidation::new().allow_list_formula(list).set_error_style(DataValidationErrorStyle::Warning);
            sheet.add_data_validation(1, at, rows, at, &validation)?;
        }
    }
    for (at, row) in (1_u32..).zip(&model.rows) {
        for ((place, cell), column) in (0_u16..).zip(row).zip(&model.columns) {
            put(sheet, (at, place), cell, column, styles)?;
        }
    }
    sheet.set_row_height(0, HEADER_HEIGHT)?;
    sheet.set_freeze_panes(1, model.frozen)?;
    if model.filter && rows > 0 {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    if model.charts.is_empty() {
        sheet.set_print_area(0, 0, rows, columns - 1)?;
    }
    sheet.set_footer(format!("&L{}&C&A&R&P / &N", title.chars().take(80).collect::<String>().replace('&', "&&")));
    for chart in &model.charts {
        let (row, column) = chart.at;
        sheet.insert_chart(row, column, &drawn(chart, model.name, &styles.millions))?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &SheetCell,
    style: &SheetColumn,
    styles: &CellStyles,
) -> Result<(), XlsxError> {
    match cell {
        SheetCell::Empty if style.choices.is_some() => sheet.write_blank(row, column, &styles.edited)?,
        SheetCell::Empty => sheet,
        SheetCell::Text(text) => sheet.write_string_with_format(row, column, text, &styles.of_text(style, text))?,
        SheetCell::Money(value) => sheet.write_number_with_format(row, column, *value, &styles.money)?,
        SheetCell::Share(value) => sheet.write_number_with_format(row, column, *value, &styles.share)?,
        SheetCell::Decimal(value) => sheet.write_number_with_format(row, column, *value, &styles.decimal)?,
        SheetCell::Whole(value) => sheet.write_number_with_format(row, column, *value, &styles.whole)?,
        SheetCell::Date(day) => match excel_date(*day) {
            Ok(date) => sheet.write_datetime_with_format(row, column, &date, &styles.date)?,
            // Excel has no days before 1900.
            Err(_) => sheet.write_string_with_format(row, column, day.to_string(), &styles.text)?,
        },
    };
    Ok(())
}

fn excel_date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
}

fn drawn(chart: &SheetChart, sheet: &str, millions: &str) -> Chart {
    let range =
        |(first_row, first_column, last_row, last_column): CellRange| (sheet, first_row, first_column, last_row, last_column);
    let mut drawn = if chart.lies { Chart::new_bar() } else { Chart::new_column() };
    for (at, series) in chart.series.iter().enumerate() {
        drawn
            .add_series()
            .set_name(series.name.as_str())
            .set_categories(range(chart.categories))
            .set_values(range(series.values))
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(Color::RGB(COLOURS[at % COLOURS.len()]))),
            );
    }
    drawn.title().set_name(chart.title.as_str());
    drawn.set_width(chart.size.0).set_height(chart.size.1);
    drawn.set_alt_text(format!("Chart: {}", chart.title));
    if chart.series.len() < 2 {
        drawn.legend().set_hidden();
    } else {
        drawn.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    }
    match chart.axis {
        ChartAxisUnit::Share => drawn.y_axis().set_min(0.0).set_max(1.0).set_num_format("0%"),
        ChartAxisUnit::Money => drawn.y_axis().set_min(0.0).set_num_format(millions),
    };
    if chart.lies {
        drawn.x_axis().set_reverse();
    }
    drawn
}
