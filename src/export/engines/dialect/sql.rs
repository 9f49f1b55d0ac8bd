//! What the SQL of Athena, Lake and DuckDB has in common: quotes, NULL, patterns of LIKE.
//!
//! A missing value is NULL or empty. A test of NULL is NULL, which WHERE takes for false; NOT keeps it NULL, so the
//! opposite of a test says what NULL means.

use super::super::condition::place::{FieldPlace, PlaceStep};
use super::super::condition::regexes::of_calls;
use super::super::condition::tree::{Check, Leaf, Network, Regex, TextCheck, TimeCheck};
use super::said::{Dialect, NoteKind, QueryNotes};
use crate::query::language::order::Order;

/// How a table holds the members of records.
pub(super) trait SqlTable {
    /// Returns the text of a member as an expression. The error is why the table has none.
    fn member(&self, name: &str) -> Result<String, String>;

    /// Returns the test that one of the values at a path passes a check, which is written for an expression. The error
    /// is why the table cannot.
    fn path(
        &self,
        first: &str,
        rest: &[PlaceStep],
        check: &Check,
        notes: &mut QueryNotes,
    ) -> Result<PathTest, String>;

    /// Returns the test that a text has a match of a regular expression.
    fn matches(&self, text: &str, regex: &Regex) -> String;

    /// Returns the test that an address belongs to an IPv6 network, if there is one.
    fn network(&self, text: &str, network: &str) -> Option<String>;

    /// Returns the tests of the text of the record of which one is enough.
    fn anywhere(&self, check: &TextCheck, notes: &mut QueryNotes) -> Vec<String>;

    /// Returns the test of the time.
    fn time(&self, check: &TimeCheck) -> Result<String, String> {
        self.member("eventTime").map(|time| text_time(&time, check))
    }
}

/// A test of what is at a path.
pub(super) enum PathTest {
    /// Exactly this.
    Exact(String),
    /// This holds for more.
    Wide(String, String),
}

/// Says conditions for a table.
pub(super) struct Sql<'t>(pub(super) &'t dyn SqlTable);

impl Dialect for Sql<'_> {
    fn leaf(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String> {
        match leaf {
            Leaf::Value(_, Check::Network(network))
                if network.is_wide && self.0.network("", "").is_none() =>
            {
                wide_network(network, negated, notes)?;
                self.value(leaf, false, notes)
            }
            Leaf::Value(..) => self.value(leaf, negated, notes),
            Leaf::Anywhere(check) => {
                let tests = self.0.anywhere(check, notes);
                Ok(not(negated, bracketed(&tests, " OR ")))
            }
            Leaf::Time(check) => self.0.time(check).map(|text| not(negated, text)),
        }
    }
}

/// Tells that an engine finds an IPv6 network only by how its addresses begin.
pub(super) fn wide_network(network: &Network, negated: bool, notes: &mut QueryNotes) -> Result<(), String> {
    let reason = format!("{}: addresses are found by how they begin", network.blocks.join(", "));
    if negated {
        return Err(reason);
    }
    notes.add(NoteKind::More, reason);
    Ok(())
}

impl Sql<'_> {
    fn value(&self, leaf: &Leaf, negated: bool, notes: &mut QueryNotes) -> Result<String, String> {
        match leaf {
            Leaf::Value(FieldPlace::Member(name), check) => {
                let text = self.0.member(name)?;
                if let (true, Some(opposite)) = (negated, opposite(&text, check)) {
                    return Ok(opposite);
                }
                Ok(not(negated, value_test(self.0, &text, check)))
            }
            Leaf::Value(place, check) => {
                let (first, rest) =
                    place.split_first().ok_or("a path must begin with the name of a member")?;
                match self.0.path(first, rest, check, notes)? {
                    PathTest::Exact(text) => Ok(not(negated, text)),
                    PathTest::Wide(_, reason) if negated => Err(format!("not {}: {reason}", place.written())),
                    PathTest::Wide(text, reason) => {
                        notes.add(NoteKind::More, reason);
                        Ok(text)
                    }
                }
            }
            Leaf::Anywhere(_) | Leaf::Time(_) => Err("this is not a test of a value".to_owned()),
        }
    }
}

fn not(negated: bool, test: String) -> String {
    if negated { format!("NOT coalesce({test}, false)") } else { test }
}

/// The opposites that read better than NOT.
fn opposite(text: &str, check: &Check) -> Option<String> {
    Some(match check {
        Check::Present => format!("coalesce({text}, '') = ''"),
        Check::Equals(wanted) => format!("({text} IS NULL OR {text} <> {})", quoted(wanted)),
        Check::OneOf(wanted) => format!("({text} IS NULL OR {text} NOT IN ({}))", list(wanted)),
        _ => return None,
    })
}

