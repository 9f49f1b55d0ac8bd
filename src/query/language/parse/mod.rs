//! The text of a filter → one tree. A mistake is reported with its position.
//!
//! ```text
//! filter = and { "|" and }            and = { not }            not = [ "!" | "-" ] term
//! term   = "(" filter ")" | "text" | /regex/[i] | 'exact | name operator value | word
//! ```
//!
//! Blanks mean AND. `term` interprets names.

pub(in crate::query::language) mod habits;
mod slashes;
pub(in crate::query) mod token;

use super::syntax::{ParseError, ReadLines, quoted_length, unquote};
use std::ops::Range;

use super::expr::{Expr, Pattern};
use super::list::file::ListFile;
use super::term;
use crate::query::language::parse::slashes::Slashes;
use crate::query::language::term::identifier::{Identifier, TakenFor};
use crate::query::language::term::since;
use crate::query::matcher::fuzzy::Word;

/// Maximum nesting of brackets.
const MAX_DEPTH: usize = 64;

/// A filter that was parsed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its meaning.
    pub expr: Expr,
    /// The words in it that were taken for identifiers.
    pub taken: Vec<TakenFor>,
    /// The words that are searched in the shown columns, with their positions.
    pub words: Vec<(Range<usize>, Word)>,
    /// Whether an unfinished part was left out, or closed.
    pub is_unfinished: bool,
}

/// Whether the filter is still being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// The filter is complete: anything unfinished is an error.
    Done,
    /// More may follow at its end: an open quote or bracket counts as closed, and an unfinished term as absent.
    GoesOn,
}

/// Parses a filter that names no files.
pub fn parse(text: &str) -> Result<Expr, ParseError> {
    parse_with(text, &|_| Err("a list from a file (@) cannot be used here".to_owned()))
}

/// Parses a filter; `read_lines` reads the files that it names.
pub fn parse_with(text: &str, read_lines: ReadLines<'_>) -> Result<Expr, ParseError> {
    read(text, Typing::Done, read_lines).map(|reading| reading.expr)
}

/// Parses a filter, with what its words were taken for; `read_lines` reads the files that it names.
pub fn read(text: &str, typing: Typing, read_lines: ReadLines<'_>) -> Result<Reading, ParseError> {
    let mut parser = Parser::new(text, typing, read_lines);
    let expr = parser.any()?.unwrap_or_default();
    match parser.peek() {
        None => Ok(Reading { expr: since::split(expr), ..parser.reading }),
        Some(_) => Err(parser.error(parser.at, parser.at + 1, "this ) has no matching (")),
    }
}

