//! The ledger of changes: what calls made or opened, which other calls undid it, and what still stands as far as
//! the files tell.
//!
//! - `pairs`: which call undoes which, and how the records of the two are matched.
//! - `gather`: reads the records of those calls; `deed`: what they say; `settle`: from that to the lines of the ledger;
//!   `line`: one line; `line_index`: the lines about a thing.
//! - `ask`: the events and states that filters and columns ask for.
//! - `live`: temporary credentials that are still valid at the end of the data; `revoked`: the roles that deny theirs; `makers`:
//!   who made those who act.

mod ask;
mod deed;
mod gather;
mod line;
mod line_index;
mod live;
mod pairs;
mod revoked;
mod settle;

pub use ask::LedgerPart;
pub(in crate::insight) use ask::with_copies;
pub(in crate::insight) use gather::made_by_record;
pub use line::{Ledger, LedgerLine, LineState, UndoneBefore};
pub use live::LiveCredential;
pub use pairs::kind::ChangeKind;
pub use pairs::table::Pair;
