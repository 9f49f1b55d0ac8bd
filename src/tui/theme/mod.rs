//! Colours by meaning. Nothing is expressed by colour alone.
//!
//! The default uses the terminal's own 16 colours on its own background. A named theme paints its background
//! too, so that it is readable on any terminal. Without colour there are only modifiers. The themes are data:
//! `written` reads them.

pub mod written;

use clap::ValueEnum as _;
use ratatui::style::{Modifier, Style};

use self::written::ThemeStyles;

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
    /// Catppuccin Mocha, dark
    Catppuccin,
    /// Catppuccin Latte, light
    CatppuccinLatte,
    /// Solarized on its dark background
    SolarizedDark,
    /// Solarized on its light background
    SolarizedLight,
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

impl Theme {
    /// Returns the styles of a shipped theme.
    pub fn named(name: ThemeName) -> Self {
        Self::of(name, &ThemeStyles::default())
    }

    /// Returns the style of a meaning, by its name in [`written::MEANINGS`]; that of text for another name.
    pub fn style(&self, meaning: &str) -> Style {
        match meaning {
            "dim" => self.dim,
            "accent" => self.accent,
            "failed" => self.failed,
            "write" => self.write,
            "matched" => self.matched,
            "selected" => self.selected,
            "selected_elsewhere" => self.selected_elsewhere,
            "spelled" => self.spelled,
            "key" => self.key,
            "string" => self.string,
            "number" => self.number,
            "heading" => self.heading,
            "border" => self.border,
            "warning" => self.warning,
            _ => self.text,
        }
    }

    /// Returns the styles of a theme with some of one's own.
    pub fn of(name: ThemeName, own: &ThemeStyles) -> Self {
        Self::from(&name.written().under(own))
    }

    /// Makes the styles of all meanings. Those that are not written follow from others, so that a change of one
    /// colour changes all that means the same.
    fn from(written: &ThemeStyles) -> Self {
        let text = written.style("text").unwrap_or_default();
        let style = |meaning: &str, otherwise: Style| {
            written.style(meaning).map_or(otherwise, |style| text.patch(style))
        };
        // A style without a word of how it differs from text besides its colour gets these.
        let marked = |meaning: &str, otherwise: Style, marks: Modifier| {
            let style = style(meaning, otherwise);
            let is_marked = written.style(meaning).is_some_and(|own| !own.add_modifier.is_empty());
            if is_marked { style } else { style.add_modifier(marks) }
        };
        let dim = style("dim", text.add_modifier(Modifier::DIM));
        let accent = style("accent", text.add_modifier(Modifier::BOLD));
        let failed = style("failed", text.add_modifier(Modifier::BOLD));
        let write = style("write", text);
        let selected = style("selected", text);
        let is_bar = written.style("selected").is_some_and(|own| own.bg.is_some());
        Self {
            text,
            dim,
            accent,
            failed,
            write,
            matched: marked("matched", accent, Modifier::UNDERLINED.union(Modifier::BOLD)),
            // Without a background of its own the bar would not be seen.
            selected: if is_bar { selected } else { selected.add_modifier(Modifier::REVERSED) },
            selected_elsewhere: marked("selected_elsewhere", text, Modifier::BOLD),
            // Escapes must differ from text that only looks like them.
            spelled: style("spelled", write).add_modifier(Modifier::REVERSED),
            key: style("key", accent),
            string: style("string", text),
            number: style("number", accent),
            heading: marked("heading", accent, Modifier::BOLD),
            border: style("border", dim),
            warning: marked("warning", failed, Modifier::BOLD),
        }
    }
}

/// Returns the names of all themes.
pub fn names() -> Vec<String> {
    ThemeName::value_variants().iter().map(|name| name.words().0).collect()
}

impl ThemeName {
    /// Returns the file of a theme.
    fn data(self) -> &'static str {
        match self {
            Self::Terminal => include_str!("../../../assets/themes/terminal.toml"),
            Self::Dark => include_str!("../../../assets/themes/dark.toml"),
            Self::Light => include_str!("../../../assets/themes/light.toml"),
            Self::Contrast => include_str!("../../../assets/themes/contrast.toml"),
            Self::Colorblind => include_str!("../../../assets/themes/colorblind.toml"),
            // With NO_COLOR, crossterm 0.29 resets all attributes at each colour change, which would remove the bar
            // of the selected row. This theme sends no colour code at all.
            Self::Mono => include_str!("../../../assets/themes/mono.toml"),
            Self::Catppuccin => include_str!("../../../assets/themes/catppuccin.toml"),
            Self::CatppuccinLatte => include_str!("../../../assets/themes/catppuccin-latte.toml"),
            Self::SolarizedDark => include_str!("../../../assets/themes/solarized-dark.toml"),
            Self::SolarizedLight => include_str!("../../../assets/themes/solarized-light.toml"),
        }
    }

    fn written(self) -> ThemeStyles {
        ThemeStyles::read(self.data()).unwrap_or_default()
    }

    /// Returns its name and what it is for.
    pub fn words(self) -> (String, String) {
        self.to_possible_value().map_or_else(Default::default, |value| {
            (value.get_name().to_owned(), value.get_help().map(ToString::to_string).unwrap_or_default())
        })
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

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

    #[test]
    fn every_shipped_theme_is_read_whole() {
        for &name in ThemeName::value_variants() {
            let written = ThemeStyles::read(name.data());
            assert_eq!(written.as_ref().err(), None, "{name:?}");
            assert_eq!(written.unwrap(), name.written());
        }
        let terminal = Theme::named(ThemeName::Terminal);
        assert_eq!(terminal.matched, Style::new().fg(Color::Cyan).underlined().bold());
        assert_eq!(
            (terminal.string, terminal.selected),
            (Style::new().fg(Color::Reset), Style::new().reversed())
        );
        let mono = Theme::named(ThemeName::Mono);
        assert_eq!(
            (mono.matched, mono.spelled, mono.number),
            (Style::new().underlined(), Style::new().reversed(), Style::new())
        );
    }

    #[test]
    fn own_colours_change_what_means_the_same_and_keep_the_marks() {
        let mut own = ThemeStyles::default();
        for (meaning, style) in [("accent", "#010203"), ("selected", "bold"), ("spelled", "red bold")] {
            own.set(meaning, style).unwrap();
        }
        let theme = Theme::of(ThemeName::Dark, &own);
        let dark = Theme::named(ThemeName::Dark);
        let accent = dark.text.fg(Color::Rgb(1, 2, 3));
        assert_eq!((theme.accent, theme.heading), (accent, accent.bold()));
        assert_eq!(theme.matched, accent.bold().underlined());
        assert_eq!((theme.failed, theme.text), (dark.failed, dark.text));
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED), "the bar is seen");
        assert!(theme.spelled.add_modifier.contains(Modifier::REVERSED | Modifier::BOLD));
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
            let (lines, ground) = ([theme.border], luminance(theme.text.bg).unwrap());
            let texts = [
                theme.text,
                theme.dim,
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
            both(3.0, &lines);
            let bar = contrast(luminance(theme.selected.bg).unwrap(), ground);
            assert!(bar >= 1.2, "{name:?}: the bar of the selected row has a contrast of {bar}");
        }
    }
}