/// Returns the positions of the parts of a filter that must all match. `None` if some are separated by `|`, so
/// that none is required, or if brackets or quotes leave their positions open. The meaning of names and values
/// is not considered.
pub(in crate::query) fn needed(text: &str) -> Option<Vec<Range<usize>>> {
    let mut parser = Parser::new(text, Typing::Done, &no_lines);
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

/// Parses a filter only for its form: the files that it names count as empty.
pub(in crate::query) fn form(text: &str) -> Result<Expr, ParseError> {
    parse_with(text, &no_lines)
}

#[expect(clippy::unnecessary_wraps, reason = "reading lines may fail elsewhere")]
fn no_lines(_: &str) -> Result<ListFile, String> {
    Ok(ListFile::default())
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    typing: Typing,
    read_lines: ReadLines<'t>,
    /// The word before what is read next, if any.
    word: Option<Range<usize>>,
    reading: Reading,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, typing: Typing, read_lines: ReadLines<'t>) -> Self {
        Self { text, at: 0, depth: 0, typing, read_lines, word: None, reading: Reading::default() }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Skips the comma behind a text that was copied from JSON.
    fn skip_comma(&mut self) {
        let after = self.rest().strip_prefix(',');
        if after.is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace)) {
            self.at += 1;
        }
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

    /// Returns whether nothing follows, and the filter is still being typed.
    fn goes_on(&mut self) -> bool {
        let goes_on = self.typing == Typing::GoesOn && self.peek().is_none();
        self.reading.is_unfinished |= goes_on;
        goes_on
    }

    /// Reads alternatives. `None` if all of it is unfinished.
    fn any(&mut self) -> Result<Option<Expr>, ParseError> {
        let first = self.all()?;
        let mut parts: Vec<Expr> = first.clone().into_iter().collect();
        let mut is_empty = first.is_some_and(|first| first.is_empty());
        loop {
            let bar = self.at;
            if !self.eat('|') {
                break;
            }
            let part = self.all()?;
            let is_missing = part.as_ref().is_some_and(Expr::is_empty);
            if is_missing && !is_empty && self.goes_on() {
                break;
            }
            if is_missing || is_empty {
                return Err(self.error(bar, bar + 1, "| needs a term on both sides"));
            }
            is_empty = false;
            parts.extend(part);
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Expr::Or(parts)),
        })
    }

    /// Reads terms that must all match. `None` if all of it is unfinished; every event if there is nothing.
    fn all(&mut self) -> Result<Option<Expr>, ParseError> {
        let mut parts = Vec::new();
        let mut left_out = false;
        self.word = None;
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => match self.not()? {
                    // A repeated term adds nothing.
                    Some(part) if parts.last() == Some(&part) => {}
                    Some(part) => parts.push(part),
                    None => left_out = true,
                },
            }
        }
        Ok(match parts.len() {
            0 if left_out => None,
            1 => parts.pop(),
            _ => Some(Expr::And(parts)),
        })
    }

    fn not(&mut self) -> Result<Option<Expr>, ParseError> {
        let start = self.at;
        let mut negated = false;
        while self.eat('!') || self.eat('-') {
            negated = !negated;
        }
        if self.at > start {
            self.word = None;
            if self.goes_on() {
                return Ok(None);
            }
            if self.peek().is_none_or(|char| char.is_whitespace() || char == ')' || char == '|') {
                return Err(self.error(start, self.at, "! and - need a term after them"));
            }
        }
        let (words, taken) = (self.reading.words.len(), self.reading.taken.len());
        let term = self.term()?;
        if negated {
            // Negated words are not searched elsewhere.
            self.reading.words.truncate(words);
            self.reading.taken.iter_mut().skip(taken).for_each(|taken| taken.is_negated = true);
        }
        Ok(term.map(|term| if negated { Expr::Not(Box::new(term)) } else { term }))
    }

    /// Reads a term; `None` if it is unfinished.
    fn term(&mut self) -> Result<Option<Expr>, ParseError> {
        let start = self.at;
        let before = self.word.take();
        match self.peek() {
            Some('(') => self.group(),
            Some('"') => {
                let Some(text) = self.quoted()? else { return Ok(None) };
                self.skip_comma();
                let ignore_case = !text.chars().any(char::is_uppercase);
                let pattern = Pattern::literal(&text, ignore_case);
                pattern
                    .map(|pattern| Some(Expr::Anywhere(pattern)))
                    .map_err(|message| self.error(start, self.at, message))
            }
            Some('/') => self.regex(before),
            Some('\'') => {
                self.eat('\'');
                // A quote at the end is one of a pair, as in a shell; `'"it'"` searches for it.
                let unpaired = |text: &str| text.strip_suffix('\'').unwrap_or(text).to_owned();
                let text =
                    if self.peek() == Some('"') { self.quoted()? } else { Some(unpaired(self.bare())) };
                let Some(text) = text.filter(|text| !text.is_empty()) else {
                    return if self.goes_on() {
                        Ok(None)
                    } else {
                        Err(self.error(start, self.at, "' needs text after it"))
                    };
                };
                let word = Word::new(&text);
                self.reading.words.push((start..self.at, word.clone()));
                Ok(Some(Expr::Exact(word)))
            }
            _ => self.token(before),
        }
    }

    /// Reads a word or a term with a name; `before` is the word before it.
    fn token(&mut self, before: Option<Range<usize>>) -> Result<Option<Expr>, ParseError> {
        let start = self.at;
        let token = self.bare().to_owned();
        let mut token = Identifier::pasted(&token).unwrap_or(token);
        if self.typing == Typing::GoesOn && self.peek().is_none() && term::is_begun(&token) {
            self.reading.is_unfinished = true;
            return Ok(None);
        }
        if let Some(open) = term::open_quote(&token) {
            if self.typing == Typing::Done {
                return Err(self.error(start + open, self.text.len(), "this quote is not closed"));
            }
            // All that follows is inside the quotes.
            let rest = self.text.get(start..).unwrap_or_default();
            token = format!("{}\"", rest.trim_end_matches('\\'));
            self.at = self.text.len();
            self.reading.is_unfinished = true;
        }
        let name = before.as_ref().and_then(|place| self.text.get(place.clone()));
        if let Some(message) = name.and_then(|name| habits::between(name, &token)) {
            return Err(self.error(before.map_or(start, |place| place.start), self.at, message));
        }
        let is_word = term::is_word(&token);
        if let Some(message) = is_word.then(|| habits::instead(&token)).flatten() {
            return Err(self.error(start, self.at, message));
        }
        let expr = term::term(&token, self.read_lines)
            .map_err(|mistake| self.error(start + mistake.start, start + mistake.end, mistake.message))?;
        if is_word {
            self.word = Some(start..self.at);
        }
        if let Expr::Fuzzy(word) = &expr {
            self.reading.words.push((start..self.at, word.clone()));
        }
        if let Some(identifier) = Identifier::of(&token) {
            let place = start..self.at;
            self.reading.taken.push(TakenFor { word: token, identifier, place, is_negated: false });
        }
        Ok(Some(expr))
    }

    /// Moves to the end of a term, negated or not. `None` if its end is unknown.
    fn skip_part(&mut self) -> Option<()> {
        while self.eat('!') || self.eat('-') {}
        match self.peek()? {
            '(' | '"' | '/' | '\'' => self.term().ok().map(drop),
            _ => (!self.bare().is_empty()).then_some(()),
        }
    }

    fn group(&mut self) -> Result<Option<Expr>, ParseError> {
        let start = self.at;
        self.eat('(');
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(start, start + 1, "brackets are nested too deeply"));
        }
        let inner = self.any()?;
        self.depth -= 1;
        self.word = None;
        if !self.eat(')') {
            if self.goes_on() {
                return Ok(inner.filter(|inner| !inner.is_empty()));
            }
            return Err(self.error(start, start + 1, "this ( is not closed"));
        }
        Ok(inner)
    }

    /// Reads text between double quotes, with the escapes `\"` and `\\`. `None` if it is unfinished.
    fn quoted(&mut self) -> Result<Option<String>, ParseError> {
        let start = self.at;
        let Some(length) = quoted_length(self.rest()) else {
            if self.typing == Typing::Done {
                return Err(self.error(start, self.text.len(), "this quote is not closed"));
            }
            let begun = self.rest().trim_end_matches('\\');
            let text = unquote(&format!("{begun}\""));
            self.at = self.text.len();
            self.reading.is_unfinished = true;
            return Ok(Some(text).filter(|text| !text.is_empty()));
        };
        let text = unquote(self.text.get(start..start + length).unwrap_or_default());
        self.at += length;
        if text.is_empty() {
            if self.goes_on() {
                return Ok(None);
            }
            return Err(self.error(start, self.at, "the quotes are empty"));
        }
        Ok(Some(text))
    }

    /// Reads a regular expression; a path that begins with a slash is a word. `before` is the word before it.
    fn regex(&mut self, before: Option<Range<usize>>) -> Result<Option<Expr>, ParseError> {
        let start = self.at;
        match Slashes::read(self.rest()) {
            Slashes::Regex { source, ignore_case, length } => {
                self.at += length;
                Pattern::new(&source, ignore_case)
                    .map(|pattern| Some(Expr::Anywhere(pattern)))
                    .map_err(|message| self.error(start, self.at, message))
            }
            Slashes::Open(source) if self.typing == Typing::GoesOn => {
                // A pattern that is half typed may be invalid.
                let pattern = Some(source).filter(|source| !source.is_empty());
                let pattern = pattern.and_then(|source| Pattern::new(&source, false).ok());
                self.at = self.text.len();
                self.reading.is_unfinished = true;
                Ok(pattern.map(Expr::Anywhere))
            }
            Slashes::Path => self.token(before),
            Slashes::Open(_) => Err(self.error(start, self.text.len(), slashes::NOT_CLOSED)),
            Slashes::Flags(length) => Err(self.error(start, start + length, slashes::FLAGS)),
        }
    }

    /// Reads a word or a term.
    fn bare(&mut self) -> &str {
        let start = self.at;
        self.at += token::length(self.rest());
        self.text.get(start..self.at).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
