//! Exit codes.

/// An exit code and its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Answered.
    Answered,
    /// No event matched.
    NoMatch,
    /// Something is INVALID.
    Invalid,
    /// Usage error, or nothing could be read.
    Failed,
    /// Answered, but some file was damaged or unreadable.
    WithProblems,
    /// Ended by a signal.
    Signal(u8),
}

impl Exit {
    /// Returns the exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Answered => 0,
            Self::NoMatch | Self::Invalid => 1,
            Self::Failed => 2,
            Self::WithProblems => 3,
            Self::Signal(signal) => 128 + signal,
        }
    }
}
