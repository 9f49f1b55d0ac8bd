//! The names of the paths that occur in records: for completion, and for what a misspelled path may mean.
//!
//! All records of a small store are examined, and a sample of a larger one: some of each kind of event, so that
//! a path of a rare call is found too, and others at equal distances.

use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::RandomState;

use crate::json::embedded::json_in_string;
use crate::json::members::{items, members};
use crate::json::path::written_step;
use crate::json::text;
use crate::query::engine::stats::Counters;
use crate::record::field::Column;
use crate::record::read::value::is_present;
use crate::store::record_reader::FileText;
use crate::store::scan::bitset::Bits;
use crate::store::scan::cancel::Cancelled;
use crate::store::scan::file_scan::{FileScan, Heard};
use crate::store::{Event, Store};

/// Maximum number of records that are examined, and of paths that are kept.
const MOST_RECORDS: usize = 50_000;
const MOST_PATHS: usize = 50_000;
/// Number of records of each kind of event that are examined first.
const MOST_OF_KIND: usize = 16;
/// Maximum number of pairs of a path and an event name; beyond that, event names are not counted.
const MOST_PAIRS: usize = 1 << 20;
/// Longer names are keys of something else: nobody types them.
const LONGEST: usize = 200;
/// Maximum depth to which members of records are examined.
const MOST_DEPTH: usize = 12;
/// Number of records that are read between two checks for cancellation.
const READ_AT_ONCE: usize = 64;

/// The paths that occur in a store, without array positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathNames {
    paths: BTreeMap<String, PathUse>,
    looked_at: usize,
    of: usize,
    load: u64,
}

/// How often a path occurs in the examined records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PathUse {
    /// Events in which it is present.
    pub events: usize,
    /// Distinct names of these events; 0 if there were too many to count.
    pub event_names: usize,
    /// Whether it leads to anything but objects.
    pub has_value: bool,
}

impl PathNames {
    /// Examines the records of a store, on all processor cores; `None` if cancelled.
    pub fn of(store: &Store, cancelled: Cancelled<'_>) -> Option<Self> {
        let events = sample(store);
        let counters = Counters::default();
        let scan = FileScan { store, events: &events, cancelled, unpacked: &|bytes| counters.unpack(bytes) };
        let mut all = FoundPaths::default();
        let read = |found: &mut FoundPaths, mut text: FileText<'_>, events: &[&[Event]]| {
            for events in events.iter().flat_map(|events| events.chunks(READ_AT_ONCE)) {
                if cancelled() {
                    return;
                }
                for &event in events {
                    let record = store.place(event).map(|place| text.record(place)).unwrap_or_default();
                    found.add(record, "", MOST_DEPTH, (event, store.value_id(event, Column::EventName)));
                }
            }
        };
        scan.run(read, &mut |heard| match heard {
            Heard::Found(found) => all.join(found),
            Heard::Read(_) | Heard::Progress(_) => {}
        })?;
        let are_counted = all.pairs < MOST_PAIRS;
        let told = |found: FoundPath| PathUse {
            events: found.events,
            event_names: if are_counted { found.names.len() } else { 0 },
            has_value: found.has_value,
        };
        let paths = all.paths.into_iter().map(|(path, found)| (path, told(found))).collect();
        Some(Self { paths, looked_at: events.len(), of: shown(store), load: store.load_number() })
    }

    /// Returns whether these are the paths of all events of a store, or of a sample of all of them.
    pub fn are_of(&self, store: &Store) -> bool {
        self.of == shown(store) && self.load == store.load_number()
    }

    /// Returns how many events were examined, and how many a store has, if these are not all.
    pub fn sample_of(&self, store: &Store) -> Option<(usize, usize)> {
        (self.looked_at < shown(store)).then(|| (self.looked_at, shown(store)))
    }

    /// Returns whether a path occurs in the examined records, with or without a value.
    pub fn occurs(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }

    /// Iterates over the paths, each with how often it occurs.
    pub fn iter(&self) -> impl Iterator<Item = (&str, PathUse)> {
        self.paths.iter().map(|(path, usage)| (path.as_str(), *usage))
    }

    /// Returns the paths nearest to a path: those that differ in a few letters, otherwise those that end with
    /// its name.
    pub fn nearest(&self, path: &str) -> Vec<String> {
        const MOST: usize = 3;
        let lower = path.to_lowercase();
        let name = |path: &str| path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let (end, most) = (name(path), (path.len() / 8).max(2));
        let rank = |known: &String| {
            let distance = strsim::osa_distance(&known.to_lowercase(), &lower);
            let other_name = name(known) != end;
            (distance <= most || !other_name).then_some((other_name, distance))
        };
        // Without quotes, a name such as `aws:SourceIp` ends at its sign.
        let is_cut = |known: &&String| {
            let plain = known.contains('"').then(|| known.replace('"', "").to_lowercase());
            plain
                .and_then(|plain| plain.strip_prefix(&lower)?.chars().next())
                .is_some_and(|next| ":=~<>!".contains(next))
        };
        let cut: Vec<String> = self.paths.keys().filter(is_cut).take(MOST).cloned().collect();
        if !cut.is_empty() {
            return cut;
        }
        let mut near: Vec<_> = self.paths.keys().filter_map(|known| Some((rank(known)?, known))).collect();
        near.sort_unstable();
        near.into_iter().take(MOST).map(|(_, known)| known.clone()).collect()
    }
}

