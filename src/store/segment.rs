//! What is kept for each event: IDs of its kind and actor, IDs of its own columns, time, eventID, and the place
//! of its text.

use std::cmp::Ordering;

use crate::record::field::OWN_COLUMNS;
use crate::record::time::Time;

/// Number of events in a segment; the last one of a store may hold fewer.
pub const SEGMENT_ROWS: usize = 1 << 16;

/// The place of a record's text: bytes `start .. start + length` of a text of a file. Sorted by file, then
/// place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Number of the file, in the order in which files were found.
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
    /// Any other text, by its ID.
    Text(u32),
}

/// An `eventID`, in the order of the texts, which need not be written for it.
#[derive(Debug, Clone, Copy)]
pub enum IdOrder<'s> {
    /// In AWS's form.
    Guid(u128),
    /// Any other text, or none.
    Text(&'s str),
}

impl Ord for IdOrder<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            // All have the same length, and hyphens at the same places.
            (Self::Guid(one), Self::Guid(other)) => one.cmp(&other),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Guid(one), Self::Text(other)) => guid_text(one).as_str().cmp(other),
            (Self::Text(one), Self::Guid(other)) => one.cmp(guid_text(other).as_str()),
        }
    }
}

impl PartialOrd for IdOrder<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for IdOrder<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for IdOrder<'_> {}

/// One event, as a worker delivers it.
#[derive(Debug, Clone, Copy)]
pub struct EventRow {
    /// When it happened.
    pub time: Time,
    /// Id of its kind.
    pub kind: u32,
    /// Id of its actor.
    pub actor: u32,
    /// IDs of the columns that are kept for each event.
    pub own: [u32; OWN_COLUMNS],
    /// Its `eventID`.
    pub id: EventId,
    /// Keyed hash of its text without white space outside strings: equal for equal records within one run.
    pub digest: u64,
    /// Where its text is.
    pub place: Place,
    /// Whether it is quoted in a value of something else.
    pub is_quoted: bool,
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
    /// Returns how many events it holds.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Returns whether it holds no events.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Makes an empty segment with room for all its events.
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

    /// Adds events, column by column. Their IDs are those of the store.
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

    /// Returns the time of a row.
    pub fn time(&self, row: usize) -> Time {
        self.times.get(row).copied().unwrap_or(Time::NONE)
    }

    /// Returns the times of all rows.
    pub fn times(&self) -> &[Time] {
        &self.times
    }

    /// Returns the kind IDs of all rows.
    pub fn kinds(&self) -> &[u32] {
        &self.kinds
    }

    /// Returns the actor IDs of all rows.
    pub fn actors(&self) -> &[u32] {
        &self.actors
    }

    /// Returns the IDs of all rows in one of the columns that are kept for each event.
    pub fn own_column(&self, place: usize) -> &[u32] {
        self.own.get(place).map_or(&[], Vec::as_slice)
    }

    /// Returns the kind ID of a row.
    pub fn kind(&self, row: usize) -> u32 {
        self.kinds.get(row).copied().unwrap_or(u32::MAX)
    }

    /// Returns the actor ID of a row.
    pub fn actor(&self, row: usize) -> u32 {
        self.actors.get(row).copied().unwrap_or(u32::MAX)
    }

    /// Returns the ID of a row in one of the columns that are kept for each event.
    pub fn own(&self, place: usize, row: usize) -> u32 {
        self.own_column(place).get(row).copied().unwrap_or(super::event::MISSING)
    }

    /// Returns the `eventID` of a row.
    pub fn event_id(&self, row: usize) -> EventId {
        match (self.forms.get(row), self.ids.get(row)) {
            (Some(IdForm::Guid), Some(&guid)) => EventId::Guid(guid),
            // It was a u32 when it was stored.
            (Some(IdForm::Text), Some(&id)) => u32::try_from(id).map_or(EventId::None, EventId::Text),
            _ => EventId::None,
        }
    }

    /// Returns the place of a row's text.
    pub fn place(&self, row: usize) -> Option<Place> {
        self.places.get(row).copied()
    }
}

/// Reads an ID in AWS's form; any other spelling, including capitals, is kept as a text.
pub fn parse_guid(text: &[u8]) -> Option<u128> {
    let text: &[u8; 36] = text.try_into().ok()?;
    let mut guid = [0; 16];
    let mut bytes = guid.iter_mut();
    let mut valid = 0;
    for (from, to) in [(0, 8), (9, 13), (14, 18), (19, 23), (24, 36)] {
        let (pairs, _) = text.get(from..to)?.as_chunks::<2>();
        // In this order; otherwise the end of the pairs would consume a byte.
        for (&[high, low], byte) in pairs.iter().zip(bytes.by_ref()) {
            let (high, low) = (hex_digit(high), hex_digit(low));
            valid |= high | low;
            *byte = high << 4 | low & 0xf;
        }
    }
    let hyphens = [8, 13, 18, 23].iter().all(|&at| text.get(at) == Some(&b'-'));
    (hyphens && valid < 16).then(|| u128::from_be_bytes(guid))
}

/// Returns the value of a lower-case hexadecimal digit; 255 for any other byte.
fn hex_digit(byte: u8) -> u8 {
    let (digit, letter) = (byte.wrapping_sub(b'0'), byte.wrapping_sub(b'a'));
    let letter = if letter < 6 { letter + 10 } else { 255 };
    if digit < 10 { digit } else { letter }
}

/// Returns the text of an ID in AWS's form.
pub fn guid_text(guid: u128) -> String {
    let hex = format!("{guid:032x}");
    let part = |from, to| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_their_texts() {
        let texts = [
            "",
            "0",
            "a",
            "b096d5b7-dcf2-4399-998b-5a53eca76a27",
            "b096d5b7-dcf2-4399-998b-5a53eca76a28",
            "b096d5b8-0000-0000-0000-000000000000",
            "b096d5b7-dcf2-4399-998b",
            "B096d5b7-dcf2-4399-998b-5a53eca76a27",
            "c",
        ];
        let order =
            |text: &'static str| parse_guid(text.as_bytes()).map_or(IdOrder::Text(text), IdOrder::Guid);
        for one in texts {
            for other in texts {
                assert_eq!(order(one).cmp(&order(other)), one.cmp(other), "{one} {other}");
            }
        }
    }

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
