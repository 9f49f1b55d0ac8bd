//! The styles of a theme as codes for a terminal, for tables without the explorer.

use ratatui::style::{Color, Modifier, Style};

use super::theme::Theme;
use crate::text::paint::Paint;

impl Theme {
    /// Returns the codes of the meanings that tables have. The background stays that of the terminal.
    pub fn paint(&self) -> Paint {
        Paint {
            heading: code(self.heading),
            failed: code(self.failed),
            write: code(self.write),
            dim: code(self.dim),
            warning: code(self.warning),
        }
    }
}

/// Returns the code that begins a style; empty for text.
fn code(style: Style) -> String {
    let mut parts: Vec<String> = Vec::new();
    let modifiers = [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ];
    let has = |(modifier, _): &&(Modifier, &str)| style.add_modifier.contains(*modifier);
    parts.extend(modifiers.iter().filter(has).map(|(_, number)| (*number).to_owned()));
    parts.extend(style.fg.and_then(foreground));
    if parts.is_empty() { String::new() } else { format!("\u{1b}[{}m", parts.join(";")) }
}

fn foreground(color: Color) -> Option<String> {
    let number: u8 = match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some(format!("38;2;{red};{green};{blue}")),
        Color::Indexed(number) => return Some(format!("38;5;{number}")),
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
    };
    Some(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeName;

    #[test]
    fn styles_become_codes_and_mono_has_no_colour() {
        let paint = Theme::named(ThemeName::Terminal).paint();
        assert_eq!((paint.failed.as_str(), paint.heading.as_str()), ("\u{1b}[31m", "\u{1b}[1;36m"));
        assert_eq!(Theme::named(ThemeName::Dark).paint().failed, "\u{1b}[38;2;255;123;114m");
        let mono = Theme::named(ThemeName::Mono).paint();
        assert_eq!((mono.dim.as_str(), mono.write.as_str()), ("\u{1b}[2m", ""));
    }
}
