//! Draws one event: its facts, and its JSON as a tree. Only visible lines are made.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::frame::{rule, scroll_bar};
use crate::json::scan::ValueKind;
use crate::json::text::decode;
use crate::json::tree::{Node, NodeKind};
use crate::record::field::Column;
use crate::store::file::FileState;
use crate::text::{Piece, visible_bytes};
use crate::tui::app::{App, Focus};
use crate::tui::cells::{paint_row, put};
use crate::tui::layout::{Areas, detail as divide, short_facts};
use crate::tui::number::counted;
use crate::tui::panes::detail::{
    DetailPane, ROW_BYTES, TreeLine, indent, opened_place, size_words, value_pieces,
};
use crate::tui::panes::facts::Fact;
use crate::tui::panes::pieces::string_pieces;
use crate::tui::panes::search::positions;
use crate::tui::text_fit::{self, Cut, fit, fit_bytes, fit_pieces};
use crate::tui::theme::Theme;

const LABEL: usize = 9;
/// Texts of more bytes than this show their size.
const LONG: usize = 4096;

/// Draws the pane.
pub fn draw(app: &App, areas: &Areas, buffer: &mut Buffer) {
    let area = areas.detail;
    if area.is_empty() {
        return;
    }
    let theme = &app.theme;
    let parts = divide(area, app.shape().facts);
    if areas.list.right() == area.x && area.x > 0 {
        for y in area.y..area.bottom() {
            buffer.set_string(area.x, y, "│", theme.border);
        }
    }
    title(app, parts.title, buffer);
    let Some(event) = app.detail.event() else { return };
    for (line, words) in (0..).zip(fact_lines(&app.detail, area, theme)) {
        put(buffer, parts.facts, line, &words);
    }
    if app.detail.is_loading() {
        put(buffer, parts.tree, 0, &Line::from(Span::styled("reading this event …", theme.dim)));
        return;
    }
    let window = &app.detail.window;
    for (line, row) in (0..).zip(window.visible()) {
        let Some(&tree_line) = app.detail.lines().get(row) else { continue };
        put(
            buffer,
            parts.tree,
            line,
            &tree_row(&app.detail, tree_line, usize::from(parts.tree.width), theme),
        );
        if row == window.cursor() && matches!(app.focus, Focus::Detail | Focus::Search) {
            paint_row(
                buffer,
                Rect { width: parts.tree.width.saturating_sub(1), ..parts.tree },
                line,
                theme.selected,
            );
        }
    }
    scroll_bar(buffer, parts.tree, window, theme);
    let path = app.detail.current().map(|at| app.detail.tree().path(at)).unwrap_or_default();
    let words = place_words(app, event, &path);
    let mut matches = app.detail.search().words(app.detail.current());
    matches.push_str(if matches.is_empty() { "" } else { " · " });
    let width = usize::from(parts.path.width).saturating_sub(matches.len());
    let mut line = vec![Span::styled(matches, theme.accent)];
    line.extend(fit_bytes(&words, width, Cut::Middle, theme.dim, theme));
    put(buffer, parts.path, 0, &Line::from(line));
}

fn title(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let style = if matches!(app.focus, Focus::Detail | Focus::Search) { theme.heading } else { theme.dim };
    let Some(event) = app.detail.event() else {
        rule(buffer, area, vec![Span::styled(" no event ", theme.dim)], &[], theme);
        return;
    };
    let (name, service) =
        (app.store.value(event, Column::EventName), app.store.value(event, Column::Service));
    let name = if name.is_empty() { app.store.value(event, Column::EventType) } else { name };
    let copies = app.store.folds().copies(event).len();
    let damaged = app.store.file_of(event).is_some_and(|file| file.state == FileState::Damaged);
    let room = usize::from(area.width).saturating_sub(4);
    let mut words = vec![Span::raw(" ")];
    words.extend(fit(name, text_fit::width(name).min(room), Cut::End, style, &[], theme));
    words.push(Span::styled(format!(" {} ", crate::text::plain(service)), theme.dim));
    if copies > 0 {
        words.push(Span::styled(format!("delivered {} ", counted(copies + 1, "time")), theme.accent));
    }
    let texts = app.store.twins().texts(event);
    if texts > 1 {
        words.push(Span::styled(format!("{texts} texts of this eventID "), theme.accent));
    }
    let doubt = match () {
        () if app.store.is_quoted(event) => "~ quoted ",
        () if app.store.is_unsigned(event) => "~ appended, outside the part that CloudTrail signs ",
        () if app.store.is_recovered(event) => "~ recovered from a damaged file ",
        () if damaged => "~ from a damaged file ",
        () => "",
    };
    words.push(Span::styled(doubt, theme.warning));
    if app.detail.hidden() > 0 {
        let hidden = counted(app.detail.hidden(), "hidden character");
        words.push(Span::styled(format!("⚠ {hidden} "), theme.warning));
    }
    let time = app.local(app.store.time(event)).to_string();
    let needed: usize = words.iter().map(Span::width).sum();
    let time =
        if needed + text_fit::width(&time) + 5 <= usize::from(area.width) { time } else { String::new() };
    rule(buffer, area, words, &[Span::styled(time, theme.dim)], theme);
}

