//! What was typed into the filter bar → one tree. A mistake is told with its place.
//!
//! ```text
//! filter = and { "|" and }            and = { not }            not = [ "!" | "-" ] term
//! term   = "(" filter ")" | "text" | /regex/[i] | 'exact | name operator value | word
//! ```
//!
//! Blanks mean AND. What names mean is `term`'s.

use super::syntax::{ParseError, ReadLines, quoted_length, unquote};
use std::ops::Range;

use super::expr::{Expr, Pattern};
use super::habits;
use super::term;
use crate::query::matcher::fuzzy::Word;

/// Brackets within brackets go no deeper than this.
const MAX_DEPTH: usize = 64;

/// Reads a filter that names no files.
pub fn parse(text: &str) -> Result<Expr, ParseError> {
    parse_with(text, &|_| Err("a list from a file (@) cannot be used here".to_owned()))
}

/// Reads a filter; `read_lines` reads the files that it names.
pub fn parse_with(text: &str, read_lines: ReadLines<'_>) -> Result<Expr, ParseError> {
    let mut parser = Parser { text, at: 0, depth: 0, read_lines };
    let expr = parser.any()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.error(parser.at, parser.at + 1, "this ) has no matching (")),
    }
}

/// Where the parts of a filter stand that must all hold. `None` when `|` stands between some of them, so that none is
/// needed, or when brackets or quotes leave open where they stand. What names and values mean plays no part.
pub(in crate::query) fn needed(text: &str) -> Option<Vec<Range<usize>>> {
    let mut parser = Parser { text, at: 0, depth: 0, read_lines: &no_lines };
    let mut parts = Vec::new();
    loop {
        parser.skip_blanks();
        let start = parser.at;
        match parser.peek() {
            None => return Some(parts),
            Some('|' | ')') => return None,
            Some(_) => parser.skip_part()?,
        }
        parts.push(start..parser.at);
    }
}

/// Reads a filter for its form: the files that it names are taken for empty.
pub(in crate::query) fn form(text: &str) -> Result<Expr, ParseError> {
    parse_with(text, &no_lines)
}

#[expect(clippy::unnecessary_wraps, reason = "reading lines may fail elsewhere")]
fn no_lines(_: &str) -> Result<Vec<String>, String> {
    Ok(Vec::new())
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    read_lines: ReadLines<'t>,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, char: char) -> bool {
        let found = self.peek() == Some(char);
        self.at += if found { char.len_utf8() } else { 0 };
        found
    }

    fn error(&self, start: usize, end: usize, message: impl Into<String>) -> ParseError {
        ParseError {
            start: start.min(self.text.len()),
            end: end.min(self.text.len()).max(start),
            message: message.into(),
        }
    }

    fn any(&mut self) -> Result<Expr, ParseError> {
        let first = self.all()?;
        let mut parts = vec![first];
        loop {
            let bar = self.at;
            if !self.eat('|') {
                break;
            }
            let part = self.all()?;
            if part.is_empty() || parts.iter().any(Expr::is_empty) {
                return Err(self.error(bar, bar + 1, "| needs a term on both sides"));
            }
            parts.push(part);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expr::Or(parts) })
    }

    fn all(&mut self) -> Result<Expr, ParseError> {
        let mut parts = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => parts.push(self.not()?),
            }
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expr::And(parts) })
    }

    fn not(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let mut negated = false;
        while self.eat('!') || self.eat('-') {
            negated = !negated;
        }
        if self.at > start
            && self.peek().is_none_or(|char| char.is_whitespace() || char == ')' || char == '|')
        {
            return Err(self.error(start, self.at, "! and - need a term after them"));
        }
        let term = self.term()?;
        Ok(if negated { Expr::Not(Box::new(term)) } else { term })
    }

    fn term(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        match self.peek() {
            Some('(') => self.group(),
            Some('"') => {
                let text = self.quoted()?;
                let ignore_case = !text.chars().any(char::is_uppercase);
                let pattern = Pattern::literal(&text, ignore_case);
                pattern.map(Expr::Anywhere).map_err(|message| self.error(start, self.at, message))
            }
            Some('/') => self.regex(),
            Some('\'') => {
                self.eat('\'');
                let text = if self.peek() == Some('"') { self.quoted()? } else { self.bare().to_owned() };
                if text.is_empty() {
                    return Err(self.error(start, self.at, "' needs text after it"));
                }
                Ok(Expr::Exact(Word::new(&text)))
            }
            _ => {
                let token = self.bare().to_owned();
                if let Some(message) = term::is_word(&token).then(|| habits::instead(&token)).flatten() {
                    return Err(self.error(start, self.at, message));
                }
                term::term(&token, self.read_lines).map_err(|mistake| {
                    self.error(start + mistake.start, start + mistake.end, mistake.message)
                })
            }
        }
    }

    /// Goes to the end of a term, negated or not. `None` when its end cannot be told.
    fn skip_part(&mut self) -> Option<()> {
        while self.eat('!') || self.eat('-') {}
        match self.peek()? {
            '(' | '"' | '/' | '\'' => self.term().ok().map(|_| ()),
            _ => (!self.bare().is_empty()).then_some(()),
        }
    }

    fn group(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        self.eat('(');
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(start, start + 1, "brackets are nested too deeply"));
        }
        let inner = self.any()?;
        self.depth -= 1;
        if !self.eat(')') {
            return Err(self.error(start, start + 1, "this ( is not closed"));
        }
        Ok(inner)
    }

    /// Text between double quotes; `\"` and `\\` stand for themselves.
    fn quoted(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        let length = quoted_length(self.rest());
        let Some(length) = length else {
            return Err(self.error(start, self.text.len(), "this quote is not closed"));
        };
        let text = unquote(self.text.get(start..start + length).unwrap_or_default());
        self.at += length;
        if text.is_empty() {
            return Err(self.error(start, self.at, "the quotes are empty"));
        }
        Ok(text)
    }

    fn regex(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let body = self.rest().get(1..).unwrap_or_default();
        let mut escaped = false;
        let end = body.char_indices().find(|&(_, char)| {
            let closes = char == '/' && !escaped;
            escaped = char == '\\' && !escaped;
            closes
        });
        let Some((end, _)) = end else {
            return Err(self.error(start, self.text.len(), "this / is not closed"));
        };
        let source = body.get(..end).unwrap_or_default().replace("\\/", "/");
        self.at += end + 2;
        let ignore_case = self.eat('i');
        Pattern::new(&source, ignore_case)
            .map(Expr::Anywhere)
            .map_err(|message| self.error(start, self.at, message))
    }

    /// A word or a term: up to a blank, `|` or `)` outside quotes. What follows `~` may hold those two.
    fn bare(&mut self) -> &str {
        let start = self.at;
        let mut in_regex = false;
        while let Some(char) = self.peek() {
            if char.is_whitespace() || (!in_regex && matches!(char, '|' | ')')) {
                break;
            }
            // A regular expression holds brackets and bars; the `~` of `around:` comes after another operator.
            in_regex |=
                char == '~' && !self.text.get(start..self.at).unwrap_or_default().contains([':', '=']);
            self.at += match char {
                '"' => quoted_length(self.rest()).unwrap_or(1),
                char => char.len_utf8(),
            };
        }
        self.text.get(start..self.at).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
