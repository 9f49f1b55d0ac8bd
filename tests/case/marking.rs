//! Marks, notes and labels, and taking changes back.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use trailsift::case::model::Case;
use trailsift::case::opened::{Marked, Marking, OpenCase};
use trailsift::case::shown::shown_case::{MarkCounts, ShownCase, ShownMark};
use trailsift::store::Store;

use super::files::load;
use super::{first, log_file, record};

fn store() -> Store {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<String> =
        (0..4).map(|number| record(&format!("id-{number}"), "GetObject", number)).collect();
    std::fs::write(folder.path().join("a.json"), log_file(&records)).unwrap();
    std::fs::write(folder.path().join("b.json"), log_file(&records[..1])).unwrap();
    load(&[folder.path().to_owned()], 1)
}

#[test]
fn a_mark_goes_on_and_off_and_says_what_went_with_it() {
    let store = store();
    let mut open = OpenCase::default();
    let one = Marked::Events(vec![first(&store)]);
    let mark = |open: &mut OpenCase, marking: Marking| open.mark(&store, &one, &marking).unwrap();
    assert_eq!(mark(&mut open, Marking::Toggle), "1 event marked");
    assert_eq!(open.shown().marks().get(0).unwrap().found.events.len(), 2, "both deliveries are marked");
    assert_eq!(mark(&mut open, Marking::Note("why\nhow".to_owned())), "1 event noted");
    assert_eq!(mark(&mut open, Marking::Labels("exfil".to_owned())), "1 event labelled");
    let all = Marked::Events(store.order().to_vec());
    assert_eq!(open.mark(&store, &all, &Marking::Toggle).unwrap(), "4 events marked");
    assert_eq!((open.case().marks.len(), open.case().noted()), (4, 1), "what was noted stays");
    assert_eq!(
        open.mark(&store, &all, &Marking::Toggle).unwrap(),
        "4 events unmarked, with the notes or labels of 1"
    );
    assert!(open.case().marks.is_empty() && open.shown().events().count() == 0);
    assert!(open.undo().unwrap().starts_with("taken back: 4 events unmarked"));
    assert_eq!((open.case().marks.len(), open.case().noted(), open.shown().events().count()), (4, 1, 5));
    assert_eq!(
        open.mark(&store, &Marked::Events(Vec::new()), &Marking::Toggle).unwrap_err(),
        "there is no event to mark"
    );
}

#[test]
fn a_mark_without_its_event_can_be_noted_and_removed() {
    let store = store();
    let mut open = OpenCase::default();
    open.mark(&store, &Marked::Events(vec![first(&store)]), &Marking::Toggle).unwrap();
    let mut elsewhere = OpenCase::new(open.case().clone());
    let empty = Store::default();
    elsewhere.look(&empty, &|| false);
    assert_eq!(elsewhere.shown().counts().absent, 1);
    let key = elsewhere.shown().marks().get(0).unwrap().key.clone();
    elsewhere.mark(&empty, &Marked::Record(key.clone()), &Marking::Note("n".to_owned())).unwrap();
    let mark = elsewhere.shown().marks().get(0).unwrap().mark.clone();
    assert_eq!((mark.note().as_str(), mark.about.event_name.as_str()), ("n", "GetObject"));
    elsewhere.mark(&empty, &Marked::Record(key), &Marking::Toggle).unwrap();
    assert!(elsewhere.case().marks.is_empty());
}

#[test]
fn too_many_at_once_are_refused_as_a_whole() {
    let store = store();
    let events = vec![first(&store); 10_001];
    let reason = OpenCase::default().mark(&store, &Marked::Events(events), &Marking::Toggle).unwrap_err();
    assert!(reason.contains("at most 10,000 events"), "{reason}");
}

#[derive(Debug, Clone)]
struct Change(Vec<usize>, Marking);

