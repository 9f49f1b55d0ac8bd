//! What is recalled from earlier runs, what is shown first, and choosing a theme: the one under the cursor is shown while the menu is open.

use crate::tui::app::{App, Notice, Overlay};
use crate::tui::input::action::Context;
use crate::tui::message::Effect;
use crate::tui::panes::menus::choice::Choice;
use crate::tui::panes::menus::menu::Menu;
use crate::tui::start::FirstView;
use crate::tui::theme::{Theme, ThemeName};

impl App {
    /// Shows what the configuration wants first, and what is wrong in it.
    pub(in crate::tui::update) fn start(&mut self, view: FirstView, remark: Option<String>) -> Vec<Effect> {
        let effects = match view {
            FirstView::List => Vec::new(),
            FirstView::Groups(fields) => self.group_by(fields),
            FirstView::Inventory => self.show(Context::Inventory),
            FirstView::Board => self.show_board(),
        };
        if let Some(text) = remark {
            self.notice = Some(Notice { text, is_warning: true });
        }
        effects
    }

    /// Opens the menu of themes.
    pub(in crate::tui::update) fn open_themes(&mut self) -> Vec<Effect> {
        self.open_menu(Menu::themes(self.look.chosen))
    }

    /// Uses a theme until the program ends.
    pub(in crate::tui::update) fn use_theme(&mut self, name: ThemeName) -> Vec<Effect> {
        self.look.chosen = name;
        self.look.before = None;
        self.theme = Theme::of(name, &self.look.own);
        let (name, _) = name.words();
        self.say(format!("theme {name}; the next start has it with --theme {name}, or with theme = \"{name}\" in the configuration"))
    }

    /// Shows the theme under the cursor of the menu, and the chosen one again when the menu is closed.
    pub(in crate::tui::update) fn preview_theme(&mut self) {
        let under_cursor = match &self.overlay {
            Some(Overlay::Menu(menu)) => menu.current(),
            Some(_) | None => None,
        };
        if let Some(Choice::Theme(name)) = under_cursor {
            self.look.before.get_or_insert(self.theme);
            self.theme = Theme::of(name, &self.look.own);
        } else if let Some(theme) = self.look.before.take() {
            self.theme = theme;
        }
    }
}
