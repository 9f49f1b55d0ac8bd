//! What an answer says besides itself: its exit code, and how much of it is only quoted or only rows of tables.

use super::complain::complain;
use crate::exit::Exit;
use crate::plural::{agree, counted};
use crate::store::file::FileState;
use crate::store::{Event, Store};

/// Says how many of the events of an answer are only quoted.
pub(super) fn quoted_remark(store: &Store, events: &[Event]) -> Option<String> {
    if !store.has_quoted() {
        return None;
    }
    let quoted = events.iter().filter(|&&event| store.is_quoted(event)).count();
    let are = agree(quoted, "is", "are");
    (quoted > 0).then(|| {
        format!(
            "{} {are} quoted (is:quoted): anybody who could write the text around them could have written them",
            counted(quoted, "event")
        )
    })
}

/// Says how many of the events of an answer are rows of tables.
pub(super) fn partial_remark(store: &Store, events: &[Event]) -> Option<String> {
    if !store.has_partial() {
        return None;
    }
    let partial = events.iter().filter(|&&event| store.is_partial(event)).count();
    let are = agree(partial, "is a row of a table", "are rows of tables");
    let repeated = store.rows_beside_records(events);
    let repeat = agree(repeated, "repeats", "repeat");
    let again = match repeated {
        0 => String::new(),
        _ => format!("; {repeated} of them {repeat} a record with the same eventID (count with !is:partial)"),
    };
    (partial > 0).then(|| {
        let partial = counted(partial, "event");
        format!("{partial} {are} (is:partial): no request, no response, little identity{again}")
    })
}

/// Returns the exit code. Says that nothing matched if the exit code has to report something else.
pub(super) fn told_exit(store: &Store, no_match: bool) -> Exit {
    let exit = exit(store, no_match);
    if no_match && exit == Exit::WithProblems && !store.is_empty() {
        complain("no event matched in what could be read");
    }
    exit
}

fn exit(store: &Store, no_match: bool) -> Exit {
    let troubled = store.files().any(|file| matches!(file.state, FileState::Damaged | FileState::Unreadable));
    match (no_match, troubled) {
        (true, _) if nothing_read(store) => Exit::Failed,
        // The part that could not be read may have had matches, so this code takes precedence over "no match".
        (_, true) => Exit::WithProblems,
        (true, false) => Exit::NoMatch,
        (false, false) => Exit::Answered,
    }
}

/// Returns whether no file could be opened at all.
pub(super) fn nothing_read(store: &Store) -> bool {
    store.files().all(|file| file.state == FileState::Unreadable)
}
