//! Every stream, sound or not, compared with flate2.

use std::io::Write as _;

use flate2::{Compression, Decompress, FlushDecompress, Status, write::DeflateEncoder};
use proptest::prelude::*;

use super::*;

/// What flate2 makes of a stream in the same room: the bytes read, and the text.
fn expected(packed: &[u8], room: usize) -> Option<(usize, Vec<u8>)> {
    let mut decoder = Decompress::new(false);
    let mut text = vec![0; room];
    let status = decoder.decompress(packed, &mut text, FlushDecompress::Finish).ok()?;
    text.truncate(usize::try_from(decoder.total_out()).unwrap());
    (status == Status::StreamEnd).then(|| (usize::try_from(decoder.total_in()).unwrap(), text))
}

/// Compares with flate2, in exactly the room that the text needs and in more, with all instructions and with few.
#[track_caller]
fn is_same(decoder: &mut WholeStream, packed: &[u8], length: usize) {
    for room in [length, length + SLACK, length.saturating_sub(1)] {
        let (mut text, mut plain) = (vec![0; room], vec![0; room]);
        let found = decoder.decode(packed, &mut text, &mut || true);
        assert_eq!(decoder.decode_anywhere(packed, &mut plain), found, "{}", packed.escape_ascii());
        let made = found.map_or(0, |extent| extent.made);
        assert_eq!(text.get(..made), plain.get(..made));
        text.truncate(made);
        let found = found.ok().map(|extent| (extent.read, text));
        assert_eq!(found, expected(packed, room), "{room} {}", packed.escape_ascii());
    }
}

fn packed(text: &[u8], level: u32, flushed_at: usize) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(level));
    let (before, after) = text.split_at(flushed_at.min(text.len()));
    encoder.write_all(before).unwrap();
    if !after.is_empty() {
        encoder.flush().unwrap();
    }
    encoder.write_all(after).unwrap();
    encoder.finish().unwrap()
}

/// Texts of all kinds: of few letters, with repetitions at any distance, and like records.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let repeated = prop::collection::vec((any::<u8>(), 1..40_000_usize, 0..300_usize), 0..60);
    let repeated = repeated.prop_map(|steps| {
        let mut text = Vec::new();
        for (byte, distance, length) in steps {
            text.push(byte);
            let distance = distance.min(text.len());
            (0..length).for_each(|_| text.push(text[text.len() - distance]));
        }
        text
    });
    let record = r#"{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:00Z","eventName":"GetObject"}"#;
    let records = prop::collection::vec(any::<(u8, u8)>(), 0..200).prop_map(move |changes| {
        let mut text = record.repeat(changes.len()).into_bytes();
        let length = record.len();
        for (number, (at, byte)) in changes.into_iter().enumerate() {
            text[number * length + usize::from(at) % length] = byte;
        }
        text
    });
    let letters = (1..5_u8, prop::collection::vec(any::<u8>(), 0..5000));
    prop_oneof![
        repeated,
        records,
        letters.prop_map(|(most, text)| text.into_iter().map(|byte| b'a' + byte % most).collect()),
        prop::collection::vec(any::<u8>(), 0..5000),
        (any::<u8>(), 0..100_000_usize).prop_map(|(byte, length)| vec![byte; length]),
    ]
}

proptest! {
    #[test]
    fn sound_streams_give_the_text_that_flate2_gives(
        text in text(), level in 0..10_u32, flushed_at in 0..6000_usize, behind in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut stream = packed(&text, level, flushed_at);
        let mut decoder = WholeStream::default();
        is_same(&mut decoder, &stream, text.len());
        stream.extend_from_slice(&behind);
        is_same(&mut decoder, &stream, text.len());
    }

    #[test]
    fn damaged_streams_are_refused_as_flate2_refuses_them(
        text in text(), level in 0..10_u32, flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8), 0..4),
        cut in any::<prop::sample::Index>(), is_cut: bool,
    ) {
        let mut stream = packed(&text, level, 1000);
        for (at, bit) in flips {
            let at = at.index(stream.len());
            stream[at] ^= 1_u8 << bit;
        }
        if is_cut {
            stream.truncate(cut.index(stream.len()));
        }
        is_same(&mut WholeStream::default(), &stream, text.len());
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(stream in prop::collection::vec(any::<u8>(), 0..300)) {
        is_same(&mut WholeStream::default(), &stream, 3000);
    }
}

/// CodeTables of the last stream, complete or not, must not be taken for those of the next.
#[test]
fn one_stream_leaves_nothing_to_the_next() {
    let mut decoder = WholeStream::default();
    let fixed = packed(b"abc", 9, 3);
    let dynamic = packed(&b"some text, some more text".repeat(50), 9, 1 << 20);
    for stream in [&fixed, &dynamic, &fixed, &dynamic[..20].to_vec(), &fixed, &vec![7; 5], &dynamic] {
        is_same(&mut decoder, stream, 1250);
    }
}

#[test]
fn a_stream_is_given_up_between_blocks() {
    let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    let stream = packed(&text, 6, 1000);
    let mut room = vec![0; text.len() + SLACK];
    let mut blocks = 0;
    WholeStream::default()
        .decode(&stream, &mut room, &mut || {
            blocks += 1;
            true
        })
        .unwrap();
    assert!(blocks > 5, "{blocks}");
    let mut left = 3;
    let result = WholeStream::default().decode(&stream, &mut room, &mut || {
        left -= 1;
        left > 0
    });
    assert_eq!(result, Err(DeflateFault::Stopped));
}
