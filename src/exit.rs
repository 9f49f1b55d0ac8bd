//! Exit codes.

/// An exit code and its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The question was answered.
    Answered,
    /// No event matched.
    NoMatch,
    /// `verify` found something INVALID.
    Invalid,
    /// Usage error, or nothing could be read.
    Failed,
    /// The question was answered, but a file was damaged or could not be read.
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
