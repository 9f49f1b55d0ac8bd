//! From keys to intentions: `action` has what a person can intend, `chord` a key as it is pressed, `context` where a key
//! has its meaning, `keymap` the one table that joins them, `look_up` what a key means, and `labels` how it is printed.
//! Nothing here knows what an intention does.

pub mod action;
pub mod chord;
pub mod context;
pub mod keymap;
pub mod labels;
pub mod look_up;
