//! What records mean together: what no record says alone. Facts with the records that they rest on, never a verdict.
//!
//! | folder | question that it answers |
//! |---|---|
//! | [`calls`] | what does this call do, and is it worth a look? |
//! | [`chain`] | which credential made this call, and where did it come from? |
//! | [`first_seen`] | what does a principal do for the first time? |
//! | [`life`] | when, from where and with what was a key, session, user or address used, and what became of it? |
//! | [`ledger`] | what was made, opened, shared or switched off, and what still stands? |
//! | [`policy`] | what does this policy say, what does it open, and what changed? |
//!
//! `query` asks through two doors, and knows nothing of what is behind them:
//!
//! - [`meaning`]: terms of filters that all events decide together (`is:unused`): each gives a set of events.
//! - [`values`]: columns that are computed from all events (`issued`): each gives every event its value.
//!
//! What they share is a model of all events, kept with the snapshot ([`Store::model`](crate::store::Store::model)):
//! computed when it is first needed, with progress, cancelable, never on the thread of the screen.

pub mod by_kind;
pub mod calls;
pub mod chain;
mod expiry;
pub mod first_seen;
pub mod ledger;
pub mod life;
pub mod makers;
pub mod meaning;
pub mod policy;
pub mod run;
pub mod values;
