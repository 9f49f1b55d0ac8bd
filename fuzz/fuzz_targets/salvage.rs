//! One damaged place in a text of intact records: every record that the damage does not touch is found
//! unchanged, on its own or as a part of what the damage made of its surroundings; or it is counted as held back, because
//! brackets of a torn record are still open around it, and loaded when that is asked for.
//!
//! The first five bytes choose the form and the place; the rest is what is there after the damage.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift_fuzz::{read_quoted, read_text};

const RECORDS: [&str; 4] = [
    r#"{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"a{b"},"eventTime":"2026-03-10T12:00:00Z","eventName":"A","eventID":"1"}"#,
    r#"{"eventVersion":"1.08","eventName":"B","requestParameters":{"document":"{\"Statement\":[{\"a\":\"]}\"}]}","n":[1,{"x":null}]},"eventID":"2"}"#,
    r#"{"eventVersion":"1.08","eventName":"C","userAgent":"\\\"}],{","eventID":"3"}"#,
    r#"{"eventVersion":"1.08","eventName":"D","resources":[{"ARN":"arn:aws:s3:::b"}],"eventID":"4"}"#,
];

/// What comes before, between and after the records.
const FORMS: [(&str, &str, &str); 6] = [
    (r#"{"Records":["#, ",", "]}"),
    ("[", ",", "]"),
    ("", "\n", "\n"),
    ("{ \"Records\" : [ \n", " ,\n ", " ]\n}\n"),
    (r#"{"a":{"Records":["#, ",", r#"],"b":1}}"#),
    ("", "", ""),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, damage)) = bytes.split_first_chunk::<5>() else { return };
    let (before, between, after) = FORMS[choice[0] as usize % FORMS.len()];
    let mut text = before.as_bytes().to_vec();
    let mut places = Vec::new();
    for (at, record) in RECORDS.iter().enumerate() {
        text.extend_from_slice(if at > 0 { between.as_bytes() } else { b"" });
        places.push(text.len()..text.len() + record.len());
        text.extend_from_slice(record.as_bytes());
    }
    text.extend_from_slice(after.as_bytes());
    let start = u16::from_le_bytes([choice[1], choice[2]]) as usize % (text.len() + 1);
    let end = start + usize::from(u16::from_le_bytes([choice[3], choice[4]])) % (text.len() - start + 1);
    let sound: Vec<_> = places.iter().filter(|place| place.end <= start || end <= place.start).collect();
    let mut damaged = text[..start].to_vec();
    damaged.extend_from_slice(damage);
    damaged.extend_from_slice(&text[end..]);
    let read = read_text(&damaged);
    for place in sound {
        let moved = |at: usize| if place.end <= start { at } else { at - (end - start) + damage.len() };
        let moved = moved(place.start)..moved(place.end);
        assert_eq!(&text[place.clone()], &damaged[moved.clone()]);
        assert!(
            read.covers(&moved) || read.findings.quoted.is_some() && read_quoted(&damaged).covers(&moved),
            "{place:?} is lost after {start}..{end}: {}",
            damaged.escape_ascii()
        );
    }
});
