//! Calls worth a look, their tactics and techniques, and what policies open: the tables read a second time, and counts
//! of independent programs.

use std::sync::LazyLock;

use regex::Regex;
use trailsift::query::groups::group;
use trailsift::record::field::{Column, OnDemand};
use trailsift::store::Store;

use crate::files::{answer, corpus, load};
use crate::sample_logs;

static TABLE: LazyLock<toml::Table> =
    LazyLock::new(|| include_str!("../../assets/watch.toml").parse().unwrap());
static API_DATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"((19|20)\d{6}(v\d)?|\d{4}_\d{2}_\d{2})$").unwrap());

/// The values of `watch`, `tactic` and `technique` of a call.
pub(crate) fn words(source: &str, name: &str, by_service: bool) -> [Option<String>; 3] {
    let service = source.trim_end_matches(".cn").trim_end_matches(".amazonaws.com");
    let Some(call) = TABLE["calls"].get(format!("{service}:{}", API_DATE.replace(name, ""))) else {
        return [None, None, None];
    };
    let list = |name: &str| {
        let names = call[name].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
        Some(names.collect::<Vec<_>>().join(", "))
    };
    let bulk = call.get("bulk").is_some();
    let watch = if by_service {
        "service"
    } else if bulk {
        "bulk"
    } else {
        "yes"
    };
    [Some(watch.to_owned()), list("tactics"), list("techniques")]
}

/// The columns of these words.
pub(crate) const COLUMNS_OF_WORDS: [OnDemand; 3] = [OnDemand::WATCH, OnDemand::TACTIC, OnDemand::TECHNIQUE];

/// Listed calls, those without AWS services and calls through them, and those without bulk calls.
fn counts(store: &Store) -> [usize; 3] {
    ["tactic:*", "watch:yes,bulk", "is:watch"].map(|filter| answer(store, filter).len())
}

#[test]
fn the_sample_incident_has_few_calls_worth_a_look() {
    let store = load(&[sample_logs().to_owned()], 1);
    let [listed, people, marked] = counts(&store);
    assert!(listed > people && people > marked && marked > 100, "{listed} {people} {marked}");
    assert_eq!(answer(&store, "tactic:defense-evasion").len(), answer(&store, "tactic:stealth,TA0112").len());
    assert_eq!(answer(&store, "technique:T1098").len(), answer(&store, "technique~^T1098").len());
    assert!(answer(&store, "technique=T1098").len() < answer(&store, "technique:T1098").len());
    assert!(!answer(&store, "opens:*").is_empty());
}

/// In groups an event counts under each of its tactics, also within others and around them.
#[test]
fn an_event_counts_under_each_of_its_tactics() {
    let store = load(&[sample_logs().to_owned()], 1);
    let column = Column::OnDemand(OnDemand::TACTIC);
    let mut filter = trailsift::query::engine::filter::Filter::default();
    let store = filter.prepare(&store, &[OnDemand::TACTIC], &|| false, &mut |_| {}).unwrap();
    let events = answer(&store, "is:watch");
    let groups = group(&store, &events, column);
    assert!(groups.iter().map(|group| group.events).sum::<usize>() > events.len());
    for one in &groups {
        let tactic = store.dict(column).get(one.value);
        assert!(!tactic.contains(','), "{tactic}");
        let found = answer(&store, &format!("is:watch tactic={tactic}"));
        assert_eq!(found.len(), one.events, "{tactic}");
        let calls: std::collections::HashSet<&str> =
            found.iter().map(|&event| store.value(event, Column::EventName)).collect();
        assert_eq!(calls.len(), one.calls, "{tactic}");
        assert_eq!(trailsift::query::groups::members(&store, &events, &[(column, one.value)]), found);
    }
    let both = [Column::EventName, column];
    for columns in [both, [column, Column::EventName]] {
        let nested = trailsift::query::groups::nested(&store, &events, &columns);
        let inner = nested.iter().filter(|group| group.within.len() == 1);
        let sum: usize = inner.map(|group| group.events).sum();
        assert_eq!(sum, groups.iter().map(|group| group.events).sum::<usize>());
    }
}

/// Counted in the real trails by an independent program.
#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn the_corpus_has_few_calls_worth_a_look() {
    let of = |folder: &str| counts(&load(&[corpus().join(folder)], 2));
    assert_eq!(of("invictus-ir_aws_dataset"), [283, 272, 154]);
    assert_eq!(of("DataDog_stratus-red-team"), [137, 137, 114]);
}
