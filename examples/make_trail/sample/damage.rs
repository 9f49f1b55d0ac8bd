//! The damaged file: intact at both ends, broken in the middle.

use super::layout::LogFile;
use crate::story::company::{APP, IRELAND, wednesday};

/// What a bad disk leaves: no text in any encoding, and no quote that would close the broken string.
const RUBBISH: &[u8] =
    b"\x00\x00\xff\xfe\x1b\x80\xc3\x28\x00 \xf0\x28\x8c\x28 \x07\x07\xed\xa0\x80\x00\x00\x00";

/// The fullest file of Wednesday morning in Ireland, which has enough records before and after the damage.
pub(crate) fn choose(files: &[LogFile]) -> Option<usize> {
    files
        .iter()
        .enumerate()
        .filter(|(index, file)| {
            // Every sixth file is written uncompressed; the damaged one must be compressed.
            let packed = index % 6 != 4;
            packed && file.account == APP && file.region == IRELAND && file.newest > wednesday(9, 0)
        })
        .max_by_key(|(_, file)| file.records.len())
        .map(|(index, _)| index)
}

/// The file's bytes with one record cut in half and rubbish in its place.
pub(crate) fn break_text(file: &LogFile) -> Vec<u8> {
    let victim = file.records.len() / 2;
    let mut bytes = Vec::from(b"{\"Records\":[");
    for (index, record) in file.records.iter().enumerate() {
        if index > 0 {
            bytes.push(b',');
        }
        if index == victim {
            let half = record.as_bytes().iter().take(record.len() / 2);
            bytes.extend(half);
            bytes.extend_from_slice(RUBBISH);
        } else {
            bytes.extend_from_slice(record.as_bytes());
        }
    }
    bytes.extend_from_slice(b"]}");
    bytes
}
