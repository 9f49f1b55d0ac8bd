//! How work that nobody waits for any more is stopped.

/// Says whether the answer is still wanted.
pub type Cancelled<'c> = &'c (dyn Fn() -> bool + Sync);
