//! Files whose name or folder has another account than their records: renamed, moved, or planted.
//!
//! Only `recipientAccountId` counts, the account that a record was delivered to. Regions are not compared,
//! because events of global services, and of single-Region trails that include them, belong in files of other
//! Regions.

use std::collections::{BTreeMap, HashMap};

use crate::plural::{agree, counted};
use crate::record::field::{Column, Home};
use crate::record::object_key::ObjectKey;
use crate::store::{MISSING, Store};

/// A file, and what is wrong with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misnamed {
    /// Its number.
    pub file: u32,
    /// A sentence without a full stop. It repeats text from records and is not safe for a terminal.
    pub reason: String,
}

/// Maximum number of other accounts that are named for one file.
const NAMED_ACCOUNTS: usize = 3;
/// The ID of an account that no record was delivered to.
const NONE: u32 = u32::MAX;

/// Which part of a path has the account.
const PARTS: [&str; 2] = ["name", "folder"];

/// Returns all such files of a store, by number.
pub fn misnamed(store: &Store) -> Vec<Misnamed> {
    let Home::Kind(place) = Column::RecipientAccountId.home() else { return Vec::new() };
    let recipients: Vec<u32> =
        store.kinds().iter().map(|kind| kind.get(place).copied().unwrap_or(MISSING)).collect();
    let named = named(store);
    let has_quoted = store.has_quoted();
    let mut strange: BTreeMap<(u32, usize), BTreeMap<u32, usize>> = BTreeMap::new();
    for segment in store.segments() {
        for (row, kind) in segment.kinds().iter().enumerate() {
            let recipient = recipients.get(kind as usize).copied().unwrap_or(MISSING);
            let Some(place) = segment.place(row) else { continue };
            let file = place.file;
            if has_quoted && store.file(file).is_some_and(|file| file.is_quoted(place)) {
                continue;
            }
            let Some(accounts) = named.get(file as usize).filter(|_| recipient != MISSING) else { continue };
            for (part, _) in
                accounts.iter().enumerate().filter(|(_, id)| !matches!(**id, MISSING) && **id != recipient)
            {
                *strange.entry((file, part)).or_default().entry(recipient).or_default() += 1;
            }
        }
    }
    let mut files: Vec<Misnamed> = Vec::new();
    for ((file, part), events) in strange {
        let reason = sentence(store, file, part, &events);
        match files.last_mut().filter(|last| last.file == file) {
            Some(last) => last.reason = format!("{}; {reason}", last.reason),
            None => files.push(Misnamed { file, reason }),
        }
    }
    files
}

/// Returns, for each file, the IDs of the accounts in its name and its folder, if they differ from its events.
fn named(store: &Store) -> Vec<[u32; 2]> {
    let ids: HashMap<&str, u32> = store.dict(Column::RecipientAccountId).iter().zip(1..).collect();
    let id = |account: &str| ids.get(account).copied().unwrap_or(NONE);
    let of_path = |path: &str| match ObjectKey::accounts(path) {
        [Some(name), Some(folder)] if name != folder => [id(name), id(folder)],
        [Some(name), _] => [id(name), MISSING],
        [None, folder] => [MISSING, folder.map_or(MISSING, id)],
    };
    let path = |slot: Option<&std::sync::Arc<crate::store::file::LogFile>>| {
        slot.and_then(|file| file.own_path().to_str()).map_or([MISSING; 2], of_path)
    };
    store.file_slots().map(path).collect()
}

fn sentence(store: &Store, file: u32, part: usize, events: &BTreeMap<u32, usize>) -> String {
    let path = store.file(file).and_then(|file| file.own_path().to_str()).unwrap_or_default();
    let said = ObjectKey::accounts(path).get(part).copied().flatten().unwrap_or_default();
    let dict = store.dict(Column::RecipientAccountId);
    // IDs depend on the order in which threads read the values.
    let mut accounts: Vec<(usize, &str)> =
        events.iter().map(|(&id, &events)| (events, dict.get(id))).collect();
    accounts.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
    let mut accounts: Vec<&str> = accounts.into_iter().take(NAMED_ACCOUNTS).map(|(_, name)| name).collect();
    let more = format!("{} more", events.len().saturating_sub(NAMED_ACCOUNTS));
    if events.len() > NAMED_ACCOUNTS {
        accounts.push(&more);
    }
    let part = PARTS.get(part).copied().unwrap_or_default();
    let count: usize = events.values().sum();
    let were = agree(count, "was", "were");
    let events = counted(count, "event");
    format!("the account in its {part} is {said}, but {events} {were} delivered to {}", accounts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read::RawRecord;
    use crate::store::builder::Builder;
    use crate::store::file::{FileState, LogFile};
    use crate::store::segment::Place;

    const NAME: &str = "111122223333_CloudTrail_eu-west-1_20260310T0235Z_9FXISIucSZqvhm4v.json.gz";

    #[track_caller]
    fn told(path: &str, accounts: &[&str], expected: Option<&str>) {
        let mut builder = Builder::default();
        let mut collector = builder.collector();
        for account in accounts {
            let text = format!(
                r#"{{"eventName":"A","awsRegion":"us-east-1","userIdentity":{{"accountId":"9"}}{account}}}"#
            );
            let record = RawRecord::read(text.as_bytes(), 0).unwrap();
            collector.add(&record, Place { file: 0, layer: 0, start: 0, length: 1 });
        }
        collector.add_file(0, LogFile::empty(path.into(), FileState::Read));
        builder.append(collector.take());
        let found = misnamed(&builder.publish());
        assert_eq!(found.first().map(|found| found.reason.as_str()), expected, "{path}");
        assert!(found.len() < 2);
    }

    #[test]
    fn only_other_recipients_are_told() {
        let own = r#","recipientAccountId":"111122223333""#;
        let other = r#","recipientAccountId":"444455556666""#;
        told(NAME, &[own, "", r#","recipientAccountId":null"#], None);
        told("events.json", &[own, other], None);
        let one = "the account in its name is 111122223333, but 1 event was delivered to 444455556666";
        told(NAME, &[own, other], Some(one));
        let folder = "AWSLogs/o-abc/444455556666/CloudTrail/eu-west-1/2026/03/10";
        let moved = "the account in its folder is 444455556666, but 2 events were delivered to 111122223333";
        told(&format!("{folder}/{NAME}"), &[own, own], Some(moved));
        told(&format!("{folder}/part.json"), &[other], None);
        told(&format!("{folder}/part.json"), &[own, own], Some(moved));
        let third = r#","recipientAccountId":"333333333333""#;
        let most = "the account in its name is 111122223333, but 3 events were delivered to 444455556666, 333333333333";
        told(NAME, &[third, other, other], Some(most));
        let few = "the account in its name is 111122223333, but 2 events were delivered to 333333333333, 444455556666";
        told(NAME, &[other, third], Some(few));
        let five: Vec<String> = (1..6).map(|id| format!(r#","recipientAccountId":"{id}""#)).collect();
        let five: Vec<&str> = five.iter().map(String::as_str).collect();
        let many = "the account in its name is 111122223333, but 5 events were delivered to 1, 2, 3, 2 more";
        told(NAME, &five, Some(many));
        let both = format!(
            "{one}; the account in its folder is 444455556666, but 1 event was delivered to 111122223333"
        );
        told(&format!("{folder}/{NAME}"), &[own, other], Some(&both));
    }
}