/// Returns the path of the row under the cursor in the record, and the name of the file, which may not be
/// UTF-8.
fn place_words(app: &App, event: crate::store::Event, path: &str) -> Vec<u8> {
    let file = app.store.file_of(event).map(|file| file.path.as_os_str().as_encoded_bytes());
    let file = file.unwrap_or_default();
    let mut words = Vec::new();
    if path.is_empty() {
        words.extend_from_slice(file);
    } else {
        words.extend_from_slice(format!("{path}  ·  ").as_bytes());
        words.extend_from_slice(file.rsplit(|&byte| byte == b'/').next().unwrap_or_default());
    }
    words.extend_from_slice(format!(" · {}", counted(app.detail.record().len(), "byte")).as_bytes());
    words
}

/// Returns the facts, one on each line; on short panes related ones share a line.
fn fact_lines(pane: &DetailPane, area: Rect, theme: &Theme) -> Vec<Line<'static>> {
    let width = usize::from(area.width).saturating_sub(3);
    let facts = pane.facts();
    let (half, rest) = ((width / 2).max(2), width - width / 2);
    let fact = |label: &str| facts.iter().find(|fact| fact.label == label);
    if !short_facts(area) {
        return facts.iter().map(|fact| Line::from(fact_spans(fact, width, theme))).collect();
    }
    let pairs =
        [("quoted", ""), ("who", "resource"), ("from", "agent"), ("key", "request"), ("error", "twin")];
    let pair = |(left, right): (&str, &str)| match (fact(left), fact(right)) {
        (Some(left), Some(right)) => {
            let mut spans = fact_spans(left, half - 2, theme);
            spans.push(Span::raw("  "));
            spans.extend(fact_spans(right, rest, theme));
            Some(Line::from(spans))
        }
        (Some(alone), None) | (None, Some(alone)) => Some(Line::from(fact_spans(alone, width, theme))),
        (None, None) => None,
    };
    pairs.into_iter().filter_map(pair).collect()
}

/// The rest of a fact is not cut up to this width: a part of a Region or of "without MFA" would mislead.
const LONGEST_WHOLE: usize = 14;
/// Minimum width of the main part beside it.
const LEAST_MAIN: usize = 12;

fn fact_spans(fact: &Fact, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let style = if fact.alarming { theme.failed } else { theme.text };
    let mut spans = fit(fact.label, LABEL, Cut::End, theme.dim, &[], theme);
    let room = width.saturating_sub(LABEL);
    let more = text_fit::width(&fact.more);
    let is_whole = (1..=LONGEST_WHOLE).contains(&more) && room >= more + 2 + LEAST_MAIN;
    let main = text_fit::width(&fact.main).min(if is_whole { room - more - 2 } else { room });
    if fact.main.is_empty() {
        spans.extend(fit("–", room, Cut::End, theme.dim, &[], theme));
        return spans;
    }
    spans.extend(fit(&fact.main, main, if is_whole { Cut::Middle } else { Cut::End }, style, &[], theme));
    let left = room.saturating_sub(main + 2);
    if left > 3 && !fact.more.is_empty() {
        spans.push(Span::raw("  "));
        spans.extend(fit(
            &fact.more,
            left,
            if fact.alarming { Cut::End } else { Cut::Middle },
            theme.dim,
            &[],
            theme,
        ));
    } else {
        spans.push(Span::raw(" ".repeat(room.saturating_sub(main))));
    }
    spans
}

/// Draws a further line of an opened text. A match is highlighted even if it continues on the next line.
fn opened_row(pane: &DetailPane, line: TreeLine, depth: usize, width: usize, theme: &Theme) -> Line<'static> {
    let lines = pane.opened(line.node).unwrap_or_default();
    let at = line.part - 1;
    let near = lines.get(at.saturating_sub(1)..lines.len().min(at + 2)).unwrap_or_default();
    let chars = |line: &[Piece<'_>]| line.iter().map(|piece| piece.chars).sum::<usize>();
    let before = if at > 0 { near.first().map_or(0, |line| chars(line)) } else { 0 };
    let lit = positions(pane.search().needle(), near.iter().flatten());
    let lit: Vec<usize> = lit.into_iter().filter_map(|place| place.checked_sub(before)).collect();
    let pieces = lines.get(at).map_or(&[][..], Vec::as_slice);
    let (margin, room) = opened_place(depth, width);
    let mut spans = vec![Span::raw(" ".repeat(margin))];
    spans.extend(fit_pieces(pieces, room, theme.string, &lit, theme));
    Line::from(spans)
}

