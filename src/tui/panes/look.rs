//! Which theme was chosen, and colours of one's own in it.

use crate::tui::theme::written::ThemeStyles;
use crate::tui::theme::{Theme, ThemeName};

/// The choice of the look.
#[derive(Debug, Default)]
pub struct Look {
    /// The chosen theme.
    pub chosen: ThemeName,
    /// Styles of the configuration, which replace those of the theme.
    pub own: ThemeStyles,
    /// What was shown before the menu of themes was opened.
    pub(in crate::tui) before: Option<Theme>,
}
