//! The files with public keys and signatures that are supplied with the trail.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Error, Result};
use clap::Args;

use crate::ingest::text_of_file;
use crate::text;
use crate::verify::Keys;

/// Files for verifying signatures.
#[derive(Debug, Args)]
pub(in crate::cli) struct KeyArguments {
    /// Public keys, as printed by aws cloudtrail list-public-keys; repeat for several files
    #[arg(long, value_name = "FILE")]
    keys: Vec<PathBuf>,
    /// Metadata of the newest digest of a chain, as printed by aws s3api head-object; repeat for several files
    #[arg(long, value_name = "FILE")]
    head_object: Vec<PathBuf>,
}

/// Maximum size of a key file, in bytes.
const MAX_KEY_FILE: u32 = 64 << 20;

impl KeyArguments {
    /// Reads the files.
    pub(in crate::cli) fn read(&self) -> Result<Keys> {
        let mut keys = Keys::default();
        for path in &self.keys {
            take_up(path, |name, json| keys.add(name, json))?;
        }
        for path in &self.head_object {
            take_up(path, |name, json| keys.add_head(name, json))?;
        }
        Ok(keys)
    }
}

fn take_up(path: &Path, add: impl FnOnce(&str, &[u8]) -> Result<(), String>) -> Result<()> {
    let name = path.to_string_lossy();
    let read = text_of_file(path, MAX_KEY_FILE).and_then(|json| add(&name, &json));
    read.map_err(Error::msg).with_context(|| text::path(path))
}
