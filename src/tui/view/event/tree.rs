//! Draws the lines of an event: the rows of its tree, texts of several lines, or its record as it was written. Only
//! visible lines are made.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::json::scan::ValueKind;
use crate::json::text::decode;
use crate::json::tree::{Node, NodeKind};
use crate::text::{Piece, visible_bytes};
use crate::tui::app::{App, Focus};
use crate::tui::cells::{paint_row, put};
use crate::tui::panes::event::detail::{DetailPane, TreeLine};
use crate::tui::panes::event::pieces::string_pieces;
use crate::tui::panes::event::raw_text::RawText;
use crate::tui::panes::event::tree_text::{ROW_BYTES, indent, opened_place, quote, size_words, value_pieces};
use crate::tui::panes::search::positions;
use crate::tui::text_fit::{self, fit_pieces};
use crate::tui::theme::Theme;

/// Texts of more bytes than this show their size.
const LONG: usize = 4096;

/// Draws the rows of the tree.
pub(in crate::tui::view) fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let window = &app.detail.window;
    for (line, row) in (0..).zip(window.visible()) {
        let Some(&tree_line) = app.detail.lines().get(row) else { continue };
        put(buffer, area, line, &tree_row(&app.detail, tree_line, usize::from(area.width), &app.theme));
        if row == window.cursor() {
            paint_cursor(app, area, line, buffer);
        }
    }
}

/// Draws the record as it was written.
pub(in crate::tui::view) fn draw_raw(app: &App, raw: &RawText, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let room = usize::from(area.width).saturating_sub(1);
    for (line, row) in (0..).zip(raw.window.visible()) {
        let Some((pieces, lit)) = raw.line(row) else { continue };
        put(buffer, area, line, &Line::from(fit_pieces(pieces, room, theme.string, &lit, theme)));
        if row == raw.window.cursor() {
            paint_cursor(app, area, line, buffer);
        }
    }
}

/// Marks the row under the cursor, if the event has the focus.
fn paint_cursor(app: &App, area: Rect, line: u16, buffer: &mut Buffer) {
    if matches!(app.focus, Focus::Detail | Focus::Search) {
        let row = Rect { width: area.width.saturating_sub(1), ..area };
        paint_row(buffer, row, line, app.theme.selected);
    }
}

