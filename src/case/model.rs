//! The case: marks with notes and labels, saved filters, the view to come back to, and the set of files. Nothing in
//! here reads or writes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::limits::{MAX_ABOUT, MAX_FILTERS, MAX_LABEL, MAX_LABELS, MAX_NOTE, MAX_NOTES, MAX_TEXT};
use super::record_key::RecordKey;
use crate::record::field::{Column, Field, field};
use crate::store::{Event, Store};

/// Everything that is kept of an investigation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// The marked events.
    pub marks: Marks,
    /// Saved filters: name and text. Those under which something was marked have no name.
    pub filters: BTreeSet<(String, String)>,
    /// What the screen showed last.
    pub view: Option<CaseView>,
    /// The files that the marked events were in.
    pub files: BTreeSet<SourceFile>,
}

/// The marked events, by what identifies their records. The marks are shared with what the screen shows.
pub type Marks = BTreeMap<RecordKey, Arc<CaseMark>>;

/// What was said about an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseMark {
    /// What the event was, for readers without the log files.
    pub about: AboutEvent,
    /// Its notes. There is more than one after two cases were merged that say different things.
    pub notes: BTreeSet<String>,
    /// Its labels.
    pub labels: BTreeSet<String>,
}

/// What an event was when it was marked. Empty texts are missing values.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "FIELDS describes each")]
pub struct AboutEvent {
    pub event_time: String,
    pub event_name: String,
    pub principal: String,
    pub source_ip_address: String,
    pub account: String,
    pub aws_region: String,
    pub error_code: String,
}

/// What the screen showed: plain texts, which mean no more than if somebody typed them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseView {
    /// The filter.
    pub filter: String,
    /// The filters of the other tabs.
    pub tabs: Vec<String>,
    /// The columns of the list, by name; empty for the usual ones.
    pub columns: Vec<String>,
    /// The event under the cursor.
    pub cursor: Option<RecordKey>,
}

/// A file that was read when events were marked.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Its path as opened, with characters that are not text replaced.
    pub path: String,
    /// The member, if it is an archive.
    pub member: String,
    /// The size of what was read, in bytes.
    pub size: u64,
    /// The SHA-256 of what was read, in hexadecimal.
    pub sha256: String,
}

impl CaseMark {
    /// Makes a mark without notes of an event.
    pub fn of(store: &Store, event: Event) -> Self {
        Self { about: AboutEvent::of(store, event), ..Self::default() }
    }

    /// Returns all notes as one text, as [`Self::set_note`] reads it.
    pub fn note(&self) -> String {
        let notes: Vec<&str> = self.notes.iter().map(String::as_str).collect();
        notes.join(BETWEEN_NOTES)
    }

    /// Replaces the notes. A line of four hyphens is between two notes.
    pub fn set_note(&mut self, text: &str) {
        let notes = text.split(BETWEEN_NOTES).map(|note| clipped(note.trim_end(), MAX_NOTE));
        self.notes = notes.filter(|note| !note.trim().is_empty()).take(MAX_NOTES).collect();
    }

    /// Replaces the labels: words with white space or commas between them.
    pub fn set_labels(&mut self, text: &str) {
        let labels = text.split(|char: char| char.is_whitespace() || char == ',');
        let labels = labels.filter(|label| !label.is_empty()).map(|label| clipped(label, MAX_LABEL));
        self.labels = labels.take(MAX_LABELS).collect();
    }

    /// Returns the labels with blanks between them.
    pub fn label_line(&self) -> String {
        let labels: Vec<&str> = self.labels.iter().map(String::as_str).collect();
        labels.join(" ")
    }

    /// Returns whether a note contains a text in lower case, ignoring case.
    pub fn has_note(&self, text: &str) -> bool {
        self.notes.iter().any(|note| note.to_lowercase().contains(text))
    }
}

/// The line between two notes of an event.
pub const BETWEEN_NOTES: &str = "\n----\n";

fn clipped(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

impl AboutEvent {
    /// Describes an event.
    pub fn of(store: &Store, event: Event) -> Self {
        let value = |column| clipped(store.value(event, column), MAX_ABOUT);
        Self {
            event_time: store.time(event).to_string(),
            event_name: value(Column::EventName),
            principal: value(Column::PrincipalLabel),
            source_ip_address: value(Column::SourceIpAddress),
            account: value(Column::Account),
            aws_region: value(Column::AwsRegion),
            error_code: value(Column::ErrorCode),
        }
    }

    /// Returns the fields with their values, in the order of a list.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &str)> {
        let values = [
            ("eventTime", &self.event_time),
            ("eventName", &self.event_name),
            ("principal", &self.principal),
            ("sourceIPAddress", &self.source_ip_address),
            ("account", &self.account),
            ("awsRegion", &self.aws_region),
            ("errorCode", &self.error_code),
        ];
        values.into_iter().filter_map(|(name, value)| Some((field(name)?, value.as_str())))
    }
}

impl Case {
    /// Returns the marks in the order of their times, then of their keys.
    pub fn in_time_order(&self) -> Vec<(&RecordKey, &Arc<CaseMark>)> {
        let mut marks: Vec<_> = self.marks.iter().collect();
        marks.sort_by(|one, other| {
            (&one.1.about.event_time, one.0).cmp(&(&other.1.about.event_time, other.0))
        });
        marks
    }

    /// Keeps the filter under which something was marked, if there is room.
    pub fn add_filter(&mut self, text: &str) {
        let is_short = text.chars().count() <= MAX_TEXT;
        if !text.trim().is_empty() && is_short && self.filters.len() < MAX_FILTERS {
            self.filters.insert((String::new(), text.trim().to_owned()));
        }
    }

    /// Returns whether nothing in it is worth a file: no marks and no saved filters.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.filters.is_empty()
    }

    /// Returns how many marks have notes.
    pub fn noted(&self) -> usize {
        self.marks.values().filter(|mark| !mark.notes.is_empty()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_edited_as_one_text_and_stay_apart() {
        let mut mark = CaseMark::default();
        for (text, notes) in [
            ("one\nline two", vec!["one\nline two"]),
            ("b\n----\na", vec!["a", "b"]),
            ("  \n", vec![]),
            ("a\n----\n \n----\na\n\n", vec!["a"]),
        ] {
            mark.set_note(text);
            assert_eq!(mark.notes.iter().map(String::as_str).collect::<Vec<_>>(), notes, "{text:?}");
            let again = mark.note();
            let before = mark.clone();
            mark.set_note(&again);
            assert_eq!(mark, before);
        }
        mark.set_labels(" exfil, persistence\texfil ");
        assert_eq!(mark.label_line(), "exfil persistence");
    }
}
