//! Decodes the texts of files from their kept bytes, one after another, with the state of one decoder and one
//! buffer.

use std::borrow::Cow;
use std::cell::Cell;

use super::codec::allowance::{Allowance, Cut};
use super::codec::coding::{Coding, Step, decode};
use super::codec::inflate::Inflater;
use super::source::Source;

/// Maximum size of a buffer that is kept for the next text.
const LARGEST_BUFFER: usize = 64 << 20;

/// Decompresses one file after another.
#[derive(Debug, Default)]
pub(super) struct Unpacker {
    /// Made when it is needed: its state is larger than most files.
    inflater: Option<Inflater>,
    buffer: Vec<u8>,
}

thread_local! {
    static UNPACKED: Cell<u64> = const { Cell::new(0) };
}

/// Returns how many bytes this thread has decoded so far.
pub(super) fn unpacked_here() -> u64 {
    UNPACKED.get()
}

impl Unpacker {
    /// Returns the whole text of a file, as it was when the file was loaded. `None` if cancelled.
    pub(super) fn text<'s>(
        &'s mut self,
        source: &'s Source,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Cow<'s, [u8]>> {
        if let Some(text) = source.as_text() {
            return (!cancelled()).then_some(Cow::Borrowed(text));
        }
        let mut text = std::mem::take(&mut self.buffer);
        let made = self.fill(&mut text, source, cancelled);
        if text.capacity() > LARGEST_BUFFER {
            text.truncate(made?);
            return Some(Cow::Owned(text));
        }
        self.buffer = text;
        self.buffer.get(..made?).map(Cow::Borrowed)
    }

    /// Returns the whole text of a file, to be kept.
    pub(super) fn whole(&mut self, source: &Source) -> Vec<u8> {
        let mut text = Vec::new();
        let made = self.fill(&mut text, source, &|| false).unwrap_or_default();
        text.truncate(made);
        text
    }

    /// Returns the text of a file up to byte `end`, or slightly more: decoding stops there.
    pub(super) fn until<'s>(&mut self, source: &'s Source, end: usize) -> Cow<'s, [u8]> {
        source.as_text().map_or_else(
            || {
                let mut text = Vec::new();
                // It is not cancelled.
                let _ = self.decode(&mut text, source, end, &|| false);
                Cow::Owned(text)
            },
            Cow::Borrowed,
        )
    }

    /// Decodes the whole text of a file that has steps to the beginning of `text`; returns its length, or
    /// `None` if cancelled.
    fn fill(&mut self, text: &mut Vec<u8>, source: &Source, cancelled: &dyn Fn() -> bool) -> Option<usize> {
        if let [Step { coding: Coding::Gzip, made }] = *source.steps() {
            let inflater = self.inflater.get_or_insert_default();
            if inflater.unpack_sound(source.bytes(), made, text, cancelled).is_some() {
                count(made);
                return (!cancelled()).then_some(made);
            }
        }
        self.decode(text, source, usize::MAX, cancelled)?;
        (!cancelled()).then_some(text.len())
    }

    /// Repeats the steps that were applied when the file was loaded. `None` if cancelled.
    fn decode(
        &mut self,
        text: &mut Vec<u8>,
        source: &Source,
        end: usize,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<()> {
        let inflater = self.inflater.get_or_insert_default();
        let mut from = Cow::Borrowed(source.bytes());
        let (last, before) = source.steps().split_last()?;
        let steps = before.iter().map(|step| (step, usize::MAX)).chain([(last, end)]);
        for (step, end) in steps {
            if cancelled() {
                return None;
            }
            // A decoder may stop up to four bytes, one character, before its limit.
            let mut wanted = Wanted { most: end.min(step.made).saturating_add(4), cancelled };
            let cut = decode(step.coding, &from, text, inflater, &mut wanted).cut;
            count(text.len());
            if cut == Some(Cut::Stopped) {
                return None;
            }
            if !std::ptr::eq(step, last) {
                from = Cow::Owned(std::mem::take(text));
            }
        }
        Some(())
    }
}

