//! Columns whose values need more than one record: the names of what `insight` computes from all events, and of what
//! people say about events.

/// A column that is computed from all events together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Together {
    /// The access keys that the call issued.
    Issued,
    /// The topmost known origin of the credential.
    Root,
    /// What the edge from the credential to its origin rests on.
    Basis,
    /// What became of what the call made.
    State,
    /// In what the event is the first of its principal.
    New,
    /// What the policy that the call writes or attaches opens.
    Opens,
    /// Whether the call is worth a look.
    Watch,
    /// The tactics of ATT&CK that the call may serve.
    Tactic,
    /// The techniques of ATT&CK that the call may be part of.
    Technique,
}

/// A column of what people say about events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GivenColumn {
    /// That the event is marked.
    Mark,
    /// The labels of the event.
    Label,
    /// The note on the event.
    Note,
}
