//! Draws two events beside each other: what they are, and the rows of their merged trees. Every sign is a letter too,
//! so that nothing depends on colour.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::export::two_events::Compared;
use crate::json::compare::{DiffRow, DiffSign, TreeDiff};
use crate::json::scan::ValueKind;
use crate::json::tree::{Node, NodeKind, Tree};
use crate::query::same_call::CallLikeness;
use crate::record::field::Column;
use crate::store::Event;
use crate::text::Piece;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::number::counted;
use crate::tui::panes::event::compare::{ComparePane, DiffLine};
use crate::tui::panes::event::pieces::string_pieces;
use crate::tui::panes::event::tree_text::{ROW_BYTES, indent, quote, value_pieces};
use crate::tui::text_fit::{Cut, fit, fit_pieces};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &ComparePane, screen: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (above, rows) = pane.parts(screen);
    let Some(compared) = pane.compared() else {
        put(buffer, above, 0, &Line::styled("comparing …", theme.dim));
        return;
    };
    let width = usize::from(above.width);
    let sides = [("< ", compared.left, theme.write), ("> ", compared.right, theme.accent)];
    for (line, (sign, event, style)) in (0..).zip(sides) {
        let mut spans = vec![Span::styled(sign, style)];
        spans.extend(fit(
            &own_words(&event_words(app, event)),
            width.saturating_sub(2),
            Cut::End,
            style,
            &[],
            theme,
        ));
        put(buffer, above, line, &Line::from(spans));
    }
    let summary = summary(pane, compared);
    put(buffer, above, 2, &Line::from(fit(&own_words(&summary), width, Cut::End, theme.dim, &[], theme)));
    for (line, row) in (0..).zip(pane.window.visible()) {
        let Some(&shown) = pane.lines().get(row) else { continue };
        put(buffer, rows, line, &diff_line(&compared.diff, shown, usize::from(rows.width), theme));
        if row == pane.window.cursor() {
            paint_row(buffer, Rect { width: rows.width.saturating_sub(1), ..rows }, line, theme.selected);
        }
    }
    scroll_bar(buffer, rows, &pane.window, theme);
}

/// Returns when, what, who and from where an event is.
fn event_words(app: &App, event: Event) -> String {
    let value = |column| app.store.value(event, column);
    let time = app.local(app.store.time(event)).to_string();
    let (name, who) = (value(Column::EventName), value(Column::PrincipalLabel));
    format!("{time}  {name}  {who}  {}", value(Column::SourceIpAddress))
}

fn summary(pane: &ComparePane, compared: &Compared) -> String {
    let basis = match compared.likeness {
        Some(CallLikeness::SamePrincipal) => "same call by the same principal",
        Some(CallLikeness::SameCall) => "same call by another principal",
        None => "picked",
    };
    let equal = if pane.shows_equal() { "equal values dim" } else { "equal values hidden" };
    let count = counted(compared.differences, "difference");
    match pane.place().filter(|_| compared.differences > 0) {
        Some(place) => format!("{place} of {count} · {basis} · {equal}"),
        None if compared.differences == 0 => format!("no difference · {basis}"),
        None => format!("{count} · {basis} · {equal}"),
    }
}

fn diff_line(diff: &TreeDiff, line: DiffLine, width: usize, theme: &Theme) -> Line<'static> {
    let row = |at: usize| diff.rows().get(at);
    match line {
        DiffLine::Whole(at) => row(at).map_or_else(Line::default, |row| whole_row(diff, row, width, theme)),
        DiffLine::Left(at) => {
            row(at).map_or_else(Line::default, |row| one_side(diff, row, true, width, theme))
        }
        DiffLine::Right(at) => {
            row(at).map_or_else(Line::default, |row| one_side(diff, row, false, width, theme))
        }
        DiffLine::Hidden { values, depth } => {
            let margin = " ".repeat(indent(depth, width) + 2);
            Line::styled(format!("= {margin}{}", counted(values, "equal value")), theme.dim)
        }
    }
}

/// Draws a row that is equal, that contains differences, or that one side has.
fn whole_row(diff: &TreeDiff, row: &DiffRow, width: usize, theme: &Theme) -> Line<'static> {
    let (sign, style) = match row.sign {
        DiffSign::Equal => ("=", theme.dim),
        DiffSign::Changed => ("≠", theme.failed),
        DiffSign::Left => ("<", theme.write),
        DiffSign::Right => (">", theme.accent),
    };
    let Some((tree, at)) = diff.source(row) else { return Line::default() };
    let Some(node) = tree.node(at) else { return Line::default() };
    let mut spans = begin(sign, row.depth, width, style);
    let key = if row.sign == DiffSign::Changed { theme.key } else { style };
    let mut room = width.saturating_sub(used(&spans) + 1);
    spans.extend(fit_pieces(&name(tree, node), room, key, &[], theme));
    room = width.saturating_sub(used(&spans) + 1);
    let value = if node.children > 0 { members(tree, at, node) } else { value(tree, node) };
    let value_style = if row.sign == DiffSign::Changed { theme.dim } else { style };
    spans.extend(fit_pieces(&value, room, value_style, &[], theme));
    Line::from(spans)
}

