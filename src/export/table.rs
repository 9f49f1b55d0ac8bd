//! Columns of text, aligned by the cells that each value takes on a terminal.
//!
//! A pipe and a file get every value whole. A terminal gets what fits its width; cut values and omitted columns
//! are counted so that the caller can report them. The rows are made twice, first to find the widths, so that
//! none has to be kept.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::export::terminal::paint::TableForm;
use crate::text::distinct;
use crate::text::paint::Tone;

/// Takes a row.
pub(super) type EachRow<'r> = &'r mut dyn FnMut(&[String]) -> io::Result<()>;

/// Calls its argument with each row.
pub(super) type Rows<'r> = &'r dyn Fn(EachRow<'_>) -> io::Result<()>;

/// Returns what the cell of a row and a column means, both counted from 0.
pub(super) type Tones<'t> = &'t dyn Fn(usize, usize) -> Tone;

/// Blanks between two columns.
const GAP: usize = 2;

/// Columns up to this width are not cut, because a part of a time, an address or a Region is useless.
const WHOLE: usize = 20;

/// Wider columns are cut to no less than this.
const NARROWEST: usize = 10;

/// How the columns of a table share a line.
#[derive(Debug, Clone, Copy)]
struct Sharing {
    /// Columns up to this width are not cut.
    whole: usize,
    /// The first wider column gets at least this, if there is room.
    name_least: usize,
    /// And as much as this before others get more than their least.
    name_most: usize,
}

/// Columns that are all alike: those that were asked for.
const ALIKE: Sharing = Sharing { whole: WHOLE, name_least: NARROWEST, name_most: NARROWEST };

/// The first wide column says what a row is about; cut short it cannot be read, so the last columns give way. Bars are
/// useless in parts.
const NAMED: Sharing = Sharing { whole: 24, name_least: 26, name_most: 40 };

/// What did not fit into the width of a terminal.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Unfitted {
    /// How many values were cut in the middle.
    pub cut: usize,
    /// The columns that were left out, the last ones.
    pub left_out: Vec<String>,
}

impl Unfitted {
    /// Adds what did not fit of another table.
    fn add(&mut self, other: Self) {
        self.cut += other.cut;
        for column in other.left_out {
            if !self.left_out.contains(&column) {
                self.left_out.push(column);
            }
        }
    }
}

/// Writes one of several tables, and adds what did not fit to `unfitted`.
pub(super) fn write_one(
    heading: &[&str],
    rows: &[Vec<String>],
    form: TableForm<'_>,
    unfitted: &mut Unfitted,
    out: &mut dyn Write,
) -> io::Result<()> {
    let heading: Vec<String> = heading.iter().map(|&name| name.to_owned()).collect();
    let each_row = |each: EachRow<'_>| rows.iter().try_for_each(|row| each(row));
    unfitted.add(write_shared(&heading, &each_row, (form, NAMED), &|_, _| Tone::Plain, out)?);
    Ok(())
}

/// Writes rows below a heading, without trailing blanks. With a width, no line is longer than it; with colours, cells
/// that repeat the row above are dim.
pub(super) fn write(
    heading: &[String],
    rows: Rows<'_>,
    form: TableForm<'_>,
    tone: Tones<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    write_shared(heading, rows, (form, ALIKE), tone, out)
}

