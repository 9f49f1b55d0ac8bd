//! Integrity of copies: every way in which a trail may be altered, against digests signed by a key of this test.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    clippy::string_slice,
    reason = "a test that fails should stop with its values"
)]

mod chains;
#[path = "../common/binary.rs"]
mod common;
mod files;
mod forged;
mod keys;
mod oracle;
mod program;
mod trail;
