//! Completions at the cursor of a filter: names of fields, ready-made tests, and the values of a field, with
//! their counts among some events.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::expr::Test;
use super::time::clock::{self, ClockUnit};
use super::time::range::TIME_NAMES;
use crate::insight::meaning;
use crate::json::path::{Step, quoted_names};
use crate::plural::counted_with_commas as counted;
use crate::query::engine::on_demand::path_names::{PathNames, PathUse};
use crate::query::groups::group::GroupOrder;
use crate::query::groups::sorted::Groups;
use crate::query::language::syntax::quote;
use crate::query::language::term::ready::is_names;
use crate::record::field::{Column, FIELDS, FieldSource, OnDemand, field};
use crate::record::on_demand::{ColumnRule, field_or_path, path_named};
use crate::record::read::key::is_record_key;
use crate::record::targets::list;
use crate::store::{Event, MISSING, Store};

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The text for the filter.
    pub text: String,
    /// What it means, or how many events have it.
    pub note: String,
}

/// Maximum number of values and paths that are offered.
const MOST_VALUES: usize = 50;

/// Returns where the term that ends at byte `cursor` of a filter begins.
pub fn term_start(filter: &str, cursor: usize) -> usize {
    let before = filter.get(..cursor).unwrap_or(filter);
    let mut start = 0;
    let mut in_quotes = false;
    for (at, char) in before.char_indices() {
        match char {
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            char if char.is_whitespace() || matches!(char, '(' | ')' | '|') => start = at + char.len_utf8(),
            _ => {}
        }
    }
    // A negation stays before the completed term.
    let negation = before.get(start..).unwrap_or_default();
    start + negation.len() - negation.trim_start_matches(['!', '-']).len()
}

/// Returns completions for `term`, the unfinished term at the cursor, that do not depend on events.
pub fn fixed(term: &str) -> Vec<Candidate> {
    match split(term) {
        None => names(term),
        Some((name, begun)) if name.eq_ignore_ascii_case("is") => tests(begun),
        Some((name, begun)) => {
            ClockUnit::named(name).map(|unit| clocks(name, unit, begun)).unwrap_or_default()
        }
    }
}

/// Returns the column whose values may complete `term`, and the beginning of the value.
pub fn value_begun(term: &str) -> Option<ValueBegun<'_>> {
    let (name, begun) = split(term)?;
    let is_object = path_named(name)
        .is_some_and(|path| matches!(path.steps(), [Step::Name(name)] if OBJECTS.contains(&name.as_str())));
    let column = field_or_path(name).filter(|_| !is_object).and_then(|field| field.source.column())?;
    Some(ValueBegun { name, column, begun: begun.trim_start_matches('"') })
}

/// Members of records that hold objects: almost every event has a different value.
const OBJECTS: [&str; 8] = [
    "userIdentity",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "serviceEventDetails",
    "tlsDetails",
    "insightDetails",
    "resources",
];

/// Splits a term into its name and the beginning of its value. A separator within quoted names does not count.
fn split(term: &str) -> Option<(&str, &str)> {
    let quoted = quoted_names(term);
    // The last one may still be open.
    let end = quoted.last().map_or(0, |name| name.end);
    let rest = term.get(end..).unwrap_or_default();
    let open = rest.find(".\"").into_iter().chain(rest.find("[\"")).min().map_or(term.len(), |at| end + at);
    let is_free = |at: &usize| *at < open && !quoted.iter().any(|name| name.contains(at));
    let (at, sign) = term.match_indices([':', '=']).find(|(at, _)| is_free(at))?;
    Some((term.get(..at)?, term.get(at + sign.len()..)?))
}

/// Returns whether `term` may be the beginning of a path, if fields and tests alone may offer too little.
pub fn may_be_path(term: &str, offers_others: bool) -> bool {
    let first = term.split(['.', '[']).next().unwrap_or_default();
    let is_path = first.len() < term.len() && (is_record_key(first) || first.is_empty());
    split(term).is_none() && (is_path || (!offers_others && term.len() > 1))
}

