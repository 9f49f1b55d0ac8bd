//! zip: the members that the directory lists; without a readable directory, those whose own headers are found.

use std::ops::Range;

use memchr::memmem;
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};

use super::listing::{ListedMember, Listing, MOST_MEMBERS, Packed};
use crate::plural::counted;
use crate::store::file::{FileState, Issue, IssueKind};

/// How the header in front of a member begins.
const LOCAL: &[u8] = b"PK\x03\x04";
/// Size of the fixed part of that header, in bytes.
const LOCAL_SIZE: usize = 30;
/// What may follow the data of a member: its sizes, another member, the directory.
const AFTER_MEMBER: [&[u8]; 4] = [b"PK\x07\x08", LOCAL, b"PK\x01\x02", b"PK\x05\x06"];

/// Lists the members of a zip archive.
pub(super) fn list(bytes: &[u8]) -> Listing {
    let Ok(archive) = ZipArchive::from_slice(bytes) else {
        return salvage(bytes, "the directory at the end of the zip archive is missing");
    };
    let mut listing = Listing::default();
    let mut entries = archive.entries();
    let mut listed = 0_u64;
    loop {
        match entries.next_entry() {
            Ok(Some(_)) if listing.members.len() == MOST_MEMBERS => {
                let reason = format!("more than {}; the rest was not read", counted(MOST_MEMBERS, "member"));
                listing.issues.push(Issue::new(IssueKind::TooLarge, reason));
                return listing;
            }
            Ok(Some(entry)) => {
                listed += 1;
                listing.members.extend(member(&archive, &entry));
            }
            Ok(None) => break,
            Err(_) => return salvage(bytes, "the directory of the zip archive is damaged"),
        }
    }
    let stated = archive.entries_hint();
    if stated != listed {
        let stated = counted(usize::try_from(stated).unwrap_or(usize::MAX), "member");
        let reason = format!("the directory states {stated} and lists {listed}");
        listing.issues.push(Issue::new(IssueKind::Damaged, reason));
    }
    listing
}

fn member(archive: &ZipSliceArchive<&[u8]>, entry: &ZipFileHeaderRecord<'_>) -> Option<ListedMember> {
    let path = entry.file_path();
    let name = path.as_bytes();
    if entry.is_dir() && entry.compressed_size_hint() == 0 {
        return None;
    }
    if entry.mode().is_symlink() {
        let reason = "a link in an archive; it was not followed";
        return Some(ListedMember::problem(name, FileState::NotLog, Issue::new(IssueKind::Link, reason)));
    }
    if let Err(issue) = readable(entry.flags().is_encrypted(), entry.compression_method()) {
        return Some(ListedMember::problem(name, FileState::Unreadable, issue));
    }
    let place = archive.get_entry(entry.wayfinder()).ok().and_then(|found| {
        let (start, end) = found.compressed_data_range();
        Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    });
    let Some(place) = place.filter(|place| place.end <= archive.get_ref().len()) else {
        let reason = "its data is not where the directory of the archive says";
        return Some(ListedMember::problem(
            name,
            FileState::Unreadable,
            Issue::new(IssueKind::Damaged, reason),
        ));
    };
    let packed = Packed {
        place,
        is_deflated: entry.compression_method() == CompressionMethod::DEFLATE,
        stated: Some((entry.crc32(), entry.uncompressed_size_hint())),
        flaw: None,
    };
    Some(ListedMember::bytes(name, packed))
}

/// Returns why a member cannot be read.
fn readable(is_encrypted: bool, method: CompressionMethod) -> Result<(), Issue> {
    if is_encrypted {
        let advice = "the member is encrypted; extract it with its password and open the folder";
        return Err(Issue::new(IssueKind::Unsupported("encrypted"), advice));
    }
    if [CompressionMethod::STORE, CompressionMethod::DEFLATE].contains(&method) {
        return Ok(());
    }
    let name = method.name().map_or_else(|| format!("method {}", method.as_u16()), str::to_owned);
    let advice =
        format!("compressed with {name}, which is not supported; extract the archive and open the folder");
    Err(Issue::new(IssueKind::Unsupported("zip method"), advice))
}

/// Finds members by the headers in front of them.
fn salvage(bytes: &[u8], reason: &str) -> Listing {
    let mut listing = Listing::default();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memmem::find(rest, LOCAL)) {
        let start = at + found;
        let Some(header) = LocalHeader::read(bytes, start) else {
            at = start + LOCAL.len();
            continue;
        };
        if listing.members.len() == MOST_MEMBERS {
            break;
        }
        at = header.place.end;
        let is_folder = header.name.ends_with(b"/") && header.place.is_empty();
        if is_folder {
            continue;
        }
        listing.members.push(match readable(header.is_encrypted, header.method) {
            Ok(()) => ListedMember::bytes(header.name, header.packed()),
            Err(issue) => ListedMember::problem(header.name, FileState::Unreadable, issue),
        });
    }
    let found = counted(listing.members.len(), "member");
    let reason = format!("{reason}; {found} found by the headers in front of them; others may be missing");
    listing.issues.push(Issue::new(IssueKind::Damaged, reason));
    listing
}

/// The header in front of a member.
struct LocalHeader<'b> {
    name: &'b [u8],
    place: Range<usize>,
    method: CompressionMethod,
    is_encrypted: bool,
    stated: Option<(u32, u64)>,
    is_cut: bool,
}

impl<'b> LocalHeader<'b> {
    fn read(bytes: &'b [u8], at: usize) -> Option<Self> {
        let header = bytes.get(at..at + LOCAL_SIZE)?;
        let short = |from: usize| header.get(from..from + 2)?.try_into().ok().map(u16::from_le_bytes);
        let long = |from: usize| header.get(from..from + 4)?.try_into().ok().map(u32::from_le_bytes);
        let (flags, method) = (short(6)?, CompressionMethod::new(short(8)?));
        let name_at = at + LOCAL_SIZE;
        let start = name_at + usize::from(short(26)?);
        let name = bytes.get(name_at..start)?;
        let start = start + usize::from(short(28)?);
        let (sum, packed, size) = (long(14)?, long(18)?, long(22)?);
        // The sizes may stand behind the data, or be too large for these fields.
        let is_stated = flags & 8 == 0 && packed != u32::MAX;
        let end = if is_stated { start + packed as usize } else { next_header(bytes, start) };
        Some(Self {
            name,
            place: start.min(bytes.len())..end.min(bytes.len()),
            method,
            is_encrypted: flags & 1 != 0,
            stated: is_stated.then_some((sum, size.into())),
            is_cut: end > bytes.len(),
        })
    }

    fn packed(&self) -> Packed {
        Packed {
            place: self.place.clone(),
            is_deflated: self.method == CompressionMethod::DEFLATE,
            stated: self.stated.filter(|_| !self.is_cut),
            flaw: self.is_cut.then_some("the archive ends within this member"),
        }
    }
}

/// Returns where the next header seems to begin.
fn next_header(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let mut marks = memmem::find_iter(rest, b"PK");
    let is_mark = |at: &usize| rest.get(*at..*at + 4).is_some_and(|mark| AFTER_MEMBER.contains(&mark));
    marks.find(is_mark).map_or(bytes.len(), |at| from + at)
}
