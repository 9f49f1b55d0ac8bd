//! Compares two records: their trees merged into one, with a sign for each row.
//!
//! Members are matched by name, the first of a name with the first and so on; items of arrays by position. Values
//! are compared exactly: numbers by their text, strings by their content. JSON inside strings is compared like any
//! other. A value that became another kind of value is two rows.

use std::collections::HashMap;

use super::scan::ValueKind;
use super::text::{inside, unescape_into};
use super::tree::{Node, NodeKind, Tree};

/// How a row differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffSign {
    /// Both sides are equal, with everything below.
    Equal,
    /// Both sides have it, with other content.
    Changed,
    /// Only the left side has it.
    Left,
    /// Only the right side has it.
    Right,
}

/// A row of the merged tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffRow {
    /// How it differs.
    pub sign: DiffSign,
    /// How many containers it is in.
    pub depth: usize,
    /// The row after its last descendant.
    pub end: usize,
    /// Its row in the left tree.
    pub left: Option<usize>,
    /// Its row in the right tree.
    pub right: Option<usize>,
}

/// Two records and their merged rows.
#[derive(Debug, Clone, Default)]
pub struct TreeDiff {
    left: Tree,
    right: Tree,
    rows: Vec<DiffRow>,
}

/// What is to be done next; a stack of these replaces recursion, because the authors of records choose their depth.
enum Task {
    /// Compare a row of each tree.
    Both(usize, usize, usize),
    /// Take over all rows of one tree below this one.
    One(Side, usize, usize),
    /// All rows below this one are made.
    Close(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// All levels of a tree, with JSON in strings.
const ALL_LEVELS: usize = 99;

impl TreeDiff {
    /// Compares two records, in time linear in their length.
    pub fn of(left: Vec<u8>, right: Vec<u8>) -> Self {
        let (left, right) = (Tree::new(left, ALL_LEVELS), Tree::new(right, ALL_LEVELS));
        let mut diff = Self { left, right, rows: Vec::new() };
        // Text that is not JSON follows the root as a row of its own.
        let (left, right) = (roots(&diff.left), roots(&diff.right));
        let mut tasks = Vec::new();
        pair_by_place(&left, &right, 0, &mut tasks);
        tasks.reverse();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Both(left, right, depth) => diff.compare(left, right, depth, &mut tasks),
                Task::One(side, at, depth) => diff.take(side, at, depth),
                Task::Close(at) => diff.close(at),
            }
        }
        diff
    }

    /// Returns the rows.
    pub fn rows(&self) -> &[DiffRow] {
        &self.rows
    }

    /// Returns the left and the right tree.
    pub fn trees(&self) -> (&Tree, &Tree) {
        (&self.left, &self.right)
    }

    /// Returns the tree and the row in it that has the key and the path of a merged row.
    pub fn source(&self, row: &DiffRow) -> Option<(&Tree, usize)> {
        row.left.map(|at| (&self.left, at)).or_else(|| row.right.map(|at| (&self.right, at)))
    }

    fn compare(&mut self, left: usize, right: usize, depth: usize, tasks: &mut Vec<Task>) {
        let (Some(one), Some(other)) = (self.left.node(left), self.right.node(right)) else { return };
        if !is_same_kind(&self.left, left, &self.right, right) {
            self.take(Side::Left, left, depth);
            self.take(Side::Right, right, depth);
            return;
        }
        let is_equal = is_equal(&self.left, one, &self.right, other);
        if is_equal && one.end - left == other.end - right && one.children == other.children {
            self.take_equal(left, right, depth);
            return;
        }
        // Objects and arrays differ if anything in them does; white space between their members is nothing.
        let is_container = matches!(one.kind, NodeKind::Value(ValueKind::Object | ValueKind::Array));
        let by_content = one.kind == other.kind && is_container;
        let sign = if is_equal || by_content { DiffSign::Equal } else { DiffSign::Changed };
        let at = self.rows.len();
        self.rows.push(DiffRow { sign, depth, end: at + 1, left: Some(left), right: Some(right) });
        let (ours, theirs) = (children(&self.left, left), children(&self.right, right));
        let mut below = Vec::new();
        if has_keys(&self.left, &ours) || has_keys(&self.right, &theirs) {
            pair_by_key((&self.left, &ours), (&self.right, &theirs), depth + 1, &mut below);
        } else {
            pair_by_place(&ours, &theirs, depth + 1, &mut below);
        }
        tasks.push(Task::Close(at));
        tasks.extend(below.into_iter().rev());
    }

    /// Adds rows that are the same on both sides, with the same number of rows below.
    fn take_equal(&mut self, left: usize, right: usize, depth: usize) {
        let Some(node) = self.left.node(left) else { return };
        let (base, first) = (node.depth, self.rows.len());
        let nodes = self.left.nodes().get(left..node.end).unwrap_or_default();
        let rows = nodes.iter().enumerate().map(|(place, node)| DiffRow {
            sign: DiffSign::Equal,
            depth: depth + node.depth - base,
            end: first + node.end - left,
            left: Some(left + place),
            right: Some(right + place),
        });
        self.rows.extend(rows);
    }

    fn take(&mut self, side: Side, at: usize, depth: usize) {
        let tree = if side == Side::Left { &self.left } else { &self.right };
        let Some(node) = tree.node(at) else { return };
        let (base, first) = (node.depth, self.rows.len());
        let nodes = tree.nodes().get(at..node.end).unwrap_or_default();
        let rows = nodes.iter().enumerate().map(|(place, node)| DiffRow {
            sign: if side == Side::Left { DiffSign::Left } else { DiffSign::Right },
            depth: depth + node.depth - base,
            end: first + node.end - at,
            left: (side == Side::Left).then_some(at + place),
            right: (side == Side::Right).then_some(at + place),
        });
        self.rows.extend(rows);
    }

