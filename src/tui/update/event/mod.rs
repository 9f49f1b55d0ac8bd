//! What is done with one event or with those selected: its text, its tree, comparing, copying, exporting.

pub(in crate::tui::update) mod compare;
pub(in crate::tui::update) mod copy;
pub(in crate::tui::update) mod export;
pub(in crate::tui::update) mod record;
pub(in crate::tui::update) mod redact;
pub(in crate::tui::update) mod tree;
