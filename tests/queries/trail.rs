//! A folder of log files, read once by the oracle, and loaded by trailsift in several ways.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use trailsift::insight::run::Run;
use trailsift::insight::values::values;
use trailsift::query::engine::filter::Filter;
use trailsift::record::field::{COLUMNS, Column, OnDemand, Together};
use trailsift::store::file::FileState;
use trailsift::store::record_reader::RecordReader;
use trailsift::store::segment::Place;
use trailsift::store::{Event, Store};

use crate::chains;
use crate::facts::Facts;
use crate::files::{load, regular_files};

/// What the oracle knows of all records. Records that serde_json cannot read are not among them.
pub(crate) struct Trail {
    pub(crate) facts: Vec<Facts>,
    /// By the number of the column.
    pub(crate) columns: Vec<Distinct>,
    /// Whether the same record, white space aside, was delivered more than once.
    pub(crate) repeated: Vec<bool>,
    /// Whether the same id occurs with another text.
    pub(crate) twins: Vec<bool>,
    pub(crate) damaged: Vec<bool>,
    pub(crate) newest: Option<i64>,
    pub(crate) ways: Vec<Way>,
    pub(crate) unread: usize,
}

/// The values of a column, each once, and which of them each record has.
pub(crate) struct Distinct {
    pub(crate) values: Vec<Option<String>>,
    pub(crate) of: Vec<usize>,
}

/// One load of the files.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    pub(crate) store: Store,
    pub(crate) filter: Filter,
    /// All events that the oracle could read, in the store's order, with their places among the facts.
    pub(crate) order: Vec<(Event, usize)>,
    pub(crate) known: HashSet<Event>,
    /// By place among the facts: whether it is the first by file and place of its deliveries.
    pub(crate) shown: Vec<bool>,
}

/// The path of a file and the place of a record in it.
type Key = (PathBuf, u32, u32);

impl Trail {
    /// Reads a folder; the first way has one thread.
    pub(crate) fn of(folder: &Path) -> Self {
        let folder = folder.to_owned();
        let mut files = regular_files(&folder);
        files.reverse();
        let half = files.len() / 2;
        files[half..].reverse();
        let folder = [folder];
        Self::loaded(vec![
            ("one thread", load(&folder, 1)),
            ("two threads", load(&folder, 2)),
            ("five threads", load(&folder, 5)),
            ("files in another order", load(&files, 3)),
        ])
    }

