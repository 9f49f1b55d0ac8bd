//! One event: its facts, and its JSON as a tree that can be expanded, collapsed and searched.

use std::collections::HashMap;

use crate::json::scan::ValueKind;
use crate::json::text::inside;
use crate::json::tree::{Node, NodeKind, Tree};
use crate::plural::counted;
use crate::query::engine::hidden;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};
use crate::text::{Piece, visible_bytes};
use crate::tui::panes::facts::{Fact, facts};
use crate::tui::panes::pieces::string_pieces;
use crate::tui::panes::search::{Search, positions};
use crate::tui::text_fit;
use crate::tui::window::Window;

/// How many levels of a tree are open by default: the record's members, and what is in them.
const FIRST_LEVEL: usize = 2;

/// A record is taken immediately only if nothing must be decompressed for it; otherwise another thread reads
/// it.
const AT_ONCE: usize = 0;

/// A line of the tree: a row, or a further line of an opened text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeLine {
    /// The row of the tree.
    pub node: usize,
    /// 0 for the row itself, *n* for the *n*th line of its text.
    pub part: usize,
}

/// State of the detail pane.
#[derive(Debug)]
pub struct DetailPane {
    /// Cursor and scroll position over the lines of the tree.
    pub window: Window,
    search: Search,
    event: Option<Event>,
    /// Whether its record is pending, and whether it has been requested.
    is_loading: bool,
    wanted: bool,
    facts: Vec<Fact>,
    tree: Tree,
    record: Vec<u8>,
    hidden: usize,
    lines: Vec<TreeLine>,
    opened: HashMap<usize, Vec<Vec<Piece<'static>>>>,
    level: usize,
    width: usize,
}

impl Default for DetailPane {
    fn default() -> Self {
        Self {
            window: Window::default(),
            search: Search::default(),
            event: None,
            is_loading: false,
            wanted: false,
            facts: Vec::new(),
            tree: Tree::default(),
            record: Vec::new(),
            hidden: 0,
            lines: Vec::new(),
            opened: HashMap::new(),
            level: FIRST_LEVEL,
            width: 80,
        }
    }
}

impl DetailPane {
    /// Returns the event shown.
    pub fn event(&self) -> Option<Event> {
        self.event
    }

    /// Returns whether its record is pending; there are no lines until it arrives.
    pub fn is_loading(&self) -> bool {
        self.is_loading
    }

    /// Returns its facts.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Returns its tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Returns the search in it.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// Returns its unchanged record.
    pub fn record(&self) -> &[u8] {
        &self.record
    }

    /// Returns the record of any event, if it is the one shown or nothing must be decompressed for it.
    pub fn record_of(&self, store: &Store, event: Event) -> Option<Vec<u8>> {
        let shown = self.event == Some(event) && !self.is_loading;
        if shown { Some(self.record.clone()) } else { RecordReader::within(store, event, AT_ONCE) }
    }

    /// Returns the number of hidden characters in it.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Returns the lines of the tree, of which the window shows a part.
    pub fn lines(&self) -> &[TreeLine] {
        &self.lines
    }

    /// Returns the lines of an opened text.
    pub fn opened(&self, node: usize) -> Option<&[Vec<Piece<'static>>]> {
        self.opened.get(&node).map(Vec::as_slice)
    }

    /// Returns the row under the cursor.
    pub fn current(&self) -> Option<usize> {
        self.lines.get(self.window.cursor()).map(|line| line.node)
    }

    /// Shows an event, or nothing. Does nothing if the event is shown already.
    pub fn show(&mut self, store: &Store, event: Option<Event>) {
        if self.event == event {
            return;
        }
        self.event = event;
        let record =
            event.map_or_else(|| Some(Vec::new()), |event| RecordReader::within(store, event, AT_ONCE));
        self.wanted = record.is_none();
        self.fill(store, record);
    }

    /// Returns the event whose record must be read on the thread; once for each event.
    pub fn take_wanted(&mut self) -> Option<Event> {
        self.event.filter(|_| std::mem::take(&mut self.wanted))
    }

    /// Takes a record that was read elsewhere, unless another event is shown by now.
    pub fn take_read(&mut self, store: &Store, event: Event, record: Vec<u8>) {
        if self.is_loading && self.event == Some(event) {
            self.fill(store, Some(record));
        }
    }

