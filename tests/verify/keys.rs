//! Signatures and the keys that they are verified with.

use std::fs;

use serde_json::{Value, json};
use trailsift::verify::{Keys, Verdict, VerifyReport};

use crate::trail::{Trail, another, fingerprint, gzip, key_file, keys_of, lines, listed, ours, pkcs1, spki};

fn signed(report: &VerifyReport) -> usize {
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
    // The same key in the other encoding has another fingerprint.
    assert_eq!(signed(&trail.with_key()), 0);
}

#[test]
fn absent_keys_are_named_and_a_chain_that_none_of_the_keys_signs_is_unconfirmed() {
    let trail = Trail::new();
    let wanted = fingerprint(&pkcs1(ours()));
    let report = trail.without_keys();
    assert_eq!((signed(&report), report.has_invalid(), report.has_unchecked()), (0, false, false));
    assert_eq!(report.chains[0].keys_wanted, [wanted.as_str()]);
    assert_eq!(report.digest_counts.get(&Verdict::InUnbrokenChain), Some(&3));
    // It was reported as an unbroken chain, which anybody can write by naming an unknown key.
    let report = trail.with(&key_file(&[listed(&pkcs1(another()))]));
    assert_eq!((signed(&report), report.has_invalid(), report.chains[0].keys_wanted.len()), (0, true, 1));
    let reason = format!("public key not found in Region eu-west-1 for fingerprint {wanted}");
    assert_eq!(lines(&report)[..2], ["d0", "d1"].map(|name| format!("{name} unconfirmed: {reason}")));
    assert_eq!(report.log_file_counts.get(&Verdict::HashMatches), Some(&6));
}

