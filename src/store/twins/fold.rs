//! Duplicates: CloudTrail delivers at least once, and folders may hold the same file twice.
//!
//! Two events are duplicates if they have the same `eventID` and the same text apart from white space. The same
//! ID with another text is *not* a duplicate. The event that is shown is the first by file and place, whichever
//! arrived first.

use crate::store::columns::chunked::Chunked;
use crate::store::event::Event;

/// Which events were merged, and into which event. Deliveries of one record form a ring.
#[derive(Debug, Clone, Default)]
pub struct Folds {
    links: Chunked<Option<FoldLink>>,
    count: usize,
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
        let folded = |link: &Option<FoldLink>| link.is_some_and(|link| link.folded);
        (0..).zip(self.links.iter()).filter(move |(_, link)| folded(link)).map(|(event, _)| event)
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
        self.links.get(event).copied().flatten()
    }

    /// Merges `repeat` into `shown`.
    pub(in crate::store) fn fold(&mut self, shown: Event, repeat: Event) {
        self.join(shown, repeat, true);
    }

    /// Shows `earlier`, which arrived later, instead of `shown`.
    pub(in crate::store) fn fold_under_earlier(&mut self, shown: Event, earlier: Event) {
        self.join(shown, earlier, false);
        if let Some(link) = self.link(shown) {
            self.links.set(shown, Some(FoldLink { folded: true, ..link }));
        }
    }

    fn join(&mut self, member: Event, new: Event, folded: bool) {
        let link = self.link(member).unwrap_or(FoldLink { next: member, folded: false });
        self.links.set(new, Some(FoldLink { next: link.next, folded }));
        self.links.set(member, Some(FoldLink { next: new, ..link }));
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
    }
}
