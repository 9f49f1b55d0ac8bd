//! Stops work whose result is no longer wanted.

/// Says whether the answer is still wanted.
pub type Cancelled<'c> = &'c (dyn Fn() -> bool + Sync);
