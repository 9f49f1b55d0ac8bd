//! The life of a key, session, user or address: when it was used first and last, from where and with which programs, what
//! it made, what happened to it, and until when it is valid, as far as the files tell.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::chain::nodes::Graph;
use super::chain::reach::NamedCredential;
use super::ledger::{Ledger, LedgerLine};
use super::run::Run;
use crate::record::address::Address;
use crate::record::field::{Column, OnDemand};
use crate::record::program::program;
use crate::record::time::Time;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// The columns in which a value is looked for, in this order, with what it is there.
const COLUMNS: [(Column, &str); 7] = [
    (Column::AccessKey, "access key"),
    (Column::SourceIpAddress, "address"),
    (Column::Session, "session"),
    (Column::Principal, "principal"),
    (Column::IdentityArn, "principal"),
    (Column::PrincipalLabel, "principal"),
    (Column::UserName, "user"),
];

/// The calls that make a user, a role or a key.
const MAKES: [&str; 3] = ["iam:CreateAccessKey", "iam:CreateUser", "iam:CreateRole"];

/// A life. Events are in the order of time.
#[derive(Debug, Clone)]
pub struct Life {
    /// What was asked.
    pub value: String,
    /// What it is.
    pub kind: &'static str,
    /// The column in which its events have it, with its spellings there.
    pub own: Option<(Column, Vec<String>)>,
    /// Its events, without repeated deliveries.
    pub events: Vec<Event>,
    /// How many of them failed.
    pub failed: usize,
    /// The last one that succeeded.
    pub last_success: Option<Event>,
    /// The last one that failed.
    pub last_failure: Option<Event>,
    /// The addresses that it was used from; for an address, who used it.
    pub places: Vec<LifePart>,
    /// The programs that it was used with.
    pub programs: Vec<LifePart>,
    /// The changes that its events made.
    pub made: Ledger,
    /// What was done to it: changes of which it is the subject.
    pub about: Vec<LedgerLine>,
    /// The calls that issued it.
    pub issued: Vec<Event>,
    /// Until when it is valid, if the call that issued it says so.
    pub expires: Option<Time>,
    /// The event by which its role denies it, while it is valid.
    pub revoked: Option<Event>,
    /// The time of the newest event of all.
    pub newest: Option<Time>,
}

/// A question for a life, asked behind the screen.
#[derive(Debug, Clone)]
pub struct LifeRequest {
    /// What is loaded.
    pub store: Store,
    /// The value.
    pub value: String,
}

impl LifeRequest {
    /// Follows the value. `None` if cancelled.
    pub fn look(&self, cancelled: Cancelled<'_>) -> Option<Life> {
        Life::of(&self.store, &self.value, Run { cancelled, unpacked: &|_| {}, hear: &|_| {} })
    }
}

/// An address or program in a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifePart {
    /// The value.
    pub value: String,
    /// How many events have it.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// The first and the last of them.
    pub span: (Event, Event),
    /// How many events came before the first of them, none of them with it.
    pub before: usize,
}

impl Life {
    /// Follows a value. `None` if cancelled. A value without events has a life without events.
    pub fn of(store: &Store, value: &str, run: Run<'_>) -> Option<Self> {
        let OwnEvents { kind, own, events } = find(store, value);
        let is_failed = |event: Event| store.value(event, Column::Outcome) == "failed";
        let place = if kind == "address" { Column::PrincipalLabel } else { Column::SourceIpAddress };
        let ledger = Ledger::of(store, run)?;
        let among: std::collections::HashSet<Event, RandomState> = events.iter().copied().collect();
        let short = value.rsplit('/').next().unwrap_or(value);
        let is_about = |line: &&LedgerLine| line.what.iter().any(|part| part == value || part == short);
        let graph = Graph::of(store, run)?;
        let named = graph.named(store, value);
        let is_credential = matches!(kind, "access key" | "session" | "");
        let report = if is_credential && named != NamedCredential::default() {
            graph.report(store, &named)
        } else {
            super::chain::report::ChainReport::default()
        };
        let placed = report.nodes.iter().filter(|node| node.is_start);
        let mut issued: Vec<Event> = placed.clone().flat_map(|node| node.grant.clone()).collect();
        issued.extend(report.unused.into_iter().flat_map(|grant| graph.grants().events(grant).to_vec()));
        Some(Self {
            value: value.to_owned(),
            kind,
            own,
            failed: events.iter().filter(|&&event| is_failed(event)).count(),
            last_success: events.iter().rev().copied().find(|&event| !is_failed(event)),
            last_failure: events.iter().rev().copied().find(|&event| is_failed(event)),
            places: parts(store, &events, |event| store.value(event, place)),
            programs: parts(store, &events, |event| {
                let agent = store.value(event, Column::UserAgent);
                program(agent).unwrap_or(agent)
            }),
            made: ledger.of_events(&|event| among.contains(&event)),
            about: ledger.lines.iter().filter(is_about).cloned().collect(),
            issued,
            expires: placed.filter_map(|node| node.opened.expires).max(),
            revoked: ledger.live.iter().find(|live| live.key == value).and_then(|live| live.revoked),
            newest: store.span().map(|(_, last)| last),
            events,
        })
    }