    pub(crate) fn loaded(stores: Vec<(&'static str, Store)>) -> Self {
        let first = &stores[0].1;
        let (mut facts, mut keys, mut damaged) = (Vec::new(), HashMap::new(), Vec::new());
        for &event in first.order() {
            let Some(read) = Facts::read(&RecordReader::once(first, event)) else { continue };
            keys.insert(key(first, event), facts.len());
            facts.push(read);
            damaged.push(first.file_of(event).unwrap().state == FileState::Damaged);
        }
        name_users(&mut facts);
        know_all_events(first, &keys, &mut facts);
        let mut deliveries: HashMap<(&str, String), Vec<usize>> = HashMap::new();
        let mut groups = Vec::new();
        for (at, fact) in facts.iter().enumerate() {
            match &fact.id {
                Some(id) => deliveries.entry((id.as_str(), compact(&fact.raw.text))).or_default().push(at),
                // Without an ID it is unknown.
                None => groups.push(vec![at]),
            }
        }
        let mut texts: HashMap<&str, usize> = HashMap::new();
        for (id, _) in deliveries.keys() {
            *texts.entry(*id).or_default() += 1;
        }
        let twins = facts.iter().map(|fact| fact.id.as_deref().is_some_and(|id| texts[id] > 1)).collect();
        groups.extend(deliveries.into_values());
        let mut repeated = vec![false; facts.len()];
        groups.iter().filter(|group| group.len() > 1).flatten().for_each(|&at| repeated[at] = true);
        let first_of = |group: &Vec<usize>| group.iter().copied().min();
        let mut once: Vec<usize> = groups.iter().filter_map(first_of).collect();
        once.sort_unstable();
        chains::fill(&mut facts, &once);
        let ways: Vec<Way> =
            stores.into_iter().map(|(name, store)| Way::new(name, store, &keys, &groups)).collect();
        Self {
            columns: (0..COLUMNS + OnDemand::FIXED).map(|column| Distinct::new(&facts, column)).collect(),
            repeated,
            twins,
            damaged,
            newest: facts.iter().filter_map(|fact| fact.time).max(),
            unread: ways[0].store.len() - facts.len(),
            ways,
            facts,
        }
    }
}

/// Fills the columns that all events decide together. What they hold is tested elsewhere; here, that every way to ask for
/// it agrees.
fn know_all_events(store: &Store, keys: &HashMap<Key, usize>, facts: &mut [Facts]) {
    for (column, together) in [(OnDemand::STATE, Together::State), (OnDemand::NEW, Together::New)] {
        for (value, events) in values(together, store, Run::QUIET).unwrap() {
            for at in events.iter().filter_map(|&event| keys.get(&key(store, event))) {
                facts[*at].values[Column::OnDemand(column).index()] = Some(value.clone());
            }
        }
    }
}

impl Way {
    fn new(name: &'static str, store: Store, keys: &HashMap<Key, usize>, groups: &[Vec<usize>]) -> Self {
        let known = |&event: &Event| Some((event, *keys.get(&key(&store, event))?));
        let order: Vec<(Event, usize)> = store.order().iter().filter_map(known).collect();
        assert_eq!(order.len(), keys.len(), "{name}");
        let mut places: Vec<Option<Place>> = vec![None; keys.len()];
        for &(event, at) in &order {
            places[at] = store.place(event);
        }
        let mut shown = vec![false; keys.len()];
        for group in groups {
            shown[*group.iter().min_by_key(|&&at| places[at]).unwrap()] = true;
        }
        let known = order.iter().map(|(event, _)| *event).collect();
        Self { name, store, filter: Filter::default(), order, known, shown }
    }
}

fn key(store: &Store, event: Event) -> Key {
    let place = store.place(event).unwrap();
    (store.file_of(event).unwrap().path.clone(), place.layer, place.start)
}

impl Distinct {
    fn new(facts: &[Facts], column: usize) -> Self {
        let (mut values, mut ids) = (Vec::new(), HashMap::new());
        let of = facts.iter().map(|fact| {
            let value = &fact.values[column];
            *ids.entry(value).or_insert_with(|| {
                values.push(value.clone());
                values.len() - 1
            })
        });
        let of = of.collect();
        Self { values, of }
    }
}

/// An IAM user without an ARN is the one whose ARN has its name and account, if there is one such ARN.
fn name_users(facts: &mut [Facts]) {
    let value = |fact: &Facts, column: Column| fact.values[column.index()].clone().unwrap_or_default();
    let is_user = |fact: &Facts| value(fact, Column::IdentityType) == "IAMUser";
    let arns: HashSet<String> =
        facts.iter().filter(|fact| is_user(fact)).map(|fact| value(fact, Column::IdentityArn)).collect();
    for fact in facts.iter_mut().filter(|fact| is_user(fact) && value(fact, Column::IdentityArn).is_empty()) {
        let (account, name) = (value(fact, Column::IdentityAccount), value(fact, Column::UserName));
        let is_theirs = |arn: &&String| {
            arn.contains(&format!("iam::{account}:user/")) && arn.rsplit('/').next() == Some(&name)
        };
        let theirs: Vec<&String> = arns.iter().filter(is_theirs).collect();
        let said = format!("{account}:user/{name}");
        if let ([arn], false, false) = (&theirs[..], account.is_empty(), name.is_empty()) {
            for column in [Column::Principal, Column::Person] {
                if let Some(value) = fact.values[column.index()].as_mut().filter(|value| **value == said) {
                    value.clone_from(arn);
                }
            }
        }
    }
}

/// The text without white space outside strings.
fn compact(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let kept = |char: &char| {
        let keep = in_string || !char.is_ascii_whitespace();
        in_string ^= *char == '"' && !escaped;
        escaped = *char == '\\' && !escaped;
        keep
    };
    json.chars().filter(kept).collect()
}
