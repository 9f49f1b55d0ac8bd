//! The text of the cells of the event list, and the badges of its rows. `widths` says how wide columns are.

use std::borrow::Cow;

use crate::case::shown::shown_case::ShownCase;
use crate::query::engine::hidden::in_text;
use crate::record::field::list_columns::{LIST_COLUMNS, ListColumn};
use crate::record::field::{Column, FieldSource, OnDemand};
use crate::record::targets::list::short;
use crate::store::file::FileState;
use crate::store::{Event, MISSING, Store};

/// Shown in a cell whose value has not been read yet.
pub const UNREAD: &str = "…";

/// Returns the text of a cell of a column of values; empty for the time, which has its own format.
fn cell_text<'s>(store: &'s Store, event: Event, column: &ListColumn) -> &'s str {
    let Some(field) = column.column() else { return "" };
    if !store.is_read(event, field) {
        return UNREAD;
    }
    let failed = || store.value(event, Column::Outcome) == "failed";
    match (field, store.value(event, field)) {
        // A failed sign-in has an error message but no error code.
        (Column::ErrorCode, "") if failed() => match store.value(event, Column::ErrorMessage) {
            "" => "failed",
            message => message,
        },
        // Insights and aggregated events may have no name; their type says what they are.
        (Column::EventName, "") => store.value(event, Column::EventType),
        (_, value) => value,
    }
}

/// Returns the shown part of the text of a cell: in `resource`, only the last part of each ARN after the arrow.
pub fn shown_text<'s>(store: &'s Store, event: Event, column: &ListColumn) -> Cow<'s, str> {
    if column.source == FieldSource::EventId {
        return Cow::Owned(store.event_id(event));
    }
    let text = cell_text(store, event, column);
    if column.column() == Some(Column::Resource) { short(text) } else { Cow::Borrowed(text) }
}

/// A remark on a row besides its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// It is marked, with a note.
    Noted,
    /// It is marked.
    Marked,
    /// A value of it is in a list of indicators.
    Indicator,
    /// It is quoted in a value of something else.
    Quoted,
    /// It comes from a damaged file.
    Damaged,
    /// A value in it has hidden characters.
    Hidden,
    /// Its record was delivered more than once.
    Repeated,
    /// Its `eventID` has other texts too.
    Twin,
    /// It is the first of its principal in something, as far as that is known.
    New,
}

/// Returns the badges of a row, the most important first.
pub fn badges(store: &Store, marks: &ShownCase, event: Event) -> impl Iterator<Item = Badge> {
    let mark = marks.of_event(event).filter(|_| marks.load == store.load_number());
    let noted = mark.is_some_and(|shown| !shown.mark.notes.is_empty());
    let damaged = store.file_of(event).is_some_and(|file| file.state == FileState::Damaged);
    let hidden = LIST_COLUMNS.iter().any(|column| in_text(cell_text(store, event, column)) > 0);
    let repeated = store.folds().is_repeated(event);
    let twin = store.twins().is_twin(event);
    let ioc = store.value_id(event, Column::OnDemand(OnDemand::IOC)) != MISSING;
    let new = store.value_id(event, Column::OnDemand(OnDemand::NEW)) != MISSING;
    let badges = [
        (noted, Badge::Noted),
        (mark.is_some() && !noted, Badge::Marked),
        (ioc, Badge::Indicator),
        (store.is_quoted(event), Badge::Quoted),
        (damaged, Badge::Damaged),
        (hidden, Badge::Hidden),
        (repeated, Badge::Repeated),
        (twin, Badge::Twin),
        (new, Badge::New),
    ];
    badges.into_iter().filter_map(|(is, badge)| is.then_some(badge))
}
