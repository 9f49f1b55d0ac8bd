//! Digests: altered, absent, doubled, malformed; several chains side by side.

use std::fs;

use serde_json::{Value, json};

use crate::trail::{Trail, changes, gzip, key_file, lines, listed, ours, pkcs1, sha256};

/// Checks what is found without keys after some damage and was not found before.
#[track_caller]
fn tells(damage: impl FnOnce(&Trail), expected: &[&str]) {
    let trail = Trail::new();
    let before = trail.without_keys();
    damage(&trail);
    let after = trail.without_keys();
    assert_eq!(changes(&before, &after), expected);
    assert_eq!(after.has_invalid(), expected.iter().any(|line| line.contains(" INVALID")));
}

#[test]
fn a_missing_digest_breaks_the_chain_at_its_time() {
    let not_covered = "not covered: not listed in any digest; no digest here covers its time";
    let h1 = [format!("h1n0 {not_covered}"), format!("h1n1 {not_covered}")];
    tells(
        |trail| fs::remove_file(trail.digest(1)).unwrap(),
        &[
            "d0 unconfirmed",
            "d1 INVALID: not found",
            "h0n0 hash matches",
            "h0n1 hash matches",
            &h1[0],
            &h1[1],
        ],
    );
    let trail = Trail::new();
    fs::remove_file(trail.digest(1)).unwrap();
    let gap = &trail.without_keys().chains[0].gaps[0];
    assert_eq!(
        (gap.from.as_str(), gap.to.as_str(), gap.invalid),
        ("2026-03-10T01:00:00Z", "2026-03-10T02:00:00Z", true)
    );
    // Two in a row: the later one is named by its successor, and the time of both is reported.
    fs::remove_file(trail.digest(2)).unwrap();
    let report = trail.with_key();
    assert!(lines(&report).contains(&"d2 INVALID: not found".to_owned()), "{:?}", lines(&report));
    let gap = &report.chains[0].gaps[0];
    assert_eq!(
        (gap.from.as_str(), gap.to.as_str(), gap.invalid),
        ("2026-03-10T01:00:00Z", "2026-03-10T03:00:00Z", true)
    );
}

#[test]
fn a_copy_may_begin_later_than_the_trail() {
    let trail = Trail::new();
    fs::remove_file(trail.digest(0)).unwrap();
    fs::remove_file(trail.log(0, 0)).unwrap();
    fs::remove_file(trail.log(0, 1)).unwrap();
    let report = trail.with_key();
    assert!(!report.has_invalid() && !report.chains[0].from_start);
    assert_eq!(lines(&report)[0], "d1 signature verified");
}

#[test]
fn an_altered_digest_is_caught_by_the_next() {
    let mismatch = "hash value doesn't match that in the next digest: s3://example-bucket/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/10/111122223333_CloudTrail-Digest_eu-west-1_management_eu-west-1_20260310T030000Z.json.gz";
    let before = mismatch.replace("T0300", "T0200");
    let note = "unconfirmed (the next digest is itself INVALID: ";
    let address = before.split(": ").nth(1).unwrap();
    let damaged = "digest INVALID: its hash matches a digest that is itself INVALID";
    // A log file is taken off the list of the second digest, and deleted.
    tells(
        |trail| {
            trail.tamper(1, |digest| drop(digest["logFiles"].as_array_mut().unwrap().remove(0)));
            fs::remove_file(trail.log(1, 0)).unwrap();
        },
        &[
            &format!("d0 {note}{address})"),
            &format!("d1 INVALID: {mismatch}"),
            "h0n0 hash matches",
            "h0n1 hash matches",
            &format!("h1n1 {damaged}"),
        ],
    );
}

#[test]
fn an_altered_newest_digest_is_confirmed_by_nothing_and_said_so() {
    let trail = Trail::new();
    trail.tamper(3, |digest| digest["logFiles"] = json!([]));
    let report = trail.with_key();
    let d3 = lines(&report).into_iter().find(|line| line.starts_with("d3")).unwrap();
    assert_eq!(d3, "d3 unconfirmed");
    // Its log files are no longer listed anywhere; it is unknown whether they should be.
    assert!(
        lines(&report).iter().filter(|line| line.contains("h3n") && line.contains("not covered")).count()
            == 2
    );
}

