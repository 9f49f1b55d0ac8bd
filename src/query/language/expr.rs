//! One question to each event, as a tree. Filter bar, command line, pivots and saved questions are all this.

use super::address_test::AddressTest;
use super::compare::Comparison;
use super::list::List;
pub use super::pattern::Pattern;
use super::time_range::When;
use crate::json::path::Path;
use crate::query::matcher::fuzzy::Word;
use crate::record::call::without_api_date;
use crate::record::field::{Column, OnDemand};
use crate::record::on_demand::ColumnRule;
use crate::record::verb::only_reads;

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

/// Whether the values of a column come from the texts of records.
fn reads_text(column: OnDemand) -> bool {
    column.rule().is_some_and(ColumnRule::reads_text)
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
    /// It is this, or this with the date of its API behind it: `CreateFunction20150331`.
    Call(String),
    /// It is on this side of a bound.
    Compare(Comparison),
    /// It contains a match of this.
    Matches(Pattern),
    /// It holds one of these addresses.
    Address(AddressTest),
    /// It is on a list.
    Listed(List),
    /// It is the name of a call that only reads, or of one that changes something, by its verb.
    Verb {
        /// Which of the two.
        reads: bool,
    },
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
    /// Its `eventID` is that of another text.
    Twin,
    /// From a damaged file.
    Damaged,
    /// Read by going on after damage.
    Recovered,
    /// Outside what CloudTrail signs.
    Unsigned,
    /// With characters that would not be seen.
    Hidden,
    /// With a time that was written in another form.
    Converted,
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
            Self::Call(text) => value == text || without_api_date(value) == text,
            Self::Compare(comparison) => comparison.passes(value),
            Self::Address(test) => test.passes(value),
            Self::Listed(list) => list.passes(value),
            Self::Verb { reads } => only_reads(value) == Some(*reads),
            Self::Present => true,
            Self::AnyOf(tests) => tests.iter().any(|test| test.passes(Some(value))),
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

    /// The lists in it, with the fields that they are for.
    pub(in crate::query) fn lists(&self) -> Vec<(&Target, &List)> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::lists).collect(),
            Self::Not(inner) => inner.lists(),
            Self::Value(target, Test::Listed(list)) => vec![(target, list)],
            _ => Vec::new(),
        }
    }

    /// The columns on demand that it needs to be answered at once: those of values that are compared, and of computed ones.
    /// Other paths are looked up in the texts of the records where they may decide.
    pub fn on_demand(&self) -> Vec<OnDemand> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::on_demand).collect(),
            Self::Not(inner) => inner.on_demand(),
            Self::Value(Target::Path(path), Test::Compare(_)) => vec![OnDemand::of_path(path)],
            Self::Value(Target::Column(Column::OnDemand(column)), _) if reads_text(*column) => vec![*column],
            _ => Vec::new(),
        }
    }

    /// The columns of paths that it names and that were requested before.
    pub(in crate::query) fn requested_paths(&self) -> Vec<OnDemand> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::requested_paths).collect(),
            Self::Not(inner) => inner.requested_paths(),
            Self::Value(Target::Path(path), _) => OnDemand::known(path).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether only the records' texts can answer it.
    pub fn needs_text(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::needs_text),
            Self::Not(inner) => inner.needs_text(),
            Self::Anywhere(_) | Self::Value(Target::Path(_), _) | Self::Is(Is::Hidden | Is::Converted) => {
                true
            }
            Self::Value(Target::Column(Column::OnDemand(column)), _) => reads_text(*column),
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
            Self::Is(is) => matches!(is, Is::Hidden | Is::Converted),
            Self::Time(_) => false,
        }
    }

    /// Whether every event passes.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::And(parts) if parts.is_empty())
    }
}
