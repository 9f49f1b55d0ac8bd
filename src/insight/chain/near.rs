//! How near two times must be for one to be the cause of the other.

use crate::record::time::Time;

/// A session begins at most this long before or after the call that opened it, in milliseconds.
pub(super) const APART: i64 = 1000;

/// Returns how far apart two times are, in milliseconds; `None` if one is unknown.
pub(super) fn apart(one: Time, other: Time) -> Option<i64> {
    Some(one.millis()?.abs_diff(other.millis()?).try_into().unwrap_or(i64::MAX))
}
