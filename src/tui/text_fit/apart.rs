//! Texts in a column, shortened so that different texts look different.
//!
//! A text is first cut as it would be on its own. Texts that then look the same are cut again where they agree,
//! so that the place where they differ is shown. If no part of a text shows the difference, as in `aaa…` and
//! `aaaa…`, the cut states how many characters it left out.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::style::Style;
use ratatui::text::Span;

use unicode_width::UnicodeWidthStr as _;

use super::fit::{fit, width as cells_of};
use super::glyphs::{Cut, Glyph, cut_mark, glyphs, shorten, spans};
use crate::text::visible;
use crate::tui::theme::Theme;

/// Narrower columns are cut as single texts are.
const LEAST_WIDTH: usize = 8;
/// Maximum number of rounds in which texts that still look the same are cut again. Each round separates some
/// more.
const ROUNDS: usize = 64;
/// After this many rounds, cuts state how many characters they left out.
const PLAIN_ROUNDS: usize = 8;
/// Number of characters that are shown before the place where texts differ.
const BEFORE: usize = 3;

/// Where a single text is cut.
type CutOf = fn(&str) -> Cut;

/// How each of some texts is cut to one width.
#[derive(Debug)]
pub struct Cuts {
    width: usize,
    cut: Option<CutOf>,
    places: BTreeMap<String, Kept>,
}

/// The kept parts of a text: its first characters, those between two places, and its last ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kept {
    head: usize,
    from: usize,
    to: usize,
    tail: usize,
    /// Whether the cut after the head states how many characters it left out.
    counts: bool,
}

/// A text in characters, as they will be on the screen.
struct ShownText<'t> {
    text: &'t str,
    glyphs: Vec<Glyph>,
}

impl Cuts {
    /// Cuts `texts` to `width` cells. The common beginning of all ARNs among them is left out.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>, width: usize, cut: CutOf, theme: &Theme) -> Self {
        let distinct: BTreeSet<&str> = texts.collect();
        let shared = shared_prefix(distinct.iter().copied());
        let long =
            |text: &&str| is_arn(text) && shared > 0 || text.len() > width / 4 && cells_of(text) > width;
        let shown: Vec<ShownText<'_>> =
            distinct.into_iter().map(|text| ShownText::of(text, width, theme)).collect();
        let alone = |text: &ShownText<'_>| {
            text.kept_alone(if is_arn(text.text) { shared } else { 0 }, width, cut(text.text))
        };
        let mut kept: Vec<Kept> = shown.iter().map(alone).collect();
        for round in 0..if width < LEAST_WIDTH { 0 } else { ROUNDS } {
            let same = look_the_same(&shown, &kept, &long);
            if same.is_empty() {
                break;
            }
            for group in same {
                again(&shown, &mut kept, &group, (width, shared), (cut, round >= PLAIN_ROUNDS));
            }
        }
        let places = shown.iter().zip(kept).filter(|(one, _)| long(&one.text));
        let places = places.map(|(one, kept)| (one.text.to_owned(), kept)).collect();
        Self { width, cut: Some(cut), places }
    }

    /// Returns one of the texts in exactly the width that all were cut to.
    pub fn fit(&self, text: &str, style: Style, matched: &[usize], theme: &Theme) -> Vec<Span<'static>> {
        let Some(kept) = self.places.get(text) else {
            return fit(text, self.width, self.cut.map_or(Cut::End, |cut| cut(text)), style, matched, theme);
        };
        let all = narrow(text, self.width, style, matched, theme);
        // A cut is not part of the text: it looks different from a `…` in the text.
        let mark = if style == theme.dim { theme.text } else { theme.dim };
        spans(kept.take(&all, mark), self.width, style, true)
    }
}

impl<'t> ShownText<'t> {
    fn of(text: &'t str, width: usize, theme: &Theme) -> Self {
        Self { text, glyphs: narrow(text, width, Style::new(), &[], theme) }
    }

    /// Returns where the text is cut on its own; the first `shared` characters are the same in all ARNs.
    fn kept_alone(&self, shared: usize, width: usize, cut: Cut) -> Kept {
        let all = self.glyphs.len();
        let room = width.saturating_sub(1);
        let two_parts =
            |head: usize, tail: usize| Kept { head, from: head, to: head, tail: all - tail, counts: false };
        if shared > 0 {
            let rest = self.glyphs.get(shared..).unwrap_or_default();
            return two_parts(0, fitting(rest.iter().rev(), room));
        }
        if cells(&self.glyphs) <= width {
            return two_parts(all, 0);
        }
        let tail = cut.tail(room);
        two_parts(fitting(self.glyphs.iter(), room - tail), fitting(self.glyphs.iter().rev(), tail))
    }

