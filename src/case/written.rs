//! The file of a case: UTF-8, one JSON object on each line, so that it can be read, searched and compared with usual
//! tools. The first line names the format and its version:
//!
//! ```json
//! {"trailsift":"case","version":1}
//! {"mark":{"eventID":"…","sha256":"…","eventTime":"…","eventName":"…","notes":["…"],"labels":["…"]}}
//! {"filter":{"name":"…","text":"…"}}
//! {"view":{"filter":"…","tabs":["…"],"columns":["…"],"cursor":{"eventID":"…","sha256":"…"}}}
//! {"file":{"path":"…","member":"…","size":1234,"sha256":"…"}}
//! ```
//!
//! - The order of lines means nothing when they are read; they are written sorted, so that the same case gives the
//!   same bytes. Members without a value are left out.
//! - `sha256` of a mark is that of the record as `list --format jsonl` prints it, without the line break.
//! - Characters that would be invisible, or that control a terminal, are written as JSON escapes.
//! - A line or member that is not known here is an error. The file may come from a later version, and what is not
//!   understood would be lost when the case is saved again.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::limits::{
    MAX_FILES, MAX_FILTERS, MAX_LABEL, MAX_LABELS, MAX_LINE, MAX_MARKS, MAX_NOTE, MAX_NOTES, MAX_TEXT,
};
use super::model::{AboutEvent, Case, CaseMark, CaseView, SourceFile};
use super::record_key::{RecordHash, RecordKey};
use crate::json::text::push_escape;
use crate::plural::counted;
use crate::text::is_hidden;

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstLine {
    trailsift: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CaseLine {
    Mark(MarkLine),
    Filter(FilterLine),
    View(ViewLine),
    File(FileLine),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyLine {
    #[serde(rename = "eventID")]
    event_id: String,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct MarkLine {
    #[serde(rename = "eventID")]
    event_id: String,
    sha256: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    event_time: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    event_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    principal: String,
    #[serde(default, skip_serializing_if = "String::is_empty", rename = "sourceIPAddress")]
    source_ip_address: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    account: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    aws_region: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    error_code: String,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    notes: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    labels: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FilterLine {
    name: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ViewLine {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    filter: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tabs: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cursor: Option<KeyLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    path: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    member: String,
    size: u64,
    sha256: String,
}

/// Why a text is not a case: the line, counted from 1, and a reason without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACase {
    /// The line.
    pub line: usize,
    /// The reason.
    pub reason: String,
}

impl std::fmt::Display for NotACase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.reason)
    }
}

/// Writes a case.
pub fn write(case: &Case) -> String {
    let mut out = String::new();
    push_line(&mut out, &FirstLine { trailsift: "case".to_owned(), version: VERSION });
    for (key, mark) in case.in_time_order() {
        push_line(&mut out, &CaseLine::Mark(MarkLine::of(key, mark)));
    }
    for (name, text) in &case.filters {
        push_line(&mut out, &CaseLine::Filter(FilterLine { name: name.clone(), text: text.clone() }));
    }
    if let Some(view) = &case.view {
        push_line(&mut out, &CaseLine::View(ViewLine::of(view)));
    }
    for SourceFile { path, member, size, sha256 } in &case.files {
        let file =
            FileLine { path: path.clone(), member: member.clone(), size: *size, sha256: sha256.clone() };
        push_line(&mut out, &CaseLine::File(file));
    }
    out
}

/// Adds a value on a line of its own, with hidden characters as escapes.
fn push_line(out: &mut String, value: &impl Serialize) {
    // Texts and numbers can always be written.
    let line = serde_json::to_string(value).unwrap_or_default();
    for char in line.chars() {
        if is_hidden(char) { push_escape(char, out) } else { out.push(char) }
    }
    out.push('\n');
}

/// Reads a case.
pub fn read(text: &[u8]) -> Result<Case, NotACase> {
    let mut case = Case::default();
    let mut lines = text.split(|&byte| byte == b'\n').enumerate();
    let first = lines.next().map(|(_, line)| line).unwrap_or_default();
    read_first(first).map_err(|reason| NotACase { line: 1, reason })?;
    for (number, line) in lines {
        let line_text = line.trim_ascii();
        if !line_text.is_empty() {
            let line_of = |reason: String| NotACase { line: number + 1, reason };
            read_line(line_text, &mut case).map_err(line_of)?;
        }
    }
    Ok(case)
}

fn read_first(line: &[u8]) -> Result<(), String> {
    let first: FirstLine = (line.len() <= MAX_LINE)
        .then(|| serde_json::from_slice(line).ok())
        .flatten()
        .filter(|first: &FirstLine| first.trailsift == "case")
        .ok_or(
            "this is not a trailsift case; the first line must be {\"trailsift\":\"case\",\"version\":1}",
        )?;
    match first.version {
        VERSION => Ok(()),
        version => Err(format!("the case has version {version}; this program reads version {VERSION}")),
    }
}

fn read_line(line: &[u8], case: &mut Case) -> Result<(), String> {
    if line.len() > MAX_LINE {
        return Err(format!("the line is longer than {}", counted(MAX_LINE, "byte")));
    }
    let line: CaseLine = serde_json::from_slice(line).map_err(|error| without_place(&error))?;
    match line {
        CaseLine::Mark(line) => {
            let (key, mark) = line.read()?;
            add_mark(case, key, mark)?;
        }
        CaseLine::Filter(FilterLine { name, text }) => {
            short(&name)?;
            short(&text)?;
            case.filters.insert((name, text));
        }
        CaseLine::View(view) => match case.view {
            Some(_) => return Err("a second view".to_owned()),
            None => case.view = Some(view.read()?),
        },
        CaseLine::File(FileLine { path, member, size, sha256 }) => {
            short(&path)?;
            short(&member)?;
            RecordHash::parse(&sha256).ok_or(NO_HASH)?;
            case.files.insert(SourceFile { path, member, size, sha256 });
        }
    }
    at_most(case.filters.len(), MAX_FILTERS, "filters")?;
    at_most(case.files.len(), MAX_FILES, "files")
}

const NO_HASH: &str = "\"sha256\" must have 64 hexadecimal digits in lower case";

/// Adds a mark. The same record may be on several lines, such as in two cases that were put together by hand.
fn add_mark(case: &mut Case, key: RecordKey, mark: CaseMark) -> Result<(), String> {
    let mark = match case.marks.get(&key) {
        Some(known) => super::merge::marks(known, &mark),
        None => mark,
    };
    at_most(mark.notes.len(), MAX_NOTES, "notes of one event")?;
    at_most(mark.labels.len(), MAX_LABELS, "labels of one event")?;
    case.marks.insert(key, Arc::new(mark));
    at_most(case.marks.len(), MAX_MARKS, "marks")
}

fn at_most(count: usize, most: usize, what: &str) -> Result<(), String> {
    if count > most { Err(format!("a case can have at most {most} of these: {what}")) } else { Ok(()) }
}

fn short(text: &str) -> Result<(), String> {
    no_longer(text, MAX_TEXT)
}

fn no_longer(text: &str, most: usize) -> Result<(), String> {
    let is_short = text.len() <= most || text.chars().count() <= most;
    if is_short { Ok(()) } else { Err(format!("a text is longer than {}", counted(most, "character"))) }
}

/// The place in a message of the JSON reader would be that in the line.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    format!("{} (column {})", text, error.column())
}

