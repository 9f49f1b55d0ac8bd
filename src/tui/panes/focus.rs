//! Where the keys go, what stands over everything, and what was just said.

use super::inventory::AccountingPane;
use super::menu::Menu;
use super::page::Page;
use super::palette::Palette;

/// Which pane gets the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The list, or the groups in its place.
    List,
    /// The event.
    Detail,
    /// The filter bar.
    Filter,
    /// The search line of the event.
    Search,
    /// The timeline.
    Timeline,
}

/// What stands over everything.
#[derive(Debug)]
pub enum Overlay {
    /// A menu.
    Menu(Menu),
    /// A page of text.
    Page(Page),
    /// The palette.
    Palette(Box<Palette>),
    /// The account of what is loaded.
    Accounting(Box<AccountingPane>),
}

/// A sentence in the footer, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_warning: bool,
}
