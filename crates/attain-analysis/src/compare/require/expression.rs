//! The syntax tree of a requirement.

use super::functions::Function;

/// A binary operator on numbers or conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
    Unequal,
    Plus,
    Minus,
    Times,
    Over,
}

/// A parsed expression. The parser bounds its depth. `written` and the text of `Binary` hold the
/// source text for reports.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Number(f64),
    Call { function: Function, names: Vec<String>, written: String },
    Negative(Box<Expression>),
    Not(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>, String),
}

impl Expression {
    /// Returns whether the expression is a condition rather than a number.
    pub(super) fn is_condition(&self) -> bool {
        match self {
            Self::Not(_) => true,
            Self::Binary(operator, ..) => {
                !matches!(operator, Operator::Plus | Operator::Minus | Operator::Times | Operator::Over)
            }
            Self::Number(_) | Self::Call { .. } | Self::Negative(_) => false,
        }
    }
}
