//! Simulated years as later stages read them, in memory or on disk.

use std::ops::Range;

use crate::simulate::{PlanOutput, SimulationOutput};
use attain_core::metric::{ALL, SERIES, SHARED};

/// What a value of a year belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputPart {
    /// The company; there is one.
    Company,
    /// The company in a year of the horizon, from 0.
    Period,
    /// A group of [`crate::simulate::rollup::rollup_groups`], by position.
    Group,
    /// A seat of the plan, by position.
    Seat,
    /// A month (or quarter) of the series, from 0.
    Step,
}

impl OutputPart {
    /// All parts, in the order they are kept.
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

    /// How many figures it has a year: metrics of `metric::ALL` from the first, or series of `metric::SERIES`.
    #[must_use]
    pub fn figures(self) -> usize {
        match self {
            Self::Company | Self::Period => ALL.len(),
            Self::Group | Self::Seat => SHARED,
            Self::Step => SERIES.len(),
        }
    }
}

/// Some columns of a plan: every figure of `figures` for every member of `of`.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSelection<'a> {
    /// Position of the plan.
    pub plan: usize,
    /// What the values belong to.
    pub part: OutputPart,
    /// Which ones of the part, by position.
    pub of: (usize, usize),
    /// Which metrics (or series), by position.
    pub figures: &'a [usize],
}

impl ColumnSelection<'_> {
    /// How many columns these are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.figures.len() * (self.of.1 - self.of.0)
    }
}

/// Simulated years of some plans. A plan has its first years, from 0 on without a gap.
pub trait YearSource: Sync {
    /// Seed of the study.
    fn seed(&self) -> u64;

    /// Number of plans.
    fn plans(&self) -> usize;

    /// Years of the run.
    fn total(&self) -> usize;

    /// Years that a plan has: all, unless it was dropped on the way.
    fn years_of(&self, plan: usize) -> usize;

    /// The values of `years`, one column after the other: by figure, then by
    /// member. What the plan does not have is left out.
    ///
    /// # Errors
    /// When the years cannot be read.
    fn read(&self, columns: ColumnSelection, years: Range<usize>) -> Result<Vec<Vec<f64>>, ReadError>;

    /// One metric of the company, all years.
    ///
    /// # Errors
    /// When the years cannot be read.
    fn company(&self, plan: usize, metric: usize) -> Result<Vec<f64>, ReadError> {
        let columns = ColumnSelection { plan, part: OutputPart::Company, of: (0, 1), figures: &[metric] };
        Ok(self.read(columns, 0..self.years_of(plan))?.pop().unwrap_or_default())
    }
}

/// Simulated years that cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file system refuses.
    #[error("cannot read {file}: {source}")]
    File {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// It holds other rows than its years and plans make.
    #[error("{file} does not hold the years it should")]
    Shape {
        /// The file.
        file: String,
    },
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
