//! Which credential made a call, and where that credential came from.
//!
//! - `issuing`: the calls that issue credentials; `grant`: what one record of such a call says; `grants`: all of them,
//!   with their keys in `issued_key`.
//! - `seen`: the credentials that made calls; `links`: the edges between them, one rule for each basis, with those of
//!   services that act for a caller in `behalf`, and `near` for times; `build` puts the graph together, `nodes` is what is kept of it, with its
//!   `credentials` in few bytes.
//! - `reach`: what belongs to a credential; `report`: the same with figures, and with `words` for its origin.

mod behalf;
mod build;
mod credentials;
mod grant;
pub mod grants;
mod issued_key;
mod issuing;
mod links;
mod makers;
mod near;
pub mod nodes;
pub mod reach;
pub mod report;
mod seen;
pub mod words;
