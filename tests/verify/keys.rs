//! Signatures and the keys that they are verified with.

use std::fs;

use serde_json::{Value, json};
use trailsift::verify::{Keys, Report, Verdict};

use crate::trail::{Trail, another, fingerprint, gzip, key_file, keys_of, lines, listed, ours, pkcs1, spki};

fn signed(report: &Report) -> usize {
    report.digest_counts.get(&Verdict::SignatureVerified).copied().unwrap_or(0)
}

#[test]
fn keys_come_in_two_encodings_and_several_spellings() {
    let trail = Trail::new();
    let spelled = |from: Value, to: Value| {
        let mut key = listed(&pkcs1(ours()));
        (key["ValidityStartTime"], key["ValidityEndTime"]) = (from, to);
        key
    };
    for file in [
        key_file(&[listed(&pkcs1(ours()))]),
        json!({"publicKeyList": [listed(&pkcs1(ours()))], "nextToken": null}).to_string(),
        key_file(&[listed(&pkcs1(another())), listed(&pkcs1(ours()))]),
        key_file(&[listed(&pkcs1(ours())), listed(&pkcs1(ours()))]),
        key_file(&[spelled(json!(1_772_323_200), json!("1775001600"))]),
        key_file(&[spelled(json!(1_772_323_200.0), json!(null))]),
        format!("\u{feff}{}", key_file(&[listed(&pkcs1(ours()))])),
    ] {
        let report = trail.with(&file);
        assert_eq!((signed(&report), report.has_invalid()), (3, false), "{file}");
    }
    let trail = {
        let mut trail = Trail { fingerprint: fingerprint(&spki(ours())), ..Trail::empty() };
        trail.four_hours();
        trail
    };
    assert_eq!(signed(&trail.with(&key_file(&[listed(&spki(ours()))]))), 3);
    // The same key under the other encoding has another fingerprint.
    assert_eq!(signed(&trail.with_key()), 0);
}

#[test]
fn absent_keys_make_nothing_invalid_and_are_named() {
    let trail = Trail::new();
    for report in [trail.without_keys(), trail.with(&key_file(&[listed(&pkcs1(another()))]))] {
        assert_eq!((signed(&report), report.has_invalid(), report.has_unchecked()), (0, false, false));
        assert_eq!(report.chains[0].keys_wanted, [fingerprint(&pkcs1(ours()))]);
        assert_eq!(report.digest_counts.get(&Verdict::InUnbrokenChain), Some(&3));
    }
}

#[test]
fn a_forged_trail_hangs_together_and_its_signatures_do_not_verify() {
    // All digests are written anew by somebody with a key of his own who names the true one.
    let mut trail = Trail { signs: another(), ..Trail::empty() };
    trail.four_hours();
    let report = trail.without_keys();
    assert!(!report.has_invalid() && report.digest_counts.get(&Verdict::InUnbrokenChain) == Some(&3));
    let report = trail.with_key();
    let failed = "INVALID: signature verification failed";
    let found = lines(&report);
    assert_eq!(found[2], format!("d2 {failed}"));
    // What an INVALID digest says of the one before it counts for nothing, either way.
    assert!(report.has_invalid() && signed(&report) == 0, "{found:#?}");
    let vouched = |line: &&String| line.contains("verified") || line.contains("chain");
    assert_eq!(found.iter().filter(vouched).count(), 0, "{found:#?}");
}

#[test]
fn a_digest_that_denies_a_signed_one_was_altered_itself() {
    let trail = Trail::new();
    trail.tamper(3, |digest| digest["previousDigestHashValue"] = json!("00".repeat(32)));
    let found = lines(&trail.with_key());
    assert_eq!(found[2], "d2 signature verified");
    assert!(found[3].starts_with("d3 INVALID: its previousDigestHashValue"), "{found:#?}");
    // Without keys either may have been altered; the later one is believed.
    let found = lines(&trail.without_keys());
    assert!(found[2].starts_with("d2 INVALID: hash value doesn't match"), "{found:#?}");
}

