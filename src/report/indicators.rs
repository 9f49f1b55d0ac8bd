//! What occurs in the marked events and can be looked for elsewhere: addresses, keys used and made, principals,
//! programs, and the things that were touched. Whether any of it is hostile is not said.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::address::Address;
use crate::record::field::Column;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// A value, with the events that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// What it is.
    pub kind: IndicatorKind,
    /// The value.
    pub value: String,
    /// How many marked events have it.
    pub events: usize,
    /// The time of the first of them.
    pub first: String,
    /// The time of the last of them.
    pub last: String,
    /// The `eventID` of the first of them.
    pub event_id: String,
}

/// The kind of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndicatorKind {
    /// Where calls came from.
    Address,
    /// A key that signed calls.
    KeyUsed,
    /// A key that calls made.
    KeyMade,
    /// Who called.
    Principal,
    /// With which program.
    Agent,
    /// What was touched.
    Resource,
}

impl IndicatorKind {
    /// Returns its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::KeyUsed => "key used",
            Self::KeyMade => "key made",
            Self::Principal => "principal",
            Self::Agent => "agent",
            Self::Resource => "resource",
        }
    }
}

/// Collects the indicators of events that are sorted by time; sorted by kind and value.
pub(super) fn indicators(store: &Store, events: &[Event]) -> Vec<Indicator> {
    let mut found: BTreeMap<(IndicatorKind, String), Indicator> = BTreeMap::new();
    let mut reader = RecordReader::default();
    for &event in events {
        let (time, id) = (store.time(event).to_string(), store.event_id(event));
        for (kind, value) in of_event(store, event, reader.record(store, event)) {
            let known = found.entry((kind, value.clone())).or_insert_with(|| Indicator {
                kind,
                value,
                events: 0,
                first: time.clone(),
                last: String::new(),
                event_id: id.clone(),
            });
            known.events += 1;
            known.last.clone_from(&time);
        }
    }
    found.into_values().collect()
}

fn of_event(store: &Store, event: Event, record: &[u8]) -> Vec<(IndicatorKind, String)> {
    let value = |column| store.value(event, column).to_owned();
    let address = value(Column::SourceIpAddress);
    let principal = match value(Column::IdentityArn) {
        arn if arn.is_empty() => value(Column::Principal),
        arn => arn,
    };
    let mut all = vec![
        (IndicatorKind::KeyUsed, value(Column::AccessKey)),
        (IndicatorKind::Principal, principal),
        (IndicatorKind::Agent, value(Column::UserAgent)),
    ];
    if Address::read(&address).is_some() {
        all.push((IndicatorKind::Address, address));
    }
    let things = store.value(event, Column::Resource);
    all.extend(things.split(", ").map(|thing| (IndicatorKind::Resource, thing.to_owned())));
    if let Ok(record) = serde_json::from_slice::<Value>(record) {
        for pointer in
            ["/responseElements/credentials/accessKeyId", "/responseElements/accessKey/accessKeyId"]
        {
            let made = record.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            all.push((IndicatorKind::KeyMade, made.to_owned()));
        }
    }
    all.retain(|(_, value)| !value.is_empty());
    all.sort();
    all.dedup();
    all
}
