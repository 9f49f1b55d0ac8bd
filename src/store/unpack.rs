//! The texts of many files, one after the other: with one buffer, and without checking again what was checked when
//! they were read.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};

use super::source::{Coding, Source};

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
        if source.codings() == [Coding::Gzip]
            && let Some(length) = self.inflate(source, cancelled)
        {
            return (!cancelled()).then(|| Cow::Borrowed(self.buffer.get(..length).unwrap_or_default()));
        }
        (!cancelled()).then(|| source.text())
    }

    /// The length of the text of a file of one sound member, which is in the buffer then.
    fn inflate(&mut self, source: &Source, cancelled: &dyn Fn() -> bool) -> Option<usize> {
        let bytes = source.bytes();
        let (body, tail) = bytes.get(header(bytes)?..)?.split_last_chunk::<8>()?;
        let [.., a, b, c, d] = *tail;
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        // No deflate stream grows more than about a thousand times: what says so is not one sound member.
        if length > source.limit().min(LARGEST_BUFFER) || length / 1100 > body.len() {
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
                    return (in_all == body.len() && made_now == length).then_some(length);
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

/// The length of a gzip header that holds at most a name; `None` for others, which are rare.
fn header(bytes: &[u8]) -> Option<usize> {
    const NAME: u8 = 8;
    match *bytes.first_chunk::<10>()? {
        [0x1f, 0x8b, 8, 0, ..] => Some(10),
        [0x1f, 0x8b, 8, NAME, ..] => Some(memchr::memchr(0, bytes.get(10..)?)? + 11),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, GzBuilder};
    use proptest::prelude::*;

    use super::*;

    fn gzip(text: &[u8], builder: GzBuilder) -> Vec<u8> {
        let mut encoder = builder.write(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[track_caller]
    fn is_same(unpacker: &mut Unpacker, bytes: &[u8], codings: &[Coding], limit: usize) {
        let source = Source::new(bytes.to_vec(), codings.to_vec(), limit);
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
            for limit in [3, 1 << 30] {
                is_same(&mut unpacker, file, &[Coding::Gzip], limit);
            }
            is_same(&mut unpacker, file, &[], 1 << 30);
        }
        is_same(&mut unpacker, &gzip(&plain, GzBuilder::new()), &[Coding::Gzip, Coding::Gzip], 1 << 30);
    }

    #[test]
    fn what_is_cancelled_gives_nothing() {
        let source = Source::new(gzip(b"hello", GzBuilder::new()), vec![Coding::Gzip], 100);
        assert_eq!(Unpacker::default().text(&source, &|| true), None);
    }

    proptest! {
        #[test]
        fn damage_changes_nothing(at in 0..60_usize, byte: u8) {
            let mut file = gzip(b"some text, some text, and some more text", GzBuilder::new());
            let at = at % file.len();
            file[at] = byte;
            is_same(&mut Unpacker::default(), &file, &[Coding::Gzip], 1000);
        }
    }
}
