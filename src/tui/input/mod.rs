//! From keys to intentions.

pub mod action;
pub mod chord;
pub mod keymap;
