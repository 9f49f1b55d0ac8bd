//! A second implementation of the rules of `verify`, slow and simple, from the files in a folder: the verdict
//! on each file, and the exit code. It uses nothing of trailsift.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use regex::Regex;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::trail::sha256;

/// A public key as the user supplied it: fingerprint, and from when until when it is valid.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) fingerprint: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) public: RsaPublicKey,
}

/// The files in the folder, by path, and what the user supplied.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) keys: Vec<Key>,
    pub(crate) heads: Vec<String>,
}

/// The verdict on each file, and on each that is missing by its address; whether anything is INVALID (exit 1).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) verdicts: BTreeMap<String, &'static str>,
    pub(crate) invalid: bool,
}

struct Content {
    text: Vec<u8>,
    trailing: bool,
    /// Records in all members.
    events: usize,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a rule's answer")]
struct Node {
    hash: String,
    json: Value,
    paths: Vec<String>,
    malformed: bool,
    signed: bool,
    out_of_time: bool,
    invalid: bool,
    verdict: &'static str,
}

fn content(bytes: &[u8]) -> Content {
    let mut decoder = flate2::bufread::GzDecoder::new(bytes);
    let mut text = Vec::new();
    decoder.read_to_end(&mut text).unwrap();
    let trailing = !decoder.into_inner().is_empty();
    let mut all = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut all).unwrap();
    let values = serde_json::Deserializer::from_slice(&all).into_iter::<Value>();
    let events = values.map(|value| value.unwrap()["Records"].as_array().map_or(0, Vec::len)).sum();
    Content { text, trailing, events }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn bare(path: &str) -> &str {
    path.rsplit('/').next().unwrap().trim_end_matches(".gz").trim_end_matches(".json")
}

fn own(node: &Node) -> (String, String) {
    (text(&node.json, "digestS3Bucket").to_owned(), text(&node.json, "digestS3Object").to_owned())
}

fn before(node: &Node) -> Option<((String, String), String)> {
    let object = node.json["previousDigestS3Object"].as_str()?;
    let address = (text(&node.json, "previousDigestS3Bucket").to_owned(), object.to_owned());
    Some((address, text(&node.json, "previousDigestHashValue").to_owned()))
}

fn address((bucket, key): &(String, String)) -> String {
    format!("s3://{bucket}/{key}")
}

/// Seconds since a fixed day, for times as CloudTrail writes them; enough for comparisons.
fn seconds(time: &str) -> i64 {
    let number = |range: std::ops::Range<usize>| time.get(range).unwrap().parse::<i64>().unwrap();
    let day = number(0..4) * 366 + number(5..7) * 31 + number(8..10);
    day * 86_400 + number(11..13) * 3600 + number(14..16) * 60 + number(17..19)
}

fn malformed(json: &Value) -> bool {
    let (start, end) = (text(json, "digestStartTime"), text(json, "digestEndTime"));
    let stamp = bare(text(json, "digestS3Object")).rsplit('_').next().unwrap().to_owned();
    let plain: String = end.chars().filter(|char| !"-:".contains(*char)).collect();
    let is_hash = |hash: &str| hash.len() == 64 && hash.chars().all(|char| char.is_ascii_hexdigit());
    let is_hex = |hex: &str| {
        !hex.is_empty() && hex.len().is_multiple_of(2) && hex.chars().all(|char| char.is_ascii_hexdigit())
    };
    let previous = !json["previousDigestS3Object"].is_null()
        && (!is_hash(text(json, "previousDigestHashValue"))
            || !is_hex(text(json, "previousDigestSignature")));
    let nulls = ["S3Bucket", "S3Object", "HashValue", "HashAlgorithm", "Signature"]
        .map(|name| json[format!("previousDigest{name}")].is_null());
    let mixed = nulls.contains(&true) && nulls.contains(&false);
    let logs = json["logFiles"].as_array().unwrap().iter().any(|log| !is_hash(text(log, "hashValue")));
    seconds(start) > seconds(end)
        || seconds(end) - seconds(start) > 86_400
        || stamp != plain
        || previous
        || mixed
        || logs
}

/// `None` when no key has the fingerprint; whether one verifies, and whether one that does was valid.
fn verifies(world: &World, node: &Node, signature: &str) -> Option<(bool, bool)> {
    let json = &node.json;
    let signed = format!(
        "{}\n{}/{}\n{}\n{}",
        text(json, "digestEndTime"),
        text(json, "digestS3Bucket"),
        text(json, "digestS3Object"),
        node.hash,
        json["previousDigestSignature"].as_str().unwrap_or("null"),
    );
    let bytes: Vec<u8> = (0..signature.len() / 2)
        .map(|at| u8::from_str_radix(&signature[at * 2..at * 2 + 2], 16).unwrap())
        .collect();
    let mut answer = None;
    for key in world.keys.iter().filter(|key| key.fingerprint == text(json, "digestPublicKeyFingerprint")) {
        let end = seconds(text(json, "digestEndTime"));
        let from = key.from.as_deref().is_none_or(|from| seconds(from) <= end + 3600);
        let valid = from && key.to.as_deref().is_none_or(|to| end <= seconds(to));
        let verified =
            key.public.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(&signed), &bytes).is_ok();
        let (before, in_time) = answer.unwrap_or((false, false));
        answer = Some((before || verified, in_time || (verified && valid)));
    }
    answer
}

