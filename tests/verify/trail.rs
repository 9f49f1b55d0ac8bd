//! A trail of invented log files and digests, signed with a key of this test, written as CloudTrail lays it out.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use base64::Engine as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use md5::Md5;
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::rand_core::{CryptoRng, Error, RngCore};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use trailsift::ingest::{self, Options};
use trailsift::store::Store;
use trailsift::verify::{Keys, VerifyReport, verify};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const REGION: &str = "eu-west-1";
const BUCKET: &str = "example-bucket";

/// Numbers that are the same in every run.
struct Counted(u64);

impl RngCore for Counted {
    fn next_u32(&mut self) -> u32 {
        u32::try_from(self.next_u64() >> 32).unwrap()
    }

    fn next_u64(&mut self) -> u64 {
        self.0 += 1;
        let hash = Sha256::digest(self.0.to_le_bytes());
        u64::from_le_bytes(hash[..8].try_into().unwrap())
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        for part in out.chunks_mut(8) {
            let bytes = self.next_u64().to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl CryptoRng for Counted {}

/// The key of the trail's Region.
pub(crate) fn ours() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut Counted(0), 2048).unwrap())
}

/// Another key: an attacker's, or another Region's.
pub(crate) fn another() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut Counted(1 << 32), 1024).unwrap())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn pkcs1(key: &RsaPrivateKey) -> Vec<u8> {
    key.to_public_key().to_pkcs1_der().unwrap().as_bytes().to_vec()
}

pub(crate) fn spki(key: &RsaPrivateKey) -> Vec<u8> {
    key.to_public_key().to_public_key_der().unwrap().as_bytes().to_vec()
}

pub(crate) fn fingerprint(der: &[u8]) -> String {
    hex(&Md5::digest(der))
}

/// One key as `list-public-keys` prints it, valid in the month of the trail.
pub(crate) fn listed(der: &[u8]) -> Value {
    json!({
        "Value": base64::engine::general_purpose::STANDARD.encode(der),
        "ValidityStartTime": "2026-03-01T00:00:00+00:00",
        "ValidityEndTime": "2026-04-01T00:00:00+00:00",
        "Fingerprint": fingerprint(der),
    })
}

/// What was saved of `list-public-keys`.
pub(crate) fn key_file(keys: &[Value]) -> String {
    json!({"PublicKeyList": keys}).to_string()
}

pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn unpacked(path: &Path) -> Vec<u8> {
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(fs::File::open(path).unwrap()), &mut text)
        .unwrap();
    text
}

/// A log file with one event of this name.
pub(crate) fn records(name: &str) -> Vec<u8> {
    let record = json!({
        "eventVersion": "1.11", "eventTime": "2026-03-10T00:00:00Z", "eventSource": "iam.amazonaws.com",
        "eventName": name, "awsRegion": REGION, "eventID": format!("id-{name}"), "recipientAccountId": ACCOUNT,
    });
    json!({"Records": [record]}).to_string().into_bytes()
}

/// A digest that was written.
#[derive(Clone)]
pub(crate) struct Digest {
    pub(crate) path: PathBuf,
    pub(crate) key: String,
    pub(crate) content: Value,
    pub(crate) signature: String,
}

/// A trail that grows by the hour.
pub(crate) struct Trail {
    pub(crate) folder: TempDir,
    pub(crate) account: &'static str,
    pub(crate) region: &'static str,
    pub(crate) name: &'static str,
    pub(crate) signs: &'static RsaPrivateKey,
    /// What the digests say that their key is called.
    pub(crate) fingerprint: String,
    pub(crate) backfill: bool,
    pub(crate) digests: Vec<Digest>,
}