/// Returns the pieces of a line of a text of several lines, and the places of its letters that match, also if the
/// match continues on the next line.
fn text_line(pane: &DetailPane, line: TreeLine) -> Option<(&[Piece<'static>], Vec<usize>)> {
    let (lines, first) = pane.texts().lines(line.node)?;
    let at = line.part.checked_sub(first)?;
    let near = lines.get(at.saturating_sub(1)..lines.len().min(at + 2)).unwrap_or_default();
    let chars = |line: &[Piece<'_>]| line.iter().map(|piece| piece.chars).sum::<usize>();
    let before = if at > 0 { near.first().map_or(0, |line| chars(line)) } else { 0 };
    let lit = positions(pane.search().needle(), near.iter().flatten());
    let mut lit: Vec<usize> = lit.into_iter().filter_map(|place| place.checked_sub(before)).collect();
    if let Some(mark) = pane.search().mark_of(line.node).filter(|_| lit.is_empty()) {
        let start: usize = lines.get(..at).unwrap_or_default().iter().map(|line| chars(line)).sum();
        // A wrapped text begins with a quote.
        let quote = usize::from(first == 0 && is_string(pane, line.node));
        lit = mark.value.iter().filter_map(|place| (place + quote).checked_sub(start)).collect();
    }
    Some((lines.get(at)?, lit))
}

fn is_string(pane: &DetailPane, at: usize) -> bool {
    pane.tree().node(at).is_some_and(|node| node.kind == NodeKind::Value(ValueKind::String))
}

/// Returns the style of a value.
fn style_of(kind: NodeKind, theme: &Theme) -> Style {
    match kind {
        NodeKind::Value(ValueKind::String) => theme.string,
        NodeKind::Value(ValueKind::Null | ValueKind::Object | ValueKind::Array) => theme.dim,
        NodeKind::Value(_) => theme.number,
        NodeKind::Broken => theme.failed,
    }
}

/// Draws a further line of a text of several lines.
fn further_row(pane: &DetailPane, line: TreeLine, node: &Node, width: usize, theme: &Theme) -> Line<'static> {
    let (margin, room) = opened_place(node.depth, width);
    let mut spans = vec![Span::raw(" ".repeat(margin))];
    if let Some((pieces, lit)) = text_line(pane, line) {
        spans.extend(fit_pieces(pieces, room, style_of(node.kind, theme), &lit, theme));
    }
    Line::from(spans)
}

fn tree_row(pane: &DetailPane, line: TreeLine, width: usize, theme: &Theme) -> Line<'static> {
    let tree = pane.tree();
    let Some(node) = tree.node(line.node) else { return Line::default() };
    if line.part > 0 {
        return further_row(pane, line, node, width, theme);
    }
    let margin = indent(node.depth, width);
    // The last column is the scroll bar's.
    let width = width.saturating_sub(1);
    let fold = fold_mark(node, pane.texts().is_open(line.node));
    let mut spans = vec![Span::raw(" ".repeat(margin)), Span::styled(fold, theme.accent)];
    let mut room = width.saturating_sub(margin + 2);
    let found = pane.search().is_match(line.node);
    let mark = pane.search().mark_of(line.node);
    let (in_key, in_value) = mark.map_or((&[][..], &[][..]), |mark| (&mark.key, &mark.value));
    // `marked`: letters that the filter matched; `None` for words that are not of the record.
    let mut add = |pieces: &[Piece<'_>], style: Style, marked: Option<&[usize]>, room: &mut usize| {
        let positions = match marked {
            Some(_) if found => positions(pane.search().needle(), pieces.iter()),
            Some(marked) => marked.to_vec(),
            None => Vec::new(),
        };
        let fitted = fit_pieces(pieces, *room, style, &positions, theme);
        *room = room.saturating_sub(fitted.iter().map(Span::width).sum());
        spans.extend(fitted);
    };
    if let Some(key) = tree.raw_key(node) {
        add(&string_pieces(key), theme.key, Some(in_key), &mut room);
        add(&visible_bytes(b"  "), theme.text, None, &mut room);
    } else if node.parent.is_some() {
        add(&visible_bytes(format!("{} ", node.position).as_bytes()), theme.dim, None, &mut room);
    }
    if let Some((pieces, lit)) = text_line(pane, line) {
        spans.extend(fit_pieces(pieces, room, style_of(node.kind, theme), &lit, theme));
        return Line::from(spans);
    }
    match node.kind {
        NodeKind::Value(kind @ (ValueKind::Object | ValueKind::Array)) => {
            add(&visible_bytes(members_words(node, kind, pane).as_bytes()), theme.dim, None, &mut room);
        }
        NodeKind::Value(ValueKind::String) => {
            let mark = if node.children > 0 { "JSON " } else { "" };
            add(&visible_bytes(mark.as_bytes()), theme.accent, None, &mut room);
            let mut pieces = value_pieces(tree, node, ROW_BYTES);
            quote(&mut pieces);
            // A value that is much longer than the row states how much.
            let size = tree.raw(node).len();
            let words = if size >= LONG { format!(" {}", size_words(size)) } else { String::new() };
            let left = room.saturating_sub(text_fit::width(&words));
            let mut value_room = left;
            let in_quotes: Vec<usize> = in_value.iter().map(|place| place + 1).collect();
            add(&pieces, theme.string, Some(&in_quotes), &mut value_room);
            room -= left - value_room;
            add(&visible_bytes(words.as_bytes()), theme.dim, None, &mut room);
        }
        NodeKind::Value(_) | NodeKind::Broken => {
            let remark = if node.kind == NodeKind::Broken { "not JSON: " } else { "" };
            add(&visible_bytes(remark.as_bytes()), theme.warning, None, &mut room);
            let style = style_of(node.kind, theme);
            add(&value_pieces(tree, node, ROW_BYTES), style, Some(in_value), &mut room);
        }
    }
    Line::from(spans)
}

/// Returns the mark of a row that can be expanded or collapsed.
fn fold_mark(node: &Node, is_open: bool) -> &'static str {
    match (node.children > 0, node.folded, is_open) {
        (true, true, _) => "▸ ",
        (true, false, _) | (false, _, true) => "▾ ",
        (false, _, false) => "  ",
    }
}

/// Returns `{7}`, and for a collapsed container the names of its members.
fn members_words(node: &Node, kind: ValueKind, pane: &DetailPane) -> String {
    const NAMES: usize = 8;
    let (open, close) = if kind == ValueKind::Object { ('{', '}') } else { ('[', ']') };
    let size = format!("{open}{}{close}", node.children);
    if !node.folded || kind == ValueKind::Array {
        return size;
    }
    let tree = pane.tree();
    let names = crate::json::members::members(tree.raw(node)).take(NAMES);
    let names: Vec<String> = names.map(|(key, _)| decode(key).into_owned()).collect();
    let more = if node.children > NAMES { ", …" } else { "" };
    format!("{size} {}{more}", names.join(", "))
}
