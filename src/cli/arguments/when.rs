//! When something is shown: an option of several commands.

/// When something is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum ShowWhen {
    /// If the terminal can show it
    #[default]
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

impl ShowWhen {
    /// Returns whether it is shown; `None` if the terminal decides.
    pub(in crate::cli) fn decided(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
}
