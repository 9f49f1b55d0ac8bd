//! Work shared by all processor cores, on the thread pool of rayon. A piece of work is coarse: thousands of events, not one.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

/// How many threads work at the same time.
pub(in crate::query) fn threads() -> usize {
    rayon::current_num_threads()
}

/// Does `work` on every piece.
pub(in crate::query) fn share<T: Send>(pieces: Vec<T>, work: impl Fn(T) + Sync + Send) {
    pieces.into_par_iter().for_each(work);
}

/// Does `work` on every piece; the results come back in the order of the pieces.
pub(in crate::query) fn share_map<T: Send, R: Send>(
    pieces: Vec<T>,
    work: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    pieces.into_par_iter().map(work).collect()
}

/// How many pieces one state serves at most: more would leave a thread with the largest ones alone.
const PIECES_PER_STATE: usize = 8;

/// Does `work` on every piece, with a state that neighbouring pieces use one after the other; the results come back in
/// the order of the pieces.
pub(in crate::query) fn share_map_with<T: Send, R: Send, S>(
    pieces: Vec<T>,
    state: impl Fn() -> S + Sync + Send,
    work: impl Fn(&mut S, T) -> R + Sync + Send,
) -> Vec<R> {
    pieces.into_par_iter().with_max_len(PIECES_PER_STATE).map_init(state, work).collect()
}

/// A list in as many pieces as there are threads, or fewer where they would be shorter than `least`.
pub(in crate::query) fn pieces<T>(list: &[T], least: usize) -> Vec<&[T]> {
    list.chunks(list.len().div_ceil(threads()).max(least).max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_pieces() {
        for count in [0_usize, 1, 2, 100] {
            let results = share_map((0..count).collect(), |piece| piece * 2);
            assert!(results.into_iter().eq((0..count).map(|piece| piece * 2)));
        }
    }
}
