//! Recursive-descent parser of requirements.

use super::expression::{Expression, Operator};
use super::fault::RequirementFault;
use super::functions::{ArgumentKind, FUNCTION_TABLE, Function};
use super::tokens::{PlacedToken, Token, tokens};
use crate::compare::metrics::COMPARED_METRICS;
use attain_core::metric;

/// Maximum nesting depth; each level takes several stack frames.
const DEEPEST: usize = 50;

/// Operators by precedence level, lowest precedence first.
const LEVELS: [&[(&str, Operator)]; 5] = [
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[
        (">=", Operator::AtLeast),
        (">", Operator::Above),
        ("<=", Operator::AtMost),
        ("<", Operator::Below),
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over)],
];
const COMPARISON: usize = 2;

/// Parses a requirement that may refer to the given plans.
///
/// # Errors
/// Returns the first syntax error, or all unknown names.
pub(super) fn parse(text: &str, plans: &[&str]) -> Result<Expression, Vec<RequirementFault>> {
    let tokens = tokens(text).map_err(|fault| vec![fault])?;
    let mut parser = Parser { text, plans, tokens: &tokens, at: 0, depth: 0, unknown: Vec::new() };
    let root = parser.requirement();
    match root {
        Ok(root) if parser.unknown.is_empty() => Ok(root),
        Ok(_) => Err(parser.unknown),
        Err(fault) => Err(parser.unknown.into_iter().chain([fault]).collect()),
    }
}

struct Parser<'a> {
    text: &'a str,
    plans: &'a [&'a str],
    tokens: &'a [PlacedToken],
    at: usize,
    depth: usize,
    /// Unknown names. Parsing continues after them, so all are reported at once.
    unknown: Vec<RequirementFault>,
}

type ParseResult<T> = Result<T, RequirementFault>;

