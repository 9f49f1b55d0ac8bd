//! The sample incident: the content of `sample-logs`, packed into the program, so that it can be tried without
//! a file.
//!
//! It is decompressed in memory, one member after another; nothing is written. `tests/first_minute.rs` packs it
//! and compares it.

use std::io::{self, Read as _};
use std::path::PathBuf;

use tar::Archive;

use crate::store::codec::allowance::UpTo;
use crate::store::codec::inflate::Inflater;

/// The path that means the sample incident. It is also the option that opens it, so that a command line with it can be
/// typed again.
pub const DEMO: &str = "--demo";

/// A gzipped tar file of at most 200 kB.
const PACKED: &[u8] = include_bytes!("../../../assets/demo.tar.gz");

/// More than it decompresses to, bytes.
const LONGEST: usize = 16 << 20;

/// Hands over every file of the sample incident, in the order of their names; stops at the first `false`, and returns it.
pub(super) fn files(mut next: impl FnMut(io::Result<(PathBuf, Vec<u8>)>) -> bool) -> bool {
    let mut unpacked = Vec::new();
    Inflater::default().unpack(PACKED, &mut unpacked, &mut UpTo(LONGEST));
    let mut archive = Archive::new(unpacked.as_slice());
    match archive.entries() {
        Err(error) => next(Err(error)),
        Ok(mut members) => members.all(|member| {
            next(member.and_then(|mut member| {
                let mut bytes = Vec::new();
                member.read_to_end(&mut bytes)?;
                Ok((member.path()?.into_owned(), bytes))
            }))
        }),
    }
}
