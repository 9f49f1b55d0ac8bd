//! Stops work whose result is no longer wanted.

/// Returns whether the answer is no longer wanted.
pub type Cancelled<'c> = &'c (dyn Fn() -> bool + Sync);
