//! Tokens of a requirement.

use super::fault::RequirementFault;

/// Maximum number of tokens.
const MOST: usize = 500;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Name(String),
    Sign(&'static str),
    End,
}

/// Operators and punctuation, longer ones first.
const SIGNS: [&str; 13] = [">=", "<=", "==", "!=", ">", "<", "+", "-", "*", "/", "(", ")", ","];
const ANYTHING: &str = "a number, a \"name\" in quotes, a function, or one of + - * / ( ) , >= > <= < == != and or not";

/// A token and the column at which it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacedToken {
    pub column: usize,
    pub token: Token,
}

/// Splits a requirement into tokens. The last one is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<PlacedToken>, RequirementFault> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let column = text[..text.len() - rest.len()].chars().count() + 1;
        if rest.is_empty() {
            found.push(PlacedToken { column, token: Token::End });
            return Ok(found);
        }
        if found.len() >= MOST {
            return Err(RequirementFault::Large { column, what: "long" });
        }
        let (token, length) = next(rest, column)?;
        found.push(PlacedToken { column, token });
        rest = rest[length..].trim_start();
    }
}

/// Returns the first token of a text and its length in bytes.
fn next(rest: &str, column: usize) -> Result<(Token, usize), RequirementFault> {
    let unexpected = |found: String, allowed| RequirementFault::Unexpected { column, found, allowed };
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    let first = rest.chars().next().unwrap_or(' ');
    if first == '"' || first == '\'' {
        let inside = &rest[1..];
        let end = inside.find(first).ok_or_else(|| unexpected("unterminated string".into(), "a closing quote"))?;
        return Ok((Token::Text(inside[..end].to_owned()), end + 2));
    }
    if first.is_ascii_digit() || first == '.' {
        let length = number_length(rest);
        let value = rest[..length].replace('_', "").parse::<f64>().ok().filter(|value| value.is_finite());
        let value = value.ok_or_else(|| {
            unexpected(format!("invalid number {:?}", &rest[..length]), "a number such as 0.6, 60%, 42_000_000 or 4.2e7")
        })?;
        let percent = rest[length..].starts_with('%');
        return Ok((Token::Number(if percent { value / 100.0 } else { value }), length + usize::from(percent)));
    }
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if length == 0 {
        return Err(unexpected(format!("unexpected character {first:?}"), ANYTHING));
    }
    Ok((Token::Name(rest[..length].to_owned()), length))
}

/// Returns the length in bytes of a number: digits, underscores, a decimal point and an exponent.
fn number_length(text: &str) -> usize {
    let mut last = ' ';
    let inside = |c: char| {
        let sign = (c == '-' || c == '+') && (last == 'e' || last == 'E');
        last = c;
        c.is_ascii_alphanumeric() || c == '.' || c == '_' || sign
    };
    text.find({
        let mut inside = inside;
        move |c| !inside(c)
    })
    .unwrap_or(text.len())
}