fn write_shared(
    heading: &[String],
    rows: Rows<'_>,
    (form, sharing): (TableForm<'_>, Sharing),
    tone: Tones<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let mut widths: Vec<usize> = heading.iter().map(|cell| distinct(cell).width()).collect();
    rows(&mut |row| {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(distinct(cell).width());
        }
        Ok(())
    })?;
    let fitted = form.width.map_or_else(|| widths.clone(), |width| fit(&widths, width, sharing));
    let left_out = heading.iter().skip(fitted.len()).cloned().collect();
    let mut unfitted = Unfitted { cut: 0, left_out };
    let mut above: Vec<String> = Vec::new();
    let mut line = |row: &[String], tone: &dyn Fn(usize) -> Tone| {
        let (mut text, mut blanks) = (String::new(), 0);
        for (at, (cell, &width)) in row.iter().zip(&fitted).enumerate() {
            let cell = distinct(cell);
            let shown = cut(&cell, width);
            unfitted.cut += usize::from(*shown != *cell);
            text.extend(std::iter::repeat_n(' ', blanks));
            blanks = width.saturating_sub(shown.width()) + GAP;
            let Some(paint) = form.paint else {
                text.push_str(&shown);
                continue;
            };
            let repeats = above.get(at).is_some_and(|above| *above == *cell);
            let tone = tone(at);
            let tone = if repeats && tone == Tone::Plain { Tone::Dim } else { tone };
            text.push_str(&paint.paint(&shown, tone));
        }
        if form.paint.is_some() {
            above = row.iter().map(|cell| distinct(cell).into_owned()).collect();
        }
        writeln!(out, "{}", text.trim_end())
    };
    line(heading, &|_| Tone::Heading)?;
    let mut number = 0;
    rows(&mut |row| {
        line(row, &|column| tone(number, column))?;
        number += 1;
        Ok(())
    })?;
    Ok(unfitted)
}

/// Returns the widths of as many leading columns as fit in lines of `room` cells. Narrow columns are whole,
/// wide ones get equal widths, but for the first of them.
fn fit(widths: &[usize], room: usize, sharing: Sharing) -> Vec<usize> {
    let name = widths.iter().position(|&width| width > sharing.whole);
    let before: usize = widths.iter().take(name.unwrap_or(0)).map(|width| width + GAP).sum();
    let has_room = before + sharing.name_least <= room;
    let least = |(at, &width): (usize, &usize)| match () {
        () if width <= sharing.whole => width,
        () if Some(at) == name && has_room => sharing.name_least.min(width),
        () => NARROWEST,
    };
    let (mut count, mut used) = (0, 0);
    for column in widths.iter().enumerate() {
        let with = used + least(column) + if count == 0 { 0 } else { GAP };
        if with > room && count > 0 {
            break;
        }
        (count, used) = (count + 1, with);
    }
    let shown = widths.get(..count).unwrap_or_default();
    let mut fitted: Vec<usize> = shown.iter().enumerate().map(least).collect();
    let mut spare = room.saturating_sub(used);
    if let Some((fitted, width)) = name.and_then(|at| fitted.get_mut(at).zip(shown.get(at))) {
        let more = (*width).min(sharing.name_most).saturating_sub(*fitted).min(spare);
        *fitted += more;
        spare -= more;
    }
    while spare > 0 {
        // The narrowest column that is still cut grows first.
        let cut = fitted.iter_mut().zip(shown).filter(|(fitted, width)| **fitted < **width);
        let Some((narrowest, _)) = cut.min_by_key(|(fitted, _)| **fitted) else { break };
        *narrowest += 1;
        spare -= 1;
    }
    fitted
}

/// Shortens `text` to at most `width` cells by cutting its middle, because similar names differ at their ends.
fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let kept = width.saturating_sub(1);
    let start = length_of(text.graphemes(true), kept.div_ceil(2));
    let end = length_of(text.graphemes(true).rev(), kept / 2);
    let part = |range| text.get(range).unwrap_or_default();
    Cow::Owned(format!("{}…{}", part(0..start), part(text.len() - end..text.len())))
}