fn change() -> impl Strategy<Value = Change> {
    let marking = prop_oneof![
        Just(Marking::Toggle),
        "[ab\n-]{0,6}".prop_map(Marking::Note),
        "[ab ]{0,3}".prop_map(Marking::Labels),
    ];
    (proptest::collection::vec(0_usize..4, 1..4), marking)
        .prop_map(|(events, marking)| Change(events, marking))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_change_can_be_taken_back(changes in proptest::collection::vec(change(), 1..8)) {
        let store = store();
        let mut open = OpenCase::default();
        let mut before: Vec<Case> = Vec::new();
        for Change(events, marking) in &changes {
            before.push(open.case().clone());
            let events = events.iter().map(|&at| store.order()[at]).collect();
            open.mark(&store, &Marked::Events(events), marking).unwrap();
            check_shown(&open, &store)?;
        }
        while let Some(case) = before.pop() {
            open.undo().unwrap();
            prop_assert_eq!(open.case(), &case);
            check_shown(&open, &store)?;
        }
        prop_assert!(open.undo().is_err());
    }

    /// Some marks are of records that have another text now, or are not there; others are of those other texts.
    #[test]
    fn what_is_shown_after_changes_is_what_a_new_look_shows(
        changes in proptest::collection::vec((change(), any::<bool>()), 1..12),
    ) {
        let store = store();
        let mut open = OpenCase::new(changed_case());
        open.look(&store, &|| false);
        check_shown(&open, &store)?;
        for (Change(events, marking), takes_back) in &changes {
            let marks: Vec<_> = open.shown().marks().iter().map(|mark| mark.key.clone()).collect();
            let what = match (events.as_slice(), marks.get(events[0])) {
                ([_], Some(key)) => Marked::Record(key.clone()),
                _ => Marked::Events(events.iter().map(|&at| store.order()[at]).collect()),
            };
            let before = Arc::clone(open.shown());
            if *takes_back {
                drop(open.undo());
            } else {
                open.mark(&store, &what, marking).unwrap();
            }
            check_shown(&open, &store)?;
            let marked = |one: &ShownCase, other: &ShownCase| {
                let events = one.events().map(|(event, _)| event);
                events.filter(|event| other.of_event(*event).is_none()).collect::<Vec<_>>()
            };
            prop_assert_eq!(open.shown().marked_unlike(&before), marked(open.shown(), &before));
            prop_assert_eq!(before.marked_unlike(open.shown()), marked(&before, open.shown()));
        }
    }
}

/// A case about other texts of the same IDs, about one of the same text, and about a record that is not there.
fn changed_case() -> Case {
    let folder = tempfile::tempdir().unwrap();
    let records = [("id-0", 3), ("id-0", 5), ("id-1", 9), ("id-2", 2), ("id-7", 2)];
    let records: Vec<String> = records.map(|(id, minute)| record(id, "GetObject", minute)).into();
    std::fs::write(folder.path().join("a.json"), log_file(&records)).unwrap();
    super::all_marked(&load(&[folder.path().to_owned()], 1))
}

/// Checks what is shown against a new look, and against plain code.
fn check_shown(open: &OpenCase, store: &Store) -> Result<(), TestCaseError> {
    let mut fresh = OpenCase::new(open.case().clone());
    fresh.look(store, &|| false);
    let shown = open.shown();
    prop_assert_eq!(shown, fresh.shown(), "looked for again, the same is found");
    let marks: Vec<_> = shown.marks().iter().collect();
    prop_assert_eq!(marks.len(), open.case().marks.len());
    let count = |is: fn(&ShownMark) -> bool| marks.iter().filter(|mark| is(mark)).count();
    let counts = MarkCounts {
        noted: open.case().noted(),
        absent: count(|mark| mark.found.events.is_empty()),
        changed: count(|mark| mark.found.is_changed),
    };
    prop_assert_eq!(shown.counts(), counts);
    let mut by_event = BTreeMap::new();
    for (at, mark) in marks.iter().enumerate() {
        prop_assert_eq!(shown.index(mark), at);
        by_event.extend(mark.found.events.iter().map(|&event| (event, at)));
    }
    for event in 0..u32::try_from(store.len()).unwrap() {
        prop_assert_eq!(shown.index_of(event), by_event.get(&event).copied());
    }
    prop_assert!(shown.events().map(|(event, _)| event).eq(by_event.keys().copied()));
    Ok(())
}
