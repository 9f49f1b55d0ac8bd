//! What each event has of its own: ids of its kind and actor, its own column ids, time, eventID, and where its text is.

use crate::record::field::OWN_COLUMNS;
use crate::record::time::Time;

/// How many events a segment holds; the last one of a store may hold fewer.
pub const SEGMENT_ROWS: usize = 1 << 16;

/// Where a record's text is: bytes `start .. start + length` of a text of a file. Ordered by file, then place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Number of the file, in the order of discovery.
    pub file: u32,
    /// 0 for the file's own text; *n* for its *n*th embedded text (a record inside a JSON string).
    pub layer: u32,
    /// First byte.
    pub start: u32,
    /// Length in bytes.
    pub length: u32,
}

/// The `eventID` of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventId {
    /// The record has none.
    None,
    /// In AWS's form, lower-case hexadecimal with four hyphens.
    Guid(u128),
    /// Any other text, by its id.
    Text(u32),
}

/// One event, as a worker hands it over.
#[derive(Debug, Clone, Copy)]
pub struct EventRow {
    /// When it happened.
    pub time: Time,
    /// Id of its kind.
    pub kind: u32,
    /// Id of its actor.
    pub actor: u32,
    /// Ids of the columns that it has of its own.
    pub own: [u32; OWN_COLUMNS],
    /// Its `eventID`.
    pub id: EventId,
    /// Keyed hash of its text without white space outside strings: equal for equal records of one run.
    pub digest: u64,
    /// Where its text is.
    pub place: Place,
}

/// Up to [`SEGMENT_ROWS`] events in columns.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    times: Vec<Time>,
    kinds: Vec<u32>,
    actors: Vec<u32>,
    own: [Vec<u32>; OWN_COLUMNS],
    ids: Vec<u128>,
    forms: Vec<IdForm>,
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IdForm {
    None,
    Guid,
    Text,
}

impl Segment {
    /// How many events it holds.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// An empty segment with room for all its events.
    pub(super) fn with_room() -> Self {
        let ids = || Vec::with_capacity(SEGMENT_ROWS);
        Self {
            times: Vec::with_capacity(SEGMENT_ROWS),
            kinds: ids(),
            actors: ids(),
            own: std::array::from_fn(|_| ids()),
            ids: Vec::with_capacity(SEGMENT_ROWS),
            forms: Vec::with_capacity(SEGMENT_ROWS),
            places: Vec::with_capacity(SEGMENT_ROWS),
        }
    }

    /// Adds events, column by column. Their ids are those of the store.
    pub(super) fn extend(&mut self, rows: &[EventRow]) {
        self.times.extend(rows.iter().map(|row| row.time));
        self.kinds.extend(rows.iter().map(|row| row.kind));
        self.actors.extend(rows.iter().map(|row| row.actor));
        for (place, column) in self.own.iter_mut().enumerate() {
            column
                .extend(rows.iter().map(|row| row.own.get(place).copied().unwrap_or(super::event::MISSING)));
        }
        self.forms.extend(rows.iter().map(|row| match row.id {
            EventId::None => IdForm::None,
            EventId::Guid(_) => IdForm::Guid,
            EventId::Text(_) => IdForm::Text,
        }));
        self.ids.extend(rows.iter().map(|row| match row.id {
            EventId::None => 0,
            EventId::Guid(guid) => guid,
            EventId::Text(id) => u128::from(id),
        }));
        self.places.extend(rows.iter().map(|row| row.place));
    }

    /// Time of a row.
    pub fn time(&self, row: usize) -> Time {
        self.times.get(row).copied().unwrap_or(Time::NONE)
    }

    /// Times of all rows.
    pub fn times(&self) -> &[Time] {
        &self.times
    }

    /// Kind ids of all rows.
    pub fn kinds(&self) -> &[u32] {
        &self.kinds
    }

    /// Actor ids of all rows.
    pub fn actors(&self) -> &[u32] {
        &self.actors
    }

    /// Ids of all rows in one of the columns that events have of their own.
    pub fn own_column(&self, place: usize) -> &[u32] {
        self.own.get(place).map_or(&[], Vec::as_slice)
    }

    /// Kind id of a row.
    pub fn kind(&self, row: usize) -> u32 {
        self.kinds.get(row).copied().unwrap_or(u32::MAX)
    }

    /// Actor id of a row.
    pub fn actor(&self, row: usize) -> u32 {
        self.actors.get(row).copied().unwrap_or(u32::MAX)
    }

    /// Id of a row in one of its own columns.
    pub fn own(&self, place: usize, row: usize) -> u32 {
        self.own_column(place).get(row).copied().unwrap_or(super::event::MISSING)
    }

    /// `eventID` of a row.
    pub fn event_id(&self, row: usize) -> EventId {
        match (self.forms.get(row), self.ids.get(row)) {
            (Some(IdForm::Guid), Some(&guid)) => EventId::Guid(guid),
            // A text id was a u32 when it was put here.
            (Some(IdForm::Text), Some(&id)) => u32::try_from(id).map_or(EventId::None, EventId::Text),
            _ => EventId::None,
        }
    }

    /// Place of a row's text.
    pub fn place(&self, row: usize) -> Option<Place> {
        self.places.get(row).copied()
    }
}

/// Reads an id in AWS's form; any other spelling, capitals included, is a text of its own.
pub fn parse_guid(text: &[u8]) -> Option<u128> {
    let text: &[u8; 36] = text.try_into().ok()?;
    let mut guid = [0; 16];
    let mut bytes = guid.iter_mut();
    let mut valid = 0;
    for (from, to) in [(0, 8), (9, 13), (14, 18), (19, 23), (24, 36)] {
        let (pairs, _) = text.get(from..to)?.as_chunks::<2>();
        // In this order, or the end of the pairs would cost a byte.
        for (&[high, low], byte) in pairs.iter().zip(bytes.by_ref()) {
            let (high, low) = (hex_digit(high), hex_digit(low));
            valid |= high | low;
            *byte = high << 4 | low & 0xf;
        }
    }
    let hyphens = [8, 13, 18, 23].iter().all(|&at| text.get(at) == Some(&b'-'));
    (hyphens && valid < 16).then(|| u128::from_be_bytes(guid))
}

/// The value of a lower-case hexadecimal digit; 255 for any other byte.
fn hex_digit(byte: u8) -> u8 {
    let (digit, letter) = (byte.wrapping_sub(b'0'), byte.wrapping_sub(b'a'));
    let letter = if letter < 6 { letter + 10 } else { 255 };
    if digit < 10 { digit } else { letter }
}

/// The text of an id in AWS's form.
pub fn guid_text(guid: u128) -> String {
    let hex = format!("{guid:032x}");
    let part = |from, to| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_awss_own_form_is_a_guid() {
        let text = "b096d5b7-dcf2-4399-998b-5a53eca76a27";
        assert_eq!(parse_guid(text.as_bytes()).map(guid_text).as_deref(), Some(text));
        assert_eq!(guid_text(0), "00000000-0000-0000-0000-000000000000");
        for odd in
            ["", "event ID", "B096d5b7-dcf2-4399-998b-5a53eca76a27", "b096d5b7-dcf2-4399-998b0-5a53eca76a27"]
        {
            assert_eq!(parse_guid(odd.as_bytes()), None, "{odd}");
        }
    }
}