    /// Shows the record of the event, or that it is pending.
    fn fill(&mut self, store: &Store, record: Option<Vec<u8>>) {
        self.is_loading = record.is_none();
        let facts = |event| facts(store, event, record.as_deref());
        self.facts = self.event.map(facts).unwrap_or_default();
        self.record = record.unwrap_or_default();
        self.hidden = hidden::count(&self.record);
        self.tree =
            if self.is_loading { Tree::default() } else { Tree::new(self.record.clone(), self.level) };
        self.search.look_again(&self.tree);
        self.opened.clear();
        self.window.select(0);
        self.arrange(None);
    }

    /// Sets the size of the tree on the screen.
    pub fn resize(&mut self, width: usize, height: usize) {
        self.window.set_height(height);
        if self.width != width {
            self.width = width;
            let current = self.current();
            let nodes: Vec<usize> = self.opened.keys().copied().collect();
            for node in nodes {
                self.open(node);
            }
            self.arrange(current);
        }
    }

    /// Collapses the row under the cursor, or goes to its parent if it is collapsed or a leaf.
    pub fn collapse(&mut self) {
        let Some(at) = self.current() else { return };
        let Some(node) = self.tree.node(at) else { return };
        if self.opened.remove(&at).is_some() {
            self.arrange(Some(at));
        } else if node.children > 0 && !node.folded {
            self.tree.fold(at, true);
            self.arrange(Some(at));
        } else if let Some(parent) = node.parent {
            self.arrange(Some(parent));
        }
    }

    /// Expands the row under the cursor, or goes to its first child if it is expanded.
    pub fn expand(&mut self) {
        let Some(at) = self.current() else { return };
        let Some(node) = self.tree.node(at) else { return };
        if node.children == 0 {
            self.open_long(at);
        } else if node.folded {
            self.tree.fold(at, false);
            self.arrange(Some(at));
            self.show_opened(at);
        } else {
            self.arrange(Some(at + 1));
        }
    }

    /// Expands or collapses the row under the cursor; opens or closes a long text.
    pub fn toggle(&mut self) {
        let Some(at) = self.current() else { return };
        match self.tree.node(at) {
            Some(node) if node.children > 0 => {
                let folded = node.folded;
                self.tree.fold(at, !folded);
                self.arrange(Some(at));
                self.show_opened(at);
            }
            Some(_) if self.opened.remove(&at).is_some() => self.arrange(Some(at)),
            Some(_) => self.open_long(at),
            None => {}
        }
    }

    /// Expands or collapses the row under the cursor and its siblings.
    pub fn fold_siblings(&mut self, folded: bool) {
        if let Some(at) = self.current() {
            self.tree.fold_siblings(at, folded);
            self.arrange(Some(at));
        }
    }

    /// Expands this many levels, in this event and the next ones.
    pub fn set_level(&mut self, level: u8) {
        self.level = usize::from(level);
        self.tree.fold_below(self.level);
        let mut at = self.current();
        // The row may be hidden now: the cursor goes to its nearest visible container.
        while let Some(parent) = at.and_then(|at| self.tree.node(at)).and_then(|node| node.parent) {
            if self.tree.node(parent).is_some_and(|node| node.folded) || self.is_hidden(parent) {
                at = Some(parent);
            } else {
                break;
            }
        }
        self.arrange(at);
    }

    fn is_hidden(&self, at: usize) -> bool {
        let mut parent = self.tree.node(at).and_then(|node| node.parent);
        while let Some(node) = parent.and_then(|at| self.tree.node(at)) {
            if node.folded {
                return true;
            }
            parent = node.parent;
        }
        false
    }

    /// Searches for a text, from the row under the cursor on; returns whether a row has it.
    pub fn search_for(&mut self, needle: &str) -> bool {
        self.search.set(&self.tree, needle);
        match self.current().filter(|&at| self.search.is_match(at)) {
            Some(at) => self.go_to_match(at),
            None => return self.find(false),
        }
        true
    }

    /// Goes to the next or previous row with the searched text; returns whether there is one.
    pub fn find(&mut self, backwards: bool) -> bool {
        let found = self.search.next(self.current().unwrap_or(0), backwards);
        if let Some(at) = found {
            self.go_to_match(at);
        }
        found.is_some()
    }

