//! What a change of a large case costs, counted without a clock: nothing is read but the records that are marked, and a
//! saved case is as long as what was said.

use std::sync::Arc;

use trailsift::case::opened::{Marked, Marking, OpenCase};
use trailsift::case::written;
use trailsift::store::Store;
use trailsift::store::record_reader::RecordReader;

use super::find::gzip;
use super::{files::load, log_file, record};

const FILES: usize = 20;
const RECORDS: usize = 50;

/// Packed files with many events; each file unpacks to about this number of bytes.
fn packed() -> (Store, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut longest = 0;
    for file in 0..FILES {
        let records: Vec<String> =
            (0..RECORDS).map(|number| record(&format!("{file}-{number}"), "GetObject", 1)).collect();
        let text = log_file(&records);
        longest = longest.max(text.len() as u64);
        std::fs::write(folder.path().join(format!("{file:02}.json.gz")), gzip(text.as_bytes())).unwrap();
    }
    (load(&[folder.path().to_owned()], 1), longest)
}

/// Returns how many bytes were unpacked for something.
fn unpacked(what: impl FnOnce()) -> u64 {
    let before = RecordReader::unpacked_here();
    what();
    RecordReader::unpacked_here() - before
}

#[test]
fn a_mark_a_note_and_taking_them_back_read_no_other_file() {
    let (store, longest) = packed();
    let mut open = OpenCase::default();
    open.look(&store, &|| false);
    let (last, rest) = store.order().split_last().unwrap();
    let all = unpacked(|| {
        open.mark(&store, &Marked::Events(rest.to_vec()), &Marking::Toggle).unwrap();
    });
    assert!(all <= FILES as u64 * longest, "each file once");
    let last = Marked::Events(vec![*last]);
    for marking in [Marking::Toggle, Marking::Note("n".to_owned()), Marking::Toggle] {
        let one = unpacked(|| drop(open.mark(&store, &last, &marking).unwrap()));
        assert!(0 < one && one <= longest, "{marking:?}: {one}");
    }
    for what in ["unmarked", "noted", "marked"] {
        let one = unpacked(|| assert!(open.undo().unwrap().contains(what)));
        assert!(one <= longest, "{what} taken back: {one}");
    }
    assert_eq!(open.case().marks.len(), rest.len());
    assert_eq!(unpacked(|| assert_eq!(open.shown().marks().len(), rest.len())), 0);
}

/// Each mark made all marks anew, and all that filters ask of them.
#[test]
fn one_more_mark_costs_the_same_with_many_others() {
    let (store, _) = packed();
    let allocated = |others: usize| {
        let mut open = OpenCase::default();
        open.look(&store, &|| false);
        let (one, rest) = store.order().split_first().unwrap();
        open.mark(&store, &Marked::Events(rest[..others].to_vec()), &Marking::Toggle).unwrap();
        let one = Marked::Events(vec![*one]);
        let mut change = |marking: &Marking| {
            let before = Arc::clone(open.shown());
            let counted = allocation_counter::measure(|| drop(open.mark(&store, &one, marking).unwrap()));
            assert!(!Arc::ptr_eq(&before, open.shown()));
            counted.count_total
        };
        [Marking::Toggle, Marking::Note("n".to_owned()), Marking::Toggle].map(|marking| change(&marking))
    };
    let (few, many) = (allocated(1), allocated(FILES * RECORDS - 1));
    for (few, many) in few.into_iter().zip(many) {
        assert!(many <= few + 20, "{few}, {many}");
    }
}

#[test]
fn a_saved_mark_takes_less_than_its_record() {
    let (store, _) = packed();
    let mut open = OpenCase::default();
    open.mark(&store, &Marked::Events(store.order().to_vec()), &Marking::Toggle).unwrap();
    let length = written::write(open.case()).len();
    assert!(length < FILES * RECORDS * 250, "{length}");
}
