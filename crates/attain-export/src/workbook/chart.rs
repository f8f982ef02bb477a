//! Native charts of a sheet.

/// Cells of the sheet as first row, first column, last row, last column, counted from 0.
pub type CellRange = (u32, u16, u32, u16);

/// A series of a chart.
#[derive(Debug, Clone)]
pub struct ChartSeriesRange {
    pub name: String,
    pub values: CellRange,
}

/// Unit of a chart's axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartAxisUnit {
    /// Shares from 0 to 100 %.
    Share,
    /// Millions of the study's currency.
    Money,
}

/// A chart whose data are cells of its own sheet.
#[derive(Debug, Clone)]
pub struct SheetChart {
    pub title: String,
    pub categories: CellRange,
    pub series: Vec<ChartSeriesRange>,
    /// Whether bars lie, for many categories.
    pub lies: bool,
    /// Row and column of the upper left corner.
    pub at: (u32, u16),
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What the axis shows. It begins at 0, so that lengths compare as the figures do.
    pub axis: ChartAxisUnit,
}
