//! Records that are quoted are loaded on request only, marked, and change nothing for the records of a log.

use super::phantom::{FORGED, forged, in_string, quotations, record, wrapped};
use crate::ingest::extract::outcome::outcome;
use crate::ingest::extract::read_with;
use crate::store::Store;
use crate::store::builder::Builder;
use crate::store::file::{FileState, LogFile};
use crate::store::record_reader::RecordReader;
use crate::store::source::Source;

/// What is loaded of a text, and what is reported about it.
fn loaded(text: &[u8], loads_quoted: bool) -> (Store, String) {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let mut findings = read_with(text, 0, &mut collector, loads_quoted);
    let (state, issues) = outcome(&mut findings, Vec::new(), text);
    let told =
        format!("{state:?} {}", issues.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>().join("|"));
    let file = LogFile {
        issues,
        events: findings.events + findings.quoted_events,
        quoted_events: findings.quoted_events,
        quoted: findings.quoted_places,
        layers: findings.layers,
        recovered: findings.recovered,
        source: Some(Source::new(text.to_vec(), Vec::new())),
        ..LogFile::empty("a".into(), state)
    };
    collector.add_file(0, file);
    builder.append(collector.take());
    (builder.publish(), told)
}

/// The records that are no quotation, or those that are one, each as it is cut out of the text.
fn records(store: &Store, quoted: bool) -> Vec<String> {
    let mut reader = RecordReader::default();
    let wanted = store.order().iter().filter(|&&event| store.is_quoted(event) == quoted);
    let mut records: Vec<String> =
        wanted.map(|&event| String::from_utf8(reader.record(store, event).to_vec()).unwrap()).collect();
    records.sort();
    records
}

/// Nothing but what is quoted comes with the option, and each event has bytes of its own.
#[track_caller]
fn adds_only_quoted(text: &[u8]) -> Store {
    let (without, _) = loaded(text, false);
    let (with, told) = loaded(text, true);
    let shown = text.escape_ascii();
    assert!(records(&without, true).is_empty() && !without.has_quoted(), "{shown}");
    let sound = |store: &Store| {
        let mut ids: Vec<_> = store.order().iter().filter(|&&event| !store.is_quoted(event)).collect();
        ids.sort_unstable();
        let mut reader = RecordReader::default();
        ids.iter()
            .map(|&&event| (store.event_id(event), reader.record(store, event).to_vec()))
            .collect::<Vec<_>>()
    };
    assert_eq!(sound(&without), sound(&with), "{shown}");
    let file = with.files().next().unwrap();
    assert_eq!(file.quoted_events as usize, records(&with, true).len(), "{told} {shown}");
    assert_eq!(file.events as usize, with.len(), "{shown}");
    let mut places: Vec<_> = with.order().iter().filter_map(|&event| with.place(event)).collect();
    places.sort_unstable_by_key(|place| (place.layer, place.start));
    for (one, next) in places.iter().zip(places.iter().skip(1)) {
        assert!(one.layer != next.layer || one.start + one.length <= next.start, "{one:?} {next:?} {shown}");
    }
    with
}

#[track_caller]
fn quotes(text: &str, own: usize, quoted: usize) {
    let with = adds_only_quoted(text.as_bytes());
    assert_eq!(records(&with, true), vec![forged(); quoted], "{text}");
    assert_eq!(records(&with, false).len(), own, "{text}");
    let (_, told) = loaded(text.as_bytes(), false);
    assert!(quoted == 0 || told.contains("(--quoted loads "), "{told} {text}");
    let (_, told) = loaded(text.as_bytes(), true);
    assert!(!told.contains("--quoted") && !told.contains("could not be read"), "{told} {text}");
}

