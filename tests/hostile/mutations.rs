//! One damaged place in an intact log file: every record that it does not touch must be listed unchanged.

use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use serde_json::value::RawValue;

use crate::files::regular_files;
use crate::input::Input;
use crate::random::Random;

/// A log file whose records another reader of JSON has split.
struct Sound {
    name: String,
    text: Vec<u8>,
    records: Vec<Range<usize>>,
}

#[derive(serde::Deserialize)]
struct LogFile<'t> {
    #[serde(rename = "Records", borrow)]
    records: Vec<&'t RawValue>,
}

/// Longer files take too long in thousands of trials and add nothing.
const LONGEST: usize = 100_000;

fn sound_files(folder: &Path) -> Vec<Sound> {
    let paths = regular_files(folder).into_iter();
    paths.filter_map(|path| sound_file(&path)).filter(|file| !file.records.is_empty()).collect()
}

fn sound_file(path: &Path) -> Option<Sound> {
    let bytes = std::fs::read(path).ok()?;
    let mut text = Vec::new();
    if flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).is_err() {
        text = bytes;
    }
    if text.len() > LONGEST {
        return None;
    }
    let records = {
        let log: LogFile<'_> = serde_json::from_slice(&text).ok()?;
        let place = |record: &&RawValue| {
            let start = record.get().as_ptr() as usize - text.as_ptr() as usize;
            start..start + record.get().len()
        };
        log.records.iter().map(place).collect::<Vec<_>>()
    };
    // Only records that are events when intact can be missed; notifications have a list of the same name.
    let is_event = |place: &Range<usize>| text[place.clone()].starts_with(b"{\"eventVersion\"");
    let all = records.iter().all(is_event) && !text.windows(11).any(|word| word == b"\"aws:s3\"");
    all.then(|| Sound { name: path.file_name().unwrap().to_string_lossy().into_owned(), text, records })
}

/// Makes `wanted` mutations of the intact log files in `folder`, of seven kinds in turn.
pub(crate) fn inputs(folder: &Path, wanted: usize, random: &mut Random, add: &mut dyn FnMut(Input)) {
    let files = sound_files(folder);
    assert!(files.len() > 20, "only {} files to start from", files.len());
    for number in 0..wanted {
        let file = &files[random.below(files.len())];
        let at = random.below(file.text.len());
        let byte = u8::try_from(random.below(256)).unwrap();
        let telling = *random.pick(b"\"\\{}[],:\0\n");
        let (what, place, new) = match number % 7 {
            0 => ("changed", at..at + 1, vec![byte]),
            1 => ("deleted", at..at + 1, Vec::new()),
            2 => ("inserted", at..at, vec![byte]),
            3 => ("changed to invalid UTF-8", at..at + 1, vec![0xff]),
            4 => ("cut", at..file.text.len(), Vec::new()),
            5 => ("zeroed", at..(at + 64).min(file.text.len()), vec![0; 64.min(file.text.len() - at)]),
            _ => ("inserted by an attacker", at..at, vec![telling]),
        };
        let bytes = [&file.text[..place.start], &new, &file.text[place.end..]].concat();
        let untouched = |record: &&Range<usize>| record.end <= place.start || place.end <= record.start;
        let sound: Vec<&[u8]> =
            file.records.iter().filter(untouched).map(|record| &file.text[record.clone()]).collect();
        add(Input::new("M1", format!("{number}: {} {what} at {at}", file.name), bytes).with(&sound));
    }
}
