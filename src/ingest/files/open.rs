//! Opens a file so that nothing in a folder can block the program, and reads it completely.
//!
//! A name may have become a pipe or a device since the walk saw it, so the file is opened without waiting and
//! checked again. A small file takes four system calls: open, stat, read, close.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use super::discover::version as version_of;
use crate::ingest::limits::{Limits, size_advice};
use crate::ingest::memory::{Memory, Taken};
use crate::plural::{counted, text_of_size};
use crate::store::file::{FileVersion, Issue, IssueKind};

/// Files up to this size are read into a reused buffer, in bytes.
pub(in crate::ingest) const SMALL: usize = 1 << 20;
/// Bytes read at once if the size is not known.
const PIECE: usize = 64 << 10;

/// Makes the issue of a file that memory did not suffice for.
pub(in crate::ingest) fn no_memory(memory: &Memory) -> Issue {
    let limit = text_of_size(memory.budget());
    Issue::new(
        IssueKind::NotRead,
        format!("the memory limit of {limit} was reached; raise --memory or open fewer files"),
    )
}

/// What was read of a file: an issue if there is one, and the memory that was taken for its bytes.
pub(in crate::ingest) type Whole = (Option<Issue>, Taken);

/// Reads a file into `buffer`.
pub(in crate::ingest) fn read(
    path: &Path,
    buffer: &mut Vec<u8>,
    limits: &Limits,
    memory: &Arc<Memory>,
) -> Result<Whole, Issue> {
    read_version(path, buffer, (limits, memory), &mut None)
}

/// Does the same. Sets `version`, if it is not known, to that before reading, once the file is open.
pub(in crate::ingest) fn read_version(
    path: &Path,
    buffer: &mut Vec<u8>,
    (limits, memory): (&Limits, &Arc<Memory>),
    version: &mut Option<FileVersion>,
) -> Result<Whole, Issue> {
    let file = open(path).map_err(|error| unreadable(&error))?;
    let before = file.metadata().map_err(|error| unreadable(&error))?;
    version.get_or_insert(version_of(&before));
    if !before.is_file() {
        return Err(Issue::new(IssueKind::SpecialFile, "a device, pipe, socket or folder; it was not read"));
    }
    read_open(&file, &before, buffer, limits, memory)
}

/// Reads a file whose state was `before`, and reports changes since then.
fn read_open(
    file: &File,
    before: &Metadata,
    buffer: &mut Vec<u8>,
    limits: &Limits,
    memory: &Arc<Memory>,
) -> Result<Whole, Issue> {
    let size = usize::try_from(before.len()).unwrap_or(usize::MAX);
    let (failed, taken) = fill(file, size, buffer, limits, memory)?;
    if failed.is_some() {
        return Ok((failed, taken));
    }
    // A small file is read in one piece; virtual files of the system state no size.
    let is_sure = size == 0 || (buffer.len() == size && size < SMALL);
    let changed = !is_sure
        && (buffer.len() != size
            || file.metadata().map_or(true, |after| version_of(&after) != version_of(before)));
    let issue = changed.then(|| {
        let reason = format!(
            "the file changed while it was read: {} when it was opened, {} read",
            counted(size, "byte"),
            counted(buffer.len(), "byte")
        );
        Issue::new(IssueKind::Changed, reason)
    });
    Ok((issue, taken))
}

/// Reads standard input to its end.
pub(in crate::ingest) fn read_standard_input(
    buffer: &mut Vec<u8>,
    limits: &Limits,
    memory: &Arc<Memory>,
) -> Result<Whole, Issue> {
    fill(io::stdin().lock(), 0, buffer, limits, memory)
}

