//! Where a key has its meaning: a pane, or what stands over all of them.

/// The context of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The event list.
    List,
    /// The groups.
    Groups,
    /// The event with its JSON tree.
    Detail,
    /// The timeline.
    Timeline,
    /// The filter bar and the search line, where letters are text.
    Typing,
    /// A menu.
    Menu,
    /// The palette, where letters are text.
    Palette,
    /// Help.
    Page,
    /// The files and what they cover.
    Inventory,
    /// Every context in which the key has no other meaning.
    Anywhere,
}

impl Context {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::List,
        Self::Groups,
        Self::Detail,
        Self::Timeline,
        Self::Typing,
        Self::Menu,
        Self::Palette,
        Self::Page,
        Self::Inventory,
        Self::Anywhere,
    ];

    /// The heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::List => "Events",
            Self::Groups => "Groups",
            Self::Detail => "One event",
            Self::Timeline => "Timeline",
            Self::Typing => "Filter and search",
            Self::Menu => "Menus",
            Self::Palette => "Palette",
            Self::Page => "Help",
            Self::Inventory => "Files and coverage",
            Self::Anywhere => "Anywhere",
        }
    }
}
