//! The texts of values in the tree of an event: on one line with their key, opened below it, or wrapped from it on.
//! `detail` has the tree and its cursor, `view/tree` draws.

use std::collections::HashMap;

use super::pieces::string_pieces;
use crate::json::scan::ValueKind;
use crate::json::text::inside;
use crate::json::tree::{Node, NodeKind, Tree};
use crate::plural::counted;
use crate::text::{Piece, visible_bytes};
use crate::tui::text_fit;

/// One line of a text, in pieces.
pub type PieceLine = Vec<Piece<'static>>;

/// Which texts have more than one line.
#[derive(Debug)]
pub struct LongTexts {
    /// Texts that were opened, by row of the tree.
    opened: HashMap<usize, Vec<PieceLine>>,
    /// Texts that are wrapped; `None` for those that fit on one line.
    wrapped: HashMap<usize, Option<Vec<PieceLine>>>,
    wraps: bool,
    width: usize,
}

impl Default for LongTexts {
    fn default() -> Self {
        Self { opened: HashMap::new(), wrapped: HashMap::new(), wraps: false, width: 80 }
    }
}

impl LongTexts {
    /// Returns whether values are wrapped.
    pub fn wraps(&self) -> bool {
        self.wraps
    }

    /// Wraps values, or shows each on one line.
    pub fn set_wraps(&mut self, wraps: bool) {
        self.wraps = wraps;
    }

    /// Forgets the texts of an event.
    pub fn clear(&mut self) {
        self.opened.clear();
        self.wrapped.clear();
    }

    /// Sets the width of the tree in cells; returns whether it has changed.
    pub fn resize(&mut self, tree: &Tree, width: usize) -> bool {
        if self.width == width {
            return false;
        }
        self.width = width;
        self.wrapped.clear();
        let nodes: Vec<usize> = self.opened.keys().copied().collect();
        for node in nodes {
            self.open(tree, node);
        }
        true
    }

    /// Opens the text of a row below it.
    pub fn open(&mut self, tree: &Tree, at: usize) {
        let Some(node) = tree.node(at) else { return };
        let (_, room) = opened_place(node.depth, self.width);
        let mut lines = text_fit::wrap(&value_pieces(tree, node, OPEN_BYTES), room);
        let more = tree.raw(node).len().saturating_sub(OPEN_BYTES);
        if more > 2 {
            lines.push(remark(format!("… {} more; Y v copies all of it", size_words(more))));
        }
        self.opened.insert(at, lines);
    }

    /// Closes the text of a row; returns whether it was open.
    pub fn close(&mut self, at: usize) -> bool {
        self.opened.remove(&at).is_some()
    }

    /// Returns whether the text of a row is open below it.
    pub fn is_open(&self, at: usize) -> bool {
        self.opened.contains_key(&at)
    }

    /// Returns whether a row has a text that can be opened: one that does not fit beside its key, or would take
    /// much of the row; while values are wrapped, only one of which the beginning is shown.
    pub fn is_long(&self, tree: &Tree, at: usize) -> bool {
        tree.node(at).is_some_and(|node| {
            if self.wraps {
                return tree.raw(node).len() > WRAP_BYTES;
            }
            let value = text_fit::width_of(&value_pieces(tree, node, ROW_BYTES));
            node.depth * 2 + key_width(tree, node) + value + ROW_MARKS > self.width
                || node.depth * 2 + value > self.width / 2
        })
    }

    /// Returns how many lines a row has besides its own.
    pub fn more_lines(&mut self, tree: &Tree, at: usize) -> usize {
        if let Some(lines) = self.opened.get(&at) {
            return lines.len();
        }
        if !self.wraps {
            return 0;
        }
        let width = self.width;
        let wrapped = self.wrapped.entry(at).or_insert_with(|| wrapped(tree, tree.node(at)?, width));
        wrapped.as_ref().map_or(0, |lines| lines.len().saturating_sub(1))
    }

    /// Returns the lines of an opened or wrapped text, and the part of the row that is the first of them: 0 is the
    /// row itself.
    pub fn lines(&self, at: usize) -> Option<(&[PieceLine], usize)> {
        match self.opened.get(&at) {
            Some(lines) => Some((lines, 1)),
            None if self.wraps => Some((self.wrapped.get(&at)?.as_deref()?, 0)),
            None => None,
        }
    }
}

