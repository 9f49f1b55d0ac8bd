//! Typing never waits for answers: thirty requests at once, of which the last is answered, and right.

use std::collections::HashMap;
use std::sync::mpsc::channel;

use trailsift::query::engine::filter::Filter;
use trailsift::query::engine::worker::{Answer, Request, Worker};
use trailsift::query::groups::group::GroupOrder;
use trailsift::query::groups::sorted::Groups;
use trailsift::query::language::parse::parse;
use trailsift::query::summary::timeline::Timeline;
use trailsift::record::field::Column;
use trailsift::record::time::zone::Zone;
use trailsift::store::{Event, Store};

use crate::files::load;
use crate::sample_logs;

/// What a person types, letter by letter and term by term; some of it reads texts.
const TYPED: [&str; 30] = [
    "d",
    "de",
    "del",
    "delb",
    "delbu",
    "delbuc",
    "delbuck",
    "",
    "\"a\"",
    "\"ar\"",
    "\"arn\"",
    "\"arn:\"",
    "\"arn:aws\"",
    "/a/",
    "/a./",
    "/a.n/i",
    "requestParameters:*",
    "requestParameters.bucketName:a",
    "!requestParameters:*",
    "is:failed",
    "is:failed !is:denied",
    "is:failed | \"zz\"",
    "'bucket",
    "who:a",
    "who:ad",
    "who:adm",
    "ip:10.0.0.0/8",
    "time:2026-03",
    "\"a\" time:2026-03",
    "\"arn:aws\" !is:root",
];

fn ask(worker: &Worker, store: &Store, number: usize) {
    worker.ask(Request {
        number: number as u64 + 1,
        store: store.clone(),
        expr: parse(TYPED[number]).unwrap(),
        unfolded: false,
        twins_merged: false,
        scope: Vec::new(),
        group_by: vec![Column::EventName],
        shown: Vec::new(),
        sum: None,
        sort: None,
        runs: false,
        order: GroupOrder::Name,
        columns: 80,
        zone: Zone::default(),
    });
}

fn expected(store: &Store, number: u64) -> Vec<Event> {
    let filter = TYPED[usize::try_from(number).unwrap() - 1];
    Filter::default().answer(store, &parse(filter).unwrap(), false, &|| false).unwrap()
}

#[track_caller]
fn is_right(answer: &Answer, store: &Store) {
    let expected = expected(store, answer.number);
    let (columns, groups) = answer.groups.as_ref().unwrap();
    assert_eq!(groups, &Groups::count(store, &answer.events, columns, GroupOrder::Name));
    // The worker counts failed events of whole answers in another way.
    let plain = Timeline::of(store, &answer.events, 80, &Zone::default());
    assert_eq!(answer.timeline.as_ref(), Some(&plain), "request {}", answer.number);
    match answer.searched {
        None => assert_eq!(*answer.events, expected, "request {}", answer.number),
        Some(_) => assert!(answer.events.iter().all(|event| expected.contains(event))),
    }
}

#[test]
fn the_last_of_many_requests_is_answered() {
    let store = load(&[sample_logs().to_owned()], 2);
    for _ in 0..5 {
        let (sender, answers) = channel();
        let worker = Worker::start(move |answer| sender.send(answer).unwrap()).unwrap();
        (0..TYPED.len()).for_each(|number| ask(&worker, &store, number));
        // The thread ends when it has answered and nobody can ask any more; then the channel ends too.
        drop(worker);
        let answers: Vec<Answer> = answers.iter().collect();
        for answer in &answers {
            is_right(answer, &store);
        }
        assert!(answers.is_sorted_by_key(|answer| answer.number), "an older answer came later");
        let mut whole: HashMap<u64, usize> = HashMap::new();
        for answer in answers.iter().filter(|answer| answer.searched.is_none()) {
            *whole.entry(answer.number).or_default() += 1;
        }
        assert!(whole.values().all(|&answers| answers == 1), "{whole:?}");
        let last = answers.last().unwrap();
        assert_eq!((last.number, last.searched), (TYPED.len() as u64, None));
        assert!(!last.events.is_empty());
    }
}

#[test]
fn each_request_is_answered_when_one_waits_for_it() {
    let store = load(&[sample_logs().to_owned()], 2);
    let (sender, answers) = channel();
    let worker = Worker::start(move |answer| sender.send(answer).unwrap()).unwrap();
    for number in 0..TYPED.len() {
        ask(&worker, &store, number);
        let whole = answers.iter().find(|answer: &Answer| answer.searched.is_none()).unwrap();
        assert_eq!(whole.number, number as u64 + 1);
        is_right(&whole, &store);
    }
}
