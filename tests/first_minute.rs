//! The first minute of a newcomer: the sample incident without a file, and what is said when there is nothing to open.
#![expect(clippy::unwrap_used, reason = "a test that fails should stop with its values")]

use std::io::Read as _;
use std::path::{Path, PathBuf};

use common::{run, sample_logs};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use walkdir::WalkDir;

#[path = "common/binary.rs"]
#[expect(dead_code, reason = "shared with tests that use the rest")]
mod common;

/// The size that the program may grow by, in bytes.
const LARGEST: usize = 200_000;

/// Every file of the sample logs in the order of the walk, with the name that it has in the repository.
fn sample_files() -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(sample_logs());
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = Path::new("sample-logs").join(entry.path().strip_prefix(root).unwrap());
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// The files as a tar file in gzip, the same bytes whoever packs them.
fn pack(files: &[(PathBuf, Vec<u8>)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

fn unpack(packed: &[u8]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut archive = tar::Archive::new(GzDecoder::new(packed));
    let member = |member: std::io::Result<tar::Entry<'_, _>>| {
        let mut member = member.unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        (member.path().unwrap().into_owned(), bytes)
    };
    archive.entries().unwrap().map(member).collect()
}

#[test]
fn the_sample_incident_in_the_program_is_that_of_the_repository() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo.tar.gz");
    let files = sample_files();
    if std::env::var_os("UPDATE_DEMO").is_some() {
        std::fs::write(path, pack(&files)).unwrap();
    }
    let packed = std::fs::read(path).unwrap();
    assert!(files.len() > 100 && packed.len() <= LARGEST, "{} files, {} bytes", files.len(), packed.len());
    assert!(unpack(&packed) == files, "run UPDATE_DEMO=1 cargo test --test first_minute");
}

/// Every command answers the same for the sample incident as for the folder that it was made from.
#[test]
fn the_sample_incident_needs_no_file() {
    let commands: [&[&str]; 4] = [
        &["list", "--format", "json"],
        &["list", "-f", "AKIAQ7LKSPRBDEXAMPLE", "--format", "csv"],
        &["group", "--by", "principal,errorCode", "--format", "json"],
        &["summary"],
    ];
    let above = Path::new(sample_logs()).parent().unwrap();
    for command in commands {
        let [from_folder, from_program] = ["sample-logs", "--demo"].map(|opened| {
            let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_trailsift"));
            program.current_dir(above).arg(command[0]).arg(opened).args(&command[1..]).output().unwrap()
        });
        assert!(!from_folder.stdout.is_empty(), "{command:?}");
        assert!(from_folder.stdout == from_program.stdout, "{command:?}");
        assert_eq!(from_folder.status.code(), from_program.status.code(), "{command:?}");
    }
}

#[test]
fn the_option_goes_without_paths_and_a_file_of_its_name_can_be_opened() {
    let both = run(&["list", "--demo", sample_logs()]);
    assert_eq!(both.code, Some(2));
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
    let file = run(&["list", "--", "--demo"]);
    assert_eq!((file.code, file.text()), (Some(2), ""));
    assert!(file.err.contains("./--demo: not found"), "{}", file.err);
}

/// An empty folder, a folder without a log, a wrong name, nothing at all: each says what to do next.
#[test]
fn nothing_to_open_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let [empty, foreign] = ["empty", "foreign"].map(|name| folder.path().join(name));
    std::fs::create_dir(&empty).unwrap();
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("notes.txt"), "nothing of AWS").unwrap();
    // A table without rows still has its header, for programs that read it.
    let says = |path: &Path, (code, header): (i32, usize), words: &[&str]| {
        let answer = run(&["list", path.to_str().unwrap()]);
        assert_eq!((answer.code, answer.text().lines().count()), (Some(code), header), "{}", answer.err);
        for word in words {
            assert!(answer.err.contains(word), "{word} is missing in: {}", answer.err);
        }
    };
    says(&empty, (2, 0), &["contain no files", "aws s3 sync", "--demo"]);
    says(&foreign, (1, 1), &["no CloudTrail events", "trailsift summary", "aws s3 sync"]);
    says(&folder.path().join("absent"), (2, 0), &["absent", "not found"]);
}
