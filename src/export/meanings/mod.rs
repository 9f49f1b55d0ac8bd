//! What records mean together, written out: chains, the ledger, lives, what is new, rules, the board, and calls in
//! words. What it all means is found in `insight` and `query`; here are only its forms.

pub mod chain;
pub mod explain;
pub mod ledger;
pub mod life;
pub mod news;
pub mod rules;
pub mod triage;