impl Trail {
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            account: ACCOUNT,
            region: REGION,
            name: "management",
            signs: ours(),
            fingerprint: fingerprint(&pkcs1(ours())),
            backfill: false,
            digests: Vec::new(),
        }
    }

    /// Four hours with two log files each, of which the third had no activity.
    pub(crate) fn new() -> Self {
        let mut trail = Self::empty();
        trail.four_hours();
        trail
    }

    pub(crate) fn four_hours(&mut self) {
        for (hour, count) in [2, 2, 0, 2].into_iter().enumerate() {
            self.hour(hour, count);
        }
    }

    /// A path below the folder, its folders made.
    pub(crate) fn path(&self, key: &str) -> PathBuf {
        let path = self.folder.path().join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    pub(crate) fn log_key(&self, hour: usize, number: usize) -> String {
        let (account, region) = (self.account, self.region);
        let name =
            format!("{account}_CloudTrail_{region}_20260310T{hour:02}{:02}Z_h{hour}n{number}", 5 + number);
        format!("AWSLogs/{account}/CloudTrail/{region}/2026/03/10/{name}.json.gz")
    }

    pub(crate) fn log(&self, hour: usize, number: usize) -> PathBuf {
        self.path(&self.log_key(hour, number))
    }

    pub(crate) fn digest(&self, hour: usize) -> PathBuf {
        self.digests[hour].path.clone()
    }

    fn digest_key(&self, hour: usize) -> String {
        let (account, region, trail) = (self.account, self.region, self.name);
        let name =
            format!("{account}_CloudTrail-Digest_{region}_{trail}_{region}_20260310T{:02}0000Z", hour + 1);
        let backfill = if self.backfill { "_backfill" } else { "" };
        format!("AWSLogs/{account}/CloudTrail-Digest/{region}/2026/03/10/{name}{backfill}.json.gz")
    }

    /// Writes the log files of an hour and its digest.
    pub(crate) fn hour(&mut self, hour: usize, count: usize) {
        let files = (0..count).map(|number| {
            let text = records(&format!("{}-{}-h{hour}n{number}", self.region, self.name));
            fs::write(self.log(hour, number), gzip(&text)).unwrap();
            json!({
                "s3Bucket": BUCKET, "s3Object": self.log_key(hour, number),
                "hashValue": sha256(&text), "hashAlgorithm": "SHA-256",
                "newestEventTime": "2026-03-10T00:00:00Z", "oldestEventTime": "2026-03-10T00:00:00Z",
            })
        });
        let files: Vec<Value> = files.collect();
        self.write_digest(hour, &files);
    }

    fn write_digest(&mut self, hour: usize, files: &[Value]) {
        let key = self.digest_key(hour);
        let time = |hour: usize| format!("2026-03-10T{hour:02}:00:00Z");
        let active = if files.is_empty() { Value::Null } else { json!("2026-03-10T00:00:00Z") };
        let mut content = json!({
            "awsAccountId": self.account, "digestStartTime": time(hour), "digestEndTime": time(hour + 1),
            "digestS3Bucket": BUCKET, "digestS3Object": key,
            "digestPublicKeyFingerprint": self.fingerprint, "digestSignatureAlgorithm": "SHA256withRSA",
            "newestEventTime": active, "oldestEventTime": active,
            "previousDigestS3Bucket": null, "previousDigestS3Object": null, "previousDigestHashValue": null,
            "previousDigestHashAlgorithm": null, "previousDigestSignature": null,
            "logFiles": files,
        });
        if let Some(previous) = self.digests.last() {
            for (name, value) in [("Bucket", BUCKET), ("Object", &previous.key)] {
                content[format!("previousDigestS3{name}")] = json!(value);
            }
            content["previousDigestHashValue"] = json!(sha256(previous.content.to_string().as_bytes()));
            content["previousDigestHashAlgorithm"] = json!("SHA-256");
            content["previousDigestSignature"] = json!(previous.signature);
        }
        let path = self.path(&key);
        fs::write(&path, gzip(content.to_string().as_bytes())).unwrap();
        let signature = self.sign(&content);
        self.digests.push(Digest { path, key, content, signature });
    }

    pub(crate) fn sign(&self, content: &Value) -> String {
        let text = |name: &str| content[name].as_str().unwrap_or("null").to_owned();
        let signed = format!(
            "{}\n{}/{}\n{}\n{}",
            text("digestEndTime"),
            text("digestS3Bucket"),
            text("digestS3Object"),
            sha256(content.to_string().as_bytes()),
            text("previousDigestSignature")
        );
        hex(&self.signs.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(signed)).unwrap())
    }

    /// Replaces a member of a digest's file, as one who tampers would: nothing else changes.
    pub(crate) fn tamper(&self, hour: usize, change: impl FnOnce(&mut Value)) {
        let mut content = self.digests[hour].content.clone();
        change(&mut content);
        fs::write(self.digest(hour), gzip(content.to_string().as_bytes())).unwrap();
    }

    pub(crate) fn load(&self) -> Store {
        load(self.folder.path())
    }

    /// What is found without keys.
    pub(crate) fn without_keys(&self) -> VerifyReport {
        verify(&self.load(), &Keys::default(), &|| false).unwrap()
    }

    /// What is found with the keys in a file of this text.
    pub(crate) fn with(&self, keys: &str) -> VerifyReport {
        self.with_keys(&keys_of(keys))
    }

    pub(crate) fn with_keys(&self, keys: &Keys) -> VerifyReport {
        verify(&self.load(), keys, &|| false).unwrap()
    }

    /// What is found with the right key.
    pub(crate) fn with_key(&self) -> VerifyReport {
        self.with(&key_file(&[listed(&pkcs1(ours()))]))
    }
}

pub(crate) fn load(folder: &Path) -> Store {
    ingest::load(Options::new(vec![folder.to_owned()])).unwrap()
}

pub(crate) fn keys_of(text: &str) -> Keys {
    let mut keys = Keys::default();
    keys.add("keys.json", text.as_bytes()).unwrap();
    keys
}

/// What a report says of each file, one a line: `h1n0` is a log file, `d1` the digest of the same hour.
pub(crate) fn lines(report: &VerifyReport) -> Vec<String> {
    let mut lines: Vec<String> = report
        .digests
        .iter()
        .chain(&report.log_files)
        .map(|finding| {
            let address = finding.address.as_deref().map(Path::new);
            let name = finding.path.as_deref().or(address).unwrap().file_name().unwrap().to_str().unwrap();
            let reasons = finding.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            let reasons = if reasons.is_empty() { reasons } else { format!(": {reasons}") };
            let notes = finding.notes.iter().map(|note| format!(" ({note})")).collect::<Vec<_>>().concat();
            format!("{} {}{reasons}{notes}", short(name), finding.verdict.label())
        })
        .collect();
    lines.sort();
    lines
}

fn short(name: &str) -> String {
    let bare = name.trim_end_matches(".gz").trim_end_matches(".json");
    let backfill = if bare.ends_with("_backfill") { "b" } else { "" };
    let last = bare.trim_end_matches("_backfill").rsplit('_').next().unwrap();
    match last.strip_prefix("20260310T").and_then(|stamp| stamp.get(..2)) {
        Some(hour) if name.contains("-Digest_") => {
            format!("d{}{backfill}", hour.parse::<usize>().unwrap() - 1)
        }
        _ => last.to_owned(),
    }
}

/// What a report says that another does not.
pub(crate) fn changes(before: &VerifyReport, after: &VerifyReport) -> Vec<String> {
    let before = lines(before);
    lines(after).into_iter().filter(|line| !before.contains(line)).collect()
}
