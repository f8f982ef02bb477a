//! To come.
pub struct Requirement;
