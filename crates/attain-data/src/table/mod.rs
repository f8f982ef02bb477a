//! Files as columns of text. This is the only module that knows the libraries which read
//! files. Nothing is inferred: every cell is the text in the file, or the text of its
//! number or day where the file has types.

mod csv;
mod excel;
mod guarded;
mod pages;
mod parquet;
mod read_file;
mod records;
mod text_table;

pub(crate) use read_file::read_file;
pub(crate) use text_table::TextTable;
