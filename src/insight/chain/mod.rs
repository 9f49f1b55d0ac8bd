//! Which credential made a call, and where that credential came from.
//!
//! - `issuing`: the calls that issue credentials; `grant`: what one record of such a call says.
//! - `grants`: all grants of a store.

pub mod grant;
pub mod grants;
mod issuing;
