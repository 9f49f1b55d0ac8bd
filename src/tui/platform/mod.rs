//! What is outside of the explorer, asked for with an [`Effect`](super::message::Effect) and answered with a
//! [`Msg`](super::message::Msg): `terminal` (the screen), `keyboard`, `signals`, `clipboard` (three roads for a copy) with `copy_thread`, `completion_thread`,
//! `record_thread` (texts of packed files), `compare_thread`, `export_thread`, `loads`, `folder_watch` (with `inotify`), `typed_paths` (what completes a path),
//! `case_thread` with `case_work` and `case_report` (the case), `errands` (what is done once), `saved_questions` (the user's own questions), `state_file` with `state_thread` (what is remembered between runs).

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
