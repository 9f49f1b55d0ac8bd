//! Themes as they are written: one style for each meaning, as words such as `#ffffff on #2f4a63 bold`. The shipped
//! ones are the files of `assets/themes`; the configuration has a table of the same form. No file is read here.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use ratatui::style::{Color, Modifier, Style};

/// Every meaning with its description, in the order of the documentation.
pub const MEANINGS: [(&str, &str); 15] = [
    ("text", "text, and the background of the whole screen"),
    ("dim", "what repeats or matters less"),
    ("accent", "marks and numbers that are looked for"),
    ("failed", "calls that failed"),
    ("write", "calls that changed something"),
    ("matched", "letters that the filter matched; unless you say otherwise, underlined and bold"),
    ("selected", "the row under the cursor"),
    ("selected_elsewhere", "the row under the cursor of the pane without the keys"),
    ("spelled", "escapes for hidden characters; always reversed, so that they can be told from text"),
    ("key", "names of members in an event"),
    ("string", "strings in an event"),
    ("number", "numbers in an event"),
    ("heading", "titles and keys"),
    ("border", "lines and borders"),
    ("warning", "what you have to know"),
];

/// The words for what a style can be besides its colours.
const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// How a style is written, for messages and documentation.
pub const FORM: &str = "a style is a colour, then on and a background, then any of bold, dim, italic, underline, \
                        reverse; a colour is #rrggbb, a name such as light-blue, 0 to 255, or default";

/// Styles by the names of their meanings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeStyles(BTreeMap<&'static str, Style>);

impl ThemeStyles {
    /// Reads a shipped theme: a line for each meaning.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let table: BTreeMap<String, String> = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut written = Self::default();
        for (meaning, style) in &table {
            written.set(meaning, style)?;
        }
        Ok(written)
    }

    /// Sets the style of a meaning. The error says what is wrong with the name or the style.
    pub fn set(&mut self, meaning: &str, style: &str) -> Result<(), String> {
        let known = MEANINGS.iter().map(|(name, _)| *name).find(|name| *name == meaning);
        let known = known.ok_or_else(|| format!("{meaning} is not a part of a theme"))?;
        self.0.insert(known, read_style(style)?);
        Ok(())
    }

    /// Replaces the styles that another set has.
    #[must_use]
    pub fn under(mut self, own: &Self) -> Self {
        self.0.extend(own.0.iter().map(|(&meaning, &style)| (meaning, style)));
        self
    }

    /// Returns the style of a meaning, if it is written.
    pub(super) fn style(&self, meaning: &str) -> Option<Style> {
        self.0.get(meaning).copied()
    }
}

/// Writes a style in the words that [`ThemeStyles::set`] reads.
pub fn style_text(style: Style) -> String {
    let name = |color: Color| {
        if color == Color::Reset { "default".to_owned() } else { color.to_string().to_lowercase() }
    };
    let foreground = style.fg.map(name);
    let background = style.bg.map(|color| format!("on {}", name(color)));
    let modifiers = MODIFIERS.iter().filter(|(_, modifier)| style.add_modifier.contains(*modifier));
    let modifiers = modifiers.map(|(word, _)| (*word).to_owned());
    foreground.into_iter().chain(background).chain(modifiers).collect::<Vec<_>>().join(" ")
}

/// Reads one style.
fn read_style(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let modifier = MODIFIERS.iter().find(|(name, _)| *name == word);
        style = match (word, modifier) {
            (_, Some((_, modifier))) => style.add_modifier(*modifier),
            ("on", None) => match words.next() {
                Some(word) => style.bg(color(word)?),
                None => return Err(format!("a colour is missing after on; {FORM}")),
            },
            (_, None) if style.fg.is_some() => {
                return Err(format!("{word:?} is a second colour; write on before a background"));
            }
            (word, None) => style.fg(color(word)?),
        };
    }
    Ok(style)
}

fn color(word: &str) -> Result<Color, String> {
    if word == "default" {
        return Ok(Color::Reset);
    }
    Color::from_str(word).map_err(|_| format!("{word:?} is not a colour; {FORM}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_read_as_they_are_written() {
        let new = Style::new;
        for (text, style) in [
            ("", new()),
            ("red", new().fg(Color::Red)),
            ("light-blue on default", new().fg(Color::LightBlue).bg(Color::Reset)),
            (
                "#00ff7F on 17 bold underline",
                new().fg(Color::Rgb(0, 255, 127)).bg(Color::Indexed(17)).bold().underlined(),
            ),
            ("on #102030", new().bg(Color::Rgb(16, 32, 48))),
            ("dim  reverse italic", new().dim().reversed().italic()),
        ] {
            assert_eq!(read_style(text), Ok(style), "{text}");
            assert_eq!(read_style(&style_text(style)), Ok(style), "{}", style_text(style));
        }
        for (text, words) in [
            ("rde", "\"rde\" is not a colour"),
            ("#12", "\"#12\" is not a colour"),
            ("256", "\"256\" is not a colour"),
            ("red on", "missing after on"),
            ("red blue", "\"blue\" is a second colour"),
        ] {
            let reason = read_style(text).unwrap_err();
            assert!(reason.contains(words), "{text}: {reason}");
        }
    }

    #[test]
    fn own_styles_replace_those_of_a_theme() {
        let base = ThemeStyles::read("accent = 'red'\ndim = 'dim'\n").unwrap();
        let own = ThemeStyles::read("accent = 'blue'\n").unwrap();
        let both = base.under(&own);
        assert_eq!(both.style("accent"), Some(Style::new().fg(Color::Blue)));
        assert_eq!(both.style("dim"), Some(Style::new().dim()));
        assert!(ThemeStyles::read("acent = 'blue'").unwrap_err().contains("acent"));
    }
}
