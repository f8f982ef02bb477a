//! Small studies for the tests of attain.

pub mod books;
pub mod studies;
pub mod years;
