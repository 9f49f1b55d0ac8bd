//! The sentences of the ledger: how many changes there are, and each with its event.

use super::rows::{actor, live_row, row};
use crate::insight::ledger::{Ledger, LedgerLine, LineState, LiveCredential};
use crate::insight::makers::is_named_like;
use crate::plural::{agree, counted};
use crate::record::field::Column;
use crate::store::{Event, Store};

/// What every answer of the ledger depends on.
pub const CAVEAT: &str = "as far as these files tell";

/// Returns the first sentence of a ledger: how many changes were made, and how many stand.
pub fn headline(ledger: &Ledger) -> String {
    let (made, standing) = (ledger.lines.len(), ledger.standing());
    let mut line = match made {
        0 => "No change that the ledger follows".to_owned(),
        _ => format!("{}, {standing} {}", counted(made, "change"), agree(standing, "stands", "stand")),
    };
    line = format!("{line}, {CAVEAT}");
    let unknown = ledger.lines.iter().filter(|line| line.state == LineState::NotIdentified).count();
    if unknown > 0 {
        let are = agree(unknown, "is", "are");
        line = format!("{line}; {unknown} of them {are} not identified by the record");
    }
    format!("{line}.")
}

/// Returns what became of a line, with the event that led to it.
pub fn state_words(store: &Store, line: &LedgerLine) -> String {
    let again = line.made.len().saturating_sub(1);
    let mut words = line.state.name().to_owned();
    if let Some(by) = line.state.by() {
        let (call, time, actor) = (store.value(by, Column::EventName), store.time(by), actor(store, by));
        words = format!("{words}: {call} at {time} by {actor}");
    }
    if let LineState::Undone { order_unknown: true, .. } = line.state {
        words.push_str(", the order of the two is not known");
    }
    if again > 0 {
        let last = line.made.last().map(|&last| format!(", last {}", store.time(last))).unwrap_or_default();
        words = format!("{words}, made again {}{last}", counted(again, "time"));
    }
    words
}

/// Returns each change that stands, and each credential that is still valid, as a sentence with its event.
pub fn standing_words(store: &Store, ledger: &Ledger) -> Vec<String> {
    let standing = ledger.lines.iter().filter(|line| line.state.is_standing());
    standing
        .map(|line| standing_line(store, line))
        .chain(ledger.live.iter().map(|live| live_words(store, live)))
        .collect()
}

/// Returns a change with its kind as a sentence.
pub(in crate::export) fn standing_line(store: &Store, line: &LedgerLine) -> String {
    format!("{}: {}", line.pair.kind.name(), change_words(store, line))
}

pub(super) fn change_words(store: &Store, line: &LedgerLine) -> String {
    let row = row(store, line);
    let place = row.region.as_ref().map_or(row.account.clone(), |region| format!("{} {region}", row.account));
    format!(
        "{} {} ({place}), {} by {}{}; {}; event {} in {}",
        row.call,
        store.rewrite(&line.what_words()),
        row.time,
        row.by,
        maker_words(store, line),
        state_words(store, line),
        row.event,
        row.file
    )
}

pub(in crate::export) fn live_words(store: &Store, live: &LiveCredential) -> String {
    let row = live_row(store, live);
    let revoked = live.revoked.map(|by| format!("; {}", revoked_words(store, by))).unwrap_or_default();
    format!(
        "{} until {}, acts as {}, given to {}; event {} in {}{revoked}",
        row.key, row.expires, row.acts_as, row.by, row.event, row.file
    )
}

/// Says who made the one who acted, and what it acted from; empty if that is not known.
pub fn maker_words(store: &Store, line: &LedgerLine) -> String {
    let words = line.actor_made.iter().map(|&made| {
        let call = store.value(made, Column::EventName);
        let how = if is_named_like(store, made) { "in a session named like what" } else { "made by" };
        let end = if is_named_like(store, made) { " made" } else { "" };
        format!(", {how} {call}{end} at {} by {}", store.time(made), actor(store, made))
    });
    words.collect()
}

/// Says that the role of a credential denies it.
pub fn revoked_words(store: &Store, by: Event) -> String {
    format!("its role denies sessions of that age since {} by {}", store.time(by), actor(store, by))
}
