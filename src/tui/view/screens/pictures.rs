//! Draws the pictures: what is counted, the heat map or the lanes, and below them the numbers of the selected cell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::lanes;
use super::picture_cells::{block, count_words, mostly_failed, style_of, whole};
use crate::query::language::time::clock::cell_terms;
use crate::query::summary::heat::{DAYS, HOURS, Heat};
use crate::query::summary::picture::Picture;
use crate::query::summary::timeline::BarCount;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{fill, put};
use crate::tui::number::{counted, number};
use crate::tui::panes::screens::pictures::{PictureView, Pictures};
use crate::tui::picture_layout::{DAY_NAME, PictureAreas, pictures};
use crate::tui::text_fit::{Cut, fit, wording};
use crate::tui::view::frame::scroll_bar;

/// From nothing to the fullest: they differ without colour.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];
const WEEKDAYS: [&str; DAYS] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Draws the picture that is shown.
pub(in crate::tui::view) fn draw(app: &App, pane: &Pictures, screen: Rect, buffer: &mut Buffer) {
    let parts = pictures(screen);
    let Some(picture) = pane.shown() else {
        put(buffer, parts.about, 0, &Line::styled("Counting…", app.theme.dim));
        return;
    };
    let width = usize::from(parts.about.width);
    let words = about(pane, picture, width);
    put(
        buffer,
        parts.about,
        0,
        &Line::from(fit(&own_words(&words), width, Cut::End, app.theme.dim, &[], &app.theme)),
    );
    match pane.view {
        PictureView::Heat => draw_heat(app, pane, picture, &parts, buffer),
        PictureView::Lanes => {
            lanes::draw(app, pane, picture, &parts, buffer);
            scroll_bar(buffer, parts.lanes, &pane.window, &app.theme);
        }
    }
}

/// Returns what is counted, and in which zone, in `width` cells if it can.
fn about(pane: &Pictures, picture: &Picture, width: usize) -> String {
    let zone = picture.request.zone.name();
    let heat = &picture.heat;
    match pane.view {
        PictureView::Heat => {
            let events: u32 = (0..DAYS).map(|day| heat.of_day(day)).sum();
            let group = pane.group.as_ref().map(|group| format!(" of {group}")).unwrap_or_default();
            let without = match heat.without_time {
                0 => String::new(),
                without => format!(" · {} without a time", number(without)),
            };
            format!("{}{group} · hours in {zone}{without}", counted(whole(events), "event"))
        }
        PictureView::Lanes => {
            let (shown, groups) = (picture.lanes.lanes.len(), picture.lanes.groups);
            let which =
                if shown < groups { format!("the largest {} of ", number(shown)) } else { String::new() };
            let step = picture.lanes.all.step_words();
            let words = format!(
                "{which}{} by {} · {step} a column · {zone}",
                counted(groups, "group"),
                pane.field.name
            );
            wording(
                [format!("{words} · each line has its own scale"), format!("{words} · own scales"), words],
                width,
            )
        }
    }
}

/// Returns how full a cell is, from 0 for nothing to 4. Each step is four times the one before.
fn shade(count: u32, most: u32) -> usize {
    let (count, most) = (u64::from(count), u64::from(most));
    match () {
        () if count == 0 => 0,
        () if count * 64 <= most => 1,
        () if count * 16 <= most => 2,
        () if count * 4 <= most => 3,
        () => 4,
    }
}

/// Returns the ranges of the shades in words, without those that no number has.
fn legend(most: u32) -> String {
    let ends = [most / 64, most / 16, most / 4, most];
    let mut words = vec![format!("{} none", SHADES[0])];
    let mut from = 1;
    for (shade, end) in SHADES.iter().skip(1).zip(ends) {
        if end > from {
            words.push(format!("{shade} {}–{}", number(whole(from)), number(whole(end))));
        } else if end == from {
            words.push(format!("{shade} {}", number(whole(end))));
        }
        from = from.max(end + 1);
    }
    words.join("   ")
}

