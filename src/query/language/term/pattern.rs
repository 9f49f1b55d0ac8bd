//! Texts, globs and regular expressions to search for.

use std::net::IpAddr;

use super::spellings;
use crate::query::matcher::ignore_case::CaselessFinder;

/// A regular expression, compared by its text.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    regex: regex::bytes::Regex,
    /// The literal text that it finds, if it is that simple, and whether case is ignored.
    literal: Option<(String, bool)>,
    /// Finds that text regardless of case, if it is ASCII and case is ignored.
    caseless: Option<CaselessFinder>,
    /// What may not be next to it.
    whole: Option<WholeWord>,
    /// As it was written with `*` and `?`, if it was.
    glob: Option<String>,
}

/// What a pattern finds, for those who search with other means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoughtText<'p> {
    /// This text, literally.
    Literal(&'p str),
    /// A whole value of this form, with `*` and `?`, ignoring case.
    Glob(&'p str),
    /// A match of this regular expression.
    Regex(&'p str),
}

/// A text that must be a whole word: not a part of a longer word, number or address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WholeWord {
    Word,
    V4,
    V6,
}

/// Before the source of a pattern that must be a whole word, which is thus another one.
const WHOLE: &str = "whole ";

/// Maximum size of a compiled pattern, in bytes.
const MAX_COMPILED: usize = 4 << 20;

impl Pattern {
    /// Compiles a regular expression; the error is a sentence.
    pub fn new(source: &str, ignore_case: bool) -> Result<Self, String> {
        let regex = regex::bytes::RegexBuilder::new(source)
            .case_insensitive(ignore_case)
            .size_limit(MAX_COMPILED)
            .build()
            .map_err(|error| last_line(&error.to_string()))?;
        Ok(Self {
            source: format!("{source}/{}", if ignore_case { "i" } else { "" }),
            regex,
            literal: None,
            caseless: None,
            whole: None,
            glob: None,
        })
    }

    /// Makes a pattern that finds `text` literally.
    pub fn literal(text: &str, ignore_case: bool) -> Result<Self, String> {
        let pattern = Self::new(&regex::escape(text), ignore_case)?;
        let caseless = if ignore_case { CaselessFinder::new(text) } else { None };
        Ok(Self { literal: Some((text.to_owned(), ignore_case)), caseless, ..pattern })
    }

    /// Makes a pattern that finds `text` unless it is a part of something longer: an address not inside another
    /// address, an ID not inside a longer one.
    pub fn whole(text: &str, ignore_case: bool) -> Result<Self, String> {
        let pattern = Self::literal(text, ignore_case)?;
        let whole = match text.parse() {
            Ok(IpAddr::V4(_)) => WholeWord::V4,
            Ok(IpAddr::V6(_)) => WholeWord::V6,
            Err(_) => WholeWord::Word,
        };
        Ok(Self { source: format!("{WHOLE}{}", pattern.source), whole: Some(whole), ..pattern })
    }

    /// Makes a pattern that finds an address in each of its spellings, unless it is a part of something longer.
    pub fn address(address: IpAddr) -> Result<Self, String> {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::whole(&address.to_string(), true),
            IpAddr::V6(address) => {
                let pattern = Self::new(&spellings::of_v6(address), true)?;
                let source = format!("{WHOLE}{}", pattern.source);
                Ok(Self { source, whole: Some(WholeWord::V6), ..pattern })
            }
        }
    }

    /// Makes a pattern of `*` and `?` for the whole value, ignoring case.
    pub fn glob(glob: &str) -> Result<Self, String> {
        let mut source = String::from("(?s)^");
        for char in glob.chars() {
            match char {
                '*' => source.push_str(".*"),
                '?' => source.push('.'),
                char => source.push_str(&regex::escape(char.encode_utf8(&mut [0; 4]))),
            }
        }
        source.push('$');
        Ok(Self { glob: Some(glob.to_owned()), ..Self::new(&source, true)? })
    }

    /// Returns what it finds, and whether case is ignored.
    pub fn sought(&self) -> (SoughtText<'_>, bool) {
        match (&self.literal, &self.glob) {
            (Some((text, ignore_case)), _) => (SoughtText::Literal(text), *ignore_case),
            (None, Some(glob)) => (SoughtText::Glob(glob), true),
            (None, None) => {
                let marked = self.whole.and_then(|_| self.source.strip_prefix(WHOLE));
                let source = marked.unwrap_or(&self.source);
                match source.strip_suffix("/i") {
                    Some(source) => (SoughtText::Regex(source), true),
                    None => (SoughtText::Regex(source.strip_suffix('/').unwrap_or(source)), false),
                }
            }
        }
    }

    /// Returns the literal text that it finds, if it is that simple.
    pub fn as_literal(&self) -> Option<&str> {
        self.literal.as_ref().map(|(text, _)| text.as_str())
    }

    /// Returns whether it is found only as a whole word.
    pub fn is_whole(&self) -> bool {
        self.whole.is_some()
    }

    /// Returns whether every match of this also matches the other one, as far as that is easy to see.
    pub(in crate::query) fn is_within(&self, other: &Self) -> bool {
        let (Some((text, ignore_case)), Some((part, part_ignores))) = (&self.literal, &other.literal) else {
            return self == other;
        };
        if self.whole != other.whole {
            return other.whole.is_none() && Self { whole: None, ..self.clone() }.is_within(other);
        }
        if self.whole.is_some() {
            return self == other;
        }
        let contains = || match (part_ignores, text.is_ascii() && part.is_ascii()) {
            (false, _) => !ignore_case && text.contains(part.as_str()),
            (true, ascii) => ascii && text.to_ascii_lowercase().contains(&part.to_ascii_lowercase()),
        };
        self == other || contains()
    }

    /// Returns whether `text` contains it.
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.finds(text) && self.whole.is_none_or(|whole| self.stands_alone(text, whole))
    }

    fn stands_alone(&self, text: &[u8], whole: WholeWord) -> bool {
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        self.regex.find_iter(text).any(|found| {
            whole.may_follow(part(0..found.start())) && whole.may_precede(part(found.end()..text.len()))
        })
    }

    /// Returns the places of its matches in `text`, in bytes; empty matches are left out.
    pub(in crate::query) fn places(&self, text: &[u8]) -> Vec<std::ops::Range<usize>> {
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        let stands = |found: &std::ops::Range<usize>| {
            self.whole.is_none_or(|whole| {
                whole.may_follow(part(0..found.start)) && whole.may_precede(part(found.end..text.len()))
            })
        };
        let found = self.regex.find_iter(text).map(|found| found.range());
        found.filter(|found| !found.is_empty()).filter(stands).collect()
    }

    /// Returns whether `text` contains it, whatever is next to it.
    pub(in crate::query) fn finds(&self, text: &[u8]) -> bool {
        match &self.caseless {
            Some(caseless) if caseless.is_in(text) => true,
            // Two characters beyond ASCII are other cases of ASCII letters: the Kelvin sign of K, the long s of
            // s.
            Some(caseless) if !caseless.holds(b"ks") || text.is_ascii() => false,
            _ => self.regex.is_match(text),
        }
    }
}

