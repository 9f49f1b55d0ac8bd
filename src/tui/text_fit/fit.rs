//! Fits one text into a number of cells.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr as _;

use super::glyphs::{Cut, Glyph, cut_mark, glyphs, shorten, spans, take};
use crate::text::ascii::own_words;
use crate::text::{Piece, visible, visible_bytes};
use crate::tui::theme::Theme;

/// Returns the width of a text in cells, after escaping.
pub fn width(text: &str) -> usize {
    width_of(&visible(text))
}

/// Returns the width of words of the program in cells: on screens of ASCII, each of their signs is replaced by another one,
/// not escaped.
pub fn own_width(words: &str) -> usize {
    words.width()
}

/// Returns the width of pieces in cells.
pub fn width_of(pieces: &[Piece<'_>]) -> usize {
    pieces.iter().map(|piece| piece.text.width()).sum()
}

/// Returns the first of some wordings, the longest first, that fits in `width` cells; the last one if none does.
pub fn wording<const N: usize>(wordings: [String; N], width: usize) -> String {
    let fits = wordings.iter().position(|words| self::width(&own_words(words)) <= width);
    wordings.into_iter().nth(fits.unwrap_or(N.saturating_sub(1))).unwrap_or_default()
}

/// Fits `text` into exactly `width` cells. `matched` are positions of letters in `text` to be highlighted, in
/// ascending order.
pub fn fit(
    text: &str,
    width: usize,
    cut: Cut,
    style: Style,
    matched: &[usize],
    theme: &Theme,
) -> Vec<Span<'static>> {
    let (text, shortened) = shorten(text, cut);
    let glyphs = glyphs(&visible(&text), style, matched, theme);
    spans(
        fit_glyphs(glyphs, width, if shortened { Cut::End } else { cut }, style, shortened),
        width,
        style,
        true,
    )
}

/// Fits bytes that may not be UTF-8, such as a file's name, into exactly `width` cells.
pub fn fit_bytes(bytes: &[u8], width: usize, cut: Cut, style: Style, theme: &Theme) -> Vec<Span<'static>> {
    let glyphs = glyphs(&visible_bytes(bytes), style, &[], theme);
    spans(fit_glyphs(glyphs, width, cut, style, false), width, style, true)
}

/// Fits pieces into at most `width` cells, without padding. If a match would be cut off, the piece around it is
/// shown.
pub fn fit_pieces(
    pieces: &[Piece<'_>],
    width: usize,
    style: Style,
    matched: &[usize],
    theme: &Theme,
) -> Vec<Span<'static>> {
    let all = glyphs(pieces, style, matched, theme);
    let lit = |glyph: &Glyph| !matched.is_empty() && glyph.style == glyph.style.patch(theme.matched);
    let first = all.iter().position(lit).unwrap_or(0);
    let end = first + all.get(first..).unwrap_or_default().iter().take_while(|glyph| lit(glyph)).count();
    let cells = |to: usize| all.iter().take(to).map(|glyph| glyph.width).sum::<usize>();
    if cells(all.len()) <= width || cells(end) < width {
        return spans(fit_glyphs(all, width, Cut::End, style, false), width, style, false);
    }
    // Where the rest needs less than its share, the room goes to what stands before the match.
    let rest: usize = all.get(first..).unwrap_or_default().iter().map(|glyph| glyph.width).sum();
    let room = (width / 3).max(width.saturating_sub(rest + 1));
    let before = take(all.get(..first).unwrap_or_default().iter().rev(), room).len();
    let around = all.get(first - before..).unwrap_or_default().to_vec();
    let mut shown = vec![Glyph { text: cut_mark().to_owned(), width: 1, style }];
    shown.extend(fit_glyphs(around, width.saturating_sub(1), Cut::End, style, false));
    spans(shown, width, style, false)
}

