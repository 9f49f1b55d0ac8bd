//! A filter → the condition that it asks of a record. What no record can decide becomes a list of eventIDs, if the
//! events are loaded; otherwise it stays unsaid, with the reason.

use super::columns::column_passes;
use super::place::FieldPlace;
use super::regexes::{escaped, of_letters, of_whole_v6, of_whole_word, portable};
use super::tests_of_values::value_passes;
use super::tree::{Check, Leaf, RecordCondition, Regex, TextCheck, TimeCheck};
use crate::insight::meaning::Meaning;
use crate::plural::counted;
use crate::query::language::expr::{Expr, Is, Pattern, SoughtText, Target};
use crate::query::language::time::clock::{ClockTest, ClockUnit};
use crate::query::language::time::range::When;
use crate::record::time::Time;

/// What of the loaded events a query may use.
pub(in crate::export::engines) type EventIds<'i> = &'i dyn Fn(&Expr) -> Option<Vec<String>>;

/// How a filter is read for an engine.
pub(in crate::export::engines) struct FilterReading<'r> {
    /// Whether the engine has the whole record, and not only columns.
    pub(in crate::export::engines) has_whole_record: bool,
    /// At most this many eventIDs are written into a query.
    pub(in crate::export::engines) most_ids: usize,
    /// Returns the eventIDs of the loaded events that a part of the filter matches; `None` if nothing is loaded.
    pub(in crate::export::engines) event_ids: EventIds<'r>,
    /// The time of the newest loaded event, from which `last:` counts back.
    pub(in crate::export::engines) newest: Option<Time>,
}

impl FilterReading<'_> {
    /// Returns the condition that a filter asks, with negations only before its leaves.
    pub(in crate::export::engines) fn condition(&self, filter: &Expr) -> RecordCondition {
        self.read(filter).settled()
    }

    fn read(&self, filter: &Expr) -> RecordCondition {
        let found = match filter {
            Expr::And(parts) => {
                return RecordCondition::All(parts.iter().map(|part| self.read(part)).collect());
            }
            Expr::Or(parts) => {
                let needed = parts.iter().filter(|part| !is_within_another(part, parts));
                return RecordCondition::Any(needed.map(|part| self.read(part)).collect());
            }
            Expr::Not(inner) => return self.read(inner).opposite(),
            Expr::Fuzzy(word) => Ok(letters(word.text(), word.ignores_case())),
            Expr::Exact(word) => Ok(shown(word.text(), word.ignores_case())),
            Expr::Anywhere(pattern) => anywhere(pattern),
            Expr::Value(Target::Column(column), test) => column_passes(*column, test, self.has_whole_record),
            Expr::Value(Target::EventId, test) => value_passes(&FieldPlace::member("eventID"), test),
            Expr::Value(Target::Path(path), test) => value_passes(&FieldPlace::of_path(path), test),
            Expr::Value(Target::Written(path), test) => {
                value_passes(&FieldPlace::of_path(path), test).map(|found| {
                    let reason = format!(
                        "{path} is tested as it is written; the query tests each item of an array, too"
                    );
                    found.more(reason)
                })
            }
            Expr::Same(one, other) => Err(format!("{one} and {other} are compared with each other")),
            Expr::Time(when) => self.time(*when),
            Expr::Clock(test) => clock(test),
            Expr::Is(is) => {
                Err(format!("{} is a fact of the files that were read, not of the record", is_name(*is)))
            }
            Expr::Meaning(Meaning::Since(_)) => Ok(RecordCondition::All(Vec::new())),
            Expr::Meaning(meaning) => {
                Err(format!("{} needs all loaded events together", meaning_name(meaning)))
            }
        };
        found.unwrap_or_else(|reason| self.by_ids(filter, reason))
    }

    /// Names the events themselves.
    fn by_ids(&self, filter: &Expr, reason: String) -> RecordCondition {
        let Some(ids) = (self.event_ids)(filter) else { return RecordCondition::Unsaid(reason) };
        if ids.len() > self.most_ids {
            let (events, most) = (counted(ids.len(), "loaded event"), self.most_ids);
            return RecordCondition::Unsaid(format!(
                "{reason}; {events} match it, and at most {most} eventIDs are written"
            ));
        }
        let events = counted(ids.len(), "eventID");
        let words = format!(
            "{reason}; instead the query has the {events} of loaded events that match it, and finds no others"
        );
        let place = FieldPlace::member("eventID");
        let ids = if ids.is_empty() {
            RecordCondition::Any(Vec::new())
        } else {
            RecordCondition::value(&place, Check::OneOf(ids))
        };
        RecordCondition::Told(Box::new(ids), words)
    }

    fn time(&self, when: When) -> Result<RecordCondition, String> {
        let check = match when {
            When::Between(i64::MIN, i64::MAX) => return Ok(RecordCondition::present("eventTime")),
            When::Between(start, end) => TimeCheck::Between(written(start, i64::MIN), written(end, i64::MAX)),
            When::Daily(start, end) => TimeCheck::Daily(of_day(start), of_day(end)),
            When::Last(length) => {
                let newest = self.newest.and_then(Time::millis);
                let newest =
                    newest.ok_or("last: counts back from the newest loaded event, and nothing is loaded")?;
                TimeCheck::Between(written(newest.saturating_sub(length), i64::MIN), None)
            }
        };
        Ok(RecordCondition::Leaf(Leaf::Time(check)))
    }
}