impl WholeWord {
    /// Returns whether the text before it allows it to begin here.
    fn may_follow(self, before: &[u8]) -> bool {
        match (self, before) {
            (Self::V4, [.., byte, b'.']) => !byte.is_ascii_digit(),
            (Self::V6, [.., b':']) => false,
            (_, [.., byte]) => !goes_on(*byte),
            (_, []) => true,
        }
    }

    /// Returns whether the text after it allows it to end here.
    fn may_precede(self, after: &[u8]) -> bool {
        match (self, after) {
            (Self::V4, [b'.', byte, ..]) => !byte.is_ascii_digit(),
            (Self::V6, [b':', byte, ..]) => !byte.is_ascii_hexdigit() && *byte != b':',
            (_, [byte, ..]) => !goes_on(*byte),
            (_, []) => true,
        }
    }
}

fn goes_on(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// Returns the last line of a message: the regex crate explains itself over many lines, and the last one says
/// what is wrong.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_text_is_not_found_within_a_longer_one() {
        for (text, around, expected) in [
            ("10.0.0.1", "from 10.0.0.1.", true),
            ("10.0.0.1", "[\"10.0.0.1\"]", true),
            ("10.0.0.1", "10.0.0.1:443", true),
            ("10.0.0.1", "10.0.0.10, 110.0.0.1, 10.0.0.1.2, 9.10.0.0.1", false),
            ("10.0.0.1", "10.0.0.10 and 10.0.0.1", true),
            ("2001:db8::1", "2001:db8::1", true),
            ("2001:db8::1", "[2001:DB8::1]:443", true),
            ("2001:db8::1", "2001:db8::1:5, 2001:db8::12, 1:2001:db8::1", false),
            ("111122223333", "arn:aws:iam::111122223333:root", true),
            ("111122223333", "1111222233334", false),
            ("AKIAEXAMPLE", "\"AKIAEXAMPLE\"", true),
            ("AKIAEXAMPLE", "AKIAEXAMPLEX", false),
        ] {
            assert_eq!(
                Pattern::whole(text, true).unwrap().is_match(around.as_bytes()),
                expected,
                "{text} in {around}"
            );
        }
    }

    #[test]
    fn what_finds_a_whole_text_finds_it_as_a_part_too() {
        let (whole, part) = (Pattern::whole("abc", false).unwrap(), Pattern::literal("b", false).unwrap());
        assert!(whole.is_within(&part) && whole.is_within(&whole));
        assert!(!part.is_within(&whole));
        let longer = Pattern::literal("xabcx", false).unwrap();
        assert!(!longer.is_within(&whole));
    }
}
