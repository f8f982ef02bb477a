//! Results for readers: the terminal and, later, the report.

pub mod terminal;
