//! A cache of the values that a thread interned last, with their IDs. Most values repeat soon, and need no
//! look-up in the tables that all threads share.
//!
//! Two hashes with random seeds, together 128 bits, identify the text, so that no file can be crafted to make
//! two texts the same.

/// Two hashes that identify a text.
pub(in crate::store) type Fingerprint = (u64, u64);

/// Initial and maximum number of places. Each takes 24 bytes; a thread has one cache per column. More places would
/// find more, but be further away from the processor.
const PLACES: (usize, usize) = (1 << 6, 1 << 12);
/// Factor by which the number of places grows.
const GROWTH: usize = 4;

/// From fingerprints to IDs. A new entry replaces the one in its place.
#[derive(Debug)]
pub(in crate::store) struct IdCache {
    places: Vec<(Fingerprint, u32)>,
    /// Number of entries added since the cache got its current size.
    put: usize,
}

impl Default for IdCache {
    fn default() -> Self {
        Self { places: vec![Default::default(); PLACES.0], put: 0 }
    }
}

impl IdCache {
    /// Returns the ID that was stored last under the fingerprint, if it is still there.
    #[inline]
    pub(in crate::store) fn find(&self, fingerprint: Fingerprint) -> Option<u32> {
        self.places.get(self.place(fingerprint)).filter(|(met, _)| *met == fingerprint).map(|&(_, id)| id)
    }

    pub(in crate::store) fn put(&mut self, fingerprint: Fingerprint, id: u32) {
        self.put += 1;
        if self.put > self.places.len() && self.places.len() < PLACES.1 {
            // Dropped entries are found again in the shared tables.
            self.places = vec![Default::default(); self.places.len() * GROWTH];
            self.put = 0;
        }
        let place = self.place(fingerprint);
        if let Some(slot) = self.places.get_mut(place) {
            *slot = (fingerprint, id);
        }
    }

    #[inline]
    fn place(&self, fingerprint: Fingerprint) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "some of the bits of a hash are a hash")]
        let hash = fingerprint.1 as usize;
        hash & (self.places.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_what_was_put_last() {
        let mut recent = IdCache::default();
        let fingerprint = |number: u64| {
            (number.wrapping_mul(0x9e37_79b9_7f4a_7c15), number.wrapping_mul(0x517c_c1b7_2722_0a95))
        };
        assert_eq!(recent.find(fingerprint(1)), None);
        for number in 1..100_000_u64 {
            recent.put(fingerprint(number), u32::try_from(number).unwrap());
            assert_eq!(recent.find(fingerprint(number)), u32::try_from(number).ok());
        }
        recent.put(fingerprint(7), 1);
        assert_eq!(recent.find(fingerprint(7)), Some(1));
        let found = (1..100_000).filter(|&number| recent.find(fingerprint(number)).is_some()).count();
        assert!((1000..=PLACES.1).contains(&found), "{found}");
        assert_eq!(recent.places.len(), PLACES.1);
        assert_eq!(recent.find((fingerprint(7).0 ^ 1, fingerprint(7).1)), None, "both hashes count");
    }
}
