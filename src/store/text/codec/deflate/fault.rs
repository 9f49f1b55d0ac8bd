//! Why a stream is not decoded here; `inflate` finds out what is wrong with it.

/// Why a stream was not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store::text::codec) enum DeflateFault {
    /// It ends early.
    Truncated,
    /// It is not valid.
    Damaged,
    /// Its text is longer than the room for it.
    NoRoom,
    /// The caller stopped it.
    Stopped,
}
