//! What may stand at the cursor of a filter: names of fields, ready-made tests, and the values that a field has in the
//! present answer, with their counts.

use super::expr::Test;
use super::term::IS_NAMES;
use super::time_range::TIME_NAMES;
use crate::plural::counted;
use crate::query::engine::filter::Filter;
use crate::query::groups::group::{Group, GroupOrder};
use crate::query::groups::sorted::Groups;
use crate::query::language::syntax::quote;
use crate::record::field::{FIELDS, Field, FieldSource};
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

/// What may stand in place of `term`, the unfinished term at the cursor; values come from `events`.
pub fn candidates(store: &Store, events: &[Event], term: &str) -> Vec<Candidate> {
    match term.split_once([':', '=']) {
        None => names(term),
        Some((name, begun)) if name.eq_ignore_ascii_case("is") => {
            let begun = begun.to_ascii_lowercase();
            let known = IS_NAMES.iter().filter(|(test, _)| test.starts_with(&begun));
            known
                .map(|(test, about)| Candidate { text: format!("is:{test}"), note: (*about).to_owned() })
                .collect()
        }
        Some((name, begun)) => values(store, events, name, begun.trim_start_matches('"')),
    }
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

fn values(store: &Store, events: &[Event], name: &str, begun: &str) -> Vec<Candidate> {
    let Some(column) = known_field(name).map(Field::column) else { return Vec::new() };
    let computed =
        column.on_demand().filter(|column| column.rule().is_some_and(|rule| rule.source().is_some()));
    let with_computed =
        computed.and_then(|column| Filter::default().prepare(store, &[column], &|| false, &mut |_| {}));
    let store = with_computed.as_ref().unwrap_or(store);
    if !store.has(column) {
        return Vec::new();
    }
    let (dict, begun) = (store.dict(column), Test::Contains(begun.to_lowercase()));
    let all = Groups::count(store, events, &[column], GroupOrder::Count);
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
    let value = |id| format!("{name}={}", quote(dict.get(id)));
    groups
        .iter()
        .map(|group| Candidate { text: value(group.value), note: counted(group.events, "event") })
        .collect()
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
        let texts = |term: &str| -> Vec<String> {
            candidates(&Store::default(), &[], term).into_iter().map(|candidate| candidate.text).collect()
        };
        assert!(texts("err").contains(&"error:".to_owned()));
        assert!(texts("eventn").contains(&"eventName:".to_owned()));
        assert_eq!(texts("is:fa"), ["is:failed"]);
        assert!(texts("after").contains(&"after:".to_owned()));
        assert!(texts("nosuch").is_empty());
        assert!(texts("").len() > 30);
    }
}
