//! Duplicates: CloudTrail delivers at least once, and folders may hold the same file twice.
//!
//! Two events are duplicates if they have the same `eventID` and the same text apart from white space. The same
//! ID with another text is *not* a duplicate. The event that is shown is the first by file and place, whichever
//! arrived first.

use std::sync::Arc;

use crate::store::event::Event;

/// Which events were merged, and into which event. Deliveries of one record form a ring.
#[derive(Debug, Clone, Default)]
pub struct Folds {
    /// By the number of the event, in chunks. Snapshots share them.
    chunks: Vec<Arc<LinkChunk>>,
    count: usize,
}

/// The links of some neighbouring events: few events are delivered more than once.
#[derive(Debug, Clone, Default)]
struct LinkChunk {
    /// Which events have one, sorted.
    places: Vec<u16>,
    links: Vec<FoldLink>,
}

/// How many neighbouring events have their links in one chunk.
const CHUNK: u32 = 4096;

impl LinkChunk {
    fn get(&self, place: u16) -> Option<FoldLink> {
        self.links.get(self.places.binary_search(&place).ok()?).copied()
    }

    fn set(&mut self, place: u16, link: FoldLink) {
        match self.places.binary_search(&place) {
            Ok(at) => {
                if let Some(slot) = self.links.get_mut(at) {
                    *slot = link;
                }
            }
            Err(at) => {
                self.places.insert(at, place);
                self.links.insert(at, link);
            }
        }
    }
}

/// Returns the chunk of an event, and its place in it.
fn spot(event: Event) -> (usize, u16) {
    // The remainder is small enough.
    ((event / CHUNK) as usize, u16::try_from(event % CHUNK).unwrap_or(u16::MAX))
}

#[derive(Debug, Clone, Copy)]
struct FoldLink {
    next: Event,
    folded: bool,
}

impl Folds {
    /// Returns how many events were merged into others.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns whether an event is a repeat that was merged into another.
    pub fn is_folded(&self, event: Event) -> bool {
        self.link(event).is_some_and(|link| link.folded)
    }

    /// Iterates over the events that were merged into others.
    pub fn folded(&self) -> impl Iterator<Item = Event> {
        let of_chunk = |(first, chunk): (Event, &'_ Arc<LinkChunk>)| {
            let links = chunk.places.iter().zip(&chunk.links).filter(|(_, link)| link.folded);
            links.map(|(place, _)| first + Event::from(*place)).collect::<Vec<_>>()
        };
        (0..).step_by(CHUNK as usize).zip(&self.chunks).flat_map(of_chunk)
    }

    /// Returns whether the record of an event was delivered more than once.
    pub fn is_repeated(&self, event: Event) -> bool {
        self.link(event).is_some_and(|link| link.next != event)
    }

    /// Returns the other deliveries of the same record.
    pub fn copies(&self, event: Event) -> Vec<Event> {
        let next = |event: &Event| self.link(*event).map(|link| link.next).filter(|&next| next != *event);
        let mut copies = Vec::new();
        let mut at = next(&event);
        while let Some(copy) = at.filter(|&copy| copy != event) {
            copies.push(copy);
            at = next(&copy);
        }
        copies
    }

    fn link(&self, event: Event) -> Option<FoldLink> {
        let (chunk, place) = spot(event);
        self.chunks.get(chunk)?.get(place)
    }

    fn set(&mut self, event: Event, link: FoldLink) {
        let (chunk, place) = spot(event);
        if self.chunks.len() <= chunk {
            self.chunks.resize(chunk + 1, Arc::default());
        }
        if let Some(chunk) = self.chunks.get_mut(chunk) {
            Arc::make_mut(chunk).set(place, link);
        }
    }

    /// Merges `repeat` into `shown`.
    pub(in crate::store) fn fold(&mut self, shown: Event, repeat: Event) {
        self.join(shown, repeat, true);
    }

    /// Shows `earlier`, which arrived later, instead of `shown`.
    pub(in crate::store) fn fold_under_earlier(&mut self, shown: Event, earlier: Event) {
        self.join(shown, earlier, false);
        if let Some(link) = self.link(shown) {
            self.set(shown, FoldLink { folded: true, ..link });
        }
    }

    fn join(&mut self, member: Event, new: Event, folded: bool) {
        let link = self.link(member).unwrap_or(FoldLink { next: member, folded: false });
        self.set(new, FoldLink { next: link.next, folded });
        self.set(member, FoldLink { next: new, ..link });
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_ring_is_shown_and_finds_the_others() {
        let mut folds = Folds::default();
        folds.fold(5, 7);
        folds.fold_under_earlier(5, 9);
        folds.fold(9, 12);
        let folded: Vec<Event> = (0..20).filter(|&event| folds.is_folded(event)).collect();
        assert_eq!((folded.as_slice(), folds.count()), (&[5, 7, 12][..], 3));
        let mut copies = folds.copies(9);
        copies.sort_unstable();
        assert_eq!(copies, [5, 7, 12]);
        assert_eq!(folds.copies(7).len(), 3);
        assert!(folds.copies(3).is_empty());
        let before = folds.clone();
        for (shown, repeat) in [(1_000_000, 4096), (8191, 3), (8192, 1_000_001)] {
            folds.fold(shown, repeat);
        }
        assert!(before.folded().eq([5, 7, 12]) && !before.is_folded(3));
        assert!(folds.folded().eq([3, 5, 7, 12, 4096, 1_000_001]));
        assert_eq!((folds.copies(4096), folds.copies(8192)), (vec![1_000_000], vec![1_000_001]));
    }
}
