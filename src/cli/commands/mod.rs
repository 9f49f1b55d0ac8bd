//! The commands that print: each loads, asks its question, prints the answer and returns the exit code.

pub(in crate::cli) mod case;
pub(in crate::cli) mod chain;
pub(in crate::cli) mod explain;
pub(in crate::cli) mod ledger;
pub(in crate::cli) mod life;
pub(in crate::cli) mod news;
pub(in crate::cli) mod query;
pub(in crate::cli) mod rules;
pub(in crate::cli) mod triage;
pub(in crate::cli) mod verify;
