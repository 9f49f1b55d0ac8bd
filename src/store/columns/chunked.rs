//! A list that only grows and is cheap to snapshot: full chunks are shared, only the last one is ever copied.

use std::sync::Arc;

/// Number of values in a chunk; the last one may hold fewer.
pub const CHUNK: usize = 4096;

/// A growing list in shared chunks. Positions are `u32`: no column has more than four billion values.
#[derive(Debug, Clone)]
pub struct Chunked<T> {
    chunks: Vec<Arc<Vec<T>>>,
}

impl<T> Default for Chunked<T> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<T: Clone> Chunked<T> {
    /// Returns how many values there are.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Returns the value at a position.
    pub fn get(&self, at: u32) -> Option<&T> {
        let at = at as usize;
        self.chunks.get(at / CHUNK)?.get(at % CHUNK)
    }

    /// Iterates over all values in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// Iterates over the chunks, in order.
    pub fn chunks(&self) -> impl Iterator<Item = &[T]> {
        self.chunks.iter().map(|chunk| chunk.as_slice())
    }

    /// Returns whether it shares all its chunks with `other`.
    pub fn is_same(&self, other: &Self) -> bool {
        self.chunks.len() == other.chunks.len()
            && self.chunks.iter().zip(&other.chunks).all(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// Adds a value at the end.
    pub fn push(&mut self, value: T) {
        if let Some(last) = self.chunks.last_mut().filter(|last| last.len() < CHUNK) {
            let last = Arc::make_mut(last);
            // A copy has no room; growing in steps, it would get more than it needs.
            if last.len() == last.capacity() && last.len() * 4 >= CHUNK {
                last.reserve_exact(CHUNK - last.len());
            }
            last.push(value);
        } else {
            let mut chunk = Vec::with_capacity(if self.chunks.is_empty() { 16 } else { CHUNK });
            chunk.push(value);
            self.chunks.push(Arc::new(chunk));
        }
    }
}

impl<T: Clone + Default> Chunked<T> {
    /// Sets the value at a position, filling the gap before it with empty ones.
    pub fn set(&mut self, at: u32, value: T) {
        let at = at as usize;
        while self.len() <= at {
            self.push(T::default());
        }
        if let Some(slot) =
            self.chunks.get_mut(at / CHUNK).and_then(|chunk| Arc::make_mut(chunk).get_mut(at % CHUNK))
        {
            *slot = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_does_not_see_what_comes_later() {
        let mut list = Chunked::default();
        for value in 0..10_000_u32 {
            list.push(value);
        }
        let snapshot = list.clone();
        list.push(10_000);
        list.set(5, 99);
        assert_eq!((snapshot.len(), list.len()), (10_000, 10_001));
        assert_eq!((snapshot.get(5), list.get(5)), (Some(&5), Some(&99)));
        assert_eq!(snapshot.get(10_000), None);
        assert!(snapshot.iter().copied().eq(0..10_000));
    }

    #[test]
    fn setting_beyond_the_end_fills_the_gap() {
        let mut list = Chunked::<Option<u8>>::default();
        list.set(5000, Some(1));
        assert_eq!((list.len(), list.get(4999), list.get(5000)), (5001, Some(&None), Some(&Some(1))));
    }
}