/// Takes bytes that are already in memory.
pub(in crate::ingest) fn take_held(
    held: Vec<u8>,
    buffer: &mut Vec<u8>,
    memory: &Arc<Memory>,
) -> Result<Whole, Issue> {
    let mut taken = Taken::nothing(memory);
    if !taken.more(held.len()) {
        return Err(no_memory(memory));
    }
    *buffer = held;
    Ok((None, taken))
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn unreadable(error: &io::Error) -> Issue {
    let kind = match error.kind() {
        ErrorKind::NotFound => IssueKind::NotFound,
        ErrorKind::PermissionDenied => IssueKind::PermissionDenied,
        _ => IssueKind::Unreadable,
    };
    Issue::new(kind, error.to_string())
}

/// Reads a file to its end.
fn fill(
    from: impl Read,
    size: usize,
    buffer: &mut Vec<u8>,
    limits: &Limits,
    memory: &Arc<Memory>,
) -> Result<Whole, Issue> {
    let mut taken = Taken::nothing(memory);
    let mut take = |bytes| taken.more(bytes).then_some(()).ok_or_else(|| no_memory(memory));
    let failed = fill_taking(from, size, buffer, limits, &mut take)?;
    taken.all_but(buffer.len());
    Ok((failed, taken))
}

fn fill_taking(
    mut from: impl Read,
    size: usize,
    buffer: &mut Vec<u8>,
    limits: &Limits,
    take: &mut dyn FnMut(usize) -> Result<(), Issue>,
) -> Result<Option<Issue>, Issue> {
    let limit = limits.file_bytes as usize;
    if size > limit {
        return Err(too_large(limit, size));
    }
    // One byte more, so that a file that has grown is noticed.
    let room = if size == 0 { PIECE } else { size + 1 };
    take(room)?;
    if room <= SMALL {
        buffer.clear();
        buffer.resize(room, 0);
    } else {
        *buffer = vec![0; room];
    }
    let mut length = 0;
    loop {
        let read = match from.read(buffer.get_mut(length..).unwrap_or_default()) {
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if length == 0 => return Err(unreadable(&error)),
            Err(error) => {
                // What could be read is evidence.
                buffer.truncate(length);
                let reason = format!("reading failed after {}: {error}", counted(length, "byte"));
                return Ok(Some(Issue::at(IssueKind::ReadError, length, reason)));
            }
        };
        length += read;
        if length > limit {
            return Err(too_large(limit, length));
        }
        if length == buffer.len() {
            let more = length.max(PIECE).min(limit + 1 - length).max(1);
            take(more)?;
            buffer.resize(length + more, 0);
        } else if read == 0 || (length == size && size < SMALL) {
            // The system reads a small file in one piece: fewer bytes than requested mean its end.
            break;
        }
    }
    buffer.truncate(length);
    Ok(None)
}

/// Makes the issue of a file that is larger than allowed.
pub(in crate::ingest) fn too_large(limit: usize, size: usize) -> Issue {
    Issue::new(IssueKind::TooLarge, format!("larger than {}; {}", counted(limit, "byte"), size_advice(size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.read(buffer.get_mut(..most).unwrap_or_default())
        }
    }

    #[track_caller]
    fn reads(bytes: &[u8], stated: usize, memory: u64, limit: u32) -> Result<usize, &'static str> {
        let limits = Limits { file_bytes: limit, ..Limits::USUAL };
        let memory = Arc::new(Memory::new(memory));
        let mut buffer = vec![7; 3];
        let result = fill(Slow(bytes, 1 << 16), stated, &mut buffer, &limits, &memory);
        let kept = if result.is_ok() { buffer.len() } else { 0 };
        assert_eq!(memory.held(), kept as u64);
        assert!(result.is_err() || buffer == bytes);
        let length = result.map(|_whole| buffer.len()).map_err(|issue| issue.kind.label());
        assert_eq!(memory.held(), 0, "given back when nobody holds it any more");
        length
    }

    /// Memory taken for a file on which the program failed was missing for all files after it.
    #[test]
    fn a_panic_gives_its_memory_back() {
        struct Failing(usize);
        impl Read for Failing {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 = self.0.checked_sub(1).expect("a failure of the program");
                Ok(buffer.len())
            }
        }
        let memory = Arc::new(Memory::new(1 << 30));
        let reading = || fill(Failing(3), 1 << 20, &mut Vec::new(), &Limits::USUAL, &memory);
        assert!(std::panic::catch_unwind(reading).is_err());
        assert_eq!(memory.held(), 0);
        let working = || {
            let (_, taken) = fill(Slow(b"abc", 9), 3, &mut Vec::new(), &Limits::USUAL, &memory).unwrap();
            assert_eq!(memory.held(), 3);
            taken.keep();
            let _taken = fill(Slow(b"abc", 9), 3, &mut Vec::new(), &Limits::USUAL, &memory).unwrap();
            panic!("a failure of the program, {} bytes held", memory.held());
        };
        assert!(std::panic::catch_unwind(working).is_err());
        assert_eq!(memory.held(), 3, "only what was kept");
    }

    /// The part before the error was dropped.
    #[test]
    fn what_was_read_before_an_error_is_kept() {
        struct Torn(&'static [u8]);
        impl Read for Torn {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                match self.0.read(buffer)? {
                    0 => Err(io::Error::other("a bad sector")),
                    read => Ok(read),
                }
            }
        }
        let memory = Arc::new(Memory::new(1 << 30));
        let mut buffer = Vec::new();
        let (failed, _taken) = fill(Torn(b"abc"), 9, &mut buffer, &Limits::USUAL, &memory).unwrap();
        assert_eq!(
            (failed.unwrap().reason, buffer.as_slice()),
            ("reading failed after 3 bytes: a bad sector".to_owned(), &b"abc"[..])
        );
        assert_eq!(memory.held(), 3);
        assert!(fill(Torn(b""), 9, &mut buffer, &Limits::USUAL, &memory).is_err());
    }

    /// The file is changed between the check and its reading.
    #[test]
    fn what_becomes_of_a_file_while_it_is_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        let size = SMALL + 5;
        let told = |change: &dyn Fn(&File)| {
            std::fs::write(&path, vec![b'x'; size]).unwrap();
            let file = OpenOptions::new().read(true).write(true).open(&path).unwrap();
            let before = file.metadata().unwrap();
            change(&file);
            let mut buffer = Vec::new();
            let memory = Arc::new(Memory::new(1 << 30));
            let (issue, _taken) = read_open(&file, &before, &mut buffer, &Limits::USUAL, &memory).unwrap();
            (issue.map(|issue| issue.reason).unwrap_or_default(), buffer.len())
        };
        let words = |read| {
            (
                format!(
                    "the file changed while it was read: {size} bytes when it was opened, {read} bytes read"
                ),
                read,
            )
        };
        assert_eq!(told(&|_| ()), (String::new(), size));
        assert_eq!(told(&|file| file.set_len(7).unwrap()), words(7), "truncated");
        assert_eq!(told(&|file| file.set_len(0).unwrap()), words(0), "emptied");
        assert_eq!(told(&|file| file.set_len(3 << 20).unwrap()), words(3 << 20), "grown");
        let written = |file: &File| file.set_modified(std::time::UNIX_EPOCH).unwrap();
        assert_eq!(told(&written), words(size), "written to");
        assert_eq!(told(&|_| std::fs::remove_file(&path).unwrap()), (String::new(), size), "removed");
        let replaced = |_: &File| {
            let new = folder.path().join("new.json");
            std::fs::write(&new, "new").unwrap();
            std::fs::rename(new, &path).unwrap();
        };
        assert_eq!(told(&replaced), (String::new(), size), "replaced: what was opened is read");
    }

    #[test]
    fn files_are_read_whole_whatever_they_say() {
        let large = vec![b'x'; 3 << 20];
        let all = u32::MAX;
        assert_eq!(reads(b"abc", 3, 1 << 20, all), Ok(3));
        assert_eq!(reads(b"abc", 0, 1 << 20, all), Ok(3));
        assert_eq!(reads(b"", 0, 1 << 20, all), Ok(0));
        assert_eq!(reads(b"abc", 9, 1 << 20, all), Ok(3), "it has shrunk");
        assert_eq!(reads(b"abc", 1, 1 << 20, all), Ok(3), "it has grown");
        assert_eq!(reads(&large, large.len(), 1 << 30, all), Ok(large.len()));
        assert_eq!(reads(&large, 0, 1 << 30, all), Ok(large.len()));
        assert_eq!(reads(&large, 5, 1 << 30, all), Ok(large.len()));
    }

    #[test]
    fn bounds_are_kept() {
        assert_eq!(reads(b"abcd", 4, 1 << 20, 3), Err("too large"));
        assert_eq!(reads(b"abcd", 0, 1 << 20, 3), Err("too large"));
        assert_eq!(reads(b"abc", 3, 1 << 20, 3), Ok(3));
        assert_eq!(reads(b"abcd", 4, 3, 9), Err("not read"));
        assert_eq!(reads(&vec![b'x'; 300_000], 0, 200_000, 1 << 20), Err("not read"));
    }
}