fn nodes(world: &World) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for (path, bytes) in &world.files {
        let content = content(bytes);
        let json: Value = serde_json::from_slice(&content.text).unwrap();
        if json["digestS3Object"].is_null() {
            continue;
        }
        let hash = sha256(&content.text);
        match nodes.iter_mut().find(|node| node.hash == hash) {
            Some(node) => node.paths.push(path.clone()),
            None => nodes.push(Node {
                malformed: malformed(&json),
                hash,
                json,
                paths: vec![path.clone()],
                signed: false,
                out_of_time: false,
                invalid: false,
                verdict: "unconfirmed",
            }),
        }
    }
    nodes
}

/// Returns those that name the address of a node as the previous digest.
fn after(nodes: &[Node], at: usize) -> Vec<usize> {
    let address = own(&nodes[at]);
    let names = |other: &usize| before(&nodes[*other]).is_some_and(|(before, _)| before == address);
    (0..nodes.len()).filter(|other| *other != at).filter(names).collect()
}

fn signatures(world: &World, nodes: &mut [Node]) {
    let mut forged = Vec::new();
    for at in 0..nodes.len() {
        let mut found = Vec::new();
        for other in after(nodes, at) {
            let signature = text(&nodes[other].json, "previousDigestSignature").to_owned();
            if signature.len() % 2 == 1 || !signature.chars().all(|char| char.is_ascii_hexdigit()) {
                continue;
            }
            let answer = verifies(world, &nodes[at], &signature);
            let agrees = before(&nodes[other]).unwrap().1 == nodes[at].hash;
            if answer.is_some_and(|(verified, _)| !verified) && agrees {
                forged.push(other);
            }
            found.push(answer);
        }
        found.extend(world.heads.iter().map(|head| verifies(world, &nodes[at], head)));
        let in_time = found.iter().flatten().any(|(_, in_time)| *in_time);
        nodes[at].signed = in_time && !nodes[at].malformed;
        nodes[at].out_of_time = !in_time && found.iter().flatten().any(|(verified, _)| *verified);
    }
    for node in nodes.iter_mut() {
        node.invalid = node.malformed || node.out_of_time;
    }
    for at in forged {
        nodes[at].invalid = true;
    }
}

/// Returns what each node that is not INVALID claims about each object, and what signed ones are.
fn claims(nodes: &[Node]) -> Vec<(usize, (String, String), String)> {
    let mut claims = Vec::new();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| !node.invalid) {
        for log in node.json["logFiles"].as_array().unwrap() {
            let object = (text(log, "s3Bucket").to_owned(), text(log, "s3Object").to_owned());
            claims.push((at, object, text(log, "hashValue").to_owned()));
        }
        if let Some((object, hash)) = before(node) {
            // Only one digest can follow another.
            claims.push((at, ("follows".to_owned(), address(&object)), node.hash.clone()));
            claims.push((at, object, hash));
        }
        if node.signed {
            claims.push((at, own(node), node.hash.clone()));
        }
    }
    claims
}

