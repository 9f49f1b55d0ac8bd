//! A filter as a query for engines beyond one machine.
//!
//! `engine` lists the engines; `condition` is what a filter asks of a record; `dialect` says it in the words of an engine;
//! `written` puts the text together, with what could not be said above it. A query never finds fewer events than the
//! filter without saying so: what cannot be said is left out, or said more widely, and told.

mod condition;
mod dialect;
pub mod engine;
pub mod options;
pub mod written;