/// Returns paths that may complete `term`, the most frequent first, and how many there are: those that begin
/// like this, otherwise those in which a later name does. `is_sample` says whether not all events were
/// examined.
pub fn paths(known: &PathNames, term: &str, is_sample: bool) -> (Vec<Candidate>, usize) {
    let begins = |path: &str| path.get(..term.len()).is_some_and(|start| start.eq_ignore_ascii_case(term));
    let later = format!(".{}", term.to_ascii_lowercase());
    let goes_on = |path: &str| path.to_ascii_lowercase().contains(&later);
    let offered = |(path, usage): &(&str, PathUse)| usage.has_value && field(path).is_none();
    let mut found: Vec<(&str, PathUse)> =
        known.iter().filter(|(path, _)| begins(path)).filter(offered).collect();
    if found.is_empty() {
        found = known.iter().filter(|(path, _)| goes_on(path)).filter(offered).collect();
    }
    found.sort_by(|(one, usage), (two, other)| other.events.cmp(&usage.events).then_with(|| one.cmp(two)));
    let note = |usage: PathUse| match (is_sample, usage.event_names) {
        (false, _) => counted(usage.events, "event"),
        (true, 0) => String::new(),
        (true, names) => counted(names, "event name"),
    };
    let all = found.len();
    found.truncate(MOST_VALUES);
    let candidate =
        |(path, usage): (&str, PathUse)| Candidate { text: format!("{path}:"), note: note(usage) };
    (found.into_iter().map(candidate).collect(), all)
}

/// A term whose value is being typed.
#[derive(Debug, Clone, Copy)]
pub struct ValueBegun<'t> {
    name: &'t str,
    /// The column of the value.
    pub column: Column,
    begun: &'t str,
}

fn tests(begun: &str) -> Vec<Candidate> {
    let begun = begun.to_ascii_lowercase();
    let known = is_names().filter(|(test, _)| test.starts_with(&begun));
    known.map(|(test, about)| Candidate { text: format!("is:{test}"), note: about.to_owned() }).collect()
}

/// Returns days of the week, and zones after `@`.
fn clocks(name: &str, unit: ClockUnit, begun: &str) -> Vec<Candidate> {
    let values = clock::completions(unit, begun).into_iter().take(MOST_VALUES);
    values.map(|value| Candidate { text: format!("{name}:{value}"), note: String::new() }).collect()
}

fn names(begun: &str) -> Vec<Candidate> {
    let begun = begun.to_ascii_lowercase();
    let starts = |name: &str| name.to_ascii_lowercase().starts_with(&begun);
    let fields = FIELDS.iter().filter(|field| field.source != FieldSource::Time);
    let fields = fields.filter_map(|field| {
        // The short name if it matches, otherwise AWS's.
        let name = field.aliases.iter().chain([&field.name]).find(|name| starts(name));
        name.map(|name| Candidate { text: format!("{name}:"), note: field.plain_about() })
    });
    let times = TIME_NAMES
        .iter()
        .filter(|name| starts(name))
        .map(|name| Candidate { text: format!("{name}:"), note: "a time, in UTC".to_owned() });
    let is = starts("is").then(|| Candidate { text: "is:".to_owned(), note: "a ready-made test".to_owned() });
    let clocks = ClockUnit::ALL
        .iter()
        .filter(|(name, _)| starts(name))
        .map(|(name, unit)| Candidate { text: format!("{name}:"), note: unit.about().to_owned() });
    let meanings = meaning::NAMES.iter().filter(|known| starts(known.name));
    let meanings =
        meanings.map(|known| Candidate { text: format!("{}:", known.name), note: known.about.to_owned() });
    fields.chain(times).chain(clocks).chain(meanings).chain(is).collect()
}

/// Returns the distinct items of a list.
fn items(text: &str) -> Vec<Cow<'_, str>> {
    let mut items: Vec<Cow<'_, str>> = list::names(text).collect();
    items.sort_unstable();
    items.dedup();
    items
}

/// Maximum number of values that are examined for [`ValueBegun::some`].
const MOST_LOOKED_AT: u32 = 5000;