#[test]
fn text_of_another_kind_gives_what_it_quotes() {
    let (bare, one, own) = (forged(), in_string(&forged()), record(1, ""));
    let twice = in_string(&format!("{{\"content\":{one}}}"));
    quotes(&format!("{{\"level\":\"info\",\"message\":{one}}}"), 0, 1);
    quotes(&format!("{{\"configurationItems\":[{{\"configuration\":{{\"content\":{one}}}}}]}}"), 0, 1);
    quotes(&format!("{{\"user\":\"a\",\"note\":[{one},{one},{{\"x\":{one}}}]}}"), 0, 3);
    quotes(&format!("{{\"method\":\"POST\",\"path\":\"/\",\"body\":{one}}}\n{own}\n"), 1, 1);
    quotes(&format!("{{\"level\":\"info\",\"message\":{twice}}}"), 0, 1);
    quotes(&format!("{{\"message\":{twice}}}"), 0, 1);
    quotes(&format!("{{\"message\":{}}}", in_string(&format!("{{oops {one}}}"))), 0, 1);
    quotes(&format!("203.0.113.9 - - \"GET / HTTP/1.1\" 200 \"{bare}\"\n"), 0, 1);
    quotes(&format!("203.0.113.9 - - \"GET / HTTP/1.1\" 200 {one}\n203.0.113.9 - - {one}\n"), 0, 2);
    quotes(
        &format!("2026-03-10 12:00:00 \"GET /?{bare}\" 200\n2026-03-10 12:00:01 \"GET /?{bare}\" 200\n"),
        0,
        2,
    );
    let list = in_string(&format!("{{\"Records\":[{bare},{bare}]}}"));
    quotes(&format!("{{\"a\":{list}}}"), 0, 2);
    let lines = in_string(&format!("one\n{bare}\ntwo\n{bare}\n"));
    quotes(&format!("{{\"a\":{lines}}}"), 0, 2);
    // A record that is whole says what was sent, and nothing in it is looked for.
    quotes(&record(1, &format!("\"userAgent\":{one},")), 1, 0);
}

/// A request that stood unescaped in the second line of an access log was an event, and in many first lines too.
#[test]
fn no_line_of_text_makes_an_event_of_what_it_quotes() {
    for line in [
        "203.0.113.9 - - [10/Mar/2026:12:00:00 +0000] \"GET /?@ HTTP/1.1\" 200",
        "203.0.113.9 - - \"GET / HTTP/1.1\" 200 @",
        "[2026-03-10 12:00:00] INFO GET /?@ 200",
        "[2026-03-10 12:00:00] @",
        "[10/Mar/2026:12:00:00 +0000] \"GET /?@ HTTP/1.1\" 200",
        "\"2026\" GET @ 200",
        "\"GET /?@\" 200",
        "1 GET @ 200",
        "200 @",
        "null @",
        "{\"ts\":1} GET /?@ 200",
        "GET /?a:@ 200",
        "GET /?a,@ 200",
        "GET /?a={},@,{} 200",
        "GET /?\",@ 200",
        "2026-03-10 12:00:00 GET /?@ 200",
        "2026-03-10 12:00:00 GET /?@",
        "2026-03-10 12:00:00 ua=\"@\"",
        "2026-03-10 12:00:00 ua=@",
        "a\tb\t@\tc",
        "a,b,@,c",
        "time=\"x\" msg=\"@\" y=1",
        "time=x msg='@' y=1",
        "<134>Mar 10 host nginx: \"GET /?@\"",
        "<134>Mar 10 host nginx: GET /?@",
        "Mar 10 12:00:00 host nginx: 203.0.113.9 @",
    ] {
        let line = line.replace('@', &forged());
        quotes(&format!("{line}\n"), 0, 1);
        quotes(&format!("one line\n{line}\nanother line\n"), 0, 1);
        quotes(&format!("{line}\n{line}\r\n\n{line}"), 0, 3);
        quotes(&format!("{}\n{line}\n{}\n", record(1, ""), record(2, "")), 2, 1);
    }
}

