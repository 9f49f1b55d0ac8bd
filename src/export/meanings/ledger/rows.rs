//! The lines of the ledger with their texts, as CSV and JSON have them.

use std::borrow::Cow;

use serde::Serialize;

use crate::insight::ledger::{LedgerLine, LineState, LiveCredential, UndoneBefore};
use crate::insight::makers::is_named_like;
use crate::record::field::Column;
use crate::store::{Event, Store};
use crate::text;

/// A line of the ledger with its texts.
#[derive(Serialize)]
pub(super) struct ChangeRow {
    pub(super) state: &'static str,
    pub(super) kind: &'static str,
    pub(super) call: &'static str,
    pub(super) what: Vec<String>,
    pub(super) account: String,
    /// Absent for what is the same in all Regions.
    pub(super) region: Option<String>,
    pub(super) time: String,
    pub(super) by: String,
    pub(super) via: Option<String>,
    pub(super) event: String,
    /// How often it was made again while it was there.
    pub(super) again: usize,
    pub(super) last_event: String,
    pub(super) ended: Option<EndingEvent>,
    /// The events that made the user or role that did it.
    pub(super) actor_made_by: Vec<EndingEvent>,
    /// Those that made an instance or a function whose name its session has.
    pub(super) session_named_like: Vec<EndingEvent>,
    pub(super) file: String,
}

/// The event that undid a change or switched it off.
#[derive(Serialize)]
pub(super) struct EndingEvent {
    pub(super) event: String,
    pub(super) call: String,
    pub(super) time: String,
    pub(super) by: String,
    /// Seconds from the last making to it; absent if one has no time.
    pub(super) after_seconds: Option<i64>,
    /// Whether both have the same second, or one has no time.
    pub(super) order_unknown: bool,
}

#[derive(Serialize)]
pub(super) struct LiveRow<'l> {
    pub(super) key: Cow<'l, str>,
    pub(super) acts_as: Cow<'l, str>,
    pub(super) expires: String,
    pub(super) by: String,
    pub(super) by_service: bool,
    /// The event by which its role denies it.
    pub(super) revoked_by: Option<EndingEvent>,
    pub(super) event: String,
    pub(super) file: String,
}

#[derive(Serialize)]
pub(super) struct UndoneRow {
    pub(super) kind: &'static str,
    pub(super) call: &'static str,
    pub(super) what: Vec<String>,
    pub(super) undone_by: EndingEvent,
    pub(super) file: String,
}

/// Returns who made an event, as lists show it.
pub fn actor(store: &Store, event: Event) -> String {
    store.value(event, Column::PrincipalLabel).to_owned()
}

pub(super) fn row(store: &Store, line: &LedgerLine) -> ChangeRow {
    let (first, last) = (line.first().unwrap_or_default(), line.made.last().copied().unwrap_or_default());
    let makers = |named_like| {
        let made = line.actor_made.iter().filter(|event| is_named_like(store, **event) == named_like);
        made.map(|&by| ended(store, None, by, false)).collect()
    };
    let present = |column| Some(store.value(first, column).to_owned()).filter(|text| !text.is_empty());
    ChangeRow {
        state: line.state.name(),
        kind: line.pair.kind.name(),
        call: line.pair.make,
        what: rewritten(store, &line.what),
        account: store.value(first, Column::Account).to_owned(),
        region: present(Column::AwsRegion).filter(|_| !line.pair.is_global()),
        time: store.time(first).to_string(),
        by: actor(store, first),
        via: present(Column::InvokedBy),
        event: store.event_id(first),
        again: line.made.len().saturating_sub(1),
        last_event: store.event_id(last),
        ended: line.state.by().map(|by| {
            let order_unknown = matches!(line.state, LineState::Undone { order_unknown: true, .. });
            ended(store, Some(last), by, order_unknown)
        }),
        actor_made_by: makers(false),
        session_named_like: makers(true),
        file: file(store, first),
    }
}

pub(super) fn ended(store: &Store, made: Option<Event>, by: Event, order_unknown: bool) -> EndingEvent {
    let millis = |event: Event| store.time(event).millis();
    let after = made.and_then(|made| Some((millis(by)? - millis(made)?) / 1000));
    EndingEvent {
        event: store.event_id(by),
        call: store.value(by, Column::EventName).to_owned(),
        time: store.time(by).to_string(),
        by: actor(store, by),
        after_seconds: after,
        order_unknown,
    }
}

pub(super) fn live_row<'l>(store: &Store, live: &'l LiveCredential) -> LiveRow<'l> {
    LiveRow {
        key: store.rewrite(&live.key),
        acts_as: store.rewrite(&live.acts_as),
        expires: live.expires.to_string(),
        by: actor(store, live.event),
        by_service: live.by_service,
        revoked_by: live.revoked.map(|by| ended(store, Some(live.event), by, false)),
        event: store.event_id(live.event),
        file: file(store, live.event),
    }
}

pub(super) fn before_row(store: &Store, before: &UndoneBefore) -> UndoneRow {
    UndoneRow {
        kind: before.pair.kind.name(),
        call: before.pair.make,
        what: rewritten(store, &before.what),
        undone_by: ended(store, None, before.by, false),
        file: file(store, before.by),
    }
}

fn rewritten(store: &Store, what: &[String]) -> Vec<String> {
    what.iter().map(|part| store.rewrite(part).into_owned()).collect()
}

fn file(store: &Store, event: Event) -> String {
    store.file_of(event).map(|file| text::path(&file.name())).unwrap_or_default()
}
