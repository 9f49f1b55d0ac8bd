//! Counts what the files cover, in one pass over the IDs of all events.

use foldhash::fast::RandomState;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::categories::Recorded;
use super::covered::{Coverage, Day, Row};
use super::logging::{Changes, changes, holds_logs};
use crate::record::field::{Column, Home};
use crate::record::object_key::{Delivered, ObjectKey};
use crate::store::file::FileState;
use crate::store::segment::SEGMENT_ROWS;
use crate::store::{Event, Store};

/// Services whose events always have the Region of their own endpoint.
const GLOBAL_SERVICES: [&str; 12] = [
    "iam.amazonaws.com",
    "sts.amazonaws.com",
    "signin.amazonaws.com",
    "cloudfront.amazonaws.com",
    "route53.amazonaws.com",
    "route53domains.amazonaws.com",
    "organizations.amazonaws.com",
    "account.amazonaws.com",
    "support.amazonaws.com",
    "globalaccelerator.amazonaws.com",
    "shield.amazonaws.com",
    "networkmanager.amazonaws.com",
];

/// If there are more pairs of account and Region than this, each account gets one row for all Regions in which
/// it has nothing.
const MOST_EMPTY_ROWS: usize = 400;

/// A day of a row.
type RowDay = (u32, i64);

#[derive(Default)]
struct Counting {
    rows: Vec<Row>,
    by_name: HashMap<(String, String), u32, RandomState>,
    days: HashMap<RowDay, Day, RandomState>,
    /// For each row, the day that is being counted: events of a file are from few days.
    running: Vec<(i64, u32)>,
}

impl Counting {
    fn row(&mut self, account: &str, region: &str) -> u32 {
        let name = (account.to_owned(), region.to_owned());
        if let Some(&row) = self.by_name.get(&name) {
            return row;
        }
        // There are no more rows than kinds of events and files, which are counted with u32.
        let row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.push(Row { account: name.0.clone(), region: name.1.clone(), ..Row::default() });
        self.running.push((0, 0));
        self.by_name.insert(name, row);
        row
    }

    fn count(&mut self, row: u32, day: Option<i64>) {
        let Some((totals, running)) = self.rows.get_mut(row as usize).zip(self.running.get_mut(row as usize))
        else {
            return;
        };
        totals.events += 1;
        let Some(day) = day else {
            totals.without_time += 1;
            return;
        };
        if running.0 != day {
            let before = std::mem::replace(running, (day, 0));
            flush(&mut self.days, row, before);
        }
        running.1 += 1;
    }

    /// Returns the rows by account and Region, each with its days in order.
    fn finish(mut self) -> Vec<Row> {
        for (row, &running) in (0..).zip(&self.running) {
            flush(&mut self.days, row, running);
        }
        for ((row, number), day) in self.days {
            if let Some(row) = self.rows.get_mut(row as usize) {
                row.days.push((number, day));
            }
        }
        for row in &mut self.rows {
            row.days.sort_unstable_by_key(|(number, _)| *number);
        }
        // Tables also have kinds without events: those of records that were removed, or are not in this
        // snapshot yet.
        self.rows.retain(|row| row.events > 0 || row.files > 0 || row.digests > 0 || !row.days.is_empty());
        self.rows.extend(empty_rows(&self.rows));
        self.rows.sort_by(|one, two| (&one.account, &one.region).cmp(&(&two.account, &two.region)));
        self.rows
    }
}

fn flush(days: &mut HashMap<RowDay, Day, RandomState>, row: u32, (day, events): (i64, u32)) {
    if events > 0 {
        days.entry((row, day)).or_default().add(Day { events, ..Day::default() });
    }
}

