//! Groups count what the oracle counts, for every column.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use trailsift::query::group::group;
use trailsift::record::field::{Column, FIELDS, Source};
use trailsift::store::{Event, MISSING};

use crate::files::corpus;
use crate::trail::Trail;

type Counts = BTreeMap<Option<String>, usize>;

#[track_caller]
fn counts_agree(folder: &Path) {
    let trail = Trail::of(folder);
    let fields = FIELDS.iter().filter_map(|field| match field.source {
        Source::Column(column) => Some(column),
        _ => None,
    });
    let columns: Vec<Column> = fields.chain([Column::Who]).collect();
    for way in &trail.ways {
        let shown: Vec<(Event, usize)> = way.order.iter().copied().filter(|&(_, at)| way.shown[at]).collect();
        let events: Vec<Event> = shown.iter().map(|(event, _)| *event).collect();
        for &column in &columns {
            let mut expected = Counts::new();
            for (_, at) in &shown {
                *expected.entry(trail.facts[*at].values[column.index()].clone()).or_default() += 1;
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
fn groups_of_real_trails_count_what_plain_code_counts() {
    let Some(corpus) = corpus() else { return };
    counts_agree(&corpus);
}
