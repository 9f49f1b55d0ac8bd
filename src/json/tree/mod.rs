//! One record's JSON as rows that collapse: a flat list over the raw text, in source order.
//!
//! Every row points into the text it was read from, so key order, number text, duplicate keys and spelling are
//! those of the file. A string that holds JSON (such as a policy document, possibly URL-encoded) has the rows
//! of that JSON below it, which point into a decoded copy. Text that is not JSON becomes one last row,
//! unchanged.

use std::ops::Range;

use super::embedded::json_in_string;
use super::path::written_step;
use super::scan::{Scanner, ValueKind};
use super::text;

/// What a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// A JSON value.
    Value(ValueKind),
    /// The rest of a text that is not JSON.
    Broken,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it holds.
    pub kind: NodeKind,
    /// How many containers it is in.
    pub depth: usize,
    /// The row of the container that it is inside.
    pub parent: Option<usize>,
    /// The row after its last descendant.
    pub end: usize,
    /// Number of its direct members, items or embedded roots.
    pub children: usize,
    /// Its position among its siblings.
    pub position: usize,
    /// Whether the rows below it are hidden.
    pub folded: bool,
    text: usize,
    key: Option<Range<usize>>,
    value: Range<usize>,
}

/// The rows of one record.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    texts: Vec<Vec<u8>>,
    nodes: Vec<Node>,
}

/// From this level on everything is shown, including JSON inside strings.
const ALL_LEVELS: usize = 9;

/// Maximum depth at which JSON in strings in JSON is opened.
const MAX_EMBEDDED: usize = 4;

/// Deeper containers are shown as one row of text: nobody reads them, and their paths would not fit anywhere.
const MAX_DEPTH: usize = 1000;

impl Tree {
    /// Makes the rows of `record`, collapsed below `level` containers.
    pub fn new(record: Vec<u8>, level: usize) -> Self {
        let mut tree = Self::default();
        tree.nodes = tree.read(record, 0);
        tree.fold_below(level);
        tree
    }

    /// Returns all rows, including hidden ones.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Returns a row.
    pub fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// Returns the raw text of a row's value.
    pub fn raw(&self, node: &Node) -> &[u8] {
        self.texts.get(node.text).and_then(|text| text.get(node.value.clone())).unwrap_or_default()
    }

    /// Returns the raw text of a row's key, without quotes; `None` for items of arrays.
    pub fn raw_key(&self, node: &Node) -> Option<&[u8]> {
        let key = node.key.clone()?;
        self.texts.get(node.text).and_then(|text| text.get(key)).map(text::inside)
    }

    /// Returns the rows that can be seen, in order.
    pub fn visible(&self) -> Vec<usize> {
        let mut rows = Vec::new();
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            rows.push(at);
            at = if node.folded { node.end } else { at + 1 };
        }
        rows
    }

    /// Collapses or expands a row; does nothing if it has no rows below it.
    pub fn fold(&mut self, at: usize, folded: bool) {
        if let Some(node) = self.nodes.get_mut(at) {
            node.folded = folded && node.children > 0;
        }
    }

    /// Collapses or expands a row and all its siblings.
    pub fn fold_siblings(&mut self, at: usize, folded: bool) {
        let Some(parent) = self.nodes.get(at).map(|node| node.parent) else { return };
        for node in self.nodes.iter_mut().filter(|node| node.parent == parent) {
            node.folded = folded && node.children > 0;
        }
    }

    /// Shows `level` levels of containers and collapses deeper ones. JSON inside strings is collapsed below
    /// level 9.
    pub fn fold_below(&mut self, level: usize) {
        for node in &mut self.nodes {
            let is_string = node.kind == NodeKind::Value(ValueKind::String);
            node.folded = node.children > 0 && (node.depth >= level || (is_string && level < ALL_LEVELS));
        }
    }

    /// Returns whether a collapsed row hides a row.
    pub fn is_hidden(&self, at: usize) -> bool {
        let mut parent = self.nodes.get(at).and_then(|node| node.parent);
        while let Some(node) = parent.and_then(|at| self.nodes.get(at)) {
            if node.folded {
                return true;
            }
            parent = node.parent;
        }
        false
    }

    /// Expands everything that hides a row.
    pub fn reveal(&mut self, at: usize) {
        let mut parent = self.nodes.get(at).and_then(|node| node.parent);
        while let Some(node) = parent.and_then(|at| self.nodes.get_mut(at)) {
            node.folded = false;
            parent = node.parent;
        }
    }

    /// Returns the path of a row, `requestParameters.items[0].name`. JSON inside a string continues the
    /// string's path.
    pub fn path(&self, at: usize) -> String {
        let mut parts = Vec::new();
        let mut next = self.nodes.get(at);
        while let Some(node) = next {
            let parent = node.parent.and_then(|at| self.nodes.get(at));
            match (self.raw_key(node), parent.map(|parent| parent.kind)) {
                (Some(key), _) => {
                    let mut name = Vec::new();
                    text::unescape_into(key, &mut name);
                    let is_first =
                        parent.is_none_or(|parent| parent.parent.is_none() && parent.key.is_none());
                    parts.push(written_step(&String::from_utf8_lossy(&name), is_first));
                }
                (None, Some(NodeKind::Value(ValueKind::Array | ValueKind::String))) => {
                    parts.push(format!("[{}]", node.position));
                }
                _ => {}
            }
            next = parent;
        }
        parts.reverse();
        parts.concat()
    }

    /// Reads the rows of one text and of all texts inside it, in time linear in its length.
    fn read(&mut self, source: Vec<u8>, embedded: usize) -> Vec<Node> {
        let text = self.texts.len();
        let rows = TreeReader { text, source: &source, nodes: Vec::new(), stack: Vec::new() }.run();
        self.texts.push(source);
        if embedded == MAX_EMBEDDED {
            return rows;
        }
        let mut out: Vec<Node> = Vec::with_capacity(rows.len());
        // The position of each row once the rows of embedded texts are inserted; also for the row after the
        // last.
        let mut moved = Vec::with_capacity(rows.len() + 1);
        for mut node in rows {
            let at = out.len();
            moved.push(at);
            node.parent = node.parent.and_then(|parent| moved.get(parent).copied());
            let is_string = node.kind == NodeKind::Value(ValueKind::String);
            let inner = is_string.then(|| json_in_string(self.raw(&node))).flatten();
            let inner = inner.map(|inner| self.read(inner, embedded + 1)).unwrap_or_default();
            // The string's row also represents the container inside it, which has no row.
            let mut beneath = inner.into_iter();
            node.children = beneath.next().map_or(node.children, |root| root.children);
            let depth = node.depth;
            out.push(node);
            out.extend(beneath.map(|node| Node {
                depth: node.depth + depth,
                parent: node.parent.map(|parent| parent + at),
                // Counted within the text so far; rows of this text are translated below.
                end: node.end + at,
                ..node
            }));
        }
        moved.push(out.len());
        for (row, &at) in moved.iter().enumerate() {
            if let Some(node) = out.get_mut(at) {
                // The end of these rows is still a row number of this text.
                node.end = moved.get(node.end).copied().unwrap_or(row + 1);
            }
        }
        out
    }
}

