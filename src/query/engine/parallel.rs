//! Work spread over all cores: pieces of it are taken one by one by whoever is free.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many threads work at the same time.
pub(in crate::query) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does all `pieces` of a work, on all cores; the calling thread is one of them.
pub(in crate::query) fn share<T: Send>(pieces: Vec<T>, work: impl Fn(T) + Sync) {
    share_with(pieces, || (), |(), piece| work(piece));
}

/// The same; each thread makes a state for its own use.
fn share_with<T: Send, S>(pieces: Vec<T>, state: impl Fn() -> S + Sync, work: impl Fn(&mut S, T) + Sync) {
    let threads = threads().min(pieces.len());
    let queue = Mutex::new(pieces.into_iter());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let mut state = state();
        while let Some(piece) = next() {
            work(&mut state, piece);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
}

/// The same; the results come back in the order of the pieces.
pub(in crate::query) fn share_map<T: Send, R: Send>(pieces: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    share_map_with(pieces, || (), |(), piece| work(piece))
}

/// The same; each thread makes a state for its own use.
pub(in crate::query) fn share_map_with<T: Send, R: Send, S>(
    pieces: Vec<T>,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
) -> Vec<R> {
    let mut results: Vec<Option<R>> = pieces.iter().map(|_| None).collect();
    let work = |state: &mut S, (piece, result): (T, &mut Option<R>)| *result = Some(work(state, piece));
    share_with(pieces.into_iter().zip(&mut results).collect(), state, work);
    results.into_iter().flatten().collect()
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
