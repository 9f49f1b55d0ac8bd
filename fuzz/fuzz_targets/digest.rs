//! Any bytes as digests: reading them ends, faults are described in a few words, and nothing is called
//! verified, chained or matching unless the bytes prove it.
//!
//! The bytes are one file, or two with a zero byte between them, beside a log file whose hash is known.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::text::is_hidden;
use trailsift::text::paint::Paint;
use trailsift::verify::{Keys, Verdict, faults_of_digest, print, verify};
use trailsift::verify::print::ReportFormat;
use trailsift_fuzz::store_of;

const LOG_NAME: &str = "111122223333_CloudTrail_us-east-1_20260310T1200Z_abcdefghijklmnop.json";
const LOG: &[u8] = br#"{"Records":[{"eventVersion":"1.08","eventTime":"2026-03-10T11:59:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","eventID":"sound"}]}"#;
/// SHA-256 of the log file.
const LOG_HASH: &str = "d72fe7e54c5b5bd5235724564c4283659e1ff60a76cdbc3d5f24b7d729a74af8";

const DIGESTS: [&str; 2] = [
    "111122223333_CloudTrail-Digest_us-east-1_trail_us-east-1_20260310T123000Z.json",
    "111122223333_CloudTrail-Digest_us-east-1_trail_us-east-1_20260310T133000Z.json",
];

fuzz_target!(|bytes: &[u8]| {
    let texts: Vec<&[u8]> = bytes.splitn(2, |byte| *byte == 0).collect();
    for text in &texts {
        match faults_of_digest(text) {
            Ok(faults) => assert!(faults.iter().all(|fault| !fault.is_empty())),
            Err(reason) => assert!(!reason.is_empty()),
        }
    }
    let mut keys = Keys::default();
    assert!(keys.add("keys", texts[0]).is_ok() || !keys.add("keys", texts[0]).unwrap_err().is_empty());
    let _ = keys.add_head("head", texts[0]);
    let mut files: Vec<(&str, &[u8])> = DIGESTS.into_iter().zip(texts.iter().copied()).collect();
    files.push((LOG_NAME, LOG));
    let report = verify(&store_of(&files), &Keys::default(), &|| false).unwrap();
    let lists_log = bytes.windows(LOG_HASH.len()).any(|part| part.eq_ignore_ascii_case(LOG_HASH.as_bytes()));
    for finding in &report.log_files {
        let good = finding.verdict <= Verdict::HashMatches;
        assert!(!good || lists_log, "a hash that is nowhere matches: {finding:?}");
    }
    for finding in report.digests.iter().chain(&report.log_files) {
        assert!(finding.verdict != Verdict::SignatureVerified, "verified without a key: {finding:?}");
        assert!(finding.verdict != Verdict::Invalid || !finding.reasons.is_empty(), "no reason: {finding:?}");
    }
    for format in [ReportFormat::Text, ReportFormat::Json] {
        let mut out = Vec::new();
        print::write(&report, format, (true, &Paint::default()), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let hidden = text.chars().find(|&char| is_hidden(char) && !matches!(char, '\n' | '\t'));
        assert!(format == ReportFormat::Json || hidden.is_none(), "{hidden:?} is printed");
    }
});
