//! Integrity of copies: every way in which a trail may be altered, against digests signed by a key of this test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    dead_code,
    missing_docs,
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