impl KeyLine {
    fn of(key: &RecordKey) -> Self {
        Self { event_id: key.event_id.clone(), sha256: key.hash.to_string() }
    }

    fn read(self) -> Result<RecordKey, String> {
        short(&self.event_id)?;
        let hash = RecordHash::parse(&self.sha256).ok_or(NO_HASH)?;
        Ok(RecordKey { event_id: self.event_id, hash })
    }
}

impl MarkLine {
    fn of(key: &RecordKey, mark: &CaseMark) -> Self {
        let KeyLine { event_id, sha256 } = KeyLine::of(key);
        let about = mark.about.clone();
        Self {
            event_id,
            sha256,
            event_time: about.event_time,
            event_name: about.event_name,
            principal: about.principal,
            source_ip_address: about.source_ip_address,
            account: about.account,
            aws_region: about.aws_region,
            error_code: about.error_code,
            notes: mark.notes.clone(),
            labels: mark.labels.clone(),
        }
    }

    fn read(self) -> Result<(RecordKey, CaseMark), String> {
        let about = AboutEvent {
            event_time: self.event_time,
            event_name: self.event_name,
            principal: self.principal,
            source_ip_address: self.source_ip_address,
            account: self.account,
            aws_region: self.aws_region,
            error_code: self.error_code,
        };
        about.fields().try_for_each(|(_, value)| short(value))?;
        self.notes.iter().try_for_each(|note| no_longer(note, MAX_NOTE))?;
        self.labels.iter().try_for_each(|label| no_longer(label, MAX_LABEL))?;
        let key = KeyLine { event_id: self.event_id, sha256: self.sha256 }.read()?;
        Ok((key, CaseMark { about, notes: self.notes, labels: self.labels }))
    }
}

impl ViewLine {
    fn of(view: &CaseView) -> Self {
        let CaseView { filter, tabs, columns, cursor } = view.clone();
        Self { filter, tabs, columns, cursor: cursor.as_ref().map(KeyLine::of) }
    }

    fn read(self) -> Result<CaseView, String> {
        short(&self.filter)?;
        at_most(self.tabs.len().max(self.columns.len()), MAX_FILTERS, "tabs or columns")?;
        self.tabs.iter().chain(&self.columns).try_for_each(|text| short(text))?;
        let cursor = self.cursor.map(KeyLine::read).transpose()?;
        Ok(CaseView { filter: self.filter, tabs: self.tabs, columns: self.columns, cursor })
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
