//! The command: words, formats, exit codes, and names made by an attacker.

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use trailsift::tui::panes::screens::integrity::Integrity;
use trailsift::verify::{Keys, verify};

use crate::common::{Answer, Folder, run, sample_logs};
use crate::trail::{Trail, gzip, key_file, listed, ours, pkcs1, records};

struct Files {
    trail: Trail,
    apart: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        Self { trail: Trail::new(), apart: tempfile::tempdir().unwrap() }
    }

    /// A file beside the trail, not in it.
    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.apart.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// What PowerShell makes of the output of a program.
    fn write_utf16(&self, name: &str, text: &str) -> PathBuf {
        let path = self.apart.path().join(name);
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        fs::write(&path, units.flat_map(u16::to_le_bytes).collect::<Vec<_>>()).unwrap();
        path
    }

    fn keys(&self) -> String {
        let text = key_file(&[listed(&pkcs1(ours()))]);
        self.write("keys.json", &text).to_str().unwrap().to_owned()
    }

    #[track_caller]
    fn exits(&self, more: &[&str], code: i32) -> Answer {
        let arguments = [&["verify", self.trail.folder.path().to_str().unwrap()], more].concat();
        let answer = run(&arguments);
        assert_eq!(answer.code, Some(code), "{more:?}: {} {}", answer.err, answer.text());
        answer
    }
}

