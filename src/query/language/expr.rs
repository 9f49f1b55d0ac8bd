//! A filter as a tree. Filter bar, command line, pivots and saved questions are all read into this.

use super::list::file::List;
use super::time::clock::ClockTest;
use super::time::range::When;
use crate::insight::meaning::Meaning;
use crate::json::path::Path;
use crate::query::language::term::address_test::AddressTest;
use crate::query::language::term::compare::Comparison;
pub use crate::query::language::term::pattern::{Pattern, SoughtText};
use crate::query::matcher::fuzzy::Word;
use crate::record::call::verb::only_reads;
use crate::record::call::without_api_date;
use crate::record::field::{Column, OnDemand};
use crate::record::on_demand::ColumnRule;

/// A condition on an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// All of them match; if empty, every event matches.
    And(Vec<Self>),
    /// Any of them matches; if empty, no event matches.
    Or(Vec<Self>),
    /// It does not match.
    Not(Box<Self>),
    /// The word matches within one of the shown columns.
    Fuzzy(Word),
    /// One of the shown columns contains the text literally.
    Exact(Word),
    /// The record contains a match, unchanged or with its escapes decoded.
    Anywhere(Pattern),
    /// A value matches a test.
    Value(Target, Test),
    /// A value at one path of the record equals one at the other, ignoring case; both as they are written.
    Same(Path, Path),
    /// The event happened at that time. Events without a time never match.
    Time(When),
    /// A clock showed such an hour or such a day of the week then. Events without a time never match.
    Clock(ClockTest),
    /// A ready-made test that no column can decide.
    Is(Is),
    /// A test that all events decide together.
    Meaning(Meaning),
}

/// Returns whether the values of a column need more than one record.
fn is_of_all(column: OnDemand) -> bool {
    column.rule().is_some_and(ColumnRule::is_of_all)
}

/// Returns whether the values of a column come from the texts of records.
fn reads_text(column: OnDemand) -> bool {
    column.rule().is_some_and(ColumnRule::reads_text)
}

/// Every event matches.
impl Default for Expr {
    fn default() -> Self {
        Self::And(Vec::new())
    }
}

/// The value that is tested.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A column. For the principal, its label counts too.
    Column(Column),
    /// The event ID.
    EventId,
    /// Any value at a path of the record.
    Path(Path),
    /// Any value at a path of the record, as [`written_values`](crate::json::written::written_values) finds it. The
    /// empty text is a value.
    Written(Path),
}

/// A test of one value. A missing value matches [`Test::Equals`] of an empty text, and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It contains this, ignoring case.
    Contains(String),
    /// The whole value matches this pattern of `*` and `?`, ignoring case.
    Glob(Pattern),
    /// It equals this.
    Equals(String),
    /// It equals this text in lower case, ignoring case.
    EqualsCaseless(String),
    /// It equals this, or this followed by the date of its API: `CreateFunction20150331`.
    Call(String),
    /// It is on this side of a bound.
    Compare(Comparison),
    /// It contains a match of this.
    Matches(Pattern),
    /// It holds one of these addresses.
    Address(AddressTest),
    /// It is in a list.
    Listed(List),
    /// It is the name of a call that only reads, or of one that changes something, judging by its verb.
    Verb {
        /// Which of the two.
        reads: bool,
    },
    /// It is present.
    Present,
    /// Any of these.
    AnyOf(Vec<Self>),
}

/// Tests that need more than one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// Delivered more than once.
    Duplicate,
    /// Its `eventID` also belongs to another text.
    Twin,
    /// From a damaged file.
    Damaged,
    /// Recovered after damage.
    Recovered,
    /// Outside the part that CloudTrail signs.
    Unsigned,
    /// Made of a row of a table.
    Partial,
    /// Quoted in other text.
    Quoted,
    /// With characters that would be invisible.
    Hidden,
    /// With a time that was converted from another form.
    Converted,
}

