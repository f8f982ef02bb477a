//! To come.
pub mod equity {
    //! stub
    /// Scratch.
    #[derive(Debug, Clone, Default)]
    pub struct Scratch;
    /// Stub.
    pub fn of(_: &[f64], _: &[usize], _: &[f64], _: &mut Scratch) -> crate::plan::Equity {
        crate::plan::Equity::default()
    }
}