/// Returns the test that a text, given as an expression, passes a check.
pub(super) fn value_test(table: &dyn SqlTable, text: &str, check: &Check) -> String {
    match check {
        Check::Present => format!("{text} <> ''"),
        Check::Equals(wanted) => format!("{text} = {}", quoted(wanted)),
        Check::OneOf(wanted) => format!("{text} IN ({})", list(wanted)),
        Check::Contains(part) => format!("lower({text}) LIKE {}", like(&format!("*{part}*"), false)),
        Check::Glob(glob) => format!("lower({text}) LIKE {}", like(&glob.to_lowercase(), true)),
        Check::Calls(names) => table.matches(text, &of_calls(names)),
        Check::Regex(regex) if finds_nothing(regex) => {
            format!("({text} <> '' AND {})", table.matches(text, regex))
        }
        Check::Regex(regex) => table.matches(text, regex),
        Check::Number(order, number) => format!("TRY_CAST({text} AS DOUBLE) {} {number}", sign(*order)),
        Check::Network(network) if !network.is_wide => table.matches(text, &network.regex),
        Check::Network(network) => {
            let native: Option<Vec<String>> =
                network.blocks.iter().map(|block| table.network(text, block)).collect();
            native.map_or_else(|| table.matches(text, &network.regex), |tests| bracketed(&tests, " OR "))
        }
    }
}

/// Returns whether an expression finds a match in nothing, which a missing value is.
pub(super) fn finds_nothing(regex: &Regex) -> bool {
    regex::Regex::new(&regex.flagged()).is_ok_and(|regex| regex.is_match(""))
}

/// Returns the sign of a comparison, which all engines share.
pub(super) const fn sign(order: Order) -> &'static str {
    match order {
        Order::Below => "<",
        Order::AtMost => "<=",
        Order::Above => ">",
        Order::AtLeast => ">=",
    }
}

/// Returns a text between single quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn list(texts: &[String]) -> String {
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")
}

/// Returns the pattern of LIKE for a text with `*`, and with `?` if `has_single`.
pub(super) fn like(glob: &str, has_single: bool) -> String {
    let last = glob.chars().count().saturating_sub(1);
    let mut pattern = String::new();
    let mut is_escaped = false;
    for (at, char) in glob.chars().enumerate() {
        match char {
            '*' if has_single || at == 0 || at == last => pattern.push('%'),
            '?' if has_single => pattern.push('_'),
            '%' | '_' | '\\' => {
                is_escaped = true;
                pattern.push('\\');
                pattern.push(char);
            }
            char => pattern.push(char),
        }
    }
    let escape = if is_escaped { " ESCAPE '\\'" } else { "" };
    format!("{}{escape}", quoted(&pattern))
}

/// Returns the test of a time that is held as AWS writes it. Bounds without a zone sort before the same time with one.
pub(super) fn text_time(time: &str, check: &TimeCheck) -> String {
    match check {
        TimeCheck::Between(from, to) => {
            let from = from.as_ref().map(|from| format!("{time} >= {}", quoted(from)));
            let to = to.as_ref().map(|to| format!("{time} < {}", quoted(to)));
            bracketed(&from.into_iter().chain(to).collect::<Vec<_>>(), " AND ")
        }
        TimeCheck::Daily(from, to) => {
            let clock = format!("substr({time}, 12, 8)");
            let joint = if from < to { "AND" } else { "OR" };
            format!("({clock} >= {} {joint} {clock} < {})", quoted(from), quoted(to))
        }
        TimeCheck::Hours(hours) => {
            let hours: Vec<String> = hours.iter().map(|hour| format!("'{hour:02}'")).collect();
            format!("substr({time}, 12, 2) IN ({})", hours.join(", "))
        }
    }
}

/// Joins tests, between brackets if there are several.
pub(super) fn bracketed(tests: &[String], joint: &str) -> String {
    let joined = tests.join(joint);
    if tests.len() > 1 { format!("({joined})") } else { joined }
}

/// Returns how a text may stand in JSON: as it is, with escapes, and with the escapes of JSON within a string.
pub(super) fn spellings(text: &str) -> Vec<String> {
    let escaped = crate::json::text::encode(text, |_| false);
    let escaped = escaped.get(1..escaped.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let once = text.replace('\\', r"\\").replace('"', "\\\"");
    let mut all = vec![text.to_owned()];
    for next in [escaped, once.clone(), once.replace('\\', r"\\").replace('"', "\\\"")] {
        if !all.contains(&next) {
            all.push(next);
        }
    }
    all
}

/// Returns the tests that a text holds another in one of its spellings.
pub(super) fn holds(text: &str, wanted: &str, ignore_case: bool) -> Vec<String> {
    let (text, wanted) = if ignore_case {
        (format!("lower({text})"), wanted.to_lowercase())
    } else {
        (text.to_owned(), wanted.to_owned())
    };
    spellings(&wanted)
        .iter()
        .map(|wanted| format!("{text} LIKE {}", like(&format!("*{wanted}*"), false)))
        .collect()
}
