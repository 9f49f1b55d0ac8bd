//! Lists of indicators (`ip:@iocs.txt`): which values of a file fit a field, and a test that costs as much for
//! a million lines as for ten: a set of whole values, sorted ranges of addresses, and one automaton for parts
//! of text.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::entry::{ListEntry, Unit, cells, cells_and_words, plain};
use super::form::{ListForm, is_plain};
use super::glob::Glob;
use super::lines;
use super::matching::{ListValue, Matcher};
use crate::plural::{agree, counted};
use crate::query::language::term::address_test::AddressScope;
use crate::record::address::{Address, AddressRange};
use crate::record::call::without_api_date;

/// A file of indicators, read once. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ListFile(Arc<Read>);

#[derive(Debug, Default)]
struct Read {
    name: String,
    unit: Unit,
    entries: Vec<ListEntry>,
    /// The lists made from it for fields of one form, and for whole values or parts.
    made: Mutex<Vec<(ListForm, bool, List)>>,
}

/// A list for one field, as a test. Cheap to clone and to compare.
#[derive(Debug, Clone)]
pub struct List(Arc<Made>);

#[derive(Debug)]
struct Made {
    name: String,
    unit: Unit,
    /// Whether an event name without the date of its API may match too.
    is_call: bool,
    scope: AddressScope,
    values: Vec<ListValue>,
    unusable: Vec<u32>,
    /// Why the first unusable line cannot be used.
    fault: Option<&'static str>,
    /// Built when it is first used, off the screen's thread.
    matcher: OnceLock<Matcher>,
}

impl From<Vec<String>> for ListFile {
    fn from(lines: Vec<String>) -> Self {
        Self::read("list", &lines.join("\n")).unwrap_or_default()
    }
}

impl ListFile {
    /// Reads the text of a list called `name`. The error is a sentence that names it.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let told = |reason: &str| format!("{name}: {reason}");
        let (unit, entries) = lines::entries(text).map_err(|reason| told(&reason))?;
        if entries.is_empty() {
            return Err(told("the file contains no values"));
        }
        Ok(Self(Arc::new(Read { name: name.to_owned(), unit, entries, made: Mutex::default() })))
    }

    /// Returns its name, and the number and the text of each line that has a value, with why it cannot be used if so.
    pub(in crate::query::language) fn entries(
        &self,
    ) -> (&str, impl Iterator<Item = (u32, &str, Option<&'static str>)>) {
        let entries = self.0.entries.iter().map(|entry| (entry.line, entry.text.as_str(), entry.fault));
        (&self.0.name, entries)
    }

    /// Returns the list for fields of a form. It is made once. The error is a sentence.
    pub(in crate::query) fn list(
        &self,
        form: ListForm,
        is_exact: bool,
        scope: AddressScope,
    ) -> Result<List, String> {
        let mut made = self.0.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((.., list)) = made.iter().find(|(of, exact, _)| (*of, *exact) == (form, is_exact)) {
            return Ok(list.clone());
        }
        let list = self.make(form, is_exact, scope)?;
        made.push((form, is_exact, list.clone()));
        Ok(list)
    }

    fn make(&self, form: ListForm, is_exact: bool, scope: AddressScope) -> Result<List, String> {
        let (mut values, mut unusable, mut fault) = (Vec::new(), Vec::new(), None);
        for entry in &self.0.entries {
            match fitting(entry, form, is_exact) {
                Ok(found) => values.extend(found),
                Err(reason) => {
                    fault.get_or_insert(reason);
                    unusable.push(entry.line);
                }
            }
        }
        unusable.dedup();
        let Read { name, unit, .. } = &*self.0;
        if values.is_empty() && !self.0.entries.is_empty() {
            let reason = fault.unwrap_or("no value fits the field");
            return Err(format!("{name}: no line can be used: {reason}"));
        }
        let (name, unit, matcher) = (name.clone(), *unit, OnceLock::new());
        let is_call = is_exact && form == ListForm::EventName;
        Ok(List(Arc::new(Made { name, unit, is_call, scope, values, unusable, fault, matcher })))
    }
}

/// Returns the values of an entry that fit a field: several only if the line has nothing but addresses.
fn fitting(entry: &ListEntry, form: ListForm, is_exact: bool) -> Result<Vec<ListValue>, &'static str> {
    if let Some(fault) = entry.fault {
        return Err(fault);
    }
    if form == ListForm::Address {
        return ranges(&entry.text).ok_or("not an address or network");
    }
    let fitting = cells_and_words(&entry.text).find_map(|cell| form.read(&cell));
    let are_words = entry.text.contains(char::is_whitespace);
    if let (None, true, Some(fault)) = (&fitting, are_words, form.fault()) {
        return Err(fault);
    }
    let text = fitting.unwrap_or_else(|| entry.text.clone());
    if let Some(range) = AddressRange::read(&text).filter(|_| form == ListForm::Mixed && is_plain(&text)) {
        return Ok(vec![ListValue::Range(range)]);
    }
    Ok(vec![if text.contains(['*', '?']) {
        ListValue::Glob(Glob::read(&text)?)
    } else if is_exact {
        ListValue::Exact(text)
    } else {
        ListValue::Part(text.to_lowercase())
    }])
}

