//! What is kept for each event: IDs of its kind and actor, IDs of its own columns, time, eventID, and the place
//! of its text. A full segment never changes, and keeps the same in smaller columns. With
//! that, and without spare room in dictionaries and paths, 590 MB are held in all after a load of two million events
//! (2.71 GB of JSON) instead of 673.
//!
//! - `ids`: the IDs of a column; `places`: where texts are; `times`: when events happened.

pub mod ids;
mod places;
pub mod times;

use std::cmp::Ordering;

use ids::{Different, IdColumn, Ids};
pub use places::Place;
use places::PlaceColumn;
use times::{TimeColumn, Times};

use crate::record::field::OWN_COLUMNS;
use crate::record::time::Time;

/// Number of events in a segment; the last one of a store may hold fewer.
pub const SEGMENT_ROWS: usize = 1 << 16;

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
    times: TimeColumn,
    kinds: IdColumn,
    actors: IdColumn,
    own: [IdColumn; OWN_COLUMNS],
    ids: Vec<u128>,
    /// None if all are in AWS's form.
    forms: Vec<IdForm>,
    places: PlaceColumn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IdForm {
    None,
    Guid,
    Text,
}

/// Finishes full segments, with memory that is used again.
#[derive(Debug, Default)]
pub(super) struct Finishing {
    different: Different,
}

impl Finishing {
    /// Returns a full segment in less memory.
    pub(super) fn finish(&mut self, segment: &Segment) -> Segment {
        let mut column = |ids: Ids<'_>| self.different.of(ids);
        let all_guids = segment.forms.iter().all(|form| *form == IdForm::Guid);
        Segment {
            times: segment.times.finished(),
            kinds: column(segment.kinds()),
            actors: column(segment.actors()),
            own: std::array::from_fn(|place| column(segment.own_column(place))),
            ids: segment.ids.as_slice().to_vec(),
            forms: if all_guids { Vec::new() } else { segment.forms.as_slice().to_vec() },
            places: segment.places.finished(),
        }
    }
}

impl Segment {
    /// Returns how many events it holds.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns whether it holds no events.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Makes an empty segment with room for all its events.
    pub(super) fn with_room() -> Self {
        let ids = || IdColumn::with_capacity(SEGMENT_ROWS);
        Self {
            times: TimeColumn::with_capacity(SEGMENT_ROWS),
            kinds: ids(),
            actors: ids(),
            own: std::array::from_fn(|_| ids()),
            ids: Vec::with_capacity(SEGMENT_ROWS),
            forms: Vec::with_capacity(SEGMENT_ROWS),
            places: PlaceColumn::with_capacity(SEGMENT_ROWS),
        }
    }

    /// Adds events, column by column, unless it is finished. Their IDs are those of the store.
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

    /// Removes all events, unless it is finished.
    pub(super) fn clear(&mut self) {
        self.times.clear();
        [&mut self.kinds, &mut self.actors].into_iter().chain(&mut self.own).for_each(IdColumn::clear);
        self.ids.clear();
        self.forms.clear();
        self.places.clear();
    }

    /// Returns how much memory its events take.
    pub(super) fn held_bytes(&self) -> usize {
        let columns = [&self.kinds, &self.actors].into_iter().chain(&self.own);
        columns.map(IdColumn::held_bytes).sum::<usize>()
            + self.times.held_bytes()
            + size_of_val(self.ids.as_slice())
            + size_of_val(self.forms.as_slice())
            + self.places.held_bytes()
    }

    /// Returns the time of a row.
    pub fn time(&self, row: usize) -> Time {
        self.times().get(row).unwrap_or(Time::NONE)
    }

    /// Returns the times of all rows.
    pub fn times(&self) -> Times<'_> {
        self.times.times()
    }

    /// Returns the kind IDs of all rows.
    pub fn kinds(&self) -> Ids<'_> {
        self.kinds.ids()
    }

    /// Returns the actor IDs of all rows.
    pub fn actors(&self) -> Ids<'_> {
        self.actors.ids()
    }

    /// Returns the IDs of all rows in one of the columns that are kept for each event.
    pub fn own_column(&self, place: usize) -> Ids<'_> {
        self.own.get(place).map_or(Ids::Plain(&[]), IdColumn::ids)
    }

    /// Returns the kind ID of a row.
    pub fn kind(&self, row: usize) -> u32 {
        self.kinds().get(row).unwrap_or(u32::MAX)
    }

    /// Returns the actor ID of a row.
    pub fn actor(&self, row: usize) -> u32 {
        self.actors().get(row).unwrap_or(u32::MAX)
    }

    /// Returns the ID of a row in one of the columns that are kept for each event.
    pub fn own(&self, place: usize, row: usize) -> u32 {
        self.own_column(place).get(row).unwrap_or(super::event::MISSING)
    }

    /// Returns the `eventID` of a row.
    pub fn event_id(&self, row: usize) -> EventId {
        let form = if self.forms.is_empty() { Some(&IdForm::Guid) } else { self.forms.get(row) };
        match (form, self.ids.get(row)) {
            (Some(IdForm::Guid), Some(&guid)) => EventId::Guid(guid),
            // It was a u32 when it was stored.
            (Some(IdForm::Text), Some(&id)) => u32::try_from(id).map_or(EventId::None, EventId::Text),
            _ => EventId::None,
        }
    }

    /// Returns the place of a row's text.
    pub fn place(&self, row: usize) -> Option<Place> {
        self.places.get(row)
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

    fn row(number: u32, id: EventId) -> EventRow {
        EventRow {
            time: Time::from_millis(1_767_225_600_000 + i64::from(number) * 7000),
            kind: number % 300,
            actor: number % 5000 * 9,
            own: [number % 4000, number % 200, number / 40, 0],
            id,
            digest: 0,
            place: Place { file: number / 34, layer: 0, start: number % 34 * 1300 + 12, length: 1299 },
            is_quoted: false,
        }
    }

    #[test]
    fn a_full_segment_says_the_same_in_half_of_the_memory() {
        let odd = |number: u32| match number % 7 {
            0 => EventId::None,
            1 => EventId::Text(number),
            _ => EventId::Guid(u128::from(number)),
        };
        for (id, most) in
            [((|number| EventId::Guid(u128::from(number))) as fn(u32) -> EventId, 34), (odd, 35)]
        {
            let rows: Vec<EventRow> = (0..1 << 16).map(|number| row(number, id(number))).collect();
            let mut segment = Segment::with_room();
            segment.extend(&rows);
            let finished = Finishing::default().finish(&segment);
            assert_eq!(finished.len(), SEGMENT_ROWS);
            assert!(finished.held_bytes() <= most * SEGMENT_ROWS, "{}", finished.held_bytes());
            assert!(segment.held_bytes() > 60 * SEGMENT_ROWS);
            for (at, row) in rows.iter().enumerate().step_by(11) {
                for segment in [&segment, &finished] {
                    assert_eq!((segment.time(at), segment.event_id(at)), (row.time, row.id));
                    assert_eq!((segment.kind(at), segment.actor(at)), (row.kind, row.actor));
                    assert_eq!([0, 1, 2, 3].map(|place| segment.own(place, at)), row.own);
                    assert_eq!(segment.place(at), Some(row.place));
                }
            }
            segment.clear();
            assert!(segment.is_empty() && segment.place(0).is_none());
        }
    }

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