    /// Sets the end of a container; it has changed if anything below it has.
    fn close(&mut self, at: usize) {
        let end = self.rows.len();
        let below = self.rows.get(at + 1..).unwrap_or_default();
        let differs = next_siblings(below, at + 1).any(|row| row.sign != DiffSign::Equal);
        if let Some(row) = self.rows.get_mut(at) {
            row.end = end;
            row.sign = if differs { DiffSign::Changed } else { row.sign };
        }
    }
}

/// Returns the rows of one level, of which `first` is the number of the first.
fn next_siblings(rows: &[DiffRow], first: usize) -> impl Iterator<Item = &DiffRow> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let row = rows.get(at)?;
        at = row.end - first;
        Some(row)
    })
}

fn roots(tree: &Tree) -> Vec<usize> {
    level(tree, 0, tree.nodes().len())
}

fn children(tree: &Tree, at: usize) -> Vec<usize> {
    tree.node(at).map_or_else(Vec::new, |node| level(tree, at + 1, node.end))
}

/// Returns the rows of one level from `from` up to `end`.
fn level(tree: &Tree, from: usize, end: usize) -> Vec<usize> {
    let mut rows = Vec::new();
    let mut at = from;
    while at < end {
        rows.push(at);
        at = tree.node(at).map_or(end, |node| node.end.max(at + 1));
    }
    rows
}

fn has_keys(tree: &Tree, rows: &[usize]) -> bool {
    rows.first().and_then(|&at| tree.node(at)).is_some_and(|node| tree.raw_key(node).is_some())
}

fn pair_by_place(left: &[usize], right: &[usize], depth: usize, tasks: &mut Vec<Task>) {
    let both = left.iter().zip(right).map(|(&left, &right)| Task::Both(left, right, depth));
    tasks.extend(both);
    tasks.extend(left.iter().skip(right.len()).map(|&at| Task::One(Side::Left, at, depth)));
    tasks.extend(right.iter().skip(left.len()).map(|&at| Task::One(Side::Right, at, depth)));
}

/// Pairs members by name, in the order of the left side; members that only the right side has follow the member
/// that precedes them there.
fn pair_by_key(
    (left_tree, left): (&Tree, &[usize]),
    (right_tree, right): (&Tree, &[usize]),
    depth: usize,
    tasks: &mut Vec<Task>,
) {
    let mut places: HashMap<Option<Vec<u8>>, Vec<usize>> = HashMap::new();
    for (place, &at) in right.iter().enumerate().rev() {
        places.entry(key(right_tree, at)).or_default().push(place);
    }
    let partners: Vec<Option<usize>> =
        left.iter().map(|&at| places.get_mut(&key(left_tree, at)).and_then(Vec::pop)).collect();
    let mut is_paired = vec![false; right.len()];
    for place in partners.iter().flatten() {
        if let Some(paired) = is_paired.get_mut(*place) {
            *paired = true;
        }
    }
    let mut next = 0;
    let mut alone_up_to = |end: usize, tasks: &mut Vec<Task>| {
        while next < end {
            if let (Some(false), Some(&at)) = (is_paired.get(next), right.get(next)) {
                tasks.push(Task::One(Side::Right, at, depth));
            }
            next += 1;
        }
    };
    for (&at, partner) in left.iter().zip(&partners) {
        match partner.and_then(|place| Some((place, *right.get(place)?))) {
            Some((place, other)) => {
                alone_up_to(place, tasks);
                tasks.push(Task::Both(at, other, depth));
            }
            None => tasks.push(Task::One(Side::Left, at, depth)),
        }
    }
    alone_up_to(right.len(), tasks);
}

/// Returns the decoded key of a row.
fn key(tree: &Tree, at: usize) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    unescape_into(tree.raw_key(tree.node(at)?)?, &mut key);
    Some(key)
}

/// What rows must have in common to be compared.
#[derive(PartialEq, Eq)]
enum Makeup {
    Object,
    Array,
    Leaf,
}

/// Returns whether two rows are both objects, both arrays, or both leaves. Empty objects and arrays stay what they
/// are; a string with JSON counts as what is in it.
fn is_same_kind(left: &Tree, one: usize, right: &Tree, other: usize) -> bool {
    shape(left, one) == shape(right, other)
}

fn shape(tree: &Tree, at: usize) -> Makeup {
    let Some(node) = tree.node(at) else { return Makeup::Leaf };
    match node.kind {
        NodeKind::Value(ValueKind::Object) => Makeup::Object,
        NodeKind::Value(ValueKind::Array) => Makeup::Array,
        NodeKind::Value(_) | NodeKind::Broken if node.children == 0 => Makeup::Leaf,
        NodeKind::Value(_) | NodeKind::Broken if has_keys(tree, &[at + 1]) => Makeup::Object,
        NodeKind::Value(_) | NodeKind::Broken => Makeup::Array,
    }
}

/// Returns whether two values are equal: of the same kind, with the same text, or strings with the same content.
fn is_equal(left: &Tree, one: &Node, right: &Tree, other: &Node) -> bool {
    let (ours, theirs) = (left.raw(one), right.raw(other));
    if one.kind != other.kind || ours == theirs {
        return one.kind == other.kind;
    }
    let is_string = one.kind == NodeKind::Value(ValueKind::String);
    let content = |raw| {
        let mut out = Vec::new();
        unescape_into(inside(raw), &mut out);
        out
    };
    is_string && content(ours) == content(theirs)
}

#[cfg(test)]
mod tests;