fn shown(store: &Store) -> usize {
    store.len() - store.folds().count()
}

/// Returns the events whose records are examined, by number, without repeated deliveries.
fn sample(store: &Store) -> Vec<Event> {
    let mut folded = Bits::none(store.len());
    folded.extend(store.folds().folded());
    let events = || (0..u32::try_from(store.len()).unwrap_or(u32::MAX)).filter(|&event| !folded.has(event));
    if shown(store) <= MOST_RECORDS {
        return events().collect();
    }
    let kind = |event: Event| store.locate(event).map_or(0, |(segment, row)| segment.kind(row) as usize);
    let mut of_kind: Vec<usize> = Vec::new();
    for kind in events().map(kind) {
        if kind >= of_kind.len() {
            of_kind.resize(kind + 1, 0);
        }
        if let Some(count) = of_kind.get_mut(kind) {
            *count += 1;
        }
    }
    let most = (MOST_RECORDS / 2 / of_kind.len().max(1)).clamp(1, MOST_OF_KIND);
    let mut seen = vec![0; of_kind.len()];
    let mut is_one_of_kind = |event: Event| {
        let kind = kind(event);
        let (Some(count), Some(seen)) = (of_kind.get(kind), seen.get_mut(kind)) else { return false };
        *seen += 1;
        (*seen - 1) % count.div_ceil(most) == 0
    };
    let of_kinds: Vec<Event> = events().filter(|&event| is_one_of_kind(event)).take(MOST_RECORDS).collect();
    let left = MOST_RECORDS - of_kinds.len();
    let mut chosen = Bits::none(store.len());
    chosen.extend(of_kinds);
    if left > 0 {
        chosen.extend(events().step_by(shown(store).div_ceil(left)));
    }
    chosen.iter().collect()
}

/// Paths that were found in some records.
#[derive(Debug, Default)]
struct FoundPaths {
    paths: HashMap<String, FoundPath, RandomState>,
    /// Number of pairs of a path and an event name.
    pairs: usize,
}

#[derive(Debug, Default)]
struct FoundPath {
    events: usize,
    /// The last event in which it was found, because it may be in several items of one event.
    last: Option<Event>,
    names: HashSet<u32, RandomState>,
    has_value: bool,
}

impl FoundPaths {
    /// Adds the paths of a value of an event with this name; `before` leads to the value.
    fn add(&mut self, json: &[u8], before: &str, left: usize, (event, name): (Event, u32)) {
        let Some(left) = left.checked_sub(1) else { return };
        match json.first() {
            Some(b'{') => {
                for (key, value) in members(json) {
                    let mut plain = Vec::new();
                    text::unescape_into(key, &mut plain);
                    let step = written_step(&String::from_utf8_lossy(&plain), before.is_empty());
                    let path = format!("{before}{step}");
                    if path.len() > LONGEST || !self.knows(&path) {
                        continue;
                    }
                    self.add(value, &path, left, (event, name));
                    if is_present(value) {
                        self.count(&path, !value.starts_with(b"{"), (event, name));
                    }
                }
            }
            Some(b'[') => items(json).for_each(|item| self.add(item, before, left, (event, name))),
            Some(b'"') => {
                if let Some(inner) = json_in_string(json) {
                    self.add(&inner, before, left, (event, name));
                }
            }
            _ => {}
        }
    }

    /// Returns whether a path is known, or adds it if there is room.
    fn knows(&mut self, path: &str) -> bool {
        if self.paths.contains_key(path) {
            return true;
        }
        let has_room = self.paths.len() < MOST_PATHS;
        if has_room {
            self.paths.insert(path.to_owned(), FoundPath::default());
        }
        has_room
    }

    fn count(&mut self, path: &str, has_value: bool, (event, name): (Event, u32)) {
        let Some(found) = self.paths.get_mut(path) else { return };
        found.has_value |= has_value;
        found.events += usize::from(found.last.replace(event) != Some(event));
        if self.pairs < MOST_PAIRS {
            self.pairs += usize::from(found.names.insert(name));
        }
    }

    /// Adds what was found in other records.
    fn join(&mut self, other: Self) {
        for (path, found) in other.paths {
            if !self.knows(&path) {
                continue;
            }
            let Some(here) = self.paths.get_mut(&path) else { continue };
            here.events += found.events;
            here.has_value |= found.has_value;
            for name in found.names {
                if self.pairs < MOST_PAIRS {
                    self.pairs += usize::from(here.names.insert(name));
                }
            }
        }
    }
}