#[test]
fn no_byte_of_a_signed_digest_can_be_changed() {
    let trail = Trail::new();
    let content = trail.digests[1].content.to_string().into_bytes();
    for at in (0..content.len()).step_by(content.len() / 60) {
        let mut altered = content.clone();
        altered[at] ^= 1;
        fs::write(trail.digest(1), gzip(&altered)).unwrap();
        let report = trail.with_key();
        assert!(report.has_invalid(), "byte {at}: {:#?}", lines(&report));
        let d1 = lines(&report).into_iter().find(|line| line.starts_with("d1 "));
        assert!(d1.is_none_or(|line| line.contains("INVALID")), "byte {at}: {:#?}", lines(&report));
    }
}

#[test]
fn two_digests_of_one_address_cannot_both_be_genuine() {
    let copy = |trail: &Trail, hour: usize, change: fn(&mut Value)| {
        let mut content = trail.digests[hour].content.clone();
        change(&mut content);
        let name = trail.digest(hour).file_name().unwrap().to_str().unwrap().to_owned();
        fs::write(trail.path(&format!("other/{name}")), gzip(content.to_string().as_bytes())).unwrap();
    };
    // A second copy of the same content is the same digest.
    let trail = Trail::new();
    let before = trail.with_key();
    copy(&trail, 1, |_| {});
    assert_eq!(changes(&before, &trail.with_key()), [""; 0]);
    // A forged one beside the genuine one, whose verdict does not change.
    let trail = Trail::new();
    copy(&trail, 1, |content| content["logFiles"] = json!([]));
    let after = changes(&before, &trail.with_key());
    assert_eq!(after.len(), 1, "{after:#?}");
    assert_eq!(after[0], "d1 INVALID: another file with the same S3 address has different content");
    // For the newest digest it is unknown which one is genuine.
    let trail = Trail::new();
    copy(&trail, 3, |content| content["logFiles"] = json!([]));
    let after = changes(&before, &trail.with_key());
    let d3 = "d3 INVALID: another file with the same S3 address has different content";
    assert_eq!(after.iter().filter(|line| *line == d3).count(), 2, "{after:#?}");
}

#[test]
fn a_planted_digest_does_not_vouch_for_what_a_genuine_one_denies() {
    // An attacker alters a log file and adds a digest that lists the altered one.
    let trail = Trail::new();
    let forged = crate::trail::records("Forged");
    fs::write(trail.log(1, 0), gzip(&forged)).unwrap();
    let mut content = trail.digests[1].content.clone();
    content["digestS3Object"] = json!(trail.digests[1].key.replace("T020000Z", "T023000Z"));
    content["digestEndTime"] = json!("2026-03-10T02:30:00Z");
    content["logFiles"][0]["hashValue"] = json!(sha256(&forged));
    let path = trail.path(content["digestS3Object"].as_str().unwrap());
    fs::write(path, gzip(content.to_string().as_bytes())).unwrap();
    let found = lines(&trail.with_key());
    assert!(found.contains(&"h1n0 INVALID: hash value doesn't match".to_owned()), "{found:#?}");
    assert_eq!(found.iter().filter(|line| line.starts_with("d1 signature verified")).count(), 1);
    // Without keys it is unknown which of the two is genuine: each is named as contradicting the other.
    let found = lines(&trail.without_keys());
    let invalid =
        |name: &str| found.iter().filter(|line| line.starts_with(&format!("{name} INVALID"))).count();
    assert_eq!((invalid("d1"), invalid("h1n0"), invalid("h1n1")), (2, 1, 0), "{found:#?}");
    let h1n0 = found.iter().find(|line| line.starts_with("h1n0")).unwrap();
    assert!(h1n0.contains("T023000Z.json.gz, but not that in") && h1n0.contains("T020000Z"), "{h1n0}");
}

