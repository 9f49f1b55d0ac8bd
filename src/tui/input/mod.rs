//! From keys to intentions: `verbs` and `action` have what a person can intend and where, `chord` a key as it is pressed,
//! `keymap` the one table that joins them, `look_up` what a key means, and `labels` how it is printed. Nothing here knows
//! what an intention does.

pub mod action;
pub mod chord;
pub mod keymap;
pub mod labels;
pub mod look_up;
pub mod verbs;