impl ValueBegun<'_> {
    /// Returns some values, in the order in which they were read, to offer them before events are counted.
    pub fn some(&self, store: &Store) -> Vec<Candidate> {
        if !store.has(self.column) {
            return Vec::new();
        }
        let (dict, begun) = (store.dict(self.column), self.test());
        let ids = (MISSING + 1..u32::try_from(dict.len()).unwrap_or(u32::MAX)).take(MOST_LOOKED_AT as usize);
        let values = ids.map(|id| dict.get(id));
        let fits = |value: &Cow<'_, str>| begun.passes(Some(value));
        let candidate = |value: Cow<'_, str>| self.candidate(&value, String::new());
        if self.holds_lists() {
            let mut seen = HashSet::new();
            let items = values.flat_map(items).filter(fits).filter(|item| seen.insert(item.clone()));
            return items.take(MOST_VALUES).map(candidate).collect();
        }
        values.map(Cow::Borrowed).filter(fits).take(MOST_VALUES).map(candidate).collect()
    }

    /// Returns the values of events, the most frequent first, with their counts. Each item of a list is a
    /// value.
    pub fn counted(&self, store: &Store, events: &[Event]) -> Vec<Candidate> {
        if !store.has(self.column) {
            return Vec::new();
        }
        let (dict, begun) = (store.dict(self.column), self.test());
        let all = Groups::count(store, events, &[self.column], GroupOrder::Count);
        let present = all.iter().filter(|group| group.value != MISSING);
        let mut counts: Vec<(Cow<'_, str>, usize)> = if self.holds_lists() {
            let mut by_item: HashMap<Cow<'_, str>, usize, RandomState> = HashMap::default();
            for group in present {
                for item in items(dict.get(group.value)) {
                    *by_item.entry(item).or_default() += group.events;
                }
            }
            by_item.into_iter().collect()
        } else {
            present.map(|group| (Cow::Borrowed(dict.get(group.value)), group.events)).collect()
        };
        counts.retain(|(value, _)| begun.passes(Some(value)));
        let compare = |(one, events): &(Cow<'_, str>, usize), (two, others): &(Cow<'_, str>, usize)| {
            others.cmp(events).then_with(|| one.cmp(two))
        };
        // There may be a million: only those that are offered are sorted.
        if counts.len() > MOST_VALUES {
            counts.select_nth_unstable_by(MOST_VALUES, compare);
            counts.truncate(MOST_VALUES);
        }
        counts.sort_by(compare);
        counts.iter().map(|(value, events)| self.candidate(value, counted(*events, "event"))).collect()
    }

    /// Returns whether values of the column are lists, of which a filter tests each item.
    fn holds_lists(&self) -> bool {
        matches!(self.column.on_demand().and_then(OnDemand::rule), Some(ColumnRule::Path(_)))
    }

    fn test(&self) -> Test {
        Test::Contains(self.begun.to_lowercase())
    }

    fn candidate(&self, value: &str, note: String) -> Candidate {
        Candidate { text: format!("{}={}", self.name, quote(value)), note }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_at_the_cursor_is_found() {
        assert_eq!(term_start("a error:Acc", 11), 2);
        assert_eq!(term_start("(!err", 5), 2);
        assert_eq!(term_start("who=\"a b", 8), 0);
        assert_eq!(term_start("a ", 2), 2);
        assert_eq!(term_start("", 0), 0);
    }

    #[test]
    fn quoted_names_of_paths_end_no_name() {
        for (term, expected) in [
            ("who", None),
            ("who:", Some(("who", ""))),
            ("who=\"a:b", Some(("who", "\"a:b"))),
            ("who:a.\"b", Some(("who", "a.\"b"))),
            (r#"x."a:b""#, None),
            (r#"x."a:b"#, None),
            (r#"x.["a:b"#, None),
            (r#"x."a:b".c="#, Some((r#"x."a:b".c"#, ""))),
            (r#"x."a:b"."c=d"#, None),
        ] {
            assert_eq!(split(term), expected, "{term}");
        }
    }

    #[test]
    fn names_and_tests_are_offered() {
        let texts =
            |term: &str| -> Vec<String> { fixed(term).into_iter().map(|candidate| candidate.text).collect() };
        assert!(texts("err").contains(&"error:".to_owned()));
        assert!(texts("eventn").contains(&"eventName:".to_owned()));
        assert_eq!(texts("is:fa"), ["is:failed"]);
        assert!(texts("after").contains(&"after:".to_owned()));
        assert!(texts("nosuch").is_empty());
        assert!(texts("").len() > 30);
    }
}
