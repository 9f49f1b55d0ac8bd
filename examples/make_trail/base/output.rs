//! Writing files: the output folder is never emptied, and a folder with files is not touched without `--force`.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The folder everything is written below.
#[derive(Clone)]
pub(crate) struct OutputFolder {
    root: PathBuf,
}

impl OutputFolder {
    /// Makes the folder; refuses one that has files in it, unless `force` allows overwriting.
    pub(crate) fn open(root: &Path, force: bool) -> Outcome<Self> {
        fs::create_dir_all(root).map_err(|error| format!("{}: {error}", root.display()))?;
        let in_use = fs::read_dir(root)?.next().is_some();
        if in_use && !force {
            let place = root.display();
            return Err(
                format!("{place} is not empty; name another folder, or overwrite with --force").into()
            );
        }
        Ok(Self { root: root.to_path_buf() })
    }

    /// Writes one file; `path` has slashes, as in S3.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) -> Outcome<()> {
        let target = path.split('/').fold(self.root.clone(), |folder, part| folder.join(part));
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&target, bytes).map_err(|error| format!("{}: {error}", target.display()).into())
    }

    /// Writes one file gzipped and returns its compressed size.
    pub(crate) fn write_gz(&self, path: &str, bytes: &[u8]) -> Outcome<u64> {
        let packed = gzip(bytes)?;
        self.write(path, &packed)?;
        Ok(u64::try_from(packed.len())?)
    }
}

/// No name and no time in the header, so that the same content gives the same bytes.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 8), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}
