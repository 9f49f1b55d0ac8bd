//! Reads the texts of records for the terms that only they can decide. Matches are reported during the search.

pub(in crate::query) mod record_text;

use super::plan::{Match, Plan};
use super::stats::Counters;
use crate::query::engine::text_search::record_text::RecordText;
use crate::store::record_reader::FileText;
use crate::store::scan::bitset::Bits;
use crate::store::scan::file_scan::{FileScan, Heard, READ_AT_ONCE, Searched};
use crate::store::{Event, Store};

/// The results from texts for one filter. An event and its text never change, so the results for one snapshot
/// hold for all later ones, even if the search was cancelled.
#[derive(Debug, Clone, Default)]
pub(in crate::query) struct ReadTexts {
    /// The events whose texts have been read.
    pub(in crate::query) tested: Bits,
    /// Those of them that match.
    pub(in crate::query) passed: Bits,
}

/// Called at intervals with the results so far, and the progress.
type Hear<'h> = dyn FnMut(&ReadTexts, Searched) + 'h;

/// Reads the texts of undecided events, those of a scan.
pub(in crate::query) fn search_texts(
    (scan, counters): (FileScan<'_>, &Counters),
    plan: &Plan,
    known: &mut ReadTexts,
    hear: &mut Hear<'_>,
) -> Option<()> {
    let read = |passed: &mut Vec<Event>, mut text: FileText<'_>, events: &[&[Event]]| {
        if text.is_flat() && plan.refuses_all_in(text.text()) {
            return;
        }
        for events in events.iter().flat_map(|events| events.chunks(READ_AT_ONCE)) {
            if (scan.cancelled)() {
                return;
            }
            counters.test(events.len());
            passed.extend(events.iter().copied().filter(|&event| passes(scan.store, plan, &mut text, event)));
        }
    };
    scan.run(read, &mut |heard| match heard {
        Heard::Found(passed) => known.passed.extend(passed),
        Heard::Read(events) => known.tested.extend(events.iter().copied()),
        Heard::Progress(searched) => hear(known, searched),
    })
}

fn passes(store: &Store, plan: &Plan, text: &mut FileText<'_>, event: Event) -> bool {
    let Some((segment, row)) = store.locate(event) else { return false };
    let record = segment.place(row).map(|place| text.record(place)).unwrap_or_default();
    plan.event(store, event, segment, row, Some(&RecordText::new(record))) == Match::Yes
}