/// Returns the addresses of a line: one, a network, `first - last`, `203.0.113.*`, or a URL's host. Of several
/// cells, returns all if each is an address, otherwise the first that is.
pub(in crate::query::language) fn ranges(line: &str) -> Option<Vec<ListValue>> {
    if let Some(range) = between(line) {
        return Some(vec![ListValue::Range(range)]);
    }
    let cells: Vec<String> = cells(line)
        .flat_map(|cell| cell.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .map(|cell| plain(&cell))
        .collect();
    let found: Vec<Option<AddressRange>> = cells.iter().map(|cell| range(cell)).collect();
    let count = if found.iter().all(Option::is_some) { found.len() } else { 1 };
    let ranges: Vec<ListValue> = found.into_iter().flatten().take(count).map(ListValue::Range).collect();
    (!ranges.is_empty()).then_some(ranges)
}

/// Reads `first-last` or `first..last`.
pub(in crate::query::language) fn between(line: &str) -> Option<AddressRange> {
    let (first, last) = line.split_once("..").or_else(|| line.split_once('-'))?;
    AddressRange::between(Address::read(first)?, Address::read(last)?)
}

fn range(cell: &str) -> Option<AddressRange> {
    let host = || {
        let rest = cell.split_once("://").map(|(_, rest)| rest)?;
        let host = rest.split(['/', '?', '#']).next()?;
        Address::read(host.rsplit('@').next()?).map(AddressRange::from)
    };
    AddressRange::read(cell).or_else(host).or_else(|| AddressRange::read_open(cell))
}

/// One value of a list, for those who search with other means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed<'l> {
    /// Addresses.
    Addresses(AddressRange),
    /// The whole value; if it is an event name, without or with the date of its API.
    Exact(&'l str),
    /// A part of the value, in lower case.
    Part(&'l str),
    /// A pattern of `*` and `?` for the whole value, ignoring case.
    Glob(&'l str),
}

impl List {
    /// Returns the name of its file.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns whether its values are the names of calls.
    pub fn is_of_calls(&self) -> bool {
        self.0.is_call
    }

    /// Returns whether an address must be the whole value.
    pub fn is_of_whole_addresses(&self) -> bool {
        self.0.scope == AddressScope::Whole
    }

    /// Returns its values.
    pub fn listed(&self) -> impl ExactSizeIterator<Item = Listed<'_>> {
        self.0.values.iter().map(|value| match value {
            ListValue::Range(range) => Listed::Addresses(*range),
            ListValue::Exact(text) => Listed::Exact(text),
            ListValue::Part(text) => Listed::Part(text),
            ListValue::Glob(glob) => Listed::Glob(glob.written()),
        })
    }

    /// Returns whether a value is in the list.
    pub(in crate::query) fn passes(&self, value: &str) -> bool {
        let passes = |value: &str| self.matcher().passes(value, self.0.scope, &mut 0);
        passes(value) || (self.0.is_call && passes(without_api_date(value)))
    }

    fn matcher(&self) -> &Matcher {
        self.0.matcher.get_or_init(|| Matcher::new(&self.0.values))
    }

    /// Reports on its lines.
    pub(in crate::query) fn report(&self) -> ListReport {
        let Made { name, unit, values, unusable, fault, .. } = &*self.0;
        ListReport {
            name: name.clone(),
            is_json: *unit == Unit::Object,
            values: values.len(),
            matched: None,
            unusable: unusable.clone(),
            fault: *fault,
        }
    }

    /// Reports on its lines, and on how many of them match one of these values.
    pub(in crate::query) fn report_on(&self, seen: impl Iterator<Item = impl AsRef<str>>) -> ListReport {
        let Made { values, scope, is_call, .. } = &*self.0;
        let matched = if *is_call {
            let both = seen.flat_map(|name| {
                let name = name.as_ref();
                [name.to_owned(), without_api_date(name).to_owned()]
            });
            self.matcher().matched(values, both, *scope)
        } else {
            self.matcher().matched(values, seen, *scope)
        };
        ListReport { matched: Some(matched), ..self.report() }
    }
}

/// Lists are equal if they were made from one file for one use, or have the same content.
impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        let same = |one: &Made, other: &Made| {
            let of = |made: &Made| (made.scope, made.is_call);
            of(one) == of(other) && (&one.values, &one.unusable) == (&other.values, &other.unusable)
        };
        Arc::ptr_eq(&self.0, &other.0) || same(&self.0, &other.0)
    }
}

/// What became of the lines of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListReport {
    /// Its file. Not safe for a terminal.
    pub name: String,
    /// Whether its parts are JSON objects and not lines.
    pub is_json: bool,
    /// How many values it has for the field.
    pub values: usize,
    /// How many of them match an event, if that was counted.
    pub matched: Option<usize>,
    /// The lines that cannot be used, by number.
    pub unusable: Vec<u32>,
    /// Why the first of them cannot be used.
    pub fault: Option<&'static str>,
}

/// Maximum number of line numbers that are listed.
const NAMED: usize = 8;

impl fmt::Display for ListReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, is_json, values, matched, unusable, fault } = self;
        let part = if *is_json { "object" } else { "line" };
        write!(out, "{name}: ")?;
        match matched {
            Some(matched) => write!(
                out,
                "{matched} of {} {}",
                counted(*values, "value"),
                agree(*matched, "matches", "match")
            )?,
            None => write!(out, "{}", counted(*values, "value"))?,
        }
        if !unusable.is_empty() {
            let named: Vec<String> = unusable.iter().take(NAMED).map(ToString::to_string).collect();
            let more = if unusable.len() > NAMED { ", …" } else { "" };
            let fault = fault.map(|fault| format!(": {fault}")).unwrap_or_default();
            write!(
                out,
                "; {} {} not usable ({} {}{more}){fault}",
                counted(unusable.len(), part),
                agree(unusable.len(), "is", "are"),
                crate::plural::noun_of(unusable.len(), part),
                named.join(", "),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
