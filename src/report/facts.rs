//! What a report says: the marked events with what is known of each, the indicators in them, what the files cover,
//! and whether the files that the events come from are what CloudTrail delivered.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::find::FoundRecord;
use crate::case::model::{Case, SourceFile};
use crate::case::opened::OpenCase;
use crate::case::record_key::RecordKey;
use crate::case::source_files::{difference, source_files};
use crate::plural::{agree, counted};
use crate::query::summary::coverage::Coverage;
use crate::record::field::Column;
use crate::store::{Event, Store};
use crate::text;
use crate::verify::{Keys, verify};

use super::indicators::{Indicator, indicators};
use super::meaning::ReportMeaning;

/// Everything that a report says.
#[derive(Debug, Default)]
pub struct ReportFacts {
    /// The marked events, in the order of time. Those that are not among the open files are included.
    pub rows: Vec<ReportRow>,
    /// The events of those that are, in the same order.
    pub events: Vec<Event>,
    /// What occurs in them.
    pub indicators: Vec<Indicator>,
    /// What the files cover, and what they do not, in sentences.
    pub coverage: Vec<String>,
    /// The verdict on each file that a marked event comes from, by path.
    pub integrity: BTreeMap<String, String>,
    /// What the marked events mean together.
    pub meaning: ReportMeaning,
    /// The changes of the marked events that stand, in sentences.
    pub changes: Vec<String>,
    /// The credentials of the marked events as the lines of a tree, each with its depth.
    pub chain: Vec<(usize, String)>,
    /// The filters under which events were marked.
    pub filters: Vec<String>,
    /// All open files.
    pub files: BTreeSet<SourceFile>,
    /// How they differ from those of the case, if they do.
    pub difference: Option<String>,
}

/// A marked event. Empty texts are missing values.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "FIELDS describes most of them")]
pub struct ReportRow {
    pub key: RecordKey,
    pub event_time: String,
    pub account: String,
    pub aws_region: String,
    pub principal: String,
    pub session: String,
    pub access_key: String,
    pub source_ip_address: String,
    pub event_source: String,
    pub event_name: String,
    pub resource: String,
    pub outcome: String,
    pub notes: Vec<String>,
    pub labels: Vec<String>,
    /// The file that it comes from.
    pub file: String,
    /// Whether it is among the open files, and whether its text is that which was marked.
    pub state: RowState,
    /// Its number in the store.
    pub event: Option<Event>,
}

/// Whether the event of a row is there.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// With the text that was marked.
    #[default]
    Same,
    /// With another text.
    Changed,
    /// Not among the open files.
    Absent,
}

impl RowState {
    /// Returns what has to be said about it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::Changed => "the text of this record has changed since it was marked",
            Self::Absent => "not among the opened files; what is here was noted when it was marked",
        }
    }
}

impl ReportFacts {
    /// Collects what a report says; `None` if cancelled. Reads the records of marked events and all files.
    pub fn of(
        case: &Case,
        store: &Store,
        keys: &Keys,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let mut open = OpenCase::new(case.clone());
        if !open.look(store, cancelled) {
            return None;
        }
        let mut facts = Self::default();
        let shown = open.shown();
        for mark in shown.marks().iter() {
            facts.rows.push(ReportRow::of(store, &mark.key, &mark.found, &mark.mark));
        }
        facts.events = facts.rows.iter().filter_map(|row| row.event).collect();
        facts.indicators = indicators(store, &facts.events);
        facts.coverage = coverage(store);
        facts.integrity = integrity(store, &facts.events, keys, cancelled)?;
        facts.meaning = ReportMeaning::of(store, &facts.events, cancelled)?;
        facts.changes = facts.meaning.changes(store);
        facts.chain = facts.meaning.chain(store);
        facts.filters = case.filters.iter().map(|(name, text)| named(name, text)).collect();
        facts.files = source_files(store, cancelled)?;
        facts.difference = if case.files.is_empty() { None } else { difference(&case.files, &facts.files) };
        Some(facts)
    }

    /// Returns the first and the last time of the marked events.
    pub fn span(&self) -> Option<(&str, &str)> {
        let mut times = self.rows.iter().map(|row| row.event_time.as_str()).filter(|time| !time.is_empty());
        let first = times.next()?;
        Some((first, times.next_back().unwrap_or(first)))
    }