/// Draws the left or the right value of a row that changed, with the letters that differ highlighted.
fn one_side(diff: &TreeDiff, row: &DiffRow, is_left: bool, width: usize, theme: &Theme) -> Line<'static> {
    let (trees, (Some(left), Some(right))) = (diff.trees(), (row.left, row.right)) else {
        return Line::default();
    };
    let (Some(ours), Some(theirs)) = (trees.0.node(left), trees.1.node(right)) else {
        return Line::default();
    };
    let (left, right) = (value(trees.0, ours), value(trees.1, theirs));
    let lit = differing(&left, &right);
    let (sign, style) = if is_left { ("< ", theme.write) } else { ("> ", theme.accent) };
    let mut spans = begin(if is_left { "≠" } else { " " }, row.depth, width, theme.failed);
    let key = name(trees.0, ours);
    let room = width / 2;
    let key = fit_pieces(&key, room.saturating_sub(used(&spans)), theme.key, &[], theme);
    if is_left {
        spans.extend(key);
    } else {
        spans.push(Span::raw(" ".repeat(used(&key))));
    }
    spans.push(Span::styled(sign, style));
    let room = width.saturating_sub(used(&spans) + 1);
    let (pieces, lit) = if is_left { (left, lit.0) } else { (right, lit.1) };
    spans.extend(fit_pieces(&pieces, room, style, &lit, theme));
    Line::from(spans)
}

fn used(spans: &[Span<'_>]) -> usize {
    spans.iter().map(Span::width).sum()
}

fn begin(sign: &'static str, depth: usize, width: usize, style: Style) -> Vec<Span<'static>> {
    vec![Span::styled(sign, style), Span::raw(" ".repeat(indent(depth, width) + 1))]
}

/// Returns the name of a row, and two blanks.
fn name(tree: &Tree, node: &Node) -> Vec<Piece<'static>> {
    let mut pieces = match tree.raw_key(node) {
        Some(key) => string_pieces(key),
        None if node.parent.is_some() => vec![plain(node.position.to_string())],
        None => Vec::new(),
    };
    pieces.push(plain("  ".to_owned()));
    pieces
}

fn plain(text: String) -> Piece<'static> {
    Piece { chars: text.chars().count(), text: text.into(), spelled: false }
}

/// Returns `{7}` or `[7]`.
fn members(tree: &Tree, at: usize, node: &Node) -> Vec<Piece<'static>> {
    let has_names = tree.node(at + 1).is_some_and(|member| tree.raw_key(member).is_some());
    let (open, close) = if has_names { ('{', '}') } else { ('[', ']') };
    vec![plain(format!("{open}{}{close}", node.children))]
}

fn value(tree: &Tree, node: &Node) -> Vec<Piece<'static>> {
    let mut pieces = value_pieces(tree, node, ROW_BYTES);
    if node.kind == NodeKind::Value(ValueKind::String) {
        quote(&mut pieces);
    }
    pieces
}

/// Returns the places of the characters between the common beginning and the common end of two texts.
fn differing(left: &[Piece<'_>], right: &[Piece<'_>]) -> (Vec<usize>, Vec<usize>) {
    let (left, right) = (letters(left), letters(right));
    let first = left.iter().zip(&right).take_while(|(one, other)| one == other).count();
    let most = left.len().min(right.len()) - first;
    let last =
        left.iter().rev().zip(right.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    // Where letters were only added, the place of them is marked on the other side.
    let lit = |length: usize| (first..(length - last).max(first + 1).min(length)).collect();
    (lit(left.len()), lit(right.len()))
}

/// Returns one text for each character of the original: the character, or the escape that it belongs to.
fn letters<'p>(pieces: &'p [Piece<'_>]) -> Vec<(&'p str, bool)> {
    let of = |piece: &'p Piece<'_>| -> Vec<(&'p str, bool)> {
        if piece.spelled {
            return vec![(&piece.text, true); piece.chars];
        }
        piece.text.split("").filter(|char| !char.is_empty()).map(|char| (char, false)).collect()
    };
    pieces.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::visible;

    #[test]
    fn the_letters_between_what_is_alike_differ() {
        for (left, right, expected) in [
            ("\"abcd\"", "\"abXd\"", (3..4, 3..4)),
            ("\"ab\"", "\"abc\"", (3..4, 3..4)),
            ("\"aa\"", "\"aaa\"", (3..4, 3..4)),
            ("1", "2", (0..1, 0..1)),
            ("", "x", (0..0, 0..1)),
        ] {
            let expected = (expected.0.collect::<Vec<_>>(), expected.1.collect::<Vec<_>>());
            assert_eq!(differing(&visible(left), &visible(right)), expected, "{left} {right}");
        }
        assert_ne!(differing(&visible("a\u{200b}"), &visible("a\u{202e}")), (Vec::new(), Vec::new()));
    }
}
