//! From keys to actions: `verbs` and `action` have what a user can do and where, `chord` a key as it is
//! pressed, `keys` what each key does in each pane, `keymap` the table of all, `look_up` finds keys in it, and `labels` prints them. Nothing
//! here knows what an action does.

pub mod action;
pub mod chord;
pub mod keymap;
mod keys;
pub mod labels;
pub mod look_up;
mod names;
mod reach;
pub mod verbs;
