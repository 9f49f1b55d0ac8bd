//! Log files: altered, missing, added, moved, renamed, compressed differently.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use trailsift::verify::Verdict;

use crate::trail::{ACCOUNT, Trail, changes, gzip, lines, records, unpacked};

/// Checks what is found with the key after some damage and was not found before.
#[track_caller]
fn tells(damage: impl FnOnce(&Trail), expected: &[&str]) {
    let trail = Trail::new();
    let before = trail.with_key();
    damage(&trail);
    let after = trail.with_key();
    assert_eq!(changes(&before, &after), expected);
    let bad = expected.iter().any(|line| line.contains(" INVALID"));
    assert_eq!(after.has_invalid(), bad);
}

const SIGNED: &str = "signature verified";

#[test]
fn a_sound_trail_has_three_levels() {
    let trail = Trail::new();
    let report = trail.without_keys();
    let chained = ["d0", "d1", "d2"].map(|name| format!("{name} in unbroken chain"));
    let logs = ["h0n0", "h0n1", "h1n0", "h1n1"].map(|name| format!("{name} in unbroken chain"));
    let newest = ["h3n0", "h3n1"].map(|name| format!("{name} hash matches"));
    let expected =
        [chained.to_vec(), vec!["d3 unconfirmed".to_owned()], logs.to_vec(), newest.to_vec()].concat();
    assert_eq!(lines(&report), expected);
    assert!(!report.has_invalid() && !report.has_unchecked());
    let signed: Vec<String> = expected.iter().map(|line| line.replace("in unbroken chain", SIGNED)).collect();
    assert_eq!(lines(&trail.with_key()), signed);
    let chain = &report.chains[0];
    assert_eq!((report.chains.len(), chain.digests, chain.from_start, chain.gaps.len()), (1, 4, true, 0));
    assert_eq!(
        (chain.account.as_str(), chain.region.as_str(), chain.trail.as_str()),
        (ACCOUNT, "eu-west-1", "management")
    );
    assert_eq!((chain.from.as_str(), chain.to.as_str()), ("2026-03-10T00:00:00Z", "2026-03-10T04:00:00Z"));
}

