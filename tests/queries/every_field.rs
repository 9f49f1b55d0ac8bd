//! Every row of FIELDS can be listed, filtered, compared, grouped, nested and put in order, and each time it is what plain
//! code reads from the records.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use trailsift::export::field_text;
use trailsift::query::groups::group::{Group, GroupOrder};
use trailsift::query::groups::nested;
use trailsift::query::groups::sorted::Groups;
use trailsift::query::language::parse::parse;
use trailsift::query::language::pivot;
use trailsift::record::field::list_columns::LIST_COLUMNS;
use trailsift::record::field::{Column, FIELDS, Field};
use trailsift::record::on_demand::field_or_path;
use trailsift::store::Event;

use crate::ask::{Ask, Test, Whose};
use crate::files::{corpus, load};
use crate::odd::odd_trail;
use crate::trail::{Trail, Way};
use crate::{disagreement, sample_logs};

/// Insights events of several identities, root sessions of `sts:AssumeRoot`, and times with fractions.
pub(crate) fn few_trail() -> Trail {
    let insight = |arns: &[&str]| {
        let items: Vec<String> =
            arns.iter().map(|arn| format!(r#"{{"value":"{arn}","average":2.5}}"#)).collect();
        format!(
            r#""eventCategory":"Insight","eventType":"AwsCloudTrailInsight","insightDetails":{{"state":"Start","eventName":"RunInstances","eventSource":"ec2.amazonaws.com","errorCode":"AccessDenied","insightContext":{{"attributions":[{{"attribute":"userAgent","insight":[{{"value":"x","average":1}}]}},{{"attribute":"userIdentityArn","insight":[{}],"baseline":[{{"value":"arn:aws:iam::1:user/usual","average":1}}]}}]}}}}"#,
            items.join(",")
        )
    };
    let root = |said: &str| {
        format!(
            r#""eventName":"DeleteBucketPolicy","userIdentity":{{"type":"Root","accountId":"222222222222","sessionContext":{{"assumedRoot":{said},"attributes":{{}}}}}}"#
        )
    };
    let members = [
        insight(&["arn:aws:iam::1:user/a, b", "arn:aws:iam::1:user/c"]),
        insight(&["arn:aws:iam::1:user/c", "arn:aws:iam::1:user/d", "arn:aws:iam::1:user/a"]),
        insight(&[]),
        insight(&["", "arn:aws:iam::1:user/c"]),
        root("\"true\""),
        root("true"),
        root("false"),
        root("null"),
    ];
    let mut records = String::new();
    for (at, members) in members.iter().enumerate() {
        let fraction = ["", ".5", ".000"][at % 3];
        let time = format!("2026-05-05T05:05:0{}{fraction}Z", at % 2);
        writeln!(
            records,
            r#"{{"eventVersion":"1.11","eventTime":"{time}","eventID":"few-{}",{members}}}"#,
            at % 7
        )
        .unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("few.jsonl"), records).unwrap();
    Trail::loaded(vec![("one thread", load(&[folder.path().to_owned()], 1))])
}

fn value<'t>(trail: &'t Trail, field: &Field, at: usize) -> Option<&'t str> {
    trail.facts[at].values[field.column().index()].as_deref()
}

/// The event's values of all fields, as `list --columns` prints them.
fn lists(trail: &Trail, way: &Way, field: &Field) {
    for (event, at) in &way.order {
        let expected = value(trail, field, *at).unwrap_or_default();
        assert_eq!(field_text(&way.store, *event, field), expected, "{} {}", field.name, way.name);
    }
}

/// The groups that an event is in: one, or one for each of its values in a field that counts each.
fn paths<'t>(trail: &'t Trail, fields: &[&Field], at: usize) -> Vec<Vec<&'t str>> {
    let mut paths: Vec<Vec<&str>> = vec![Vec::new()];
    for field in fields {
        let value = value(trail, field, at).unwrap_or_default();
        let each = matches!(field.name, "tactic" | "technique" | "opens");
        let values: Vec<&str> = if each { value.split(", ").collect() } else { vec![value] };
        let mut longer = Vec::new();
        for path in &paths {
            longer.extend(values.iter().map(|value| [path.as_slice(), &[*value]].concat()));
        }
        paths = longer;
    }
    paths
}

