//! zstd, xz and bzip2 → bytes, within the limits. What was decompressed before damage is kept, and the damage is reported.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use bzip2::bufread::MultiBzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;

use super::allowance::{Allowance, Cut};
use super::inflate::{Flaw, Unpacking};

/// Minimum and maximum growth of a buffer, and bytes of text between two checks of the limits.
const GROWTH: (usize, usize) = (64 << 10, 16 << 20);
/// Decompressing xz may take this much memory besides the text, in KiB.
const XZ_MEMORY: u32 = 128 << 10;

/// Bytes that are read one after another; counts them.
struct PackedInput<'b> {
    bytes: &'b [u8],
    at: &'b Cell<usize>,
}

impl Read for PackedInput<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.get(self.at.get()..).unwrap_or_default().read(buffer)?;
        self.at.set(self.at.get() + read);
        Ok(read)
    }
}

impl BufRead for PackedInput<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(self.bytes.get(self.at.get()..).unwrap_or_default())
    }

    fn consume(&mut self, read: usize) {
        self.at.set(self.at.get() + read);
    }
}

/// Why reading ended before its end.
#[derive(Clone, Copy)]
enum StreamStop {
    Cut(Cut),
    Damaged,
}

/// The text that is being made.
struct StreamText<'t, 'a> {
    text: &'t mut Vec<u8>,
    allowance: &'a mut dyn Allowance,
}

impl StreamText<'_, '_> {
    /// Appends everything that `reader` gives.
    fn take_all(&mut self, reader: &mut dyn Read, at: &Cell<usize>) -> Result<(), StreamStop> {
        loop {
            let made = self.text.len();
            let most = self.allowance.text_bytes().saturating_add(1);
            let piece = made.clamp(GROWTH.0, GROWTH.1).min(most.saturating_sub(made)).max(1);
            let more = (made + piece).saturating_sub(self.text.capacity());
            if more > 0 {
                if !self.allowance.take(more) {
                    return Err(StreamStop::Cut(Cut::Memory));
                }
                self.text.reserve_exact(piece);
            }
            self.text.resize(made + piece, 0);
            let read = reader.read(self.text.get_mut(made..).unwrap_or_default());
            self.text.truncate(made + read.as_ref().copied().unwrap_or(0));
            match read {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(StreamStop::Damaged),
            }
            if self.text.len() > self.allowance.text_bytes() {
                self.text.truncate(self.allowance.text_bytes());
                return Err(StreamStop::Cut(Cut::Size));
            }
            self.allowance.go_on(at.get(), self.text.len()).map_err(StreamStop::Cut)?;
        }
    }
}

/// Decompresses zstd data, all frames; `text` is overwritten.
pub(super) fn zstd(bytes: &[u8], text: &mut Vec<u8>, allowance: &mut dyn Allowance) -> Unpacking {
    text.clear();
    let at = Cell::new(0);
    let mut out = StreamText { text, allowance };
    while at.get() < bytes.len() {
        if let Some(length) = skippable(bytes.get(at.get()..).unwrap_or_default()) {
            at.set(at.get().saturating_add(length).min(bytes.len()));
            continue;
        }
        let start = at.get();
        let Ok(mut frame) = StreamingDecoder::new(PackedInput { bytes, at: &at }) else {
            at.set(start);
            return ended(bytes, &at, &out, StreamStop::Damaged, "the zstd data is damaged or truncated");
        };
        if let Err(stopped) = out.take_all(&mut frame, &at) {
            return ended(bytes, &at, &out, stopped, "the zstd data is damaged or truncated");
        }
        let decoder = frame.into_frame_decoder();
        let stated = decoder.get_checksum_from_data();
        if stated.is_some() && stated != decoder.get_calculated_checksum() {
            return ended(bytes, &at, &out, StreamStop::Damaged, "the checksum of a zstd frame is wrong");
        }
    }
    Unpacking::default()
}

/// Returns the length of a frame that holds no data, if one begins here.
fn skippable(bytes: &[u8]) -> Option<usize> {
    const MARK: [u8; 3] = [0x2a, 0x4d, 0x18];
    let [first, mark @ .., a, b, c, d] = bytes.first_chunk::<8>()?;
    let is_skippable = first & 0xf0 == 0x50 && *mark == MARK;
    let length = u32::from_le_bytes([*a, *b, *c, *d]);
    is_skippable.then_some(8_usize.saturating_add(length as usize))
}