#[test]
fn a_torn_record_gives_what_it_quotes() {
    let (one, own) = (in_string(&forged()), record(1, ""));
    let torn = record(2, &format!("\"userAgent\":{one},")).replacen("\"userName\":", "\"userName\"", 1);
    quotes(&format!("{{\"Records\":[{own},{torn},{own}]}}"), 2, 1);
    quotes(&format!("{own}\n{torn}\n{own}\n"), 2, 1);
}

/// With the option the sound records are the same to the byte, and what an attacker wrote is among the marked ones only.
#[test]
fn no_deleted_or_changed_byte_lets_a_quotation_pass_for_a_record() {
    for (text, second) in wrapped(quotations()) {
        for at in second.step_by(3) {
            let mut damaged = text.clone().into_bytes();
            match at % 6 {
                0 | 1 => drop(damaged.remove(at)),
                2 | 3 => damaged[at] = b"\"}x\\"[at / 6 % 4],
                4 => damaged.truncate(at),
                _ => drop(damaged.drain(..at)),
            }
            let store = adds_only_quoted(&damaged);
            let forged = |event: &&u32| store.event_id(**event) == FORGED && !store.is_quoted(**event);
            assert_eq!(store.order().iter().filter(forged).count(), 0, "{}", damaged.escape_ascii());
        }
    }
}

/// A forged copy of a record, quoted before it, must not take its place.
#[test]
fn a_quoted_twin_is_not_merged_into_a_sound_record() {
    let own = record(1, "");
    let text = format!("{{\"level\":\"info\",\"message\":{}}}\n{own}\n{own}\n", in_string(&own));
    let store = loaded(text.as_bytes(), true).0;
    assert_eq!((store.len(), store.folds().count()), (3, 1));
    let shown: Vec<bool> = store
        .order()
        .iter()
        .filter(|&&event| !store.folds().is_folded(event))
        .map(|&event| store.is_quoted(event))
        .collect();
    assert_eq!(shown, [false, true]);
    assert!(store.order().iter().all(|&event| !store.twins().is_twin(event)));
}

#[test]
fn what_cannot_be_loaded_is_reported() {
    let broken = in_string(&forged().replacen("\"1.08\"", "\"1.08", 1));
    let text = format!("{{\"level\":\"info\",\"message\":{broken},\"note\":{}}}", in_string(&forged()));
    let (store, told) = loaded(text.as_bytes(), true);
    assert_eq!(store.len(), 1);
    assert_eq!(told, "Damaged 1 record quoted in other text could not be read");
    let (_, told) = loaded(format!("{{\"level\":\"info\",\"message\":{broken}}}").as_bytes(), true);
    assert_eq!(told, "Unreadable 1 record quoted in other text could not be read");
    assert_eq!(store.files().next().unwrap().state, FileState::Damaged);
}

/// A string that was the end of a record and quoted one was remembered again whenever it was loaded.
#[test]
fn no_damaged_quotation_is_loaded_without_end() {
    let record = |at: usize, quotation: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:0{at}Z","eventSource":"s3.amazonaws.com","eventName":"Sound","userAgent":{quotation},"eventID":"id-{at}"}}"#
        )
    };
    let list = serde_json::to_string(&format!("{{\"Records\":[{}]}}", record(9, "\"x\""))).unwrap();
    for wrap in [
        |record: &str| record.to_owned(),
        |record: &str| format!("{{\"version\":\"0\",\"detail\":{record}}}"),
    ] {
        let quoting = wrap(&record(1, &list));
        let start = quoting.find(&list).unwrap();
        for at in (start..start + list.len()).step_by(3).chain(start..start + 20) {
            let mut damaged = quoting.clone();
            damaged.remove(at);
            let text = [wrap(&record(0, "\"x\"")), damaged, wrap(&record(2, "\"x\""))].join("\n");
            let (store, _) = loaded(text.as_bytes(), true);
            let sound = store.order().iter().filter(|&&event| !store.is_quoted(event)).count();
            assert!((2..=3).contains(&sound), "{sound} of {text}");
        }
    }
}
