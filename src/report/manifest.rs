//! The manifest: the size and SHA-256 of every part of the report, and of every source file as it was read.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::part::ReportPart;
use crate::case::model::SourceFile;

/// Returns the manifest of some parts.
pub(super) fn manifest(parts: &[ReportPart], files: &BTreeSet<SourceFile>) -> Vec<u8> {
    let part = |part: &ReportPart| json!({"name": part.name, "size": part.bytes.len(), "sha256": format!("{:x}", Sha256::digest(&part.bytes))});
    let file = |file: &SourceFile| {
        let mut object = json!({"path": file.path, "size": file.size, "sha256": file.sha256});
        if !file.member.is_empty()
            && let Value::Object(members) = &mut object
        {
            members.insert("member".to_owned(), Value::String(file.member.clone()));
        }
        object
    };
    let parts: Vec<Value> = parts.iter().map(part).collect();
    let files: Vec<Value> = files.iter().map(file).collect();
    let manifest = json!({"format": "trailsift report", "version": 1, "parts": parts, "sourceFiles": files});
    let mut text = format!("{manifest:#}").into_bytes();
    text.push(b'\n');
    text
}
