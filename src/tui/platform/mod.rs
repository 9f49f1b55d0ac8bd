//! What is outside of the explorer, asked for with an [`Effect`](super::message::Effect) and answered with a
//! [`Msg`](super::message::Msg).
//!
//! - `terminal`: the screen, with the keyboard and signals; `clipboard`: three roads for a copy.
//! - `threads`: the threads beside the screen; `errands`: what is done once on a thread of its own.
//! - `loads`: reading files; `folder_watch`: their changes; `typed_paths`: what completes a path.
//! - `case`: the case on disk; `saved_questions`: the user's own questions; `state_file`: what is remembered between runs.
//! - `redaction`: pseudonyms for copies.

pub mod case;
pub mod clipboard;
pub(in crate::tui) mod errands;
pub(in crate::tui) mod folder_watch;
pub(in crate::tui) mod loads;
pub mod redaction;
pub mod saved_questions;
pub(in crate::tui) mod state_file;
pub(in crate::tui) mod terminal;
pub mod threads;
pub(in crate::tui) mod typed_paths;
