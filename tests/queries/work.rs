//! How much work an answer takes, counted without a clock: values that are tested, events that are tested,
//! files that are decompressed.

use std::collections::HashSet;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use trailsift::query::engine::filter::{Filter, Work};
use trailsift::query::language::parse::parse;
use trailsift::store::{Event, Store};

use crate::files::load;
use crate::sample_logs;

/// The answer of a filter that may remember others, which must be that of one that does not; and the work.
#[track_caller]
fn ask(filter: &mut Filter, store: &Store, text: &str) -> (Vec<Event>, Work) {
    let expr = parse(text).unwrap();
    let answer = filter.answer(store, &expr, false, &|| false).unwrap();
    let plain = Filter::default().answer(store, &expr, false, &|| false).unwrap();
    assert_eq!(answer, plain, "{text}");
    (answer, filter.work())
}

fn files_of(store: &Store, events: &[Event]) -> u64 {
    events.iter().map(|&event| store.place(event).unwrap().file).collect::<HashSet<_>>().len() as u64
}

#[test]
fn each_letter_is_asked_of_fewer_values() {
    let store = load(&[sample_logs().to_owned()], 2);
    for typed in ["assumerole", "'bucket", "eventName:delete", "putobject"] {
        let mut filter = Filter::default();
        let mut scored = u64::MAX;
        let name = typed.find(':').map_or(0, |at| at + 1);
        for end in name + 1 + usize::from(typed.starts_with('\''))..=typed.len() {
            let (_, work) = ask(&mut filter, &store, &typed[..end]);
            assert!(work.values_scored <= scored, "{}: {work:?}, {scored} before", &typed[..end]);
            scored = work.values_scored;
        }
        let (_, first) = ask(&mut Filter::default(), &store, typed);
        assert!(scored * 4 < first.values_scored, "{typed}: {scored} of {}", first.values_scored);
    }
}

#[test]
fn what_was_answered_is_not_asked_again() {
    let store = load(&[sample_logs().to_owned()], 2);
    for text in ["delete", "is:failed error:denied", "\"arn:aws\"", "requestParameters.bucketName:*"] {
        let mut filter = Filter::default();
        ask(&mut filter, &store, text);
        assert_eq!(ask(&mut filter, &store, text).1, Work::default(), "{text}");
    }
}

#[test]
fn a_filter_that_grew_tests_only_what_it_found_before() {
    let store = load(&[sample_logs().to_owned()], 2);
    for (before, after) in [
        ("is:root", "is:root console"),
        ("is:denied", "is:denied who:a !is:service"),
        ("is:root | is:denied", "is:root"),
    ] {
        let mut filter = Filter::default();
        let (found, _) = ask(&mut filter, &store, before);
        assert!(!found.is_empty() && found.len() * 4 < store.len(), "{before}: {}", found.len());
        let (_, work) = ask(&mut filter, &store, after);
        assert_eq!(work.rows_tested, found.len() as u64, "{after}");
    }
}

#[test]
fn texts_are_unpacked_once_and_only_where_they_may_decide() {
    let store = load(&[sample_logs().to_owned()], 2);
    let mut filter = Filter::default();
    let (found, work) = ask(&mut filter, &store, "\"larkspur\"");
    assert!(!found.is_empty());
    let with_events = store.files().filter(|file| file.events > 0).count() as u64;
    assert!(work.files_unpacked <= with_events && work.bytes_unpacked > 0, "{work:?} of {with_events}");
    // A text that grew is looked for where it was found.
    let (_, grown) = ask(&mut filter, &store, "\"larkspur-customer\"");
    assert!(
        grown.files_unpacked <= files_of(&store, &found) && grown.files_unpacked < with_events,
        "{grown:?}"
    );
    // A term that needs no text reads none.
    let (_, narrowed) = ask(&mut filter, &store, "\"larkspur-customer\" is:failed");
    assert_eq!((narrowed.files_unpacked, narrowed.bytes_unpacked), (0, 0));
    // Events that are rejected by ID are not decompressed.
    let (few, _) = ask(&mut Filter::default(), &store, "is:root");
    let (_, work) = ask(&mut Filter::default(), &store, "\"a\" is:root");
    assert!(work.files_unpacked <= files_of(&store, &few), "{work:?}");
}

#[test]
fn what_was_read_before_a_search_was_given_up_is_not_read_again() {
    let store = load(&[sample_logs().to_owned()], 2);
    for text in ["\"larkspur\"", "\"larkspur\" !is:root", "(\"a\" | eventName:delete) !/[0-9]{12}x/"] {
        let expr = parse(text).unwrap();
        let mut filter = Filter::default();
        let mut unpacked = Vec::new();
        // Given up later and later, until it is answered.
        let answer = (0..).find_map(|patience| {
            let left = AtomicUsize::new(patience * 20);
            let give_up = || left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_err();
            let answer = filter.answer(&store, &expr, false, &give_up);
            unpacked.push(filter.work().files_unpacked);
            answer
        });
        let plain = Filter::default().answer(&store, &expr, false, &|| false).unwrap();
        assert_eq!(answer.unwrap(), plain, "{text}");
        let (given_up, all) = (unpacked.len() as u64 - 1, unpacked.iter().sum::<u64>());
        assert!(given_up > 1, "{text}: {unpacked:?}");
        // What a reader was reading when it was cancelled is read twice.
        let readers = std::thread::available_parallelism().map_or(1, usize::from) as u64;
        let (_, once) = ask(&mut Filter::default(), &store, text);
        assert!(all <= once.files_unpacked + given_up * readers, "{text}: {unpacked:?}, {once:?}");
    }
}