fn contradictions(nodes: &mut [Node]) {
    for only_signed in [true, false] {
        let claims = claims(nodes);
        let blamed: BTreeSet<usize> = claims
            .iter()
            .filter(|(_, object, hash)| {
                claims.iter().any(|(by, other, other_hash)| {
                    object == other && hash != other_hash && (!only_signed || nodes[*by].signed)
                })
            })
            .map(|(at, ..)| *at)
            .collect();
        for at in blamed {
            nodes[at].invalid = true;
        }
    }
}

/// The chain: repeatedly, until every node comes after all that follow it.
fn chain(world: &World, nodes: &mut [Node]) {
    let mut open: BTreeSet<usize> = (0..nodes.len()).collect();
    while let Some(at) =
        open.iter().copied().find(|at| after(nodes, *at).iter().all(|other| !open.contains(other)))
    {
        open.remove(&at);
        let sound: Vec<bool> = after(nodes, at)
            .into_iter()
            .filter(|other| !nodes[*other].invalid)
            .map(|other| before(&nodes[other]).unwrap().1 == nodes[at].hash)
            .collect();
        let node = &mut nodes[at];
        if node.invalid {
            continue;
        }
        if node.signed {
            node.verdict = "signature verified";
        } else if sound.contains(&true) {
            node.verdict = if world.keys.is_empty() { "in unbroken chain" } else { "unconfirmed" };
        } else if sound.contains(&false) {
            node.invalid = true;
        }
    }
    assert!(open.is_empty(), "digests in a circle");
    let copies: Vec<(String, String)> = nodes.iter().map(own).collect();
    for at in 0..nodes.len() {
        let shared = copies.iter().filter(|address| **address == copies[at]).count() > 1;
        let node = &mut nodes[at];
        node.invalid |= shared && node.verdict == "unconfirmed";
        node.verdict = if node.invalid { "INVALID" } else { node.verdict };
    }
}

/// The name of a digest without its time.
fn trail(node: &Node) -> String {
    let key = own(node).1;
    bare(&key).rsplit_once('_').unwrap().0.to_owned()
}

fn age(node: &Node) -> (&str, &str, &str) {
    (text(&node.json, "digestEndTime"), text(&node.json, "digestStartTime"), &node.hash)
}

/// Decides about everything.
pub(crate) fn outcome(world: &World) -> Outcome {
    let mut nodes = nodes(world);
    signatures(world, &mut nodes);
    contradictions(&mut nodes);
    chain(world, &mut nodes);
    let mut verdicts = BTreeMap::new();
    let mut lacks_key = false;
    for node in &nodes {
        let fingerprint = text(&node.json, "digestPublicKeyFingerprint");
        let known = world.keys.iter().any(|key| key.fingerprint == fingerprint);
        lacks_key |= !world.keys.is_empty() && !known;
        for path in &node.paths {
            let content = content(&world.files[path]);
            let renamed = bare(path).contains("_CloudTrail-Digest_") && bare(path) != bare(&own(node).1);
            let bad = content.trailing || content.events > 0 || renamed;
            verdicts.insert(path.clone(), if bad { "INVALID" } else { node.verdict });
        }
        // What came before the oldest digest of a trail is unknown.
        if let Some((object, _)) = before(node)
            && nodes.iter().any(|other| trail(other) == trail(node) && age(other) < age(node))
            && !nodes.iter().any(|node| own(node) == object)
        {
            verdicts.insert(address(&object), "INVALID");
        }
    }
    let mut present = BTreeSet::new();
    for path in world.files.keys().filter(|path| !nodes.iter().any(|node| node.paths.contains(path))) {
        let verdict = log_file(world, &nodes, path, &mut present);
        verdicts.insert(path.clone(), verdict);
    }
    for log in nodes.iter().flat_map(|node| node.json["logFiles"].as_array().unwrap()) {
        let object = (text(log, "s3Bucket").to_owned(), text(log, "s3Object").to_owned());
        if !present.contains(&object) {
            verdicts.insert(address(&object), "INVALID");
        }
    }
    let bad = verdicts.values().any(|verdict| matches!(*verdict, "INVALID" | "unsigned"));
    Outcome { invalid: bad || lacks_key, verdicts }
}

