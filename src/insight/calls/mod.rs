//! What calls do and which of them are worth a look: two tables in `assets/`, looked up by service and event
//! name. Nothing is decided about any event but what its call is.
//!
//! - `watch`: the calls worth a look, with tactics and techniques; `attack`: names of those, old and new.
//! - `columns`: what the table says of each event.
//! - `explain`: what calls do, and the members of a record that say the rest.

pub mod attack;
pub mod columns;
pub mod explain;
pub mod watch;