#[test]
fn exit_codes_tell_how_it_went() {
    let files = Files::new();
    let keys = files.keys();
    assert_eq!(files.exits(&[], 0).err, "");
    files.exits(&["--keys", &keys], 0);
    files.exits(&["--keys", &keys, "--keys", &keys, "--format", "json", "--all"], 0);
    let outside = files.trail.path("x/111122223333_CloudTrail_us-east-1_20260310T0130Z_x.json");
    fs::write(&outside, records("Other")).unwrap();
    files.exits(&["--keys", &keys], 3);
    fs::remove_file(outside).unwrap();
    fs::write(files.trail.path("planted.json"), records("Planted")).unwrap();
    let unsigned = files.exits(&["--keys", &keys], 1);
    assert!(unsigned.text().contains("planted.json\tunsigned: it contains 1 event"), "{}", unsigned.text());
    fs::remove_file(files.trail.path("planted.json")).unwrap();
    // What is only quoted is not covered, whether it is loaded or not.
    let line =
        serde_json::json!({"level": "info", "message": r#"{"eventVersion":"1.08","eventName":"Quoted"}"#})
            .to_string();
    fs::write(files.trail.path("app.log"), line).unwrap();
    files.exits(&["--keys", &keys], 3);
    let quoted = files.exits(&["--keys", &keys, "--quoted", "--all"], 3);
    assert!(quoted.text().contains("it only quotes 1 event"), "{}", quoted.text());
    fs::remove_file(files.trail.path("app.log")).unwrap();
    let path = files.trail.log(1, 0);
    fs::write(&path, [fs::read(&path).unwrap(), gzip(&records("Forged"))].concat()).unwrap();
    files.exits(&["--keys", &keys], 1);
    let huge = files.exits(&["--max-file-size", "100"], 2);
    assert!(huge.err.contains("no digest files") && huge.text().is_empty(), "{}", huge.err);
}

/// They were refused as no JSON.
#[test]
fn keys_that_powershell_wrote_are_read() {
    let files = Files::new();
    let text = key_file(&[listed(&pkcs1(ours()))]);
    let keys = files.write_utf16("keys.json", &text.replace('\n', "\r\n"));
    let report = files.exits(&["--keys", keys.to_str().unwrap(), "--format", "json"], 0).json();
    assert!(report["log_file_counts"]["signature_verified"].as_u64() > Some(0), "{report}");
}

#[test]
fn the_explorer_verifies_with_the_same_keys() {
    let files = Files::new();
    let store =
        trailsift::ingest::load(trailsift::ingest::Options::new(vec![files.trail.folder.path().into()]));
    let store = store.unwrap();
    let words = |keys: &Keys| match Integrity::of(&verify(&store, keys, &|| false).unwrap()) {
        Integrity::Known { words, .. } => words,
        other => panic!("{other:?}"),
    };
    let mut keys = Keys::default();
    assert!(!words(&keys).contains("signature verified"), "{}", words(&keys));
    keys.add("keys.json", &fs::read(files.keys()).unwrap()).unwrap();
    assert!(words(&keys).contains("signature verified"), "{}", words(&keys));
    // A mistake in them is reported before the terminal is set up.
    let broken = files.write("broken.json", "{");
    for option in ["--keys", "--head-object"] {
        let answer = run(&[option, broken.to_str().unwrap(), sample_logs()]);
        assert_eq!((answer.code, answer.text()), (Some(2), ""));
        assert!(answer.err.contains("broken.json"), "{}", answer.err);
    }
    let answer = run(&["--keys", &files.keys(), sample_logs()]);
    assert!(answer.code == Some(2) && answer.err.contains("needs a terminal"), "{}", answer.err);
}

#[test]
fn the_sample_logs_hold_one_altered_and_one_missing_file() {
    let report = run(&["verify", sample_logs(), "--format", "json"]);
    assert_eq!((report.code, report.err.as_str()), (Some(1), ""));
    let report = report.json();
    let invalid: Vec<&serde_json::Value> = ["digests", "log_files"]
        .iter()
        .flat_map(|list| report[list].as_array().unwrap())
        .filter(|finding| finding["verdict"] == "invalid")
        .map(|finding| &finding["reasons"][0])
        .collect();
    assert_eq!(invalid, ["hash value doesn't match", "not found"]);
    assert_eq!(report["chains"].as_array().unwrap().len(), 3);
    let counts = &report["log_file_counts"];
    assert!(
        counts["in_unbroken_chain"].as_u64() > Some(10) && counts["signature_verified"].is_null(),
        "{counts}"
    );
    // Most files are of hours that the invented digests leave out; those are not called planted.
    assert!(counts["not_covered"].as_u64() > Some(10), "{counts}");
}

#[test]
fn what_cannot_be_verified_is_said() {
    let files = Files::new();
    let empty = files.write("empty.json", "");
    let none = files.write("none.json", r#"{"PublicKeyList":[]}"#);
    for path in [empty.as_path(), none.as_path(), files.apart.path(), &files.apart.path().join("missing")] {
        for option in ["--keys", "--head-object"] {
            let path = path.to_str().unwrap();
            let answer = files.exits(&[option, path], 2);
            assert!(answer.text().is_empty() && answer.err.contains(path), "{}", answer.err);
        }
    }
    let folder = Folder::new();
    let without = run(&["verify", folder.text()]);
    assert!(without.code == Some(2) && without.err.contains("no digest files"), "{}", without.err);
    assert_eq!(run(&["verify", "/nonexistent"]).code, Some(2));
}

/// The events were shown, and nothing was reported.
#[test]
fn events_in_a_file_that_is_named_as_a_digest_are_told() {
    let files = Files::new();
    files.trail.tamper(3, |digest| {
        let more: serde_json::Value = serde_json::from_slice(&records("Hidden")).unwrap();
        digest["Records"] = more["Records"].clone();
    });
    let beside = files
        .trail
        .digest(1)
        .with_file_name("111122223333_CloudTrail-Digest_eu-west-1_other_eu-west-1_20260310T040000Z.json.gz");
    fs::write(beside, gzip(&records("Alone"))).unwrap();
    let answer = files.exits(&["--keys", &files.keys()], 1);
    let told =
        answer.text().matches("it contains 1 event; CloudTrail writes events only to log files").count();
    assert_eq!(told, 2, "{}", answer.text());
    let store = files.trail.load();
    let unsigned = (0..).take(store.len()).filter(|&event| store.is_unsigned(event)).count();
    assert_eq!((unsigned, store.len()), (2, 8), "is:unsigned finds them");
}

#[test]
fn a_public_key_that_is_not_found_ends_the_program_as_aws_does() {
    let files = Files::new();
    let other = key_file(&[listed(&pkcs1(crate::trail::another()))]);
    let answer = files.exits(&["--keys", files.write("other.json", &other).to_str().unwrap()], 1);
    assert!(
        answer.text().contains("unconfirmed: public key not found in Region eu-west-1"),
        "{}",
        answer.text()
    );
}

#[test]
fn the_text_says_in_words_what_each_level_means() {
    let files = Files::new();
    let without = files.exits(&[], 0);
    for words in [
        "NO SIGNATURE WAS VERIFIED",
        "aws cloudtrail list-public-keys --region eu-west-1 --start-time 2026-03-10T00:00:00Z",
        "public key not found in Region eu-west-1 for fingerprint",
        "in an unbroken chain",
        "hash matches a digest that is unconfirmed",
        "Results found for 2026-03-10T00:00:00Z to 2026-03-10T04:00:00Z:",
    ] {
        assert!(without.text().contains(words), "{words}\n{}", without.text());
    }
    let keys = files.keys();
    let with = files.exits(&["--keys", &keys], 0);
    for words in ["signature verified with a key that you supplied", "list-public-keys", "--head-object"] {
        assert!(with.text().contains(words), "{words}\n{}", with.text());
    }
    assert!(!with.text().contains("NO SIGNATURE"));
    // Nothing is ever reported as just "valid".
    for text in [without.text(), with.text()] {
        assert!(!text.split(|char: char| !char.is_alphanumeric()).any(|word| word == "valid"), "{text}");
    }
    let all = files.exits(&["--all"], 0);
    assert_eq!(all.text().lines().filter(|line| line.starts_with("Log file\t")).count(), 6);
    fs::remove_file(files.trail.log(1, 1)).unwrap();
    fs::remove_file(files.trail.digest(2)).unwrap();
    let damaged = files.exits(&[], 1);
    for words in [
        "INVALID: not found",
        "not found: deleted or not downloaded",
        "INVALID: digests not found between 2026-03-10T02:00:00Z and 2026-03-10T03:00:00Z",
    ] {
        assert!(damaged.text().contains(words), "{words}\n{}", damaged.text());
    }
}

#[test]
fn the_json_has_every_file() {
    let files = Files::new();
    fs::remove_file(files.trail.log(1, 1)).unwrap();
    let keys = files.keys();
    let report = files.exits(&["--keys", &keys, "--format", "json"], 1).json();
    assert_eq!(report["log_file_counts"], json!({"signature_verified": 3, "hash_matches": 2, "invalid": 1}));
    assert_eq!(report["digest_counts"], json!({"signature_verified": 3, "unconfirmed": 1}));
    assert_eq!(
        (report["log_files"].as_array().unwrap().len(), report["digests"].as_array().unwrap().len()),
        (6, 4)
    );
    let missing = report["log_files"].as_array().unwrap().iter().find(|file| file["path"].is_null()).unwrap();
    assert_eq!((&missing["verdict"], &missing["reasons"]), (&json!("invalid"), &json!(["not found"])));
    assert!(missing["address"].as_str().unwrap().ends_with("_h1n1.json.gz"));
    assert_eq!(report["keys"][0]["verified"], 3);
    assert_eq!(report["chains"][0]["trail"], "management");
}

#[test]
fn names_of_an_attacker_do_not_reach_the_terminal() {
    let hostile = "\u{1b}]0;owned\u{7}\u{202e}\u{200b}\r\n";
    let files = Files::new();
    files.trail.tamper(3, |digest| {
        digest["digestS3Object"] = json!(format!("AWSLogs/{hostile}/d.json.gz"));
        digest["digestS3Bucket"] = json!(hostile);
        digest["awsAccountId"] = json!(hostile);
        digest["digestPublicKeyFingerprint"] = json!(hostile);
        digest["digestSignatureAlgorithm"] = json!(hostile);
        digest["previousDigestS3Object"] = json!(format!("{hostile}p"));
        digest["logFiles"][0]["s3Object"] = json!(format!("x/{hostile}.json.gz"));
        digest["logFiles"][1]["hashValue"] = json!(hostile);
    });
    fs::write(files.trail.path("\u{1b}[31m\u{202e}x.json"), records("Planted")).unwrap();
    let mut key = listed(b"garbage");
    key["Fingerprint"] = json!(hostile);
    let keys = files.write("\u{1b}[2Jkeys.json", &key_file(&[key]));
    let answer = files.exits(&["--keys", keys.to_str().unwrap(), "--all"], 1);
    let foreign = |text: &str| {
        text.chars().any(|char| !matches!(char, '\n' | '\t') && trailsift::text::is_hidden(char))
    };
    assert!(!foreign(answer.text()) && !foreign(&answer.err), "{}", answer.text());
    assert!(answer.text().contains("␛]0;owned"), "{}", answer.text());
}
