//! Which events match a filter, in what order, in which groups. No terminal, no files.
//!
//! | folder | question that it answers |
//! |---|---|
//! | [`language`] | what does the text of a filter mean, and what can be written for the user? |
//! | [`matcher`] | does a word match a value, and at which characters? |
//! | [`engine`] | which events match? |
//! | [`groups`] | how many events has each value, and in what order are the values? |
//! | [`rules`] | which events does a rule of somebody else find? |
//! | [`summary`] | what is loaded: sums, time, files, and what they cover? |
//! | [`triage`] | what can be asked of any data, and which of it has an answer here? |
//!
//! Text becomes an [`language::expr::Expr`]; [`engine::filter::Filter`] finds its events; [`engine::worker::Worker`] does
//! this on a separate thread and adds groups and the timeline; [`sort`] puts events into another order than that of
//! time, [`runs`] finds neighbours that are alike; `text_order` sorts many texts, and
//! `text_ranks` remembers how. [`row_term`] writes the filter for a
//! row of a record, [`marks`](mod@marks) highlights what a filter matched in a record, [`same_call`](mod@same_call) finds
//! an event to compare with, [`write`](mod@write) says whether an event is a write event.

pub mod engine;
pub mod groups;
pub mod language;
pub mod marks;
pub mod matcher;
pub mod row_term;
pub mod rules;
pub mod runs;
pub mod same_call;
pub mod sort;
pub mod summary;
mod text_order;
mod text_ranks;
pub mod triage;
pub mod write;
