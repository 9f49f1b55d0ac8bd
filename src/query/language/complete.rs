//! What may stand at the cursor of a filter: names of fields, ready-made tests, and the values that a field has, with
//! their counts among some events.

use super::expr::Test;
use super::term::IS_NAMES;
use super::time_range::TIME_NAMES;
use crate::plural::counted;
use crate::query::groups::group::{Group, GroupOrder};
use crate::query::groups::sorted::Groups;
use crate::query::language::syntax::quote;
use crate::record::field::{Column, FIELDS, FieldSource};
use crate::record::on_demand::known_field;
use crate::store::{Event, MISSING, Store};

/// Something that may stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The text for the filter.
    pub text: String,
    /// What it means, or how many events have it.
    pub note: String,
}

/// More values than this are not offered.
const MOST_VALUES: usize = 50;

/// The term that ends at byte `cursor` of a filter: its beginning.
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
    // A negation stays before what is completed.
    let negation = before.get(start..).unwrap_or_default();
    start + negation.len() - negation.trim_start_matches(['!', '-']).len()
}

/// What may stand in place of `term`, the unfinished term at the cursor, as far as that does not depend on events.
pub fn fixed(term: &str) -> Vec<Candidate> {
    match term.split_once([':', '=']) {
        None => names(term),
        Some((name, begun)) if name.eq_ignore_ascii_case("is") => tests(begun),
        Some(_) => Vec::new(),
    }
}

/// The column of whose values one may stand in place of `term`, and how the value begins.
pub fn value_begun(term: &str) -> Option<ValueBegun<'_>> {
    let (name, begun) = term.split_once([':', '='])?;
    let column = known_field(name).and_then(|field| field.source.column())?;
    Some(ValueBegun { name, column, begun: begun.trim_start_matches('"') })
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
    let known = IS_NAMES.iter().filter(|(test, _)| test.starts_with(&begun));
    known.map(|(test, about)| Candidate { text: format!("is:{test}"), note: (*about).to_owned() }).collect()
}

fn names(begun: &str) -> Vec<Candidate> {
    let begun = begun.to_ascii_lowercase();
    let starts = |name: &str| name.to_ascii_lowercase().starts_with(&begun);
    let fields = FIELDS.iter().filter(|field| field.source != FieldSource::Time);
    let fields = fields.filter_map(|field| {
        // The short name where it fits, else AWS's.
        let name = field.aliases.iter().chain([&field.name]).find(|name| starts(name));
        name.map(|name| Candidate { text: format!("{name}:"), note: field.about.to_owned() })
    });
    let times = TIME_NAMES
        .iter()
        .filter(|name| starts(name))
        .map(|name| Candidate { text: format!("{name}:"), note: "a time, in UTC".to_owned() });
    let is = starts("is").then(|| Candidate { text: "is:".to_owned(), note: "a ready-made test".to_owned() });
    fields.chain(times).chain(is).collect()
}

/// So many values are looked at for [`ValueBegun::some`].
const MOST_LOOKED_AT: u32 = 5000;

impl ValueBegun<'_> {
    /// Some values, in the order in which they were read: what can be offered at once, before events are counted.
    pub fn some(&self, store: &Store) -> Vec<Candidate> {
        if !store.has(self.column) {
            return Vec::new();
        }
        let (dict, begun) = (store.dict(self.column), self.test());
        let ids = (MISSING + 1..u32::try_from(dict.len()).unwrap_or(u32::MAX)).take(MOST_LOOKED_AT as usize);
        let fits = |id: &u32| begun.passes(Some(dict.get(*id)));
        ids.filter(fits).take(MOST_VALUES).map(|id| self.candidate(dict.get(id), String::new())).collect()
    }

    /// The values that events have, the most frequent first, with their counts.
    pub fn counted(&self, store: &Store, events: &[Event]) -> Vec<Candidate> {
        if !store.has(self.column) {
            return Vec::new();
        }
        let (dict, begun) = (store.dict(self.column), self.test());
        let all = Groups::count(store, events, &[self.column], GroupOrder::Count);
        let fits = |group: &&Group| group.value != MISSING && begun.passes(Some(dict.get(group.value)));
        let mut groups: Vec<&Group> = all.iter().filter(fits).collect();
        let compare = |one: &&Group, two: &&Group| {
            two.events.cmp(&one.events).then_with(|| dict.get(one.value).cmp(dict.get(two.value)))
        };
        // There may be a million: only those that are offered are put in order.
        if groups.len() > MOST_VALUES {
            groups.select_nth_unstable_by(MOST_VALUES, compare);
            groups.truncate(MOST_VALUES);
        }
        groups.sort_by(compare);
        let note = |group: &Group| counted(group.events, "event");
        groups.iter().map(|group| self.candidate(dict.get(group.value), note(group))).collect()
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