/// Wraps the value of a leaf: its first line beside its key, the others below. `None` if it fits.
fn wrapped(tree: &Tree, node: &Node, width: usize) -> Option<Vec<PieceLine>> {
    if node.children > 0 || is_container(node) {
        return None;
    }
    let beside = width.saturating_sub(indent(node.depth, width) + key_width(tree, node) + FIRST_MARKS);
    let mut pieces = value_pieces(tree, node, WRAP_BYTES);
    if node.kind == NodeKind::Value(ValueKind::String) {
        quote(&mut pieces);
    }
    if text_fit::width_of(&pieces) <= beside {
        return None;
    }
    let (_, below) = opened_place(node.depth, width);
    let mut lines = vec![Vec::new()];
    let mut rest = pieces;
    if beside >= LEAST_BESIDE {
        let mut first = text_fit::wrap(&rest, beside).into_iter();
        lines = first.next().into_iter().collect();
        rest = first.flatten().collect();
    }
    lines.extend(text_fit::wrap(&rest, below));
    let more = tree.raw(node).len().saturating_sub(WRAP_BYTES);
    if more > 2 {
        lines.push(remark(format!("… {} more; enter shows the whole text", size_words(more))));
    }
    Some(lines)
}

fn is_container(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Value(ValueKind::Object | ValueKind::Array))
}

fn remark(text: String) -> PieceLine {
    vec![Piece { chars: text.chars().count(), text: text.into(), spelled: true }]
}

fn key_width(tree: &Tree, node: &Node) -> usize {
    tree.raw_key(node).map_or(0, |key| text_fit::width_of(&string_pieces(key)))
}

/// Puts a text in quotes.
pub fn quote(pieces: &mut PieceLine) {
    let mark = || Piece { text: "\"".into(), spelled: false, chars: 1 };
    pieces.insert(0, mark());
    pieces.push(mark());
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

/// Cells of a row with a wrapped value besides indentation, key and value: the mark of collapsed rows, two blanks,
/// the scroll bar.
const FIRST_MARKS: usize = 5;

/// With less room beside its key, a wrapped value begins below it.
const LEAST_BESIDE: usize = 12;

/// Returns the indentation and the width of the lines of an opened text; used for wrapping and for drawing. The
/// last column of the pane is the scroll bar's.
pub fn opened_place(depth: usize, width: usize) -> (usize, usize) {
    let margin = indent(depth + 1, width);
    (margin, width.saturating_sub(margin + 1).max(1))
}

/// Maximum number of bytes of a value that a row needs.
pub const ROW_BYTES: usize = 16_384;
/// Of longer values only the beginning is wrapped.
const WRAP_BYTES: usize = 4096;
/// Longer values are not opened to their end: nobody reads them here, and wrapping them takes long.
pub(in crate::tui::panes) const OPEN_BYTES: usize = 1 << 20;

/// Returns the value of a leaf in pieces: the content of a string, anything else unchanged; at most `most`
/// bytes of it.
pub fn value_pieces(tree: &Tree, node: &Node, most: usize) -> PieceLine {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_that_fits_is_not_wrapped() {
        let tree =
            Tree::new(br#"{"a":"short","b":[1,2],"long":"0123456789 0123456789 0123456789"}"#.to_vec(), 9);
        let mut texts = LongTexts::default();
        texts.resize(&tree, 40);
        let more = |texts: &mut LongTexts| [0, 1, 2, 3, 5].map(|at| texts.more_lines(&tree, at));
        assert_eq!(more(&mut texts), [0; 5], "each on one line");
        texts.set_wraps(true);
        assert_eq!(more(&mut texts), [0, 0, 0, 0, 1]);
        texts.resize(&tree, 200);
        assert_eq!(more(&mut texts), [0; 5]);
    }

    proptest! {
        #[test]
        fn a_wrapped_value_loses_nothing_and_fits(
            value in "[a-zé漢:/]{0,120}", key in "[a-z漢]{1,30}", width in 20..90_usize,
        ) {
            let record = format!("{{\"{key}\":\"{value}\"}}");
            let tree = Tree::new(record.into_bytes(), 9);
            let node = tree.node(1).unwrap();
            let whole = format!("\"{value}\"");
            let Some(lines) = wrapped(&tree, node, width) else {
                prop_assert!(indent(1, width) + key_width(&tree, node) + FIRST_MARKS + text_fit::width(&whole) <= width);
                return Ok(());
            };
            let text = |line: &PieceLine| line.iter().map(|piece| piece.text.to_string()).collect::<String>();
            prop_assert_eq!(lines.iter().map(text).collect::<String>(), whole);
            let (margin, _) = opened_place(1, width);
            for line in lines.iter().skip(1) {
                prop_assert!(margin + text_fit::width_of(line) < width);
            }
            let first = text_fit::width_of(&lines[0]);
            prop_assert!(first == 0 || indent(1, width) + key_width(&tree, node) + FIRST_MARKS + first <= width);
        }
    }
}
