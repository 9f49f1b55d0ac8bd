//! Sums, medians and greatest values of groups on every level are what plain code adds up, and groups are in their order.

use std::collections::BTreeMap;

use trailsift::query::groups::figures::{Figures, Sums};
use trailsift::query::groups::group::GroupOrder;
use trailsift::query::groups::sorted::Groups;
use trailsift::record::field::Column;
use trailsift::record::on_demand::field_or_path;
use trailsift::store::{Event, Store};

use crate::files::load;
use crate::sample_logs;

fn column(name: &str) -> Column {
    field_or_path(name).unwrap().column()
}

/// The numbers of each group, in order, and how many events have any.
fn plain(store: &Store, by: &[Column], number: Column) -> BTreeMap<Vec<u32>, (usize, Vec<i128>)> {
    let mut groups: BTreeMap<Vec<u32>, (usize, Vec<i128>)> = BTreeMap::new();
    for &event in store.order() {
        let path: Vec<u32> = by.iter().map(|&column| store.value_id(event, column)).collect();
        let texts = store.value(event, number).split(", ");
        let numbers: Vec<i128> =
            texts.filter_map(|text| text.strip_suffix(".0").unwrap_or(text).parse().ok()).collect();
        for depth in 1..=path.len() {
            let (events, all) = groups.entry(path[..depth].to_vec()).or_default();
            *events += usize::from(!numbers.is_empty());
            all.extend(&numbers);
            all.sort_unstable();
        }
    }
    groups
}

#[track_caller]
fn agrees(store: &Store, by: &[&str], name: &str) -> usize {
    let (by, number): (Vec<Column>, Column) = (by.iter().map(|name| column(name)).collect(), column(name));
    let needed: Vec<_> = by.iter().chain([&number]).filter_map(|column| column.on_demand()).collect();
    let mut filter = trailsift::query::engine::filter::Filter::default();
    let store = &filter.prepare(store, &needed, &|| false, &mut |_| {}).unwrap();
    let sums = Sums::of(store, store.order(), &by, number);
    let expected = plain(store, &by, number);
    for (path, (events, numbers)) in &expected {
        let Figures { events: found, numbers: count, sum, median, max } = sums.get(path);
        assert_eq!((found, count), (*events, numbers.len()), "{name}");
        assert_eq!(sum.unwrap_or(0), numbers.iter().sum::<i128>(), "{name}");
        let middle = numbers.get(numbers.len().saturating_sub(1) / 2).copied();
        assert_eq!((median, max), (middle, numbers.last().copied()), "{name}");
    }
    let with = |event: &&Event| !plain_is_empty(store, **event, number);
    assert_eq!(sums.without, store.len() - store.order().iter().filter(with).count());
    let groups = Groups::count(store, store.order(), &by, GroupOrder::Sum);
    assert!(
        groups.iter().map(|group| group.events).eq(Groups::count(
            store,
            store.order(),
            &by,
            GroupOrder::Count
        )
        .iter()
        .map(|group| group.events))
    );
    let groups = groups.with_sums(store, &by, GroupOrder::Sum, sums);
    let outer = groups.iter().filter(|group| group.within.is_empty());
    let ranks: Vec<_> = outer.map(|group| groups.sums().unwrap().get(&group.path()).sum).collect();
    assert!(ranks.is_sorted_by(|one, other| one >= other), "{ranks:?}");
    for pair in groups.iter().collect::<Vec<_>>().windows(2).filter(|pair| pair[0].within == pair[1].within) {
        let sum = |at: usize| groups.sums().unwrap().get(&pair[at].path()).sum;
        assert!(sum(0) >= sum(1));
    }
    expected.values().filter(|(_, numbers)| numbers.len() > 1).count()
}

fn plain_is_empty(store: &Store, event: Event, number: Column) -> bool {
    let texts = store.value(event, number).split(", ");
    texts.filter(|text| text.strip_suffix(".0").unwrap_or(text).parse::<i128>().is_ok()).count() == 0
}

#[test]
fn sums_are_what_plain_code_adds_up() {
    let store = load(&[sample_logs().to_owned()], 2);
    for by in [
        &["eventName"][..],
        &["principal", "requestParameters.bucketName"],
        &["os", "awsRegion", "eventName"],
    ] {
        for name in ["bytesOut", "bytesIn", "additionalEventData.bytesTransferredOut"] {
            assert!(agrees(&store, by, name) > 0, "{by:?} {name}");
        }
        agrees(&store, by, "requestParameters.maxResults");
        agrees(&store, by, "eventName");
        agrees(&store, by, "userIdentity.accountId");
    }
    // S3 writes `517.0`: the path was without a number where the field had one.
    let sum = |name: &str| {
        let column = column(name);
        let read = &[column.on_demand().unwrap()];
        let store = trailsift::query::engine::filter::Filter::default()
            .prepare(&store, read, &|| false, &mut |_| {})
            .unwrap();
        Sums::of(&store, store.order(), &[Column::Outcome], column).without
    };
    assert_eq!(sum("bytesOut"), sum("additionalEventData.bytesTransferredOut"));
}

#[test]
fn lists_of_numbers_negative_numbers_and_odd_texts() {
    let folder = tempfile::tempdir().unwrap();
    let values =
        ["5", "-7", "[1,2,3]", "[]", "null", "\"8\"", "2.5", "12.0", "1e3", "\"x\"", "{\"a\":1}", "true"];
    let record = |(at, value): (usize, &&str)| {
        format!(r#"{{"eventVersion":"1.08","eventName":"N{}","requestParameters":{{"n":{value}}}}}"#, at % 2)
    };
    let records: Vec<String> = values.iter().enumerate().map(record).collect();
    std::fs::write(folder.path().join("n.jsonl"), records.join("\n")).unwrap();
    let store = load(&[folder.path().to_owned()], 1);
    assert_eq!(agrees(&store, &["eventName"], "requestParameters.n"), 2);
}
