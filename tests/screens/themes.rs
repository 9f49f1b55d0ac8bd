//! Choosing a theme while the program runs.

use trailsift::tui::theme::{Theme, ThemeName};

use crate::screen::Screen;

#[test]
fn the_theme_under_the_cursor_is_shown_until_the_menu_closes() {
    let mut screen = Screen::sample(100, 30);
    let terminal = Theme::named(ThemeName::Terminal);
    screen.keys(":theme<enter>").shows("Theme").shows("High contrast");
    assert_eq!(screen.app.theme, terminal);
    screen.keys("j");
    assert_eq!(screen.app.theme, Theme::named(ThemeName::Dark));
    assert_eq!(screen.cells()[(0, 0)].bg, Theme::named(ThemeName::Dark).text.bg.unwrap());
    screen.keys("j<esc>");
    assert_eq!(screen.app.theme, terminal, "closing the menu changes nothing");
    screen.keys(":theme<enter>jjj<enter>").shows("theme contrast");
    assert_eq!(screen.app.theme, Theme::named(ThemeName::Contrast));
    screen.keys(":theme<enter>k").keys("<esc>");
    assert_eq!(screen.app.theme, Theme::named(ThemeName::Contrast), "the cursor begins on the one in use");
}
