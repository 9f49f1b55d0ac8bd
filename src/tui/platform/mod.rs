//! Everything outside the explorer: the terminal, the clipboard, threads, the user's files.

pub mod clipboard;
pub mod record_thread;
pub(in crate::tui) mod saved_questions;
pub(in crate::tui) mod signals;
pub(in crate::tui) mod terminal;