/// Decompresses xz data, all streams; `text` is overwritten.
pub(super) fn xz(bytes: &[u8], text: &mut Vec<u8>, allowance: &mut dyn Allowance) -> Unpacking {
    text.clear();
    let at = Cell::new(0);
    let mut out = StreamText { text, allowance };
    let mut reader = XzReader::new_mem_limit(PackedInput { bytes, at: &at }, true, XZ_MEMORY);
    match out.take_all(&mut reader, &at) {
        Ok(()) => Unpacking::default(),
        Err(stopped) => ended(bytes, &at, &out, stopped, "the xz data is damaged or truncated"),
    }
}

/// Decompresses bzip2 data, all streams; `text` is overwritten.
pub(super) fn bzip2(bytes: &[u8], text: &mut Vec<u8>, allowance: &mut dyn Allowance) -> Unpacking {
    text.clear();
    let at = Cell::new(0);
    let mut out = StreamText { text, allowance };
    match out.take_all(&mut MultiBzDecoder::new(PackedInput { bytes, at: &at }), &at) {
        Ok(()) => Unpacking::default(),
        Err(stopped) => ended(bytes, &at, &out, stopped, "the bzip2 data is damaged or truncated"),
    }
}

fn ended(
    bytes: &[u8],
    at: &Cell<usize>,
    out: &StreamText<'_, '_>,
    stopped: StreamStop,
    reason: &'static str,
) -> Unpacking {
    let mut unpacking = Unpacking::default();
    match stopped {
        StreamStop::Cut(cut) => unpacking.cut = Some(cut),
        StreamStop::Damaged => {
            let packed_at = at.get().min(bytes.len());
            let length = bytes.len() - packed_at;
            unpacking.flaws.push(Flaw { packed_at, text_at: out.text.len(), length, reason });
        }
    }
    unpacking
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::codec::allowance::UpTo;

    type Decode = fn(&[u8], &mut Vec<u8>, &mut dyn Allowance) -> Unpacking;

    /// `{"Records":[]}` and a line end, as the programs zstd, xz and bzip2 write it.
    const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd\x04\x58\x79\x00\x00\x7b\x22\x52\x65\x63\x6f\x72\x64\x73\x22\x3a\x5b\x5d\x7d\x0a\xc6\x2b\x21\xbf";
    const XZ: &[u8] = b"\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5\xa3\x01\x00\x0e\x7b\x22\x52\x65\x63\x6f\x72\x64\x73\x22\x3a\x5b\x5d\x7d\x0a\x00\x00\x58\xe0\xc3\x8a\x10\x93\x30\x89\x00\x01\x27\x0f\xdf\x1a\xfc\x6a\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a";
    const BZIP2: &[u8] = b"\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\x4d\x62\x0d\x55\x00\x00\x06\xdb\x80\x00\x10\x10\x00\x00\x10\x10\x0a\x0e\x00\x98\x0a\x20\x00\x31\x00\x00\x0a\x69\x88\xc1\xea\x86\x0d\xa7\xf5\x93\x61\x87\xc5\xdc\x91\x4e\x14\x24\x13\x58\x83\x55\x40";
    const TEXT: &[u8] = b"{\"Records\":[]}\n";

    fn decoded(decode: Decode, bytes: &[u8], limit: usize) -> (Vec<u8>, Option<Cut>, usize) {
        let mut text = b"before".to_vec();
        let unpacking = decode(bytes, &mut text, &mut UpTo(limit));
        (text, unpacking.cut, unpacking.flaws.len())
    }

    #[test]
    fn all_parts_are_decompressed_within_the_limit() {
        for (decode, packed) in [(zstd as Decode, ZSTD), (xz, XZ), (bzip2, BZIP2)] {
            assert_eq!(decoded(decode, packed, 100), (TEXT.to_vec(), None, 0));
            let twice = [packed, packed].concat();
            assert_eq!(decoded(decode, &twice, 100), ([TEXT, TEXT].concat(), None, 0));
            assert_eq!(decoded(decode, packed, 10), (TEXT[..10].to_vec(), Some(Cut::Size), 0));
        }
        let skipped = [b"\x50\x2a\x4d\x18\x03\0\0\0xyz", ZSTD].concat();
        assert_eq!(decoded(zstd, &skipped, 100), (TEXT.to_vec(), None, 0));
    }

    #[test]
    fn damage_is_reported_wherever_it_is() {
        for (decode, packed) in [(zstd as Decode, ZSTD), (xz, XZ), (bzip2, BZIP2)] {
            for end in 1..packed.len() {
                let (text, _, flaws) = decoded(decode, &packed[..end], 100);
                assert!(flaws == 1 && TEXT.starts_with(&text), "{end}");
            }
            for at in 0..packed.len() {
                let mut damaged = packed.to_vec();
                damaged[at] ^= 0x55;
                let (text, _, flaws) = decoded(decode, &damaged, 100);
                assert!(flaws > 0 || text == TEXT, "byte {at}");
            }
        }
    }
}
