//! The groups of an answer in the order in which they are shown. There may be a million: they stay where they
//! were counted, and only their positions are sorted, by keys that usually decide without the values' texts.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::count::{counted, first_groups};
use super::figures::Sums;
use super::group::{Group, GroupOrder, SortedList};
use super::new_at::NewAt;
use super::ranked::{GroupRanks, Spot, in_order};
use crate::query::engine::filter::LEAST_PIECE;
use crate::query::text_order::{TextKey, sort_by_text};
use crate::record::field::Column;
use crate::store::scan::bitset::Bits;
use crate::store::scan::parallel::{share_map, threads};
use crate::store::{Dict, Event, Store};

/// Sorted groups, each before those inside it; equal ones by their values' texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// One list for each piece of work.
    lists: Arc<Vec<Vec<Group>>>,
    rows: Vec<Spot>,
    in_order: bool,
    events: usize,
    highest: u32,
    sums: Option<Arc<Sums>>,
    new_at: Option<Arc<NewAt>>,
    /// How many further groups there are, of which nothing is known yet.
    pending: usize,
}

impl Groups {
    /// Counts `events`, which are in sort order, by the first column, within each group by the second, and so
    /// on. If there are very many groups, only the first ones may be sorted at first.
    pub fn count(store: &Store, events: &[Event], columns: &[Column], order: GroupOrder) -> Self {
        Self::count_set(store, events, None, columns, order)
    }

    /// Counts as [`Self::count`] does; `set` holds the same events, if a set of them exists.
    pub(in crate::query) fn count_set(
        store: &Store,
        events: &[Event],
        set: Option<&Bits>,
        columns: &[Column],
        order: GroupOrder,
    ) -> Self {
        let (mut groups, ranks) = Self::unsorted(counted(store, events, set, columns, order), events.len());
        if columns.len() > 1 || !groups.begin(store, columns, order, &ranks) {
            groups.sort(store, columns, order);
        }
        groups
    }

    /// Counts the first page of very many groups by one column, if that is worth it; of the others only their number.
    /// `texts` are the ranks of its texts, if they are known.
    pub(in crate::query) fn first_page(
        store: &Store,
        events: &[Event],
        set: Option<&Bits>,
        (columns, order): (&[Column], GroupOrder),
        texts: Option<&[u32]>,
    ) -> Option<Self> {
        let [column] = columns else { return None };
        let first = first_groups(store, events, set, (*column, order), texts)?;
        let list = SortedList::of(first.groups, order);
        let (mut groups, _) = Self::unsorted(vec![list], events.len());
        groups.sort_ranked(store, columns, order, texts);
        groups.pending = first.all - groups.rows.len();
        groups.in_order = groups.pending == 0;
        Some(groups)
    }

    /// Counts and sorts what is missing yet.
    pub(in crate::query) fn complete(
        &mut self,
        store: &Store,
        (events, set): (&[Event], Option<&Bits>),
        (columns, order): (&[Column], GroupOrder),
        texts: Option<&[u32]>,
    ) {
        if self.pending > 0 {
            let (groups, ranks) = Self::unsorted(counted(store, events, set, columns, order), events.len());
            *self = groups;
            if let Some(texts) = texts {
                self.rows = in_order(&ranks, texts);
                self.in_order = true;
                return;
            }
        }
        self.sort_ranked(store, columns, order, texts);
    }

    /// Makes the groups from lists of them, and the ranks in these.
    fn unsorted(counted: Vec<SortedList>, events: usize) -> (Self, Vec<GroupRanks>) {
        let highest = counted.iter().map(|list| list.highest).max().unwrap_or(0);
        let (lists, ranks) = counted.into_iter().map(|list| (list.groups, list.ranks)).unzip();
        (Self { lists: Arc::new(lists), events, highest, ..Self::default() }, ranks)
    }

    /// Returns whether all groups are sorted; otherwise only the first thousand are.
    pub fn is_in_order(&self) -> bool {
        self.in_order
    }

    /// Sorts the first thousand of very many, if their rank separates them; returns whether it did.
    fn begin(&mut self, store: &Store, columns: &[Column], order: GroupOrder, ranks: &[GroupRanks]) -> bool {
        let ranks: Vec<&Vec<u64>> = ranks.iter().map(|list| &list.ranks).collect();
        if ranks.iter().map(|list| list.len()).sum::<usize>() < MANY {
            return false;
        }
        let mut all: Vec<u64> = ranks.iter().copied().flatten().copied().collect();
        let last = *all.select_nth_unstable(FIRST_SHOWN).1;
        let (mut first, mut others) = (Vec::new(), Vec::with_capacity(all.len()));
        for (list, ranks) in (0..).zip(ranks) {
            for (place, rank) in (0..).zip(ranks) {
                if *rank <= last { first.push((list, place)) } else { others.push((list, place)) }
            }
        }
        if first.len() > MANY {
            return false;
        }
        let first: Vec<_> = first.into_iter().filter_map(|spot| Some((spot, self.at(spot)?))).collect();
        let dict = columns.first().map(|&column| store.dict(column));
        let mut rows = sorted(&first, dict, &|group| group.rank(order));
        rows.append(&mut others);
        self.rows = rows;
        true
    }

