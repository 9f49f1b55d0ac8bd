//! Archives → their members, each of which is a file of its own. Nothing is ever written to disk.
//!
//! - `kind` recognises archives by their content; `zip` and `tar` list the members: where the bytes of each are,
//!   or why it cannot be read. A damaged archive is searched for members.
//! - `member` makes the bytes of one member, within limits; `checked` refuses members that share bytes.
//! - `queue` holds archives until all files before them have been read, so that members have the same numbers
//!   whichever thread was faster; `expand` passes their members to the readers.

mod checked;
pub(super) mod expand;
pub(super) mod kind;
mod listing;
pub(super) mod member;
pub(super) mod queue;
mod tar;
mod zip;

#[cfg(test)]
mod archive_tests;
