//! The terms of filters that all events decide together, by name.
//!
//! To add one: a variant of [`Meaning`], its row in [`NAMES`] or [`TESTS`], and its arm in [`Meaning::events`].

use super::chain::nodes::Graph;
use super::chain::reach::ChainWay;
use super::run::Run;
use crate::store::Store;
use crate::store::scan::bitset::Bits;

/// A test that all events decide together.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// The call issued a credential that no event uses.
    Unused,
    /// The call belongs to the chain of a credential: of its origins and of all that came of it.
    Chain(String),
}

/// A name that takes a value: `name:value`.
#[derive(Debug)]
pub struct MeaningName {
    /// The name, in lower case.
    pub name: &'static str,
    /// An example of the whole term.
    pub example: &'static str,
    /// What it means, for tables and completion.
    pub about: &'static str,
    /// Reads a value; the error is a sentence without a full stop.
    pub read: fn(&str) -> Result<Meaning, String>,
}

/// The names that take a value.
pub const NAMES: &[MeaningName] = &[MeaningName {
    name: "chain",
    example: "chain:AKIAQ7LKSPRBDEXAMPLE",
    about: "made with this credential, with one that it came from, or with one that came of it, and the calls that \
            issued them; an access key, a session or an eventID",
    read: |value| Ok(Meaning::Chain(value.to_owned())),
}];

/// The ready-made tests `is:…`, with what they mean.
pub const TESTS: &[(&str, &str, Meaning)] =
    &[("unused", "issued a credential that no loaded event uses", Meaning::Unused)];

/// Returns what a name means, in any case.
pub fn named(name: &str) -> Option<&'static MeaningName> {
    NAMES.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

/// Returns the ready-made test with this name, in lower case.
pub fn test(name: &str) -> Option<Meaning> {
    TESTS.iter().find(|(known, ..)| *known == name).map(|(.., meaning)| meaning.clone())
}

impl Meaning {
    /// Returns the events that it holds for, repeated deliveries included. `None` if cancelled.
    pub fn events(&self, store: &Store, run: Run<'_>) -> Option<Bits> {
        match self {
            Self::Unused => {
                let graph = Graph::of(store, run)?;
                let mut found = Bits::none(store.len());
                for grant in graph.grants().unused(store) {
                    found.extend(graph.grants().with_copies(store, grant));
                }
                Some(found)
            }
            Self::Chain(text) => Some(Graph::of(store, run)?.chain(store, text, ChainWay::Both)),
        }
    }
}
