//! Groups count what the oracle counts, for every column.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use trailsift::query::engine::filter::Filter;
use trailsift::query::engine::worker::{self, Request};
use trailsift::query::groups::group::{BARS, Group, GroupOrder};
use trailsift::query::groups::items::counts_each;
use trailsift::query::groups::sorted::Groups;
use trailsift::query::groups::{group, nested};
use trailsift::query::language::parse::parse;
use trailsift::record::field::{Column, FIELDS, Field};
use trailsift::record::targets::list::names;
use trailsift::record::time::Time;
use trailsift::record::time::zone::Zone;
use trailsift::store::{Event, MISSING, Store};

use crate::files::{corpus, load};
use crate::trail::Trail;

type Counts = BTreeMap<Option<String>, usize>;

#[track_caller]
fn counts_agree(folder: &Path) {
    let mut trail = Trail::of(folder);
    let columns: Vec<Column> = FIELDS.iter().map(Field::column).chain([Column::PrincipalLabel]).collect();
    let on_demand: Vec<_> = columns.iter().filter_map(|column| column.on_demand()).collect();
    for way in &mut trail.ways {
        way.store = way.filter.prepare(&way.store, &on_demand, &|| false, &mut |_| {}).unwrap();
        let shown: Vec<(Event, usize)> = way.order.iter().copied().filter(|&(_, at)| way.shown[at]).collect();
        let events: Vec<Event> = shown.iter().map(|(event, _)| *event).collect();
        for &column in &columns {
            let mut expected = Counts::new();
            for (_, at) in &shown {
                let value = trail.facts[*at].values[column.index()].clone();
                let values: Vec<Option<String>> = match &value {
                    Some(all) if counts_each(column) => {
                        names(all).map(|name| Some(name.into_owned())).collect()
                    }
                    _ => vec![value],
                };
                for value in values {
                    *expected.entry(value).or_default() += 1;
                }
            }
            let dict = way.store.dict(column);
            let groups = group(&way.store, &events, column);
            let value = |id| (id != MISSING).then(|| dict.get(id).to_owned());
            let counted: Counts = groups.iter().map(|group| (value(group.value), group.events)).collect();
            assert_eq!((groups.len(), counted), (expected.len(), expected), "{column:?}, {}", way.name);
        }
        let hidden: HashSet<Event> =
            way.store.order().iter().copied().filter(|&event| way.store.folds().is_folded(event)).collect();
        assert!(shown.iter().all(|(event, _)| !hidden.contains(event)), "{}", way.name);
        assert!(shown.is_sorted_by_key(|&(_, at)| trail.facts[at].time.unwrap_or(i64::MAX)), "{}", way.name);
    }
}

