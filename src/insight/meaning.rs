//! The terms of filters that all events decide together, by name.
//!
//! To add one: a variant of [`Meaning`], its row in [`NAMES`] or [`TESTS`], and its arm in [`Meaning::events`].

use super::chain::nodes::Graph;
use super::chain::reach::ChainWay;
use super::first_seen::{self, Dimension, NewsQuestion};
use super::ledger::{ChangeKind, Ledger, LedgerPart, with_copies};
use super::run::Run;
use crate::record::time::Time;
use crate::store::scan::bitset::Bits;
use crate::store::{Event, Store};

/// A test that all events decide together.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// The call issued a credential that no event uses.
    Unused,
    /// The call belongs to the chain of a credential: of its origins and of all that came of it.
    Chain(String, ChainWay),
    /// It made or undid a change of the ledger.
    Changed(LedgerPart),
    /// It is the first of its principal in one of these dimensions, or in the usual ones if none are named: since a
    /// time, or in all of the data.
    New(Vec<Dimension>, Option<Time>),
    /// A principal made it that has no event before this time.
    Newcomer(Time),
    /// Every event: it only says since when others are new.
    Since(Time),
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
pub const NAMES: &[MeaningName] = &[
    MeaningName {
        name: "chain",
        example: "chain:AKIAQ7LKSPRBDEXAMPLE",
        about: "made with this credential, with one that it came from, or with one that came of it, and the calls that \
                issued them; an access key, a session or an eventID",
        read: |value| Ok(Meaning::Chain(value.to_owned(), ChainWay::Both)),
    },
    MeaningName {
        name: "origins",
        example: "origins:ASIAX5VAULTQ7EXAMPLE",
        about: "made with this credential or with one that it came from, and the calls that issued them",
        read: |value| Ok(Meaning::Chain(value.to_owned(), ChainWay::Up)),
    },
    MeaningName {
        name: "descendants",
        example: "descendants:AKIAQ7LKSPRBDEXAMPLE",
        about: "made with this credential or with one that came of it, and the calls that issued them",
        read: |value| Ok(Meaning::Chain(value.to_owned(), ChainWay::Down)),
    },
    MeaningName {
        name: "stands",
        example: "stands:grant",
        about: "made what still stands, as far as these files tell, of one kind: blind, share, open, grant, create, \
                weaken, change, destroy, or credential: it issued one that is valid after the newest event",
        read: |value| standing(value).map(Meaning::Changed),
    },
    MeaningName {
        name: "since",
        example: "since:2026-03-10T22:00",
        about: "hides nothing; with it, `is:new` and `new:` find what is new since this time, compared with what came before",
        read: |text| time(text).map(Meaning::Since),
    },
    MeaningName {
        name: "newcomer",
        example: "newcomer:2026-03-10T22:00",
        about: "made by a principal that has no event before this time",
        read: |text| time(text).map(Meaning::Newcomer),
    },
];

/// The ready-made tests `is:…`, with what they mean.
pub const TESTS: &[(&str, &str, Meaning)] = &[
    ("unused", "issued a credential that no loaded event uses", Meaning::Unused),
    (
        "standing",
        "made, opened, shared or switched off something that still stands, as far as these files tell",
        Meaning::Changed(LedgerPart::Standing),
    ),
    ("undone", "made something that another event undid", Meaning::Changed(LedgerPart::Undone)),
    (
        "undo",
        "undid something, also what was made before the files begin",
        Meaning::Changed(LedgerPart::Undoing),
    ),
    (
        "new",
        "the first event of its principal with a call, service, Region, network or program; see since:",
        Meaning::New(Vec::new(), None),
    ),
];

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
                for grant in graph.grants().unused() {
                    found.extend(graph.grants().with_copies(store, grant));
                }
                Some(found)
            }
            Self::Chain(text, way) => Some(Graph::of(store, run)?.chain(store, text, *way)),
            Self::Changed(part) => Some(set(store, Ledger::of(store, run)?.part(*part, store))),
            Self::New(dimensions, since) => {
                let asked = NewsQuestion::of_principals(dimensions, *since);
                let news = first_seen::read(store, &asked, run.cancelled)?;
                Some(set(store, with_copies(store, news.events().collect())))
            }
            Self::Newcomer(since) => {
                let asked = NewsQuestion::of_principals(&[Dimension::Call], Some(*since));
                let news = first_seen::read(store, &asked, run.cancelled)?;
                Some(set(store, with_copies(store, news.events_of_subjects(store))))
            }
            Self::Since(_) => Some(set(store, store.order().iter().copied())),
        }
    }
}

fn time(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| "not a time; write 2026-03-10 or 2026-03-10T22:00".to_owned())
}

/// Reads which part of what stands is meant.
fn standing(value: &str) -> Result<LedgerPart, String> {
    if value.eq_ignore_ascii_case("credential") {
        return Ok(LedgerPart::Live);
    }
    let kind = ChangeKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(value));
    kind.map(LedgerPart::Kind).ok_or_else(|| {
        format!("the kinds are {}, credential", ChangeKind::ALL.map(ChangeKind::name).join(", "))
    })
}

fn set(store: &Store, events: impl IntoIterator<Item = Event>) -> Bits {
    let mut found = Bits::none(store.len());
    found.extend(events);
    found
}
