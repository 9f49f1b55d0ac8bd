//! The triage board: every question that can be asked of any data, each with its answer in one line. Nothing is scored:
//! a line says how many events there are, when, and who; those without an answer are named too.
//!
//! - `lines`: what is asked, in sections: what still stands, calls worth a look, what is new, saved questions.
//! - `figures`: the answer of one line.
//! - `board`: asks all of them, of everything or of the events of a filter; which lines come first.

pub mod board;
pub mod figures;
pub mod lines;
