//! The fast path for gzip data that was decompressed before: one intact member of a known length, without its
//! checksum and without a buffer that grows. `inflate` handles all other data. Without it, a text search takes
//! 15 % more instructions.

use flate2::{FlushDecompress, Status};

use super::gzip::header_length;
use super::inflate::Inflater;

/// Bytes of text between two checks for cancellation.
const MADE_AT_ONCE: usize = 1 << 20;

impl Inflater {
    /// Decompresses one intact member, all `length` bytes of it, to the beginning of `text`. Returns `None` if
    /// the data are different, or if cancelled; the content of `text` is then undefined.
    pub(in crate::store::text) fn unpack_sound(
        &mut self,
        packed: &[u8],
        length: usize,
        text: &mut Vec<u8>,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<()> {
        let (body, tail) = packed.get(header_length(packed).ok()?..)?.split_last_chunk::<8>()?;
        let [.., a, b, c, d] = *tail;
        if length != u32::from_le_bytes([a, b, c, d]) as usize {
            return None;
        }
        if text.len() < length {
            text.resize(length, 0);
        }
        self.stream.reset(false);
        loop {
            let (read, made) = (place(self.stream.total_in())?, place(self.stream.total_out())?);
            let end = length.min(made + MADE_AT_ONCE);
            // Decompressing everything in one call needs no copy of the window.
            let flush = if end == length { FlushDecompress::Finish } else { FlushDecompress::None };
            let status = self.stream.decompress(body.get(read..)?, text.get_mut(made..end)?, flush);
            let (in_all, made_now) = (place(self.stream.total_in())?, place(self.stream.total_out())?);
            match status {
                Ok(Status::StreamEnd) => {
                    return (in_all == body.len() && made_now == length).then_some(());
                }
                Ok(_) if (in_all, made_now) != (read, made) && !cancelled() => {}
                _ => return None,
            }
        }
    }
}

fn place(total: u64) -> Option<usize> {
    usize::try_from(total).ok()
}
