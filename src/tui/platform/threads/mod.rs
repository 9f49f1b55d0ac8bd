//! The threads beside the screen, one for each kind of work: each takes requests and sends messages back.

pub mod case_thread;
pub(in crate::tui) mod compare_thread;
pub mod completion_thread;
pub(in crate::tui) mod copy_thread;
pub mod export_thread;
pub(in crate::tui) mod near_miss_thread;
pub mod record_thread;
pub(in crate::tui) mod state_thread;
pub(in crate::tui) mod survey_thread;