/// Returns how many bytes the first graphemes that fit in `room` cells have.
fn length_of<'t>(graphemes: impl Iterator<Item = &'t str>, room: usize) -> usize {
    let mut used = 0;
    let fits = |grapheme: &&str| {
        used += grapheme.width();
        used <= room
    };
    graphemes.take_while(fits).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::text::paint::Paint;

    use super::*;

    fn written(rows: &[Vec<String>], width: Option<usize>) -> (Vec<String>, Unfitted) {
        let heading: Vec<String> = (0..rows[0].len()).map(|column| format!("c{column}")).collect();
        let mut out = Vec::new();
        let unfitted = write(
            &heading,
            &|each| rows.iter().try_for_each(|row| each(row)),
            TableForm { width, paint: None },
            &|_, _| Tone::Plain,
            &mut out,
        );
        let text = String::from_utf8(out).unwrap();
        (text.lines().map(str::to_owned).collect(), unfitted.unwrap())
    }

    /// The ledger and what is new wrote several tables, and reported nothing that they cut or left out.
    #[test]
    fn what_does_not_fit_of_several_tables_is_added_up() {
        let rows = [row(&["2026-03-10T12:00:00Z", &"x".repeat(60), &"y".repeat(60)])];
        let (form, mut sum) = (TableForm { width: Some(50), paint: None }, Unfitted::default());
        let mut alone = Unfitted::default();
        write_one(&["time", "call", "event"], &rows, form, &mut alone, &mut Vec::new()).unwrap();
        assert!(alone.cut > 0 && alone.left_out == ["event"], "{alone:?}");
        for last in ["event", "event", "file"] {
            write_one(&["time", "call", last], &rows, form, &mut sum, &mut Vec::new()).unwrap();
        }
        assert_eq!((sum.cut, sum.left_out), (3 * alone.cut, vec!["event".to_owned(), "file".to_owned()]));
    }

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn cells_are_painted_by_meaning_and_stay_where_they_are() {
        let code = |name: &str| format!("<{name}>");
        let paint = Paint {
            heading: code("h"),
            failed: code("f"),
            write: code("w"),
            dim: code("d"),
            warning: code("!"),
        };
        let rows = [row(&["a", "x", ""]), row(&["a", "\u{1b}[31m", "z"])];
        let form = TableForm { width: None, paint: Some(&paint) };
        let tone = |row, column| if (row, column) == (1, 1) { Tone::Failed } else { Tone::Plain };
        let mut out = Vec::new();
        let heading = row(&["p", "q", "r"]);
        write(&heading, &|each| rows.iter().try_for_each(|row| each(row)), form, &tone, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap().replace("\u{1b}[0m", "</>");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines, ["<h>p</>  <h>q</>      <h>r</>", "a  x", "<d>a</>  <f>␛[31m</>  z"]);
    }

    /// `grep` on a pipe found nothing, because the middle of a long name had been cut.
    #[test]
    fn a_pipe_gets_every_value_whole() {
        let long = format!("arn:aws:s3:::audit-exports/{}/march.parquet", "2026/".repeat(40));
        let (lines, unfitted) = written(&[row(&[&long, "x"]), row(&["b", "漢"])], None);
        assert_eq!(lines[1], format!("{long}  x"));
        assert_eq!(lines[2], format!("b{}漢", " ".repeat(long.len() + 1)));
        assert_eq!(unfitted, Unfitted::default());
    }

    #[test]
    fn a_terminal_gets_lines_that_fit_it_and_is_told_what_does_not() {
        let wide = "x".repeat(50);
        let rows = [row(&["2026-03-10T12:00:00Z", &wide, "198.51.100.23", &wide, "us-east-1"])];
        let (lines, unfitted) = written(&rows, Some(90));
        assert_eq!(lines[1].width(), 90);
        assert!(lines[1].starts_with("2026-03-10T12:00:00Z  ") && lines[1].ends_with("  us-east-1"));
        assert_eq!(unfitted, Unfitted { cut: 2, left_out: Vec::new() });
        let (lines, unfitted) = written(&rows, Some(40));
        assert_eq!(unfitted, Unfitted { cut: 1, left_out: row(&["c2", "c3", "c4"]) });
        assert_eq!(lines[1].width(), 40);
        assert_eq!(written(&rows, Some(500)).1, Unfitted::default());
    }

    proptest! {
        #[test]
        fn lines_fit_and_only_what_is_cut_is_not_there(
            rows in proptest::collection::vec(proptest::collection::vec("[a-z漢é ]{0,30}", 4), 1..6),
            width in 20usize..100,
        ) {
            let (lines, unfitted) = written(&rows, Some(width));
            prop_assert!(lines.iter().all(|line| line.width() <= width), "{lines:?}");
            let cut = lines.iter().map(|line| line.matches('…').count()).sum::<usize>();
            prop_assert_eq!(cut, unfitted.cut);
            let (whole, none) = written(&rows, None);
            prop_assert_eq!(none, Unfitted::default());
            for (row, line) in rows.iter().zip(&whole[1..]) {
                prop_assert!(row.iter().all(|cell| line.contains(cell.trim_end())), "{row:?} {line:?}");
            }
        }
    }
}