fn draw_heat(app: &App, pane: &Pictures, picture: &Picture, parts: &PictureAreas, buffer: &mut Buffer) {
    let (theme, heat) = (&app.theme, &picture.heat);
    let ((cell, tall), most) = (parts.cell(), heat.most());
    let place = |row: u16, hour: usize| {
        let left = u16::try_from(hour).unwrap_or(0) * cell;
        Rect { x: parts.heat.x + left, y: parts.heat.y + row, width: cell, height: 1 }
    };
    let every = if cell >= 3 { 1 } else { 6 };
    for hour in (0..HOURS).step_by(every) {
        let area = Rect { y: parts.heads.y, width: parts.heads.right() - place(0, hour).x, ..place(0, hour) };
        put(buffer, area, 0, &Line::styled(format!("{hour:02}"), theme.dim));
    }
    for (row, day) in (0..parts.heat.height).step_by(usize::from(tall)).zip(0..DAYS) {
        let name = WEEKDAYS.get(day).copied().unwrap_or_default();
        let label = Rect { x: parts.heat.x - DAY_NAME, width: DAY_NAME, ..place(row, 0) };
        let style = if pane.cell.0 == day { theme.heading } else { theme.dim };
        put(buffer, label, 0, &Line::styled(name, style));
        for hour in 0..HOURS {
            let count = heat.count(day, hour);
            let is_selected = pane.cell == (day, hour);
            let style = if is_selected { theme.selected } else { style_of(app, count) };
            let words = cell_words(count, most, usize::from(cell), is_selected);
            // The number of the selected cell is in its first row.
            for line in 0..tall.min(parts.heat.height - row) {
                let blank = is_selected && line > 0;
                let words = if blank { " ".repeat(usize::from(cell)) } else { words.clone() };
                put(buffer, place(row + line, hour), 0, &Line::styled(words, style));
            }
        }
        let right = Rect { x: parts.heat.right() + 1, ..parts.lanes };
        let right = Rect { width: parts.lanes.right().saturating_sub(right.x), ..right };
        if right.width >= 9 {
            put(
                buffer,
                right,
                row,
                &Line::styled(format!("{:>9}", number(whole(heat.of_day(day)))), theme.dim),
            );
        }
    }
    let under = parts.heat.height;
    if parts.lanes.height > under {
        let highest = (0..HOURS).map(|hour| heat.of_hour(hour)).max().unwrap_or(0);
        for hour in 0..HOURS {
            let area = Rect { width: cell.saturating_sub(1).max(1), ..place(under, hour) };
            fill(buffer, area, block(heat.of_hour(hour), highest), theme.accent);
        }
    }
    let has_failed = (0..DAYS).any(|day| (0..HOURS).any(|hour| mostly_failed(heat.count(day, hour))));
    let failed = if has_failed { "   ! most failed" } else { "" };
    let lines = [format!("{}{failed}", legend(most)), cell_line(pane, heat), filter_line(pane, picture)];
    // With little room, the numbers of the cell are what matters.
    let lines = if parts.below.height < 3 { &lines[1..2] } else { &lines[..] };
    for (line, words) in (0..).zip(lines) {
        let style = if line == 0 && lines.len() > 1 { theme.dim } else { theme.text };
        let width = usize::from(parts.below.width);
        put(
            buffer,
            parts.below,
            line,
            &Line::from(fit(&own_words(words), width, Cut::End, style, &[], theme)),
        );
    }
}

/// Returns the content of a cell: its shade, and in the selected one its number as far as that fits.
fn cell_words(count: BarCount, most: u32, width: usize, is_selected: bool) -> String {
    let total = count.total();
    let shade = shade(total, most);
    let symbol = SHADES.get(shade).copied().unwrap_or_default();
    if is_selected {
        let words = [total.to_string(), format!("{}k", total / 1000), format!("{}M", total / 1_000_000)];
        let fitting = words.into_iter().find(|words| words.len() <= width).unwrap_or_else(|| "+".to_owned());
        // A blank keeps it apart from the next cell.
        let room = if fitting.len() < width { width - 1 } else { width };
        return format!("{fitting:>room$}{}", " ".repeat(width - room));
    }
    let length = if shade == 0 { 1 } else { width.saturating_sub(1).max(1) };
    // The colour of failed calls is not seen by everyone.
    let mark = if mostly_failed(count) { "!" } else { "" };
    format!("{:.width$}", format!("{}{mark:width$}", symbol.repeat(length)))
}

fn cell_line(pane: &Pictures, heat: &Heat) -> String {
    let (day, hour) = pane.cell;
    let count = heat.count(day, hour);
    let name = WEEKDAYS.get(day).copied().unwrap_or_default();
    let zone = pane.zone().map(|zone| zone.name().to_owned()).unwrap_or_default();
    format!("{name} {hour:02}:00–{hour:02}:59 {zone} · {}", count_words(count))
}

fn filter_line(pane: &Pictures, picture: &Picture) -> String {
    let (day, hour) = pane.cell;
    match cell_terms(day, hour, &picture.request.zone) {
        Some(terms) if picture.heat.count(day, hour).total() > 0 => format!("enter filters by {terms}"),
        Some(_) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_and_their_legend_agree() {
        assert_eq!(legend(0), "· none");
        assert_eq!(legend(1), "· none   █ 1");
        assert_eq!(legend(20), "· none   ▒ 1   ▓ 2–5   █ 6–20");
        assert_eq!(legend(6400), "· none   ░ 1–100   ▒ 101–400   ▓ 401–1,600   █ 1,601–6,400");
        for most in [1, 5, 20, 64, 6400] {
            for count in 0..=most {
                let shade = shade(count, most);
                let ends = [0, most / 64, most / 16, most / 4, most];
                assert!(count <= ends[shade], "{count} of {most}");
                assert!(shade == 0 || count > ends[shade - 1], "{count} of {most}");
            }
        }
    }

    #[test]
    fn a_cell_shows_its_number_where_it_is_selected() {
        let count = |ok| BarCount { ok, failed: 0 };
        for (total, width, words) in
            [(57, 3, "57 "), (1234, 3, "1k "), (1234, 4, "1234"), (0, 3, " 0 "), (57, 1, "+"), (5, 1, "5")]
        {
            assert_eq!(cell_words(count(total), 2000, width, true), words, "{total} {width}");
        }
        assert_eq!(cell_words(count(0), 9, 3, false), "·  ");
        assert_eq!(cell_words(count(9), 9, 3, false), "██ ");
        assert_eq!(cell_words(count(9), 9, 1, false), "█");
    }
}
