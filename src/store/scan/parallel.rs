//! Work shared by all processor cores, on rayon's thread pool. A piece of work is thousands of events.

use std::cmp::Ordering;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

/// Returns how many threads work at the same time.
pub fn threads() -> usize {
    rayon::current_num_threads()
}

/// Does `work` on every piece.
pub fn share<T: Send>(pieces: Vec<T>, work: impl Fn(T) + Sync + Send) {
    pieces.into_par_iter().for_each(work);
}

/// Does `work` on every piece; results are in the order of the pieces.
pub fn share_map<T: Send, R: Send>(pieces: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    pieces.into_par_iter().map(work).collect()
}

/// Maximum number of pieces for one state; more would leave one thread alone with the largest pieces.
const PIECES_PER_STATE: usize = 8;

/// Does `work` on every piece, with a state that neighbouring pieces share one after another; results are in
/// the order of the pieces.
pub fn share_map_with<T: Send, R: Send, S>(
    pieces: Vec<T>,
    state: impl Fn() -> S + Sync + Send,
    work: impl Fn(&mut S, T) -> R + Sync + Send,
) -> Vec<R> {
    pieces.into_par_iter().with_max_len(PIECES_PER_STATE).map_init(state, work).collect()
}

/// Sorts; the order of equal items is undefined.
pub fn sort_unstable<T: Send>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering + Sync) {
    list.par_sort_unstable_by(compare);
}

/// Splits a list into as many pieces as there are threads, or fewer if they would be shorter than `least`.
pub fn pieces<T>(list: &[T], least: usize) -> Vec<&[T]> {
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
