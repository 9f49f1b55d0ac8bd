//! The signs `<`, `<=`, `>` and `>=`, which numbers and times share.

use std::cmp::Ordering;

/// Which side of a bound matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Order {
    /// Returns the order that `text` begins with, and the length of its sign.
    pub(in crate::query) fn read(text: &str) -> Option<(Self, usize)> {
        Some(match text.as_bytes() {
            [b'>', b'=', ..] => (Self::AtLeast, 2),
            [b'<', b'=', ..] => (Self::AtMost, 2),
            [b'<', b'>', ..] => return None,
            [b'>', ..] => (Self::Above, 1),
            [b'<', ..] => (Self::Below, 1),
            _ => return None,
        })
    }

    /// Returns the order that matches what this one does not.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Below => Self::AtLeast,
            Self::AtMost => Self::Above,
            Self::Above => Self::AtMost,
            Self::AtLeast => Self::Below,
        }
    }

    /// Returns whether a value that compares to the bound like this matches.
    pub(super) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Below => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Above => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}
