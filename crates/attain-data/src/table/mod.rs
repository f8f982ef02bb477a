//! Reads files as columns of text. Only this module depends on the file-reading libraries.
//! Nothing is inferred: every cell is the text in the file or, for typed files, the formatted
//! number or date.

mod archive;
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
