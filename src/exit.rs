//! What the program tells the shell when it ends.

/// What the program tells the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Answered.
    Answered,
    /// No event matched.
    NoMatch,
    /// Something is INVALID.
    Invalid,
    /// Usage, or nothing could be read.
    Failed,
    /// Answered, but some file was damaged or unreadable.
    WithProblems,
    /// Ended by this signal.
    Signal(u8),
}

impl Exit {
    /// The number for the shell.
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
