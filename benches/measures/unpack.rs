//! The reference of all ratios: reading and unpacking the same files with flate2 on as many threads as the load has,
//! and throwing the bytes away.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use flate2::bufread::MultiGzDecoder;
use walkdir::WalkDir;

/// The files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Reads and unpacks all files below `folder`, the walk included; how many bytes came out.
pub(crate) fn unpack(folder: &Path, threads: usize) -> u64 {
    let files = files(folder);
    let next = AtomicUsize::new(0);
    let bytes = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let (mut packed, mut text) = (Vec::new(), Vec::new());
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let length =
                        unpack_file(path, &mut packed, &mut text).expect("the generated files are sound");
                    bytes.fetch_add(length as u64, Ordering::Relaxed);
                }
            });
        }
    });
    bytes.into_inner()
}

pub(crate) fn unpack_file(path: &Path, packed: &mut Vec<u8>, text: &mut Vec<u8>) -> std::io::Result<usize> {
    packed.clear();
    text.clear();
    File::open(path)?.read_to_end(packed)?;
    // The size of the last member is at its end: the text needs no growing.
    let size = packed.last_chunk::<4>().map_or(0, |size| u32::from_le_bytes(*size) as usize);
    text.reserve(size + 1);
    MultiGzDecoder::new(packed.as_slice()).read_to_end(text)
}
