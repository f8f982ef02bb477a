//! Spans of the headline's text.

/// A span of the headline's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadlineSpan {
    pub text: String,
    /// Whether it is emphasised.
    pub strong: bool,
}

pub(super) fn plain(text: impl Into<String>) -> HeadlineSpan {
    HeadlineSpan { text: text.into(), strong: false }
}

pub(super) fn strong(text: impl Into<String>) -> HeadlineSpan {
    HeadlineSpan { text: text.into(), strong: true }
}
