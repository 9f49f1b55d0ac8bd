//! Colours by meaning. Nothing is expressed by colour alone.
//!
//! The default uses the terminal's own 16 colours on its own background. A named theme paints its background
//! too, so that it is readable on any terminal. Without colour there are only modifiers.

use ratatui::style::{Color, Modifier, Style};

/// The themes.
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
#[expect(missing_docs, reason = "the names are the meanings")]
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

struct Colors {
    /// Background of the whole screen, and text on it; `None` leaves both to the terminal.
    ground: Option<(Color, Color)>,
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
    /// Returns the styles of a theme.
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

    /// Modifiers only: no colour code is sent. (With NO_COLOR, crossterm 0.29 resets all attributes at each
    /// colour change, which would remove the bar of the selected row.)
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

    fn from(palette: &Colors) -> Self {
        let text = palette.ground.map_or(Style::new(), |(ground, text)| Style::new().bg(ground).fg(text));
        let fg = |color| text.fg(color);
        Self {
            text,
            dim: fg(palette.dim),
            accent: fg(palette.accent),
            failed: fg(palette.failed),
            write: fg(palette.write),
            matched: fg(palette.matched).add_modifier(Modifier::UNDERLINED.union(Modifier::BOLD)),
            selected: palette.selected,
            selected_elsewhere: text.add_modifier(Modifier::BOLD),
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

const fn rgb(code: u32) -> Color {
    let [_, red, green, blue] = code.to_be_bytes();
    Color::Rgb(red, green, blue)
}

const TERMINAL: Colors = Colors {
    ground: None,
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

const DARK: Colors = Colors {
    ground: Some((rgb(0x16_1b22), rgb(0xd5_dce4))),
    dim: rgb(0x8b_949e),
    accent: rgb(0x6c_c7d9),
    failed: rgb(0xff_7b72),
    write: rgb(0xe3_b341),
    matched: rgb(0x6c_c7d9),
    key: rgb(0x79_b8ff),
    string: rgb(0xc5_d1de),
    number: rgb(0xd2_a8ff),
    border: rgb(0x6a_737d),
    selected: Style::new().bg(rgb(0x2f_4a63)).fg(rgb(0xff_ffff)),
};

const LIGHT: Colors = Colors {
    ground: Some((rgb(0xff_ffff), rgb(0x1f_2328))),
    dim: rgb(0x65_6d76),
    accent: rgb(0x05_50ae),
    failed: rgb(0xb3_1d28),
    write: rgb(0x8a_5200),
    matched: rgb(0x05_50ae),
    key: rgb(0x05_50ae),
    string: rgb(0x24_292f),
    number: rgb(0x6f_42c1),
    border: rgb(0x86_8e96),
    selected: Style::new().bg(rgb(0xcd_e3fa)).fg(rgb(0x10_1418)),
};

const CONTRAST: Colors = Colors {
    ground: Some((rgb(0x00_0000), rgb(0xff_ffff))),
    dim: rgb(0xc8_c8c8),
    accent: rgb(0x5f_f0ff),
    failed: rgb(0xff_8080),
    write: rgb(0xff_ff60),
    matched: rgb(0x5f_f0ff),
    key: rgb(0x5f_f0ff),
    string: rgb(0xff_ffff),
    number: rgb(0xff_9cff),
    border: rgb(0xff_ffff),
    selected: Style::new().bg(rgb(0xff_ffff)).fg(rgb(0x00_0000)),
};

// The palette of Okabe and Ito, which is distinguishable with all common forms of colour blindness; its green
// is lightened for a dark background.
const COLORBLIND: Colors = Colors {
    ground: Some((rgb(0x14_171a), rgb(0xe2_e6ea))),
    dim: rgb(0x9a_a0a6),
    accent: rgb(0x56_b4e9),
    failed: rgb(0xe6_9f00),
    write: rgb(0x2f_bf96),
    matched: rgb(0x56_b4e9),
    key: rgb(0x56_b4e9),
    string: rgb(0xe2_e6ea),
    number: rgb(0xcc_79a7),
    border: rgb(0x72_787e),
    selected: Style::new().bg(rgb(0x1f_5b85)).fg(rgb(0xff_ffff)),
};

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    /// Returns the relative luminance by WCAG 2.1; `None` for a colour that the terminal decides.
    fn luminance(color: Option<Color>) -> Option<f64> {
        let Some(Color::Rgb(red, green, blue)) = color else { return None };
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.039_28 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        Some(0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue))
    }

    fn contrast(one: f64, other: f64) -> f64 {
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// A named theme left the background to the terminal, and had white letters on a white one.
    #[test]
    fn sets_with_a_name_can_be_read_on_any_terminal() {
        for &name in ThemeName::value_variants() {
            let theme = Theme::named(name);
            if matches!(name, ThemeName::Terminal | ThemeName::Mono) {
                assert_eq!((theme.text.fg, theme.text.bg), (None, None), "{name:?} is the terminal's");
                continue;
            }
            let (dim, ground) = ([theme.dim, theme.border], luminance(theme.text.bg).unwrap());
            let texts = [
                theme.text,
                theme.accent,
                theme.failed,
                theme.write,
                theme.matched,
                theme.selected,
                theme.selected_elsewhere,
                theme.spelled,
                theme.key,
                theme.string,
                theme.number,
                theme.heading,
                theme.warning,
            ];
            let both = |least: f64, styles: &[Style]| {
                for style in styles {
                    let (fg, bg) = (luminance(style.fg).unwrap(), luminance(style.bg).unwrap());
                    assert!(contrast(fg, bg) >= least, "{name:?} {style:?}: {}", contrast(fg, bg));
                }
            };
            both(4.5, &texts);
            both(3.0, &dim);
            let bar = contrast(luminance(theme.selected.bg).unwrap(), ground);
            assert!(bar >= 1.2, "{name:?}: the bar of the selected row has a contrast of {bar}");
        }
    }
}
