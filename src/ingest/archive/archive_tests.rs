//! What members archives have, and what damage and bombs cost.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::checked::refuse_overlaps;
use super::kind::{ArchiveKind, kind_of};
use super::listing::{Listing, MemberContent};
use super::{tar, zip};

/// Makes a zip archive as other programs do.
pub(super) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, text) in members {
        let file = archive.new_file(*name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(text).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, text) in members {
        let mut header = ::tar::Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(text.len() as u64);
        header.set_cksum();
        builder.append(&header, *text).unwrap();
    }
    builder.into_inner().unwrap()
}

/// The names of the members with what they are, and the issues.
fn told(listing: &Listing) -> (Vec<String>, Vec<String>) {
    let member = |name: &str, content: &MemberContent| match content {
        MemberContent::Bytes(packed) => packed.flaw.map_or(name.to_owned(), |flaw| format!("{name}: {flaw}")),
        MemberContent::Problem(_, issue) => format!("{name}: {}", issue.kind.label()),
    };
    let members = listing.members.iter().map(|one| member(&one.name, &one.content)).collect();
    (members, listing.issues.iter().map(|issue| issue.reason.clone()).collect())
}

const TWO: [(&str, &[u8]); 2] = [("AWSLogs/a.json", b"{\"a\":1}"), ("x/b.json", b"{\"b\":2}")];

#[test]
fn members_are_listed_by_their_names() {
    let (zip, tar) = (zipped(&TWO), tarred(&TWO));
    assert_eq!(
        (kind_of(&zip), kind_of(&tar), kind_of(b"{}")),
        (Some(ArchiveKind::Zip), Some(ArchiveKind::Tar), None)
    );
    let names = vec!["AWSLogs/a.json".to_owned(), "x/b.json".to_owned()];
    assert_eq!(told(&zip::list(&zip)), (names.clone(), Vec::new()));
    assert_eq!(told(&tar::list(&tar)), (names, Vec::new()));
    assert_eq!(told(&zip::list(&zipped(&[]))), (Vec::new(), Vec::new()));
}

#[test]
fn a_zip_without_its_directory_gives_its_members() {
    let zip = zipped(&TWO);
    let directory = zip.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    for end in [directory, directory + 10, zip.len() - 5] {
        let (members, issues) = told(&zip::list(&zip[..end]));
        assert_eq!(members, ["AWSLogs/a.json", "x/b.json"], "{end}");
        assert!(issues.len() == 1 && issues[0].contains("2 members found"), "{issues:?}");
    }
    // Cut within the second member.
    let second = zip.windows(4).enumerate().filter(|(_, four)| four == b"PK\x03\x04").nth(1).unwrap().0;
    let (members, issues) = told(&zip::list(&zip[..second + 45]));
    assert_eq!((members.len(), issues.len()), (2, 1));
}

#[test]
fn a_damaged_tar_costs_one_member() {
    let three: [(&str, &[u8]); 3] = [("a", b"one"), ("b", b"two"), ("c", b"three")];
    let mut tar = tarred(&three);
    tar[1024 + 10] ^= 1;
    let (members, issues) = told(&tar::list(&tar));
    assert_eq!((members, issues.len()), (vec!["a".to_owned(), "c".to_owned()], 1));
    let tar = tarred(&three);
    let (members, _) = told(&tar::list(&tar[..512 + 2]));
    assert_eq!(members, ["a: the archive ends within this member"]);
}

#[test]
fn links_and_devices_are_named() {
    let mut builder = ::tar::Builder::new(Vec::new());
    for kind in [::tar::EntryType::Symlink, ::tar::EntryType::Char, ::tar::EntryType::Directory] {
        let mut header = ::tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_path("x").unwrap();
        header.set_link_name("/etc/passwd").unwrap();
        header.set_cksum();
        builder.append(&header, &b""[..]).unwrap();
    }
    let tar = builder.into_inner().unwrap();
    assert_eq!(
        told(&tar::list(&tar)),
        (vec!["x: link".to_owned(), "x: special file".to_owned()], Vec::new())
    );
}

/// Many members of one piece of data: a few bytes for each of them.
#[test]
fn members_that_share_bytes_are_refused() {
    let mut zip = zipped(&[("a", &[b'x'; 5000])]);
    // The directory lists the member twice.
    let directory = zip.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let end = zip.windows(4).position(|four| four == b"PK\x05\x06").unwrap();
    let entry = zip[directory..end].to_vec();
    zip.splice(end..end, entry.clone());
    let end = end + entry.len();
    zip[end + 8] = 2;
    zip[end + 10] = 2;
    let size = u32::try_from(entry.len() * 2).unwrap();
    zip[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    let mut listing = zip::list(&zip);
    refuse_overlaps(&mut listing);
    let (members, issues) = told(&listing);
    assert_eq!((members, issues), (vec!["a".to_owned(), "a: damaged".to_owned()], Vec::new()));
}

#[test]
fn any_bytes_are_listed_without_failing() {
    for archive in [zipped(&TWO), tarred(&TWO)] {
        for at in 0..archive.len().min(1600) {
            let mut damaged = archive.clone();
            damaged[at] ^= 0xff;
            for listing in [
                zip::list(&damaged),
                tar::list(&damaged),
                zip::list(&archive[..at]),
                tar::list(&archive[..at]),
            ] {
                for member in listing.members {
                    if let MemberContent::Bytes(packed) = member.content {
                        assert!(packed.place.end <= archive.len() && packed.place.start <= packed.place.end);
                    }
                }
            }
        }
    }
}
