//! An account of everything loaded: files by state, sums over the events, and what they cover. It takes one
//! pass over all events and belongs on a separate thread.

use super::coverage::Coverage;
use super::misnamed::{Misnamed, misnamed};
use super::totals::Totals;
use crate::store::file::FileState;
use crate::store::{Event, Store};

/// The account of a load.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// What was loaded.
    pub store: Store,
    /// The numbers of the files that were read completely.
    pub read: Vec<u32>,
    /// The numbers of files without CloudTrail records, by kind.
    pub not_logs: Vec<u32>,
    /// The numbers of files of which something could not be read.
    pub damaged: Vec<u32>,
    /// The numbers of files of which nothing could be read.
    pub unreadable: Vec<u32>,
    /// Files whose path has another account than their events; each is also in one of the lists above.
    pub misnamed: Vec<u32>,
    /// The reason for each of them.
    reasons: Vec<Misnamed>,
    /// Sums over all events, without repeated deliveries.
    pub totals: Totals,
    /// What they cover.
    pub coverage: Coverage,
}

impl Inventory {
    /// Accounts for everything in a store.
    pub fn of(store: &Store) -> Self {
        let mut account = Self { store: store.clone(), ..Self::default() };
        for (number, file) in (0..).zip(store.file_slots()) {
            match file.map(|file| file.state) {
                Some(FileState::Read) => account.read.push(number),
                Some(FileState::NotLog) => account.not_logs.push(number),
                Some(FileState::Damaged) => account.damaged.push(number),
                Some(FileState::Unreadable) => account.unreadable.push(number),
                None => {}
            }
        }
        let kind = |&number: &u32| {
            store.file(number).and_then(|file| file.issues.first()).map_or("", |issue| issue.kind.label())
        };
        account.not_logs.sort_by(|one, two| kind(one).cmp(kind(two)));
        account.unreadable.sort_by(|one, two| kind(one).cmp(kind(two)));
        let folds = store.folds();
        let shown: Vec<Event> =
            store.order().iter().copied().filter(|&event| !folds.is_folded(event)).collect();
        account.totals = Totals::of(store, &shown);
        account.coverage = Coverage::of(store);
        account.reasons = misnamed(store);
        account.misnamed = account.reasons.iter().map(|misnamed| misnamed.file).collect();
        account
    }

    /// Returns how the account in a file's path differs from that of its events.
    pub fn misnaming(&self, file: u32) -> Option<&str> {
        let at = self.reasons.binary_search_by_key(&file, |misnamed| misnamed.file).ok()?;
        self.reasons.get(at).map(|misnamed| misnamed.reason.as_str())
    }

    /// Returns how many files there are.
    pub fn seen(&self) -> usize {
        self.read.len() + self.not_logs.len() + self.damaged.len() + self.unreadable.len()
    }

    /// Returns `18 digest, 2 not JSON`: how many files of each kind there are; files of one kind must be
    /// adjacent.
    pub fn kinds(&self, files: &[u32]) -> String {
        let kind = |&file: &u32| {
            self.store.file(file).and_then(|file| file.issues.first()).map_or("", |issue| issue.kind.label())
        };
        let runs = files.chunk_by(|one, two| kind(one) == kind(two));
        let mut kinds: Vec<(&str, usize)> =
            runs.map(|run| (run.first().map_or("", kind), run.len())).collect();
        kinds.sort_by_key(|(_, files)| std::cmp::Reverse(*files));
        kinds.iter().map(|(kind, files)| format!("{files} {kind}")).collect::<Vec<_>>().join(", ")
    }

    /// Returns whether it describes `store`, and not an earlier state of the load.
    pub fn is_of(&self, store: &Store) -> bool {
        self.store.len() == store.len() && self.seen() == store.files().count()
    }
}
