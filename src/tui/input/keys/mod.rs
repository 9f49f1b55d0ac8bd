//! The keys of panes, one file for each, and in `general` those that work anywhere. `keymap` joins them with those
//! of overlays, which are in `action`.

pub(super) mod card;
pub(super) mod case;
pub(super) mod columns;
pub(super) mod compare;
pub(super) mod detail;
pub(super) mod general;
pub(super) mod groups;
pub(super) mod layout;
pub(super) mod ledger;
pub(super) mod list;
pub(super) mod load;
pub(super) mod moves;
pub(super) mod timeline;
pub(super) mod triage;
pub(super) mod typing;