#[test]
fn malformed_digests_are_told() {
    let invalid_format = |damage: &dyn Fn(&Trail), words: &str| {
        let trail = Trail::new();
        damage(&trail);
        let report = trail.without_keys();
        let line = lines(&report).into_iter().find(|line| line.starts_with("d1 ")).unwrap();
        assert!(line.starts_with("d1 INVALID: invalid format: ") && line.contains(words), "{line}");
        assert!(report.has_invalid());
        // It is present, so it is not also reported as missing.
        assert_eq!(lines(&report).iter().filter(|line| line.starts_with("d1 ")).count(), 1);
    };
    let write = |bytes: Vec<u8>| move |trail: &Trail| fs::write(trail.digest(1), &bytes).unwrap();
    invalid_format(&write(b"".to_vec()), "not a JSON object");
    invalid_format(&write(gzip(b"hello")), "not a JSON object");
    invalid_format(&write(gzip(b"{\"awsAccountId\":")), "not JSON");
    invalid_format(&write(gzip(b"{}")), "digestS3Bucket");
    invalid_format(&write(gzip(&[])[..12].to_vec()), "");
    invalid_format(&write(gzip(&crate::trail::records("Forged"))), "digestS3Bucket");
    let tamper = |change: fn(&mut Value)| move |trail: &Trail| trail.tamper(1, change);
    invalid_format(&tamper(|digest| digest["logFiles"][0]["hashValue"] = json!("zz")), "no SHA-256 hash");
    invalid_format(
        &tamper(|digest| digest["logFiles"][0]["hashAlgorithm"] = json!("MD5")),
        "no SHA-256 hash",
    );
    invalid_format(&tamper(|digest| digest["logFiles"][0]["s3Object"] = json!(null)), "no s3Object");
    invalid_format(
        &tamper(|digest| digest["previousDigestSignature"] = json!("hash-of-previous")),
        "previousDigestSignature",
    );
    invalid_format(
        &tamper(|digest| digest["previousDigestHashValue"] = json!("00")),
        "previousDigestHashValue",
    );
    invalid_format(&tamper(|digest| digest["previousDigestS3Object"] = json!(null)), "null");
    invalid_format(&tamper(|digest| digest["digestEndTime"] = json!("soon")), "digestEndTime");
    invalid_format(&tamper(|digest| digest["logFiles"] = json!({})), "logFiles");
    invalid_format(&tamper(|digest| digest["digestSignatureAlgorithm"] = json!("none")), "SHA256withRSA");
    invalid_format(
        &tamper(|digest| digest["digestStartTime"] = json!("2027-01-01T00:00:00Z")),
        "digestEndTime is before",
    );
}

#[test]
fn what_is_appended_to_a_digest_is_caught() {
    let events = "; it contains 1 event; CloudTrail writes events only to log files and signs no other files";
    for (more, events) in [(gzip(&crate::trail::records("Forged")), events), (b"x".to_vec(), "")] {
        tells(
            |trail| {
                let path = trail.digest(1);
                fs::write(&path, [fs::read(&path).unwrap(), more.clone()].concat()).unwrap();
            },
            &[&format!("d1 INVALID: unexpected data after end of compressed stream{events}")],
        );
    }
}

#[test]
fn moved_and_unpacked_digests_are_verified_and_told() {
    tells(
        |trail| {
            let to = trail
                .path("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/11/x")
                .with_file_name(trail.digest(1).file_name().unwrap());
            fs::rename(trail.digest(1), to).unwrap();
        },
        &["d1 in unbroken chain (it has been moved from its original location)"],
    );
    tells(
        |trail| {
            fs::write(trail.digest(1).with_extension(""), crate::trail::unpacked(&trail.digest(1))).unwrap();
            fs::remove_file(trail.digest(1)).unwrap();
        },
        &[],
    );
    // By its content, whatever its name.
    tells(
        |trail| fs::rename(trail.digest(1), trail.path("second")).unwrap(),
        &["second in unbroken chain (it has been moved from its original location)"],
    );
}

