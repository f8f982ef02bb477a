//! stub
/// t
pub fn tiers(_: &crate::data::Book, _: &crate::scenario::choices::Scenario) -> Vec<usize> { vec![] }
/// h
pub fn hours(b: &crate::data::Book, _: &crate::scenario::choices::Scenario, _: &[usize]) -> Vec<f64> { vec![1.0; b.accounts.len()] }
