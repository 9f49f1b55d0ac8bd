//! One thing that a call changed, as its record names it.

/// One thing that a call changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::insight::ledger) struct ChangedThing {
    /// Its parts, as written; `None` for any value.
    pub(in crate::insight::ledger) parts: Vec<Option<String>>,
    /// Another identity, which is enough alone.
    pub(in crate::insight::ledger) id: Option<String>,
}

impl ChangedThing {
    /// Returns whether its other identity has to be enough, because a part is missing.
    pub(in crate::insight::ledger) fn is_only_id(&self) -> bool {
        self.id.is_some() && self.parts.iter().any(Option::is_none)
    }
}