#[test]
fn a_forged_trail_hangs_together_and_its_signatures_do_not_verify() {
    // All digests are written again by somebody with another key who names the genuine one.
    let mut trail = Trail { signs: another(), ..Trail::empty() };
    trail.four_hours();
    let report = trail.without_keys();
    assert!(!report.has_invalid() && report.digest_counts.get(&Verdict::InUnbrokenChain) == Some(&3));
    let report = trail.with_key();
    let failed = "INVALID: signature verification failed";
    let found = lines(&report);
    assert!(found[2].starts_with(&format!("d2 {failed}")), "{found:#?}");
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

/// The digest before it was called INVALID, though its hash was still the one that the altered digest lists.
#[test]
fn a_digest_whose_repeated_signature_was_altered_is_the_invalid_one() {
    for odd in ["00", "ff", &"00".repeat(256), &"ff".repeat(256), &"00".repeat(5000)] {
        let trail = Trail::new();
        trail.tamper(3, |digest| digest["previousDigestSignature"] = json!(odd));
        let report = trail.with_key();
        let found = lines(&report);
        assert!(found[2].starts_with("d2 unconfirmed (the next digest is itself INVALID: "), "{found:#?}");
        assert!(
            found[3].starts_with("d3 INVALID: signature verification failed: its previousDigest"),
            "{odd}"
        );
        assert!(report.has_invalid());
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
    let report = trail.with(&key_file(&[late.clone()]));
    let found = lines(&report);
    assert!(
        found[0].starts_with("d0 INVALID: key ")
            && found[0].contains("was not valid at 2026-03-10T01:00:00Z"),
        "{found:#?}"
    );
    // It became valid while the second digest was written.
    assert_eq!(found[1..3], ["d1 signature verified", "d2 signature verified"]);
    assert!(report.has_invalid());
    let mut early = listed(&pkcs1(ours()));
    early["ValidityEndTime"] = json!("2026-03-10T02:30:00Z");
    let found = lines(&trail.with(&key_file(&[early.clone()])));
    assert!(found[1] == "d1 signature verified" && found[2].starts_with("d2 INVALID: key "), "{found:#?}");
    // The same key twice, each time valid for some of the hours: one valid key is enough.
    assert!(!trail.with(&key_file(&[late.clone(), early, late])).has_invalid());
}

#[test]
fn the_newest_digest_is_verified_with_its_metadata() {
    let trail = Trail::new();
    let head = |signature: &str| json!({"ContentLength": 1, "Metadata": {"signature": signature, "signature-algorithm": "SHA256withRSA"}});
    let with = |text: String| -> VerifyReport {
        let mut keys: Keys = keys_of(&key_file(&[listed(&pkcs1(ours()))]));
        keys.add_head("head.json", text.as_bytes()).unwrap();
        trail.with_keys(&keys)
    };
    let report = with(head(&trail.digests[3].signature).to_string());
    assert_eq!((signed(&report), report.unused_signatures.len()), (4, 0));
    assert!(lines(&report).contains(&"h3n0 signature verified".to_owned()));
    // That of another digest does not count against this one.
    let report = with(head(&trail.digests[1].signature).to_string());
    assert_eq!((signed(&report), report.unused_signatures.len(), report.has_unchecked()), (3, 0, false));
    assert!(!report.has_invalid());
    let report = with(head(&"ab".repeat(256)).to_string());
    assert_eq!((signed(&report), report.unused_signatures.as_slice()), (3, &["head.json".to_owned()][..]));
    assert!(!report.has_invalid() && report.has_unchecked());
    trail.tamper(3, |digest| digest["logFiles"] = json!([]));
    let report = with(head(&trail.digests[3].signature).to_string());
    assert_eq!((signed(&report), report.unused_signatures.len()), (3, 1));
}

/// A forged digest that follows the newest made the newest INVALID, and the signature that proves it was said to belong to
/// none.
#[test]
fn a_saved_signature_decides_before_what_a_later_digest_says() {
    let mut trail = Trail::new();
    let newest = trail.digests[3].clone();
    for forged in [
        json!({"previousDigestHashValue": "ab".repeat(32)}),
        json!({"previousDigestSignature": "ab".repeat(256)}),
    ] {
        trail.hour(4, 0);
        trail.tamper(4, |digest| {
            for (name, value) in forged.as_object().unwrap() {
                digest[name] = value.clone();
            }
        });
        let mut keys: Keys = keys_of(&key_file(&[listed(&pkcs1(ours()))]));
        let saved = json!({"Metadata": {"signature": newest.signature.to_uppercase()}}).to_string();
        keys.add_head("head.json", saved.as_bytes()).unwrap();
        let report = trail.with_keys(&keys);
        let found = lines(&report);
        assert_eq!(found[..4], ["d0", "d1", "d2", "d3"].map(|name| format!("{name} signature verified")));
        assert!(found[4].starts_with("d4 INVALID: "), "{found:#?}");
        assert!(found[4].contains("T040000Z"), "it names the digest that it contradicts: {found:#?}");
        assert!(report.unused_signatures.is_empty() && report.has_invalid());
        trail.digests.truncate(4);
    }
}

#[test]
fn a_key_that_is_supplied_twice_is_one_key() {
    let twice = key_file(&[listed(&pkcs1(ours())), listed(&pkcs1(ours())), listed(&pkcs1(another()))]);
    let mut keys = keys_of(&twice);
    keys.add("again.json", twice.as_bytes()).unwrap();
    assert_eq!(Trail::new().with_keys(&keys).keys.len(), 2);
}

#[test]
fn a_key_whose_validity_cannot_be_read_is_refused() {
    let mut odd = listed(&pkcs1(ours()));
    odd["ValidityEndTime"] = json!("some day");
    let report = Trail::new().with(&key_file(&[odd]));
    assert_eq!((signed(&report), report.has_invalid()), (0, true));
    assert_eq!(report.keys[0].refused.as_deref(), Some("the time of its validity cannot be read"));
}

#[test]
fn a_digest_is_signed_as_it_stands_whatever_its_neighbours() {
    // The next digest lost, the one before altered: its own signature is in neither.
    let trail = Trail::new();
    fs::write(trail.digest(0), gzip(b"{}")).unwrap();
    let found = lines(&trail.with_key());
    assert!(found.contains(&"d1 signature verified".to_owned()), "{found:#?}");
}