/// CloudTrail writes whole seconds: a bound within a second means the next one.
fn written(millis: i64, open: i64) -> Option<String> {
    let second = millis.saturating_add(999).div_euclid(1000).saturating_mul(1000);
    let text = Time::from_millis(second).to_string();
    (millis != open).then(|| text.trim_end_matches('Z').to_owned())
}

fn of_day(millis: i64) -> String {
    let text = Time::from_millis(millis).to_string();
    text.trim_end_matches('Z').split_once('T').map_or_else(String::new, |(_, clock)| clock.to_owned())
}

fn clock(test: &ClockTest) -> Result<RecordCondition, String> {
    match test.matching() {
        (ClockUnit::Hour, hours) if test.zone().is_utc() => {
            Ok(RecordCondition::Leaf(Leaf::Time(TimeCheck::Hours(hours))))
        }
        (ClockUnit::Hour, _) => Err("hours of another zone than UTC are computed here".to_owned()),
        (ClockUnit::Weekday, _) => Err("days of the week are computed here".to_owned()),
    }
}

fn anywhere(pattern: &Pattern) -> Result<RecordCondition, String> {
    let check = match pattern.sought() {
        (SoughtText::Literal(text), ignore_case) if pattern.is_whole() => {
            TextCheck::Regex(Regex { source: of_whole_word(text), ignore_case })
        }
        (SoughtText::Literal(text), ignore_case) => TextCheck::Literal { text: text.to_owned(), ignore_case },
        (SoughtText::Regex(source), ignore_case) if pattern.is_whole() => {
            TextCheck::Regex(Regex { source: of_whole_v6(source), ignore_case })
        }
        (SoughtText::Regex(source) | SoughtText::Glob(source), ignore_case) => {
            TextCheck::Regex(portable(source, ignore_case)?)
        }
    };
    Ok(RecordCondition::Leaf(Leaf::Anywhere(check)))
}

/// A word is looked for here in the shown columns, where its letters may be spread over one value. Those columns come
/// from many members, so the query looks for the letters in every value.
fn letters(word: &str, ignore_case: bool) -> RecordCondition {
    let source = if word.chars().count() < 3 { escaped(word) } else { of_letters(word) };
    let reason = format!(
        "{word} is looked for here in the shown columns, and at beginnings of words; the query looks for its letters in \
         each value of the record"
    );
    RecordCondition::Leaf(Leaf::Anywhere(TextCheck::Regex(Regex { source, ignore_case }))).more(reason)
}

/// Returns whether a text of the shown columns is looked for in the whole record too, as pasted identifiers are: then it
/// finds nothing more, unless a column may put it together.
fn is_within_another(part: &Expr, parts: &[Expr]) -> bool {
    let Expr::Exact(word) = part else { return false };
    let is_same = |other: &Expr| match other {
        Expr::Anywhere(pattern) => pattern.as_literal() == Some(word.text()) && !pattern.is_whole(),
        _ => false,
    };
    !word.text().contains([' ', '/', '(', ')', '#']) && parts.iter().any(is_same)
}

fn shown(text: &str, ignore_case: bool) -> RecordCondition {
    let reason = format!(
        "'{text} is looked for here in the shown columns; the query looks for it in the whole record"
    );
    // Columns put names together with these signs.
    let piece =
        text.split([' ', '/', '(', ')', '@', '#', ',']).max_by_key(|part| part.len()).unwrap_or_default();
    let check = TextCheck::Literal { text: piece.to_owned(), ignore_case };
    RecordCondition::Leaf(Leaf::Anywhere(check)).more(reason)
}

const fn is_name(is: Is) -> &'static str {
    match is {
        Is::Duplicate => "is:duplicate",
        Is::Twin => "is:twin",
        Is::Damaged => "is:damaged",
        Is::Recovered => "is:recovered",
        Is::Unsigned => "is:unsigned",
        Is::Quoted => "is:quoted",
        Is::Hidden => "is:hidden",
        Is::Converted => "is:converted",
        Is::Partial => "is:partial",
    }
}

fn meaning_name(meaning: &Meaning) -> &'static str {
    match meaning {
        Meaning::Unused => "is:unused",
        Meaning::Chain(..) => "chain:",
        Meaning::Changed(_) => "a test of the ledger (is:standing, is:undone, is:undo)",
        Meaning::New(..) => "is:new",
        Meaning::Newcomer(_) => "newcomer:",
        Meaning::Since(_) => "since:",
    }
}
