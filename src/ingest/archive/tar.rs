//! tar: one header and its data after another. After damage, the next header is searched for.

use std::io::Cursor;

use tar::{Archive, EntryType};

use super::listing::{ListedMember, Listing, MOST_MEMBERS, Packed};
use crate::plural::counted;
use crate::store::file::{FileState, Issue, IssueKind};

/// Headers and data are in blocks of this many bytes.
const BLOCK: usize = 512;
/// Where the checksum of a header is.
const SUM: std::ops::Range<usize> = 148..156;
/// Where a header says what it is.
const MARK: std::ops::Range<usize> = 257..262;

/// Lists the members of a tar archive.
pub(super) fn list(bytes: &[u8]) -> Listing {
    let mut listing = Listing::default();
    let mut from = 0;
    loop {
        let read = list_from(bytes, from, &mut listing);
        if listing.members.len() == MOST_MEMBERS {
            let reason = format!("more than {}; the rest was not read", counted(MOST_MEMBERS, "member"));
            listing.issues.push(Issue::at(IssueKind::TooLarge, from, reason));
            return listing;
        }
        let Err(at) = read else { return listing };
        let next = next_header(bytes, at);
        let reason = match next {
            Some(_) => "the tar archive is damaged; reading continues at the next header",
            None => "the tar archive is damaged; nothing could be read after this",
        };
        listing.issues.push(Issue::at(IssueKind::Damaged, at, reason));
        let Some(next) = next else { return listing };
        from = next;
    }
}

/// Lists the members from one header on; the error is where reading failed.
fn list_from(bytes: &[u8], from: usize, listing: &mut Listing) -> Result<(), usize> {
    let mut archive = Archive::new(Cursor::new(bytes.get(from..).unwrap_or_default()));
    let entries = archive.entries_with_seek().map_err(|_| from)?;
    let mut end = from;
    for entry in entries {
        let entry = entry.map_err(|_| end)?;
        let start = from + usize::try_from(entry.raw_file_position()).unwrap_or(usize::MAX);
        let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
        let stop = start.saturating_add(size);
        let name = entry.path_bytes();
        let target =
            || entry.link_name_bytes().map(|name| name.escape_ascii().to_string()).unwrap_or_default();
        let link = || {
            let reason = format!("a link in an archive, to {}; it was not followed", target());
            ListedMember::problem(&name, FileState::NotLog, Issue::new(IssueKind::Link, reason))
        };
        let member = match entry.header().entry_type() {
            EntryType::Directory => None,
            EntryType::Link | EntryType::Symlink => Some(link()),
            EntryType::Char | EntryType::Block | EntryType::Fifo => {
                let reason = "a device or pipe in an archive; it has no content";
                Some(ListedMember::problem(
                    &name,
                    FileState::Unreadable,
                    Issue::new(IssueKind::SpecialFile, reason),
                ))
            }
            EntryType::GNUSparse => {
                let advice = "a sparse file in a tar archive; extract the archive and open the folder";
                let issue = Issue::new(IssueKind::Unsupported("sparse file"), advice);
                Some(ListedMember::problem(&name, FileState::Unreadable, issue))
            }
            _ => {
                let is_cut = stop > bytes.len();
                let flaw = is_cut.then_some("the archive ends within this member");
                let place = start.min(bytes.len())..stop.min(bytes.len());
                Some(ListedMember::bytes(&name, Packed { flaw, ..Packed::plain(place) }))
            }
        };
        listing.members.extend(member);
        end = stop.min(bytes.len());
        if listing.members.len() == MOST_MEMBERS || stop > bytes.len() {
            return Ok(());
        }
    }
    Ok(())
}

/// Returns where the next intact header begins, after byte `from`.
fn next_header(bytes: &[u8], from: usize) -> Option<usize> {
    let first = from / BLOCK + 1;
    (first..bytes.len() / BLOCK).map(|block| block * BLOCK).find(|&at| is_header(bytes, at))
}

fn is_header(bytes: &[u8], at: usize) -> bool {
    let Some(header) = bytes.get(at..at + BLOCK).filter(|header| header.get(MARK) == Some(b"ustar")) else {
        return false;
    };
    let digits = header.get(SUM).unwrap_or_default();
    let stated = digits
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .fold(0_u32, |sum, digit| sum.wrapping_mul(8).wrapping_add(u32::from(digit - b'0')));
    // The checksum itself counts as blanks.
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(place, &byte)| u32::from(if SUM.contains(&place) { b' ' } else { byte }))
        .sum();
    sum == stated
}