    /// Returns what can be asked of an event: its access key, session, principal and address.
    pub fn subjects(store: &Store, event: Event) -> Vec<String> {
        let columns = [Column::AccessKey, Column::Session, Column::Principal, Column::SourceIpAddress];
        let mut subjects: Vec<String> = Vec::new();
        for column in columns {
            let value = store.value(event, column);
            // Names of services stand where addresses do.
            let is_one = column != Column::SourceIpAddress || Address::read(value).is_some();
            if !value.is_empty() && is_one && !subjects.iter().any(|known| known == value) {
                subjects.push(value.to_owned());
            }
        }
        subjects
    }

    /// Returns whether the values of a column have lives.
    pub fn is_subject(column: Column) -> bool {
        column == Column::OnDemand(OnDemand::ISSUED) || COLUMNS.iter().any(|(own, _)| *own == column)
    }

    /// Returns whether nothing is known about the value.
    pub fn is_unknown(&self) -> bool {
        self.events.is_empty() && self.issued.is_empty() && self.about.is_empty()
    }

    /// Returns the changes that made it and that were undone or switched off, with the event that did. What was given to
    /// it and taken away again does not end it.
    pub fn ends(&self) -> impl Iterator<Item = (&LedgerLine, Event)> {
        let own = self.value.rsplit('/').next().unwrap_or(&self.value);
        let made_it = move |line: &&LedgerLine| {
            MAKES.contains(&line.pair.make) && line.what.last().is_some_and(|what| what == own)
        };
        self.about.iter().filter(made_it).filter_map(|line| Some((line, line.state.by()?)))
    }
}

/// What a value is, where its events have it, and those in the order of time.
#[derive(Default)]
struct OwnEvents {
    kind: &'static str,
    own: Option<(Column, Vec<String>)>,
    events: Vec<Event>,
}

/// Finds the events of a value.
fn find(store: &Store, value: &str) -> OwnEvents {
    let address = Address::read(value);
    for (column, kind) in COLUMNS {
        let is_it = |text: &str| {
            text == value || (kind == "address" && address.is_some() && Address::read(text) == address)
        };
        let dict = store.dict(column);
        let ids: Vec<u32> =
            (1..).zip(dict.iter()).filter(|(_, text)| is_it(text)).map(|(id, _)| id).collect();
        if ids.is_empty() {
            continue;
        }
        let is_own =
            |&event: &Event| ids.contains(&store.value_id(event, column)) && !store.folds().is_folded(event);
        let events: Vec<Event> = store.order().iter().copied().filter(is_own).collect();
        if !events.is_empty() {
            let spellings = ids.iter().map(|&id| dict.get(id).to_owned()).collect();
            return OwnEvents { kind, own: Some((column, spellings)), events };
        }
    }
    OwnEvents::default()
}

/// Returns the values of events by their first event.
fn parts<'s>(store: &'s Store, events: &[Event], of: impl Fn(Event) -> &'s str) -> Vec<LifePart> {
    let mut at: HashMap<&str, usize, RandomState> = HashMap::default();
    let mut parts: Vec<LifePart> = Vec::new();
    for (before, &event) in events.iter().enumerate() {
        let value = of(event);
        let known = *at.entry(value).or_insert(parts.len());
        if known == parts.len() {
            parts.push(LifePart {
                value: value.to_owned(),
                events: 0,
                failed: 0,
                span: (event, event),
                before,
            });
        }
        if let Some(part) = parts.get_mut(known) {
            part.events += 1;
            part.failed += usize::from(store.value(event, Column::Outcome) == "failed");
            part.span.1 = event;
        }
    }
    parts
}