impl Parser<'_> {
    fn requirement(&mut self) -> ParseResult<Expression> {
        let root = self.level(0)?;
        if *self.token() != Token::End {
            return Err(self.unexpected("an operator or the end of the requirement"));
        }
        self.condition(root, 1)
    }

    /// Parses operands joined by the operators of one precedence level.
    fn level(&mut self, level: usize) -> ParseResult<Expression> {
        let Some(operators) = LEVELS.get(level) else { return self.sign() };
        let column = self.column();
        let mut left = if level == COMPARISON && self.accept("not") {
            let column = self.column();
            let inner = self.deeper(|parser| parser.level(COMPARISON))?;
            Expression::Not(Box::new(self.condition(inner, column)?))
        } else {
            self.level(level + 1)?
        };
        while let Some(&(_, operator)) = operators.iter().find(|(sign, _)| self.is(sign)) {
            // Check this before parsing the right-hand side, because the text of the left-hand side
            // ends here.
            let typed = if level < COMPARISON { Self::condition } else { Self::number };
            let first = typed(self, left, column)?;
            self.at += 1;
            let second = self.column();
            let right = self.level(level + 1)?;
            let right = typed(self, right, second)?;
            left = Expression::Binary(operator, Box::new(first), Box::new(right), self.written(column));
        }
        Ok(left)
    }

    fn sign(&mut self) -> ParseResult<Expression> {
        if !self.accept("-") {
            return self.atom();
        }
        let column = self.column();
        let inner = self.deeper(Self::sign)?;
        Ok(Expression::Negative(Box::new(self.number(inner, column)?)))
    }

    fn atom(&mut self) -> ParseResult<Expression> {
        match self.token().clone() {
            Token::Number(value) => {
                self.at += 1;
                Ok(Expression::Number(value))
            }
            Token::Sign("(") => {
                self.at += 1;
                let inner = self.deeper(|parser| parser.level(0))?;
                self.expect(")", "an operator or `)`")?;
                Ok(inner)
            }
            Token::Name(name) if !["and", "or", "not"].contains(&name.as_str()) => self.call(&name),
            _ => Err(self.unexpected("a number, a function, `-` or `(`")),
        }
    }

    fn call(&mut self, name: &str) -> ParseResult<Expression> {
        let column = self.column();
        let known = FUNCTION_TABLE.iter().find(|(known, ..)| *known == name);
        let Some(&(_, function, kinds)) = known else {
            let known = FUNCTION_TABLE.iter().map(|(name, ..)| (*name).to_owned()).collect();
            return Err(RequirementFault::UnknownFunction { column, found: name.to_owned(), known });
        };
        self.at += 1;
        self.expect("(", "`(` after the name of a function")?;
        let mut names = Vec::with_capacity(kinds.len());
        for (i, kind) in kinds.iter().enumerate() {
            if i > 0 {
                self.expect(",", "`,` and the next argument")?;
            }
            names.push(self.argument(*kind)?);
        }
        self.expect(")", "`)` after the last argument")?;
        if matches!(function, Function::Pair(_)) && names[0] == names[1] {
            self.unknown.push(RequirementFault::SamePlan { column, plan: names[0].clone() });
        }
        Ok(Expression::Call { function, names, written: self.written(column) })
    }

    fn argument(&mut self, kind: ArgumentKind) -> ParseResult<String> {
        let column = self.column();
        let Token::Text(found) = self.token().clone() else {
            return Err(self.unexpected(if kind == ArgumentKind::Plan {
                "a plan name in quotes"
            } else {
                "a metric name in quotes"
            }));
        };
        self.at += 1;
        let known: Vec<String> = match kind {
            ArgumentKind::Plan => self.plans.iter().map(|plan| (*plan).to_owned()).collect(),
            ArgumentKind::Metric => (0..metric::ALL.len()).map(|at| metric::of_company(at).name.to_owned()).collect(),
            ArgumentKind::Compared => COMPARED_METRICS.iter().map(|(name, _)| (*name).to_owned()).collect(),
        };
        if !known.contains(&found) {
            let found = found.clone();
            self.unknown.push(match kind {
                ArgumentKind::Plan => RequirementFault::UnknownPlan { column, found, known },
                ArgumentKind::Metric => RequirementFault::UnknownMetric { column, found, known },
                ArgumentKind::Compared => RequirementFault::UnknownComparedMetric { column, found, known },
            });
        }
        Ok(found)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> ParseResult<T>) -> ParseResult<T> {
        if self.depth >= DEEPEST {
            return Err(RequirementFault::Large { column: self.column(), what: "deeply nested" });
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn condition(&self, node: Expression, column: usize) -> ParseResult<Expression> {
        let found = || format!("{} is a number", self.written(column));
        if node.is_condition() {
            return Ok(node);
        }
        Err(RequirementFault::Unexpected { column, found: found(), allowed: "a comparison, such as p_target(\"plan\") >= 0.6" })
    }

    fn number(&self, node: Expression, column: usize) -> ParseResult<Expression> {
        let found = || format!("{} is a comparison", self.written(column));
        if !node.is_condition() {
            return Ok(node);
        }
        Err(RequirementFault::Unexpected { column, found: found(), allowed: "a number; join comparisons with `and` or `or`" })
    }

    /// Returns the text from a column to the last token consumed.
    fn written(&self, column: usize) -> String {
        let text: String = self.text.chars().take(self.column() - 1).skip(column - 1).collect();
        text.trim_end().to_owned()
    }

    fn token(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |placed| &placed.token)
    }

    fn column(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(1, |placed| placed.column)
    }

    fn is(&self, word: &str) -> bool {
        matches!(self.token(), Token::Sign(sign) if *sign == word) || matches!(self.token(), Token::Name(name) if name == word)
    }

    fn accept(&mut self, word: &str) -> bool {
        let found = self.is(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str, allowed: &'static str) -> ParseResult<()> {
        if self.accept(sign) { Ok(()) } else { Err(self.unexpected(allowed)) }
    }

    fn unexpected(&self, allowed: &'static str) -> RequirementFault {
        let found = match self.token() {
            Token::Number(value) => format!("unexpected number {value}"),
            Token::Text(text) => format!("unexpected string {text:?}"),
            Token::Name(name) => format!("unexpected `{name}`"),
            Token::Sign(sign) => format!("unexpected `{sign}`"),
            Token::End => "unexpected end of the requirement".to_owned(),
        };
        RequirementFault::Unexpected { column: self.column(), found, allowed }
    }
}
