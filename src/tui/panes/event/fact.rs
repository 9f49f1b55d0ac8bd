//! One line above an event's tree.

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub label: &'static str,
    /// The most important part.
    pub main: String,
    /// The rest.
    pub more: String,
    /// Whether it reports a failure or a loss.
    pub alarming: bool,
}
