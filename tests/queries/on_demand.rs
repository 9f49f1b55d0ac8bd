//! Columns that are read when they are first named: they hold what plain code finds at a path, filters on them answer
//! what filters on the texts answer, and what was read is not read again.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use trailsift::ingest::{Options, Report, start};
use trailsift::query::engine::filter::{Filter, Work};
use trailsift::query::engine::worker::{Answer, Request, answer};
use trailsift::query::groups::group;
use trailsift::query::groups::group::GroupOrder;
use trailsift::query::language::parse::parse;
use trailsift::record::field::{Column, Field, OnDemand};
use trailsift::record::on_demand::field_or_path;
use trailsift::record::time::zone::Zone;
use trailsift::store::{MISSING, Store};

use crate::ask::{Ask, Whose};
use crate::files::{corpus, load, regular_files};
use crate::generate::Generator;
use crate::odd::odd_trail;
use crate::oracle::path_value;
use crate::random::Random;
use crate::sample_logs;
use crate::trail::Trail;

fn column(name: &str) -> Column {
    field_or_path(name).unwrap_or_else(|| panic!("{name} is no path")).column()
}

fn on_demand(name: &str) -> OnDemand {
    column(name).on_demand().unwrap()
}

fn request(store: &Store, filter: &str, by: &[&str]) -> Request {
    Request {
        number: 1,
        store: store.clone(),
        expr: parse(filter).unwrap(),
        unfolded: false,
        twins_merged: false,
        scope: Vec::new(),
        group_by: by.iter().map(|name| column(name)).collect(),
        shown: Vec::new(),
        sum: None,
        sort: None,
        runs: false,
        order: GroupOrder::Count,
        columns: 0,
        zone: Zone::default(),
    }
}

/// The whole answer of a worker that may know columns.
#[track_caller]
fn ask(filter: &mut Filter, request: &Request) -> Answer {
    let mut last = None;
    answer(filter, request, &|| false, &mut |answer| last = Some(answer));
    last.filter(|answer| answer.searched.is_none()).unwrap()
}

fn counts(answer: &Answer) -> BTreeMap<Vec<String>, usize> {
    let (columns, groups) = answer.groups.as_ref().unwrap();
    let texts = |path: Vec<u32>| {
        columns.iter().zip(path).map(|(&column, id)| answer.store.dict(column).get(id).to_owned()).collect()
    };
    let innermost = groups.iter().filter(|group| group.within.len() + 1 == columns.len());
    innermost.map(|group| (texts(group.path()), group.events)).collect()
}

/// Compares the answers for paths from texts with those from columns; and the groups by them.
#[track_caller]
fn paths_agree(trail: &mut Trail, seed: u64, questions: usize) {
    let mut random = Random::new(seed);
    let (mut asked, mut several) = (0, 0);
    while asked < questions {
        let mut generator = Generator { random, trail };
        // Two of five paths lead to arrays of several values.
        let ask = if asked % 5 < 2 { generator.path_of_several() } else { generator.path() };
        random = generator.random;
        let Some(ask @ Ask::Value { .. }) = ask else { continue };
        let Ask::Value { name, whose: Whose::Path(steps), .. } = &ask else { continue };
        let Some(Column::OnDemand(number)) = field_or_path(name).map(Field::column) else {
            continue;
        };
        asked += 1;
        let passed = trail.asks(&ask);
        let values: Vec<Option<String>> = trail.facts.iter().map(|facts| path_value(facts, steps)).collect();
        several += usize::from(values.iter().flatten().any(|value| value.contains(", ")));
        let way = asked % trail.ways.len();
        let way = &mut trail.ways[way];
        let expr = parse(&ask.written()).unwrap();
        let by_text = Filter::default().answer(&way.store, &expr, true, &|| false).unwrap();
        let store = way.filter.prepare(&way.store, &[number], &|| false, &mut |_| {}).unwrap();
        let by_column = way.filter.answer(&store, &expr, true, &|| false).unwrap();
        assert_eq!(by_text, by_column, "{}", ask.written());
        for (event, at) in &way.order {
            assert_eq!(
                store.value(*event, Column::OnDemand(number)),
                values[*at].as_deref().unwrap_or_default(),
                "{name}"
            );
            assert_eq!(
                by_column
                    .binary_search_by_key(&store.order_key(*event), |&other| store.order_key(other))
                    .is_ok(),
                passed[*at],
                "{}",
                ask.written()
            );
        }
        let events: Vec<_> = way.order.iter().map(|(event, _)| *event).collect();
        let mut expected = BTreeMap::<&str, usize>::new();
        way.order.iter().for_each(|(_, at)| {
            *expected.entry(values[*at].as_deref().unwrap_or_default()).or_default() += 1;
        });
        let groups = group(&store, &events, Column::OnDemand(number));
        let dict = store.dict(Column::OnDemand(number));
        let counted: BTreeMap<&str, usize> =
            groups.iter().map(|group| (dict.get(group.value), group.events)).collect();
        assert_eq!((groups.len(), counted), (expected.len(), expected), "{name}");
    }
    assert!(several * 4 > questions, "{several} paths of {questions} have several values in one event");
}

