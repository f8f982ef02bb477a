//! Access to simulated years for later stages, in memory or on disk.

use std::ops::Range;

use crate::simulate::{PlanOutput, SimulationOutput};
use attain_core::metric::{ALL, SERIES, SHARED};

/// Part of a plan that a value refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputPart {
    /// The company, with a single member.
    Company,
    /// A year of the horizon, counted from 0.
    Period,
    /// A group of [`crate::simulate::rollup::rollup_groups`], by position.
    Group,
    /// A seat of the plan, by position.
    Seat,
    /// A month or quarter of a series, counted from 0.
    Step,
}

impl OutputPart {
    /// All parts, in storage order.
    pub const ALL: [Self; 5] = [Self::Company, Self::Period, Self::Group, Self::Seat, Self::Step];

    /// Stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Period => "period",
            Self::Group => "group",
            Self::Seat => "seat",
            Self::Step => "step",
        }
    }

    /// Number of figures per year: the first metrics of `metric::ALL`, or all series of
    /// `metric::SERIES`.
    #[must_use]
    pub fn figures(self) -> usize {
        match self {
            Self::Company | Self::Period => ALL.len(),
            Self::Group | Self::Seat => SHARED,
            Self::Step => SERIES.len(),
        }
    }
}

/// A selection of a plan's columns: every figure of `figures` for every member of `of`.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSelection<'a> {
    /// Position of the plan.
    pub plan: usize,
    pub part: OutputPart,
    /// Range of members, by position; the end is exclusive.
    pub of: (usize, usize),
    /// Positions of the metrics or series.
    pub figures: &'a [usize],
}

impl ColumnSelection<'_> {
    /// Number of selected columns.
    #[must_use]
    pub fn count(&self) -> usize {
        self.figures.len() * (self.of.1 - self.of.0)
    }
}

/// Simulated years of several plans. Each plan has consecutive years, starting with year 0.
pub trait YearSource: Sync {
    /// Seed of the study.
    fn seed(&self) -> u64;

    /// Number of plans.
    fn plans(&self) -> usize;

    /// Number of years of the run.
    fn total(&self) -> usize;

    /// Number of years of a plan. It is smaller than [`total`](Self::total) if the plan was dropped
    /// during the run.
    fn years_of(&self, plan: usize) -> usize;

    /// Reads the selected columns for `years`, ordered by figure and member. Years that the plan
    /// does not have are omitted.
    ///
    /// # Errors
    /// Returns an error if the years cannot be read.
    fn read(&self, columns: ColumnSelection, years: Range<usize>) -> Result<Vec<Vec<f64>>, ReadError>;

    /// Reads all years of one company metric.
    ///
    /// # Errors
    /// Returns an error if the years cannot be read.
    fn company(&self, plan: usize, metric: usize) -> Result<Vec<f64>, ReadError> {
        let columns = ColumnSelection { plan, part: OutputPart::Company, of: (0, 1), figures: &[metric] };
        Ok(self.read(columns, 0..self.years_of(plan))?.pop().unwrap_or_default())
    }
}

/// Error from reading simulated years.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read {file}: {source}")]
    File { file: String, source: std::io::Error },
    /// The file does not contain the rows of its years and plans.
    #[error("{file} does not contain the expected years")]
    Shape { file: String },
}

impl YearSource for SimulationOutput {
    fn seed(&self) -> u64 {
        self.seed
    }

    fn plans(&self) -> usize {
        self.plans.len()
    }

    fn total(&self) -> usize {
        self.years
    }

    fn years_of(&self, plan: usize) -> usize {
        self.plans.get(plan).and_then(|plan| plan.company.first()).map_or(0, Vec::len)
    }

    fn read(&self, columns: ColumnSelection, years: Range<usize>) -> Result<Vec<Vec<f64>>, ReadError> {
        let Some(plan) = self.plans.get(columns.plan) else { return Ok(Vec::new()) };
        let of = columns.figures.iter().flat_map(|&figure| (columns.of.0..columns.of.1).map(move |of| (of, figure)));
        Ok(of.filter_map(|(of, figure)| plan.column(columns.part, of, figure, &years)).collect())
    }
}

impl PlanOutput {
    fn column(&self, part: OutputPart, of: usize, figure: usize, years: &Range<usize>) -> Option<Vec<f64>> {
        let long = |columns: &Vec<Vec<f64>>| Some(columns.get(figure)?.get(years.clone())?.to_vec());
        let short = |column: &Vec<f32>| Some(column.get(years.clone())?.iter().map(|&value| f64::from(value)).collect());
        match part {
            OutputPart::Company => long(&self.company),
            OutputPart::Period => long(self.periods.get(of)?),
            OutputPart::Group => short(self.groups.get(of)?.get(figure)?),
            OutputPart::Seat => short(self.seats.get(of)?.get(figure)?),
            OutputPart::Step => short(self.series.get(figure)?.get(of)?),
        }
    }
}
