//! One line above an event's tree.

/// One fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub label: &'static str,
    /// The most important part.
    pub main: String,
    /// What is said in its place where it does not fit; empty if it is cut then.
    pub short: String,
    /// The rest.
    pub more: String,
    /// Whether it reports a failure or a loss.
    pub alarming: bool,
}