    /// Keeps the place `differs` visible, and the end of the text if that matters.
    fn kept_around(&self, differs: usize, shared: usize, width: usize, (cut, counts): (Cut, bool)) -> Kept {
        let all = self.glyphs.len();
        let part = |from: usize, to: usize| self.glyphs.get(from..to).unwrap_or_default();
        let head = if shared > 0 { 0 } else { fitting(self.glyphs.iter(), width / 4).min(differs) };
        let from = head.max(differs.saturating_sub(BEFORE));
        let mut kept = Kept { head, from, to: all, tail: all, counts };
        let room = |from: usize| {
            let mark = cells(&Kept { from, ..kept }.mark(head, from, Style::new()));
            width.saturating_sub(cells(part(0, head)) + mark)
        };
        if cells(part(from, all)) <= room(from) {
            // The end is near: as much before it as fits.
            let earlier = (head..=from).find(|&from| cells(part(from, all)) <= room(from));
            return Kept { from: earlier.unwrap_or(from), ..kept };
        }
        let room = room(from).saturating_sub(1);
        let tail = if counts { 0 } else { cut.tail(room).min(room.saturating_sub(BEFORE + 2)) };
        kept.to = from + fitting(part(from, all).iter(), room - tail);
        kept.tail = all - fitting(part(kept.to, all).iter().rev(), tail);
        kept
    }
}

impl Kept {
    /// Returns the mark for the characters between two places.
    fn mark(self, from: usize, to: usize, style: Style) -> Vec<Glyph> {
        let text = match to - from {
            0 => String::new(),
            left_out if self.counts && from == self.head => format!("{0}{left_out}{0}", cut_mark()),
            _ => cut_mark().to_owned(),
        };
        text.chars().map(|char| Glyph { text: char.to_string(), width: 1, style }).collect()
    }

    fn take(self, all: &[Glyph], style: Style) -> Vec<Glyph> {
        let part = |from: usize, to: usize| all.get(from..to).unwrap_or_default().to_vec();
        let mut out = part(0, self.head);
        out.extend(self.mark(self.head, self.from, style));
        out.extend(part(self.from, self.to));
        out.extend(self.mark(self.to, self.tail, style));
        out.extend(part(self.tail, all.len()));
        out
    }

    /// Returns what the text looks like with it; escapes and cuts look different from text.
    fn look(self, all: &[Glyph]) -> Vec<(String, bool)> {
        let cut = Style::new().add_modifier(ratatui::style::Modifier::CROSSED_OUT);
        self.take(all, cut).into_iter().map(|glyph| (glyph.text, glyph.style != Style::new())).collect()
    }
}

fn is_arn(text: &str) -> bool {
    text.starts_with("arn:")
}

/// Returns how many characters all ARNs among the texts share at the beginning, up to a `:` or `/`: partition,
/// account, Region. 0 unless there are two different ones.
pub fn shared_prefix<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    let mut arns = texts.filter(|text| is_arn(text));
    let Some(first) = arns.next() else { return 0 };
    let mut shared = first.len();
    let mut differ = false;
    for text in arns.filter(|text| *text != first) {
        differ = true;
        shared = first.bytes().zip(text.bytes()).take(shared).take_while(|(one, other)| one == other).count();
    }
    let head = first.as_bytes().get(..shared).unwrap_or_default();
    // The common beginning of ARNs is ASCII.
    let head = head.iter().take_while(|byte| byte.is_ascii_graphic()).enumerate();
    let border = head.filter(|(_, byte)| matches!(byte, b':' | b'/')).last();
    border.filter(|_| differ).map_or(0, |(at, _)| at + 1)
}

/// Returns the glyphs of a text; an escape that would take much of the width, such as a long run of combining
/// marks, becomes separate characters.
fn narrow(text: &str, width: usize, style: Style, matched: &[usize], theme: &Theme) -> Vec<Glyph> {
    let (text, _) = shorten(text, Cut::Middle);
    let parts = |glyph: Glyph| -> Vec<Glyph> {
        if glyph.width <= width / 4 || glyph.width <= 2 {
            return vec![glyph];
        }
        let chars = glyph.text.chars().map(|char| char.to_string());
        chars.map(|text| Glyph { width: text.width(), text, style: glyph.style }).collect()
    };
    glyphs(&visible(&text), style, matched, theme).into_iter().flat_map(parts).collect()
}

