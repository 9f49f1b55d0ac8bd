//! What must hold on every screen: no colour where none is wanted, one text in all themes, and no size too small.

use clap::ValueEnum as _;
use ratatui::style::{Color, Modifier};
use trailsift::tui::theme::ThemeName;

use crate::ascii::OVERLAYS;
use crate::screen::{Loaded, Screen};

/// Scripts that lead to every kind of screen, each from the start.
pub(crate) const WAYS: [&str; 32] = [
    "jj~",
    "jj~h",
    "<enter>w9",
    "<enter>r/event<enter>",
    "|<enter>",
    "",
    "jjjS",
    "T",
    "Tvll",
    "/accden",
    "/accden<enter>",
    "/zzzzqq",
    "p",
    "e",
    "esss",
    "p/zzzzqq",
    "/denied<enter>pj<enter>",
    "b",
    "b<down>",
    "?",
    "?G",
    "i",
    ":",
    "p:by err",
    ":question",
    "Y",
    "<enter>Y",
    "<enter>",
    "<enter>9G",
    "/putuserpolicy<enter><enter>/Effect<enter>",
    "/putuserpolicy<enter><enter>/userAgent",
    "/putuserpolicy<enter><enter>/userAgent<enter><enter>jy",
];

#[test]
fn without_colour_there_is_none_and_the_cursor_is_seen() {
    for size in [(120, 40), (80, 24), (200, 60), (40, 12)] {
        for way in WAYS.into_iter().chain(OVERLAYS) {
            let mut screen = Screen::of(&Loaded::sample(), ThemeName::Mono, size);
            screen.keys(way);
            let cells = screen.cells();
            let colour = cells.content.iter().find(|cell| (cell.fg, cell.bg) != (Color::Reset, Color::Reset));
            assert!(colour.is_none(), "{way} {size:?}: {colour:?}");
            let reversed =
                |y| (0..size.0).filter(|&x| cells[(x, y)].modifier.contains(Modifier::REVERSED)).count();
            let rows = (0..size.1).filter(|&y| reversed(y) > usize::from(size.0) / 4).count();
            // A picture marks one cell, an export a line of text, and a note has no rows.
            let has_rows =
                !way.contains("zzzz") && !way.starts_with(['?', '*', 'x', '@']) && !way.ends_with('#');
            assert!(rows > 0 || !has_rows, "{rows} bars after {way} {size:?}:\n{}", screen.text());
        }
    }
}

#[test]
fn all_themes_show_the_same_text() {
    for way in WAYS {
        let mut screen = Screen::sample(120, 40);
        screen.keys(way);
        let texts: Vec<String> =
            ThemeName::value_variants().iter().map(|&theme| screen.painted(theme).text()).collect();
        assert!(texts.len() >= 6 && texts.iter().all(|text| *text == texts[0]), "{way}");
    }
}

#[test]
fn every_size_is_drawn() {
    let sizes = (1..=30).flat_map(|columns| (1..=12).map(move |rows| (columns, rows)));
    let borders = [
        (59, 16),
        (60, 15),
        (60, 16),
        (60, 17),
        (109, 24),
        (110, 24),
        (110, 5),
        (111, 6),
        (300, 100),
        (1000, 3),
    ];
    let sizes: Vec<(u16, u16)> = sizes.chain(borders).collect();
    for (row, way) in WAYS.into_iter().enumerate() {
        let mut screen = Screen::sample(80, 24);
        screen.keys(way);
        // Each way meets a third of the sizes, each size a third of the ways.
        for &(columns, rows) in sizes.iter().skip(row % 3).step_by(3) {
            screen.resize(columns, rows);
            let says_so = screen.text().starts_with("the") || columns < 3;
            assert!(says_so || (columns >= 20 && rows >= 5), "{way} {columns}x{rows}:\n{}", screen.text());
        }
    }
}

#[test]
fn every_size_can_be_worked_in() {
    let sizes =
        [(1, 1), (2, 2), (5, 3), (19, 30), (30, 4), (20, 5), (21, 6), (24, 7), (30, 12), (60, 16), (110, 5)];
    for (row, (columns, rows)) in sizes.into_iter().enumerate() {
        for way in WAYS.into_iter().skip(row % 2).step_by(2) {
            let mut screen = Screen::sample(columns, rows);
            screen
                .keys(way)
                .keys("jk<pgdn><pgup>Gg")
                .click(3, 3)
                .click(3, 3)
                .wheel(3, 3, true)
                .wheel(3, 3, false);
            for y in 0..rows {
                screen.click(columns - 1, y);
            }
        }
    }
}

#[test]
fn a_screen_is_drawn_the_same_after_it_was_small() {
    for way in WAYS.into_iter().filter(|way| !way.contains(['G', 'S'])) {
        let mut screen = Screen::sample(120, 40);
        let before = screen.keys(way).text();
        screen.resize(120, 60).resize(120, 40);
        assert_eq!(screen.text(), before, "{way}");
    }
}

/// The contrast of a letter with its ground, as WCAG defines it: 1 is none, 21 is black on white.
fn contrast(cell: &ratatui::buffer::Cell) -> f64 {
    let luminance = |color: Color| {
        let Color::Rgb(red, green, blue) = color else { panic!("{color:?} is not painted") };
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    };
    let (one, other) = (luminance(cell.fg), luminance(cell.bg));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Blanks between words, below the last row and below overlays had the terminal's background.
#[test]
fn a_named_theme_paints_every_cell() {
    for way in WAYS.into_iter().chain(OVERLAYS) {
        let mut screen = Screen::sample(120, 40);
        screen.keys(way);
        for &name in ThemeName::value_variants() {
            if matches!(name, ThemeName::Terminal | ThemeName::Mono) {
                continue;
            }
            screen.painted(name);
            let cells = screen.cells();
            let bare =
                cells.content.iter().position(|cell| cell.bg == Color::Reset || cell.fg == Color::Reset);
            assert_eq!(bare.map(|at| cells.pos_of(at)), None, "{name:?} {way}:\n{}", screen.text());
            for cell in cells.content.iter().filter(|cell| cell.symbol().chars().any(char::is_alphanumeric)) {
                let contrast = contrast(cell);
                assert!(
                    contrast >= 3.0,
                    "{name:?} {way}: {:?} has a contrast of {contrast:.2}:\n{}",
                    (cell.symbol(), cell.fg, cell.bg),
                    screen.text()
                );
            }
        }
    }
}