#[test]
fn a_repeated_signature_that_was_altered_does_not_verify() {
    let trail = Trail::new();
    trail.tamper(3, |digest| digest["previousDigestSignature"] = json!("00".repeat(256)));
    let found = lines(&trail.with_key());
    assert_eq!(found[2], "d2 INVALID: signature verification failed");
    for odd in ["00", "ff", &"ff".repeat(256), &"00".repeat(5000)] {
        let trail = Trail::new();
        trail.tamper(3, |digest| digest["previousDigestSignature"] = json!(odd));
        assert!(trail.with_key().has_invalid(), "{odd}");
    }
}

#[test]
fn keys_that_are_not_what_they_are_called_are_refused() {
    let trail = Trail::new();
    let mut renamed = listed(&pkcs1(another()));
    renamed["Fingerprint"] = json!(fingerprint(&pkcs1(ours())));
    let mut garbage = listed(b"garbage");
    garbage["Value"] = json!("%%%");
    for (key, reason) in [
        (renamed, "its Fingerprint is not the MD5 of its Value"),
        (listed(b"garbage"), "Unable to load PKCS #1 key"),
        (listed(&pkcs1(ours())[1..]), "Unable to load PKCS #1 key"),
        (garbage, "its Value is not base64"),
    ] {
        let report = trail.with(&key_file(&[key]));
        assert_eq!((signed(&report), report.has_invalid()), (0, true));
        assert_eq!(report.keys[0].refused.as_deref(), Some(reason));
        // One bad key does not spoil the good one beside it.
    }
    let both = key_file(&[listed(b"garbage"), listed(&pkcs1(ours()))]);
    assert_eq!(signed(&trail.with(&both)), 3);
}

#[test]
fn a_key_out_of_its_time_is_told() {
    let trail = Trail::new();
    let mut late = listed(&pkcs1(ours()));
    late["ValidityStartTime"] = json!("2026-03-10T02:30:00Z");
    let found = lines(&trail.with(&key_file(&[late])));
    assert!(
        found[0].starts_with("d0 signature verified (key ") && found[0].contains("not valid at"),
        "{found:#?}"
    );
    assert_eq!(found[2], "d2 signature verified");
}

#[test]
fn the_newest_digest_is_verified_with_its_metadata() {
    let trail = Trail::new();
    let head = |signature: &str| json!({"ContentLength": 1, "Metadata": {"signature": signature, "signature-algorithm": "SHA256withRSA"}});
    let with = |text: String| -> Report {
        let mut keys: Keys = keys_of(&key_file(&[listed(&pkcs1(ours()))]));
        keys.add_head("head.json", text.as_bytes()).unwrap();
        trail.with_keys(&keys)
    };
    let report = with(head(&trail.digests[3].signature).to_string());
    assert_eq!((signed(&report), report.unused_signatures.len()), (4, 0));
    assert!(lines(&report).contains(&"h3n0 signature verified".to_owned()));
    // That of another digest does not count against this one; it is told that it fits nothing.
    let report = with(head(&trail.digests[1].signature).to_string());
    assert_eq!((signed(&report), report.unused_signatures.as_slice()), (3, &["head.json".to_owned()][..]));
    assert!(!report.has_invalid());
    trail.tamper(3, |digest| digest["logFiles"] = json!([]));
    let report = with(head(&trail.digests[3].signature).to_string());
    assert_eq!((signed(&report), report.unused_signatures.len()), (3, 1));
}

#[test]
fn a_digest_is_signed_as_it_stands_whatever_its_neighbours() {
    // The next digest lost, the one before altered: its own signature is in neither.
    let trail = Trail::new();
    fs::write(trail.digest(0), gzip(b"{}")).unwrap();
    let found = lines(&trail.with_key());
    assert!(found.contains(&"d1 signature verified".to_owned()), "{found:#?}");
}