    /// Sorts them in another order.
    pub fn sort(&mut self, store: &Store, columns: &[Column], order: GroupOrder) {
        self.sort_ranked(store, columns, order, None);
    }

    /// Sorts as [`Self::sort`] does; with the ranks of the texts of the only column, if they are known.
    pub(in crate::query) fn sort_ranked(
        &mut self,
        store: &Store,
        columns: &[Column],
        order: GroupOrder,
        texts: Option<&[u32]>,
    ) {
        let spots = (0..)
            .zip(self.lists.iter())
            .flat_map(|(list, groups)| (0..).zip(groups).map(move |(place, group)| ((list, place), group)));
        let dict = |level: usize| columns.get(level).map(|&column| store.dict(column));
        let sums = self.sums.clone().filter(|_| order == GroupOrder::Sum);
        let by_sum = sums.as_ref().map(|sums| sums.ranks());
        let rank = |group: &Group| match &by_sum {
            // Groups without a number come last, the largest of them first.
            Some(ranks) => {
                ranks.get(group.path().as_slice()).copied().unwrap_or(u64::MAX - group.events as u64)
            }
            None => group.rank(order),
        };
        self.in_order = true;
        if columns.len() <= 1 {
            self.rows = match texts {
                Some(texts) => {
                    let of = |groups: &Vec<Group>| {
                        GroupRanks::of(groups.iter().map(|group| (rank(group), group.value)))
                    };
                    let ranks: Vec<GroupRanks> = self.lists.iter().map(of).collect();
                    in_order(&ranks, texts)
                }
                None => sorted(&spots.collect::<Vec<(Spot, &Group)>>(), dict(0), &rank),
            };
            return;
        }
        let mut within: HashMap<&[u32], Vec<(Spot, &Group)>, RandomState> = HashMap::default();
        for (spot, group) in spots {
            within.entry(group.within.as_slice()).or_default().push((spot, group));
        }
        let mut rows = Vec::new();
        let mut waiting = sorted(&within.remove([].as_slice()).unwrap_or_default(), dict(0), &rank);
        waiting.reverse();
        while let Some(spot) = waiting.pop() {
            rows.push(spot);
            let Some(path) = self.at(spot).map(Group::path) else { continue };
            if let Some(inner) = within.remove(path.as_slice()) {
                waiting.extend(sorted(&inner, dict(path.len()), &rank).into_iter().rev());
            }
        }
        self.rows = rows;
    }

    /// Adds the figures of a column of numbers; in the order of sums, puts the groups in it.
    #[must_use]
    pub fn with_sums(mut self, store: &Store, columns: &[Column], order: GroupOrder, sums: Sums) -> Self {
        self.sums = Some(Arc::new(sums));
        if order == GroupOrder::Sum {
            self.sort(store, columns, order);
        }
        self
    }

    /// The figures of a column of numbers, where they were asked for.
    pub fn sums(&self) -> Option<&Sums> {
        self.sums.as_deref()
    }

    /// Adds when each group is first new.
    #[must_use]
    pub fn with_new_at(mut self, new_at: Option<NewAt>) -> Self {
        self.new_at = new_at.map(Arc::new);
        self
    }

    /// When each group is first new, where that was asked for.
    pub fn new_at(&self) -> Option<&Arc<NewAt>> {
        self.new_at.as_ref()
    }

    /// Returns how many groups there are on all levels.
    pub fn len(&self) -> usize {
        self.rows.len() + self.pending
    }

    /// Returns whether there are no groups.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many events were counted.
    pub fn events(&self) -> usize {
        self.events
    }

    /// Returns the highest bar of all histograms.
    pub fn highest(&self) -> u32 {
        self.highest
    }

    /// Returns the group in a row; `None` also if nothing is known of it yet, before all are sorted.
    pub fn get(&self, row: usize) -> Option<&Group> {
        self.at(*self.rows.get(row)?)
    }

    /// Iterates over all groups of which more than their number is known, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Group> {
        self.rows.iter().filter_map(|&spot| self.at(spot))
    }

    fn at(&self, (list, place): Spot) -> Option<&Group> {
        self.lists.get(list as usize)?.get(place as usize)
    }
}

/// From this number on, sorting takes noticeably long.
const MANY: usize = 20_000;
/// How many are sorted first.
const FIRST_SHOWN: usize = 1000;

/// What decides the place of a group among those of its level, the least first.
type Ranking<'r> = &'r (dyn Fn(&Group) -> u64 + Sync);

/// Sorts the groups of one level, on all processor cores.
fn sorted(groups: &[(Spot, &Group)], dict: Option<&Dict>, rank: Ranking<'_>) -> Vec<Spot> {
    let length = groups.len().div_ceil(threads()).max(LEAST_PIECE);
    let keys = share_map(groups.chunks(length).collect(), |groups: &[(Spot, &Group)]| {
        // The missing value has no text, which is sorted before all others.
        let text = |group: &Group| dict.map_or("", |dict| dict.get(group.value));
        let key = |(spot, group): &(Spot, &Group)| TextKey::new(rank(group), text(group), *spot);
        groups.iter().map(key).collect::<Vec<_>>()
    });
    let mut keys = keys.concat();
    sort_by_text(&mut keys, &|| false);
    keys.into_iter().map(|key| key.item).collect()
}