/// Makes rows for Regions that one account has and another lacks: an empty row is noticed, a missing row is
/// not.
fn empty_rows(rows: &[Row]) -> Vec<Row> {
    let named: HashSet<(&str, &str)> = rows
        .iter()
        .map(|row| (row.account.as_str(), row.region.as_str()))
        .filter(|(account, region)| !account.is_empty() && !region.is_empty())
        .collect();
    let accounts: BTreeSet<&str> = named.iter().map(|(account, _)| *account).collect();
    let regions: BTreeSet<&str> = named.iter().map(|(_, region)| *region).collect();
    let lacks = |account: &str| -> Vec<String> {
        regions
            .iter()
            .filter(|region| !named.contains(&(account, **region)))
            .map(ToString::to_string)
            .collect()
    };
    let row = |account: &str, region: String, folded: Vec<String>| Row {
        account: account.to_owned(),
        region,
        folded,
        ..Row::default()
    };
    let fold = accounts.len().saturating_mul(regions.len()) > MOST_EMPTY_ROWS;
    let mut empty = Vec::new();
    for account in accounts {
        match lacks(account) {
            lacks if fold && lacks.len() > 1 => empty.push(row(account, String::new(), lacks)),
            lacks => empty.extend(lacks.into_iter().map(|region| row(account, region, Vec::new()))),
        }
    }
    empty
}

/// What all events of one kind have in common.
struct Kind {
    row: u32,
    is_global: bool,
    changes: Changes,
}

impl Coverage {
    /// Returns what everything loaded covers, whatever the filter is.
    pub fn of(store: &Store) -> Self {
        let mut counting = Counting::default();
        let kinds = kinds(store, &mut counting);
        let mut per_kind = vec![0_usize; kinds.len()];
        let mut changed_logging = Vec::new();
        let folds = store.folds();
        let has_folds = folds.count() > 0;
        let has_quoted = store.has_quoted();
        for (segment_number, segment) in store.segments().iter().enumerate() {
            for (place, kind) in segment.kinds().iter().enumerate() {
                let event = || u32::try_from(segment_number * SEGMENT_ROWS + place).unwrap_or(u32::MAX);
                let is_left_out = (has_folds && folds.is_folded(event()))
                    // What is only quoted shows of no time that it was recorded.
                    || (has_quoted && store.is_quoted(event()));
                if is_left_out {
                    continue;
                }
                let Some((of_kind, known)) = per_kind.get_mut(kind as usize).zip(kinds.get(kind as usize))
                else {
                    continue;
                };
                *of_kind += 1;
                counting.count(known.row, segment.time(place).day());
                let changed = match known.changes {
                    Changes::Nothing => false,
                    Changes::Logging => true,
                    Changes::LogGroup => holds_logs(store.value(event(), Column::Resource)),
                };
                if changed {
                    changed_logging.push(event());
                }
            }
        }
        changed_logging.sort_by_key(|&event| store.order_key(event));
        mark_global(&mut counting.rows, &kinds, &per_kind);
        mark_changes(store, &mut counting, &kinds, &changed_logging);
        let unnamed_files = count_files(store, &mut counting);
        let rows = counting.finish();
        let numbers = || rows.iter().flat_map(|row| &row.days).map(|(number, _)| *number);
        let days = numbers().min().zip(numbers().max());
        Self { rows, days, changes: changed_logging, recorded: Recorded::of(store, &per_kind), unnamed_files }
    }
}

fn kinds(store: &Store, counting: &mut Counting) -> Vec<Kind> {
    let flags = |column: Column, is: &dyn Fn(&str) -> bool| -> Vec<bool> {
        std::iter::once("").chain(store.dict(column).iter()).map(is).collect()
    };
    let global = flags(Column::EventSource, &|source| GLOBAL_SERVICES.contains(&source));
    let mut rows: HashMap<(u32, u32), u32, RandomState> = HashMap::default();
    let one = |kind: &[u32; crate::record::field::KIND_COLUMNS]| {
        let id = |column: Column| match column.home() {
            Home::Kind(place) => kind.get(place).copied().unwrap_or_default(),
            _ => 0,
        };
        let is = |flags: &[bool], column| flags.get(id(column) as usize).copied().unwrap_or(false);
        let text = |column: Column| store.dict(column).get(id(column));
        let (account, region) = (id(Column::Account), id(Column::AwsRegion));
        let row = *rows.entry((account, region)).or_insert_with(|| {
            counting.row(store.dict(Column::Account).get(account), store.dict(Column::AwsRegion).get(region))
        });
        Kind {
            row,
            is_global: is(&global, Column::EventSource),
            changes: changes(text(Column::EventSource), text(Column::EventName)),
        }
    };
    store.kinds().iter().map(one).collect()
}

