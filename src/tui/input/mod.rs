//! From keys to actions.

pub mod action;
pub mod chord;
pub mod keymap;