    /// Counts the rows in a state.
    pub fn count(&self, state: RowState) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }
}

fn named(name: &str, text: &str) -> String {
    if name.is_empty() { text.to_owned() } else { format!("{name}: {text}") }
}

impl ReportRow {
    fn of(store: &Store, key: &RecordKey, found: &FoundRecord, mark: &crate::case::model::CaseMark) -> Self {
        let event = found.events.first().copied();
        let row = Self {
            key: key.clone(),
            notes: mark.notes.iter().cloned().collect(),
            labels: mark.labels.iter().cloned().collect(),
            event,
            ..Self::default()
        };
        let Some(event) = event else {
            let about = mark.about.clone();
            let outcome = if about.error_code.is_empty() { String::new() } else { about.error_code };
            return Self {
                event_time: about.event_time,
                account: about.account,
                aws_region: about.aws_region,
                principal: about.principal,
                source_ip_address: about.source_ip_address,
                event_name: about.event_name,
                outcome,
                state: RowState::Absent,
                ..row
            };
        };
        let value = |column| store.value(event, column).to_owned();
        let failed = value(Column::Outcome) == "failed";
        let outcome = match value(Column::ErrorCode) {
            code if failed && !code.is_empty() => code,
            _ => value(Column::Outcome),
        };
        Self {
            event_time: store.time(event).to_string(),
            account: value(Column::Account),
            aws_region: value(Column::AwsRegion),
            principal: value(Column::PrincipalLabel),
            session: value(Column::SessionName),
            access_key: value(Column::AccessKey),
            source_ip_address: value(Column::SourceIpAddress),
            event_source: value(Column::EventSource),
            event_name: value(Column::EventName),
            resource: value(Column::Resource),
            outcome,
            file: store.file_of(event).map(|file| text::path(&file.name())).unwrap_or_default(),
            state: if found.is_changed { RowState::Changed } else { RowState::Same },
            ..row
        }
    }
}

/// Says what the files cover: what was recorded, and days without anything between days with something.
fn coverage(store: &Store) -> Vec<String> {
    use crate::query::summary::coverage::date;
    let coverage = Coverage::of(store);
    let mut words: Vec<String> =
        coverage.recorded.sentences().into_iter().map(|sentence| sentence.text).collect();
    if let Some((first, last)) = store.span() {
        let events = store.len() - store.folds().count();
        words
            .insert(0, format!("The opened files have {} from {first} to {last}.", counted(events, "event")));
    }
    for row in &coverage.rows {
        for (from, to) in row.gaps() {
            let days = to - from + 1;
            let place = format!("{} {}", row.account, row.region_label());
            let is = agree(usize::try_from(days).unwrap_or(0), "has", "have");
            words.push(format!(
                "{}: {} from {} to {} {is} nothing.",
                place.trim(),
                counted(days, "day"),
                date(from),
                date(to)
            ));
        }
    }
    if !coverage.changes.is_empty() {
        let count = counted(coverage.changes.len(), "call");
        words.push(format!("{count} in the files changed what is logged; trailsift summary lists them."));
    }
    let set_aside = store.files().filter(|file| file.is_left_out()).count();
    if set_aside > 0 {
        words.push(format!("{} not read.", counted(set_aside, "file")));
    }
    words
}

/// Returns the verdict on each file that events come from; `None` if cancelled.
fn integrity(
    store: &Store,
    events: &[Event],
    keys: &Keys,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<BTreeMap<String, String>> {
    let report = verify(store, keys, cancelled)?;
    let numbers: BTreeSet<u32> = events.iter().filter_map(|&event| Some(store.place(event)?.file)).collect();
    let verdict = |number: u32| {
        let finding = report.log_files.iter().find(|finding| finding.file == Some(number));
        match finding {
            Some(finding) if finding.reasons.is_empty() => finding.verdict.label().to_owned(),
            Some(finding) => {
                let reasons: Vec<String> = finding.reasons.iter().map(ToString::to_string).collect();
                format!("{}: {}", finding.verdict.label(), reasons.join("; "))
            }
            None => "not covered by any digest that is open".to_owned(),
        }
    };
    let of = |number: u32| Some((text::path(&store.file(number)?.name()), verdict(number)));
    Some(numbers.into_iter().filter_map(of).collect())
}