#[test]
fn columns_of_paths_hold_what_plain_code_finds_and_answer_what_texts_answer() {
    paths_agree(&mut Trail::of(sample_logs()), 7, 120);
    paths_agree(&mut odd_trail(), 9, 120);
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn columns_of_paths_in_the_corpus_hold_what_plain_code_finds() {
    paths_agree(&mut Trail::of(&corpus()), 8, 100);
}

#[test]
fn a_column_that_was_read_is_not_read_again() {
    let store = load(&[sample_logs().to_owned()], 2);
    let mut filter = Filter::default();
    let by = ["requestParameters.bucketName", "program"];
    let first = ask(&mut filter, &request(&store, "", &by));
    assert!(first.work.files_unpacked > 0 && !first.store.is_empty());
    assert_eq!(counts(&first).get(&vec!["larkspur-artifacts".to_owned(), "AWS CLI".to_owned()]), Some(&16));
    for text in
        ["is:failed", "requestParameters.bucketName:larkspur", "program:boto3 requestParameters.bucketName>1"]
    {
        let again = ask(&mut filter, &request(&store, text, &by));
        assert_eq!((again.work.files_unpacked, again.work.bytes_unpacked), (0, 0), "{text}");
        assert!(again.groups.is_some());
    }
    // The sums of a user agent need no text at all.
    let program = ask(&mut Filter::default(), &request(&store, "os:kali", &["program", "os"]));
    assert_eq!((program.work.files_unpacked, program.events.is_empty()), (0, false));
    // What a comparison read once stays.
    assert!(ask(&mut filter, &request(&store, "bytesOut>1k", &[])).work.files_unpacked > 0);
    assert_eq!(ask(&mut filter, &request(&store, "bytesOut>10k", &["bytesOut"])).work.files_unpacked, 0);
}

#[test]
fn while_a_load_grows_only_new_events_are_read() {
    let trail = sample_logs().join("AWSLogs/o-exampleorgid/111122223333/CloudTrail");
    let folder = tempfile::tempdir().unwrap();
    // The files of the second Region come later, to the same load.
    let copy = |region: &str| {
        for file in regular_files(&trail.join(region)) {
            std::fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
        }
    };
    let last = |reports: Receiver<Report>| reports.iter().filter_map(|report| report.store).last().unwrap();
    copy("eu-west-1");
    let (sender, reports) = channel();
    let options = Options { threads: 1, ..Options::new(vec![folder.path().to_owned()]) };
    let mut loading = start(options, move |report| sender.send(report).unwrap()).unwrap();
    let some = last(reports);
    copy("us-east-1");
    let (sender, reports) = channel();
    assert!(loading.again(Vec::new(), None, move |report| sender.send(report).unwrap()).unwrap());
    let all = last(reports);
    assert!(all.is_of_same_load(&some));
    let files = |store: &Store| store.files().filter(|file| file.events > 0).count() as u64;
    assert!(files(&some) > 10 && files(&all) > files(&some));
    for filter in ["", "requestParameters.maxResults>=1 | bytesIn>0"] {
        let mut growing = Filter::default();
        let by = ["eventName", "requestParameters.roleName", "os"];
        let first = ask(&mut growing, &request(&some, filter, &by));
        let mut second = request(&all, filter, &by);
        second.store.keep_derived_of(&first.store);
        let second = ask(&mut growing, &second);
        let plain = ask(&mut Filter::default(), &request(&all, filter, &by));
        assert_eq!((counts(&second), &second.events), (counts(&plain), &plain.events), "{filter}");
        assert!(counts(&first) != counts(&second));
        let new = files(&all) - files(&some);
        assert!(second.work.files_unpacked <= new * 2, "{filter}: {:?}, {new}", second.work);
    }
}

#[test]
fn what_was_read_before_it_was_cancelled_is_not_read_again() {
    let store = load(&[sample_logs().to_owned()], 2);
    let path = on_demand("responseElements.ConsoleLogin");
    let mut filter = Filter::default();
    let mut rounds = 0;
    let read = (0..).find_map(|patience| {
        rounds += 1;
        let left = AtomicUsize::new(patience * 20);
        let give_up = || left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_err();
        let store = filter.prepare(&store, &[path], &give_up, &mut |_| {});
        assert!(store.is_some() || give_up(), "it was not cancelled");
        store
    });
    let read = read.unwrap();
    let (all, mut once) = (filter.work().files_unpacked, Filter::default());
    let plain = once.prepare(&store, &[path], &|| false, &mut |_| {}).unwrap();
    for &event in store.order() {
        let column = Column::OnDemand(path);
        assert_eq!(read.value(event, column), plain.value(event, column));
    }
    let readers = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    assert!(rounds > 2 && all <= once.work().files_unpacked + rounds * readers, "{rounds} {all}");
}

/// A request that was replaced reports nothing: not the groups of a column that is half read.
#[test]
fn a_cancelled_request_says_nothing() {
    let store = load(&[sample_logs().to_owned()], 2);
    let request = request(&store, "", &["requestParameters.userName"]);
    for patience in 0..12 {
        let left = AtomicUsize::new(patience);
        let give_up = || left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_err();
        answer(&mut Filter::default(), &request, &give_up, &mut |answer| {
            assert!(answer.searched.is_some() && answer.groups.is_none(), "{patience}");
        });
    }
    let whole = ask(&mut Filter::default(), &request);
    assert!(whole.groups.is_some() && whole.took > Duration::ZERO && whole.work != Work::default());
}

#[test]
fn the_memory_of_columns_is_counted() {
    let store = load(&[sample_logs().to_owned()], 2);
    let numbers = ["requestParameters", "bytesIn", "program"].map(on_demand);
    let mut held = store.held_bytes();
    for end in 1..=numbers.len() {
        let with = Filter::default().prepare(&store, &numbers[..end], &|| false, &mut |_| {}).unwrap();
        assert!(with.held_bytes() >= held + store.len() as u64 * 4, "{end}");
        held = with.held_bytes();
        let column = Column::OnDemand(numbers[end - 1]);
        assert!(with.has(column) && !store.has(column) && store.value_id(0, column) == MISSING);
    }
}