#[test]
fn altered_log_files_are_caught() {
    let mismatch = "h1n0 INVALID: hash value doesn't match";
    tells(|trail| fs::write(trail.log(1, 0), gzip(&records("Forged"))).unwrap(), &[mismatch]);
    tells(|trail| fs::write(trail.log(1, 0), gzip(br#"{"Records":[]}"#)).unwrap(), &[mismatch]);
    tells(|trail| fs::write(trail.log(1, 0), b"").unwrap(), &[mismatch]);
    tells(|trail| fs::write(trail.log(1, 0), b"PK\x03\x04 an archive").unwrap(), &[mismatch]);
    tells(|trail| fs::write(trail.log(1, 0), gzip(b"a picture")).unwrap(), &[mismatch]);
    // One of the newest digest, which nothing confirms, is caught as well.
    tells(
        |trail| fs::write(trail.log(3, 1), gzip(&records("Forged"))).unwrap(),
        &["h3n1 INVALID: hash value doesn't match"],
    );
}

#[test]
fn what_is_appended_is_caught_though_the_hash_matches() {
    let expected = ["h1n0 INVALID: unexpected data after end of compressed stream"];
    let append = |trail: &Trail, more: &[u8]| {
        let path = trail.log(1, 0);
        fs::write(&path, [fs::read(&path).unwrap(), more.to_vec()].concat()).unwrap();
    };
    tells(|trail| append(trail, &gzip(&records("Forged"))), &expected);
    tells(|trail| append(trail, &gzip(b"")), &expected);
    tells(|trail| append(trail, b"garbage"), &expected);
    tells(|trail| append(trail, &[0; 512]), &expected);
    // The forged event is one that people would see.
    let trail = Trail::new();
    let events = trail.load().len();
    append(&trail, &gzip(&records("Forged")));
    assert_eq!(trail.load().len(), events + 1);
    // Altered and appended to: both are said.
    tells(
        |trail| fs::write(trail.log(1, 0), [gzip(&records("One")), gzip(&records("Two"))].concat()).unwrap(),
        &["h1n0 INVALID: hash value doesn't match; unexpected data after end of compressed stream"],
    );
}

#[test]
fn damaged_gzip_data_are_no_format() {
    let trail = Trail::new();
    let path = trail.log(1, 0);
    let bytes = fs::read(&path).unwrap();
    for end in [2, 11, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&path, &bytes[..end]).unwrap();
        let report = trail.with_key();
        let line = lines(&report).into_iter().find(|line| line.starts_with("h1n0")).unwrap();
        assert!(line.starts_with("h1n0 INVALID: invalid format: "), "{line}");
    }
}

#[test]
fn absent_log_files_are_told() {
    tells(|trail| fs::remove_file(trail.log(1, 0)).unwrap(), &["h1n0 INVALID: not found"]);
    tells(
        |trail| {
            let folder = trail.path("AWSLogs/111122223333/CloudTrail/x");
            fs::remove_dir_all(folder.parent().unwrap()).unwrap();
        },
        &["h0n0", "h0n1", "h1n0", "h1n1", "h3n0", "h3n1"]
            .map(|name| format!("{name} INVALID: not found"))
            .each_ref()
            .map(String::as_str),
    );
}

#[test]
fn added_files_are_told_apart_by_what_digests_cover() {
    let add = |name: &'static str| {
        move |trail: &Trail| fs::write(trail.path(name), gzip(&records("Added"))).unwrap()
    };
    tells(
        add("x/111122223333_CloudTrail_eu-west-1_20260310T0130Z_added.json.gz"),
        &[
            "added INVALID: not listed in any digest, although digests cover its time (planted, or from another trail)",
        ],
    );
    let outside = "added not covered: not listed in any digest; no digest here covers its time";
    for name in [
        // The next digest, which is not here yet, may list it.
        "x/111122223333_CloudTrail_eu-west-1_20260310T0330Z_added.json.gz",
        "x/111122223333_CloudTrail_eu-west-1_20260309T2359Z_added.json.gz",
        "x/111122223333_CloudTrail_us-east-1_20260310T0130Z_added.json.gz",
        "x/444455556666_CloudTrail_eu-west-1_20260310T0130Z_added.json.gz",
        "x/111122223333_CloudTrail-Insight_eu-west-1_20260310T0130Z_added.json.gz",
    ] {
        tells(add(name), &[outside]);
    }
    // Insights files may be listed or not. AWS signs no other files with events.
    let trail = Trail::new();
    let before = trail.with_key();
    add("added.json")(&trail);
    let after = trail.with_key();
    let unsigned =
        "it contains 1 event, is not listed in any digest, and does not have the name of a log file";
    assert_eq!(changes(&before, &after), [format!("added unsigned: {unsigned}")]);
    assert!(after.has_invalid());
    // A file without events is not evidence.
    tells(|trail| fs::write(trail.path("notes.txt"), "x").unwrap(), &[]);
}

#[test]
fn copies_in_other_forms_are_the_same_content() {
    let plain = |trail: &Trail| {
        let packed = trail.log(1, 0);
        let path = packed.with_extension("");
        (packed.clone(), path, unpacked(&packed))
    };
    tells(
        |trail| {
            let (packed, path, text) = plain(trail);
            fs::write(path, text).unwrap();
            fs::remove_file(packed).unwrap();
        },
        &[],
    );
    // Both, of which one was altered.
    tells(
        |trail| {
            let (_, path, mut text) = plain(trail);
            text.push(b'\n');
            fs::write(path, text).unwrap();
        },
        &["h1n0 INVALID: hash value doesn't match"],
    );
    // Packed again by another program: other bytes, the same content.
    tells(
        |trail| {
            let (packed, _, text) = plain(trail);
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
            std::io::Write::write_all(&mut encoder, &text).unwrap();
            fs::write(packed, encoder.finish().unwrap()).unwrap();
        },
        &[],
    );
}

#[test]
fn moved_and_renamed_files_are_verified_and_told() {
    let move_to =
        |to: &'static str| move |trail: &Trail| fs::rename(trail.log(1, 0), trail.path(to)).unwrap();
    let name = "111122223333_CloudTrail_eu-west-1_20260310T0105Z_h1n0.json.gz";
    let moved: &'static str =
        Box::leak(format!("AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/10/{name}").into_boxed_str());
    tells(move_to(moved), &["h1n0 signature verified (it has been moved from its original location)"]);
    // A part of the folders says nothing.
    tells(move_to(Box::leak(format!("flat/{name}").into_boxed_str())), &[]);
    tells(move_to("renamed.json.gz"), &["renamed signature verified (its name differs from its name in S3)"]);
    // Swapped contents are not renamed files: each name has a hash of its own.
    tells(
        |trail| {
            let (one, two) = (fs::read(trail.log(1, 0)).unwrap(), fs::read(trail.log(0, 0)).unwrap());
            fs::write(trail.log(1, 0), two).unwrap();
            fs::write(trail.log(0, 0), one).unwrap();
        },
        &["h0n0 INVALID: hash value doesn't match", "h1n0 INVALID: hash value doesn't match"],
    );
}

/// It was `not_checked`, as if it might be genuine.
#[cfg(unix)]
#[test]
fn a_link_to_nowhere_in_the_place_of_a_file_is_a_missing_file() {
    let trail = Trail::new();
    for (path, name) in [(trail.log(1, 0), "h1n0"), (trail.digest(1), "d1")] {
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        let report = trail.with_key();
        let found: Vec<_> = lines(&report).into_iter().filter(|line| line.starts_with(name)).collect();
        let expected = format!("{name} INVALID: not found; in its place: broken link");
        assert!(found.len() == 1 && found[0].starts_with(&expected), "{found:?}");
        assert!(report.has_invalid());
        fs::remove_file(&path).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_log_file_is_a_missing_file() {
    let trail = Trail::new();
    let path = trail.log(1, 0);
    fs::remove_file(&path).unwrap();
    // A socket represents everything that is neither file nor folder, and needs no other program to be made.
    let _socket = std::os::unix::net::UnixListener::bind(trail.folder.path().join("s")).unwrap();
    fs::rename(trail.folder.path().join("s"), &path).unwrap();
    let found = lines(&trail.with_key());
    let line = found.iter().find(|line| line.starts_with("h1n0")).unwrap();
    assert!(line.starts_with("h1n0 INVALID: not found; in its place: special file"), "{line}");
}

/// What is put in the place of a file, how, and what is told of it.
#[cfg(unix)]
type Replacement = (&'static str, fn(&Path), &'static str);

/// What stands in the place of a listed log file without being one is missing, as it is for `validate-logs` of the AWS CLI.
#[cfg(unix)]
#[test]
fn nothing_but_a_file_takes_the_place_of_a_log_file() {
    use std::os::unix::fs::symlink;
    let replacements: [Replacement; 7] = [
        (
            "a pipe",
            |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
            "special file",
        ),
        ("a link to a device", |path| symlink("/dev/zero", path).unwrap(), "special file"),
        ("a link to an empty device", |path| symlink("/dev/null", path).unwrap(), "special file"),
        ("a link to nowhere", |path| symlink("nowhere", path).unwrap(), "broken link"),
        ("a link to itself", |path| symlink(path.file_name().unwrap(), path).unwrap(), "broken link"),
        ("a folder", |path| fs::create_dir(path).unwrap(), ""),
        ("nothing", |_| {}, ""),
    ];
    let trail = Trail::new();
    let text = fs::read(trail.log(1, 0)).unwrap();
    for (what, replace, instead) in replacements {
        let path = trail.log(1, 0);
        fs::remove_file(&path).unwrap();
        replace(&path);
        let report = trail.with_key();
        let found: Vec<_> = lines(&report).into_iter().filter(|line| line.starts_with("h1n0")).collect();
        let expected = if instead.is_empty() {
            "h1n0 INVALID: not found".to_owned()
        } else {
            format!("h1n0 INVALID: not found; in its place: {instead}")
        };
        assert!(found.len() == 1 && found[0].starts_with(&expected), "{what}: {found:?}");
        assert!(report.has_invalid(), "{what}");
        if path.is_dir() {
            fs::remove_dir(&path).unwrap();
        } else if fs::symlink_metadata(&path).is_ok() {
            fs::remove_file(&path).unwrap();
        }
        fs::write(&path, &text).unwrap();
        assert!(!trail.with_key().has_invalid(), "{what}: the file is back");
    }
    // A link to a file with the same bytes is that file.
    let path = trail.log(1, 0);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(&path, elsewhere.path().join("log")).unwrap();
    symlink(elsewhere.path().join("log"), &path).unwrap();
    assert!(!trail.with_key().has_invalid());
}

#[test]
fn a_file_that_is_too_large_to_be_read_is_not_checked() {
    let trail = Trail::new();
    let mut options = trailsift::ingest::Options::new(vec![trail.folder.path().to_owned()]);
    fs::write(trail.log(1, 0), vec![b' '; 100_000]).unwrap();
    options.limits.file_bytes = 50_000;
    let store = trailsift::ingest::load(options).unwrap();
    let report = trailsift::verify::verify(&store, &trailsift::verify::Keys::default(), &|| false).unwrap();
    let found = lines(&report);
    let line = found.iter().find(|line| line.starts_with("h1n0")).unwrap();
    assert!(line.starts_with("h1n0 not checked: "), "{line}");
    assert!(report.has_unchecked() && !report.has_invalid());
}

/// A log file that was replayed under a later name was counted as verified.
#[test]
fn a_log_file_under_the_name_of_another_is_told() {
    for name in ["20260310T0130Z_x", "20260310T0330Z_x", "20250101T0000Z_x"] {
        let trail = Trail::new();
        let to = trail.path(&format!("x/111122223333_CloudTrail_eu-west-1_{name}.json.gz"));
        fs::copy(trail.log(0, 0), to).unwrap();
        let report = trail.with_key();
        let found = lines(&report);
        let line = found.iter().find(|line| line.starts_with("x ")).unwrap();
        assert!(line.starts_with("x INVALID: not listed in any digest under this name"), "{line}");
    }
    // A second download is the same file.
    let trail = Trail::new();
    let to = trail.path("x/111122223333_CloudTrail_eu-west-1_20260310T0005Z_h0n0 (1).json.gz");
    fs::copy(trail.log(0, 0), to).unwrap();
    assert!(!trail.with_key().has_invalid());
}

#[test]
fn every_file_has_its_status() {
    let trail = Trail::new();
    fs::write(trail.log(1, 0), gzip(&records("Forged"))).unwrap();
    fs::write(trail.path("notes.txt"), "x").unwrap();
    let store = trail.load();
    let statuses =
        trailsift::verify::verify(&store, &trailsift::verify::Keys::default(), &|| false).unwrap().statuses();
    let mut told = 0;
    for (number, file) in (0_u32..).zip(store.files()) {
        let status = statuses.get(number as usize).and_then(Option::as_ref);
        let name = file.path.file_name().and_then(|name| name.to_str()).unwrap();
        match (name, status) {
            ("notes.txt", status) => assert_eq!(status, None),
            (name, Some(status)) if name.contains("h1n0") => {
                assert_eq!(
                    (status.verdict, status.reason.as_str()),
                    (Verdict::Invalid, "hash value doesn't match")
                );
                told += 1;
            }
            (_, Some(status)) => assert_ne!(status.verdict, Verdict::Invalid),
            (name, None) => panic!("{name} has no status"),
        }
    }
    assert_eq!(told, 1);
    // Without digests there is nothing to compare with and nothing to say.
    let lone = tempfile::tempdir().unwrap();
    fs::copy(trail.log(0, 0), lone.path().join("a.json.gz")).unwrap();
    let report = trailsift::verify::verify(
        &crate::trail::load(lone.path()),
        &trailsift::verify::Keys::default(),
        &|| false,
    );
    assert!(report.unwrap().statuses().is_empty());
    assert!(trailsift::verify::verify(&store, &trailsift::verify::Keys::default(), &|| true).is_none());
    assert!(Path::new(trail.folder.path()).is_dir());
}
