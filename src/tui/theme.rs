//! Colours by meaning. Five sets and one without any colour; nothing is told by colour alone.

use ratatui::style::{Color, Modifier, Style};

/// The colour sets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeName {
    /// The terminal's own 16 colours
    #[default]
    Terminal,
    /// For dark backgrounds
    Dark,
    /// For light backgrounds
    Light,
    /// High contrast
    Contrast,
    /// Safe for colour-blind eyes
    Colorblind,
    /// No colour at all, as with NO_COLOR
    Mono,
}

/// A style for each meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the meanings")]
pub struct Theme {
    pub text: Style,
    pub dim: Style,
    pub accent: Style,
    pub failed: Style,
    pub write: Style,
    pub matched: Style,
    pub selected: Style,
    pub selected_elsewhere: Style,
    pub spelled: Style,
    pub key: Style,
    pub string: Style,
    pub number: Style,
    pub heading: Style,
    pub border: Style,
    pub warning: Style,
}

struct Palette {
    dim: Color,
    accent: Color,
    failed: Color,
    write: Color,
    matched: Color,
    key: Color,
    string: Color,
    number: Color,
    border: Color,
    selected: Style,
}

const REVERSED: Style = Style::new().add_modifier(Modifier::REVERSED);

impl Theme {
    /// The set of that name.
    pub fn named(name: ThemeName) -> Self {
        match name {
            ThemeName::Terminal => Self::from(&TERMINAL),
            ThemeName::Dark => Self::from(&DARK),
            ThemeName::Light => Self::from(&LIGHT),
            ThemeName::Contrast => Self::from(&CONTRAST),
            ThemeName::Colorblind => Self::from(&COLORBLIND),
            ThemeName::Mono => Self::mono(),
        }
    }

    /// Modifiers only: not one colour code is sent. (crossterm 0.29 answers NO_COLOR by resetting all attributes at each
    /// colour change, which would wipe out the bar of the selected row.)
    fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            accent: bold,
            failed: bold,
            write: plain,
            matched: plain.add_modifier(Modifier::UNDERLINED),
            selected: REVERSED,
            selected_elsewhere: bold,
            spelled: REVERSED,
            key: plain,
            string: plain,
            number: plain,
            heading: bold,
            border: plain.add_modifier(Modifier::DIM),
            warning: bold,
        }
    }

    fn from(palette: &Palette) -> Self {
        let fg = |color| Style::new().fg(color);
        Self {
            text: Style::new(),
            dim: fg(palette.dim),
            accent: fg(palette.accent),
            failed: fg(palette.failed),
            write: fg(palette.write),
            matched: fg(palette.matched).add_modifier(Modifier::UNDERLINED.union(Modifier::BOLD)),
            selected: palette.selected,
            selected_elsewhere: Style::new().add_modifier(Modifier::BOLD),
            spelled: fg(palette.write).add_modifier(Modifier::REVERSED),
            key: fg(palette.key),
            string: fg(palette.string),
            number: fg(palette.number),
            heading: fg(palette.accent).add_modifier(Modifier::BOLD),
            border: fg(palette.border),
            warning: fg(palette.failed).add_modifier(Modifier::BOLD),
        }
    }
}

const TERMINAL: Palette = Palette {
    dim: Color::DarkGray,
    accent: Color::Cyan,
    failed: Color::Red,
    write: Color::Yellow,
    matched: Color::Cyan,
    key: Color::Blue,
    string: Color::Reset,
    number: Color::Magenta,
    border: Color::DarkGray,
    selected: REVERSED,
};

const DARK: Palette = Palette {
    dim: Color::Rgb(0x80, 0x88, 0x90),
    accent: Color::Rgb(0x6c, 0xc7, 0xd9),
    failed: Color::Rgb(0xff, 0x7b, 0x72),
    write: Color::Rgb(0xe3, 0xb3, 0x41),
    matched: Color::Rgb(0x6c, 0xc7, 0xd9),
    key: Color::Rgb(0x79, 0xb8, 0xff),
    string: Color::Rgb(0xc5, 0xd1, 0xde),
    number: Color::Rgb(0xd2, 0xa8, 0xff),
    border: Color::Rgb(0x4a, 0x50, 0x58),
    selected: Style::new().bg(Color::Rgb(0x2f, 0x4a, 0x63)).fg(Color::Rgb(0xff, 0xff, 0xff)),
};

const LIGHT: Palette = Palette {
    dim: Color::Rgb(0x6e, 0x77, 0x81),
    accent: Color::Rgb(0x05, 0x50, 0xae),
    failed: Color::Rgb(0xb3, 0x1d, 0x28),
    write: Color::Rgb(0x8a, 0x52, 0x00),
    matched: Color::Rgb(0x05, 0x50, 0xae),
    key: Color::Rgb(0x05, 0x50, 0xae),
    string: Color::Rgb(0x24, 0x29, 0x2f),
    number: Color::Rgb(0x6f, 0x42, 0xc1),
    border: Color::Rgb(0xb0, 0xb7, 0xbf),
    selected: Style::new().bg(Color::Rgb(0xcd, 0xe3, 0xfa)).fg(Color::Rgb(0x10, 0x14, 0x18)),
};

const CONTRAST: Palette = Palette {
    dim: Color::Gray,
    accent: Color::LightCyan,
    failed: Color::LightRed,
    write: Color::LightYellow,
    matched: Color::LightCyan,
    key: Color::LightCyan,
    string: Color::White,
    number: Color::LightMagenta,
    border: Color::White,
    selected: REVERSED,
};

// The set of Okabe and Ito, told apart by all common forms of colour blindness.
const COLORBLIND: Palette = Palette {
    dim: Color::DarkGray,
    accent: Color::Rgb(0x56, 0xb4, 0xe9),
    failed: Color::Rgb(0xe6, 0x9f, 0x00),
    write: Color::Rgb(0x00, 0x9e, 0x73),
    matched: Color::Rgb(0x56, 0xb4, 0xe9),
    key: Color::Rgb(0x56, 0xb4, 0xe9),
    string: Color::Reset,
    number: Color::Rgb(0xcc, 0x79, 0xa7),
    border: Color::DarkGray,
    selected: REVERSED,
};
