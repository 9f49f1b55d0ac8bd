//! What a filter matched in the record of an event: the letters of its tree to highlight.
//!
//! A highlight explains a match and decides nothing. Terms that must not match, times and ready-made tests have
//! none.

use crate::json::path::{Path, Step};
use crate::json::scan::ValueKind;
use crate::json::text::{decode, unescape_into};
use crate::json::tree::{NodeKind, Tree};
use crate::query::language::expr::{Expr, Pattern, Target, Test};
use crate::query::matcher::fuzzy::Word;
use crate::record::field::{Column, FIELDS, FieldSource};
use crate::store::{Event, Store};

/// The letters of a row that match: places in its decoded key and value, counted in characters, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMark {
    /// The row of the tree.
    pub row: usize,
    /// Letters of its key.
    pub key: Vec<usize>,
    /// Letters of its value.
    pub value: Vec<usize>,
}

/// Larger trees are not searched, because this runs while a filter is typed.
const MOST_ROWS: usize = 20_000;

/// Values of more characters are not searched for words whose letters are spread.
const MOST_SPREAD: usize = 200;

/// A positive term of a filter.
enum Term<'e> {
    /// A text in any value.
    Word(&'e Word),
    /// Text anywhere.
    Anywhere(&'e Pattern),
    /// A value at a path, without positions and in lower case.
    At(Vec<String>, &'e Test),
    /// Any value that is equal to this one.
    Equal(String, &'e Test),
}

/// Returns what `expr` matched in `tree`, the tree of `event`, in the order of its rows.
pub fn marks(store: &Store, event: Event, expr: &Expr, tree: &Tree) -> Vec<RowMark> {
    let mut terms = Vec::new();
    let record = tree.node(0).map(|root| tree.raw(root)).unwrap_or_default();
    collect(store, event, record, expr, &mut terms);
    if terms.is_empty() || tree.nodes().len() > MOST_ROWS {
        return Vec::new();
    }
    let rows = || 0..tree.nodes().len();
    let mut marks: Vec<RowMark> = rows().filter_map(|row| mark(&terms, tree, row)).collect();
    if marks.is_empty() {
        // The letters of a word may be spread over a value.
        marks = rows().filter_map(|row| spread_mark(&terms, tree, row)).collect();
    }
    marks
}

/// Returns the texts that a filter searches for literally, to find them in a record as it was written.
pub fn searched_texts(expr: &Expr) -> Vec<String> {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().flat_map(searched_texts).collect(),
        Expr::Fuzzy(word) | Expr::Exact(word) => vec![word.text().to_owned()],
        Expr::Anywhere(pattern) => pattern.as_literal().map(str::to_owned).into_iter().collect(),
        Expr::Value(_, condition) => texts_of(condition),
        Expr::Not(_) | Expr::Same(..) | Expr::Time(_) | Expr::Clock(_) | Expr::Is(_) | Expr::Meaning(_) => {
            Vec::new()
        }
    }
}

fn texts_of(condition: &Test) -> Vec<String> {
    match condition {
        Test::Contains(text) | Test::Equals(text) | Test::EqualsCaseless(text) | Test::Call(text) => {
            vec![text.clone()]
        }
        Test::AnyOf(tests) => tests.iter().flat_map(texts_of).collect(),
        Test::Glob(_)
        | Test::Compare(_)
        | Test::Matches(_)
        | Test::Address(_)
        | Test::Listed(_)
        | Test::Verb { .. }
        | Test::Present => Vec::new(),
    }
}

fn collect<'e>(store: &Store, event: Event, record: &[u8], expr: &'e Expr, terms: &mut Vec<Term<'e>>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => {
            for part in parts {
                collect(store, event, record, part, terms);
            }
        }
        Expr::Fuzzy(word) | Expr::Exact(word) => terms.push(Term::Word(word)),
        Expr::Anywhere(pattern) => terms.push(Term::Anywhere(pattern)),
        Expr::Value(Target::Path(path) | Target::Written(path), test) => {
            terms.push(Term::At(names(path), test));
        }
        Expr::Value(Target::EventId, test) => terms.push(Term::Equal(store.event_id(event), test)),
        Expr::Value(Target::Column(column), test) => {
            let is_of = |source: FieldSource| source.column() == Some(*column);
            let field = FIELDS.iter().find(|field| is_of(field.source));
            let path = field.and_then(|field| Path::parse(field.name));
            if let Some(path) = path.filter(|path| !path.values(record).is_empty()) {
                // Any other value may be equal by chance, as `false` is.
                terms.push(Term::At(names(&path), test));
                return;
            }
            let columns = [*column, Column::PrincipalLabel];
            let count = if *column == Column::Principal { 2 } else { 1 };
            for &column in columns.iter().take(count) {
                terms.push(Term::Equal(store.value(event, column).to_owned(), test));
            }
        }
        Expr::Not(_) | Expr::Same(..) | Expr::Time(_) | Expr::Clock(_) | Expr::Is(_) | Expr::Meaning(_) => {}
    }
}

