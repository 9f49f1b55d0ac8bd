//! What the words, times and terms of a filter that found nothing find otherwise: words outside the shown columns,
//! times in the JSON, and each term alone.

use std::ops::Range;

use super::answered::Answered;
use crate::query::engine::filter::Filter;
use crate::query::language::expr::{Expr, Target};
use crate::query::language::parse::{Typing, needed, read};
use crate::query::language::pivot::exact_text;
use crate::query::language::syntax::ReadLines;
use crate::query::language::term::identifier::{Identifier, TakenFor};
use crate::store::scan::cancel::Cancelled;

/// Maximum number of terms that are counted one by one.
const MOST_TERMS: usize = 8;

/// Words or times that found nothing, and where they are in the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The words as they were typed.
    pub words: Vec<String>,
    /// Whether these are times, which were compared with the times of events.
    pub are_times: bool,
    /// How many events have them elsewhere, and pass the rest of the filter.
    pub events: usize,
    /// The filter that finds these.
    pub filter: String,
}

impl Elsewhere {
    /// Returns where they were looked for.
    pub fn place(&self) -> &'static str {
        if self.are_times { "at this time" } else { "in the columns" }
    }
}

/// Terms that no event has together. Any of them may be in no event at all, but not all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Each term, with how many events have it.
    pub terms: Vec<(String, usize)>,
    /// How many events have any of them, and the filter that finds these, if the terms are alike.
    pub any: Option<(usize, String)>,
}

impl Apart {
    /// Says which terms these are, as the end of a sentence.
    pub fn words(&self) -> String {
        let terms: Vec<String> =
            self.terms.iter().map(|(term, events)| format!("{term} ({events})")).collect();
        format!("no event has all of {}", terms.join(", "))
    }
}

/// A word or a time of a filter.
struct SoughtWord {
    place: Range<usize>,
    expr: Expr,
    is_time: bool,
}

impl Answered {
    /// Returns the words and times that the answer needs, except those that must not match.
    fn sought(&self) -> Vec<SoughtWord> {
        let written = |place: &Range<usize>| self.filter.get(place.clone()).unwrap_or_default();
        let words = self.reading.words.iter().map(|(place, word)| {
            let is_exact = written(place).starts_with('\'');
            let expr = if is_exact { Expr::Exact(word.clone()) } else { Expr::Fuzzy(word.clone()) };
            SoughtWord { place: place.clone(), expr, is_time: false }
        });
        let is_time = |taken: &&TakenFor| {
            !taken.is_negated && matches!(taken.identifier, Identifier::Time | Identifier::TimeOfDay)
        };
        let times = self.reading.taken.iter().filter(is_time).filter_map(|taken| {
            let expr = taken.identifier.expr(&taken.word).ok()?;
            Some(SoughtWord { place: taken.place.clone(), expr, is_time: true })
        });
        let mut sought: Vec<SoughtWord> = words.chain(times).collect();
        sought.sort_unstable_by_key(|sought| sought.place.start);
        sought
    }

    /// Returns whether words, times or several terms found nothing.
    pub(super) fn lacks_parts(&self) -> bool {
        self.found == 0 && (!self.sought().is_empty() || self.terms_of_all().len() > 1)
    }

    /// Searches the JSON for the words and times that found nothing; if that finds nothing, for all of them, then for the
    /// filter as one text. Otherwise these are the words that no event has anywhere, if there are any.
    pub(super) fn elsewhere(
        &self,
        filter: &mut Filter,
        read_lines: ReadLines<'_>,
        cancelled: Cancelled<'_>,
    ) -> Option<Elsewhere> {
        let sought = self.sought();
        let mut missing = Vec::new();
        for one in &sought {
            if filter.answer(&self.store, &one.expr, true, cancelled)?.is_empty() {
                missing.push(one);
            }
        }
        let all: Vec<&SoughtWord> = sought.iter().collect();
        if missing.is_empty() {
            missing.extend(all.iter().copied().filter(|one| !one.is_time));
        }
        let mut ways = vec![self.with_texts(&missing)];
        if missing.len() < all.len() {
            ways.push(self.with_texts(&all));
        }
        if all.len() > 1 && needed(&self.filter).is_some_and(|parts| parts.len() == all.len()) {
            let text = self.filter.trim();
            ways.push((vec![text.to_owned()], exact_text(text)));
        }
        let are_times = missing.iter().all(|one| one.is_time);
        for (words, wider) in ways.into_iter().filter(|(words, _)| !words.is_empty()) {
            let Ok(reading) = read(&wider, Typing::GoesOn, read_lines) else { continue };
            let events = self.count(filter, &reading.expr, cancelled)?;
            if events > 0 {
                return Some(Elsewhere { words, are_times, events, filter: wider });
            }
        }
        let mut nowhere = Vec::new();
        for one in missing {
            if !self.is_anywhere(filter, one, read_lines, cancelled)? {
                nowhere.push(one);
            }
        }
        let (words, wider) = self.with_texts(&nowhere);
        (!words.is_empty()).then_some(Elsewhere { words, are_times, events: 0, filter: wider })
    }

