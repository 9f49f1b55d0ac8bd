//! The answer of `aws cloudtrail get-query-results`: rows of CloudTrail Lake, each a list of objects with one cell. `rows`
//! makes the events; results in CSV are tables as others are. Results of other engines in JSON that are not read are named;
//! those of Athena are left to `athena`.

use std::ops::Range;

use memchr::memmem;

use super::envelope::Members;
use super::findings::Form;
use super::reader::{Reader, TextLayer};
use crate::json::members::items_at;
use crate::store::file::IssueKind;

const NO_ROWS: Form = ("Lake result", "it has no rows; ask for the result again when the query is finished");
const TOO_FEW: Form = (
    "Lake result",
    "its rows have too few of CloudTrail's columns; select eventName with eventTime, eventSource and eventID",
);
const PAGE: Form = (
    "page of a Lake result",
    "more rows are on the next page: get-query-results --next-token, until there is none",
);

const OF_INSIGHTS: Form = (
    "Logs Insights result",
    "its rows have no whole record; ask for fields @timestamp, @message, as trailsift query writes it",
);

/// Returns how the result of another engine is named, if it may have events and none of them was read.
pub(super) fn unread_result(text: &[u8], members: &Members<'_>) -> Option<Form> {
    let holds = |name: &[u8], part: &[u8]| {
        let is_it = |(other, place): &(&[u8], Range<usize>)| {
            *other == name && text.get(place.clone()).is_some_and(|value| memmem::find(value, part).is_some())
        };
        members.iter().any(is_it)
    };
    (holds(b"results", b"\"field\"") && holds(b"results", b"\"eventName\"")).then_some(OF_INSIGHTS)
}

impl Reader<'_> {
    /// Reads the rows of a result, which is the object at `at`, and names what is missing.
    pub(in crate::ingest) fn lake_result(&mut self, layer: TextLayer<'_>, at: usize, members: &Members<'_>) {
        let begins = |name: &[u8], first: u8| {
            let is_it = |(other, place): &&(&[u8], Range<usize>)| {
                *other == name && layer.text.get(place.start) == Some(&first)
            };
            members.iter().find(is_it).map(|(_, place)| place.start)
        };
        let mut rows = 0_usize;
        for row in begins(b"QueryResultRows", b'[').into_iter().flat_map(|list| items_at(layer.text, list)) {
            rows += 1;
            if self.is_stopped(layer, row.start) {
                return;
            }
            let is_row = layer.text.get(row.start) == Some(&b'[');
            if !is_row || !self.renamed(layer, row.start) {
                self.not_read(layer, row.start, TOO_FEW);
            }
        }
        let is_finished = || {
            let is_status = |(name, place): &(&[u8], Range<usize>)| {
                *name == b"QueryStatus" && layer.text.get(place.clone()) == Some(b"\"FINISHED\"")
            };
            members.iter().any(is_status)
        };
        if rows == 0 && is_finished() {
            self.skip(
                IssueKind::NoRecords,
                "the result of a finished CloudTrail Lake query, without rows".into(),
            );
        } else if rows == 0 {
            self.not_read(layer, at, NO_ROWS);
        }
        if begins(b"NextToken", b'"').is_some() {
            self.not_read(layer, at, PAGE);
        }
    }
}