fn log_file(
    world: &World,
    nodes: &[Node],
    path: &str,
    present: &mut BTreeSet<(String, String)>,
) -> &'static str {
    let content = content(&world.files[path]);
    let hash = sha256(&content.text);
    if bare(path).contains("_CloudTrail-Digest_") {
        return "INVALID";
    }
    let listed: Vec<(&Node, (String, String), &str)> = nodes
        .iter()
        .flat_map(|node| node.json["logFiles"].as_array().unwrap().iter().map(move |log| (node, log)))
        .map(|(node, log)| {
            let object = (text(log, "s3Bucket").to_owned(), text(log, "s3Object").to_owned());
            (node, object, text(log, "hashValue"))
        })
        .collect();
    let named: Vec<_> = listed.iter().filter(|(_, object, _)| bare(&object.1) == bare(path)).collect();
    let here: Vec<_> = named.iter().copied().filter(|(_, object, _)| object.1.ends_with(path)).collect();
    let candidates = if here.is_empty() { named } else { here };
    present.extend(candidates.iter().map(|(_, object, _)| object.clone()));
    let found: Vec<_> = if candidates.is_empty() {
        let same = listed.iter().filter(|(_, _, other)| *other == hash);
        let rank = ["signature verified", "in unbroken chain", "unconfirmed", "INVALID"];
        let best = same.min_by_key(|(node, ..)| rank.iter().position(|verdict| *verdict == node.verdict));
        if let Some((_, object, _)) = best {
            present.insert(object.clone());
            let other = log_name(bare(path)).is_some_and(|name| Some(name) != log_name(bare(&object.1)));
            if other {
                return "INVALID";
            }
        }
        best.into_iter().collect()
    } else {
        candidates
    };
    if found.is_empty() {
        return match log_name(bare(path)) {
            Some(_) if covered(nodes, bare(path)) => "INVALID",
            None if content.events > 0 => "unsigned",
            _ => "not covered",
        };
    }
    let signed = found.iter().any(|(node, ..)| node.verdict == "signature verified");
    let sound = found.iter().any(|(node, ..)| !node.invalid);
    let counts =
        |node: &Node| if signed { node.verdict == "signature verified" } else { node.invalid != sound };
    let counting: Vec<_> = found.into_iter().filter(|(node, ..)| counts(node)).collect();
    let matching: Vec<_> = counting.iter().filter(|(_, _, other)| *other == hash).collect();
    if content.trailing || matching.len() < counting.len() || matching.is_empty() {
        return "INVALID";
    }
    let any = |wanted: &str| matching.iter().any(|(node, ..)| node.verdict == wanted);
    match () {
        () if !sound => "digest INVALID",
        () if any("signature verified") => "signature verified",
        () if any("in unbroken chain") => "in unbroken chain",
        () => "hash matches",
    }
}

/// Account, Region and minute of a log file's name.
fn log_name(name: &str) -> Option<(String, String, String)> {
    let parts = Regex::new(r"^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{8}T\d{4})Z_").unwrap();
    let parts = parts.captures(name)?;
    Some((parts[1].to_owned(), parts[2].to_owned(), parts[3].to_owned()))
}

/// Returns whether digests together cover the hour that starts at the delivery of a log file.
fn covered(nodes: &[Node], name: &str) -> bool {
    let (account, region, minute) = log_name(name).unwrap();
    let time = format!(
        "{}-{}-{}T{}:{}:00Z",
        &minute[..4],
        &minute[4..6],
        &minute[6..8],
        &minute[9..11],
        &minute[11..13]
    );
    let from = seconds(&time);
    let begins = format!("{account}_CloudTrail-Digest_{region}_");
    let spans: Vec<(i64, i64)> = nodes
        .iter()
        .filter(|node| bare(&own(node).1).starts_with(&begins))
        .map(|node| {
            (seconds(text(&node.json, "digestStartTime")), seconds(text(&node.json, "digestEndTime")))
        })
        .filter(|(start, end)| start <= end)
        .collect();
    // Every second of the hour is in some span; ends touch.
    (from..from + 3600).all(|second| spans.iter().any(|(start, end)| *start <= second && second < *end))
}
