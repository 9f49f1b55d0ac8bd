//! One question to each event, as a tree. Filter bar, command line, pivots and saved questions are all this.

use ipnet::IpNet;

use super::time_range::When;
use crate::json::path::Path;
use crate::query::matcher::fuzzy::Word;
use crate::query::matcher::ignore_case::CaselessFinder;
use crate::record::field::Column;

/// A question to each event.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// All of them hold; with none, every event passes.
    And(Vec<Self>),
    /// Any of them holds; with none, no event passes.
    Or(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// The word matches within one of the shown columns.
    Fuzzy(Word),
    /// The text stands in one of the shown columns as it is.
    Exact(Word),
    /// The pattern is found somewhere in the record, spelled as it stands or with its escapes undone.
    Anywhere(Pattern),
    /// A value passes a test.
    Value(Target, Test),
    /// The event happened then. Events without a time never did.
    Time(When),
    /// A ready-made test that no column answers.
    Is(Is),
}

/// Every event passes.
impl Default for Expr {
    fn default() -> Self {
        Self::And(Vec::new())
    }
}

/// Whose value is tested.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A column. For the principal its label counts too.
    Column(Column),
    /// The event's id.
    EventId,
    /// Any value at a path of the record.
    Path(Path),
}

/// A test of one value. A missing value passes [`Test::Equals`] of nothing, and no other.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It contains this, ignoring case.
    Contains(String),
    /// The whole of it matches this pattern of `*` and `?`, ignoring case.
    Glob(Pattern),
    /// It is this.
    Equals(String),
    /// It contains a match of this.
    Matches(Pattern),
    /// It is an address in this network.
    Within(IpNet),
    /// It is there.
    Present,
    /// Any of these.
    AnyOf(Vec<Self>),
}

/// Tests that need more than one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// Delivered more than once.
    Duplicate,
    /// From a damaged file.
    Damaged,
    /// Read by going on after damage.
    Recovered,
    /// Outside what CloudTrail signs.
    Unsigned,
    /// With characters that would not be seen.
    Hidden,
}

/// A regular expression, compared by its text.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    regex: regex::bytes::Regex,
    /// The text that it finds as it is, when it is that simple, and whether case is ignored.
    literal: Option<(String, bool)>,
    /// The same ignoring case, when it is ASCII.
    caseless: Option<CaselessFinder>,
}

/// Patterns may not grow larger than this when compiled.
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
        })
    }

    /// A pattern that finds `text` as it is.
    pub fn literal(text: &str, ignore_case: bool) -> Result<Self, String> {
        let pattern = Self::new(&regex::escape(text), ignore_case)?;
        let caseless = if ignore_case { CaselessFinder::new(text) } else { None };
        Ok(Self { literal: Some((text.to_owned(), ignore_case)), caseless, ..pattern })
    }

    /// A pattern of `*` and `?` over the whole value, ignoring case.
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
        Self::new(&source, true)
    }

    /// The text that it finds as it is, when it is that simple.
    pub(in crate::query) fn as_literal(&self) -> Option<&str> {
        self.literal.as_ref().map(|(text, _)| text.as_str())
    }

    /// Whether wherever this is found the other one is too, as far as that is easily told.
    pub(in crate::query) fn is_within(&self, other: &Self) -> bool {
        let (Some((text, ignore_case)), Some((part, part_ignores))) = (&self.literal, &other.literal) else {
            return self == other;
        };
        let contains = || match (part_ignores, text.is_ascii() && part.is_ascii()) {
            (false, _) => !ignore_case && text.contains(part.as_str()),
            (true, ascii) => ascii && text.to_ascii_lowercase().contains(&part.to_ascii_lowercase()),
        };
        self == other || contains()
    }

    /// Whether it is found in `text`.
    pub fn is_match(&self, text: &[u8]) -> bool {
        match &self.caseless {
            Some(caseless) if caseless.is_in(text) => true,
            // Two signs beyond ASCII are other cases of ASCII letters: the Kelvin sign of K, the long s of s.
            Some(caseless) if !caseless.holds(b"ks") || text.is_ascii() => false,
            _ => self.regex.is_match(text),
        }
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// The regex crate explains itself over many lines; the last one says what is wrong.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

impl Test {
    /// Whether a value passes; `None` is the missing value.
    pub fn passes(&self, value: Option<&str>) -> bool {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return self.passes_missing() };
        match self {
            Self::Contains(part) if value.is_ascii() => {
                contains_ignoring_case(value.as_bytes(), part.as_bytes())
            }
            Self::Contains(part) => value.to_lowercase().contains(part),
            Self::Glob(pattern) | Self::Matches(pattern) => pattern.is_match(value.as_bytes()),
            Self::Equals(text) => value == text,
            Self::Within(network) => {
                value.parse().is_ok_and(|address: std::net::IpAddr| network.contains(&address))
            }
            Self::Present => true,
            Self::AnyOf(tests) => tests.iter().any(|test| test.passes(Some(value))),
        }
    }

    fn passes_missing(&self) -> bool {
        match self {
            Self::Equals(text) => text.is_empty(),
            Self::AnyOf(tests) => tests.iter().any(Self::passes_missing),
            _ => false,
        }
    }
}

/// Whether an ASCII text contains a lower-case one, ignoring case.
fn contains_ignoring_case(text: &[u8], part: &[u8]) -> bool {
    let Some(&first) = part.first() else { return true };
    let mut rest = text;
    while let Some(at) = memchr::memchr2(first, first.to_ascii_uppercase(), rest) {
        rest = rest.get(at..).unwrap_or_default();
        let Some(found) = rest.get(..part.len()) else { return false };
        if found.eq_ignore_ascii_case(part) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

impl Expr {
    /// The words in it that are looked for in the shown columns, for marking letters; not those that must not match.
    pub fn words(&self) -> Vec<&Word> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::words).collect(),
            Self::Fuzzy(word) | Self::Exact(word) => vec![word],
            _ => Vec::new(),
        }
    }

    /// Whether only the records' texts can answer it.
    pub fn needs_text(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::needs_text),
            Self::Not(inner) => inner.needs_text(),
            Self::Anywhere(_) | Self::Value(Target::Path(_), _) | Self::Is(Is::Hidden) => true,
            _ => false,
        }
    }

    /// Whether an event that passes does so in every later snapshot, and one that does not never will: not what is about
    /// the newest event, or about other events and the file around it.
    pub(in crate::query) fn is_lasting(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().all(Self::is_lasting),
            Self::Not(inner) => inner.is_lasting(),
            Self::Fuzzy(_) | Self::Exact(_) | Self::Anywhere(_) | Self::Value(..) => true,
            Self::Is(is) => *is == Is::Hidden,
            Self::Time(_) => false,
        }
    }

    /// Whether every event passes.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::And(parts) if parts.is_empty())
    }
}
