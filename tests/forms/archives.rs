//! Archives: their members are files of their own in every answer.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use serde_json::Value;

use crate::common::{run, run_with, sample_logs};
use crate::record;

/// Makes a zip archive.
fn zipped(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, text) in members {
        let file = archive.new_file(name.as_str()).compression_method(rawzip::CompressionMethod::DEFLATE);
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

/// Makes a tar archive.
fn tarred(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, text) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, text.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Every file of a folder with its name in it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = |path: PathBuf| {
        (path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())
    };
    files.map(|entry| named(entry.into_path())).collect()
}

fn log(names: &[&str]) -> Vec<u8> {
    let records: Vec<String> = names.iter().map(|name| record(name)).collect();
    format!("{{\"Records\":[{}]}}", records.join(",")).into_bytes()
}

#[track_caller]
fn events(path: &str, more: &[&str], code: i32) -> Vec<String> {
    let answer = run(&[&["list", path, "--format", "jsonl"], more].concat());
    assert_eq!(answer.code, Some(code), "{}", answer.err);
    let mut lines: Vec<String> = answer.text().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// Numbers of files differ by the archive itself, and paths by its name.
fn without_paths(summary: &Value) -> Value {
    let mut summary = summary.clone();
    summary.as_object_mut().unwrap().remove("files");
    summary
}

#[test]
fn an_archive_of_a_trail_answers_as_its_folder_does() {
    let members = files(Path::new(sample_logs()));
    let folder = tempfile::tempdir().unwrap();
    let sound = events(sample_logs(), &[], 3);
    let summary = run(&["summary", sample_logs(), "--format", "json"]).json();
    let verified = run(&["verify", sample_logs(), "--format", "json"]).json();
    for (name, bytes) in [
        ("trail.zip", zipped(&members)),
        ("trail.tar", tarred(&members)),
        ("trail.tar.gz", gzip(&tarred(&members))),
        ("trail.tar.bz2", bzipped(&tarred(&members))),
        ("a zip in a zip", zipped(&[("inner.zip".to_owned(), zipped(&members))])),
        ("a tar.gz in a zip", zipped(&[("inner".to_owned(), gzip(&tarred(&members)))])),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let path = path.to_str().unwrap();
        assert_eq!(events(path, &[], 3), sound, "{name}");
        let own = run(&["summary", path, "--format", "json"]).json();
        assert_eq!(without_paths(&own), without_paths(&summary), "{name}");
        let own = run(&["verify", path, "--format", "json"]).json();
        for counts in ["log_file_counts", "digest_counts"] {
            assert_eq!(own[counts], verified[counts], "{name}");
        }
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn members_are_named_with_their_archive() {
    let folder = tempfile::tempdir().unwrap();
    let inner = zipped(&[("x.json".to_owned(), b"{\"Records\":[{\"eventVersion\":\"1.0\"".to_vec())]);
    let members = [("../a.json".to_owned(), log(&["A"])), ("b/inner.zip".to_owned(), inner)];
    fs::write(folder.path().join("case.zip"), zipped(&members)).unwrap();
    let summary = run(&["summary", folder.path().to_str().unwrap(), "--format", "json"]).json();
    let problems = summary["files"]["problems"].as_array().unwrap();
    let of = |kind: &str| -> Vec<&str> {
        let names =
            problems.iter().filter(|one| one["kind"] == kind).map(|one| one["path"].as_str().unwrap());
        names.map(|name| name.rsplit('/').next().unwrap()).collect()
    };
    assert_eq!(of("archive"), ["case.zip", "inner.zip"]);
    assert_eq!(of("damaged"), ["inner.zip › x.json"]);
    assert!(
        problems.iter().any(|one| one["path"].as_str().unwrap().ends_with("case.zip › b/inner.zip › x.json"))
    );
    assert_eq!(summary["events"]["found"], 1);
    // Nothing was written.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn archives_come_from_a_pipe_and_under_any_name() {
    let zip = zipped(&[("a".to_owned(), log(&["A", "B"]))]);
    let answer = run_with(&["list", "-", "--format", "jsonl"], &zip);
    assert_eq!((answer.code, answer.text().lines().count()), (Some(0), 2), "{}", answer.err);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.json"), &zip).unwrap();
    fs::write(folder.path().join("z.zip"), log(&["C"])).unwrap();
    assert_eq!(events(folder.path().to_str().unwrap(), &[], 0).len(), 3);
}

#[test]
fn depth_has_a_limit_that_is_named() {
    let mut zip = zipped(&[("a.json".to_owned(), log(&["A"]))]);
    for _ in 0..3 {
        zip = zipped(&[("inner.zip".to_owned(), zip)]);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep.zip");
    fs::write(&path, zip).unwrap();
    let path = path.to_str().unwrap();
    assert_eq!(events(path, &["--max-depth", "4"], 0).len(), 1);
    let answer = run(&["list", path, "--max-depth", "3"]);
    assert_eq!((answer.code, answer.err.contains("nested too deeply")), (Some(3), true), "{}", answer.err);
}

/// A member of zeros decompresses to a thousand times its size; the others are read.
#[test]
fn a_bomb_is_stopped_and_costs_no_other_member() {
    let zeros = vec![0; 200 << 20];
    let members = [("bomb".to_owned(), zeros), ("log.json".to_owned(), log(&["A"]))];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.zip");
    fs::write(&path, zipped(&members)).unwrap();
    let answer = run(&["list", path.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!((answer.code, answer.text().lines().count()), (Some(3), 1));
    assert!(answer.err.contains("--max-ratio"), "{}", answer.err);
}

#[test]
fn members_that_cannot_be_read_are_named() {
    let mut zip = zipped(&[("a.json".to_owned(), log(&["A"])), ("b.json".to_owned(), log(&["B"]))]);
    // The second entry of the directory says that its member is encrypted.
    let entries: Vec<usize> =
        zip.windows(4).enumerate().filter(|(_, four)| four == b"PK\x01\x02").map(|(at, _)| at).collect();
    zip[entries[1] + 8] |= 1;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.zip");
    fs::write(&path, &zip).unwrap();
    let answer = run(&["list", path.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!((answer.code, answer.text().lines().count()), (Some(3), 1));
    assert!(answer.err.contains("encrypted"), "{}", answer.err);
    // A flipped bit in the data of the first member.
    zip[entries[1] + 8] &= !1;
    let at = zip.windows(6).position(|six| six == b"a.json").unwrap() + 40;
    zip[at] ^= 0x10;
    fs::write(&path, &zip).unwrap();
    let answer = run(&["list", path.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(answer.code, Some(3), "{}", answer.err);
    assert!(answer.text().contains("of-B"));
}
