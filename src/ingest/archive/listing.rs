//! What an archive holds.

use std::ops::Range;

use crate::store::file::{FileState, Issue};

/// Members of an archive after this many are not read.
pub(in crate::ingest) const MOST_MEMBERS: usize = 1_000_000;

/// The members of an archive, and what was wrong with the archive itself.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Listing {
    pub(in crate::ingest) members: Vec<ListedMember>,
    pub(in crate::ingest) issues: Vec<Issue>,
}

/// One member.
#[derive(Debug)]
pub(in crate::ingest) struct ListedMember {
    /// Its name, as in the archive. It is only shown: no file is ever made of it.
    pub(in crate::ingest) name: Box<str>,
    pub(in crate::ingest) content: MemberContent,
}

/// Where the bytes of a member are.
#[derive(Debug)]
pub(in crate::ingest) enum MemberContent {
    Bytes(Packed),
    /// It has no bytes to read, or they cannot be read.
    Problem(FileState, Issue),
}

/// The bytes of a member within its archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Packed {
    pub(in crate::ingest) place: Range<usize>,
    /// Whether they are deflate data; otherwise they are the member itself.
    pub(in crate::ingest) is_deflated: bool,
    /// The checksum and the size that the archive states for it.
    pub(in crate::ingest) stated: Option<(u32, u64)>,
    /// What is wrong with it already.
    pub(in crate::ingest) flaw: Option<&'static str>,
}

impl Packed {
    /// Makes a member whose bytes are not compressed and have no checksum.
    pub(in crate::ingest) fn plain(place: Range<usize>) -> Self {
        Self { place, is_deflated: false, stated: None, flaw: None }
    }
}

impl ListedMember {
    pub(in crate::ingest) fn bytes(name: &[u8], packed: Packed) -> Self {
        Self { name: text_of(name), content: MemberContent::Bytes(packed) }
    }

    pub(in crate::ingest) fn problem(name: &[u8], state: FileState, issue: Issue) -> Self {
        Self { name: text_of(name), content: MemberContent::Problem(state, issue) }
    }
}

/// Returns a name as text. Windows separates folders with backslashes; bytes that are not UTF-8 are escaped.
fn text_of(name: &[u8]) -> Box<str> {
    let name = match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => name.escape_ascii().to_string(),
    };
    if name.contains('/') { name.into() } else { name.replace('\\', "/").into() }
}
