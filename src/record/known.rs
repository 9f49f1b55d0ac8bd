//! Objects that come again and again, byte for byte: all calls of a session carry the same `userIdentity`, a third of
//! the text of a trail.
//!
//! An object whose bytes are known to be sound JSON ends where they end, wherever they are met again: comparing them
//! replaces reading them. What is learnt from such an object is kept by whoever asks, under the number given here.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

/// Objects with the same beginning that are kept at a time.
const WAYS: usize = 8;
/// Beginnings that are told apart.
const SHELVES: usize = 512;
/// The beginning: as long as the shortest identities are with what follows them in every record.
const BEGINNING: usize = 56;
/// Longer objects are not kept, bytes.
const LONGEST: usize = 2048;

/// One of the kept objects: its place, and a number that no other object has had at that place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Less than [`KnownObjects::PLACES`].
    pub place: usize,
    /// Grows with each object that is kept.
    pub number: u32,
}

/// Objects met before, as many as fit: at most [`KnownObjects::PLACES`], 2 KiB each.
#[derive(Debug)]
pub struct KnownObjects {
    objects: Vec<(u32, Vec<u8>)>,
    hasher: RandomState,
    remembered: u32,
}

impl Default for KnownObjects {
    fn default() -> Self {
        Self { objects: vec![(0, Vec::new()); Self::PLACES], hasher: RandomState::default(), remembered: 0 }
    }
}

impl KnownObjects {
    /// How many objects are kept at most.
    pub const PLACES: usize = WAYS * SHELVES;

    /// The length of the known object that begins at byte `at` of `text`.
    pub fn find(&self, text: &[u8], at: usize) -> Option<(usize, Known)> {
        let rest = text.get(at..)?;
        let first = self.first_way(rest.first_chunk()?);
        let kept = self.objects.get(first..first + WAYS)?;
        let way = kept.iter().position(|(_, object)| !object.is_empty() && rest.starts_with(object))?;
        let (number, object) = kept.get(way)?;
        Some((object.len(), Known { place: first + way, number: *number }))
    }

    /// Keeps the sound object that stands at byte `at` of `text` and is `length` bytes long, in place of another.
    pub fn remember(&mut self, text: &[u8], at: usize, length: usize) -> Option<Known> {
        let rest = text.get(at..)?;
        let object = rest.get(..length).filter(|object| object.len() <= LONGEST)?;
        let first = self.first_way(rest.first_chunk()?);
        self.remembered = self.remembered.wrapping_add(1);
        let place = first + self.remembered as usize % WAYS;
        let (number, kept) = self.objects.get_mut(place)?;
        *number = self.remembered;
        kept.clear();
        kept.extend_from_slice(object);
        Some(Known { place, number: self.remembered })
    }

    fn first_way(&self, beginning: &[u8; BEGINNING]) -> usize {
        let hash = self.hasher.hash_one(beginning);
        // Taken from the low bits: less than the number of shelves, so it fits.
        usize::try_from(hash % SHELVES as u64).unwrap_or(0) * WAYS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] =
        br#"{"userIdentity":{"type":"IAMUser","userName":"alice"},"eventTime":"2023-07-10T12:00:00Z"}"#;

    #[test]
    fn an_object_is_known_by_its_bytes_alone() {
        let mut known = KnownObjects::default();
        assert_eq!(known.find(TEXT, 16), None);
        let first = known.remember(TEXT, 16, 37).unwrap();
        assert_eq!(known.find(TEXT, 16), Some((37, first)));
        let elsewhere = [b"   ", TEXT].concat();
        assert_eq!(known.find(&elsewhere, 19), Some((37, first)));
        let other = String::from_utf8_lossy(TEXT).replace("alice", "alicf");
        assert_eq!(known.find(other.as_bytes(), 16), None, "one byte makes another object");
    }

    #[test]
    fn what_is_kept_has_bounds() {
        let mut known = KnownObjects::default();
        let long = format!("{{\"type\":\"{}\"}}", "x".repeat(LONGEST));
        assert_eq!(known.remember(long.as_bytes(), 0, long.len()), None);
        let mut first = None;
        for number in 0..=WAYS {
            let text = format!("{{\"type\":\"{}\",\"n\":{number:02}}}", "x".repeat(BEGINNING));
            let place = known.remember(text.as_bytes(), 0, text.len());
            first = first.or(place.map(|place| (place, text)));
        }
        let (place, text) = first.unwrap();
        assert_eq!(known.find(text.as_bytes(), 0), None, "the ninth of a shelf takes the place of the first");
        assert!(place.place < KnownObjects::PLACES);
    }
}