/// Returns the names of a path in lower case, without positions in arrays.
fn names(path: &Path) -> Vec<String> {
    let name = |step: &Step| match step {
        Step::Name(name) => Some(name.to_lowercase()),
        Step::Item(_) | Step::Each => None,
    };
    path.steps().iter().filter_map(name).collect()
}

/// Returns the text of a leaf.
fn value_text(tree: &Tree, row: usize) -> Option<String> {
    let node = tree.node(row)?;
    match node.kind {
        NodeKind::Value(ValueKind::Object | ValueKind::Array) => None,
        // JSON in a string is searched row by row.
        NodeKind::Value(ValueKind::String) => {
            (node.children == 0).then(|| decode(tree.raw(node)).into_owned())
        }
        NodeKind::Value(_) | NodeKind::Broken => Some(String::from_utf8_lossy(tree.raw(node)).into_owned()),
    }
}

fn key_text(tree: &Tree, row: usize) -> Option<String> {
    let mut key = Vec::new();
    unescape_into(tree.raw_key(tree.node(row)?)?, &mut key);
    Some(String::from_utf8_lossy(&key).into_owned())
}

fn mark(terms: &[Term<'_>], tree: &Tree, row: usize) -> Option<RowMark> {
    let text = value_text(tree, row);
    let mut mark = RowMark { row, key: Vec::new(), value: Vec::new() };
    let mut path = None;
    for term in terms {
        if let (Term::Anywhere(pattern), Some(key)) = (term, key_text(tree, row)) {
            mark.key.extend(chars_of(pattern, &key));
        }
        let Some(text) = &text else { continue };
        match term {
            Term::Word(word) => mark.value.extend(word.all_positions(text)),
            Term::Anywhere(pattern) => mark.value.extend(chars_of(pattern, text)),
            Term::At(names, condition) => {
                let path = path.get_or_insert_with(|| path_of(tree, row));
                if path == names && condition.passes(Some(text)) {
                    mark.value.extend(tested(condition, text));
                }
            }
            Term::Equal(value, condition) => {
                if !value.is_empty() && value == text && condition.passes(Some(text)) {
                    mark.value.extend(tested(condition, text));
                }
            }
        }
    }
    tidied(mark)
}

fn spread_mark(terms: &[Term<'_>], tree: &Tree, row: usize) -> Option<RowMark> {
    let text = value_text(tree, row).filter(|text| text.len() <= MOST_SPREAD)?;
    let words = terms.iter().filter_map(|term| match term {
        Term::Word(word) => word.positions(&text),
        Term::Anywhere(_) | Term::At(..) | Term::Equal(..) => None,
    });
    tidied(RowMark { row, key: Vec::new(), value: words.flatten().collect() })
}

/// Puts the places in order, each once; returns `None` if there is none.
fn tidied(mut mark: RowMark) -> Option<RowMark> {
    for places in [&mut mark.key, &mut mark.value] {
        places.sort_unstable();
        places.dedup();
    }
    (!mark.key.is_empty() || !mark.value.is_empty()).then_some(mark)
}

/// Returns the path of a row as [`names`] does.
fn path_of(tree: &Tree, row: usize) -> Vec<String> {
    Path::parse(&tree.path(row)).map(|path| names(&path)).unwrap_or_default()
}

/// Returns the letters of a value that decide a test that it passes.
fn tested(condition: &Test, text: &str) -> Vec<usize> {
    let all = || (0..text.chars().count()).collect::<Vec<usize>>();
    let some = match condition {
        Test::Contains(part) => Word::new(part).all_positions(text),
        Test::Matches(pattern) => chars_of(pattern, text),
        Test::AnyOf(tests) => {
            tests.iter().filter(|one| one.passes(Some(text))).flat_map(|one| tested(one, text)).collect()
        }
        Test::Glob(_)
        | Test::Equals(_)
        | Test::EqualsCaseless(_)
        | Test::Call(_)
        | Test::Compare(_)
        | Test::Address(_)
        | Test::Listed(_)
        | Test::Verb { .. }
        | Test::Present => Vec::new(),
    };
    if some.is_empty() { all() } else { some }
}

/// Returns the characters of all matches of a pattern.
fn chars_of(pattern: &Pattern, text: &str) -> Vec<usize> {
    let places = pattern.places(text.as_bytes());
    let is_in = |at: usize| places.iter().any(|place| place.contains(&at));
    if places.is_empty() {
        return Vec::new();
    }
    text.char_indices().enumerate().filter(|(_, (at, _))| is_in(*at)).map(|(char, _)| char).collect()
}
