//! Graphemes ready to be drawn: escaped text, each grapheme with its width and style, and joined into spans
//! again.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::text::Piece;
use crate::text::ascii::is_ascii_only;
use crate::tui::theme::Theme;

/// Where a text that is too long is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// At the end.
    End,
    /// In the middle: both ends matter, as in keys.
    Middle,
    /// Nearer to the beginning: the end matters most, as in ARNs.
    Tail,
}

impl Cut {
    /// Returns how many of `room` cells belong to the end of the text.
    pub(super) fn tail(self, room: usize) -> usize {
        match self {
            Self::End => 0,
            Self::Middle => room / 2,
            Self::Tail => room * 2 / 3,
        }
    }
}

/// Returns the mark of a cut.
pub(super) fn cut_mark() -> &'static str {
    if is_ascii_only() { "~" } else { "…" }
}

/// Maximum number of bytes of a text that a screen shows; longer ones are shortened first.
const MAX_BYTES: usize = 16_384;

/// One grapheme, ready to be drawn.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) width: usize,
    pub(super) style: Style,
}

/// Removes the end, or the middle, of very long texts before they are split into graphemes.
pub(super) fn shorten(text: &str, cut: Cut) -> (String, bool) {
    if text.len() <= MAX_BYTES {
        return (text.to_owned(), false);
    }
    // The nearest end of a character is at most three bytes away.
    let head = (0..4).find_map(|less| text.get(..MAX_BYTES / 2 - less)).unwrap_or_default();
    let tail = text.len() - MAX_BYTES / 2;
    let tail = (0..4).find_map(|more| text.get(tail + more..)).unwrap_or_default();
    match cut {
        Cut::End => (head.to_owned(), true),
        Cut::Middle | Cut::Tail => (format!("{head}{tail}"), false),
    }
}

/// Splits pieces into graphemes; `matched` are positions of letters to be highlighted.
pub(super) fn glyphs(pieces: &[Piece<'_>], style: Style, matched: &[usize], theme: &Theme) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    let mut position = 0;
    let is_matched = |from: usize, to: usize| matched.iter().any(|at| (from..to).contains(at));
    for piece in pieces {
        if piece.spelled {
            let style = style.patch(theme.spelled);
            glyphs.push(Glyph { text: piece.text.to_string(), width: piece.text.width(), style });
            position += piece.chars;
            continue;
        }
        for grapheme in piece.text.graphemes(true) {
            let end = position + grapheme.chars().count();
            let style = if is_matched(position, end) { style.patch(theme.matched) } else { style };
            glyphs.push(Glyph { text: grapheme.to_owned(), width: grapheme.width(), style });
            position = end;
        }
    }
    glyphs
}

/// Returns as many of the first glyphs as fit into `room` cells.
pub(super) fn take<'g>(glyphs: impl Iterator<Item = &'g Glyph>, width: usize) -> Vec<Glyph> {
    let mut used = 0;
    glyphs
        .take_while(|glyph| {
            used += glyph.width;
            used <= width
        })
        .cloned()
        .collect()
}

/// Joins neighbours of one style into spans; adds blanks to the right if `pad` is set.
pub(super) fn spans(glyphs: Vec<Glyph>, width: usize, style: Style, pad: bool) -> Vec<Span<'static>> {
    let used: usize = glyphs.iter().map(|glyph| glyph.width).sum();
    let mut spans: Vec<Span<'static>> = Vec::new();
    for glyph in glyphs {
        match spans.last_mut() {
            Some(span) if span.style == glyph.style => span.content.to_mut().push_str(&glyph.text),
            _ => spans.push(Span::styled(glyph.text, glyph.style)),
        }
    }
    if pad && used < width {
        spans.push(Span::styled(" ".repeat(width - used), style));
    }
    spans
}
