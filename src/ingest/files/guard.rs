//! Panics while a file is read become an issue of that file and do not affect others.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::store::file::{Issue, IssueKind};

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether a panic on this thread becomes an issue of the file that is being read.
pub fn is_reading() -> bool {
    READING.get()
}

/// Runs `read`; `None` if it failed.
pub(in crate::ingest) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    READING.set(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    result.ok()
}

/// Makes the issue of a file on which the program failed.
pub(in crate::ingest) fn failed() -> Issue {
    Issue::new(IssueKind::InternalError, "trailsift failed on this file; please report this error")
}
