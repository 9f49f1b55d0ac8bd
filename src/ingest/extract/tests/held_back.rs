//! One damaged stretch, of whatever bytes: each intact record around it is shown, or counted as held back and loaded on
//! request. Nothing disappears without a word.

use std::ops::Range;

use proptest::prelude::*;

use crate::ingest::extract::{Findings, read_with};
use crate::store::builder::Builder;
use crate::store::file::{FileState, LogFile};
use crate::store::source::Source;

const RECORDS: [&str; 4] = [
    r#"{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"a{b"},"eventName":"A","eventID":"1"}"#,
    r#"{"eventVersion":"1.08","eventName":"B","requestParameters":{"document":"{\"a\":[\"]}\"]}","n":[1,{}]},"eventID":"2"}"#,
    r#"{"eventVersion":"1.08","eventName":"C","userAgent":"\\\"}],{","eventID":"3"}"#,
    r#"{"eventVersion":"1.08","eventName":"D","resources":[{"ARN":"arn:aws:s3:::b"}],"eventID":"4"}"#,
];

/// What is before, between and after the records.
const FORMS: [[&str; 3]; 6] = [
    [r#"{"Records":["#, ",", "]}"],
    ["[", ",", "]"],
    ["", "\n", "\n"],
    ["{ \"Records\" : [ \n", " ,\n ", " ]\n}\n"],
    [r#"{"a":{"Records":["#, ",", r#"],"b":1}}"#],
    ["", "", ""],
];

/// What damage is made of: the letters of JSON, and beginnings of what the reader treats in its own way.
const PIECES: [&str; 26] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\",
    "\n",
    " ",
    "x",
    "1",
    "null",
    "{\"Records\":[",
    "\"a\":{",
    "\"a\":[",
    "{\"eventVersion\":\"1\",",
    "\"requestParameters\":",
    "EVENTS\t",
    "\u{1}",
    "2026-03-10 ",
    "{\"message\":\"",
    "eventName,",
    "eventTime\t",
    "\"{\\\"eventVersion\\\":\\\"1\\\",\\\"eventName\\\":\\\"Q\\\"}\"",
    "\\\"eventVersion\\\":",
];

/// Where the events of the file's own text are, and what was found besides.
fn read(text: &[u8], loads_quoted: bool) -> (Vec<Range<usize>>, Findings) {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let findings = read_with(text, 0, &mut collector, loads_quoted);
    let file = LogFile {
        events: findings.events + findings.quoted_events,
        layers: findings.layers.clone(),
        source: Some(Source::new(text.to_vec(), Vec::new())),
        ..LogFile::empty("a".into(), FileState::Read)
    };
    collector.add_file(0, file);
    builder.append(collector.take());
    let store = builder.publish();
    let places = store.order().iter().filter_map(|&event| store.place(event));
    let own = places.filter(|place| place.layer == 0);
    (own.map(|at| at.start as usize..at.start as usize + at.length as usize).collect(), findings)
}

/// The records that `damage` in place of `cut` leaves intact are shown or held back. Returns how many are held back.
#[track_caller]
fn loses_nothing(form: [&str; 3], cut: Range<usize>, damage: &str) -> usize {
    let [before, between, after] = form;
    let (mut text, mut places) = (before.to_owned(), Vec::new());
    for (at, record) in RECORDS.iter().enumerate() {
        text += if at > 0 { between } else { "" };
        places.push(text.len()..text.len() + record.len());
        text += record;
    }
    text += after;
    let cut = cut.start.min(text.len())..cut.end.min(text.len());
    let damaged = [&text.as_bytes()[..cut.start], damage.as_bytes(), &text.as_bytes()[cut.end..]].concat();
    let sound = places.into_iter().filter_map(|place| match place.end <= cut.start {
        true => Some(place),
        false if cut.end <= place.start => {
            Some(place.start - cut.len() + damage.len()..place.end - cut.len() + damage.len())
        }
        false => None,
    });
    let (shown, findings) = read(&damaged, false);
    let (loaded, _) = read(&damaged, true);
    let covers = |places: &[Range<usize>], one: &Range<usize>| {
        places.iter().any(|place| place.start <= one.start && one.end <= place.end)
    };
    let mut held_back = 0;
    for record in sound.filter(|record| !covers(&shown, record)) {
        let shown = damaged.escape_ascii();
        assert!(covers(&loaded, &record), "{record:?} is lost: {shown}");
        held_back += 1;
        assert!(
            findings.quoted.is_some_and(|(_, records)| records >= held_back),
            "{record:?} is silent: {shown}"
        );
    }
    held_back
}

/// They were passed without a word: after a torn record whose brackets were open around them, in a line that begins as
/// those of text output do, and in a wrapper that may be the rest of something,
/// in an object with an `eventVersion` and nothing else of a record, and in what was taken for the heading of a table or for a torn row of one.
#[test]
fn what_is_held_back_is_counted_and_loaded() {
    let third = RECORDS[..2].iter().map(|record| record.len() + 1).sum::<usize>() + 1;
    for (form, cut, damage, held_back) in [
        (FORMS[1], 200..third, "x,\"requestParameters\":[", 2),
        (FORMS[5], 0..150, "EVENTS\tx", 2),
        (FORMS[4], 500..500, ",x", 4),
        (FORMS[4], 6..6, "{\"eventVersion\":\"1\",", 4),
        (FORMS[0], 0..150, "\"eventName\":", 2),
        (FORMS[2], 0..0, "eventName,eventTime,eventSource\n", 4),
    ] {
        assert_eq!(loses_nothing(form, cut, damage), held_back, "{form:?} {damage}");
    }
}

proptest! {
    #[test]
    fn no_intact_record_is_lost_around_damage(
        form in prop::sample::select(&FORMS[..]),
        start in 0_usize..480,
        length in prop_oneof![0_usize..4, 0_usize..200],
        damage in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..7),
    ) {
        loses_nothing(form, start..start + length, &damage.concat());
    }
}