fn mark_global(rows: &mut [Row], kinds: &[Kind], per_kind: &[usize]) {
    for row in rows.iter_mut() {
        row.only_global = row.events > 0;
    }
    for (kind, &events) in kinds.iter().zip(per_kind) {
        if events > 0
            && !kind.is_global
            && let Some(row) = rows.get_mut(kind.row as usize)
        {
            row.only_global = false;
        }
    }
}

fn mark_changes(store: &Store, counting: &mut Counting, kinds: &[Kind], changes: &[Event]) {
    for &event in changes {
        let kind = store.locate(event).map(|(segment, row)| segment.kind(row));
        let row = kind.and_then(|kind| kinds.get(kind as usize)).map(|kind| kind.row);
        if let Some((row, day)) = row.zip(store.time(event).day()) {
            counting.days.entry((row, day)).or_default().add(Day { changes: 1, ..Day::default() });
        }
    }
}

/// Counts files by the day in their names; returns how many names have none.
fn count_files(store: &Store, counting: &mut Counting) -> usize {
    let mut unnamed = 0;
    let mut last: Option<(String, String, u32)> = None;
    for file in store.files() {
        let Some(key) = file.own_path().to_str().and_then(ObjectKey::read) else {
            unnamed += usize::from(file.state != FileState::NotLog);
            continue;
        };
        let row = match &last {
            Some((account, region, row)) if account == key.account && region == key.region => *row,
            _ => counting.row(key.account, key.region),
        };
        if last.as_ref().is_none_or(|(_, _, before)| *before != row) {
            last = Some((key.account.to_owned(), key.region.to_owned(), row));
        }
        let is_log = key.holds == Delivered::Log;
        let troubled = matches!(file.state, FileState::Damaged | FileState::Unreadable);
        let day = Day {
            files: u32::from(is_log),
            digests: u32::from(!is_log),
            troubled: u32::from(troubled),
            ..Day::default()
        };
        counting.days.entry((row, key.day)).or_default().add(day);
        if let Some(row) = counting.rows.get_mut(row as usize) {
            row.files += usize::from(is_log);
            row.digests += usize::from(!is_log);
        }
    }
    unnamed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read::RawRecord;
    use crate::store::builder::Builder;
    use crate::store::segment::Place;

    /// A record that was removed left a row for its account, and one for each Region of other accounts.
    #[test]
    fn only_what_has_an_event_or_a_file_has_a_row() {
        let builder = &mut Builder::default();
        let mut collector = builder.collector();
        for (start, account) in [(0, "111122223333"), (1, "999999999999")] {
            let text = format!(
                r#"{{"eventName":"A","awsRegion":"eu-north-{start}","recipientAccountId":"{account}"}}"#
            );
            let record = RawRecord::read(text.as_bytes(), 0).unwrap();
            collector.add(&record, Place { file: 0, layer: 0, start, length: 1 });
        }
        collector.forget_since(1);
        builder.append(collector.take());
        let rows = Coverage::of(&builder.publish()).rows;
        let names: Vec<_> =
            rows.iter().map(|row| (row.account.as_str(), row.region.as_str(), row.events)).collect();
        assert_eq!(names, [("111122223333", "eu-north-0", 1)]);
    }

    /// Each account has one Region of its own: every other pair of account and Region is empty.
    #[track_caller]
    fn every_pair_is_told(accounts: usize) {
        let builder = &mut Builder::default();
        let mut collector = builder.collector();
        for start in 0..accounts {
            let text = format!(
                r#"{{"eventName":"A","awsRegion":"region-{start}","recipientAccountId":"{:012}"}}"#,
                start + 1
            );
            let record = RawRecord::read(text.as_bytes(), 0).unwrap();
            let start = u32::try_from(start).unwrap();
            collector.add(&record, Place { file: 0, layer: 0, start, length: 1 });
        }
        builder.append(collector.take());
        let rows = Coverage::of(&builder.publish()).rows;
        let pairs: usize = rows.iter().map(|row| row.folded.len().max(1)).sum();
        assert_eq!(pairs, accounts * accounts);
        let most = if accounts * accounts > MOST_EMPTY_ROWS { 2 * accounts } else { accounts * accounts };
        assert!(rows.len() <= most, "{} rows", rows.len());
    }

    #[test]
    fn pairs_without_anything_are_never_left_out() {
        for accounts in [1, 2, 20, 21, 60] {
            every_pair_is_told(accounts);
        }
    }
}