/// Returns groups of different texts that look the same, by number, if at least one of them is cut.
fn look_the_same(shown: &[ShownText<'_>], kept: &[Kept], long: &impl Fn(&&str) -> bool) -> Vec<Vec<usize>> {
    let mut looks: BTreeMap<Vec<(String, bool)>, Vec<usize>> = BTreeMap::new();
    for (at, (text, kept)) in shown.iter().zip(kept).enumerate() {
        looks.entry(kept.look(&text.glyphs)).or_default().push(at);
    }
    let is_cut = |at: &usize| shown.get(*at).is_some_and(|one| long(&one.text));
    looks.into_values().filter(|group| group.len() > 1 && group.iter().any(is_cut)).collect()
}

/// Cuts the texts of a group again, where they agree.
fn again(
    shown: &[ShownText<'_>],
    kept: &mut [Kept],
    group: &[usize],
    (width, shared): (usize, usize),
    (cut, counts): (CutOf, bool),
) {
    let texts: Vec<&ShownText<'_>> = group.iter().filter_map(|&at| shown.get(at)).collect();
    let Some(first) = texts.first() else { return };
    let same = |at: usize| {
        let glyph = first.glyphs.get(at).map(|glyph| (&glyph.text, glyph.style));
        glyph.is_some()
            && texts.iter().all(|text| text.glyphs.get(at).map(|glyph| (&glyph.text, glyph.style)) == glyph)
    };
    let differs = (0..first.glyphs.len()).find(|&at| !same(at)).unwrap_or(first.glyphs.len());
    for &at in group {
        if let (Some(text), Some(kept)) = (shown.get(at), kept.get_mut(at))
            && cells(&text.glyphs) > width
        {
            let shared = if is_arn(text.text) { shared } else { 0 };
            *kept = text.kept_around(differs, shared, width, (cut(text.text), counts));
        }
    }
}

fn cells(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(|glyph| glyph.width).sum()
}

/// Returns how many of the first glyphs fit into `room` cells.
fn fitting<'g>(glyphs: impl Iterator<Item = &'g Glyph>, cells: usize) -> usize {
    let mut used = 0;
    glyphs
        .take_while(|glyph| {
            used += glyph.width;
            used <= cells
        })
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::theme::ThemeName;

    type Look = Vec<(String, Style)>;

    fn looks(texts: &[String], width: usize, cut: Cut) -> Vec<Look> {
        let theme = Theme::named(ThemeName::Terminal);
        let cut: CutOf = match cut {
            Cut::End => |_| Cut::End,
            Cut::Middle => |_| Cut::Middle,
            Cut::Tail => |_| Cut::Tail,
        };
        let cuts = Cuts::of(texts.iter().map(String::as_str), width, cut, &theme);
        let look = |text: &String| {
            let spans = cuts.fit(text, theme.text, &[], &theme);
            spans.iter().map(|span| (span.content.to_string(), span.style)).collect()
        };
        texts.iter().map(look).collect()
    }

    #[track_caller]
    fn shows(texts: &[&str], width: usize, expected: &[&str]) {
        let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
        let shown = looks(&texts, width, Cut::Middle);
        let shown: Vec<String> =
            shown.iter().map(|look| look.iter().map(|(text, _)| text.trim_end()).collect()).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_cut_is_where_they_agree() {
        shows(&["alice", "arn:aws:iam::1:user/alice"], 11, &["alice", "arn:a…alice"]);
        let (one, two) = (
            "oidc:repo:larkspur/orders:ref:refs/heads/main",
            "oidc:repo:larkspur/infrastructure:ref:refs/heads/main",
        );
        shows(&[one, two], 24, &["oidc:r…ur/order…ads/main", "oidc:r…ur/infra…ads/main"]);
        shows(
            &["session-of-build-0001", "session-of-build-0002"],
            16,
            &["session-…ld-0001", "session-…ld-0002"],
        );
        let (long, longer) = ("a".repeat(60), "a".repeat(61));
        shows(&[&long, &longer], 16, &["aaaa…48…aaaaaaaa", "aaaa…49…aaaaaaaa"]);
        shows(&[], 16, &[]);
        shows(
            &[
                "arn:aws:iam::111122223333:user/a",
                "arn:aws:iam::111122223333:role/b/c",
                "bucket",
                "arn:aws:iam::111122223333:role/b/c",
            ],
            30,
            &["…user/a", "…role/b/c", "bucket", "…role/b/c"],
        );
        shows(&["arn:aws:iam::111122223333:user/a"], 34, &["arn:aws:iam::111122223333:user/a"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn different_texts_look_different(
            texts in prop::collection::vec(prop_oneof![
                "[ab]{0,80}", "aws-cli/2\\.[0-9]{1,2}\\.[0-9] md/awscrt#0\\.2[0-9] os/linux#[56]\\.1[0-9] lang/python#3\\.1[0-9]",
                "oidc:arn:aws:iam::[12]{12}:oidc-provider/tokens:repo:[a-c]{1,3}/[x-z]{1,9}:ref:refs/heads/main",
                "(a\u{301}|漢|…|\u{202e}|[ab])(a\u{301}|漢|…|\u{202e}|[ab]|\u{301}\u{301}){0,40}",
            ], 0..40),
            width in 16..60_usize, cut in prop::sample::select(&[Cut::End, Cut::Middle, Cut::Tail][..]),
        ) {
            // Blanks at the end cannot be seen.
            let texts: Vec<String> = texts.into_iter().map(|text| text.trim_end().to_owned()).collect();
            let looks = looks(&texts, width, cut);
            for (one, look) in texts.iter().zip(&looks) {
                let cells: usize = look.iter().map(|(text, _)| text.width()).sum();
                prop_assert_eq!(cells, width, "{:?}", look);
                for (two, other) in texts.iter().zip(&looks) {
                    prop_assert_eq!(one == two, look == other, "{:?} {:?} {:?}", one, two, look);
                }
            }
        }
    }
}