    /// Goes to a matching row; in an opened text, to the line of the first match.
    fn go_to_match(&mut self, at: usize) {
        self.tree.reveal(at);
        self.arrange(Some(at));
        let opened = self.opened.get(&at).map_or(&[][..], Vec::as_slice);
        let Some(&place) = positions(self.search.needle(), opened.iter().flatten()).first() else { return };
        let mut before = 0;
        let part = opened.iter().position(|line| {
            before += line.iter().map(|piece| piece.chars).sum::<usize>();
            place < before
        });
        if let Some(part) = part {
            self.window.select(self.window.cursor() + 1 + part);
        }
    }

    fn open_long(&mut self, at: usize) {
        let long = self.tree.node(at).is_some_and(|node| {
            let key = self.tree.raw_key(node).map_or(0, |key| text_fit::width_of(&string_pieces(key)));
            let value = text_fit::width_of(&value_pieces(&self.tree, node, ROW_BYTES));
            // A value that does not fit beside its key, or would take much of the row.
            node.depth * 2 + key + value + ROW_MARKS > self.width || node.depth * 2 + value > self.width / 2
        });
        if long {
            self.open(at);
            self.arrange(Some(at));
            self.show_opened(at);
        }
    }

    /// Scrolls so that what was just opened is visible.
    fn show_opened(&mut self, at: usize) {
        let end = self.tree.node(at).map_or(at, |node| node.end);
        let below =
            self.lines.iter().skip(self.window.cursor() + 1).take_while(|line| line.node < end).count();
        self.window.show_below(below);
    }

    fn open(&mut self, at: usize) {
        if let Some(node) = self.tree.node(at) {
            let (_, room) = opened_place(node.depth, self.width);
            let mut lines = text_fit::wrap(&value_pieces(&self.tree, node, OPEN_BYTES), room);
            let more = self.tree.raw(node).len().saturating_sub(OPEN_BYTES);
            if more > 2 {
                let text = format!("… {} more; Y v copies all of it", size_words(more));
                lines.push(vec![Piece { chars: text.chars().count(), text: text.into(), spelled: true }]);
            }
            self.opened.insert(at, lines);
        }
    }

    /// Rebuilds the lines and puts the cursor on row `at`.
    fn arrange(&mut self, at: Option<usize>) {
        self.lines.clear();
        for node in self.tree.visible() {
            let parts = self.opened.get(&node).map_or(0, Vec::len);
            self.lines.extend((0..=parts).map(|part| TreeLine { node, part }));
        }
        self.window.set_total(self.lines.len());
        let line = at.and_then(|at| self.lines.iter().position(|line| line.node == at));
        if let Some(line) = line {
            self.window.select(line);
        }
    }
}

/// Formats a size as `1.2 MB`.
pub fn size_words(bytes: usize) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return counted(bytes, "byte"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit)
}

/// Returns by how much a row is indented: two columns for each level, never more than half of the pane.
pub fn indent(depth: usize, width: usize) -> usize {
    (depth * 2).min(width / 2)
}

/// Cells of a row besides indentation, key and value: the mark of collapsed rows, two blanks, two quotes, the
/// scroll bar.
const ROW_MARKS: usize = 7;

/// Returns the indentation and the width of the lines of an opened text; used for wrapping and for drawing. The
/// last column of the pane is the scroll bar's.
pub fn opened_place(depth: usize, width: usize) -> (usize, usize) {
    let margin = indent(depth + 1, width);
    (margin, width.saturating_sub(margin + 1).max(1))
}

/// Maximum number of bytes of a value that a row needs.
pub const ROW_BYTES: usize = 16_384;
/// Longer values are not opened to their end: nobody reads them here, and wrapping them takes long.
const OPEN_BYTES: usize = 1 << 20;

/// Returns the value of a leaf in pieces: the content of a string, anything else unchanged; at most `most`
/// bytes of it.
pub fn value_pieces(tree: &Tree, node: &Node, most: usize) -> Vec<Piece<'static>> {
    let raw = tree.raw(node);
    let head = raw.get(..most).unwrap_or(raw);
    match node.kind {
        NodeKind::Value(ValueKind::String) => {
            let content = inside(raw);
            string_pieces(content.get(..most).unwrap_or(content))
        }
        NodeKind::Value(_) | NodeKind::Broken => {
            visible_bytes(head).into_iter().map(Piece::into_owned).collect()
        }
    }
}
