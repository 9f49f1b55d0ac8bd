//! Whole trails that were tampered with in generated ways, several at once, compared with a simple second
//! implementation of the rules in `oracle`.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use proptest::prelude::*;
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use trailsift::verify::{Keys, VerifyReport, verify};

use crate::oracle::{Key, Outcome, World, outcome};
use crate::trail::{
    ACCOUNT, REGION, Trail, another, fingerprint, gzip, hex, key_file, load, ours, pkcs1, records, sha256,
};

/// The genuine trail: its files by path, and its digests in order.
struct Sound {
    files: BTreeMap<String, Vec<u8>>,
    digests: Vec<(String, Value, String)>,
    logs: Vec<String>,
}

fn sound() -> &'static Sound {
    static SOUND: OnceLock<Sound> = OnceLock::new();
    SOUND.get_or_init(|| {
        let trail = Trail::new();
        let root = trail.folder.path();
        let below = |path: &std::path::Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
        let files: BTreeMap<String, Vec<u8>> = entries
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| (below(entry.path()), fs::read(entry.path()).unwrap()))
            .collect();
        let digests = trail
            .digests
            .iter()
            .map(|digest| (digest.key.clone(), digest.content.clone(), digest.signature.clone()))
            .collect();
        let logs = files.keys().filter(|path| !path.contains("-Digest")).cloned().collect();
        Sound { files, digests, logs }
    })
}

/// A digest as an attacker writes it: with a key of his own, by its own name or by that of the true one.
fn forge(world: &mut World, key: &str, mut content: Value, own_name: bool) -> (String, Value, String) {
    let der = pkcs1(if own_name { another() } else { ours() });
    content["digestS3Object"] = json!(key);
    content["digestPublicKeyFingerprint"] = json!(fingerprint(&der));
    world.files.insert(key.to_owned(), gzip(content.to_string().as_bytes()));
    let signature = sign(&content);
    (key.to_owned(), content, signature)
}

fn sign(content: &Value) -> String {
    let text = |name: &str| content[name].as_str().unwrap_or("null").to_owned();
    let signed = format!(
        "{}\n{}/{}\n{}\n{}",
        text("digestEndTime"),
        text("digestS3Bucket"),
        text("digestS3Object"),
        sha256(content.to_string().as_bytes()),
        text("previousDigestSignature")
    );
    hex(&another().sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(signed)).unwrap())
}

fn follow(content: &mut Value, previous: &(String, Value, String)) {
    content["previousDigestS3Bucket"] = previous.1["digestS3Bucket"].clone();
    content["previousDigestS3Object"] = json!(previous.0);
    content["previousDigestHashValue"] = json!(sha256(previous.1.to_string().as_bytes()));
    content["previousDigestHashAlgorithm"] = json!("SHA-256");
    content["previousDigestSignature"] = json!(previous.2);
}

fn hour_of(content: &mut Value, hour: usize) {
    content["digestStartTime"] = json!(format!("2026-03-10T{hour:02}:00:00Z"));
    content["digestEndTime"] = json!(format!("2026-03-10T{:02}:00:00Z", hour + 1));
}

fn digest_key(trail: &str, hour: usize) -> String {
    sound().digests[0]
        .0
        .replace("_management_", &format!("_{trail}_"))
        .replace("T010000Z", &format!("T{:02}0000Z", hour + 1))
}

fn log_key(minute: &str, name: &str) -> String {
    format!(
        "AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/2026/03/10/{ACCOUNT}_CloudTrail_{REGION}_20260310T{minute}Z_{name}.json.gz"
    )
}

/// Changes a digest that is there; what is not there any more stays away.
fn tamper(world: &mut World, at: usize, change: impl FnOnce(&mut Value)) {
    let (key, content, _) = &sound().digests[at];
    if world.files.contains_key(key) {
        let mut content = content.clone();
        change(&mut content);
        world.files.insert(key.clone(), gzip(content.to_string().as_bytes()));
    }
}

