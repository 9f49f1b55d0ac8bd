//! The header of a gzip member (RFC 1952): how a member is recognized, and where its deflate data begins.

use memchr::memmem;

/// The first bytes of every member.
const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Deflate, the only method.
const DEFLATE: u8 = 8;
/// Size of the fixed part of a header, in bytes.
const FIXED: usize = 10;
/// Flags that no writer sets.
const RESERVED: u8 = 0xe0;

/// The data ends inside a member.
pub const TRUNCATED: &str = "the gzip data is truncated";
/// The data after a member is not another member.
pub const NOT_GZIP: &str = "data after the end of the gzip data";

/// Returns whether bytes begin like a gzip member.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// Returns the length of the header of the member that `bytes` begins with; the error says what is wrong.
pub fn header_length(bytes: &[u8]) -> Result<usize, &'static str> {
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const HEADER_SUM: u8 = 2;
    let flags = match bytes.first_chunk::<FIXED>() {
        Some(&[one, two, DEFLATE, flags, ..]) if [one, two] == MAGIC => flags,
        _ => return Err(if is_gzip(bytes) { TRUNCATED } else { NOT_GZIP }),
    };
    let mut length = FIXED;
    if flags & EXTRA != 0 {
        let extra = bytes.get(length..).and_then(<[u8]>::first_chunk::<2>).ok_or(TRUNCATED)?;
        length += 2 + usize::from(u16::from_le_bytes(*extra));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let rest = bytes.get(length..).ok_or(TRUNCATED)?;
            length += memchr::memchr(0, rest).ok_or(TRUNCATED)? + 1;
        }
    }
    if flags & HEADER_SUM != 0 {
        length += 2;
    }
    if length <= bytes.len() { Ok(length) } else { Err(TRUNCATED) }
}

/// Returns where a member seems to begin, at or after byte `from`.
pub fn next_member(packed: &[u8], from: usize) -> Option<usize> {
    let rest = packed.get(from..)?;
    let [one, two] = MAGIC;
    let pattern = [one, two, DEFLATE];
    let mut found = memmem::find_iter(rest, &pattern).map(|at| from + at);
    found.find(|&at| packed.get(at + 3).is_some_and(|flags| flags & RESERVED == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn has_header(flags: u8, rest: &[u8], expected: Result<usize, &'static str>) {
        let bytes = [&[0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3], rest].concat();
        assert_eq!(header_length(&bytes), expected, "flags {flags}");
    }

    #[test]
    fn headers_end_where_their_flags_say() {
        has_header(0, b"", Ok(10));
        has_header(8, b"name\0x", Ok(15));
        has_header(8, b"name", Err(TRUNCATED));
        has_header(4, &[3, 0, 1, 2, 3], Ok(15));
        has_header(4, &[3, 0, 1], Err(TRUNCATED));
        has_header(4 | 8 | 16 | 2, b"\x01\0xn\0c\0..", Ok(19));
        assert_eq!(header_length(b"\x1f\x8b\x08"), Err(TRUNCATED));
        assert_eq!(header_length(b"{\"Records\":[]}"), Err(NOT_GZIP));
        let two = [&b"..\x1f\x8b\x08\xff"[..], b"\x1f\x8b\x08\0"].concat();
        assert_eq!((next_member(&two, 0), next_member(&two, 7)), (Some(6), None));
    }
}