/// Limits the size, because the data were decompressed before, and checks for cancellation.
struct Wanted<'c> {
    most: usize,
    cancelled: &'c dyn Fn() -> bool,
}

impl Allowance for Wanted<'_> {
    fn text_bytes(&self) -> usize {
        self.most
    }

    fn take(&mut self, _bytes: usize) -> bool {
        true
    }

    fn go_on(&mut self, _read: usize, made: usize) -> Result<(), Cut> {
        match made {
            _ if (self.cancelled)() => Err(Cut::Stopped),
            made if made > self.most => Err(Cut::Size),
            _ => Ok(()),
        }
    }
}

fn count(made: usize) {
    UNPACKED.set(UNPACKED.get().saturating_add(made as u64));
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

    fn stepwise(source: &Source) -> Vec<u8> {
        Unpacker::default().until(source, usize::MAX).into_owned()
    }

    /// Compares with the text at loading time: all of it, or less if it was cut.
    #[track_caller]
    fn is_same(unpacker: &mut Unpacker, bytes: &[u8], cut: usize) {
        let mut text = Vec::new();
        let _ = flate2::bufread::MultiGzDecoder::new(bytes).read_to_end(&mut text);
        let step = Step { coding: Coding::Gzip, made: text.len().min(cut) };
        let source = Source::new(bytes.to_vec(), vec![step]);
        assert_eq!(unpacker.text(&source, &|| false).as_deref(), Some(&*stepwise(&source)));
        assert_eq!(unpacker.whole(&source), stepwise(&source));
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
        // The length in the trailer is wrong.
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
        assert_eq!(Unpacker::default().text(&Source::new(*b"{}", []), &|| true), None);
    }

    /// A damaged file, or one of two members, was decompressed completely before cancellation was checked.
    #[test]
    fn long_texts_of_every_kind_are_given_up_midway() {
        let long = vec![b'a'; 8 << 20];
        let sound = gzip(&long, GzBuilder::new());
        let half = long.len() / 2;
        let parts = [gzip(&long[..half], GzBuilder::new()), gzip(&long[half..], GzBuilder::new())].concat();
        for bytes in [sound, parts] {
            let source = Source::new(bytes, [Step { coding: Coding::Gzip, made: long.len() }]);
            let looks = Cell::new(0);
            let cancelled = || looks.replace(looks.get() + 1) >= 2;
            let before = unpacked_here();
            assert_eq!(Unpacker::default().text(&source, &cancelled), None);
            assert!(unpacked_here() - before < 4 << 20, "{}", looks.get());
        }
    }

    #[test]
    fn several_steps_lead_to_the_text() {
        let big: Vec<u8> = "aé😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let steps = [(Coding::Gzip, big.len()), (Coding::Utf16Be, 7)];
        let steps: Vec<Step> = steps.iter().map(|&(coding, made)| Step { coding, made }).collect();
        let twice = Source::new(gzip(&big, GzBuilder::new()), steps);
        let mut unpacker = Unpacker::default();
        assert_eq!(unpacker.text(&twice, &|| false).as_deref(), Some("aé😀".as_bytes()));
        assert!(unpacker.until(&twice, 4).starts_with("aé".as_bytes()));
        assert!(unpacker.until(&twice, 7).starts_with("aé😀".as_bytes()));
    }

    #[test]
    fn what_was_cut_is_cut_at_the_same_place_again() {
        let packed = gzip(&[b'a'; 5000], GzBuilder::new());
        let source = Source::new(packed, [Step { coding: Coding::Gzip, made: 1000 }]);
        assert!((1000..=1004).contains(&stepwise(&source).len()));
        assert!((10..=14).contains(&Unpacker::default().until(&source, 10).len()));
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