/// Reads one text into rows. Nothing here recurses, because the author of a record chooses its depth.
struct TreeReader<'t> {
    text: usize,
    source: &'t [u8],
    nodes: Vec<Node>,
    stack: Vec<usize>,
}

impl TreeReader<'_> {
    fn run(mut self) -> Vec<Node> {
        let mut scanner = Scanner::new(self.source, 0);
        scanner.skip_space();
        let mut key = None;
        loop {
            let start = scanner.at();
            let Some(kind) = scanner.peek().and_then(ValueKind::from_first_byte) else {
                return self.give_up(start);
            };
            let kind = NodeKind::Value(kind);
            let is_container = matches!(kind, NodeKind::Value(ValueKind::Object | ValueKind::Array));
            let opens = is_container && self.stack.len() < MAX_DEPTH;
            if opens {
                scanner.seek(start + 1);
                let at = self.add(kind, key.take(), start..start + 1);
                self.stack.push(at);
            } else {
                match scanner.value() {
                    Ok(place) => drop(self.add(kind, key.take(), place)),
                    Err(_) => return self.give_up(start),
                }
            }
            match self.next_key(&mut scanner, opens) {
                Next::Value(place) => key = place,
                Next::Done => return self.nodes,
                Next::Fault(at) => return self.give_up(at),
            }
        }
    }

    fn add(&mut self, kind: NodeKind, key: Option<Range<usize>>, value: Range<usize>) -> usize {
        let at = self.nodes.len();
        let parent = self.stack.last().copied();
        let mut position = 0;
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            position = parent.children;
            parent.children += 1;
        }
        self.nodes.push(Node {
            kind,
            depth: self.stack.len(),
            parent,
            end: at + 1,
            children: 0,
            position,
            folded: false,
            text: self.text,
            key,
            value,
        });
        at
    }

    /// Closes everything at byte `at` and shows the rest in one row.
    fn give_up(mut self, at: usize) -> Vec<Node> {
        while let Some(open) = self.stack.pop() {
            self.finish(open, at);
        }
        self.add(NodeKind::Broken, None, at..self.source.len());
        self.nodes
    }

    fn finish(&mut self, at: usize, end: usize) {
        let rows = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(at) {
            node.value.end = end;
            node.end = rows;
        }
    }

    /// Moves to the next value and closes the containers that end before it. `first`: a container has just been
    /// entered.
    fn next_key(&mut self, scanner: &mut Scanner<'_>, mut first: bool) -> Next {
        loop {
            let Some(&open) = self.stack.last() else { return Self::after_root(scanner) };
            let is_object =
                self.nodes.get(open).is_some_and(|node| node.kind == NodeKind::Value(ValueKind::Object));
            let at = scanner.at();
            match scanner.skip_space() {
                Some(b'}') if is_object => {}
                Some(b']') if !is_object => {}
                Some(byte) if first || byte == b',' => {
                    if !first {
                        scanner.eat(b',');
                    }
                    if !is_object {
                        scanner.skip_space();
                        return Next::Value(None);
                    }
                    return scanner.key().map_or(Next::Fault(at), |key| Next::Value(Some(key)));
                }
                _ => return Next::Fault(at),
            }
            scanner.seek(scanner.at() + 1);
            self.stack.pop();
            self.finish(open, scanner.at());
            first = false;
        }
    }

    fn after_root(scanner: &mut Scanner<'_>) -> Next {
        match scanner.skip_space() {
            None => Next::Done,
            Some(_) => Next::Fault(scanner.at()),
        }
    }
}

enum Next {
    Value(Option<Range<usize>>),
    Done,
    Fault(usize),
}

#[cfg(test)]
mod tests;
