//! Panics while bytes are decoded or a file is read: they concern that file and do not affect others.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether a panic on this thread is caught and reported, so that nothing need be restored before.
pub fn is_caught() -> bool {
    IS_CAUGHT.get()
}

/// Runs `work`; `None` if it panicked.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    let outer = IS_CAUGHT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::{caught, is_caught};

    /// The end of the inner one ended the outer one too.
    #[test]
    fn one_may_be_in_another() {
        let inner = caught(|| (caught(|| panic!("a failure of the program")), is_caught()));
        assert_eq!((inner, is_caught()), (Some((None::<()>, true)), false));
    }
}