#[test]
fn logging_that_was_stopped_leaves_a_gap_that_is_not_invalid() {
    let mut trail = Trail::empty();
    trail.hour(0, 1);
    trail.hour(1, 1);
    let stopped = std::mem::take(&mut trail.digests);
    trail.hour(5, 1);
    trail.hour(6, 0);
    let report = trail.with_key();
    assert!(!report.has_invalid());
    assert_eq!(
        lines(&report)[..4],
        ["d0 signature verified", "d1 unconfirmed", "d5 signature verified", "d6 unconfirmed"]
    );
    let gap = &report.chains[0].gaps[0];
    assert_eq!(
        (gap.from.as_str(), gap.to.as_str(), gap.invalid),
        ("2026-03-10T02:00:00Z", "2026-03-10T05:00:00Z", false)
    );
    assert!(gap.reason.contains("new chain") && report.chains[0].digests == 4 && stopped.len() == 2);
    // Hours that were left out of a chain that continues.
    let mut trail = Trail::empty();
    trail.hour(0, 1);
    trail.hour(3, 0);
    let report = trail.with_key();
    assert!(!report.has_invalid() && !report.chains[0].gaps[0].invalid);
}

#[test]
fn backfill_digests_have_a_chain_of_their_own() {
    let mut trail = Trail::new();
    let regular = std::mem::take(&mut trail.digests);
    trail.backfill = true;
    // They are about hours that the regular digests cover too, and list files that those missed.
    for (hour, number) in [(1, 7), (0, 8)] {
        fs::write(trail.log(hour, number), "").unwrap();
        trail.hour(hour, 0);
    }
    let report = trail.with_key();
    let chains: Vec<(bool, usize, usize)> =
        report.chains.iter().map(|chain| (chain.backfill, chain.digests, chain.gaps.len())).collect();
    assert_eq!((chains, regular.len()), (vec![(false, 4, 0), (true, 2, 0)], 4));
    let backfill: Vec<String> = lines(&report).into_iter().filter(|line| line.contains("b ")).collect();
    assert_eq!(backfill, ["d0b unconfirmed", "d1b signature verified"]);
}

#[test]
fn accounts_regions_and_trails_do_not_mix() {
    let trail = Trail::new();
    let mut others = Vec::new();
    for (account, region, name) in [
        ("111122223333", "us-east-1", "management"),
        ("111122223333", "eu-west-1", "data_events"),
        ("444455556666", "eu-west-1", "management"),
    ] {
        let mut other = Trail { account, region, name, ..Trail::empty() };
        if name == "data_events" {
            // Two trails of one Region write to the same folder: the names of their files differ.
            other.hour(4, 2);
        } else {
            other.four_hours();
        }
        copy_all(other.folder.path(), trail.folder.path());
        others.push(other);
    }
    let report = trail.with_key();
    assert!(!report.has_invalid(), "{:#?}", lines(&report));
    let chains: Vec<String> = report
        .chains
        .iter()
        .map(|chain| {
            format!(
                "{} {} {} {} {}",
                chain.account,
                chain.region,
                chain.trail,
                chain.digests,
                chain.gaps.len()
            )
        })
        .collect();
    assert_eq!(
        chains,
        [
            "111122223333 eu-west-1 data_events 1 0",
            "111122223333 eu-west-1 management 4 0",
            "111122223333 us-east-1 management 4 0",
            "444455556666 eu-west-1 management 4 0",
        ]
    );
    // Damage to one is reported for that one only.
    fs::remove_file(trail.path(&others[0].digests[1].key)).unwrap();
    let report = trail.with(&key_file(&[listed(&pkcs1(ours()))]));
    let gaps: Vec<usize> = report.chains.iter().map(|chain| chain.gaps.len()).collect();
    assert_eq!(gaps, [0, 0, 1, 0]);
}

fn copy_all(from: &std::path::Path, to: &std::path::Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_final_digest_may_be_shorter_than_an_hour() {
    let mut trail = Trail::new();
    let mut content = trail.digests[3].content.clone();
    content["digestEndTime"] = json!("2026-03-10T03:20:11Z");
    content["digestS3Object"] = json!(trail.digests[3].key.replace("T040000Z", "T032011Z"));
    fs::remove_file(trail.digest(3)).unwrap();
    let path = trail.path(content["digestS3Object"].as_str().unwrap());
    fs::write(path, gzip(content.to_string().as_bytes())).unwrap();
    trail.digests.pop();
    let report = trail.with_key();
    assert!(!report.has_invalid(), "{:#?}", lines(&report));
    assert_eq!(report.chains[0].to, "2026-03-10T03:20:11Z");
}
