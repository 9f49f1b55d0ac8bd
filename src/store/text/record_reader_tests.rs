//! Every way to read gives the same records, whatever their file is and in whatever order they are read.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

use super::*;
use crate::record::read::RawRecord;
use crate::store::builder::Builder;
use crate::store::codec::coding::{Coding, Step};
use crate::store::file::{FileState, Layer, Spelling};

/// Files, with the places and the content of their records.
struct Made {
    store: Store,
    expected: Vec<String>,
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn made() -> Made {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let mut expected = Vec::new();
    for number in 0..12 {
        let records: Vec<String> =
            (0..7).map(|at| format!(r#"{{"eventVersion":"1.08","eventID":"{number}-{at}"}}"#)).collect();
        let (text, is_within) = (records.join("\n"), number % 4 == 3);
        let text = if is_within { format!("{text:?}").replace("\\n", "\\u000a") } else { text };
        let mut at = 0;
        for record in records {
            let length = u32::try_from(record.len()).unwrap();
            let place = Place { file: number, layer: u32::from(is_within), start: at, length };
            collector.add(&RawRecord::read(record.as_bytes(), 0).unwrap(), place);
            expected.push(record);
            at += length + 1;
        }
        let step = Step { coding: Coding::Gzip, made: text.len() };
        let source = match number % 4 {
            0 => Source::new(text.as_bytes(), []),
            1 => Source::new([gzip(b""), gzip(text.as_bytes())].concat(), [step]),
            _ => Source::new(gzip(text.as_bytes()), [step]),
        };
        let length = u32::try_from(text.len()).unwrap();
        let layers = if is_within {
            vec![Layer { parent: 0, start: 0, length, spelling: Spelling::Plain }]
        } else {
            Vec::new()
        };
        let source = Some(source);
        let file = LogFile { source, layers, ..LogFile::empty("x".into(), FileState::Read) };
        collector.add_file(number, file);
    }
    builder.append(collector.take());
    Made { store: builder.publish(), expected }
}

#[test]
fn every_way_gives_the_same_record() {
    let Made { store, expected } = made();
    let text = |record: &[u8]| String::from_utf8(record.to_vec()).unwrap();
    // Nothing is kept, one file is, or all are; long ones are not.
    let readers = [(0, usize::MAX), (400, usize::MAX), (1 << 20, usize::MAX), (1 << 20, 100)];
    let mut readers = readers.map(|(most, longest)| RecordReader::keeping(most, longest));
    let events = expected.len();
    for step in [1, 5, 29, events - 1] {
        for event in (0..events).map(|number| number * step % events) {
            let (number, expected) = (u32::try_from(event).unwrap(), &expected[event]);
            for reader in &mut readers {
                assert_eq!(&text(reader.record(&store, number)), expected);
                let file = store.file_of(number).unwrap();
                let mut whole = reader.file(file, &|| false).unwrap();
                assert_eq!(&text(whole.record(store.place(number).unwrap())), expected);
                assert_eq!(whole.is_flat(), whole.text().starts_with(b"{"));
            }
            assert_eq!(&text(&RecordReader::once(&store, number)), expected);
            let free = event / 7 % 4 == 0;
            assert_eq!(RecordReader::within(&store, number, 0).is_some(), free);
            assert_eq!(&text(&RecordReader::within(&store, number, 1000).unwrap()), expected);
        }
    }
    assert_eq!((RecordReader::once(&store, 999), readers[0].record(&store, 999)), (Vec::new(), &[][..]));
}

#[test]
fn a_file_whose_records_stand_together_is_unpacked_once() {
    let Made { store, expected } = made();
    let before = RecordReader::unpacked_here();
    let mut reader = RecordReader::keeping(0, usize::MAX);
    for event in 0..u32::try_from(expected.len()).unwrap() {
        reader.record(&store, event);
    }
    let packed =
        store.files().filter_map(|file| file.source.as_ref()).filter(|file| file.as_text().is_none());
    let once: usize = packed.map(Source::text_length).sum();
    assert_eq!(RecordReader::unpacked_here() - before, once as u64);
}