impl Test {
    /// Returns whether a value matches; `None` is the missing value.
    pub fn passes(&self, value: Option<&str>) -> bool {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return self.passes_missing() };
        self.passes_text(value)
    }

    /// Returns whether a text matches; the empty text is one.
    pub fn passes_text(&self, value: &str) -> bool {
        match self {
            Self::Contains(part) if value.is_ascii() => {
                contains_ignoring_case(value.as_bytes(), part.as_bytes())
            }
            Self::Contains(part) => value.to_lowercase().contains(part),
            Self::Glob(pattern) | Self::Matches(pattern) => pattern.is_match(value.as_bytes()),
            Self::Equals(text) => value == text,
            Self::EqualsCaseless(text) if value.is_ascii() => value.eq_ignore_ascii_case(text),
            Self::EqualsCaseless(text) => value.to_lowercase() == *text,
            Self::Call(text) => value == text || without_api_date(value) == text,
            Self::Compare(comparison) => comparison.passes(value),
            Self::Address(test) => test.passes(value),
            Self::Listed(list) => list.passes(value),
            Self::Verb { reads } => only_reads(value) == Some(*reads),
            Self::Present => true,
            Self::AnyOf(tests) => tests.iter().any(|test| test.passes_text(value)),
        }
    }

    fn passes_missing(&self) -> bool {
        match self {
            Self::Equals(text) | Self::Call(text) => text.is_empty(),
            Self::AnyOf(tests) => tests.iter().any(Self::passes_missing),
            _ => false,
        }
    }
}

/// Returns whether an ASCII text contains a lower-case one, ignoring case.
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
    /// Returns its words that are searched in the shown columns, to highlight them; without those that must not
    /// match.
    pub fn words(&self) -> Vec<&Word> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::words).collect(),
            Self::Fuzzy(word) | Self::Exact(word) => vec![word],
            _ => Vec::new(),
        }
    }

    /// Returns its lists, with their fields.
    pub(in crate::query) fn lists(&self) -> Vec<(&Target, &List)> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::lists).collect(),
            Self::Not(inner) => inner.lists(),
            Self::Value(target, Test::Listed(list)) => vec![(target, list)],
            _ => Vec::new(),
        }
    }

    /// Returns the columns on demand that must be read first: those that are compared, and computed ones. Other
    /// paths are looked up in the texts of the records where they may decide.
    pub fn on_demand(&self) -> Vec<OnDemand> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::on_demand).collect(),
            Self::Not(inner) => inner.on_demand(),
            Self::Value(Target::Path(path), Test::Compare(_)) => vec![OnDemand::of_path(path)],
            // The list marks what is new.
            Self::Meaning(Meaning::New(_, None)) => vec![OnDemand::NEW],
            Self::Value(Target::Column(Column::OnDemand(column)), _)
                if reads_text(*column) || is_of_all(*column) =>
            {
                vec![*column]
            }
            _ => Vec::new(),
        }
    }

    /// Returns the computed columns that it names.
    pub(in crate::query) fn named(&self) -> Vec<OnDemand> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::named).collect(),
            Self::Not(inner) => inner.named(),
            Self::Value(Target::Column(Column::OnDemand(column)), _) => vec![*column],
            _ => Vec::new(),
        }
    }

    /// Returns the columns of paths that it names and that were requested before.
    pub(in crate::query) fn requested_paths(&self) -> Vec<OnDemand> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::requested_paths).collect(),
            Self::Not(inner) => inner.requested_paths(),
            Self::Value(Target::Path(path), _) => OnDemand::known(path).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Returns whether it can only be decided by the texts of records.
    pub fn needs_text(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::needs_text),
            Self::Not(inner) => inner.needs_text(),
            Self::Anywhere(_)
            | Self::Value(Target::Path(_) | Target::Written(_), _)
            | Self::Same(..)
            | Self::Is(Is::Hidden | Is::Converted) => true,
            Self::Value(Target::Column(Column::OnDemand(column)), _) => reads_text(*column),
            _ => false,
        }
    }

    /// Returns whether the result for an event holds in every later snapshot. Tests that depend on the newest
    /// event, or on other events and the file around it, do not.
    pub(in crate::query) fn is_lasting(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().all(Self::is_lasting),
            Self::Not(inner) => inner.is_lasting(),
            Self::Value(Target::Column(Column::OnDemand(column)), _) => !is_of_all(*column),
            Self::Fuzzy(_)
            | Self::Exact(_)
            | Self::Anywhere(_)
            | Self::Value(..)
            | Self::Same(..)
            | Self::Clock(_) => true,
            Self::Is(is) => matches!(is, Is::Hidden | Is::Converted),
            Self::Time(_) | Self::Meaning(_) => false,
        }
    }

    /// Returns whether every event matches.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::And(parts) if parts.is_empty())
    }
}