/// Groups by a field, and within those of another, in every order; each group's term finds its events.
fn groups(trail: &Trail, way: &mut Way, field: &Field) {
    let events: Vec<Event> = way.order.iter().map(|(event, _)| *event).collect();
    let name = FIELDS.iter().find(|field| field.name == "eventName").unwrap();
    for fields in [vec![field], vec![field, name], vec![name, field]] {
        let columns: Vec<Column> = fields.iter().map(|field| field.column()).collect();
        let mut expected: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for (_, at) in &way.order {
            let paths = paths(trail, &fields, *at);
            for path in paths {
                *expected.entry(path).or_default() += 1;
            }
        }
        let texts = |group: &Group| -> Vec<&str> {
            columns.iter().zip(group.path()).map(|(&column, id)| way.store.dict(column).get(id)).collect()
        };
        let found = nested(&way.store, &events, &columns);
        let innermost = found.iter().filter(|group| group.within.len() + 1 == columns.len());
        let counted: BTreeMap<Vec<&str>, usize> =
            innermost.map(|group| (texts(group), group.events)).collect();
        assert_eq!(counted, expected, "{} {}", field.name, way.name);
        for order in [GroupOrder::Count, GroupOrder::Name, GroupOrder::First, GroupOrder::Rare] {
            let groups = Groups::count(&way.store, &events, &columns, order);
            let outer: Vec<&Group> = groups.iter().filter(|group| group.within.is_empty()).collect();
            let key = |group: &&Group| {
                let count = i64::try_from(group.events).unwrap();
                let rank = match order {
                    GroupOrder::Count | GroupOrder::Sum => -count,
                    GroupOrder::Name => 0,
                    GroupOrder::First => group.first.millis().unwrap_or(i64::MAX),
                    GroupOrder::Rare => count,
                };
                (rank, texts(group)[0])
            };
            assert!(outer.is_sorted_by_key(key), "{} {order:?}", field.name);
        }
    }
    let dict = way.store.dict(field.column()).clone();
    let some = dict.iter().take(12).chain([""]);
    for value in some {
        let term = pivot::field_equals(&way.store, field, value);
        let expr = parse(&term).unwrap_or_else(|error| panic!("{term}: {error:?}"));
        let answer = way.filter.answer(&way.store, &expr, true, &|| false).unwrap();
        let has = |event: &Event| way.store.value(*event, field.column()) == value;
        let expected: Vec<Event> = events.iter().copied().filter(has).collect();
        let answer: Vec<Event> = answer.into_iter().filter(|event| way.known.contains(event)).collect();
        // A principal is found by its label too, a whole list and a call by their parts.
        let is_wider = matches!(
            field.name,
            "principal"
                | "eventName"
                | "resource"
                | "attributed"
                | "state"
                | "new"
                | "tactic"
                | "technique"
                | "opens"
        ) || field.column() == Column::SourceIpAddress;
        let is_same =
            if is_wider { expected.iter().all(|event| answer.contains(event)) } else { answer == expected };
        assert!(is_same, "{term}: {} and {} in {}", answer.len(), expected.len(), way.name);
    }
}

/// A field that is there, absent, equal to a value that occurs, on one side of it, and of other texts.
fn asks(trail: &mut Trail, field: &Field) {
    let is_id = field.name == "eventID";
    let whose = || if is_id { Whose::Id } else { Whose::Column(field.column()) };
    let values = (0..trail.facts.len()).filter_map(|at| value(trail, field, at));
    let values: Vec<String> = values.map(str::to_owned).collect();
    let numbers = values.iter().filter(|value| value.parse::<i64>().is_ok()).map(String::as_str);
    let time =
        values.iter().map(String::as_str).filter(|value| value.len() == 20 && field.name == "eventTime");
    let bounds: Vec<String> = numbers.chain(time).take(3).map(str::to_owned).collect();
    let bounds = if bounds.is_empty() && field.name != "eventTime" { vec!["5".to_owned()] } else { bounds };
    let compared = bounds
        .iter()
        .flat_map(|bound| ["<", "<=", ">", ">="].map(|sign| Test::Compare { sign, bound: bound.clone() }));
    let tests: Vec<Test> = compared.chain([Test::Present]).collect();
    for name in field.aliases.iter().chain([&field.name]) {
        for test in &tests {
            let ask = Ask::Value { name: (*name).to_owned(), whose: whose(), test: test.clone() };
            for ask in [ask.clone(), Ask::Not(Box::new(ask))] {
                let passed = trail.asks(&ask);
                for number in 0..2 {
                    assert_eq!(disagreement(trail, &ask, &passed, number), None);
                }
            }
        }
    }
}

#[track_caller]
fn every_field(trail: &mut Trail) {
    // Filters refuse to name rules that are not given.
    let fields = || FIELDS.iter().filter(|field| field.name != "rule");
    let on_demand: Vec<_> = FIELDS.iter().filter_map(|field| field.column().on_demand()).collect();
    assert!(on_demand.len() > 5);
    for field in fields() {
        assert_eq!(field_or_path(field.name).unwrap().name, field.name);
        asks(trail, field);
    }
    let mut ways = std::mem::take(&mut trail.ways);
    for way in &mut ways {
        way.store = way.filter.prepare(&way.store, &on_demand, &|| false, &mut |_| {}).unwrap();
        for field in fields() {
            lists(trail, way, field);
            groups(trail, way, field);
        }
    }
    trail.ways = ways;
}

#[test]
fn every_field_is_listed_filtered_compared_grouped_and_sorted() {
    every_field(&mut Trail::of(sample_logs()));
    every_field(&mut odd_trail());
    every_field(&mut few_trail());
    assert!(LIST_COLUMNS.iter().all(|column| column.field().is_some()));
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn every_field_of_the_corpus_is_listed_filtered_compared_grouped_and_sorted() {
    every_field(&mut Trail::of(&corpus()));
}

/// The trail has what the fields of these are about.
#[test]
fn attributed_identities_and_assumed_roots_are_found() {
    let mut trail = few_trail();
    let way = &mut trail.ways[0];
    let mut found = |filter: &str| {
        let expr = parse(filter).unwrap();
        way.filter.answer(&way.store, &expr, true, &|| false).unwrap().len()
    };
    assert_eq!(found("is:insight"), 4);
    for (filter, expected) in [
        ("attributed:*", 3),
        ("attributed=arn:aws:iam::1:user/c", 3),
        ("attributed:user/d", 1),
        ("attributed=\"arn:aws:iam::1:user/a, b\"", 1),
        ("attributed:usual", 0),
        ("principal=arn:aws:iam::1:user/c", 1),
        ("is:assumedroot", 2),
        ("assumedRoot=true", 2),
        ("assumedRoot:*", 3),
        ("is:root", 4),
        ("is:root !is:assumedroot", 2),
        ("eventTime=2026-05-05T05:05:00.000Z", 3),
        ("eventTime=2026-05-05T05:05:00Z", 4),
        ("time:2026-05-05T05:05:00,2026-05-05T05:05:01", 8),
        ("time!=2026-05-05T05:05:00,2026-05-05T05:05:01", 0),
    ] {
        assert_eq!(found(filter), expected, "{filter}");
    }
}