#[test]
fn groups_of_the_sample_logs_count_what_plain_code_counts() {
    counts_agree(crate::sample_logs());
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn groups_of_the_corpus_count_what_plain_code_counts() {
    counts_agree(&corpus());
}

/// What plain code counts of a group.
#[derive(Debug, Default, PartialEq)]
struct Plain {
    events: usize,
    failed: usize,
    first: Option<Time>,
    last: Option<Time>,
    addresses: HashSet<u32>,
    calls: HashSet<u32>,
    bars: [u32; BARS],
}

fn plain(store: &Store, events: &[Event], columns: &[Column]) -> BTreeMap<Vec<u32>, Plain> {
    let millis: Vec<i64> = events.iter().filter_map(|&event| store.time(event).millis()).collect();
    let (first, last) = (millis.iter().min().copied().unwrap(), millis.iter().max().copied().unwrap());
    let mut groups = BTreeMap::<Vec<u32>, Plain>::new();
    for &event in events {
        let path: Vec<u32> = columns.iter().map(|&column| store.value_id(event, column)).collect();
        for depth in 1..=path.len() {
            let group = groups.entry(path[..depth].to_vec()).or_default();
            group.events += 1;
            group.failed += usize::from(store.value(event, Column::Outcome) == "failed");
            let time = store.time(event);
            group.first = Some(group.first.map_or(time, |first| first.min(time)));
            if let Some(millis) = time.millis() {
                group.last = Some(group.last.map_or(time, |last| last.max(time)));
                let bar = (millis - first) * i64::try_from(BARS).unwrap() / (last - first + 1);
                group.bars[usize::try_from(bar).unwrap()] += 1;
            }
            group
                .addresses
                .extend(Some(store.value_id(event, Column::SourceIpAddress)).filter(|&id| id != MISSING));
            group.calls.extend(Some(store.value_id(event, Column::EventName)).filter(|&id| id != MISSING));
        }
    }
    groups
}

#[track_caller]
fn is_plain(store: &Store, events: &[Event], columns: &[Column]) {
    let mut expected = plain(store, events, columns);
    for group in nested(store, events, columns) {
        let plain = expected.remove(&group.path()).unwrap();
        let Group { events, failed, first, last, addresses, calls, bars, .. } = group;
        let counted = (events, failed, first, last, addresses, calls, bars);
        let last = plain.last.unwrap_or(Time::NONE);
        let (addresses, calls) = (plain.addresses.len(), plain.calls.len());
        let plain = (plain.events, plain.failed, plain.first.unwrap(), last, addresses, calls, plain.bars);
        assert_eq!(counted, plain, "{columns:?}");
    }
    assert!(expected.is_empty(), "{columns:?}");
}

/// Events of more keys and addresses than sets of one for each of the other are made of; some failed, some without a
/// time, each file with its own stretch of time, which overlaps that of the next.
fn wide_trail(folder: &Path) {
    const EVENTS: usize = 40_000;
    for file in 0..4 {
        let record = |number: usize| {
            let n = number * 4 + file;
            let hash = n.wrapping_mul(2_654_435_761) >> 7;
            let (key, address) = (hash % 9000, hash / 9 % 9500);
            let time = match n % 97 {
                0 => String::new(),
                _ => format!(
                    r#""eventTime":"2026-02-{:02}T{:02}:{:02}:00Z","#,
                    file * 2 + number / 4000 + 1,
                    n % 24,
                    n % 60
                ),
            };
            let error = if n.is_multiple_of(31) { r#""errorCode":"AccessDenied","# } else { "" };
            format!(
                r#"{{"eventVersion":"1.08",{time}{error}"eventName":"Call{}","eventSource":"s3.amazonaws.com","sourceIPAddress":"10.{}.{}.{}","userAgent":"agent {}","userIdentity":{{"type":"IAMUser","accessKeyId":"AKIA{key}"}},"eventID":"id-{n}"}}"#,
                n % 7 * (key % 3),
                address >> 16,
                address >> 8 & 255,
                address & 255,
                n % 25_000,
            )
        };
        let records: Vec<String> = (0..EVENTS / 4).map(record).collect();
        std::fs::write(folder.join(format!("{file}.jsonl")), records.join("\n")).unwrap();
    }
}

#[test]
fn everything_about_a_group_is_what_plain_code_counts() {
    let sample = load(&[crate::sample_logs().to_owned()], 2);
    let folder = tempfile::tempdir().unwrap();
    wide_trail(folder.path());
    let wide = load(&[folder.path().to_owned()], 2);
    let (keys, addresses) = (wide.dict(Column::AccessKey).len(), wide.dict(Column::SourceIpAddress).len());
    assert!(keys * addresses > 1 << 26, "{keys} keys, {addresses} addresses: few enough for sets");
    for store in [&sample, &wide] {
        for column in FIELDS.iter().map(Field::column) {
            is_plain(store, store.order(), &[column]);
        }
        let some: Vec<Event> = store.order().iter().copied().filter(|event| event % 3 == 0).collect();
        is_plain(store, &some, &[Column::AccessKey]);
        is_plain(store, &some, &[Column::EventName, Column::AccessKey]);
        is_plain(store, &some, &[Column::AccessKey, Column::SourceIpAddress, Column::ErrorCode]);
    }
}

/// The worker sorts very many groups by ranks of their texts, which it finds once.
#[test]
fn groups_of_the_worker_are_in_the_order_of_their_texts() {
    let folder = tempfile::tempdir().unwrap();
    wide_trail(folder.path());
    let store = load(&[folder.path().to_owned()], 2);
    let mut filter = Filter::default();
    let mut pages = 0;
    for order in [GroupOrder::Count, GroupOrder::Name, GroupOrder::First, GroupOrder::Rare] {
        for column in [Column::UserAgent, Column::AccessKey] {
            let request = Request {
                number: 1,
                store: store.clone(),
                expr: parse("").unwrap(),
                unfolded: false,
                twins_merged: false,
                scope: Vec::new(),
                group_by: vec![column],
                shown: Vec::new(),
                sum: None,
                sort: None,
                runs: false,
                order,
                columns: 0,
                zone: Zone::default(),
            };
            let mut answers = Vec::new();
            worker::answer(&mut filter, &request, &|| false, &mut |answer| answers.push(answer.groups));
            let page = answers.first().cloned().flatten().unwrap().1;
            let (_, found) = answers.pop().flatten().unwrap();
            let mut plain = Groups::count(&store, store.order(), &[column], order);
            plain.sort(&store, &[column], order);
            assert!(found.len() > 5000 && found.is_in_order());
            assert_eq!(found, plain, "{column:?}, {order:?}");
            // What is shown before is as it will stay; of what is not, nothing is told but the number.
            let shown = page.iter().count();
            assert!(page.iter().take(250).eq(plain.iter().take(shown.min(250))), "{column:?}, {order:?}");
            assert!(page.len() == plain.len() && page.get(shown).is_none() && shown > 100);
            pages += usize::from(shown < 300);
        }
    }
    assert!(pages >= 2, "{pages} first pages");
}

#[test]
fn groups_are_in_order_and_equal_ones_in_that_of_their_texts() {
    let folder = tempfile::tempdir().unwrap();
    wide_trail(folder.path());
    let wide = load(&[folder.path().to_owned()], 2);
    let sample = load(&[crate::sample_logs().to_owned()], 2);
    let orders = [GroupOrder::Count, GroupOrder::Name, GroupOrder::First, GroupOrder::Rare];
    let mut begun_once = false;
    for (store, order) in [&wide, &sample].into_iter().flat_map(|store| orders.map(|order| (store, order))) {
        let key = |column, group: &Group| {
            let text = store.dict(column).get(group.value).to_owned();
            let events = i64::try_from(group.events).unwrap();
            match order {
                GroupOrder::Count | GroupOrder::Sum => (-events, text),
                GroupOrder::Name => (0, text),
                GroupOrder::First => (group.first.millis().unwrap_or(i64::MAX), text),
                GroupOrder::Rare => (events, text),
            }
        };
        for column in FIELDS.iter().map(Field::column) {
            let mut groups = Groups::count(store, store.order(), &[column], order);
            let begun = !groups.is_in_order();
            assert!(!begun || groups.len() > 20_000, "{column:?}, {order:?}");
            begun_once |= begun;
            let first: Vec<Group> = groups.iter().take(1000).cloned().collect();
            if begun {
                groups.sort(store, &[column], order);
            }
            assert!(groups.iter().take(1000).eq(&first), "{column:?}, {order:?}");
            assert!(groups.iter().is_sorted_by_key(|group| key(column, group)), "{column:?}, {order:?}");
            assert_eq!(groups.len(), group(store, store.order(), column).len());
        }
        let columns = [Column::EventName, Column::AccessKey];
        let groups = Groups::count(store, store.order(), &columns, order);
        let rows: Vec<&Group> = groups.iter().collect();
        assert_eq!(rows.len(), nested(store, store.order(), &columns).len());
        for pair in rows.windows(2).filter(|pair| pair[0].within == pair[1].within) {
            let column = columns[pair[0].within.len()];
            assert!(key(column, pair[0]) < key(column, pair[1]), "{order:?}");
        }
        let mut outer = None;
        for row in rows {
            outer = if row.within.is_empty() { Some(row.value) } else { outer };
            assert_eq!(Some(row.path()[0]), outer, "groups stand behind the one that they are in");
        }
    }
    assert!(begun_once, "the groups of agents are many");
}