/// One act of an attacker. `which` and `how` choose among its targets and forms.
#[expect(clippy::too_many_lines, reason = "one arm an act")]
fn act(world: &mut World, kind: u8, which: usize, how: usize) {
    let sound = sound();
    let digest = &sound.digests[which % 4];
    let log = &sound.logs[which % sound.logs.len()];
    let newest = &sound.digests[3];
    let altered = records("Altered");
    match kind {
        0 => drop(world.files.insert(log.clone(), gzip(&altered))),
        1 => drop(world.files.remove(log)),
        2 => drop(world.files.remove(&digest.0)),
        3 | 4 => {
            let path = if kind == 3 { log } else { &digest.0 };
            if let Some(bytes) = world.files.get_mut(path) {
                bytes.extend(gzip(&records("Appended")));
            }
        }
        // A forged successor of any digest, true to its hash or not, followed by a second or not.
        5 => {
            let mut content = newest.1.clone();
            content["logFiles"] = json!([]);
            hour_of(&mut content, 4);
            follow(&mut content, digest);
            if how & 1 == 1 {
                content["previousDigestHashValue"] = json!("ab".repeat(32));
            }
            if how & 2 == 2 {
                content["previousDigestSignature"] = json!(sign(&digest.1));
            }
            let first = forge(world, &digest_key("management", 4), content.clone(), how & 4 == 4);
            if how & 8 == 8 {
                hour_of(&mut content, 5);
                follow(&mut content, &first);
                forge(world, &digest_key("management", 5), content, how & 4 == 4);
            }
        }
        // A forged one in the place of a true one.
        6 => tamper(world, which % 4, |content| drop(content["logFiles"].as_array_mut().unwrap().pop())),
        // A forged trail beside the genuine one, which lists a log file in its present or its original form.
        7 => {
            let mut content = sound.digests[0].1.clone();
            hour_of(&mut content, how % 4);
            let hash = if how & 4 == 4 { sha256(&altered) } else { "cd".repeat(32) };
            content["logFiles"] = json!([{ "s3Bucket": content["digestS3Bucket"], "s3Object": log,
                "hashValue": hash, "hashAlgorithm": "SHA-256" }]);
            if how & 8 == 8 {
                world.files.insert(log.clone(), gzip(&altered));
            }
            let first = forge(world, &digest_key("shadow", how % 4), content.clone(), how & 16 == 16);
            if how & 32 == 32 {
                content["logFiles"] = json!([]);
                hour_of(&mut content, 6);
                follow(&mut content, &first);
                forge(world, &digest_key("shadow", 6), content, how & 16 == 16);
            }
        }
        // An older digest under the name of another one, or of another trail.
        8 => {
            let to =
                if how & 1 == 1 { digest_key("shadow", which % 4) } else { sound.digests[how % 4].0.clone() };
            let bytes = sound.files[&digest.0].clone();
            world.files.insert(to, bytes);
        }
        9 => {
            if let Some(bytes) = world.files.remove(&digest.0) {
                let to = match how % 3 {
                    0 => digest.0.replace(&format!("AWSLogs/{ACCOUNT}"), "AWSLogs/444455556666"),
                    1 => digest.0.replace("/2026/03/10/", "/2026/03/11/"),
                    _ => digest.0.replace(&format!("Digest/{REGION}/"), "Digest/us-east-1/"),
                };
                world.files.insert(to, bytes);
            }
        }
        10 => tamper(world, which % 4, |content| {
            let (name, time) = [
                ("digestEndTime", "2099-01-01T00:00:00Z"),
                ("digestStartTime", "1999-01-01T00:00:00Z"),
                ("digestEndTime", "2026-03-10T00:30:00Z"),
                ("digestStartTime", "2026-03-09T23:00:00Z"),
            ][how % 4];
            content[name] = json!(time);
        }),
        11 => {
            let minute = ["0130", "0330", "0530", "0059"][how % 4];
            world.files.insert(log_key(minute, "planted"), gzip(&altered));
        }
        12 => {
            let minute = ["0131", "0331", "0005", "0105"][how % 4];
            let bytes = sound.files[log].clone();
            world.files.insert(log_key(minute, "replayed"), bytes);
        }
        13 => {
            let name = ["notes/events.json.gz", "events.json.gz"][how % 2];
            world.files.insert(name.to_owned(), gzip(&altered));
        }
        14 => tamper(world, which % 4, |content| {
            content["Records"] = serde_json::from_slice::<Value>(&altered).unwrap()["Records"].clone();
        }),
        15 => tamper(world, which % 4, |content| {
            let odd = ["00".repeat(256), sign(content), "ff".to_owned()];
            content["previousDigestSignature"] = json!(odd[how % 3]);
        }),
        16 => tamper(world, which % 4, |content| content["previousDigestHashValue"] = json!("ab".repeat(32))),
        17 => tamper(world, which % 4, |content| {
            content["digestPublicKeyFingerprint"] = json!(fingerprint(&pkcs1(another())));
        }),
        18 => tamper(world, which % 4, |content| {
            for log in content["logFiles"].as_array_mut().unwrap() {
                log["hashValue"] = json!(sha256(&altered));
            }
        }),
        _ => {
            let signature = [&newest.2, &digest.2, &sign(&newest.1)][how % 3].clone();
            world.heads.push(signature);
        }
    }
}