    /// Returns whether any event has a word in its JSON, whatever the rest of the filter.
    fn is_anywhere(
        &self,
        filter: &mut Filter,
        word: &SoughtWord,
        read_lines: ReadLines<'_>,
        cancelled: Cancelled<'_>,
    ) -> Option<bool> {
        let written = self.filter.get(word.place.clone()).unwrap_or_default();
        let reading = read(&text_of_word(written), Typing::GoesOn, read_lines).ok()?;
        self.has(filter, &reading.expr, cancelled)
    }

    /// Returns some words as they were typed, and the filter that searches the JSON for them.
    fn with_texts(&self, words: &[&SoughtWord]) -> (Vec<String>, String) {
        let written = |place: &Range<usize>| self.filter.get(place.clone()).unwrap_or_default();
        let (mut wider, mut from) = (String::new(), 0);
        for one in words {
            wider.push_str(self.filter.get(from..one.place.start).unwrap_or_default());
            wider.push_str(&text_of_word(written(&one.place)));
            from = one.place.end;
        }
        wider.push_str(self.filter.get(from..).unwrap_or_default());
        (words.iter().map(|one| written(&one.place).to_owned()).collect(), wider)
    }

    /// Returns the terms that must all match; of a single word, the parts between its commas.
    fn terms_of_all(&self) -> Vec<&str> {
        let Some(places) = needed(&self.filter) else { return Vec::new() };
        match &places[..] {
            [only] if matches!(self.reading.expr, Expr::Fuzzy(_)) => {
                let word = self.filter.get(only.clone()).unwrap_or_default();
                word.split([',', ';']).filter(|part| !part.is_empty()).collect()
            }
            _ => places.into_iter().filter_map(|place| self.filter.get(place)).collect(),
        }
    }

    /// Counts the events that have each of several terms; words that are not in the columns are counted as texts. `None` if
    /// no term has any.
    pub(super) fn apart(
        &self,
        filter: &mut Filter,
        read_lines: ReadLines<'_>,
        cancelled: Cancelled<'_>,
    ) -> Option<Apart> {
        let terms = self.terms_of_all();
        if !(2..=MOST_TERMS).contains(&terms.len()) {
            return None;
        }
        let mut counted = Vec::new();
        let mut parts = Vec::new();
        for term in terms {
            let mut term = term.to_owned();
            let mut part = read(&term, Typing::Done, read_lines).ok()?.expr;
            let mut events = self.count(filter, &part, cancelled)?;
            if events == 0 && matches!(part, Expr::Fuzzy(_) | Expr::Exact(_)) {
                term = text_of_word(&term);
                part = read(&term, Typing::Done, read_lines).ok()?.expr;
                events = self.count(filter, &part, cancelled)?;
            }
            counted.push((term, events));
            parts.push(part);
        }
        counted.iter().find(|(_, events)| *events > 0)?;
        let any = if are_alike(&parts) {
            let any = counted.iter().map(|(term, _)| term.as_str()).collect::<Vec<_>>().join(" | ");
            Some((self.count(filter, &Expr::Or(parts), cancelled)?, any))
        } else {
            None
        };
        Some(Apart { terms: counted, any })
    }
}

/// Returns the term that searches the JSON for a word, as it was typed.
fn text_of_word(word: &str) -> String {
    let word = word.strip_prefix('\'').unwrap_or(word);
    if word.starts_with('"') { word.to_owned() } else { exact_text(word) }
}

/// Returns whether all terms are texts or identifiers, or tests of the same field.
fn are_alike(parts: &[Expr]) -> bool {
    let is_text = |part: &Expr| match part {
        Expr::Fuzzy(_) | Expr::Exact(_) | Expr::Anywhere(_) => true,
        // An identifier, in the columns or in the text.
        Expr::Or(ways) => matches!(ways.last(), Some(Expr::Anywhere(_))),
        _ => false,
    };
    let field = |part: &Expr| match part {
        Expr::Value(target, _) => Some(target.clone()),
        _ => None,
    };
    let first: Option<Target> = parts.first().and_then(field);
    let are_texts = parts.iter().all(is_text);
    are_texts || (first.is_some() && parts.iter().all(|part| field(part) == first))
}
