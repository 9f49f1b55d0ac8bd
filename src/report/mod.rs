//! The report of a case: one folder of files that stand on their own, made from the marked events, and made so that
//! the same case and the same files give the same bytes.
//!
//! - `facts`: everything that the report says, taken from case and store once; `indicators`: addresses, keys,
//!   principals, programs and things of the marked events.
//! - `meaning`: the open changes and the chain of the marked events.
//! - `summary`: what a reader wants to know first.
//! - The parts: `markdown`, `html` (with `svg`), `tables` (CSV, JSON Lines), `stix`, and the records byte for byte.
//! - `redacted`: all of it with pseudonyms.
//! - `manifest`: the SHA-256 of each part and of each source file; `folder` writes all of it.
//!
//! Nothing in here judges: each line names the event that it rests on.

pub mod facts;
pub mod folder;
mod html;
mod indicators;
mod manifest;
mod markdown;
mod meaning;
mod part;
mod parts;
pub mod redacted;
mod stix;
mod summary;
mod svg;
mod tables;

pub use part::ReportPart;
pub use parts::parts;
