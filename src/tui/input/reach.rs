//! Which of the keys that work anywhere also work in an overlay or while a text is typed.

/// Which of the keys that work anywhere also work in a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Reach {
    /// All of them.
    All,
    /// Those that do not type or edit text.
    NoText,
    /// Moves, and keys that close: a pane that is covered must not change.
    MovesOnly,
}