fn fit_glyphs(glyphs: Vec<Glyph>, width: usize, cut: Cut, style: Style, shortened: bool) -> Vec<Glyph> {
    let total: usize = glyphs.iter().map(|glyph| glyph.width).sum();
    if total <= width && !shortened {
        return glyphs;
    }
    let Some(room) = width.checked_sub(1) else { return Vec::new() };
    let tail = cut.tail(room);
    let mut tail_glyphs: Vec<Glyph> = take(glyphs.iter().rev(), tail);
    tail_glyphs.reverse();
    let mut out = take(glyphs.iter(), room - tail);
    out.push(Glyph { text: cut_mark().to_owned(), width: 1, style });
    out.append(&mut tail_glyphs);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;
    use crate::tui::theme::ThemeName;

    fn shown(text: &str, width: usize, cut: Cut) -> String {
        let theme = Theme::named(ThemeName::Mono);
        fit(text, width, cut, Style::new(), &[], &theme).iter().map(|span| span.content.as_ref()).collect()
    }

    #[test]
    fn texts_are_cut_where_it_is_told() {
        assert_eq!(shown("alice", 8, Cut::End), "alice   ");
        assert_eq!(shown("DescribeInstances", 8, Cut::End), "Describ…");
        assert_eq!(shown("arn:aws:iam::1:user/alice", 11, Cut::Middle), "arn:a…alice");
        assert_eq!(shown("漢字漢字", 4, Cut::End), "漢… ");
        assert_eq!(shown("漢字漢字", 5, Cut::End), "漢字…");
        assert_eq!(shown("abc", 1, Cut::Middle), "…");
        assert_eq!(shown("abc", 0, Cut::End), "");
        assert_eq!(shown("a\u{202e}bc", 9, Cut::End), "a⟨202E⟩bc");
        assert_eq!(shown(&"x".repeat(1 << 20), 5, Cut::Middle), "xx…xx");
        assert_eq!(shown(&"x".repeat(1 << 20), 5, Cut::End), "xxxx…");
    }

    #[test]
    fn the_longest_wording_that_fits_is_taken_and_never_none() {
        let take = |width| wording(["eleven cells", "four", "to"].map(str::to_owned), width);
        assert_eq!(
            [20, 12, 11, 4, 2, 0].map(take),
            ["eleven cells", "eleven cells", "four", "four", "to", "to"]
        );
    }

    #[test]
    fn matched_letters_are_marked_where_they_stand() {
        let theme = Theme::named(ThemeName::Mono);
        let spans = fit("a\u{200b}bcd", 20, Cut::End, Style::new(), &[3], &theme);
        let marked: Vec<_> = spans
            .iter()
            .filter(|span| span.style == theme.matched)
            .map(|span| span.content.as_ref())
            .collect();
        assert_eq!(marked, ["c"]);
    }

    /// `…le/ci-deploy/deploy-catalogue-7028"` stood in half of its room.
    #[test]
    fn the_piece_around_a_match_fills_its_room() {
        let theme = Theme::named(ThemeName::Mono);
        let text = "arn:aws:sts::111122223333:assumed-role/ci-deploy/deploy-catalogue-7028";
        for (first, width) in
            (0..text.len()).flat_map(|first| (2..text.len()).map(move |width| (first, width)))
        {
            let matched: Vec<usize> = (first..text.len().min(first + 3)).collect();
            let spans = fit_pieces(&visible(text), width, theme.text, &matched, &theme);
            assert_eq!(spans.iter().map(Span::width).sum::<usize>(), width, "{first} {width}");
        }
    }

    /// Returns the content of the cells of a terminal: symbols and styles.
    fn cells(text: &str, theme: &Theme, selected: bool) -> Vec<(String, Style)> {
        let area = ratatui::layout::Rect::new(0, 0, 400, 1);
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        let spans = fit(text, 400, Cut::End, theme.string, &[], theme);
        crate::tui::cells::put(&mut buffer, area, 0, &ratatui::text::Line::from(spans));
        if selected {
            crate::tui::cells::paint_row(&mut buffer, area, 0, theme.selected);
        }
        buffer.content.iter().map(|cell| (cell.symbol().to_owned(), cell.style())).collect()
    }

    /// Letters, hidden characters, combining marks, parts of emoji, and texts that look like escapes.
    const ODD: &[&str] = &[
        "a",
        "b",
        " ",
        "\u{a0}",
        "\u{301}",
        "\u{302}",
        "\u{200d}",
        "\u{200b}",
        "\u{202e}",
        "\u{fe0f}",
        "\u{fe0e}",
        "❤",
        "👩",
        "💻",
        "🇩",
        "🇪",
        "漢",
        "ᄀ",
        "ᅡ",
        "ᆨ",
        "⟨",
        "⟩",
        "202E",
        "0301",
        "×2",
        "␛",
        "\u{1b}",
        "→",
        "\t",
        "⏎",
        "\n",
        "\r",
        "\0",
        "א",
        "\u{3000}",
        "\u{e0041}",
        "क",
        "्",
        "ष",
        "\u{600}",
        "\u{fffd}",
        "\u{34f}",
        "\u{1160}",
        "\u{2028}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn different_texts_stand_in_different_cells(
            mut one in prop::collection::vec(prop::sample::select(ODD), 0..8),
            odd in prop::sample::select(ODD), place in 0..8_usize, how in 0..3, mono in any::<bool>(), selected in any::<bool>(),
        ) {
            let theme = Theme::named(if mono { ThemeName::Mono } else { ThemeName::Terminal });
            let before = one.concat();
            let at = place.min(one.len());
            match how {
                0 => one.insert(at, odd),
                1 if at < one.len() => { one.remove(at); }
                _ if at < one.len() => one[at] = odd,
                _ => {}
            }
            let after = one.concat();
            // Blanks at the end cannot be seen, and values are in quotes.
            let (before, after) = (format!("\"{before}\""), format!("\"{after}\""));
            prop_assert_eq!(before == after, cells(&before, &theme, selected) == cells(&after, &theme, selected));
        }
    }

    proptest! {
        #[test]
        fn a_fitted_text_has_exactly_its_width(text in any::<String>(), width in 0..40_usize, middle in any::<bool>()) {
            let cut = if middle { Cut::Middle } else { Cut::End };
            prop_assert_eq!(shown(&text, width, cut).as_str().graphemes(true).map(unicode_width::UnicodeWidthStr::width).sum::<usize>(), width);
        }
    }
}