fn tree_row(pane: &DetailPane, line: TreeLine, width: usize, theme: &Theme) -> Line<'static> {
    let tree = pane.tree();
    let Some(node) = tree.node(line.node) else { return Line::default() };
    if line.part > 0 {
        return opened_row(pane, line, node.depth, width, theme);
    }
    let margin = indent(node.depth, width);
    // The last column is the scroll bar's.
    let width = width.saturating_sub(1);
    let mark = match (node.children > 0, node.folded, pane.opened(line.node).is_some()) {
        (true, true, _) => "▸ ",
        (true, false, _) | (false, _, true) => "▾ ",
        (false, _, false) => "  ",
    };
    let mut spans = vec![Span::raw(" ".repeat(margin)), Span::styled(mark, theme.accent)];
    let mut room = width.saturating_sub(margin + 2);
    let found = pane.search().is_match(line.node);
    let mut add = |pieces: &[Piece<'_>], style: Style, searched: bool, room: &mut usize| {
        let positions =
            if found && searched { positions(pane.search().needle(), pieces.iter()) } else { Vec::new() };
        let fitted = fit_pieces(pieces, *room, style, &positions, theme);
        *room = room.saturating_sub(fitted.iter().map(Span::width).sum());
        spans.extend(fitted);
    };
    if let Some(key) = tree.raw_key(node) {
        add(&string_pieces(key), theme.key, true, &mut room);
        add(&visible_bytes(b"  "), theme.text, false, &mut room);
    } else if node.parent.is_some() {
        add(&visible_bytes(format!("{} ", node.position).as_bytes()), theme.dim, false, &mut room);
    }
    match node.kind {
        NodeKind::Value(kind @ (ValueKind::Object | ValueKind::Array)) => {
            add(&visible_bytes(members_words(node, kind, pane).as_bytes()), theme.dim, false, &mut room);
        }
        NodeKind::Value(ValueKind::String) => {
            let mark = if node.children > 0 { "JSON " } else { "" };
            add(&visible_bytes(mark.as_bytes()), theme.accent, false, &mut room);
            let mut pieces = value_pieces(tree, node, ROW_BYTES);
            quote(&mut pieces);
            // A value that is much longer than the row states how much.
            let size = tree.raw(node).len();
            let words = if size >= LONG { format!(" {}", size_words(size)) } else { String::new() };
            let left = room.saturating_sub(text_fit::width(&words));
            let mut value_room = left;
            add(&pieces, theme.string, true, &mut value_room);
            room -= left - value_room;
            add(&visible_bytes(words.as_bytes()), theme.dim, false, &mut room);
        }
        NodeKind::Value(ValueKind::Null) => {
            add(&value_pieces(tree, node, ROW_BYTES), theme.dim, true, &mut room);
        }
        NodeKind::Value(_) => add(&value_pieces(tree, node, ROW_BYTES), theme.number, true, &mut room),
        NodeKind::Broken => {
            add(&visible_bytes("not JSON: ".as_bytes()), theme.warning, false, &mut room);
            add(&value_pieces(tree, node, ROW_BYTES), theme.failed, true, &mut room);
        }
    }
    Line::from(spans)
}

fn quote(pieces: &mut Vec<Piece<'static>>) {
    let mark = || Piece { text: "\"".into(), spelled: false, chars: 1 };
    pieces.insert(0, mark());
    pieces.push(mark());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeName;

    /// "with MFA" and "without MFA" were both shown as "wi…FA" beside a key.
    #[test]
    fn a_short_rest_of_a_fact_is_whole_or_not_shown() {
        let theme = Theme::named(ThemeName::Terminal);
        let mains = ["", "ASIAITTPLN2JOEXAMPLE", "config.amazonaws.com", "2001:db8:4f:12:8a2e:370:7334:99"];
        for more in ["with MFA", "without MFA", "eu-west-1", "ap-southeast-2"] {
            for (main, width) in
                mains.iter().flat_map(|main| (LABEL + 30..70).map(move |width| (main, width)))
            {
                let fact =
                    Fact { label: "key", main: (*main).to_owned(), more: more.to_owned(), alarming: false };
                let spans = fact_spans(&fact, width, &theme);
                let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
                assert_eq!(text_fit::width(&text), width, "{text}");
                assert!(main.is_empty() || text.trim_end().ends_with(more), "{width}: {text}");
            }
        }
    }
}
