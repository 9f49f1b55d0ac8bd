//! The terms of filters that all events decide together, by name.
//!
//! To add one: a variant of [`Meaning`], its row in [`NAMES`] or [`TESTS`], and its arm in [`Meaning::events`].

use super::chain::grants::Grants;
use super::run::Run;
use crate::store::Store;
use crate::store::scan::bitset::Bits;

/// A test that all events decide together.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// The call issued a credential that no event uses.
    Unused,
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
pub const NAMES: &[MeaningName] = &[];

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
        let mut found = Bits::none(store.len());
        match self {
            Self::Unused => found.extend(Grants::of(store, run)?.unused(store)),
        }
        Some(found)
    }
}
