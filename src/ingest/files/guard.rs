//! Panics while a file is read become an issue of that file and do not affect others.

use crate::store::codec::caught::{caught, is_caught};
use crate::store::file::{Issue, IssueKind};

/// Returns whether a panic on this thread becomes an issue of the file that is being read.
pub fn is_reading() -> bool {
    is_caught()
}

/// Runs `read`; `None` if it failed.
pub(in crate::ingest) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    caught(read)
}

/// Makes the issue of a file on which the program failed.
pub(in crate::ingest) fn failed() -> Issue {
    Issue::new(IssueKind::InternalError, "trailsift failed on this file; please report this error")
}
