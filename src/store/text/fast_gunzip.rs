//! The texts of many files, one after the other: with one buffer, and without checking again what was checked when
//! they were read.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};

use super::codec::coding::{Coding, Step};
use super::codec::gzip::header_length;
use super::source::Source;

/// Makes the texts of one file after the other.
#[derive(Debug, Default)]
pub struct Unpacker {
    inflate: Option<Decompress>,
    buffer: Vec<u8>,
}

/// How many bytes of text are made between two looks at whether they are still wanted.
const MADE_AT_ONCE: usize = 1 << 20;

/// Of a longer text no buffer is kept.
const LARGEST_BUFFER: usize = 64 << 20;

impl Unpacker {
    /// The whole text of a file, the same as [`Source::text`]. `None` when it was cancelled.
    pub fn text<'s>(&'s mut self, source: &'s Source, cancelled: &dyn Fn() -> bool) -> Option<Cow<'s, [u8]>> {
        if let [Step { coding: Coding::Gzip, made }] = *source.steps()
            && self.inflate(source.bytes(), made, cancelled).is_some()
        {
            let length = made;
            return (!cancelled()).then(|| Cow::Borrowed(self.buffer.get(..length).unwrap_or_default()));
        }
        (!cancelled()).then(|| source.text())
    }

    /// Makes the text of a file of one sound member in the buffer, all `length` bytes of it.
    fn inflate(&mut self, bytes: &[u8], length: usize, cancelled: &dyn Fn() -> bool) -> Option<()> {
        let (body, tail) = bytes.get(header_length(bytes).ok()?..)?.split_last_chunk::<8>()?;
        let [.., a, b, c, d] = *tail;
        if length > LARGEST_BUFFER || length != u32::from_le_bytes([a, b, c, d]) as usize {
            return None;
        }
        if self.buffer.len() < length {
            self.buffer.resize(length, 0);
        }
        let inflate = self.inflate.get_or_insert_with(|| Decompress::new(false));
        inflate.reset(false);
        loop {
            let (read, made) = (place(inflate.total_in())?, place(inflate.total_out())?);
            let end = length.min(made + MADE_AT_ONCE);
            // What is finished at once needs no memory of what it was made from.
            let flush = if end == length { FlushDecompress::Finish } else { FlushDecompress::None };
            let status = inflate.decompress(body.get(read..)?, self.buffer.get_mut(made..end)?, flush);
            let (in_all, made_now) = (place(inflate.total_in())?, place(inflate.total_out())?);
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

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use flate2::{Compression, GzBuilder};
    use proptest::prelude::*;

    use super::*;

    fn gzip(text: &[u8], builder: GzBuilder) -> Vec<u8> {
        let mut encoder = builder.write(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// What is made of the bytes when they are read: all of it, or less where it was cut.
    #[track_caller]
    fn is_same(unpacker: &mut Unpacker, bytes: &[u8], cut: usize) {
        let mut text = Vec::new();
        let _ = flate2::bufread::MultiGzDecoder::new(bytes).read_to_end(&mut text);
        let step = Step { coding: Coding::Gzip, made: text.len().min(cut) };
        let source = Source::new(bytes.to_vec(), vec![step]);
        assert_eq!(unpacker.text(&source, &|| false).as_deref(), Some(&*source.text()));
    }

    #[test]
    fn every_file_gives_the_text_that_it_gave_when_it_was_read() {
        let mut unpacker = Unpacker::default();
        let long: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
        let plain = gzip(b"hello", GzBuilder::new());
        let mut files = vec![
            plain.clone(),
            gzip(b"", GzBuilder::new()),
            gzip(&long, GzBuilder::new().filename("name")),
            gzip(b"a comment", GzBuilder::new().comment("no name")),
            [plain.clone(), plain.clone()].concat(),
            [plain.as_slice(), b"garbage that is long enough"].concat(),
            plain[..plain.len() - 5].to_vec(),
            plain[..5].to_vec(),
            Vec::new(),
        ];
        // What the trailer says about the length is wrong.
        files.push([&plain[..plain.len() - 4], &[4, 0, 0, 0]].concat());
        files.push([&plain[..plain.len() - 4], &[6, 0, 0, 0]].concat());
        for file in &files {
            for cut in [3, usize::MAX] {
                is_same(&mut unpacker, file, cut);
            }
        }
    }

    #[test]
    fn what_is_cancelled_gives_nothing() {
        let source =
            Source::new(gzip(b"hello", GzBuilder::new()), vec![Step { coding: Coding::Gzip, made: 5 }]);
        assert_eq!(Unpacker::default().text(&source, &|| true), None);
    }

    proptest! {
        #[test]
        fn damage_changes_nothing(at in 0..60_usize, byte: u8) {
            let mut file = gzip(b"some text, some text, and some more text", GzBuilder::new());
            let at = at % file.len();
            file[at] = byte;
            is_same(&mut Unpacker::default(), &file, usize::MAX);
        }
    }
}
