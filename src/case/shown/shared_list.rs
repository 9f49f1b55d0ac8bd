//! A list in parts. A copy shares them; a change copies the one part that it is in.

use std::sync::Arc;

/// Number of items of a part, about: at most twice as many.
const PART: usize = 128;

/// A list whose copies are cheap, and cheap to change.
#[derive(Debug, Clone)]
pub struct SharedList<T> {
    /// None of them is empty.
    parts: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for SharedList<T> {
    fn default() -> Self {
        Self { parts: Vec::new(), len: 0 }
    }
}

impl<T: PartialEq> PartialEq for SharedList<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T> SharedList<T> {
    /// Returns the number of items.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether it has no items.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Iterates over all items.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// Returns the item at an index.
    pub fn get(&self, at: usize) -> Option<&T> {
        let (part, within) = self.place(at);
        self.parts.get(part)?.get(within)
    }

    /// Returns how many items come first of which something is true, if it is true of no other.
    pub fn partition_point(&self, is_before: impl Fn(&T) -> bool) -> usize {
        let part = self.part_of(&is_before);
        let before: usize = self.parts.iter().take(part).map(|part| part.len()).sum();
        before + self.parts.get(part).map_or(0, |part| part.partition_point(is_before))
    }

    /// Returns the last item of those that [`Self::partition_point`] counts. Does not count them.
    pub fn last_before(&self, is_before: impl Fn(&T) -> bool) -> Option<&T> {
        let part = self.part_of(&is_before);
        let within = self.parts.get(part).map_or(0, |part| part.partition_point(is_before));
        match within.checked_sub(1) {
            Some(within) => self.parts.get(part)?.get(within),
            None => self.parts.get(part.checked_sub(1)?)?.last(),
        }
    }

    /// Iterates over the items in parts that another list does not share, in their order.
    pub fn unlike<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = &'s T> {
        // Parts keep their order, so that a shared one is found behind the shared one before it.
        let mut next = 0;
        let mut is_shared = move |part: &Arc<Vec<T>>| {
            let rest = other.parts.get(next..).unwrap_or_default();
            let found = rest.iter().position(|other| Arc::ptr_eq(part, other));
            next += found.map_or(0, |found| found + 1);
            found.is_some()
        };
        self.parts.iter().filter(move |part| !is_shared(part)).flat_map(|part| part.iter())
    }

    /// Returns the first part with an item of which something is not true.
    fn part_of(&self, is_before: impl Fn(&T) -> bool) -> usize {
        self.parts.partition_point(|part| part.last().is_some_and(&is_before))
    }

    /// Returns the part of an index, and the index in it.
    fn place(&self, at: usize) -> (usize, usize) {
        let mut within = at;
        for (number, part) in self.parts.iter().enumerate() {
            match within.checked_sub(part.len()) {
                Some(left) => within = left,
                None => return (number, within),
            }
        }
        (self.parts.len(), within)
    }
}

impl<T: Clone> SharedList<T> {
    /// Makes a list of these items.
    pub fn new(items: &[T]) -> Self {
        Self { parts: items.chunks(PART).map(|part| Arc::new(part.to_vec())).collect(), len: items.len() }
    }

    /// Puts an item before the one at an index, or at the end.
    pub fn insert(&mut self, at: usize, item: T) {
        self.len += 1;
        let (mut number, mut within) = self.place(at);
        if number == self.parts.len() {
            number = number.saturating_sub(1);
            within = self.parts.get(number).map_or(0, |part| part.len());
        }
        let Some(part) = self.parts.get_mut(number) else {
            self.parts.push(Arc::new(vec![item]));
            return;
        };
        let part = Arc::make_mut(part);
        part.insert(within, item);
        if part.len() > 2 * PART {
            let rest = part.split_off(PART);
            self.parts.insert(number + 1, Arc::new(rest));
        }
    }

    /// Removes the item at an index, if there is one.
    pub fn remove(&mut self, at: usize) {
        let (number, within) = self.place(at);
        let Some(part) = self.parts.get_mut(number).filter(|part| within < part.len()) else { return };
        let part = Arc::make_mut(part);
        part.remove(within);
        self.len -= 1;
        if part.is_empty() {
            self.parts.remove(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_sorted_vector_and_its_copies_stay(
            first in proptest::collection::vec(0_u16..999, 0..700),
            changes in proptest::collection::vec((any::<bool>(), 0_u16..999), 0..700),
        ) {
            let mut plain = first;
            plain.sort_unstable();
            let mut list = SharedList::new(&plain);
            let (before, before_plain) = (list.clone(), plain.clone());
            for (is_new, item) in changes {
                let at = plain.partition_point(|other| *other < item);
                prop_assert_eq!(list.partition_point(|other| *other < item), at);
                prop_assert_eq!(list.last_before(|other| *other < item), plain[..at].last());
                if is_new {
                    plain.insert(at, item);
                    list.insert(at, item);
                } else if at < plain.len() {
                    plain.remove(at);
                    list.remove(at);
                }
                prop_assert_eq!(list.get(at), plain.get(at));
            }
            prop_assert!(list.iter().eq(&plain) && list.len() == plain.len());
            prop_assert_eq!(list.is_empty(), plain.is_empty());
            prop_assert!(before.iter().eq(&before_plain));
            prop_assert_eq!(list == before, plain == before_plain);
            prop_assert!(list.parts.iter().all(|part| (1..=2 * PART).contains(&part.len())));
            // Without what both share, the same is left over.
            let less = |mut all: Vec<u16>, of: &[u16]| {
                for item in of {
                    if let Some(at) = all.iter().position(|other| other == item) {
                        all.remove(at);
                    }
                }
                all
            };
            let gone: Vec<u16> = before.unlike(&list).copied().collect();
            let new: Vec<u16> = list.unlike(&before).copied().collect();
            prop_assert!(gone.is_sorted() && new.is_sorted());
            prop_assert_eq!(less(gone.clone(), &new), less(before_plain.clone(), &plain));
            prop_assert_eq!(less(new, &gone), less(plain, &before_plain));
        }
    }

    #[test]
    fn a_change_copies_one_part() {
        let before = SharedList::new(&(0..10_000).map(|number| number * 2).collect::<Vec<u32>>());
        for item in [1, 9_999, 30_000] {
            let mut after = before.clone();
            let at = after.partition_point(|other| *other < item);
            after.insert(at, item);
            assert!(after.unlike(&before).count() <= PART + 1);
            assert!(before.unlike(&after).count() <= PART);
            after.remove(at);
            assert!(after == before);
        }
    }
}