/// The keys that the user has, from none to more than enough.
fn keys(which: usize) -> Vec<Key> {
    let key = |der: Vec<u8>, from: Option<&str>, to: Option<&str>| Key {
        fingerprint: fingerprint(&der),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        public: RsaPublicKey::from_pkcs1_der(&der).unwrap(),
    };
    let (mine, other) = (pkcs1(ours()), pkcs1(another()));
    match which {
        0 | 1 => Vec::new(),
        2 => vec![key(other, None, None)],
        3 => vec![key(mine, Some("2026-03-10T02:30:00Z"), None)],
        4 => vec![key(mine, None, Some("2026-03-10T02:30:00Z"))],
        5 => vec![
            key(mine.clone(), Some("2026-03-10T03:30:00Z"), None),
            key(mine.clone(), None, None),
            key(mine, None, None),
        ],
        _ => vec![key(mine, Some("2026-03-01T00:00:00Z"), Some("2026-04-01T00:00:00Z"))],
    }
}

fn listed(keys: &[Key]) -> Vec<Value> {
    let der = |key: &Key| {
        [ours(), another()].into_iter().map(pkcs1).find(|der| fingerprint(der) == key.fingerprint).unwrap()
    };
    let value = |key: &Key| {
        let mut value = crate::trail::listed(&der(key));
        value["ValidityStartTime"] = json!(key.from);
        value["ValidityEndTime"] = json!(key.to);
        value
    };
    keys.iter().map(value).collect()
}

fn found(world: &World) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &world.files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut keys = Keys::default();
    if !world.keys.is_empty() {
        keys.add("keys.json", key_file(&listed(&world.keys)).as_bytes()).unwrap();
    }
    for head in &world.heads {
        keys.add_head("head.json", json!({"Metadata": {"signature": head}}).to_string().as_bytes()).unwrap();
    }
    let report: VerifyReport = verify(&load(folder.path()), &keys, &|| false).unwrap();
    let name = |finding: &trailsift::verify::Finding| match &finding.path {
        Some(path) => path.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned(),
        None => finding.address.clone().unwrap(),
    };
    let verdicts = report.findings().map(|finding| (name(finding), finding.verdict.label())).collect();
    Outcome { verdicts, invalid: report.has_invalid() }
}

fn base(keys: Vec<Key>) -> World {
    World { files: sound().files.clone(), keys, heads: Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]
    #[test]
    fn every_tampering_is_judged_as_the_plain_rules_judge_it(
        acts in proptest::collection::vec((0_u8..20, 0_usize..8, 0_usize..64), 0..4), which in 0_usize..8,
    ) {
        let mut world = base(keys(which));
        for &(kind, which, how) in &acts {
            act(&mut world, kind, which, how);
        }
        prop_assert_eq!(found(&world), outcome(&world));
    }
}

/// Each single act, of every kind and form, with the right key: no file may get a better verdict than in the
/// genuine trail.
#[test]
fn no_act_alone_passes_for_sound() {
    let mut sound_world = base(keys(6));
    sound_world.heads.push(sound().digests[3].2.clone());
    let sound_outcome = outcome(&sound_world);
    assert_eq!(found(&sound_world), sound_outcome);
    assert!(
        !sound_outcome.invalid
            && sound_outcome.verdicts.values().all(|verdict| *verdict == "signature verified")
    );
    for kind in 0..19 {
        for (which, how) in [(0, 0), (1, 7), (2, 12), (3, 45), (5, 63)] {
            let mut world = sound_world.clone();
            act(&mut world, kind, which, how);
            let outcome = found(&world);
            if world.files == sound_world.files {
                continue;
            }
            // A moved digest is still itself, and a log file of an hour that no digest covers may be genuine.
            let told = outcome.verdicts.values().any(|verdict| *verdict == "not covered");
            assert!(outcome.invalid || kind == 9 || told, "{kind} {which} {how}: {outcome:#?}");
            let (before, after) = (&sound_outcome.verdicts, &outcome.verdicts);
            let spared = sound().digests.iter().filter(|(key, ..)| after.get(key) == before.get(key)).count();
            // The digest that was altered, and the one before it, which then nothing confirms.
            assert!(spared >= 2, "{kind} {which} {how}: {outcome:#?}");
        }
    }
}
