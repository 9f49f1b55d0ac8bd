//! Which bytes are an archive.

/// A kind of archive that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum ArchiveKind {
    Zip,
    Tar,
}

impl ArchiveKind {
    /// Returns the name of the kind.
    pub(in crate::ingest) fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
        }
    }
}

/// Where a tar header says what it is.
const TAR_MARK: std::ops::Range<usize> = 257..262;

/// Returns the kind of archive that `bytes` are, from their beginning.
pub(in crate::ingest) fn kind_of(bytes: &[u8]) -> Option<ArchiveKind> {
    // A local header, or the directory of an archive without members.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(ArchiveKind::Zip);
    }
    (bytes.get(TAR_MARK) == Some(b"ustar")).then_some(ArchiveKind::Tar)
}
