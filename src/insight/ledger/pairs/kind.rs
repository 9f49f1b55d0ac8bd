//! The kinds of changes that calls make.

use serde::Deserialize;

/// What kind of change a call makes. The order is the order on screen: what hides other changes comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// A watcher was switched off.
    Blind,
    /// Another account, or everybody, may read something.
    Share,
    /// Something can be reached from outside.
    Open,
    /// A right or a membership was given.
    Grant,
    /// Something new exists.
    Create,
    /// A protection was taken away.
    Weaken,
    /// Something was overwritten in place.
    Change,
    /// Something was removed, and nothing brings it back.
    Destroy,
}

impl ChangeKind {
    /// All kinds, in order.
    pub const ALL: [Self; 8] = [
        Self::Blind,
        Self::Share,
        Self::Open,
        Self::Grant,
        Self::Create,
        Self::Weaken,
        Self::Change,
        Self::Destroy,
    ];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blind => "blind",
            Self::Share => "share",
            Self::Open => "open",
            Self::Grant => "grant",
            Self::Create => "create",
            Self::Weaken => "weaken",
            Self::Change => "change",
            Self::Destroy => "destroy",
        }
    }

    /// Returns what it means.
    pub fn about(self) -> &'static str {
        match self {
            Self::Blind => "logging or monitoring was switched off",
            Self::Share => "shared with others",
            Self::Open => "can be reached from outside",
            Self::Grant => "a right or membership was given",
            Self::Create => "something new exists",
            Self::Weaken => "a protection was removed",
            Self::Change => "overwritten in place; the ledger cannot see whether the old value is back",
            Self::Destroy => "removed or scheduled for removal",
        }
    }
}
